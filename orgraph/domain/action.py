"""What may be done to a task after it was dispatched, by whom, and what has been done to it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum

from orgraph.domain.errors import Worded
from orgraph.domain.task import Task


class Verb(StrEnum):
    """The four verbs of a whistle: 呼 call, 转 transfer, 办 handle, 督 supervise."""

    CALL = "call"
    TRANSFER = "transfer"
    HANDLE = "handle"
    SUPERVISE = "supervise"


class Obstacle(StrEnum):
    """Why an action is not possible; `wording.yaml` puts each into words, but UNMET, which its lifecycle words."""

    WRONG_STATE = "wrong-state"
    NOT_ENTITLED = "not-entitled"
    INCOMPLETE = "incomplete"
    UNKNOWN_UNIT = "unknown-unit"
    IN_HAND_ALREADY = "in-hand-already"
    NO_HELPER = "no-helper"
    NOT_ASKED = "not-asked"
    NEVER_CALLED = "never-called"
    NOT_RATED = "not-rated"
    NOT_MERGEABLE = "not-mergeable"
    CHILDREN_OPEN = "children-open"
    PARENT_ENDED = "parent-ended"
    TOO_LATE = "too-late"
    WORK_FIRST = "work-first"
    NO_EMERGENCY = "no-emergency"
    NOT_CONTESTED = "not-contested"
    OTHER_CATEGORY = "other-category"
    NOT_CARRIED = "not-carried"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Rating:
    """Marks from 1 to 5 that the whistler gives a unit: did it arrive, how did it act, what came of it."""

    arrival: int
    attitude: int
    result: int


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """
    An action asked for, by its key in the lifecycle.

    `by` is the party that acts: a post as role@area, or an organisation by code. `expected_version` is the version of
    the task that the caller has seen, None as it is when the action is entered. Of the rest an action takes what its
    lifecycle says that it carries: `when` is when it happened, if it is entered later; a child that it opens has
    `helpers`, a `place` (else the same) and a `limit` for its report (else as for a whistle). `across`: it is merged
    into a task of another category, for the reason that its text gives.
    """

    task: str
    action: str
    by: str
    key: str
    expected_version: int | None
    text: str = ""
    unit: str = ""
    extension: str = ""
    proof: tuple[str, ...] = ()
    passed: bool | None = None
    rating: Rating | None = None
    review: date | None = None
    into: str = ""
    when: datetime | None = None
    helpers: tuple[str, ...] = ()
    place: str = ""
    limit: str = ""
    across: bool = False

    def given(self) -> tuple[str, ...]:
        """The names of the fields beyond who, what and when seen that say something."""
        own = ("task", "action", "by", "key", "expected_version")
        said = ((one.name, getattr(self, one.name)) for one in fields(self) if one.name not in own)
        return tuple(name for name, value in said if value or (name == "passed" and value is False))


@dataclass(frozen=True, slots=True)
class Available:
    """
    Whether an action is possible now for a party; if not, why, with what would be needed.

    `words` are those of an obstacle that only its lifecycle words.
    """

    action: str
    possible: bool
    obstacle: Obstacle | None = None
    needed: tuple[str, ...] = ()
    words: Worded | None = None


@dataclass(frozen=True, slots=True)
class Acted:
    """The task after an action; `repeated` when the idempotency key had done it before."""

    task: Task
    repeated: bool = False
    actions: tuple[Available, ...] = field(default=())
