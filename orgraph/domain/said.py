"""What is to be told, before it is put into words: a code of the wording and the values that fill its phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Union

from orgraph.domain.deadline import Span
from orgraph.domain.worded import Worded

Value = Union[str, int, float, date, Span, Worded, "Term", "Said", "tuple[Value, ...]"]
"""What may fill a phrase: text as typed, numbers, days and instants, spans, titles, other sayings, lists of these."""


@dataclass(frozen=True, slots=True)
class Term:
    """What one of a set is called in wording.yaml: the key `proof` of the family `carry` is worded as carry-proof."""

    family: str
    key: str

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Said:
    """
    One sentence, or a part of one: `code` names its phrase in schema/wording/, `values` fill the braces of it.

    Whoever shows it words it, in the reader's language; `str` is for a log alone.
    """

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        filled = ", ".join(f"{name}={_plain(value)}" for name, value in self.values)
        return f"{self.code}({filled})" if filled else self.code


def said(code: str, /, **values: Value | Sequence[Value]) -> Said:
    """The sentence `code` with its values; lists of values are told as lists."""
    return Said(code, tuple((name, _kept(value)) for name, value in values.items()))


def _kept(value: Value | Sequence[Value]) -> Value:
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]


def _plain(value: Value) -> str:
    return ", ".join(map(_plain, value)) if isinstance(value, tuple) and not isinstance(value, Worded) else str(value)
