"""Audits: which there are, and what one finds."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated

import strawberry

from orgraph.api.schema.coverage import Place
from orgraph.api.schema.errors import AmbiguousPlace, InvalidInput, NotFound, UnknownPlace
from orgraph.api.schema.fields import Info, On, computed, in_words, own_source, own_title, plain
from orgraph.api.schema.paging import page_field, with_page
from orgraph.api.schema.registry import Area
from orgraph.api.schema.relay import Connection
from orgraph.definitions.demands import audits as definitions
from orgraph.domain import audit as domain


@strawberry.enum(description="Which places an audit looks at (审计范围).")
class Scope(Enum):
    """Whether to heed what the scope leaves out."""

    DEFINED = strawberry.enum_value("defined", description="Those that the definitions count (定义范围).")
    ALL = strawberry.enum_value("all", description="All, also those that the scope leaves out (全部).")


@strawberry.type(description="An audit (审计) that is defined.")
class Audit:
    """Shows the definitions' Audit."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    by: str = plain("Level (层级) by which gaps are rolled up.")
    by_title: str | None = in_words("levels", "by", "That level (层级) in words.")
    under: str | None = plain("Code of the area it is defined for (适用区域), null for everywhere.")
    source: str = own_source()


@strawberry.type(description="The post that could mend a gap (整改责任岗位).")
class Mender:
    """Shows the domain's Mender."""

    role: str = plain("Role (岗位) by key.")
    role_title: str | None = in_words("roles", "role", "Role (岗位) in words.")
    area: Area = plain("Where it is (所在区域).")
    holder: str | None = plain("Who holds it (任职人), null where it is vacant.")
    synthetic: bool = plain("Whether that name is made up (合成).")


@strawberry.type(description="One gap (配备缺口).")
class Gap:
    """Shows the domain's Gap."""

    subject: str = plain("What falls short (对象), by key: an area, an organisation, a posting.")
    name: str = plain("Its name (名称).")
    area: Area = plain("Where it lies (所在区域).")
    path: str = plain("Names from the top down (全路径).")
    what: str = plain("What is missing (缺什么), by key; of several that would do, with | between them.")
    required: int = plain("How many there must be (应有).")
    present: int = plain("How many there are (实有).")
    detail: list[str] = plain("What is there (现有情况).")
    synthetic: bool = plain("Whether some of these names are made up (合成).")
    since: date | None = plain("Since when (起始日), where that is known.")
    mender: Mender | None = plain("Who could mend it (整改责任岗位).")


@strawberry.type(description="A place that the scope leaves out (范围外).")
class Exclusion:
    """Shows the domain's Exclusion."""

    code: str = plain("Its code (代码).")
    name: str = plain("Its name (名称).")
    reason: str = plain("Why it is left out (原因).")


@strawberry.type(description="Gaps rolled up to one area (按区域汇总).")
class GapCount:
    """Shows the domain's GapCount."""

    area: Area = plain("The area (区域).")
    path: str = plain("Names from the top down (路径).")
    gaps: int = plain("How many fall short (配备缺口数).")
    audited: int = plain("How many were looked at (审计数).")


@strawberry.type(description="What the reader must know first (提示).")
class Notice:
    """Shows the domain's Notice."""

    key: str = plain("What it is (类别): round-ended, scope-narrowed, below-ended.")
    day: date | None = plain("The day it speaks of (日期).")
    area: str | None = plain("The area it speaks of (区域), by name; several with 、 between them.")
    count: int = plain("How many it speaks of (数量): areas not looked at below places that have ended, else 0.")


@strawberry.type(description="What an audit found (审计结果) in an area on a day: a rate with its counts.")
class AuditReport:
    """Shows the domain's AuditReport."""

    key: str = plain("The audit (审计) by key.")
    title: str | None = in_words("audits", "key", "The audit (审计) in words.")
    area: Area = plain("The area (区域).")
    on: date = plain("The day asked for (日期).")
    notices: list[Notice] = plain("What to know first (提示).")
    audited: int = plain("How many were looked at (审计数).")
    met: int = plain("How many meet the requirement (达标数).")
    gaps: int = plain("How many fall short (配备缺口数).")
    rate: float | None = plain("Share that meets it (达标率), 0 to 1; null where there was nothing to look at.")
    exclusions: list[Exclusion] = plain("What the scope leaves out (范围外).")
    by_area: list[GapCount] = plain("Gaps by area (按区域汇总).")
    findings: Connection[Gap] = page_field("findings", "The gaps (配备缺口清单), by subject.")
    incomplete: list[str] = plain("Packs whose import is not done (导入未完成的数据包).")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.AuditReport)


@strawberry.type(description="How an audit stood on a day (某日达标情况).")
class Score:
    """Shows the domain's Score."""

    on: date = plain("The day (日期).")
    audited: int = plain("How many were looked at (审计数).")
    met: int = plain("How many met the requirement (达标数).")
    rate: float | None = plain("Share that met it (达标率), 0 to 1; null where there was nothing to look at.")


@strawberry.enum(description="How far the days of a trend are apart (间隔).")
class Every(Enum):
    """Names the domain's Every."""

    DAY = strawberry.enum_value("day", description="A day (日).")
    WEEK = strawberry.enum_value("week", description="A week (周).")
    MONTH = strawberry.enum_value("month", description="A month (月).")
    QUARTER = strawberry.enum_value("quarter", description="Three months (季).")
    YEAR = strawberry.enum_value("year", description="A year (年).")


@strawberry.type(description="How an audit of an area stood over time (趋势).")
class AuditTrend:
    """Shows the domain's Trend."""

    key: str = plain("The audit (审计) by key.")
    title: str | None = in_words("audits", "key", "The audit (审计) in words.")
    area: Area = plain("The area (区域).")
    scores: list[Score] = plain("How it stood on each day (各日), in order; at most four hundred.")
    notices: list[Notice] = plain("What to know first (提示), of the last day.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Trend)


def _opened(parent: strawberry.Parent[domain.Comparison]) -> tuple[domain.Gap, ...]:
    return parent.opened[:SHOWN]


def _closed(parent: strawberry.Parent[domain.Comparison]) -> tuple[domain.Gap, ...]:
    return parent.closed[:SHOWN]


def _truncated(parent: strawberry.Parent[domain.Comparison]) -> bool:
    return max(len(parent.opened), len(parent.closed)) > SHOWN


@strawberry.type(description="An audit on two days (审计对比): what has opened and closed between them.")
class AuditComparison:
    """Shows the domain's Comparison."""

    key: str = plain("The audit (审计) by key.")
    title: str | None = in_words("audits", "key", "The audit (审计) in words.")
    area: Area = plain("The area (区域).")
    before: Score = plain("The earlier day (前一日期).")
    now: Score = plain("The later day (后一日期).")
    opened: list[Gap] = computed(_opened, "Gaps that have opened (新增配备缺口), at most five hundred.")
    closed: list[Gap] = computed(_closed, "Gaps that have closed (已补配备缺口), at most five hundred.")
    still_open: int = plain("How many were there and still are (仍存配备缺口数).")
    truncated: bool = computed(_truncated, "Whether a list was cut (是否截断).")
    notices: list[Notice] = plain("What to know first (提示), of the later day.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Comparison)


@strawberry.type(description="One audit on a scorecard (单项得分).")
class ScoreLine:
    """Shows the domain's ScoreLine."""

    key: str = plain("The audit (审计) by key.")
    title: str | None = in_words("audits", "key", "The audit (审计) in words.")
    audited: int = plain("How many were looked at (审计数).")
    met: int = plain("How many meet the requirement (达标数).")
    rate: float | None = plain("Share that meets it (达标率), 0 to 1; null where there was nothing to look at.")


@strawberry.type(description="All audits that hold in an area (审计总表), on a day.")
class Scorecard:
    """Shows the domain's Scorecard."""

    area: Area = plain("The area (区域).")
    on: date = plain("The day asked for (日期).")
    lines: list[ScoreLine] = plain("The audits (各项), by key.")
    notices: list[Notice] = plain("What to know first (提示); what lives below places that have ended, of every level.")
    incomplete: list[str] = plain("Packs whose import is not done (导入未完成的数据包).")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Scorecard)


ScorecardResult = Annotated[
    Scorecard | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("ScorecardResult", description="The answer to scorecard, or why there is none."),
]

SHOWN = 500
"""Gaps that a comparison lists."""

CompareResult = Annotated[
    AuditComparison | NotFound | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("CompareResult", description="The answer to compareAudit, or why there is none."),
]
TrendResult = Annotated[
    AuditTrend | NotFound | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("TrendResult", description="The answer to auditTrend, or why there is none."),
]
Start = Annotated[date, strawberry.argument(description="The first day (起始日期).", name="from")]
End = Annotated[date | None, strawberry.argument(description="The last day (截止日期), by default today.", name="to")]
Step = Annotated[Every, strawberry.argument(description="How far the days are apart (间隔).")]
Earlier = Annotated[date, strawberry.argument(description="The earlier day (前一日期).", name="with")]
AuditResult = Annotated[
    AuditReport | NotFound | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("AuditResult", description="The answer to audit, or why there is none."),
]
AuditKey = Annotated[str, strawberry.argument(description="Key of an audit (审计标识), see audits.")]
AuditedArea = Annotated[
    str | None,
    strawberry.argument(description="Area (区域) by code, path or name; by default the root it is defined for."),
]
RollUp = Annotated[
    str | None,
    strawberry.argument(description="Level (层级) by key whose areas are counted by; by default the audit's own."),
]
ScopeArgument = Annotated[Scope, strawberry.argument(description="Which places to look at (审计范围).")]


def _audits(info: Info) -> tuple[definitions.Audit, ...]:
    return info.context.services.audits.all(info.context.actor)


async def _audit(
    info: Info,
    key: AuditKey,
    area: AuditedArea = None,
    on: On = None,
    scope: ScopeArgument = Scope.DEFINED,
    by: RollUp = None,
) -> domain.AuditReport:
    context = info.context
    on = context.at(info.path, on)
    found: domain.AuditReport = await with_page(
        info,
        "AuditReport",
        "findings",
        lambda first, after: context.services.audits.run(
            context.actor, key, area or "", on, first, after, whole=scope is Scope.ALL, by=by or ""
        ),
    )
    return found


async def _compare(
    info: Info,
    key: AuditKey,
    earlier: Earlier,
    area: AuditedArea = None,
    on: On = None,
    scope: ScopeArgument = Scope.DEFINED,
) -> domain.Comparison:
    context = info.context
    on = context.at(info.path, on)
    whole = scope is Scope.ALL
    return await context.services.audits.compare(context.actor, key, earlier, on, area or "", whole=whole)


async def _trend(
    info: Info,
    key: AuditKey,
    start: Start,
    end: End = None,
    every: Step = Every.MONTH,
    area: AuditedArea = None,
    scope: ScopeArgument = Scope.DEFINED,
) -> domain.Trend:
    context = info.context
    end = context.at(info.path, end)
    step, whole = domain.Every[every.name], scope is Scope.ALL
    return await context.services.audits.trend(context.actor, key, start, end, step, area or "", whole)


async def _scorecard(info: Info, area: Place, on: On = None) -> domain.Scorecard:
    context = info.context
    on = context.at(info.path, on)
    return await context.services.audits.scorecard(context.actor, area, on)


@strawberry.type
class AuditQueries:
    """Root fields on audits."""

    audits: list[Audit] = computed(_audits, "All audits that are defined (审计清单).")
    scorecard: ScorecardResult = computed(_scorecard, "How an area stands in every audit that holds there (审计总表).")
    compare_audit: CompareResult = computed(
        _compare, "What an audit's gaps have become since an earlier day (审计对比): opened, closed, still open."
    )
    audit_trend: TrendResult = computed(_trend, "How an audit stood over time (审计趋势), one score a day asked for.")
    audit: AuditResult = computed(_audit, "Where the organisation falls short (审计), with who could mend it.")
