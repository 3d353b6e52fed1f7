"""What is to be told, before it is put into words: a code of the wording and the values that fill its phrase."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Union

from orgraph.domain.deadline import Span
from orgraph.domain.worded import Worded

Value = Union[str, int, float, date, Span, Worded, "Term", "Said", "Lines", "tuple[Value, ...]"]
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


@dataclass(frozen=True, slots=True)
class Lines:
    """Sayings that are told one below the other."""

    each: tuple[Said, ...]

    def __str__(self) -> str:
        return "; ".join(map(str, self.each))


def said(code: str, /, **values: Value | Sequence[Value]) -> Said:
    """The sentence `code` with its values; lists of values are told as lists."""
    return Said(code, tuple((name, _kept(value)) for name, value in values.items()))


def _kept(value: Value | Sequence[Value]) -> Value:
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]


def _plain(value: Value) -> str:
    return ", ".join(map(_plain, value)) if isinstance(value, tuple) and not isinstance(value, Worded) else str(value)


def as_text(what: Said | str) -> str:
    """A saying of texts and numbers as one text, to be stored; `again` reads it."""
    if isinstance(what, str):
        return what
    return json.dumps({"code": what.code, "values": dict(what.values)}, ensure_ascii=False, default=str)


def again(text: str) -> Said | str:
    """What `as_text` made a text of; a text that was stored in words, as before, is left as it is."""
    try:
        kept = json.loads(text)
        return Said(kept["code"], tuple((name, _listed(value)) for name, value in kept["values"].items()))
    except (ValueError, TypeError, KeyError, AttributeError):
        return text


def _listed(value: Any) -> Value:
    return tuple(map(_listed, value)) if isinstance(value, list) else value if isinstance(value, int) else str(value)
