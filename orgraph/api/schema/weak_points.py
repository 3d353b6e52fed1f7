"""Single points of failure: who or what an area hangs on alone."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated

import strawberry

from orgraph.api.schema.coverage import Place
from orgraph.api.schema.errors import AmbiguousPlace, InvalidInput, UnknownPlace
from orgraph.api.schema.fields import Info, On, computed, in_words, plain
from orgraph.api.schema.paging import page_field, with_page
from orgraph.api.schema.registry import Area
from orgraph.api.schema.relay import Connection
from orgraph.domain import weak_point as domain

SHOWN = 100
"""Places or categories that one point lists."""


@strawberry.enum(description="What a single point of failure is (依赖类别).")
class WeakPointKind(Enum):
    """Names the domain's WeakPointKind."""

    OFFICER = strawberry.enum_value("officer", description="An officer (人员): the only one posted to a place.")
    UNIT = strawberry.enum_value("unit", description="A unit (单位): the only one that may lead in a category.")
    BRANCH = strawberry.enum_value("branch", description="A branch (党支部): the only one paired with a place.")
    LINE = strawberry.enum_value("line", description="A reporting line (隶属关系): the only way up.")


@strawberry.type(description="What would be left alone (失去覆盖).")
class Uncovered:
    """Shows the domain's Uncovered."""

    code: str = plain("The area or organisation (区域、机构) by code.")
    name: str = plain("Its name (名称).")
    category: str | None = plain("The category (事项类别) that nobody would be responsible for there.")
    category_title: str | None = in_words("categories", "category", "That category (事项类别) in words.")


def _leaves(parent: strawberry.Parent[domain.WeakPoint]) -> tuple[domain.Uncovered, ...]:
    return parent.leaves[:SHOWN]


def _count(parent: strawberry.Parent[domain.WeakPoint]) -> int:
    return len(parent.leaves)


@strawberry.type(description="A single point of failure (关键岗位依赖).")
class WeakPoint:
    """Shows the domain's WeakPoint."""

    kind: WeakPointKind = plain("What it is (类别).")
    key: str = plain("Its key (标识); of a line that of the lower organisation.")
    name: str = plain("Its name (名称).")
    above: str | None = plain("Of a line the name of the upper organisation (上级).")
    synthetic: bool = plain("Whether that name is made up (合成).")
    buildings: int = plain("How many different buildings hang on it (所系楼栋数).")
    count: int = computed(_count, "How many places and categories hang on it (失去覆盖数).")
    leaves: list[Uncovered] = computed(_leaves, "What would be left alone (失去覆盖), at most a hundred.")


@strawberry.type(description="Single points of failure (关键岗位依赖) of an area on a day.")
class WeakPoints:
    """Shows the domain's WeakPoints."""

    area: Area = plain("The area (区域).")
    on: date = plain("The day asked for (日期).")
    points: Connection[WeakPoint] = page_field(
        "points", "The points (关键岗位依赖), those on which most buildings hang first."
    )
    incomplete: list[str] = plain("Packs whose import is not done (导入未完成的数据包).")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.WeakPoints)


WeakPointsResult = Annotated[
    WeakPoints | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("WeakPointsResult", description="The answer to weakPoints, or why there is none."),
]


Only = Annotated[WeakPointKind | None, strawberry.argument(description="Only this sort (仅此类).")]


async def _weak_points(info: Info, area: Place, on: On = None, only: Only = None) -> domain.WeakPoints:
    context = info.context
    on = context.at(info.path, on)
    sort = domain.WeakPointKind[only.name] if only else None
    found: domain.WeakPoints = await with_page(
        info,
        "WeakPoints",
        "points",
        lambda first, after: context.services.weak_points.of(context.actor, area, on, first, after, sort),
    )
    return found


@strawberry.type
class WeakPointQueries:
    """Root field on single points of failure."""

    weak_points: WeakPointsResult = computed(
        _weak_points,
        "Whose absence leaves a place or a category alone (关键岗位依赖), most buildings first, lines last.",
    )
