"""A clock for tests: it stands where it was put, but for a millisecond at each question, so that order is plain."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from orgraph.domain.time import CHINA, business_day

MORNING = datetime(2023, 8, 22, 10, tzinfo=CHINA)
"""The survey's day, at ten."""


class FixedClock:
    """The present as a test sets it."""

    def __init__(self, start: datetime = MORNING) -> None:
        self._at = start
        self._asked = 0
        self._tick = timedelta(milliseconds=1)

    def now(self) -> datetime:
        """The present; a millisecond later than at the last question."""
        self._asked += 1
        return self._at + self._asked * self._tick

    def today(self) -> date:
        """The business day."""
        return business_day(self._at)

    def move_to(self, day: date | str) -> None:
        """Ten in the morning of another day."""
        other = date.fromisoformat(day) if isinstance(day, str) else day
        self._at = datetime(other.year, other.month, other.day, 10, tzinfo=CHINA)

    def move_by(self, span: timedelta) -> None:
        """Some time later, or earlier."""
        self._at += span

    def stand_still(self) -> None:
        """No more milliseconds between two questions, until the clock is reset."""
        self._tick = timedelta(0)

    def reset(self) -> None:
        """Back to the survey's morning."""
        self._at, self._tick = MORNING, timedelta(milliseconds=1)
