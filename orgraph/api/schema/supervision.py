"""How tasks were handled: counts, rates with their counts, and findings on units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import strawberry

from orgraph.api.schema.audits import Every
from orgraph.api.schema.coverage import Place
from orgraph.api.schema.errors import AmbiguousPlace, InvalidInput, UnknownPlace
from orgraph.api.schema.fields import Info, LangArgument, code_of, computed, in_words, plain, worded
from orgraph.api.schema.registry import Area, Organisation
from orgraph.domain import audit as audits
from orgraph.domain import supervision as domain


def _words(suffix: str) -> Callable[..., str]:
    """A resolver of what is said of a rate in words."""

    def said(parent: strawberry.Parent[Rate], info: Info, lang: LangArgument = None) -> str:
        return info.context.phrase(f"share-{parent.name}{suffix}", code_of(lang))

    return said


@strawberry.type(description="A rate (比率) with what it is of, and how it is counted (计算口径).")
class Rate:
    """Shows one of the domain's Rates: its name, and the Share."""

    name: strawberry.Private[str]
    count: int = plain("How many (分子).")
    of: int = plain("Of how many (分母).")
    rate: float | None = plain("Share (比率), 0 to 1; null of none.")
    title: str = computed(_words(""), "What it is called (名称).")
    numerator: str = computed(_words("-count"), "What `count` counts (分子口径), in words.")
    denominator: str = computed(_words("-of"), "What `of` counts (分母口径), in words.")
    note: str = computed(_words("-besides"), "What else is to be known of it (说明).")


@strawberry.type(
    description="The three rates (三率) by what residents say who are called back, and those that stand beside them."
)
class Rates:
    """Shows the domain's Rates."""

    response: Rate = plain("The unit was in touch with the resident (响应率), from call-backs alone.")
    resolution: Rate = plain("The matter is solved (解决率), from call-backs alone.")
    satisfaction: Rate = plain("The resident gives four and more of five (满意率), from call-backs alone.")
    not_reached: int = plain("Matters in which call-backs reached nobody (回访联系不上数): in none of these three.")
    signing: Rate = plain("Signed for in time (签收率).")
    completion: Rate = plain("Closed (办结率), of tasks that are not rated by their outcome.")
    ratings: Rate = plain("Ratings between offices (吹哨评价) whose mean is four or more; no satisfaction rate.")
    settlement: Rate = plain("Disputes settled of those accepted (化解率).")
    success: Rate = plain("Disputes agreed upon of those whose mediation came to agreement or failed (调解成功率).")


def _rates(parent: strawberry.Parent[domain.UnitSupervision | domain.Counts]) -> Rates:
    shares = parent.rates.by_name()
    rates = {name: Rate(name=name, count=one.count, of=one.of, rate=one.rate) for name, one in shares.items()}
    return Rates(not_reached=parent.rates.not_reached, **rates)


@strawberry.type(description="A finding (问题) on a unit.")
class UnitFinding:
    """Shows the domain's UnitFinding."""

    key: str = plain("What (问题) by key.")
    title: str | None = in_words("findings", "key", "What (问题) in words.")
    task: str = plain("The task's key (任务标识).")
    unit: str = plain("The unit's code (单位编码).")
    at: datetime = plain("When (时间).")
    replied: bool = plain("Whether the unit has answered on that task (是否申诉).")


@strawberry.type(description="How often a finding was made (问题数).")
class FindingCount:
    """Shows one of a unit's counts."""

    key: str = plain("What (问题) by key.")
    title: str | None = in_words("findings", "key", "What (问题) in words.")
    count: int = plain("How often (次数).")


def _findings(parent: strawberry.Parent[domain.UnitSupervision]) -> list[FindingCount]:
    return [FindingCount(key=key, count=count) for key, count in parent.findings]


@strawberry.type(description="How a unit handled the tasks that it led (单位办理情况).")
class UnitSupervision:
    """Shows the domain's UnitSupervision."""

    organisation: Organisation = plain("The unit (单位).")
    tasks: int = plain("Tasks that it leads or led at the end (任务数).")
    rates: Rates = computed(_rates, "Its rates (比率).")
    findings: list[FindingCount] = computed(_findings, "Findings (问题) by kind.")


def _sum_title(parent: strawberry.Parent[domain.Summed], info: Info, lang: LangArgument = None) -> str:
    return worded(parent.title, info, lang)


@strawberry.type(description="What tasks hold together in a field that is summed (合计), such as visitors (人次).")
class FieldSum:
    """Shows the domain's Summed."""

    name: str = plain("The field (字段) by name.")
    title: str = computed(_sum_title, "What it is called (名称).")
    value: int = plain("The sum (合计) over all tasks called in the period.")


@strawberry.type(description="The counts of one area and one period (分区域或分时段统计).")
class SupervisionRow:
    """Shows the domain's Counts."""

    area: Area = plain("The area (区域).")
    first: date = plain("The first day (起始日).", name="from")
    last: date = plain("The last day (截止日).", name="to")
    found: int = plain("Tasks called in the period (受理数).")
    rates: Rates = computed(_rates, "The rates (比率) of all units together.")
    excluded: int = plain("Excluded from the rates (剔除数).")
    merged: int = plain("Merged into earlier ones (合并办理件数).")
    refused: int = plain("Not admitted (不予受理数).")
    void: int = plain("Void (作废数).")
    carried_over: int = plain("Carried over (挂账数).")
    on_the_spot: int = plain("Ended on the spot (现场办结数), which is counted apart.")
    open: int = plain("Open (在办数).")
    overdue: int = plain("Open with a limit that has passed (超期数).")
    sums: list[FieldSum] = plain("What the fields that are summed hold together (合计): visitors (人次), say.")


@strawberry.type(description="How the tasks of an area and a period were handled (督查).")
class Supervision(SupervisionRow):
    """Shows the domain's Supervision."""

    units: list[UnitSupervision] = plain("The units that led them (单位), by code.")
    findings: list[UnitFinding] = plain("Findings (问题), the last one first, at most 100.")
    findings_in_all: int = plain("How many findings there are (问题总数).")
    truncated: bool = plain("Whether the list leaves findings out (是否截断).")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Supervision)


@dataclass(frozen=True, slots=True)
class _Series:
    """What `_by_area` and `_trend` found."""

    rows: tuple[domain.Counts, ...]


@strawberry.type(description="The same counts beside each other (对比): of areas, or of periods.")
class SupervisionSeries:
    """Shows _Series."""

    rows: list[SupervisionRow] = plain("A row an area, by code, or a period, in order; at most 400.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value is shown as this type."""
        return isinstance(value, _Series)


SupervisionSeriesResult = Annotated[
    SupervisionSeries | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("SupervisionSeriesResult", description="The answer to supervisionByArea and supervisionTrend."),
]
SupervisionResult = Annotated[
    Supervision | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("SupervisionResult", description="The answer to supervision, or why there is none."),
]
Level = Annotated[str, strawberry.argument(description="The level of areas (层级), by key or title.")]
Step = Annotated[Every, strawberry.argument(description="How long each period is (间隔).")]
Since = Annotated[date, strawberry.argument(name="from", description="The first day (起始日).")]
Until = Annotated[date, strawberry.argument(name="to", description="The last day (截止日).")]


async def _supervision(info: Info, area: Place, since: Since, until: Until) -> domain.Supervision:
    return await info.context.services.supervisor.supervision(info.context.actor, area, since, until)


async def _by_area(info: Info, area: Place, level: Level, since: Since, until: Until) -> _Series:
    supervisor = info.context.services.supervisor
    return _Series(await supervisor.by_area(info.context.actor, area, level, since, until))


async def _trend(info: Info, area: Place, since: Since, until: Until, every: Step = Every.MONTH) -> _Series:
    supervisor, step = info.context.services.supervisor, audits.Every[every.name]
    return _Series(await supervisor.by_period(info.context.actor, area, since, until, step))


@strawberry.type
class SupervisionQueries:
    """Root fields on supervision."""

    supervision: SupervisionResult = computed(
        _supervision, "How the tasks called in an area and a period were handled (督查), unit by unit."
    )
    supervision_by_area: SupervisionSeriesResult = computed(
        _by_area, "The same counts for each area of a level that lay below it in the period (分区域督查)."
    )
    supervision_trend: SupervisionSeriesResult = computed(
        _trend, "The same counts period by period (督查趋势), from the first day to the last."
    )
