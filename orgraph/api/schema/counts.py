"""What was counted at places in a period: sums up the tree, beside another period, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from orgraph.api.schema.coverage import Place
from orgraph.api.schema.errors import AmbiguousPlace, InvalidInput, NotFound, UnknownPlace
from orgraph.api.schema.fields import Info, LangArgument, code_of, computed, in_words, plain
from orgraph.api.schema.registry import Area, Organisation
from orgraph.domain import counts as domain


@strawberry.type(description="A period (时段): both days are part of it.")
class Days:
    """Shows the domain's Days."""

    first: date = plain("The first day (起始日).", name="from")
    last: date = plain("The last day (截止日).", name="to")


@strawberry.type(description="A place or organisation (区划或单位) of which something is told.")
class CountedPlace:
    """Shows the domain's CountedPlace."""

    code: str = plain("Its code (编码).")
    name: str = plain("Its name (名称).")
    path: str = plain("Names from the area that was asked about down to it (路径).")


@strawberry.type(description="A place of which only a part of the period is counted (部分日期未报).")
class ShortPlace:
    """Shows the domain's ShortPlace."""

    place: CountedPlace = plain("The place (区划或单位).")
    days: int = plain("Days that are not counted (未报天数).")
    of: int = plain("Days of the period on which it was there (应报天数).")


@strawberry.type(description="What was counted for days beyond the period (时段不符), and is in no sum.")
class PartlyCounted:
    """Shows the domain's PartlyCounted."""

    place: CountedPlace = plain("The place (区划或单位).")
    days: Days = plain("The days for which it was counted (所报时段).")
    value: float = plain("The number (数值).")


@strawberry.type(description="What is not in a sum (缺报). Each list has at most 100; the numbers are those of all.")
class Missing:
    """Shows the domain's Missing."""

    number: int = plain("Places without anything counted in the period (缺报数).")
    places: list[CountedPlace] = plain("These (缺报清单), by code.")
    short_number: int = plain("Places that are counted for a part of the period (部分日期未报数).")
    short: list[ShortPlace] = plain("These (部分日期未报清单), by code.")
    partly_number: int = plain("Numbers for days beyond the period (时段不符数).")
    partly: list[PartlyCounted] = plain("These (时段不符清单), by code.")


@strawberry.type(description="A number beside that of another period (对比): 同比, 环比.")
class Compared:
    """Shows the domain's Compared. Numbers may be larger than an Int of GraphQL."""

    value: float | None = plain("The number of then (对比期数); null where nothing was counted.")
    difference: float | None = plain("Now less then (增减); null where one is missing.")
    per_mille: float | None = plain("The change in whole per mille of then (增减千分数); null of nought or none.")
    missing: int = plain("Places without anything counted then (对比期缺报数).")


@strawberry.type(description="What is counted in one area of the level asked for (分区划).")
class PartCount:
    """Shows the domain's PartCount."""

    area: Area | None = plain("The area (区划); null for what is counted above all of these.")
    value: float | None = plain("The number (数值); null where nothing is counted.")
    missing: int = plain("Places in it without anything counted (缺报数).")
    compared: Compared | None = plain("Beside the other period (对比).")


def _unit(parent: strawberry.Parent[domain.MeasureCount], info: Info, lang: LangArgument = None) -> str | None:
    measure = info.context.services.definitions.measures.get(parent.measure)
    return measure.unit(code_of(lang) or info.context.lang) if measure else None


@strawberry.type(description="What is counted of one measure (指标).")
class MeasureCount:
    """Shows the domain's MeasureCount."""

    measure: str = plain("The measure (指标) by key.")
    title: str | None = in_words("measures", "measure", "The measure (指标) in words.")
    unit: str | None = computed(_unit, "What is counted (计量单位), in words.")
    value: float | None = plain("The sum (合计); null where nothing was counted.")
    observations: int = plain("Of how many numbers it is the sum (条数).")
    missing: Missing = plain("What is not in the sum (缺报).")
    below_number: int = plain("Numbers from below that are part of what is counted above (下级另报条数).")
    below_value: float = plain("These together (下级另报合计): not added.")
    synthetic: bool = plain("Whether some of it is invented (是否含演示数据).")
    sources: list[str] = plain("Who says so (来源), at most five.")
    compared: Compared | None = plain("Beside the other period (对比).")
    parts: list[PartCount] = plain("Each area of the level asked for (分区划), by code; at most 400.")


@strawberry.type(description="What was counted in an area, or at an organisation, in a period (统计数).")
class Counted:
    """Shows the domain's Counted."""

    area: Area | None = plain("The area (区划).")
    organisation: Organisation | None = plain("Or the organisation (单位).")
    path: str = plain("Its path, or its name (路径).")
    ended: date | None = plain("The first day after (终止日), of what has ended.")
    known: date | None = plain("From when on it is known (有记载之日), if that is later: nothing is missing before.")
    days: Days = plain("The period (时段).")
    against: Days | None = plain("The one it is held beside (对比期).")
    level: str | None = plain("The level of the parts (层级), by key.")
    measures: list[MeasureCount] = plain("The measures (指标).")
    unobserved: list[str] = plain(
        "Measures of which nothing is counted (没有统计数的指标), by key, where all were asked for."
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Counted)


CountsResult = Annotated[
    Counted | UnknownPlace | AmbiguousPlace | NotFound | InvalidInput,
    strawberry.union("CountsResult", description="The answer to counts, or why there is none."),
]
Measures = Annotated[
    list[str] | None, strawberry.argument(description="Measures (指标), by key or title; all without any.")
]
Since = Annotated[
    date | None, strawberry.argument(name="from", description="The first day (起始日); that of the year without one.")
]
Until = Annotated[date | None, strawberry.argument(name="to", description="The last day (截止日); today without one.")]
By = Annotated[str, strawberry.argument(description="A level below (层级), by key or title: each area of it, too.")]
With = Annotated[
    str,
    strawberry.argument(
        name="with", description="Another period (对比期): year-before 同比, before 环比, or 2022-01-01..2022-06-30."
    ),
]


async def _counts(
    info: Info,
    area: Place,
    measures: Measures = None,
    since: Since = None,
    until: Until = None,
    by: By = "",
    beside: With = "",
) -> domain.Counted:
    counts = info.context.services.counts
    return await counts.counts(info.context.actor, area, measures or (), since, until, by, beside)


@strawberry.type
class CountQueries:
    """Root fields on what was counted."""

    counts: CountsResult = computed(
        _counts, "What was counted in an area and a period (统计数), summed up, and who has not reported (缺报)."
    )
