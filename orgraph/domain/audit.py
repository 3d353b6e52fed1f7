"""What an audit found: a rate with its counts, and each gap with who could mend it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orgraph.domain.area import Area
from orgraph.domain.page import Page


@dataclass(frozen=True, slots=True)
class Mender:
    """The post that could mend a gap: a role at an area, and the name of its holder; `synthetic`: it is made up."""

    role: str
    area: Area
    holder: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """
    One gap.

    `subject` is its key (an area code, an organisation code, a posting id), `area` where it lies and `path` the names
    above it; `required` and `present` are counts of `what`, a key, or several with | between them; `detail` names what
    is there, `synthetic` when some of these names are made up.
    """

    subject: str
    name: str
    area: Area
    path: str
    what: str
    required: int
    present: int
    detail: tuple[str, ...] = ()
    since: date | None = None
    mender: Mender | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An area that the scope leaves out, with the reason the pack gives."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A place that has ended, and how many areas that an audit is about live below it: it does not come upon these."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class GapCount:
    """Gaps rolled up to one area: `gaps` of `audited`; `path` is the names from the top down to it."""

    area: Area
    gaps: int
    audited: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """
    What the reader of an audit must know first; `key` names its wording.

    `round-ended`: all that was in force lapsed on `day` without a successor. `scope-narrowed`: the audit is defined
    for `area` only. `below-ended`: `count` areas that it is about live below `area`, which has ended (several have 、
    between them), and were not looked at.
    """

    key: str
    day: date | None = None
    area: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """How an audit stood on a day: `met` of `audited`."""

    on: date
    audited: int
    met: int

    @property
    def rate(self) -> float | None:
        """Share that meets it, between 0 and 1; None where nothing was to be audited."""
        return self.met / self.audited if self.audited else None


class Every(StrEnum):
    """How far the days of a trend are apart."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Trend:
    """How an audit of an area stood on each of several days, in order; `notices` are those of the last."""

    key: str
    area: Area
    scores: tuple[Score, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One audit on a scorecard."""

    key: str
    audited: int
    met: int

    @property
    def rate(self) -> float | None:
        """Share that meets it, between 0 and 1; None where nothing was to be audited."""
        return self.met / self.audited if self.audited else None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All audits that hold in an area, on a day, by key. Its `below-ended` counts areas of every level."""

    area: Area
    on: date
    lines: tuple[ScoreLine, ...]
    notices: tuple[Notice, ...] = ()
    incomplete: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    An audit of an area on two days: gaps that have opened since the earlier, those that have closed, each as it is or
    was, and how many are still open. `notices` are those of the later day.
    """

    key: str
    area: Area
    before: Score
    now: Score
    opened: tuple[Gap, ...]
    closed: tuple[Gap, ...]
    still_open: int
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """
    What has happened to an audit since the last look: gaps that opened and closed, and how many there are now. At the
    `first` look nothing has.
    """

    opened: tuple[Gap, ...]
    closed: tuple[Gap, ...]
    gaps: int
    first: bool = False


@dataclass(frozen=True, slots=True)
class AuditReport:
    """
    An audit of an area on a day: `met` of `audited` places meet the requirement, `excluded` lie outside its scope.

    `notices` say first what the reader must know, for instance that the round has ended without a successor.
    """

    key: str
    area: Area
    on: date
    audited: int
    met: int
    exclusions: tuple[Exclusion, ...]
    by_area: tuple[GapCount, ...]
    findings: Page[Gap]
    notices: tuple[Notice, ...] = ()
    incomplete: tuple[str, ...] = ()

    @property
    def gaps(self) -> int:
        """How many places fall short."""
        return self.audited - self.met

    @property
    def rate(self) -> float | None:
        """Share of places that meet the requirement, between 0 and 1; None where nothing was to be audited."""
        return self.met / self.audited if self.audited else None
