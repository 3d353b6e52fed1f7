"""Actions on tasks: one mutation for whatever a lifecycle has, and what is possible now, with the form of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any

import strawberry

from orgraph.api.schema.errors import (
    ActionRefused,
    AmbiguousPlace,
    IdempotencyConflict,
    InvalidInput,
    NobodyResponsible,
    NotFound,
    Obstacle,
    TaskConflict,
    UnknownPlace,
)
from orgraph.api.schema.events import Event
from orgraph.api.schema.fields import Info, LangArgument, code_of, computed, own_guide, plain, worded
from orgraph.api.schema.forms import FieldInput, FormField, said_in
from orgraph.api.schema.relay import key_of
from orgraph.api.schema.tasks import LinkedTask, Task
from orgraph.domain import action as domain
from orgraph.domain.action import ActionRequest, Rating

TASK = "its key, its global identifier, or key: and the idempotency key that opened it"


@strawberry.input(description="Marks for a unit (评分), each from 1 to 5, 5 best.")
class RatingInput:
    """Becomes the domain's Rating."""

    arrival: int = plain("Did it arrive (到场)?")
    attitude: int = plain("How did it act (态度)?")
    result: int = plain("What came of it (结果)?")

    def to_domain(self) -> Rating:
        """The domain's word for it."""
        return Rating(self.arrival, self.attitude, self.result)


def _carried(description: str) -> Any:
    """A field that some actions take: left out, it is not given."""
    return strawberry.field(default=None, description=description)


@strawberry.input(
    description="An action on a task (操作). Which of the fields below expectedVersion it takes, and which it must be "
    "given, the `form` of availableActions says; one that it does not take is refused as NOT_CARRIED."
)
class ActInput:
    """Becomes the domain's ActionRequest."""

    task: strawberry.ID = plain(f"The task (任务): {TASK}.")
    action: str = plain("Which action (操作), by its key in the lifecycle of the task: `sign-in`.")
    by: str = plain("Who acts (操作方): a post as role@area, or an organisation by code.")
    key: str = plain("Idempotency key (防重复编号): the same key and body act once.")
    expected_version: int = plain("The version that was seen (所见版本): another one is a conflict.")
    text: str | None = _carried("In words (说明); numbers of persons are masked. Every action takes it.")
    unit: str | None = _carried("The unit meant (单位), by code.")
    extension: str | None = _carried("How much more time (延长时间): for instance 2 working days.")
    proof: list[str] | None = _carried("References of photos and papers (佐证).")
    passed: bool | None = _carried("The result of a check (是否通过).")
    rating: RatingInput | None = _carried("Marks for the unit (评分).")
    review: date | None = _carried("The day on which it is looked at again (复核日期).")
    into: strawberry.ID | None = _carried(f"The task that goes on (并入的任务): {TASK}.")
    across: bool | None = _carried("Though that is of another category (跨类别), for the reason that the text gives.")
    when: datetime | None = _carried("When it happened (时间), if it is entered later; by default now.")
    helpers: list[str] | None = _carried("Units that help in the task that it opens (协办单位), by code.")
    place: str | None = _carried("Where the task is that it opens (地点); by default as its parent.")
    limit: str | None = _carried(
        "How long until the task that it opens is reported (时限), such as 3 days; by default as its kind has it."
    )

    contacted: bool | None = _carried("Whether the resident says that the unit was in touch (是否已联系).")
    solved: bool | None = _carried("Whether the resident says that it is solved (是否解决).")
    satisfaction: int | None = _carried("How content the resident is (满意度): 1 to 5, 5 best.")
    fields: list[FieldInput] = strawberry.field(
        default_factory=list, description="What is said in fields that the kind declares (自定字段)."
    )

    def to_domain(self) -> ActionRequest:
        """The domain's word for it."""
        return ActionRequest(
            task=self.task,
            action=self.action,
            by=self.by,
            key=self.key,
            expected_version=self.expected_version,
            text=self.text or "",
            unit=self.unit or "",
            extension=self.extension or "",
            proof=tuple(self.proof or ()),
            passed=self.passed,
            rating=self.rating.to_domain() if self.rating else None,
            review=self.review,
            into=self.into or "",
            across=bool(self.across),
            when=self.when,
            helpers=tuple(self.helpers or ()),
            place=self.place or "",
            limit=self.limit or "",
            contacted=self.contacted,
            solved=self.solved,
            satisfaction=self.satisfaction,
            fields=said_in(self.fields),
        )


@strawberry.type(description="What an action has changed (操作结果), and the task after it.")
class Acted:
    """Shows the domain's Acted."""

    task: Task = plain("The task (任务) as it is now.")
    repeated: bool = plain("Whether the idempotency key had done it before (是否重复请求).")
    before: str = plain("State (操作前状态) that it was in, by key.")
    after: str = plain("State (操作后状态) that the action left it in, by key.")
    event: Event = plain("What was entered in the ledger (事件).")
    opened: list[LinkedTask] = plain("Tasks that it opened (交办的任务).")
    guide: list[str] = own_guide("What is done first (处置指南) in the state that it led to; nothing where it stays.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Acted)


@strawberry.enum(description="The four verbs of a whistle (呼转办督), to one of which each action belongs.")
class Verb(Enum):
    """The domain's Verb."""

    CALL = strawberry.enum_value("call", description="Call (呼).")
    TRANSFER = strawberry.enum_value("transfer", description="Transfer (转).")
    HANDLE = strawberry.enum_value("handle", description="Handle (办).")
    SUPERVISE = strawberry.enum_value("supervise", description="Supervise (督).")


def _title(parent: strawberry.Parent[domain.Available], info: Info, lang: LangArgument = None) -> str:
    return worded(parent.title, info, lang)


def _obstacle_title(parent: strawberry.Parent[domain.Available], info: Info, lang: LangArgument = None) -> str | None:
    if parent.words:
        return worded(parent.words, info, lang)
    obstacle = parent.obstacle
    return info.context.phrase(f"obstacle-{obstacle.value}", code_of(lang)) if obstacle else None


def _needed_titles(parent: strawberry.Parent[domain.Available], info: Info, lang: LangArgument = None) -> list[str]:
    titled = {one.key: worded(one, info, lang) for one in parent.titles}
    return [titled.get(key) or info.context.phrase(f"carry-{key}", code_of(lang), key) for key in parent.needed]


@strawberry.type(description="An action (操作) of the lifecycle of a task, and whether it is possible now.")
class AvailableAction:
    """Shows the domain's Available."""

    action: str = plain("The action (操作) by key.")
    title: str = computed(_title, "Its title (标题).")
    verb: Verb = plain("The verb (呼转办督) that it belongs to.")
    possible: bool = plain("Whether it is possible now (是否可行).")
    obstacle: Obstacle | None = plain("If not, which rule is in the way (障碍).")
    obstacle_title: str | None = computed(
        _obstacle_title, "That rule (障碍) in words; UNMET in those of the lifecycle."
    )
    needed: list[str] = plain("What it must carry (须附); if it is not possible, what it would take (所需条件).")
    needed_titles: list[str] = computed(_needed_titles, "That (须附或所需条件) in words; units and tasks by key.")
    form: list[FormField] = plain("What it takes (表单), what this party must give first.")


@strawberry.type(description="Every action on a task (可用操作), for a party.")
class AvailableActions:
    """Shows what `_available` found."""

    actions: list[AvailableAction] = plain("The actions (操作), possible or not.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value is shown as this type."""
        return isinstance(value, _Available)


AvailableActionsResult = Annotated[
    AvailableActions | NotFound | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("AvailableActionsResult", description="The answer to availableActions, or why there is none."),
]
ActResult = Annotated[
    Acted
    | NotFound
    | InvalidInput
    | UnknownPlace
    | AmbiguousPlace
    | NobodyResponsible
    | ActionRefused
    | TaskConflict
    | IdempotencyConflict,
    strawberry.union("ActResult", description="The task after an action, or why nothing was done."),
]
Input = Annotated[ActInput, strawberry.argument(description="Who, what, and the version seen (操作内容).")]


async def _act(info: Info, input: Input) -> domain.Acted:
    request = input.to_domain()
    task, into = [one and await _identified(info, one) for one in (request.task, request.into)]
    return await info.context.services.actions.act(info.context.actor, replace(request, task=task, into=into))


async def _identified(info: Info, task: str) -> str:
    """The id of a task that may be given by the key that opened it."""
    return await info.context.services.tasks.identified(info.context.actor, key_of(task, "Task"))


@strawberry.type
class ActionMutations:
    """The root field that acts."""

    act: ActResult = computed(
        _act, "Act on a task (操作), by any action of its lifecycle; `definitions` and availableActions tell which."
    )


OfTask = Annotated[strawberry.ID, strawberry.argument(description=f"The task (任务): {TASK}.")]
By = Annotated[
    str, strawberry.argument(description="For whom (操作方): a post as role@area, or an organisation's code.")
]


@dataclass(frozen=True, slots=True)
class _Available:
    """What is possible on a task."""

    actions: tuple[domain.Available, ...]


async def _available(info: Info, task: OfTask, by: By) -> _Available:
    found = await _identified(info, task)
    return _Available(await info.context.services.actions.available(info.context.actor, found, by))


@strawberry.type
class ActionQueries:
    """Root fields on what is possible."""

    available_actions: AvailableActionsResult = computed(
        _available, "Every action on a task (可用操作): possible now for a party, or why not."
    )
