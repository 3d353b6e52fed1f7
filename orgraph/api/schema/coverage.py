"""Who covers a place, and what somebody covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from orgraph.api.schema.errors import AmbiguousPlace, InvalidInput, NotFound, UnknownPlace
from orgraph.api.schema.fields import Info, On, computed, in_words, plain
from orgraph.api.schema.registry import Area, Officer, Organisation, OtherName, Post, RelatedOrganisation
from orgraph.api.schema.relay import First, dated
from orgraph.api.schema.sitting import Sitting
from orgraph.domain import coverage as domain
from orgraph.domain.offers import Sitting as SittingFound


@strawberry.type(description="A requirement that an area does not meet (空缺).")
class Vacancy:
    """Shows the domain's Vacancy."""

    quota: str = plain("The quota (配备标准) by key.")
    what: str = plain(
        "What is missing (缺什么): a role, or a kind of organisation, by key; of several that would do, with | between."
    )
    employment: str | None = plain("The employment that counts (用工性质), null where any does.")
    professions: list[str] = plain("Professions that count (专业), told where somebody there is of none of them.")
    required: int = plain("How many there must be (应有).")
    present: int = plain("How many there are (实有).")
    missing: int = plain("How many are missing (缺额).")


@strawberry.type(description="One area on the way up from a place, and who is there (层级责任).")
class CoveredLevel:
    """Shows the domain's CoveredLevel."""

    area: Area = plain("The area (区域).")
    distance: int = plain("Steps up from the place (距离), 0 for the place itself.")
    posts: list[Post] = plain("Who is posted to it (任职人员), by role.")
    organisations: list[RelatedOrganisation] = plain("Organisations that stand to it (相关机构).")
    vacancies: list[Vacancy] = plain("What is vacant (空缺).")
    ended: date | None = plain("Since when the area is no more (撤销日期); null while it is there.")
    left: date | None = plain(
        "Since when it is part of nothing (脱离上级日期), so that the way goes on as it last went."
    )


async def _sitting(parent: strawberry.Parent[domain.PlaceCoverage], info: Info) -> Sequence[SittingFound]:
    return await info.context.services.offers.sitting(parent)


@strawberry.type(description="Who covers a place (谁负责这里) on a day, at every level.")
class PlaceCoverage:
    """Shows the domain's PlaceCoverage."""

    place: Area = plain("The place (地点).")
    on: date = plain("The day asked for (日期).")
    levels: list[CoveredLevel] = plain("Every level, the nearest first (各层级).")
    category: str | None = plain("The category asked for (事项类别), by key.")
    otherwise: list[OtherName] = plain(
        "Names of another day by which the place was found, its own or of areas above (按他日名称查得)."
    )
    sitting: list[Sitting] = computed(
        _sitting, "Who sits at the organisations that serve the place (驻点), on whichever days."
    )
    incomplete: list[str] = plain("Packs whose import is not done (导入未完成的数据包): answers may lack their rows.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.PlaceCoverage)


@strawberry.type(description="An area that somebody covers (负责的区域).")
class CoveredArea:
    """Shows the domain's CoveredArea."""

    area: Area = plain("The area (区域).")
    path: str = plain("Names from the top down to it (全路径).")
    by: str = plain("How it is covered (方式): a role by key, or a relation.")
    by_title: str | None = in_words("roles", "by", "How it is covered (方式), in words where it is a role.")
    since: date = plain("First day (起始日).")
    until: date | None = plain("First day after (截止日), null while open.")
    buildings: int = plain("Buildings in it (楼栋数).")


Responsible = Annotated[
    Officer | Organisation, strawberry.union("Responsible", description="Who covers something (责任主体).")
]


@strawberry.type(description="What an officer or organisation covers (负责哪些区域) on a day.")
class CoverageOf:
    """Shows the domain's CoverageOf."""

    who: Responsible = plain("Who (责任主体).")
    on: date = plain("The day asked for (日期).")
    areas: list[CoveredArea] = plain("Areas covered (区域), by code.")
    total: int = plain("How many there are in all (总数).")
    buildings: int = plain("Distinct buildings in all of them (楼栋总数).")
    truncated: bool = plain("Whether `areas` leaves some out (是否截断).")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.CoverageOf)


WhoCoversResult = Annotated[
    PlaceCoverage | UnknownPlace | AmbiguousPlace | InvalidInput,
    strawberry.union("WhoCoversResult", description="The answer to whoCovers, or why there is none."),
]
CoveredByResult = Annotated[
    CoverageOf | NotFound | InvalidInput,
    strawberry.union("CoveredByResult", description="The answer to coveredBy, or why there is none."),
]
Place = Annotated[
    str,
    strawberry.argument(
        description="A place (地点): code, path (本溪市/平山区/南地街道), or name with or without its official ending."
    ),
]
CategoryArgument = Annotated[
    str | None, strawberry.argument(description="Category (事项类别), by key or title: who acts on it comes first.")
]
Who = Annotated[
    str,
    strawberry.argument(description="An officer or organisation (干部或机构), by its key, code or global identifier."),
]


async def _who_covers(
    info: Info, place: Place, on: On = None, category: CategoryArgument = None
) -> domain.PlaceCoverage:
    context = info.context
    return await context.services.coverage.who_covers(context.actor, place, context.at(info.path, on), category or "")


async def _covered_by(info: Info, who: Who, on: On = None, first: First = 50) -> domain.CoverageOf:
    context = info.context
    key, on = dated(who, on, "Officer", "Organisation")
    return await context.services.coverage.covered_by(
        context.actor, key, context.at(info.path, on), context.rows(first)
    )


@strawberry.type
class CoverageQueries:
    """Root fields on coverage."""

    who_covers: WhoCoversResult = computed(_who_covers, "Who covers a place (谁负责这里), at every level.")
    covered_by: CoveredByResult = computed(
        _covered_by, "What an officer, unit or party organisation covers (负责哪里)."
    )
