"""What an organisation has brought to its end, counted by the month: so that no decision looks into the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PER_MILLE = 1000

SUCCESS_RATE, DONE = "success-rate", "done"
TRACK_KEYS = (SUCCESS_RATE, DONE)
"""What orders and audits weigh of what an organisation has brought to its end."""


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """
    What one organisation brought to its end in one category and month (2026-01), as one book counts it.

    `done` matters that count in the rates, `tried` those of them that were agreed upon or were not to be, `succeeded`
    what was agreed upon. Books write their own, each under its lock, so none waits for another.
    """

    book: str
    organisation: str
    category: str
    month: str
    done: int = 0
    tried: int = 0
    succeeded: int = 0

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from others."""
        return self.book, self.organisation, self.category, self.month

    def times(self, number: int) -> MonthRecord:
        """So many times as much; -1 takes it back."""
        done, tried, succeeded = (number * one for one in (self.done, self.tried, self.succeeded))
        return MonthRecord(*self.key, done, tried, succeeded)

    def plus(self, other: MonthRecord) -> MonthRecord:
        """Both together, of one key."""
        return MonthRecord(
            *self.key, self.done + other.done, self.tried + other.tried, self.succeeded + other.succeeded
        )


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """The same of several categories and months: what a decision or an audit asks for."""

    done: int = 0
    tried: int = 0
    succeeded: int = 0

    def rate(self, at_least: int) -> int | None:
        """Whole per mille of what was tried that succeeded; None where fewer than `at_least` were tried."""
        known = self.tried >= max(1, at_least)
        return PER_MILLE * self.succeeded // self.tried if known else None


def months_up_to(on: date, number: int) -> tuple[str, ...]:
    """The last `number` months, that of the day `on` the last, as 2026-01."""
    last = on.year * 12 + on.month - 1
    return tuple(f"{at // 12:04}-{at % 12 + 1:02}" for at in range(last - number + 1, last + 1))


@dataclass(frozen=True, slots=True)
class Track:
    """
    A track record as a decision weighs it, of the last `months`: `done` brought to an end, of `tried` so much per mille
    succeeded (`rate`), which is None where fewer than `at_least` were tried.
    """

    months: int
    at_least: int
    done: int
    tried: int
    rate: int | None


def track_of(record: TrackRecord, months: int, at_least: int) -> Track:
    """What is weighed of a record of so many months."""
    return Track(months, at_least, record.done, record.tried, record.rate(at_least))
