"""On which weekdays something is there: 1, Monday, to 7, and of a month the first, second … of that weekday."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

WEEKDAYS = ("1", "2", "3", "4", "5", "6", "7")
WEEKS = ("1", "2", "3", "4", "5")
"""Which Monday, Tuesday … of a month: the first lies on one of its days 1 to 7, the fifth, if it has one, after 28."""

_ENGLISH = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_DIGITS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), WEEKDAYS, strict=True))
_NUMERALS = str.maketrans("一二三四五六七日天至到~–—", "123456777-----")
_EVERY_DAY = ("每天", "每日", "天天")
_WORDS_OF_DAYS = re.compile("每|周|星期|礼拜")
_WORDS_OF_WEEKS = re.compile("每月|第|个|周|星期")
_BETWEEN = re.compile(r"[;,、\s和及]+")
_SPAN = re.compile(r"([1-7])-([1-7])\Z")


@dataclass(frozen=True, slots=True)
class Weekly:
    """
    Weekdays, each one of WEEKDAYS, in their order; none: every day that is worked.

    `weeks`: of a month only the first, second … of these weekdays, each one of WEEKS; none: all.
    """

    weekdays: tuple[str, ...] = ()
    weeks: tuple[str, ...] = ()


def weekdays_typed(text: str) -> tuple[str, ...]:
    """
    Weekdays as people type them, in their order: 1;3 or 一、三 or 周一至周五 or mon wed.

    Raises ValueError where something is none.
    """
    text = unicodedata.normalize("NFKC", text).strip().lower()
    if text in _EVERY_DAY:
        return WEEKDAYS
    plain = _ENGLISH.sub(lambda day: _DIGITS[day.group(1)], text)
    return _listed(_WORDS_OF_DAYS.sub("", plain), WEEKDAYS)


def weeks_typed(text: str) -> tuple[str, ...]:
    """Which weeks of a month, as people type them, in their order: 1;3 or 第一、三周. Raises ValueError."""
    return _listed(_WORDS_OF_WEEKS.sub("", unicodedata.normalize("NFKC", text)), WEEKS)


def _listed(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    found: set[str] = set()
    for part in filter(None, _BETWEEN.split(text.translate(_NUMERALS))):
        span = _SPAN.match(part)
        named = known[int(span.group(1)) - 1 : int(span.group(2))] if span else tuple(part)
        if not named or not set(named) <= set(known):
            raise ValueError(part)
        found.update(named)
    return tuple(one for one in known if one in found)
