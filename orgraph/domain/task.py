"""A task and the events of its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from orgraph.domain.area import Area
from orgraph.domain.campaign import Applied
from orgraph.domain.deadline import Deadline, Light
from orgraph.domain.decision import Precedent, TaskDecision
from orgraph.domain.event import Event
from orgraph.domain.field import TaskField
from orgraph.domain.guide import NO_GUIDE, Guide
from orgraph.domain.organisation import Organisation, PostHolder
from orgraph.domain.proposal import Proposal
from orgraph.domain.whistle import Decision, Meeting


@dataclass(frozen=True, slots=True)
class TaskPart:
    """An organisation that has the task in hand, as lead or as helper."""

    organisation: Organisation
    part: str


class LinkKind(StrEnum):
    """How another task stands to one."""

    PARENT = "parent"
    CHILD = "child"
    MERGED_INTO = "merged-into"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class LinkedTask:
    """
    A task that belongs to another: the one whose meeting assigned it, those assigned at its own, the one that it was
    merged into, those merged into it. `lead` is who leads it, or led it at the end.
    """

    kind: LinkKind
    id: str
    state: str
    place: Area
    called_by: str
    lead: Organisation | None
    ended: bool = False
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """
    A task as it stands, the projection of its events; `due` is when its first clock ends, None if none runs; `yellow`
    and `red` when its `light` turns, which is that of the clock that presses most, None when it has ended, at
    `ended_at`. `parts` are who has it in hand, `handled` who had it when it ended. `place_ended`: since when its place
    is no more. `redacted`: its text was taken out. `number` is how it is called on the
    phone, 河东-2026-000123, None of tasks that were opened before there were numbers. `tags` are what it has in fields
    that are choices, as name=value, both by key.
    """

    id: str
    state: str
    version: int
    kind: str
    category: str
    severity: int
    place: Area
    called_by: str
    called_at: datetime
    backstop: bool
    due: datetime | None = None
    parts: tuple[TaskPart, ...] = ()
    text: str = ""
    events: tuple[Event, ...] = ()
    linked: tuple[LinkedTask, ...] = ()
    handled: tuple[TaskPart, ...] = ()
    place_ended: date | None = None
    ended_at: datetime | None = None
    yellow: datetime | None = None
    red: datetime | None = None
    light: Light | None = None
    redacted: bool = False
    number: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def lead(self) -> Organisation | None:
        """The organisation that leads, or that led it at the end."""
        return next((part.organisation for part in (*self.parts, *self.handled) if part.part == "lead"), None)


@dataclass(frozen=True, slots=True)
class Called:
    """
    An organisation that is called and the person there to call; None when nobody can be reached today. `ended`: the
    organisation is no more.
    """

    organisation: Organisation
    person: PostHolder | None
    ended: bool = False


class Presence(StrEnum):
    """Whether a unit that was called has come."""

    CALLED = "called"
    SIGNED = "signed"
    ARRIVED = "arrived"
    LATE = "late"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Attendance:
    """A unit that was called: whether it signed, came (in time, where there is an appointment), and was released."""

    organisation: Organisation
    presence: Presence
    called: datetime
    signed: datetime | None
    arrived: datetime | None
    released: datetime | None


@dataclass(frozen=True, slots=True)
class CalledTask:
    """
    The answer to a whistle: the task, the decision with its proof, and whom to call.

    `lead` and `helpers` are who has it in hand, or had it at the end, with whom to call there today: what was
    decided first stands in `decision`. `chain` is the place and the areas above it as they were then, nearest
    first; `following` is who comes next if the lead does not, nobody of a task that has ended; `repeated` when the
    idempotency key had opened the task before; `acting` is the organisations that its later events name;
    `deadlines` its clocks, as they stand now; `decisions` all that were taken on it; `precedents` the last rulings
    on ownership in its category that areas above the place know of; `meeting` is the appointment, `attendance`
    whether each called unit has come; `campaigns` those that gave it rules; `said` is what was said in the fields that
    its kind declares, event by event, `fields` what stands in them now, in the order of the kind; `guide` what is to be
    done first, by today's definitions; `proposal` who was proposed last to take it.
    """

    task: Task
    decision: Decision
    lead: Called
    helpers: tuple[Called, ...]
    following: tuple[Called, ...]
    chain: tuple[Area, ...] = ()
    repeated: bool = False
    acting: tuple[Organisation, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    decisions: tuple[TaskDecision, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    meeting: Meeting | None = None
    attendance: tuple[Attendance, ...] = ()
    campaigns: tuple[Applied, ...] = ()
    said: tuple[TaskField, ...] = ()
    fields: tuple[TaskField, ...] = ()
    guide: Guide = NO_GUIDE
    proposal: Proposal | None = None
