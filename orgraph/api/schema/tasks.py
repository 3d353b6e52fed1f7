"""Tasks as they stand, their events, and the answer that was given to the whistle."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Annotated

import strawberry

from orgraph.api.schema.deadlines import Deadline, Light
from orgraph.api.schema.decisions import Precedent, TaskDecision
from orgraph.api.schema.events import Event
from orgraph.api.schema.fields import Info, LangArgument, computed, in_words, own_guide, plain, worded
from orgraph.api.schema.forms import TaskField
from orgraph.api.schema.registry import Area, Organisation
from orgraph.api.schema.relay import Node, identified, key_of
from orgraph.api.schema.whistles import Called, Decision, Meeting, Proposal
from orgraph.domain import deadline as deadlines
from orgraph.domain import errors, event
from orgraph.domain import task as domain
from orgraph.domain.worded import Worded
from orgraph.rules.tasks.fields import chosen


@strawberry.enum(description="The part that an organisation has in a task (角色).")
class TaskPartKind(Enum):
    """Parts of IN_HAND_OF."""

    LEAD = strawberry.enum_value("lead", description="Leads it (主办).")
    HELPER = strawberry.enum_value("helper", description="Helps (协助).")


@strawberry.type(description="An organisation that has a task in hand (承办机构).")
class TaskPart:
    """Shows the domain's TaskPart."""

    organisation: Organisation = plain("The organisation (机构).")
    part: TaskPartKind = plain("Its part (角色).")


def _field_title(parent: strawberry.Parent[TaskChoice], info: Info, lang: LangArgument = None) -> str:
    return worded(parent.words[0], info, lang)


def _value_title(parent: strawberry.Parent[TaskChoice], info: Info, lang: LangArgument = None) -> str:
    return worded(parent.words[1], info, lang)


@strawberry.type(description="What a task has in a field that is a choice (自定字段的选项).")
class TaskChoice:
    """Shows a tag of the domain's Task."""

    words: strawberry.Private[tuple[Worded, Worded]]
    name: str = plain("The field (字段) by name.")
    value: str = plain("The value (选项) by key.")
    title: str = computed(_field_title, "The field (字段) in words.")
    value_title: str = computed(_value_title, "The value (选项) in words.")


def _chosen(info: Info, tag: str) -> TaskChoice:
    field, value = words = chosen(info.context.services.definitions, tag)
    return TaskChoice(words=words, name=field.key, value=value.key)


def _choices(parent: strawberry.Parent[domain.Task], info: Info) -> list[TaskChoice]:
    return [_chosen(info, one) for one in parent.tags]


async def _clocks(parent: strawberry.Parent[domain.Task], info: Info) -> tuple[deadlines.Deadline, ...]:
    return await info.context.loaders.clocks.load(parent.id)


@strawberry.type(description="A task (任务) as it stands.")
class Task(Node):
    """Shows the domain's Task."""

    global_id: strawberry.ID = identified("Task", "id")
    id: str = plain("Identifier within the data (任务标识).", name="key")
    number: str | None = plain("What it is called on the phone (事项编号), 河东-2026-000123; null for old ones.")
    state: str = plain("State (状态) by key.")
    version: int = plain("Number of its last event (版本).")
    kind: str = plain("Kind of whistle (哨类) by key.")
    kind_title: str | None = in_words("tasks", "kind", "Kind of task (任务类型) in words.")
    category: str = plain("Category (事项类别) by key.")
    category_title: str | None = in_words("categories", "category", "Category (事项类别) in words.")
    severity: int = plain("Severity (严重程度), 1 to 5, 5 gravest.")
    place: Area = plain("Where (地点).")
    place_ended: date | None = plain("Since when the place is no more (地点撤销日期); null while it is there.")
    called_by: str = plain("The post that blew the whistle (吹哨岗位), as role@area.")
    called_at: datetime = plain("When it was blown (吹哨时间).")
    text: str | None = plain("What is the matter (内容), numbers of persons masked.")
    redacted: bool = plain("Whether the text was taken out (内容是否脱敏).")
    light: Light | None = plain("How it stands (亮灯), by the clock that presses most; null when it has ended.")
    due: datetime | None = plain("When the first of its clocks ends (最近到期); null when none runs.")
    yellow: datetime | None = plain("When its light turns yellow (黄灯时间); null when no clock runs.")
    red: datetime | None = plain("When its light turns red (红灯时间); null when no clock runs.")
    ended_at: datetime | None = plain("When it ended (办结时间); null while it is open.")
    deadlines: list[Deadline] = computed(_clocks, "Its clocks (时限), as they stand now.")
    backstop: bool = plain("Whether a backstop holds it because nobody was responsible (是否兜底).")
    choices: list[TaskChoice] = computed(_choices, "What it has in fields that are choices (自定字段的选项).")
    parts: list[TaskPart] = plain("Organisations that have it in hand (承办机构), none of a task that has ended.")
    handled: list[TaskPart] = plain("Organisations that had it in hand when it ended (办结时承办机构).")
    lead: Organisation | None = plain("The organisation that leads, or led at the end (主办机构).")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Task)


@strawberry.enum(description="How another task stands to one (任务关系).")
class LinkKind(Enum):
    """The domain's LinkKind."""

    PARENT = strawberry.enum_value("parent", description="Its meeting assigned this one (上级任务).")
    CHILD = strawberry.enum_value("child", description="Assigned at the meeting of this one (子任务).")
    MERGED_INTO = strawberry.enum_value("merged-into", description="The one that goes on (并入的任务).")
    DUPLICATE = strawberry.enum_value("duplicate", description="Merged into this one (被并任务).")


@strawberry.type(description="A task that belongs to another (相关任务).")
class LinkedTask:
    """Shows the domain's LinkedTask."""

    kind: LinkKind = plain("How it stands to the other (关系).")
    id: str = plain("Its key (任务标识).", name="key")
    number: str | None = plain("What it is called on the phone (事项编号); null for old ones.")
    state: str = plain("State (状态) by key.")
    place: Area = plain("Where (地点).")
    called_by: str = plain("The post that called (呼叫岗位), as role@area.")
    lead: Organisation | None = plain("The organisation that leads, or led at the end (主办机构).")
    ended: bool = plain("Whether it has ended (是否已办结).")


def _linked(parent: strawberry.Parent[domain.CalledTask]) -> tuple[domain.LinkedTask, ...]:
    return parent.task.linked


def _text(parent: strawberry.Parent[domain.CalledTask]) -> str | None:
    return parent.task.text or None


def _events(parent: strawberry.Parent[domain.CalledTask]) -> tuple[event.Event, ...]:
    return parent.task.events


@strawberry.enum(description="Whether a unit that was called has come (到场情况).")
class Presence(Enum):
    """The domain's Presence."""

    CALLED = strawberry.enum_value("called", description="Called (已通知).")
    SIGNED = strawberry.enum_value("signed", description="Has signed for it (已签收).")
    ARRIVED = strawberry.enum_value("arrived", description="Has come (已到场).")
    LATE = strawberry.enum_value("late", description="Came after the appointment (迟到).")
    ABSENT = strawberry.enum_value("absent", description="Has not come to the appointment (缺席).")


@strawberry.type(description="A unit that was called, and whether it has come (到场).")
class Attendance:
    """Shows the domain's Attendance."""

    organisation: Organisation = plain("The unit (单位).")
    presence: Presence = plain("Whether it has come (到场情况).")
    called: datetime = plain("When it was called (通知时间).")
    signed: datetime | None = plain("When it signed (签收时间).")
    arrived: datetime | None = plain("When it came (到场时间).")
    released: datetime | None = plain("When it was free to leave (撤离时间).")


@strawberry.enum(description="What a campaign gave a task (专项行动所定).")
class CampaignRule(Enum):
    """Names the domain's Given."""

    ROUTING = strawberry.enum_value("routing", description="Who comes (派单规则).")
    SEVERITY = strawberry.enum_value("severity", description="How grave it is at least (严重程度).")
    LIMITS = strawberry.enum_value("limits", description="Limits of stages (时限).")
    LADDER = strawberry.enum_value("ladder", description="Whom a passed limit tells (督办阶梯).")


@strawberry.type(description="A campaign that gave a task rules (适用的专项行动), as recorded.")
class AppliedCampaign:
    """Shows the domain's Applied."""

    key: str = plain("The campaign (专项行动) by key.")
    title: str | None = in_words("campaigns", "key", "The campaign (专项行动) in words.")
    since: date = plain("Its first day (起始日).")
    until: date = plain("The first day after it (截止日).")
    given: list[CampaignRule] = plain("What it gave (所定规则).")


@strawberry.type(description="A task with the answer that its whistle got (派单结果), as recorded.")
class CalledTask:
    """Shows the domain's CalledTask."""

    task: Task = plain("The task (任务).")
    text: str | None = computed(_text, "What is the matter (内容), numbers of persons masked.")
    decision: Decision = plain("Who was to lead when it was sent, and why (派单决定), as recorded.")
    lead: Called = plain("Who has it, or had it at the end (主办联系), and whom to call there today.")
    helpers: list[Called] = plain("Who helps, or helped at the end (协助联系).")
    following: list[Called] = plain("Who comes next if the lead does not (递补联系).")
    repeated: bool = plain("Whether the idempotency key had opened the task before (是否重复请求).")
    decisions: list[TaskDecision] = plain("Every routing, escalation and arbitration (决定), with its proof.")
    precedents: list[Precedent] = plain(
        "The last rulings on ownership of such a matter (指定承办先例) at areas above the place, at most five."
    )
    deadlines: list[Deadline] = plain("Its clocks (时限), as they stand now.")
    meeting: Meeting | None = plain("The appointment (会商安排).")
    attendance: list[Attendance] = plain("Whether each called unit has come (到场).")
    proposal: Proposal | None = plain("Who was proposed last to take it (推荐), null where nobody was.")
    fields: list[TaskField] = plain("The fields (自定字段) that its kind declares, as they stand now.")
    said: list[TaskField] = plain("All that was said in such fields (历次填写), event by event.")
    guide: list[str] = own_guide(
        "What is done first (处置指南), by today's definitions: of its state, then of its category; of a task that has "
        "ended of its state alone."
    )
    campaigns: list[AppliedCampaign] = plain("Campaigns that gave it rules (适用的专项行动), in that order.")
    linked: list[LinkedTask] = computed(_linked, "Tasks that belong to it (相关任务): parent, children, duplicates.")
    events: list[Event] = computed(_events, "Its events (台账事件), in order.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.CalledTask)


TaskId = Annotated[
    strawberry.ID, strawberry.argument(description="Global identifier, key or number of a task (任务标识或编号).")
]


async def _task(info: Info, id: TaskId) -> domain.CalledTask | None:
    try:
        return await info.context.services.tasks.task(info.context.actor, key_of(id, "Task"))
    except errors.NotFound:
        return None


@strawberry.type
class TaskQueries:
    """Root fields on tasks."""

    task: CalledTask | None = computed(_task, "A task with its decision and events (任务详情); null if there is none.")
