"""Blowing a whistle: the input, and the answer or why there is none."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from orgraph.api.schema.errors import (
    AlreadyOpen,
    AmbiguousPlace,
    IdempotencyConflict,
    InvalidInput,
    NobodyResponsible,
    NotEntitled,
    UnknownPlace,
)
from orgraph.api.schema.fields import Info, computed, plain
from orgraph.api.schema.forms import FieldInput, said_in
from orgraph.api.schema.tasks import CalledTask
from orgraph.domain import task, whistle


@strawberry.input(description="When and where the called departments meet (会商安排).")
class MeetingInput:
    """Becomes the domain's Meeting."""

    at: datetime = plain("When (时间).")
    place: str = plain("Where (地点).")

    def to_domain(self) -> whistle.Meeting:
        """The domain's word for it."""
        return whistle.Meeting(self.at, self.place)


@strawberry.input
class CallInput:
    """What a whistle and a report have in common."""

    place: str = plain("Where (地点): code, path or name.")
    category: str = plain("Category (事项类别), by key or title.")
    key: str = plain("Idempotency key (防重复编号): the same key and body give the same task again.")
    channel: str | None = strawberry.field(default=None, description="Where the matter came from (来源渠道).")
    severity: int | None = strawberry.field(
        default=None, description="Severity (严重程度) 1 to 5, 5 gravest; by default the category's own."
    )
    again: bool = strawberry.field(
        default=False, description="Another one (确认另开), though such a task is open there, as AlreadyOpen said."
    )
    fields: list[FieldInput] = strawberry.field(
        default_factory=list, description="What is said in fields that the kind declares (自定字段)."
    )


@strawberry.input
class OpeningInput(CallInput):
    """What a whistle and any other task may say when it is opened; becomes the domain's Whistle."""

    by: str = plain("Who opens it (发起岗位): a post, as role@area or a role alone.")
    kind: str = plain("Kind of task (任务类型), by key or title.")
    text: str | None = strawberry.field(
        default=None, description="What is the matter (内容); numbers of persons are masked."
    )
    basis: str | None = strawberry.field(default=None, description="Legal or other basis (依据).")
    departments: list[str] = strawberry.field(default_factory=list, description="Units asked for (点名单位), by code.")
    meeting: MeetingInput | None = strawberry.field(default=None, description="When and where to meet (会商安排).")
    blown_at: datetime | None = strawberry.field(
        default=None,
        description="When it was called (吹哨时间), where it is entered afterwards; by default now.",
    )
    also: list[str] = strawberry.field(
        default_factory=list, description="Places in other areas that it reaches (涉及的其他地点)."
    )

    def to_domain(self) -> whistle.Whistle:
        """The domain's word for it."""
        return whistle.Whistle(
            place=self.place,
            by=self.by,
            kind=self.kind,
            category=self.category or "",
            key=self.key,
            text=self.text or "",
            basis=self.basis or "",
            departments=tuple(self.departments),
            meeting=self.meeting.to_domain() if self.meeting else None,
            channel=self.channel or "",
            severity=self.severity,
            blown_at=self.blown_at,
            also=tuple(self.also),
            again=self.again,
            fields=said_in(self.fields),
        )


@strawberry.input(description="A whistle (吹哨): what a township or street calls for.")
class BlowWhistleInput(OpeningInput):
    """What blowWhistle takes."""


@strawberry.input(description="A task (任务) of any kind that is opened.")
class OpenTaskInput(OpeningInput):
    """What openTask takes."""

    category: str | None = strawberry.field(  # type: ignore[assignment]
        default=None, description="Category (事项类别), by key or title; that of the kind, where it has one alone."
    )


@strawberry.type(description="The answer to a whistle (派单结果).")
class BlowWhistlePayload(CalledTask):
    """What blowWhistle gives: all that a called task has."""


BlowWhistleResult = Annotated[
    BlowWhistlePayload
    | UnknownPlace
    | AmbiguousPlace
    | NotEntitled
    | InvalidInput
    | IdempotencyConflict
    | AlreadyOpen
    | NobodyResponsible,
    strawberry.union("BlowWhistleResult", description="The answer to blowWhistle, or why there is none."),
]


@strawberry.input(description="An ordinary matter (普通事项) that is reported.")
class ReportMatterInput(CallInput):
    """Becomes a whistle of the domain whose kind is reported."""

    by: str = plain("Who reports (上报岗位): a post, as role@area or a role alone.")
    text: str = plain("What is the matter (内容); numbers of persons are masked.")

    def to_domain(self) -> whistle.Whistle:
        """The domain's word for it."""
        return whistle.Whistle(
            place=self.place,
            by=self.by,
            kind="",
            category=self.category,
            key=self.key,
            text=self.text,
            channel=self.channel or "",
            severity=self.severity,
            again=self.again,
            fields=said_in(self.fields),
        )


@strawberry.type(description="The answer to a report (上报结果).")
class ReportMatterPayload(CalledTask):
    """What reportMatter gives: all that a called task has."""


ReportMatterResult = Annotated[
    ReportMatterPayload
    | UnknownPlace
    | AmbiguousPlace
    | NotEntitled
    | InvalidInput
    | IdempotencyConflict
    | AlreadyOpen
    | NobodyResponsible,
    strawberry.union("ReportMatterResult", description="The answer to reportMatter, or why there is none."),
]


@strawberry.type(description="The answer to the opening of a task (立案结果).")
class OpenTaskPayload(CalledTask):
    """What openTask gives: all that a called task has."""


OpenTaskResult = Annotated[
    OpenTaskPayload
    | UnknownPlace
    | AmbiguousPlace
    | NotEntitled
    | InvalidInput
    | IdempotencyConflict
    | AlreadyOpen
    | NobodyResponsible,
    strawberry.union("OpenTaskResult", description="The answer to openTask, or why there is none."),
]
Opening = Annotated[OpenTaskInput, strawberry.argument(description="The task (任务).")]
Report = Annotated[ReportMatterInput, strawberry.argument(description="The matter (事项).")]
Input = Annotated[BlowWhistleInput, strawberry.argument(description="The whistle (吹哨).")]


async def _blow(info: Info, input: Input) -> task.CalledTask:
    return await info.context.services.dispatch.blow(info.context.actor, input.to_domain())


async def _report(info: Info, input: Report) -> task.CalledTask:
    return await info.context.services.dispatch.report(info.context.actor, input.to_domain())


async def _open(info: Info, input: Opening) -> task.CalledTask:
    return await info.context.services.dispatch.open(info.context.actor, input.to_domain())


@strawberry.type
class WhistleMutations:
    """Root fields that call."""

    blow_whistle: BlowWhistleResult = computed(
        _blow, "Blow a whistle (吹哨): opens a task and says who must come, who helps, who is next, and why."
    )
    report_matter: ReportMatterResult = computed(
        _report, "Report an ordinary matter (上报事项) to the lowest governance centre, which admits it or not."
    )
    open_task: OpenTaskResult = computed(
        _open, "Open a task of any kind (立案), as its kind begins: `taskKinds` of definitions tells which there are."
    )
