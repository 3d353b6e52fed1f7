"""The number of a matter (事项编号) as it is said on the phone, 河东-2026-000123: book's short name, year, serial."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from orgraph.domain.text import spelled

DIGITS = 6
"""Digits of a serial at least; it grows beyond."""

_DASHES = "-\u2010-\u2015\u2212\u2043\u2500\u2501\u30fc\u301c~"
"""What is typed for a dash, as NFKC leaves it: hyphens, dashes, minus, bullet, lines, the Japanese long sound, wave."""

_DASH = re.compile(rf"\s*[{_DASHES}]+\s*")
_WHOLE = re.compile(r"([^-]+)-([0-9]{4})-([0-9]{1,12})")
_ENDING = re.compile(r"(?:([0-9]{4})-)?([0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class MatterNumber:
    """A number; `serial` counts the tasks of a book that were entered within `year`, a calendar year in China."""

    name: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.name}-{self.year}-{self.serial:0{DIGITS}}"


@dataclass(frozen=True, slots=True)
class NumberEnding:
    """The end of a number, 2026-123 or 000123; `year` is None where only the serial was given."""

    year: int | None
    serial: int


@dataclass(frozen=True, slots=True)
class Namesake:
    """
    An area of another book that has, or had on another day, an area's short name.

    `names` are all its full names, `within` the codes and short names, of every day, of what it was ever a part of.
    """

    names: frozenset[str]
    within: frozenset[str]


def name_in_number(short: str, code: str) -> str:
    """How an area is called in numbers: its short name without dashes, which part a number; its code if it has none."""
    return spelled(_DASH.sub("", unicodedata.normalize("NFKC", short))) or code


def number_typed(text: str) -> MatterNumber | None:
    """
    The whole number that `text` may be, however it is typed: full-width, with spaces, any dash, without leading zeros.

    None for what cannot be one. Its name is as typed: 河东区 is not 河东 yet.
    """
    found = _WHOLE.fullmatch(_dashed(text))
    return MatterNumber(found[1], int(found[2]), int(found[3])) if found and int(found[3]) else None


def ending_typed(text: str) -> NumberEnding | None:
    """The end of a number that `text` may be: its serial, or year and serial; None for what cannot be one."""
    found = _ENDING.fullmatch(_dashed(text).lstrip("-"))
    return NumberEnding(int(found[1]) if found[1] else None, int(found[2])) if found and int(found[2]) else None


def _dashed(text: str) -> str:
    return spelled(_DASH.sub("-", unicodedata.normalize("NFKC", text)))
