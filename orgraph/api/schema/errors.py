"""Expected failures as typed members of unions, and what becomes of the unexpected ones."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from orgraph.api.schema.events import Event
from orgraph.api.schema.fields import Info, plain
from orgraph.api.schema.registry import AreaPath
from orgraph.api.schema.relay import global_id
from orgraph.domain import errors as domain


@strawberry.interface(description="An expected failure (可预期的失败): what was wrong, and what to do.")
class Error:
    """What all expected failures have."""

    code: str = plain("Stable code (错误代码).")
    message: str = plain("What was wrong (原因).")
    remedy: str | None = plain("What to do about it (处理办法).")


@strawberry.type(description="No area answers to this (没有这个区域) on the day asked for.")
class UnknownPlace(Error):
    """Made from the exception of the same name, like all below."""

    asked: str = plain("What was asked for (输入的地点).")
    nearest: list[AreaPath] = plain("Areas that come nearest (相近区域).")


@strawberry.type(description="Several areas answer to this name (地点有歧义).")
class AmbiguousPlace(Error):
    """The candidates come with their paths."""

    asked: str = plain("What was asked for (输入的地点).")
    candidates: list[AreaPath] = plain("Areas that may be meant (候选区域).")
    more: int = plain("How many more there are (其余数量).")
    truncated: bool = plain("Whether `candidates` leaves some out (是否截断).")


@strawberry.type(description="The post may not blow this whistle or report this matter (无权吹哨、上报).")
class NotEntitled(Error):
    """Names who may."""

    nearest_post: str | None = plain("The nearest post that may (最近的有权岗位), as role@area.")


@strawberry.type(description="The key stands for another request already (防重复编号冲突).")
class IdempotencyConflict(Error):
    """Names what the key was used for."""

    task_id: strawberry.ID = plain("Global identifier of the task that it opened or acted on (所涉任务).")
    task_key: str = plain("Identifier of that task within the data (任务标识).")


@strawberry.type(description="Such a whistle is open at the place already (已有同类任务在办).")
class AlreadyOpen(Error):
    """Names what is open; who means another one blows with `again`."""

    task_ids: list[strawberry.ID] = plain("Global identifiers of the open tasks (在办任务), the first called first.")
    task_keys: list[str] = plain("Identifiers of those tasks within the data (任务标识).")


@strawberry.type(description="An argument has no meaning here (参数无效).")
class InvalidInput(Error):
    """The message names the argument and the values that fit."""


@strawberry.enum(description="Why an action is not possible (障碍).")
class Obstacle(Enum):
    """The domain's Obstacle."""

    WRONG_STATE = strawberry.enum_value("wrong-state", description="Not in this state (状态不符).")
    NOT_ENTITLED = strawberry.enum_value("not-entitled", description="Not by this party (无权操作).")
    INCOMPLETE = strawberry.enum_value("incomplete", description="Something that it must carry is missing (材料不全).")
    UNKNOWN_UNIT = strawberry.enum_value("unknown-unit", description="No such unit today (单位不存在).")
    IN_HAND_ALREADY = strawberry.enum_value("in-hand-already", description="The unit has it in hand already (已承办).")
    NO_HELPER = strawberry.enum_value("no-helper", description="The unit does not help in it (非协办单位).")
    NOT_ASKED = strawberry.enum_value("not-asked", description="Nobody asked for it (无人申请).")
    NEVER_CALLED = strawberry.enum_value("never-called", description="The unit was never called to it (未被叫到).")
    NOT_RATED = strawberry.enum_value("not-rated", description="The unit was not rated (未被评价).")
    NOT_MERGEABLE = strawberry.enum_value(
        "not-mergeable", description="No open task of the same ledger that was called no later (不可并入)."
    )
    CHILDREN_OPEN = strawberry.enum_value(
        "children-open", description="Tasks assigned at its meeting are open (子任务未结)."
    )
    PARENT_ENDED = strawberry.enum_value("parent-ended", description="Its parent has ended (上级任务已结).")
    TOO_LATE = strawberry.enum_value("too-late", description="A limit that it must keep has passed (已逾期限).")
    WORK_FIRST = strawberry.enum_value("work-first", description="An emergency is worked on first (应急先处置).")
    NO_EMERGENCY = strawberry.enum_value("no-emergency", description="Only in an emergency (非应急事项).")
    NOT_CONTESTED = strawberry.enum_value("not-contested", description="Nobody contests it (无人提出异议).")
    OTHER_CATEGORY = strawberry.enum_value(
        "other-category", description="The two are of different categories (类别不同): say `across`, and why."
    )
    NOT_CARRIED = strawberry.enum_value("not-carried", description="It does not take something given (不能附).")
    UNMET = strawberry.enum_value("unmet", description="Something that its lifecycle asks for is missing (条件不具备).")


@strawberry.type(description="The action is not possible now, or not for this party (操作被拒).")
class ActionRefused(Error):
    """Says which rule is in the way."""

    action: str = plain("The action (操作) by key.")
    obstacle: Obstacle = plain("Which rule is in the way (障碍).")
    needed: list[str] = plain("States, relations or details that it would take (所需条件), by key.")


@strawberry.type(description="Something happened to the task since the version expected (版本冲突).")
class TaskConflict(Error):
    """Shows what happened since."""

    version: int = plain("Number of its last event now (当前版本).")
    since: list[Event] = plain("What happened since (其间事件).")


@strawberry.type(description="Nobody answers for this, not even a backstop (无人负责).")
class NobodyResponsible(Error):
    """The organisation has no top."""


@strawberry.type(description="Nothing has this identifier (不存在).")
class NotFound(Error):
    """An officer, organisation, audit or task that is not there."""


Make = Callable[[Any, dict[str, Any]], Error]


class Handler:
    """Turns one kind of exception into its type, in fields whose union holds that type."""

    def __init__(self, exception_type: type[domain.OrgraphError], error_type: type[Error], make: Make) -> None:
        self.exception_type = exception_type
        self.error_type = error_type
        self._make = make

    def handle(self, exception: domain.OrgraphError, *, field: StrawberryField, info: Info) -> Error:
        """The member of the union; its code is noted for log and metrics."""
        info.context.fail(exception.code)
        say = info.context.say
        shared = {"code": exception.code, "message": say(exception.message), "remedy": say(exception.remedy) or None}
        return self._make(exception, shared)


def handlers() -> tuple[Handler, ...]:
    """One for each expected failure that a union may hold."""
    return (
        Handler(
            domain.UnknownPlace,
            UnknownPlace,
            lambda error, shared: UnknownPlace(asked=error.place, nearest=error.nearest, **shared),
        ),
        Handler(domain.AmbiguousPlace, AmbiguousPlace, _ambiguous),
        Handler(
            domain.NotEntitled,
            NotEntitled,
            lambda error, shared: NotEntitled(nearest_post=error.nearest or None, **shared),
        ),
        Handler(
            domain.IdempotencyConflict,
            IdempotencyConflict,
            lambda error, shared: IdempotencyConflict(
                task_id=global_id("Task", error.task), task_key=error.task, **shared
            ),
        ),
        Handler(
            domain.AlreadyOpen,
            AlreadyOpen,
            lambda error, shared: AlreadyOpen(
                task_ids=[global_id("Task", one.id) for one in error.tasks],
                task_keys=[one.id for one in error.tasks],
                **shared,
            ),
        ),
        Handler(
            domain.ActionRefused,
            ActionRefused,
            lambda error, shared: ActionRefused(
                action=error.action, obstacle=error.obstacle, needed=error.needed, **shared
            ),
        ),
        Handler(
            domain.TaskConflict,
            TaskConflict,
            lambda error, shared: TaskConflict(version=error.version, since=error.since, **shared),
        ),
        Handler(domain.InvalidInput, InvalidInput, lambda error, shared: InvalidInput(**shared)),
        Handler(domain.NobodyResponsible, NobodyResponsible, lambda error, shared: NobodyResponsible(**shared)),
        Handler(domain.NotFound, NotFound, lambda error, shared: NotFound(**shared)),
    )


def _ambiguous(error: domain.AmbiguousPlace, shared: dict[str, Any]) -> Error:
    candidates: Any = error.candidates
    return AmbiguousPlace(asked=error.place, candidates=candidates, more=error.more, truncated=error.more > 0, **shared)
