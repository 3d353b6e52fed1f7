"""Days, instants and whole numbers as people type them: each is read where one thing alone can be meant."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum

from orgraph.domain.numerals import DIGITS, in_digits
from orgraph.domain.said import said
from orgraph.domain.time import CHINA, instant_of


class Doubt(StrEnum):
    """Why what was typed is not read."""

    NO_DAY = "no-day"
    NO_TIME = "no-time"
    NO_NUMBER = "no-number"
    YEAR_LAST = "year-last"
    SHORT_YEAR = "short-year"


_SAID = {
    Doubt.NO_DAY: (said("typed-no-day"), said("mend-typed-no-day")),
    Doubt.NO_TIME: (said("typed-no-time"), said("mend-typed-no-time")),
    Doubt.NO_NUMBER: (said("typed-no-number"), said("mend-typed-no-number")),
    Doubt.YEAR_LAST: (said("typed-year-last"), said("mend-typed-year-last")),
    Doubt.SHORT_YEAR: (said("typed-short-year"), said("mend-typed-short-year")),
}


class Mistyped(ValueError):
    """What was typed cannot be read, or could be read in two ways: `problem` and `remedy` follow the value."""

    def __init__(self, text: str, doubt: Doubt) -> None:
        self.text = text
        self.doubt = doubt
        self.problem, self.remedy = _SAID[doubt]
        super().__init__(f"{text!r} {self.problem}; {self.remedy}")


_NUMERALS = "".join(DIGITS) + "十廿卅"
_WRITTEN = re.compile(rf"[{_NUMERALS}]+(?=年|月|日|号|时|点|分|秒)")
_DAY = re.compile(
    r"(\d{4})(?:-(\d\d?)-(\d\d?)|/(\d\d?)/(\d\d?)|\.(\d\d?)\.(\d\d?)|年(\d\d?)月(\d\d?)[日号]|(\d\d)(\d\d))(?!\d)"
)
_IN_FULL = re.compile(rf"(?:{_DAY.pattern})(?: 0?0:00(?::00)?)?\Z")
_YEAR_LAST = re.compile(r"\d\d?([-/.])\d\d?\1\d{4}\Z")
_SHORT_YEAR = re.compile(r"\d\d?([-/.])\d\d?\1\d\d?\Z|\d\d年\d\d?月\d\d?[日号]\Z|\d{6}\Z")
_HOUR = re.compile(r"(\d\d?)(?::(\d\d)(?::(\d\d))?|[时点](?:(\d\d?)分(?:(\d\d?)秒)?)?)\Z")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+\Z|\d{1,12}\Z")


def day_typed(text: str) -> date:
    """
    A day: 2023-08-22, 2023/8/22, 2023.8.22, 2023年8月22日, 20230822, in digits of any width or in Chinese numerals.

    A midnight behind it, as table programs write one, is let go. Raises Mistyped, by name for a year of two digits and
    for a year at the end, where the month and the day cannot be told apart.
    """
    said = _spelled(text)
    found = _IN_FULL.match(said)
    if found is not None:
        return _day(found, text)
    if _YEAR_LAST.match(said):
        raise Mistyped(text, Doubt.YEAR_LAST)
    raise Mistyped(text, Doubt.SHORT_YEAR if _SHORT_YEAR.match(said) else Doubt.NO_DAY)


def instant_typed(text: str) -> datetime:
    """
    An instant in Asia/Shanghai: RFC 3339, or a day as `day_typed` reads it with 14:00, 14:00:30, 14时 or 14点30分.

    Without an offset it is meant in Asia/Shanghai, without an hour it is the day's beginning. Raises Mistyped.
    """
    said = _spelled(text)
    try:
        return instant_of(said)
    except ValueError:
        pass
    found = _DAY.match(said)
    if found is None:
        day = day_typed(text) if _YEAR_LAST.match(said) or _SHORT_YEAR.match(said) else None
        raise Mistyped(text, Doubt.NO_TIME if day is None else Doubt.NO_DAY)
    hour = said[found.end() :].strip().removeprefix("T")
    at = _HOUR.match(hour)
    if hour and at is None:
        raise Mistyped(text, Doubt.NO_TIME)
    hours, minutes, seconds = (
        (int(at[1]), int(at[2] or at[4] or 0), int(at[3] or at[5] or 0)) if at is not None else (0, 0, 0)
    )
    if hours > 23 or minutes > 59 or seconds > 59:
        raise Mistyped(text, Doubt.NO_TIME)
    start = datetime.combine(_day(found, text), datetime.min.time(), CHINA)
    return start + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def whole_typed(text: str) -> int:
    """A whole number, in digits of any width, with commas between thousands or without. Raises Mistyped."""
    said = _spelled(text)
    if said[:1] == "-":
        return -whole_typed(said[1:])
    if not _THOUSANDS.match(said):
        raise Mistyped(text, Doubt.NO_NUMBER)
    return int(said.replace(",", ""))


def _spelled(text: str) -> str:
    """`text` with narrow digits and signs; the numerals of its day and hour in digits, without spaces between them."""
    said = unicodedata.normalize("NFKC", text).strip()
    if said.isascii():
        return said
    said = _WRITTEN.sub(lambda match: in_digits(match[0]) or match[0], said)
    said = re.sub(r"\s*([年月日号时点分秒])\s*", r"\1", said)
    return re.sub(r"([日号])(?=\d)", r"\1 ", said)


def _day(found: re.Match[str], text: str) -> date:
    year, month, day = (int(part) for part in found.groups()[:11] if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise Mistyped(text, Doubt.NO_DAY) from None
