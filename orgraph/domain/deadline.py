"""Spans of time as limits say them, and what is due when."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orgraph.domain.numerals import in_digits
from orgraph.domain.worded import Worded

_SPAN = re.compile(r"(\d{1,4}|[〇零一二两三四五六七八九十百]{1,5}) ?(?:个 ?)?([a-z一-鿿][a-z -]*|[一-鿿]+)\Z")
_MINUTE = 60_000


class Unit(StrEnum):
    """What a limit counts in; minutes, hours and days are natural time."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_HOURS = "working-hours"
    WORKING_DAYS = "working-days"


MILLISECONDS = {
    Unit.MINUTES: _MINUTE,
    Unit.HOURS: 60 * _MINUTE,
    Unit.DAYS: 24 * 60 * _MINUTE,
    Unit.WORKING_HOURS: 60 * _MINUTE,
    Unit.WORKING_DAYS: 24 * 60 * _MINUTE,
}
"""How long one of a unit is on its own time line; a working day is the whole day, of days that are worked."""


_CALLED = {
    Unit.MINUTES: ("minute", "minutes", "min", "mins", "分钟", "分"),
    Unit.HOURS: ("hour", "hours", "h", "小时", "钟头"),
    Unit.DAYS: ("day", "days", "calendar days", "calendar day", "天", "日", "自然日"),
    Unit.WORKING_HOURS: ("working hour", "working hours", "business hour", "business hours", "工作小时"),
    Unit.WORKING_DAYS: ("working day", "working days", "business day", "business days", "工作日"),
}
_UNITS = {word: (1, unit) for unit, words in _CALLED.items() for word in words}
"""What people call the units, in both languages, each once."""
_UNITS |= dict.fromkeys(("week", "weeks", "周", "星期", "礼拜"), (7, Unit.DAYS))
_HALF = dict.fromkeys(("半小时", "半个小时", "半个钟头", "half an hour", "half hour"), (30, Unit.MINUTES))
"""Halves that mean one thing; half a day is four hours of work to some, twelve by the clock to others."""


@dataclass(frozen=True, slots=True)
class Span:
    """So many of a unit; written '3 working-days'."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit.value}"

    @property
    def milliseconds(self) -> int:
        """How long it is on the time line of its unit."""
        return self.count * MILLISECONDS[self.unit]


def span_of(text: str) -> Span | None:
    """
    A span as people type it, in digits of any width or Chinese numerals: '30 minutes', '1 hour', '3 working-days',
    '3个工作日', '两小时', '2周' for 14 days, '半小时'. None for what is none.
    """
    said = unicodedata.normalize("NFKC", text).strip().lower()
    if said in _HALF:
        return Span(*_HALF[said])
    found = _SPAN.match(said)
    times, unit = _UNITS.get(found[2].replace("-", " ").strip(), (0, None)) if found else (0, None)
    if not found or unit is None:
        return None
    count = found[1] if found[1].isdecimal() else in_digits(found[1].replace("两", "二"))
    return Span(int(count) * times, unit) if count and int(count) else None


def recorded_span(text: str) -> str:
    """A span that was typed as it is recorded, '2 working-days'; what is none, as the empty text, stays as it is."""
    return str(span_of(text) or text)


class Light(StrEnum):
    """How a clock stands: green, yellow, red, overdue; paused or stopped."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    OVERDUE = "overdue"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Deadline:
    """
    The clock of one stage of a task.

    `limits` is the limit and what was added to it. `due`, `yellow`, `red` are None while the clock is paused; `stopped`
    is when it was stopped, None if it was not; `late`: it stopped, or stands now, after `due`. `remaining` counts in
    units of the limit and is negative when overdue. `unpublished` lists years on the way whose holidays have no
    published table; `lost_calendar` is that by which the limit was recorded, if it is gone and another stands in.
    """

    stage: str
    limits: tuple[Span, ...]
    started: datetime
    due: datetime | None
    yellow: datetime | None
    red: datetime | None
    stopped: datetime | None
    late: bool
    light: Light
    remaining: float
    profile: str
    source: Worded | None
    unpublished: tuple[int, ...] = ()
    lost_calendar: str = ""


FAR = 10**15
"""Milliseconds after any end: when an open task is due whose clocks all stand still."""


@dataclass(frozen=True, slots=True)
class Turns:
    """
    When the light of a task turns, in epoch milliseconds: yellow, red, and overdue as it is `due`.

    All are None of a task that has ended. Of an open one `due` is FAR while none of its clocks runs; the others are
    FAR, too, while one is paused, and None when all are stopped.
    """

    due: int | None
    yellow: int | None
    red: int | None

    def light(self, now: int) -> Light | None:
        """How the task stands at `now` (epoch milliseconds); None when it has ended."""
        if self.due is None:
            return None
        if self.yellow is None:
            return Light.STOPPED
        if self.yellow == FAR:
            return Light.PAUSED
        for light, at in ((Light.OVERDUE, self.due), (Light.RED, self.red), (Light.YELLOW, self.yellow)):
            if at is not None and now > at:
                return light
        return Light.GREEN


ENDED = Turns(None, None, None)
"""Of a task that has ended."""
