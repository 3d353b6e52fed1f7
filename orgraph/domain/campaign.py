"""What came of a campaign: which rules of it were applied to a task, as the ledger keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Given(StrEnum):
    """What a campaign may give a task."""

    ROUTING = "routing"
    SEVERITY = "severity"
    LIMITS = "limits"
    LADDER = "ladder"


@dataclass(frozen=True, slots=True)
class Applied:
    """A campaign by its key, its first day and the first day after it, with what it gave, in the order of Given."""

    key: str
    since: date
    until: date
    given: tuple[Given, ...]

    @property
    def last(self) -> date:
        """Its last day."""
        return self.until - timedelta(days=1)
