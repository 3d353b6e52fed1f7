"""Actions on tasks: one mutation each, and what is possible now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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
from orgraph.api.schema.fields import Info, computed, plain
from orgraph.api.schema.relay import key_of
from orgraph.api.schema.tasks import Task
from orgraph.domain import action as domain
from orgraph.domain.action import ActionRequest, Rating


@strawberry.input(description="An action on a task (操作).")
class ActionInput:
    """Becomes the domain's ActionRequest; those below it add what their actions must carry."""

    task: strawberry.ID = plain("The task (任务): its key or global identifier.")
    by: str = plain("Who acts (操作方): a post as role@area, or an organisation by code.")
    key: str = plain("Idempotency key (幂等键): the same key and body act once.")
    expected_version: int = plain("The version that was seen (所见版本): another one is a conflict.")
    text: str | None = strawberry.field(default=None, description="In words (说明); numbers of persons are masked.")

    def to_domain(self, action: str) -> ActionRequest:
        """The domain's word for it."""
        return ActionRequest(
            task=key_of(self.task, "Task"),
            action=action,
            by=self.by,
            key=self.key,
            expected_version=self.expected_version,
            text=self.text or "",
            **self.details(),
        )

    def details(self) -> dict[str, Any]:
        """What this kind of action carries besides."""
        return {}


@strawberry.input(description="An action that names a unit (涉及单位的操作).")
class UnitActionInput(ActionInput):
    """With a unit."""

    unit: str = plain("The unit (单位), by code.")

    def details(self) -> dict[str, Any]:
        """The unit."""
        return {"unit": self.unit}


@strawberry.input(description="Confirming that a unit has arrived (确认到场).")
class ArriveInput(UnitActionInput):
    """With when, if it is entered later."""

    when: datetime | None = strawberry.field(default=None, description="When it arrived (到场时间); by default now.")

    def details(self) -> dict[str, Any]:
        """The unit, and when."""
        return {"unit": self.unit, "when": self.when}


@strawberry.input(description="A task that the meeting assigns (会商交办).")
class AssignInput(UnitActionInput):
    """With who helps, where, and by when."""

    helpers: list[str] = strawberry.field(default_factory=list, description="Units that help (协办单位), by code.")
    place: str | None = strawberry.field(default=None, description="Where (地点); by default as its parent.")
    limit: str | None = strawberry.field(
        default=None,
        description="How long until it is reported (时限), such as 3 days; by default as a whistle's.",
    )

    def details(self) -> dict[str, Any]:
        """All of it."""
        return {
            "unit": self.unit,
            "helpers": tuple(self.helpers),
            "place": self.place or "",
            "limit": self.limit or "",
        }


@strawberry.input(description="Asking for more time (申请延期).")
class ExtensionInput(ActionInput):
    """With a span."""

    extension: str = plain("How much more (延长时间): for instance 2 working days.")

    def details(self) -> dict[str, Any]:
        """The span."""
        return {"extension": self.extension}


@strawberry.input(description="Submitting what was done (提交办结).")
class SubmitInput(ActionInput):
    """With proof."""

    proof: list[str] = strawberry.field(default_factory=list, description="References of photos and papers (佐证).")

    def details(self) -> dict[str, Any]:
        """The proof."""
        return {"proof": tuple(self.proof)}


@strawberry.input(description="The result of a check (核查).")
class VerifyInput(ActionInput):
    """With its result."""

    passed: bool = plain("Whether it is done (是否通过); if not, it goes back.")

    def details(self) -> dict[str, Any]:
        """The result."""
        return {"passed": self.passed}


@strawberry.input(description="Rating a unit (评价), each mark from 1 to 5, 5 best.")
class RateInput(ActionInput):
    """With a unit and its marks."""

    unit: str = plain("The unit (单位), by code.")
    arrival: int = plain("Did it arrive (到场)?")
    attitude: int = plain("How did it act (态度)?")
    result: int = plain("What came of it (结果)?")

    def details(self) -> dict[str, Any]:
        """The unit and its marks."""
        return {"unit": self.unit, "rating": Rating(self.arrival, self.attitude, self.result)}


@strawberry.input(description="An action with a day on which it is looked at again (附复核日期的操作).")
class ReviewInput(ActionInput):
    """With a day."""

    review: date = plain("The day of the review (复核日期).")

    def details(self) -> dict[str, Any]:
        """The day."""
        return {"review": self.review}


@strawberry.input(description="Merging a duplicate (并案).")
class MergeInput(ActionInput):
    """With the task that goes on."""

    into: strawberry.ID = plain("The earlier task (并入的任务): its key or global identifier.")
    across: bool = strawberry.field(
        default=False, description="Though it is of another category (跨类别并案), for the reason that the text gives."
    )

    def details(self) -> dict[str, Any]:
        """The other task."""
        return {"into": key_of(self.into, "Task"), "across": self.across}


@strawberry.type(description="The task after an action (操作结果).")
class Acted:
    """Shows the domain's Acted."""

    task: Task = plain("The task (任务) as it is now.")
    repeated: bool = plain("Whether the idempotency key had done it before (是否重复请求).")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Acted)


@strawberry.type(description="An action (操作), and whether it is possible now.")
class AvailableAction:
    """Shows the domain's Available."""

    action: str = plain("The action (操作) by key.")
    possible: bool = plain("Whether it is possible now (是否可行).")
    obstacle: Obstacle | None = plain("If not, which rule is in the way (障碍).")
    needed: list[str] = plain("What it must carry (须附); if it is not possible, what it would take (所需条件).")


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
ActionResult = Annotated[
    Acted | NotFound | InvalidInput | ActionRefused | TaskConflict | IdempotencyConflict,
    strawberry.union("ActionResult", description="The task after an action, or why nothing was done."),
]

DispatchResult = Annotated[
    Acted
    | NotFound
    | InvalidInput
    | UnknownPlace
    | AmbiguousPlace
    | NobodyResponsible
    | ActionRefused
    | TaskConflict
    | IdempotencyConflict,
    strawberry.union("DispatchResult", description="The task after its dispatch, or why nothing was done."),
]
AssignResult = Annotated[
    Acted
    | NotFound
    | InvalidInput
    | UnknownPlace
    | AmbiguousPlace
    | ActionRefused
    | TaskConflict
    | IdempotencyConflict,
    strawberry.union("AssignResult", description="The parent after an assignment, or why nothing was done."),
]


def _mutation(action: str, given: type[ActionInput], description: str) -> Any:
    """The root field of an action."""

    async def act(info: Info, input: ActionInput) -> domain.Acted:
        return await info.context.services.actions.act(info.context.actor, input.to_domain(action))

    argument = strawberry.argument(description="Who, what, and the version seen (操作内容).")
    act.__annotations__ = {"info": Info, "input": Annotated[given, argument], "return": domain.Acted}
    return computed(act, description)


@strawberry.type
class ActionMutations:
    """Root fields, one an action."""

    accept_task: ActionResult = _mutation("accept", ActionInput, "The centre admits a matter (受理).")
    refuse_admission: ActionResult = _mutation(
        "refuse-admission", ActionInput, "The centre does not admit it, with its reason (不予受理)."
    )
    open_task: ActionResult = _mutation("open", ActionInput, "A centre above opens what was not admitted (责令受理).")
    dispatch_task: DispatchResult = _mutation(
        "dispatch", ActionInput, "An admitted matter is sent to who answers for it (派遣)."
    )
    sign_in: ActionResult = _mutation("sign-in", ActionInput, "The lead signs for a task (签收).")
    decline_task: ActionResult = _mutation("decline", ActionInput, "The lead declines, with its reason (退单).")
    transfer_task: ActionResult = _mutation("transfer", UnitActionInput, "Another unit is to lead (转派).")
    rule_on_task: ActionResult = _mutation(
        "rule", UnitActionInput, "The arbiter rules which unit leads to the end (裁定权属)."
    )
    contest_task: ActionResult = _mutation(
        "contest",
        UnitActionInput,
        "The lead of an emergency says whose it is, and works on (权属异议).",
    )
    settle_task: ActionResult = _mutation(
        "settle", UnitActionInput, "The arbiter rules on what was contested (事后裁定)."
    )
    add_helper: ActionResult = _mutation("add-helper", UnitActionInput, "A unit helps, too (增加协办).")
    release_helper: ActionResult = _mutation("release-helper", UnitActionInput, "A helper is free to leave (协办撤离).")
    acknowledge_task: ActionResult = _mutation("acknowledge", ActionInput, "A helper signs for it (协办签收).")
    assign_task: AssignResult = _mutation(
        "assign", AssignInput, "The meeting's record makes a task of its own for a unit (会商交办)."
    )
    confirm_arrival: ActionResult = _mutation(
        "arrive", ArriveInput, "The whistler confirms that a unit has arrived (确认到场)."
    )
    note_on_task: ActionResult = _mutation("note", ActionInput, "What was done meanwhile (进展).")
    ask_extension: ActionResult = _mutation("ask-extension", ExtensionInput, "The lead asks for time (申请延期).")
    grant_extension: ActionResult = _mutation(
        "grant-extension", ActionInput, "One above grants what was asked for (批准延期)."
    )
    submit_task: ActionResult = _mutation("submit", SubmitInput, "The lead submits what was done (提交办结).")
    verify_task: ActionResult = _mutation("verify", VerifyInput, "One who did not handle it checks it (核查).")
    call_back: ActionResult = _mutation("call-back", ActionInput, "What the callers say of it (回访).")
    close_task: ActionResult = _mutation("close", ActionInput, "The whistler or a centre closes it (办结).")
    rate_unit: ActionResult = _mutation("rate", RateInput, "The whistler rates a unit (评价).")
    reply_to_rating: ActionResult = _mutation("reply", ActionInput, "A rated unit replies (评价申辩).")
    reopen_task: ActionResult = _mutation("reopen", ActionInput, "A closed task goes on (重启).")
    urge_task: ActionResult = _mutation("urge", ActionInput, "One above urges the unit (催办).")
    carry_over_task: ActionResult = _mutation(
        "carry-over", ReviewInput, "It waits, by leave of one above, until a review (结转)."
    )
    resume_task: ActionResult = _mutation("resume", ActionInput, "What was carried over goes on (恢复办理).")
    exclude_task: ActionResult = _mutation(
        "exclude", ReviewInput, "It does not count in the rates, by leave of one above (剔除考核)."
    )
    merge_task: ActionResult = _mutation(
        "merge", MergeInput, "A duplicate ends in the earlier task, which keeps its callers (并案)."
    )
    void_task: ActionResult = _mutation("void", ActionInput, "It should not have been opened (作废).")


OfTask = Annotated[strawberry.ID, strawberry.argument(description="The task (任务): key or global identifier.")]
By = Annotated[
    str, strawberry.argument(description="For whom (操作方): a post as role@area, or an organisation's code.")
]


@dataclass(frozen=True, slots=True)
class _Available:
    """What is possible on a task."""

    actions: tuple[domain.Available, ...]


async def _available(info: Info, task: OfTask, by: By) -> _Available:
    return _Available(await info.context.services.actions.available(info.context.actor, key_of(task, "Task"), by))


@strawberry.type
class ActionQueries:
    """Root fields on what is possible."""

    available_actions: AvailableActionsResult = computed(
        _available, "Every action on a task (可用操作): possible now for a party, or why not."
    )
