"""How the tasks of an area and a period were handled: counts, rates with their counts, findings on units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from orgraph.domain.area import Area
from orgraph.domain.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; the rate is None of none."""

    count: int
    of: int

    @property
    def rate(self) -> float | None:
        """As a fraction, 0 to 1."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class UnitFinding:
    """A finding on a unit that led a task; `replied` when the unit has answered on that task."""

    key: str
    task: str
    unit: str
    at: datetime
    replied: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """
    What one task is counted as, without its id and any instant: `answered` whether it was signed for in time, None
    while that is open or where it does not count; `ratings` are (unit, whether it satisfies), `findings` (key, unit).
    """

    counts_as: str
    counts: bool
    lead: str
    final: bool
    answered: bool | None
    overdue: bool
    ratings: tuple[tuple[str, bool], ...]
    findings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """
    What a task that has ended keeps of how it was handled: its `tally` and its `findings` as canonical JSON,
    `counted_as` the first digits of the tally's digest, by which those with the same are counted, `measured_by` the
    digest of what it was measured by, `found_at` the instant of its last finding (epoch milliseconds). Of none,
    `findings` and `found_at` are None. `measured_in` is the hash of the definitions that were looked into; two that
    found the same by the same are equal, whatever else these held.
    """

    tally: str
    counted_as: str
    measured_by: str
    findings: str | None
    found_at: int | None
    measured_in: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class UnitSupervision:
    """
    A unit that led tasks, with its three rates (三率): signed for in time, closed, and ratings of four and above.

    Excluded, merged, void and not admitted tasks, and those that ended on the spot, are in none of the rates.
    `findings` counts by key.
    """

    organisation: Organisation
    tasks: int
    response: Share
    resolution: Share
    satisfaction: Share
    findings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Supervision:
    """
    Tasks called at places in `area` from the day `first` to the day `last`, both included, as they stand now.

    `found` counts all; `resolved` is those closed, out of all but the excluded, merged, void and not admitted ones and
    those that ended on the spot (现场办结), which are counted apart; `overdue` those open with a limit that has passed.
    Of `findings_in_all` the newest hundred are in `findings`, the newest first; `truncated` says that there are more.
    """

    area: Area
    first: date
    last: date
    found: int
    resolved: Share
    excluded: int
    merged: int
    refused: int
    void: int
    carried_over: int
    on_the_spot: int
    open: int
    overdue: int
    units: tuple[UnitSupervision, ...]
    findings: tuple[UnitFinding, ...]
    findings_in_all: int
    truncated: bool
