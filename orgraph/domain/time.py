"""Business days and instants: a day is a day in Asia/Shanghai, every period is half open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Protocol

OPEN_END = date(9999, 12, 31)
"""Stored where a period has no end yet; shown as nothing."""

LAST_DAY = OPEN_END - timedelta(days=1)
"""The last day that can be asked about: the open end is none, since nothing would be there any more."""

DAY = 24 * 60 * 60 * 1000
"""Milliseconds; there is no other day in Asia/Shanghai."""

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Asia/Shanghai has been UTC+8 without daylight saving since 1991, earlier than any posting here."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """The only source of the present; tests inject one that they move."""

    def now(self) -> datetime:
        """The present instant, with offset."""
        ...


def shifted(day: date, days: int) -> date:
    """The day so many days later, or earlier; the calendar's last or first where it has ended."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def instant_of(text: str) -> datetime:
    """An instant as typed, in Asia/Shanghai, which is also meant without an offset. Raises ValueError."""
    found = datetime.fromisoformat(text)
    try:
        return found.astimezone(CHINA) if found.tzinfo else found.replace(tzinfo=CHINA)
    except OverflowError:
        raise ValueError(f"{text!r} is beyond the years 1 to 9999 in Asia/Shanghai") from None


def business_day(instant: datetime) -> date:
    """The day in Asia/Shanghai that `instant` (with offset) falls on."""
    return instant.astimezone(CHINA).date()


def start_of(day: date) -> int:
    """The first instant of a business day, in epoch milliseconds."""
    return epoch_milliseconds(datetime.combine(day, time(), CHINA))


def epoch_milliseconds(instant: datetime) -> int:
    """`instant` (with offset) as whole milliseconds since 1970-01-01T00:00Z, the form the store holds."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)  # a float of seconds would lose one now and then


def from_epoch_milliseconds(value: int) -> datetime:
    """The instant that the store holds as `value` milliseconds, in Asia/Shanghai."""
    return (_EPOCH + timedelta(milliseconds=value)).astimezone(CHINA)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` up to, not including, `until`; `since == until` covers no day: a row that was retracted."""

    since: date
    until: date = OPEN_END

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.since <= day < self.until

    def overlaps(self, other: Period) -> bool:
        """Whether some day lies in both."""
        return max(self.since, other.since) < min(self.until, other.until)

    @property
    def is_open(self) -> bool:
        """Whether no end is known yet."""
        return self.until == OPEN_END
