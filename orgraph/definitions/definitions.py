"""The merged definitions as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from orgraph.definitions.demands.audits import Audit
from orgraph.definitions.demands.quotas import Chain, Quota, Scope
from orgraph.definitions.graph_model import GraphModel
from orgraph.definitions.tasks.campaigns import Campaign
from orgraph.definitions.tasks.findings import Finding
from orgraph.definitions.tasks.ladders import Ladder
from orgraph.definitions.tasks.lifecycle import Lifecycle
from orgraph.definitions.tasks.limits import Calendar, Deadlines
from orgraph.definitions.tasks.whistles import Routing, WhistleKind
from orgraph.definitions.titles import Title
from orgraph.definitions.variants import Variants
from orgraph.definitions.words.categories import Category
from orgraph.definitions.words.kinds import AreaKind, OrganisationKind, Profession, Role, Tier, Word
from orgraph.definitions.words.levels import Level
from orgraph.domain.text import spelled


class Titled(Protocol):
    """An entry with a key and a title."""

    @property
    def key(self) -> str:
        """What it is called by."""
        ...

    @property
    def title(self) -> Title:
        """What people read."""
        ...


Entry = TypeVar("Entry", bound=Titled)


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything that can be changed without touching code; `hash` identifies the merged set."""

    graph: GraphModel
    levels: dict[str, Level]
    area_kinds: dict[str, AreaKind]
    organisation_kinds: dict[str, OrganisationKind]
    professions: dict[str, Profession]
    employments: dict[str, Word]
    tiers: dict[str, Tier]
    absences: dict[str, Word]
    roles: dict[str, Role]
    categories: Variants[Category]
    scopes: Variants[Scope]
    quotas: Variants[Quota]
    chains: Variants[Chain]
    routing: Variants[Routing]
    whistles: Variants[WhistleKind]
    lifecycle: Variants[Lifecycle]
    calendars: Variants[Calendar]
    deadlines: Variants[Deadlines]
    ladders: Variants[Ladder]
    findings: Variants[Finding]
    audits: Variants[Audit]
    campaigns: Variants[Campaign]
    wording: dict[str, Title]
    hash: str
    content: str

    @property
    def max_depth(self) -> int:
        """The longest possible way from a leaf to the top, in steps: bounds every path in the catalogue."""
        return max((level.rank for level in self.levels.values()), default=1)

    @property
    def leaf_levels(self) -> tuple[str, ...]:
        """Levels whose areas are counted as buildings."""
        return tuple(level.key for level in self.levels.values() if level.leaf)

    @property
    def book_levels(self) -> tuple[str, ...]:
        """Levels whose areas keep a ledger."""
        return tuple(level.key for level in self.levels.values() if level.book)

    @property
    def duty_roles(self) -> tuple[str, ...]:
        """Roles whose holders answer the duty phone."""
        return tuple(role.key for role in self.roles.values() if role.duty)

    @property
    def principal_roles(self) -> tuple[str, ...]:
        """Roles whose holders answer for their place or organisation."""
        return tuple(role.key for role in self.roles.values() if role.principal)

    def tier_rank(self, tier: str) -> int:
        """The rank of a tier, the lower the better; what has no tier comes after all that have one."""
        return self.tiers[tier].rank if tier in self.tiers else 100


def named(section: dict[str, Entry], text: str) -> Entry | None:
    """The entry whose key or title, in either language, is `text`: people write 网格长 as well as grid-lead."""
    if text in section:
        return section[text]
    meant = spelled(text)
    return next(
        (one for key, one in section.items() if meant in (key, spelled(one.title.zh), spelled(one.title.en))), None
    )
