"""Units of the state and party organisations, and how they stand to areas."""

from __future__ import annotations

from enum import Enum

import strawberry

from orgraph.api.fields import Info, computed, in_words, plain
from orgraph.api.people import Post
from orgraph.api.relay import Connection, Node, identified, paged
from orgraph.domain import organisation as domain


@strawberry.enum(description="Unit of the state or party organisation (单位或党组织).")
class OrganisationLabel(Enum):
    """The two labels of organisations."""

    UNIT = strawberry.enum_value(domain.UNIT, description="A unit of the state (单位).")
    PARTY_ORGANISATION = strawberry.enum_value(domain.PARTY_ORGANISATION, description="A party organisation (党组织).")


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

    LEAD = strawberry.enum_value("lead", description="Leads the matter (牵头).")
    ASSIST = strawberry.enum_value("assist", description="Assists (协助).")


async def _superior(parent: strawberry.Parent[domain.Organisation], info: Info) -> domain.Organisation | None:
    return await info.context.loaders.superiors.load((parent.code, info.context.day(info.path)))


async def _unit_of(parent: strawberry.Parent[domain.Organisation], info: Info) -> domain.Organisation | None:
    if parent.label == domain.UNIT:
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
    duty_phone: str | None = plain("Phone of the duty desk (值班电话): an office's, never a person's.")
    synthetic: bool = plain("Whether it is made up (合成).")
    superior: Organisation | None = computed(_superior, "What it is directly under in its own line (条线上级).")
    unit_of: Organisation | None = computed(_unit_of, "The unit that a party organisation is of (所属单位).")
    subordinates: Connection[Organisation] = paged("subordinates", "code", "What is directly under it (下级), by code.")
    posts: Connection[Post] = paged("posts_in", "code", "Who is posted to it (任职人员), by role.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, domain.Organisation)


@strawberry.type(description="An organisation and how it stands to an area (与区域的关系).")
class RelatedOrganisation:
    """Shows the domain's RelatedOrganisation."""

    organisation: Organisation = plain("The organisation (机构).")
    relation: Relation = plain("How it stands to the area (关系).")
    categories: list[str] = plain("Categories (事项类别) that it answers for, by key; empty for other relations.")
    part: ResponsiblePart | None = plain("Its part (职责) in those categories.")
    severity_from: int = plain("Least severity (最低严重程度) that it answers for, 1 to 5.")
