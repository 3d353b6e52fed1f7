"""Areas: the tree from the province down to the building."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from orgraph.api.fields import Info, computed, in_words, plain
from orgraph.api.organisations import Organisation, RelatedOrganisation
from orgraph.api.people import Post
from orgraph.api.relay import Connection, Node, identified, paged
from orgraph.domain import area as domain

Self = strawberry.Parent[domain.Area]


async def _chain(parent: Self, info: Info) -> tuple[domain.Area, ...]:
    return await info.context.loaders.chains.load((parent.code, info.context.day(info.path)))


async def _parent(parent: Self, info: Info) -> domain.Area | None:
    return next(iter((await _chain(parent, info))[1:2]), None)


async def _path(parent: Self, info: Info) -> str:
    return "/".join(area.name for area in reversed(await _chain(parent, info)))


@strawberry.type(description="An area (区域) of any level, from the province (省) down to the building (楼栋).")
class Area(Node):
    """Shows the domain's Area."""

    global_id: strawberry.ID = identified("Area", "code")
    code: str = plain("Code (区划代码): 12 digits down to the village, longer below it.")
    name: str = plain("Official name (名称).")
    level: str = plain("Level (层级) by key.")
    level_title: str | None = in_words("levels", "level", "Level (层级) in words.")
    kind: str | None = plain("Kind (区域类型) by key.")
    kind_title: str | None = in_words("area_kinds", "kind", "Kind (区域类型) in words.")
    flag: str | None = plain("An oddity of its source that was kept (来源标记).")
    synthetic: bool = plain("Whether it is made up (合成); real divisions are not.")
    path: str = computed(_path, "Names from the top down to it (全路径): 本溪市/平山区/南地街道.")
    parent: Area | None = computed(_parent, "The area it is part of (上级区域) on the day asked for.")
    chain: list[Area] = computed(_chain, "Itself and the areas above it (上级链), the top last.")
    children: Connection[Area] = paged(
        "children", "code", "Areas that are part of it (下级区域), by code, with their number."
    )
    posts: Connection[Post] = paged("posts_at", "code", "Who is posted to it (任职人员), by role.")
    organisations: Connection[RelatedOrganisation] = paged(
        "organisations_at", "code", "Organisations that serve, lead, are paired with or answer for it (相关机构)."
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Area)


@strawberry.type(description="A name of another day (曾用名或后用名) by which an area was found.")
class OtherName:
    """Shows the domain's OtherName."""

    asked: str = plain("The name that was asked for (输入的名称).")
    since: date | None = plain("First day of that name (起始日), null if it was so from the beginning.")
    until: date | None = plain("First day on which it is called otherwise (截止日), null if it stays so.")
    name: str = plain("What it is called on the day asked for (当日名称).")


@strawberry.type(description="An area with the names above it (区域及其路径).")
class AreaPath:
    """Shows the domain's AreaPath."""

    area: Area = plain("The area (区域).")
    path: str = plain("Names from the top down to it (全路径), on its first or last day if it is not there on the day.")
    otherwise: list[OtherName] = plain(
        "Names of another day by which it was found, its own or of areas above (按他日名称查得)."
    )
    since: date | None = plain(
        "The day from which on it is known (起始日), if it is not yet there on the day asked for."
    )
    until: date | None = plain("The day on which it ended (撤销日), if it is no longer there on the day asked for.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.AreaPath)


PostedAt = Annotated[
    Area | Organisation,
    strawberry.union("PostedAt", description="Where a post is (任职地): an area or an organisation."),
]
