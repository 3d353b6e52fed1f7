"""How the tasks of an area and a period were handled: counts, rates with their counts, findings on units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from orgraph.domain.area import Area
from orgraph.domain.organisation import Organisation
from orgraph.domain.worded import Worded

EXCLUDED, MERGED, REFUSED, VOID = "excluded", "merged", "refused", "void"
ON_THE_SPOT = "on-the-spot"
CARRIED_OVER = "carried-over"
"""What counts apart."""

RESOLVED = "resolved"
"""What was closed."""

AGREED, SETTLED, FAILED = "agreed", "settled", "failed"
"""How what is rated by its outcome stands."""


def counts(counts_as: str) -> bool:
    """Whether it counts in the rates: what is left out of them is held against nobody, nor in favour."""
    return counts_as not in (EXCLUDED, MERGED, REFUSED, VOID, ON_THE_SPOT)


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
class Rates:
    """
    How tasks fared, of those that count: excluded, merged, void and not admitted ones, and those that ended on the
    spot, are in none.

    Of what residents said who were called back (回访), each matter by what was said last: `response` the unit had been
    in touch with them, `resolution` it is solved, `satisfaction` four and more of five. `not_reached` are matters in
    which calls reached nobody: they are in none of the three. Of what the ledger says: `signing` in time of those that
    were to be signed for by now (签收率), `completion` closed of all that are not rated by their outcome (办结率),
    `ratings` of four and more that offices give each other (吹哨评价). Of disputes, which are rated by it: `settlement`
    settled of those that their lead has accepted (化解率), `success` agreed upon of those whose mediation came to
    agreement or failed (调解成功率).
    """

    response: Share
    resolution: Share
    satisfaction: Share
    not_reached: int
    signing: Share
    completion: Share
    ratings: Share
    settlement: Share
    success: Share

    def by_name(self) -> dict[str, Share]:
        """Each rate under its name, in that order."""
        return {name: getattr(self, name) for name in RATES}


RATES = ("response", "resolution", "satisfaction", "signing", "completion", "ratings", "settlement", "success")
"""The names of the rates, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class UnitFinding:
    """A finding on a unit that led a task; `replied` when the unit has answered on that task."""

    key: str
    task: str
    unit: str
    at: datetime
    replied: bool


@dataclass(frozen=True, slots=True)
class CalledBack:
    """
    What a resident who was called back said of how a `unit` handled the matter as its lead: whether it was in touch,
    whether it is solved, whether it satisfies. Not `reached`: calls reached nobody.
    """

    unit: str
    reached: bool = False
    contacted: bool = False
    solved: bool = False
    satisfied: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of what is rated by its outcome: whether who leads it has `accepted` it, and how it stands, empty: open."""

    accepted: bool
    stands: str = ""

    @property
    def agreed(self) -> bool:
        """Whether it was agreed upon, settled or not yet."""
        return self.stands in (AGREED, SETTLED)


@dataclass(frozen=True, slots=True)
class Tally:
    """
    What one task is counted as, without its id and any instant: `answered` whether it was signed for in time, None
    while that is open or where it does not count; `ratings` are (unit, whether it satisfies), `findings` (key, unit);
    `called_back` is what the resident said last, `outcome` is None of what is rated by whether it was closed; `sums`
    are (name of a field, whole number in it) of fields that are summed.
    """

    counts_as: str
    counts: bool
    lead: str
    final: bool
    answered: bool | None
    overdue: bool
    ratings: tuple[tuple[str, bool], ...]
    findings: tuple[tuple[str, str], ...]
    called_back: CalledBack | None = None
    outcome: Outcome | None = None
    sums: tuple[tuple[str, int], ...] = ()


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
    """A unit with the tasks that it led, its rates (三率 and those beside them) and its findings, counted by key."""

    organisation: Organisation
    tasks: int
    rates: Rates
    findings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Summed:
    """What tasks hold together in a field that is summed, such as visitors (人次)."""

    name: str
    title: Worded
    value: int


@dataclass(frozen=True, slots=True)
class Counts:
    """
    Tasks called at places in `area` from the day `first` to the day `last`, both included, as they stand now.

    `found` counts all; excluded, merged, void and not admitted ones and those that ended on the spot (现场办结) are
    counted apart; `overdue` those open with a limit that has passed. `sums` adds up the fields that say so, over all
    that are found.
    """

    area: Area
    first: date
    last: date
    found: int
    rates: Rates
    excluded: int
    merged: int
    refused: int
    void: int
    carried_over: int
    on_the_spot: int
    open: int
    overdue: int
    sums: tuple[Summed, ...]


@dataclass(frozen=True, slots=True)
class Supervision(Counts):
    """
    The same, with each unit that led some of them.

    Of `findings_in_all` the newest hundred are in `findings`, the newest first; `truncated` says that there are more.
    """

    units: tuple[UnitSupervision, ...]
    findings: tuple[UnitFinding, ...]
    findings_in_all: int
    truncated: bool
