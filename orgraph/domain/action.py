"""What may be done to a task after it was dispatched, by whom, and what has been done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from orgraph.domain.event import Event
from orgraph.domain.field import FieldType, Said
from orgraph.domain.guide import NO_GUIDE, Guide
from orgraph.domain.task import LinkedTask, Task
from orgraph.domain.worded import Worded


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
    into a task of another category, for the reason that its text gives. `contacted`, `solved` and `satisfaction` are
    what a resident says who is called back: whether the unit was in touch, whether it is solved, how content, 1 to 5.
    `fields`: what is said in those that the kind declares.
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
    contacted: bool | None = None
    solved: bool | None = None
    satisfaction: int | None = None
    fields: tuple[Said, ...] = ()

    def given(self) -> tuple[str, ...]:
        """The names of the fields beyond who, what and when seen that say something, those of the kind last."""
        own = ("task", "action", "by", "key", "expected_version", "fields")
        said = ((one.name, getattr(self, one.name)) for one in fields(self) if one.name not in own)
        named = (name for name, value in said if value or (value is not None and name in NOT_GIVEN_IS_NONE))
        return (*named, *(one.name for one in self.fields))

    def says(self, name: str) -> Any:
        """What it says in a field, its own or one of the kind; None or nothing where it says nothing."""
        if name in FIELD_TYPES:
            return getattr(self, name)
        return next((one.value for one in self.fields if one.name == name), None)


FIELD_TYPES: Mapping[str, FieldType] = {
    "text": FieldType.TEXT,
    "unit": FieldType.UNIT,
    "extension": FieldType.SPAN,
    "proof": FieldType.TEXTS,
    "passed": FieldType.TRUTH,
    "rating": FieldType.RATING,
    "review": FieldType.DAY,
    "into": FieldType.TASK,
    "when": FieldType.INSTANT,
    "helpers": FieldType.UNITS,
    "place": FieldType.PLACE,
    "limit": FieldType.SPAN,
    "across": FieldType.TRUTH,
    "contacted": FieldType.TRUTH,
    "solved": FieldType.TRUTH,
    "satisfaction": FieldType.MARK,
}
"""The type of each field of ActionRequest that an action may carry."""

NOT_GIVEN_IS_NONE = frozenset({"passed", "contacted", "solved", "satisfaction"})
"""Fields of which only None is not given: false, and a mark out of bounds, say something."""


@dataclass(frozen=True, slots=True)
class FormField:
    """
    A field of a form; `required` of the party that the form is for.

    Of one that a kind declares there is more: what it is called, and the heading `group` that it stands under, its
    `choices`, and the bounds `at_least`, `at_most`, `not_before`. What tasks and actions have by themselves the fronts
    word, and it has no `title`.
    """

    name: str
    required: bool
    type: FieldType
    title: Worded | None = None
    choices: tuple[Worded, ...] = ()
    group: Worded | None = None
    at_least: int | None = None
    at_most: int | None = None
    not_before: str = ""

    @property
    def declared(self) -> bool:
        """Whether a kind declares it."""
        return self.title is not None


@dataclass(frozen=True, slots=True)
class Available:
    """
    An action of a task's lifecycle: what it is called, whether it is possible now for a party, and its `form`, what
    it takes, with what the party must give first.

    If it is not possible, `obstacle` says why and `needed` what it would take; `words` are those of an obstacle that
    only its lifecycle words. If it is, `needed` is what it must carry. `titles` are those of the states and relations
    among `needed`, as its lifecycle has them.
    """

    action: str
    title: Worded
    verb: Verb
    possible: bool
    obstacle: Obstacle | None = None
    needed: tuple[str, ...] = ()
    words: Worded | None = None
    form: tuple[FormField, ...] = ()
    titles: tuple[Worded, ...] = ()


@dataclass(frozen=True, slots=True)
class Acted:
    """
    The task after an action, as it is now, with what the action changed: the states `before` and `after` it, its
    `event`, the tasks that it `opened`, and what is to be done first in the state that it led to (`guide`; nothing
    where it stays). `repeated`: the idempotency key had done it before.
    """

    task: Task
    before: str
    after: str
    event: Event
    opened: tuple[LinkedTask, ...] = ()
    repeated: bool = False
    guide: Guide = NO_GUIDE
