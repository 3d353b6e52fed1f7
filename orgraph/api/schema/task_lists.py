"""Lists of tasks: what they are to hold, their order, and how many there are."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated, Any

import strawberry

from orgraph.api.schema.coverage import Place
from orgraph.api.schema.deadlines import Light
from orgraph.api.schema.errors import AmbiguousPlace, InvalidInput, NotFound, UnknownPlace
from orgraph.api.schema.fields import Info, computed, plain
from orgraph.api.schema.relay import After, Connection, First, connection
from orgraph.api.schema.tasks import Task
from orgraph.domain import listing as domain
from orgraph.domain import task as tasks
from orgraph.domain.deadline import Light as DomainLight


@strawberry.enum(description="What comes first in a list of tasks (排序).")
class TaskOrder(Enum):
    """The domain's Order."""

    CALLED = strawberry.enum_value("called", description="The last called (最近吹哨).")
    DUE = strawberry.enum_value("due", description="The first due (最先到期); what has ended comes last.")
    SEVERITY = strawberry.enum_value("severity", description="The gravest (最严重), of these the last called.")
    ENDED = strawberry.enum_value("ended", description="The last ended (最近办结); what is open comes last.")


def _optional(description: str) -> Any:
    return strawberry.field(default=None, description=description)


def _listed(description: str) -> Any:
    return strawberry.field(default_factory=list, description=description)


@strawberry.input(description="What a field that is a choice (选项字段) is to have: one of these values.")
class ChoiceFilter:
    """Becomes pairs of the domain's Wanted."""

    name: str = strawberry.field(description="The field (字段), by key or title.")
    values: list[str] = strawberry.field(description="Values (选项), by key or title.")


@strawberry.input(description="Which tasks a list is to hold (筛选): all that is given must hold, of a list one.")
class TaskFilter:
    """Becomes the domain's Wanted."""

    states: list[str] = _listed("States (状态), by key or title.")
    kinds: list[str] = _listed("Kinds of whistle (哨类), by key or title.")
    categories: list[str] = _listed("Categories (事项类别), by key or title; each holds those below it.")
    lights: list[Light] = _listed("How they stand (亮灯); only open tasks have a light.")
    fields: list[ChoiceFilter] = _listed("What fields have that are choices (自定字段).")
    unit: str | None = _optional("Who has it in hand, or had it at its end (承办机构); by code or name.")
    since: date | None = _optional("The first day of calling (吹哨起始日).")
    until: date | None = _optional("The last day of calling (吹哨截止日).")
    ended: bool | None = _optional("Only those that have ended (已办结), or only open ones; by default both.")

    def to_domain(self) -> domain.Wanted:
        """The domain's word for it."""
        return domain.Wanted(
            states=tuple(self.states),
            kinds=tuple(self.kinds),
            categories=tuple(self.categories),
            lights=tuple(DomainLight(str(light.value)) for light in self.lights),
            fields=tuple((one.name, value) for one in self.fields for value in one.values),
            unit=self.unit,
            since=self.since,
            until=self.until,
            ended=self.ended,
        )


@strawberry.type(description="How many tasks are in a state (状态计数).")
class StateCount:
    """Shows the domain's Number."""

    key: str = plain("State (状态) by key.", name="state")
    number: int = plain("How many tasks (任务数).")


@strawberry.type(description="How many open tasks have a light (亮灯计数).")
class LightCount:
    """Shows the domain's Number."""

    key: Light = plain("How they stand (亮灯).", name="light")
    number: int = plain("How many tasks (任务数).")


@strawberry.type(description="How many tasks a filter leaves (任务计数).")
class TaskCounts:
    """Shows the domain's TaskCounts."""

    total: int = plain("All of them (总数).")
    ended: int = plain("How many of them have ended (已办结数).")
    by_state: list[StateCount] = plain("By state (按状态).")
    by_light: list[LightCount] = plain("By light (按亮灯); what has ended has none.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.TaskCounts)


TasksResult = Annotated[
    Connection[Task] | NotFound | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("TasksResult", description="The answer to tasks, or why there is none."),
]
InboxResult = Annotated[
    Connection[Task] | NotFound | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("InboxResult", description="The answer to inbox, or why there is none."),
]
TaskCountsResult = Annotated[
    TaskCounts | NotFound | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("TaskCountsResult", description="How many tasks there are, or why nobody can say."),
]
InboxOf = Annotated[
    str, strawberry.argument(description="An organisation's code, or a post as role@area (机构编码或岗位).")
]
Where = Annotated[TaskFilter | None, strawberry.argument(description="Which tasks (筛选); by default all.")]
OrderBy = Annotated[TaskOrder, strawberry.argument(description="What comes first (排序).")]


def _wanted(where: TaskFilter | None) -> domain.Wanted:
    return where.to_domain() if where else domain.ANY


async def _tasks(
    info: Info,
    area: Place,
    where: Where = None,
    order: OrderBy = TaskOrder.CALLED,
    first: First = 20,
    after: After = None,
) -> Connection[tasks.Task]:
    context = info.context
    page = await context.services.tasks.tasks(
        context.actor, area, context.rows(first), after or "", _wanted(where), domain.Order(str(order.value))
    )
    return connection(page, after)


async def _inbox(
    info: Info,
    of: InboxOf,
    where: Where = None,
    order: OrderBy = TaskOrder.DUE,
    first: First = 20,
    after: After = None,
) -> Connection[tasks.Task]:
    context = info.context
    page = await context.services.tasks.inbox(
        context.actor, of, context.rows(first), after or "", _wanted(where), domain.Order(str(order.value))
    )
    return connection(page, after)


async def _task_counts(info: Info, area: Place, where: Where = None) -> domain.TaskCounts:
    return await info.context.services.tasks.counts(info.context.actor, area, _wanted(where))


async def _inbox_counts(info: Info, of: InboxOf, where: Where = None) -> domain.TaskCounts:
    return await info.context.services.tasks.inbox_counts(info.context.actor, of, _wanted(where))


@strawberry.type
class TaskListQueries:
    """Root fields on lists of tasks."""

    tasks: TasksResult = computed(_tasks, "Tasks at places in an area (区域内任务), by default the last called first.")
    task_counts: TaskCountsResult = computed(_task_counts, "How many tasks there are in an area (区域内任务计数).")
    inbox: InboxResult = computed(
        _inbox,
        "Open tasks (待办) of an organisation or a post, by default the one with the least time left first.",
    )
    inbox_counts: TaskCountsResult = computed(_inbox_counts, "How many open tasks such an inbox holds (待办计数).")
