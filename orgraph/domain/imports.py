"""What an import found, plans and did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from orgraph.domain.errors import OrgraphError, fault_at
from orgraph.domain.said import Said, said
from orgraph.domain.text import inert
from orgraph.domain.worded import Worded


@dataclass(frozen=True, slots=True)
class RowFault:
    """
    One bad value: where it stands, what is wrong and what to do.

    `line` is 0 where the whole file is bad, `field` empty where the whole row is; a `value` that is a key with a title
    is told with both, whichever of them was typed.
    """

    file: str
    line: int
    field: str
    value: str | Worded
    problem: Said
    remedy: Said

    def __str__(self) -> str:
        at = f" {self.field}='{self._plain}'" if self.field else ""
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line}:{at} {self.problem}; {self.remedy}"

    @property
    def _plain(self) -> str:
        return self.value.key if isinstance(self.value, Worded) else inert(self.value)

    @property
    def told(self) -> Said:
        """It as one sentence."""
        if not self.field:
            return fault_at(self.file, self.line, self.problem, self.remedy)
        return said(
            "fault-of-field",
            file=self.file,
            line=self.line,
            field=self.field,
            value=self.value if isinstance(self.value, Worded) else self._plain,
            problem=self.problem,
            remedy=self.remedy,
        )

    def __lt__(self, other: RowFault) -> bool:
        return self._place < other._place

    @property
    def _place(self) -> tuple[str, int, str, str, str, str]:
        return self.file, self.line, self.field, self._plain, str(self.problem), str(self.remedy)


class ImportRefused(OrgraphError):
    """The import was refused whole; `faults` names every bad row."""

    code = "import_refused"

    def __init__(self, message: Said, remedy: Said, faults: tuple[RowFault, ...] = ()) -> None:
        super().__init__(message, remedy)
        self.faults = faults


class Mode(StrEnum):
    """What a folder of rows says: all that a pack holds, or only what changes."""

    SNAPSHOT = "snapshot"
    CHANGES = "changes"


class RowAction(StrEnum):
    """What becomes of a row: a `change` holds from its day on, what is corrected was never so."""

    ADD = "add"
    CHANGE = "change"
    CORRECT = "correct"
    END = "end"


class Group(StrEnum):
    """What an import does to a row, as people look for it; what they should look at first comes first."""

    SUSPICIOUS = "suspicious"
    RECODED = "recoded"
    ENDED = "ended"
    MOVED = "moved"
    RENAMED = "renamed"
    CHANGED = "changed"
    EARLIER = "earlier"
    BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """
    One row of the plan: its table, its id, and its digest-relevant content before and after (canonical JSON).

    `key` and `name` are what people know it by, `detail` the role or part, `path` the place it is, or is at, `level`
    that of an area; `other` is the code of the area that has, or had, the same name, where the group comes from that.
    """

    action: RowAction
    table: str
    id: str
    before: str = ""
    after: str = ""
    group: Group = Group.CHANGED
    key: str = ""
    name: str = ""
    detail: str = ""
    path: str = ""
    level: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, order=True)
class GroupCount:
    """How many rows of a group one table has, areas by level."""

    group: Group
    table: str
    level: str
    count: int


@dataclass(frozen=True, slots=True, order=True)
class Hanging:
    """
    What hangs on an area or organisation that an import ends, and is neither moved nor ended with it.

    `ended` is the code of what ends, `path` the area's path or the organisation's name. `table`: PART_OF for an area
    below, POSTED_TO, another relationship, or Task; `key` and `name` are those of the area, officer, organisation or
    task at its other end; `detail` its role, part or kind; `pack` who brought it.
    """

    ended: str
    table: str
    key: str
    name: str
    detail: str = ""
    pack: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, order=True)
class DeeperCount:
    """How many of a table lie deeper below areas that an import ends, and stay: PART_OF for areas, as in `Hanging`."""

    table: str
    count: int


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many rows of one table (a label or a relationship type) are added, changed, ended, or stay as they are."""

    table: str
    add: int = 0
    change: int = 0
    end: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What an import will do; `shown` has the first changes and ends, `counts` all of them by table.

    `hanging` is what hangs on what it ends, and would be left there, open tasks at any depth; `deeper` counts all else
    that lies deeper below it and stays. `groups` counts what it begins, ends, renames and
    moves: an area that begins or ends does so with its PART_OF, which is not counted again.

    `older_than`: the day of the pack's last import, if that of this one lies before it. `empty`: the tables, if none of
    them has a row; `tableless`: there is no table.
    """

    pack: str
    title_zh: str
    title_en: str
    mode: Mode
    as_of: date
    digest: str
    counts: tuple[TableCount, ...]
    shown: tuple[PlannedChange, ...] = ()
    synthetic: int = 0
    hanging: tuple[Hanging, ...] = ()
    deeper: tuple[DeeperCount, ...] = ()
    groups: tuple[GroupCount, ...] = ()
    older_than: date | None = None
    empty: tuple[str, ...] = ()
    tableless: bool = False

    @property
    def changes(self) -> int:
        """How many rows will be added, changed or ended."""
        return sum(count.add + count.change + count.end for count in self.counts)

    @property
    def ends(self) -> int:
        """How many rows will be ended."""
        return sum(count.end for count in self.counts)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An import as the store remembers it; one that is not done is alive until `lease`."""

    id: str
    pack: str
    title_zh: str
    title_en: str
    root: str
    digest: str
    state: str
    mode: Mode
    as_of: date
    reference_date: date
    started: datetime
    finished: datetime | None
    added: int
    changed: int
    ended: int
    lease: datetime | None = None

    def stopped(self, now: datetime) -> bool:
        """Whether it was left half way: not done, and nobody at work on it."""
        return self.state == "running" and (self.lease is None or self.lease <= now)
