"""Every decision that was taken on a task: by the routing, by the clock, by the arbiter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orgraph.domain.area import Area
from orgraph.domain.organisation import Organisation


class DecisionKind(StrEnum):
    """What kind of decision: where the whistle went, whom a passed limit told, whom a ruling named."""

    ROUTING = "routing"
    ESCALATION = "escalation"
    ARBITRATION = "arbitration"


@dataclass(frozen=True, slots=True)
class SkippedStep:
    """A step of the ladder, from 1, that could tell nobody, and why."""

    step: int
    reason: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """
    An earlier ruling on ownership in the same category, by an arbiter of an area above the place.

    `unit` had to take it to the end, by the ruling of `by`, in the event `sequence` of `task`; `text` is why.
    """

    task: str
    sequence: int
    at: datetime
    by: Organisation
    unit: Organisation
    area: Area
    text: str = ""


@dataclass(frozen=True, slots=True)
class TaskDecision:
    """
    A decision with its proof, from its event.

    `chosen` is the unit or post (role@area), empty if nobody was found; `officer` and `deputy` are who was there. An
    escalation has the `stage` whose limit had passed, its `due`, the `ladder`, its `step` from 1 and those `skipped`;
    an arbitration the units that had `declined` before, and the ruling's `text`.
    """

    kind: DecisionKind
    sequence: int
    at: datetime
    by: str
    chosen: str
    officer: str = ""
    deputy: str = ""
    stage: str = ""
    due: datetime | None = None
    ladder: str = ""
    step: int | None = None
    skipped: tuple[SkippedStep, ...] = ()
    declined: tuple[str, ...] = ()
    text: str = ""
