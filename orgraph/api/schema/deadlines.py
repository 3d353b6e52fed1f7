"""The clocks of a task."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry

from orgraph.api.schema.fields import Info, LangArgument, code_of, computed, own_words, plain
from orgraph.domain import deadline as domain


@strawberry.enum(description="How a clock stands (亮灯).")
class Light(Enum):
    """Lights of a deadline."""

    GREEN = strawberry.enum_value("green", description="There is time (绿灯).")
    YELLOW = strawberry.enum_value("yellow", description="A good part of the limit has passed (黄灯).")
    RED = strawberry.enum_value("red", description="Little is left (红灯).")
    OVERDUE = strawberry.enum_value("overdue", description="The limit has passed (超期).")
    PAUSED = strawberry.enum_value("paused", description="It stands still (暂停).")
    STOPPED = strawberry.enum_value("stopped", description="It was stopped (已停止计时).")


def _stage_title(parent: strawberry.Parent[domain.Deadline], info: Info, lang: LangArgument = None) -> str:
    return info.context.stage(parent.stage, code_of(lang))


def _limits(parent: strawberry.Parent[domain.Deadline]) -> list[str]:
    return [str(span) for span in parent.limits]


def _unit(parent: strawberry.Parent[domain.Deadline]) -> str:
    return parent.limits[0].unit.value


@strawberry.type(description="The clock of one stage of a task (时限).")
class Deadline:
    """Shows the domain's Deadline."""

    stage: str = plain("The stage (环节) by key, such as sign-in, contact, report.")
    stage_title: str = computed(_stage_title, "The stage (环节) in words.")
    limits: list[str] = computed(_limits, "The limit and what was granted besides (时限), such as 5 working-days.")
    unit: str = computed(_unit, "What `remaining` counts in (单位).")
    remaining: float = plain("What is left (剩余); negative when overdue.")
    light: Light = plain("How it stands (亮灯).")
    late: bool = plain("Whether it stopped, or stands now, after it was due (是否超期).")
    started: datetime = plain("When it began (起算时间).")
    due: datetime | None = plain("When it ends (到期时间); null while it is paused.")
    yellow: datetime | None = plain("When it turns yellow (黄灯时间).")
    red: datetime | None = plain("When it turns red (红灯时间).")
    stopped: datetime | None = plain("When it was stopped (停止计时的时间).")
    profile: str | None = plain(
        "The entry of deadlines.yaml that gave the limit (时限依据); null if a meeting gave it."
    )
    source: str | None = own_words("source", "Where that entry comes from (出处).")
    unpublished: list[int] = plain(
        "Years on the way without a published table of holidays (未公布放假安排的年份); Monday to Friday counts.",
        name="unpublishedYears",
    )
    lost_calendar: str | None = plain(
        "The calendar by which the limit was recorded (原工作日历), if it is gone and another stands in; else null."
    )
