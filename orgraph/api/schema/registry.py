"""The organisation as it is looked up: areas, units and officers. Each shows the others, so they stand in one file."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated

import strawberry

from orgraph.api.schema.fields import Info, computed, in_words, plain
from orgraph.api.schema.relay import Connection, Node, identified, paged
from orgraph.domain import area as areas
from orgraph.domain import organisation as units

Self = strawberry.Parent[areas.Area]


async def _chain(parent: Self, info: Info) -> tuple[areas.Area, ...]:
    return await info.context.loaders.chains.load((parent.code, info.context.day(info.path)))


async def _parent(parent: Self, info: Info) -> areas.Area | None:
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
        return isinstance(value, areas.Area)


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
    alias: str | None = plain("The other name (别名) of its own by which it was found, null if by none.")
    since: date | None = plain(
        "The day from which on it is known (起始日), if it is not yet there on the day asked for."
    )
    until: date | None = plain("The day on which it ended (撤销日), if it is no longer there on the day asked for.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, areas.AreaPath)


@strawberry.enum(description="Unit of the state or party organisation (单位或党组织).")
class OrganisationLabel(Enum):
    """The two labels of organisations."""

    UNIT = strawberry.enum_value(units.UNIT, description="A unit of the state (单位).")
    PARTY_ORGANISATION = strawberry.enum_value(units.PARTY_ORGANISATION, description="A party organisation (党组织).")


@strawberry.enum(description="How an organisation stands to an area (关系).")
class Relation(Enum):
    """Relationships from organisations to areas that statements ask for."""

    SERVES = strawberry.enum_value("SERVES", description="Serves the area (服务).")
    LEADS = strawberry.enum_value("LEADS", description="Leads the area (领导).")
    PAIRED_WITH = strawberry.enum_value("PAIRED_WITH", description="Is paired with the area (结对共建).")
    RESPONSIBLE_FOR = strawberry.enum_value("RESPONSIBLE_FOR", description="Answers for some categories there (负责).")


@strawberry.enum(description="The part that a responsible organisation has (职责).")
class ResponsiblePart(Enum):
    """Parts of RESPONSIBLE_FOR."""

    LEAD = strawberry.enum_value("lead", description="Leads the matter (主办).")
    ASSIST = strawberry.enum_value("assist", description="Assists (协助).")


async def _superior(parent: strawberry.Parent[units.Organisation], info: Info) -> units.Organisation | None:
    return await info.context.loaders.superiors.load((parent.code, info.context.day(info.path)))


async def _unit_of(parent: strawberry.Parent[units.Organisation], info: Info) -> units.Organisation | None:
    if parent.label == units.UNIT:
        return None
    return await info.context.loaders.units_of.load((parent.code, info.context.day(info.path)))


@strawberry.type(description="A unit of the state (单位) or a party organisation (党组织).")
class Organisation(Node):
    """Shows the domain's Organisation."""

    global_id: strawberry.ID = identified("Organisation", "code")
    code: str = plain("Code (机构代码).")
    name: str = plain("Name (名称).")
    label: OrganisationLabel = plain("Which of the two it is (单位或党组织).")
    kind: str | None = plain("Kind (机构类型) by key.")
    kind_title: str | None = in_words("organisation_kinds", "kind", "Kind (机构类型) in words.")
    tier: str | None = plain("Tier (级别) by key; among equals the lower rank is called first.")
    specialty: list[str] = plain("Categories that it is best at (专长), by key.")
    duty_phone: str | None = plain("Phone of the duty desk (值班电话): an office's, never a person's.")
    synthetic: bool = plain("Whether it is made up (合成).")
    superior: Organisation | None = computed(_superior, "What it is directly under in its own line (条线上级).")
    unit_of: Organisation | None = computed(_unit_of, "The unit that a party organisation is of (所属单位).")
    subordinates: Connection[Organisation] = paged("subordinates", "code", "What is directly under it (下级), by code.")
    posts: Connection[Post] = paged("posts_in", "code", "Who is posted to it (任职人员), by role.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, units.Organisation)


@strawberry.type(description="An organisation and how it stands to an area (与区域的关系).")
class RelatedOrganisation:
    """Shows the domain's RelatedOrganisation."""

    organisation: Organisation = plain("The organisation (机构).")
    relation: Relation = plain("How it stands to the area (关系).")
    categories: list[str] = plain("Categories (事项类别) that it answers for, by key; empty for other relations.")
    part: ResponsiblePart | None = plain("Its part (职责) in those categories.")
    severity_from: int = plain("Least severity (最低严重程度) that it answers for, 1 to 5.")


PostedAt = Annotated[
    Area | Organisation,
    strawberry.union("PostedAt", description="Where a post is (任职地): an area or an organisation."),
]


@strawberry.type(description="A person in public posts (干部); names in seeds are made up, see `synthetic`.")
class Officer(Node):
    """Shows the domain's Officer."""

    global_id: strawberry.ID = identified("Officer", "id")
    id: str = plain("Identifier within the data (人员编号), as the command line takes it.", name="key")
    name: str = plain("Name (姓名).")
    profession: str | None = plain("Profession (职业) by key.")
    profession_title: str | None = in_words("professions", "profession", "Profession (职业) in words.")
    tier: str | None = plain("Tier (级别) by key.")
    tier_title: str | None = in_words("tiers", "tier", "Tier (级别) in words.")
    synthetic: bool = plain("Whether the person is made up (合成).")
    postings: Connection[Posting] = paged("postings", "id", "Posts held (任职) on the day asked for, by role.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, units.Officer)


@strawberry.type(description="A post (岗位) and who holds it on the day asked for.")
class Post:
    """Shows the domain's PostHolder."""

    role: str = plain("Role (岗位) by key.")
    role_title: str | None = in_words("roles", "role", "Role (岗位) in words.")
    officer: Officer = plain("Who holds it (任职人).")
    employment: str | None = plain("Employment (用工形式) by key: full-time, part-time, seconded.")
    employment_title: str | None = in_words("employments", "employment", "Employment (用工形式) in words.")
    principal: bool = plain("Whether the holder answers for the place or organisation (主要负责人).")
    since: date | None = plain("First day (任职起始日).")
    until: date | None = plain("First day after the post (任职截止日), null while open.")
    away: str | None = plain("Why the holder is away (离岗原因) that day, null when present.")
    away_title: str | None = in_words("absences", "away", "Why the holder is away (离岗原因), in words.")
    deputy: Officer | None = plain("Who stands in (代理人) while the holder is away.")
    acting: Officer | None = plain("Who answers that day (当日负责人): the holder, or the deputy; null for nobody.")


@strawberry.type(description="A post as seen from the officer (任职): which role, and where.")
class Posting:
    """Shows the domain's Posting."""

    role: str = plain("Role (岗位) by key.")
    role_title: str | None = in_words("roles", "role", "Role (岗位) in words.")
    at: PostedAt = plain("Where (任职地).")
    employment: str | None = plain("Employment (用工形式) by key.")
    principal: bool = plain("Whether the holder answers for the place or organisation (主要负责人).")
    since: date = plain("First day (任职起始日).")
    until: date | None = plain("First day after the post (任职截止日), null while open.")
