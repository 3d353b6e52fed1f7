"""Root fields that look one thing up, and the search by name."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from orgraph.api.schema.coverage import Place
from orgraph.api.schema.errors import AmbiguousPlace, InvalidInput, UnknownPlace
from orgraph.api.schema.fields import Info, On, computed, plain
from orgraph.api.schema.registry import Area, AreaPath, Officer, Organisation, OtherName
from orgraph.api.schema.relay import First, Node, dated, parse_id
from orgraph.api.schema.tasks import Task
from orgraph.domain import area, organisation, registry
from orgraph.domain.errors import NotFound

Code = Annotated[str, strawberry.argument(description="Code (代码), or the global identifier.")]
OfficerId = Annotated[
    strawberry.ID, strawberry.argument(description="Identifier (人员编号) of an officer, or the global one.")
]
GlobalId = Annotated[strawberry.ID, strawberry.argument(description="Global identifier (全局标识), from any `id`.")]
Name = Annotated[
    str,
    strawberry.argument(
        description="Name (名称) or its beginning (two characters), a code (代码), a path (路径), a number (事项编号)."
    ),
]


@strawberry.type(description="By which name of another day an organisation was found (按他日名称查得).")
class FoundOtherwise:
    """Shows the domain's FoundOtherwise."""

    code: str = plain("Code (代码) of the organisation.")
    told: OtherName = plain("That name, and what it is called on the day (他日名称与当日名称).")


@strawberry.type(description="By which alias an organisation was found (按别名查得).")
class FoundBesides:
    """Shows the domain's FoundBesides."""

    code: str = plain("Code (代码) of the organisation.")
    alias: str = plain("That alias (别名).")


@strawberry.type(description="That an organisation is not there on the day asked for (当日不存在).")
class FoundElsewhen:
    """Shows the domain's FoundElsewhen."""

    code: str = plain("Code (代码) of the organisation.")
    since: date | None = plain("The day from which on it is known (起始日), if it is not yet there.")
    until: date | None = plain("The day on which it ended (撤销日), if it is no longer there.")


@strawberry.type(description="What a name finds (搜索结果): areas and organisations, the best first.")
class Found:
    """Shows the domain's Found."""

    areas: list[AreaPath] = plain("Areas (区域) called so or beginning so, those of another day last.")
    organisations: list[Organisation] = plain("Organisations (机构) beginning so, those of another day last.")
    truncated: bool = plain("Whether there are more of either (是否截断).")
    otherwise: list[FoundOtherwise] = plain(
        "Names of another day by which organisations were found (按他日名称查得); areas say theirs themselves."
    )
    besides: list[FoundBesides] = plain(
        "Aliases (别名) by which organisations were found; areas say theirs themselves."
    )
    elsewhen: list[FoundElsewhen] = plain(
        "Organisations among them that are not there on the day (当日不存在的机构), the last; areas say so themselves."
    )
    tasks: list[Task] = plain("Tasks whose number (事项编号) it is or ends so, the last called first.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, registry.Found)


PlaceResult = Annotated[
    AreaPath | UnknownPlace | AmbiguousPlace,
    strawberry.union("PlaceResult", description="The answer to place, or why there is none."),
]
SearchResult = Annotated[
    Found | InvalidInput, strawberry.union("SearchResult", description="The answer to search, or why there is none.")
]


async def _area(info: Info, code: Code, on: On = None) -> area.Area | None:
    key, on = dated(code, on, "Area")
    return await info.context.loaders.areas.load((key, info.context.at(info.path, on)))


async def _place(info: Info, place: Place, on: On = None) -> area.AreaPath:
    context = info.context
    return await context.services.registry.area(context.actor, place, context.at(info.path, on))


async def _officer(info: Info, id: OfficerId, on: On = None) -> organisation.Officer | None:
    key, on = dated(id, on, "Officer")
    info.context.at(info.path, on)
    return await info.context.loaders.officers.load((key,))


async def _unit(info: Info, code: Code, on: On = None) -> organisation.Organisation | None:
    return await _organisation(info, code, on, organisation.UNIT)


async def _party_organisation(info: Info, code: Code, on: On = None) -> organisation.Organisation | None:
    return await _organisation(info, code, on, organisation.PARTY_ORGANISATION)


async def _organisation(info: Info, code: str, on: On, label: str) -> organisation.Organisation | None:
    key, on = dated(code, on, "Organisation")
    found = await info.context.loaders.organisations.load((key, info.context.at(info.path, on)))
    return found if found and found.label == label else None


async def _search(info: Info, name: Name, on: On = None, first: First = 20) -> registry.Found:
    context = info.context
    return await context.services.registry.search(context.actor, name, context.at(info.path, on), context.rows(first))


async def _node(info: Info, id: GlobalId) -> Any:
    found = parse_id(id)
    if found is None:
        return None
    day, loaders = info.context.at(info.path, found.on), info.context.loaders
    if found.type == "Area":
        return await loaders.areas.load((found.key, day))
    if found.type == "Organisation":
        return await loaders.organisations.load((found.key, day))
    if found.type == "Officer":
        return await loaders.officers.load((found.key,))
    return await _task(info, found.key) if found.type == "Task" else None


async def _task(info: Info, key: str) -> Any:
    try:
        return (await info.context.services.tasks.task(info.context.actor, key)).task
    except NotFound:
        return None


@strawberry.type
class LookupQueries:
    """Root fields that find one thing, or several by name."""

    node: Node | None = computed(
        _node, "Anything by its global identifier (全局标识), as of the day in it, else today; null if there is none."
    )
    area: Area | None = computed(_area, "The area with a code (按代码查区域); null if there was none on that day.")
    place: PlaceResult = computed(_place, "The area that a person means (按名称或路径查区域).")
    officer: Officer | None = computed(_officer, "An officer (干部); null if there is none.")
    unit: Organisation | None = computed(_unit, "A unit of the state (单位); null if there was none.")
    party_organisation: Organisation | None = computed(
        _party_organisation, "A party organisation (党组织); null if there was none."
    )
    search: SearchResult = computed(
        _search, "Areas and organisations by name, tasks by number (搜索); persons are not searched."
    )
