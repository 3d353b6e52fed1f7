"""The definitions in force: what can be changed without touching code."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any

import strawberry

from orgraph.api.schema.actions import Verb
from orgraph.api.schema.fields import Info, computed, in_words, own_guide, own_source, own_title, plain
from orgraph.api.schema.forms import FormField
from orgraph.api.schema.registry import OrganisationLabel
from orgraph.definitions import definitions as source
from orgraph.definitions.tasks.kinds import TaskKind
from orgraph.definitions.tasks.lifecycle import ActionRule
from orgraph.domain import action, upkeep
from orgraph.domain.errors import NotFound
from orgraph.rules.tasks.fields import form_field
from orgraph.rules.tasks.possible import form_of

Digest = Annotated[
    str,
    strawberry.argument(description="SHA-256 (摘要) in hexadecimal, or 8 digits and more that it alone begins with."),
]


def _listed(section: str, description: str) -> Any:
    """A section of the definitions, or a part of an entry, as a list, however it is kept."""

    def entries(parent: strawberry.Parent[Any]) -> list[object]:
        found = getattr(parent, section)
        return list(found.values() if isinstance(found, dict) else found)

    return computed(entries, description)


@strawberry.enum(description="Who handles a category (受理方式).")
class Admission(Enum):
    """Admissions that categories may have."""

    CORE = strawberry.enum_value("core", description="The level itself (本级办理).")
    ASSIST = strawberry.enum_value("assist", description="The level assists (配合办理).")
    RECOVERED = strawberry.enum_value("recovered", description="The superior takes it (上级收回).")


@strawberry.type(description="A level (层级) of the area tree.")
class Level:
    """Shows the definitions' Level."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    rank: int = plain("Number from the top (次序).")
    within: list[str] = plain("Levels that it may be part of (上级层级).")
    book: bool = plain("Whether its areas keep a ledger (是否设台账).")
    leaf: bool = plain("Whether its areas count as buildings (是否计楼栋).")


@strawberry.type(description="A kind of area (区域类型).")
class KindOfArea:
    """Shows the definitions' AreaKind."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    level: str = plain("Its level (层级).")
    formal: bool = plain("Whether it is formal (是否正式建制); rows that the statistical list calls similar are not.")


@strawberry.type(description="A kind of organisation (机构类型).")
class KindOfOrganisation:
    """Shows the definitions' OrganisationKind."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    label: OrganisationLabel = plain("Unit or party organisation (单位或党组织).")


@strawberry.type(description="A role (岗位) that postings fill.")
class Role:
    """Shows the definitions' Role."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    levels: list[str] = plain("Levels of areas that it may be posted to (可任层级).")
    organisations: list[str] = plain("Kinds of organisation that it may be posted to (可任机构), or any.")
    principal: bool = plain("Whether its holder answers for the place or organisation (主要负责人).")
    duty: bool = plain("Whether its holder answers the duty phone (值班).")


@strawberry.type(description="A word (词条): a profession, an employment, a tier, a reason of absence.")
class Word:
    """Shows an entry of a closed list."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")


@strawberry.type(description="A category of matters (事项类别).")
class Category:
    """Shows the definitions' Category."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    lead_kinds: list[str] = plain("Kinds of unit that may lead (可主办类型).")
    severity: int = plain("Severity (严重程度), 1 to 5, 5 gravest.")
    admission: Admission = plain("Who handles it (受理方式).")
    branch_may_lead: bool = plain("Whether a paired party branch may lead (支部可否主办).")
    lineage: list[str] = plain("Its own key, then its parents' (上位类别).")
    under: str | None = plain("Code of the area it is defined for (适用区域), null for everywhere.")
    source: str = own_source()
    guide: list[str] = own_guide(
        "What its handler does first (处置指南), step by step; its parent's where it has none."
    )


def _kind_fields(parent: strawberry.Parent[TaskKind]) -> list[action.FormField]:
    return [form_field(field, required=field.required) for field in parent.fields]


@strawberry.type(description="A kind of task (任务类型).")
class KindOfTask:
    """Shows the definitions' TaskKind."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    door: str | None = plain(
        "Whether it is a whistle that is blown, or a matter that is reported (入口); null for others."
    )
    lifecycle: str = plain("The lifecycle (任务流程) that it has, by key.")
    entrance: str = plain("The entrance (入口状态) of that by which it begins, by key.")
    opened_by: list[str] = plain("Roles that may open one (有权岗位).")
    must_carry: list[str] = plain("What it must carry (必填内容).")
    categories: list[str] = plain("Categories (事项类别) that it is opened in, with those below; empty: in any.")
    severity_at_least: int = plain("Least severity that it gives a matter (最低严重程度).")
    fields: list[FormField] = computed(
        _kind_fields, "What may be said in it besides (自定字段); what is required is required when it is opened."
    )
    under: str | None = plain("Code of the area it is defined for (适用区域), null for everywhere.")


@strawberry.type(description="A state (状态) of a lifecycle.")
class LifecycleState:
    """Shows the definitions' State."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    final: bool = plain("Whether it leaves a task in nobody's hand (是否终结).")
    counts_as: str | None = plain("What supervision counts a task in it as (考核口径); null while it is handled.")
    outcome: str | None = plain(
        "How a dispute stands in it (调解结果): agreed, settled, failed; null while it has none."
    )
    guide: list[str] = own_guide("What is done first in it (处置指南), before what the category says.")


@strawberry.type(description="A stage (环节) of a lifecycle, whose clock is started.")
class LifecycleStage:
    """Shows the definitions' Stage."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")


@strawberry.type(description="How a party may stand to a task (关系人) by a lifecycle.")
class LifecycleRelation:
    """Shows the definitions' Relation."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")


def _fields(parent: strawberry.Parent[ActionRule], info: Info) -> tuple[action.FormField, ...]:
    return form_of(parent, parent.required, info.context.services.definitions.declared_fields)


@strawberry.type(description="An action (操作) of a lifecycle.")
class LifecycleAction:
    """Shows the definitions' ActionRule."""

    key: str = plain("Its key (标识), as `act` takes it.")
    title: str = own_title("Title (标题).")
    verb: Verb = plain("The verb (呼转办督) that it belongs to.")
    states: list[str] = plain("States that it may happen in (可行状态), by key.")
    who: list[str] = plain("Relations that may act (有权关系), by key.")
    fields: list[FormField] = computed(_fields, "What it takes (表单); required: of every party.")


@strawberry.type(description="A lifecycle (任务流程) of tasks.")
class Lifecycle:
    """Shows the definitions' Lifecycle."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    states: list[LifecycleState] = _listed("states", "States (状态) of its tasks.")
    stages: list[LifecycleStage] = _listed("stages", "Stages (环节) that have a limit.")
    relations: list[LifecycleRelation] = _listed("relations", "How parties may stand to a task (关系人).")
    actions: list[LifecycleAction] = _listed("actions", "What may be done to its tasks (操作).")
    under: str | None = plain("Code of the area it is defined for (适用区域), null for everywhere.")
    source: str = own_source()


@strawberry.type(description="A demand (要求) of a quota.")
class Demand:
    """Shows the definitions' Requirement."""

    asked_for: str = plain(
        "What it asks for (要求): a role, or a kind of organisation, by key; of several that would do, with | between.",
        "needs",
    )
    at_least: int = plain("How many distinct ones (至少).")


@strawberry.type(description="A quota (配备标准): how many of what must be where.")
class Quota:
    """Shows the definitions' Quota."""

    key: str = plain("Its key (标识).")
    title: str = own_title("Title (标题).")
    level: str = plain("Level (层级) of the areas it asks of.")
    level_title: str | None = in_words("levels", "level", "That level (层级) in words.")
    kinds: list[str] = plain("Kinds of area (区域类型); empty for all.")
    must: list[Demand] = plain("What each must have (要求).")
    under: str | None = plain("Code of the area it is defined for (适用区域), null for everywhere.")
    source: str = own_source()


@strawberry.type(description="The merged definitions (定义) of the schema and of all packs.")
class Definitions:
    """Shows the definitions."""

    hash: str = plain("Identifies this set (定义校验值); every decision records it.")
    levels: list[Level] = _listed("levels", "Levels (层级), from the top.")
    area_kinds: list[KindOfArea] = _listed("area_kinds", "Kinds of area (区域类型).")
    organisation_kinds: list[KindOfOrganisation] = _listed("organisation_kinds", "Kinds of organisation (机构类型).")
    roles: list[Role] = _listed("roles", "Roles (岗位).")
    professions: list[Word] = _listed("professions", "Professions (职业).")
    employments: list[Word] = _listed("employments", "Employments (用工形式).")
    tiers: list[Word] = _listed("tiers", "Tiers (级别).")
    absences: list[Word] = _listed("absences", "Reasons of absence (离岗原因).")
    categories: list[Category] = _listed("categories", "Categories (事项类别), those of cities included.")
    task_kinds: list[KindOfTask] = _listed("tasks", "Kinds of task (任务类型), those of cities included.")
    lifecycles: list[Lifecycle] = _listed("lifecycles", "Lifecycles (任务流程), those of cities included.")
    quotas: list[Quota] = _listed("quotas", "Quotas (配备标准).")


@strawberry.type(description="What a definition said that was taken over (曾用定义), or a whole set of them.")
class KeptDefinition:
    """Shows the domain's KeptDefinition."""

    digest: str = plain("SHA-256 of its text (摘要).")
    names: list[str] = plain("What it is (名称), as section/key under code; `definitions` of a whole set.")
    text: str = plain("What it says (内容), or of a set the digest of each entry by its name, as JSON.")


async def _kept(info: Info, digest: Digest) -> upkeep.KeptDefinition | None:
    try:
        return await info.context.services.upkeep.definition(info.context.actor, digest)
    except NotFound:
        return None


def _definitions(info: Info) -> source.Definitions:
    return info.context.services.definitions


@strawberry.type
class DefinitionQueries:
    """Root fields on definitions."""

    definitions: Definitions = computed(_definitions, "The definitions in force (现行定义).")
    definition: KeptDefinition | None = computed(
        _kept, "A definition that the store once took over, by its digest (按摘要查定义); null if there is none."
    )
