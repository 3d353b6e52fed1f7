"""The merged definitions as one frozen value, and the table of their sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Protocol, TypeVar, get_args, get_type_hints

from orgraph.definitions.demands.audits import AUDITS, Audit
from orgraph.definitions.demands.quotas import CHAINS, QUOTAS, SCOPES, Chain, Quota, Scope
from orgraph.definitions.graph_model import GraphModel
from orgraph.definitions.sections import Section
from orgraph.definitions.tasks.campaigns import CAMPAIGNS, Campaign
from orgraph.definitions.tasks.fields import Field, together
from orgraph.definitions.tasks.findings import FINDINGS, Finding
from orgraph.definitions.tasks.kinds import KINDS, TaskKind
from orgraph.definitions.tasks.ladders import LADDERS, Ladder
from orgraph.definitions.tasks.lifecycle import Lifecycle
from orgraph.definitions.tasks.lifecycle_reader import LIFECYCLES
from orgraph.definitions.tasks.limits import CALENDARS, DEADLINES, Calendar, Deadlines
from orgraph.definitions.tasks.proposals import PROPOSALS, ProposalRule
from orgraph.definitions.tasks.routing import ROUTING, Routing
from orgraph.definitions.titles import Title, by_title
from orgraph.definitions.variants import Variants
from orgraph.definitions.words.categories import CATEGORIES, Category
from orgraph.definitions.words.kinds import (
    ABSENCES,
    AREAS,
    EMPLOYMENTS,
    ORGANISATIONS,
    PROFESSIONS,
    ROLES,
    TIERS,
    AreaKind,
    OrganisationKind,
    Profession,
    Role,
    Tier,
    Word,
)
from orgraph.definitions.words.levels import LEVELS, Level
from orgraph.definitions.words.measures import MEASURES, Measure
from orgraph.domain.event import ENGINE
from orgraph.domain.nearest import Called, Words
from orgraph.domain.text import spelled
from orgraph.domain.worded import Worded


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
NamedByLives = Literal["states", "stages", "relations", "memories"]
"""What lifecycles name, as they keep it; of one key all have one title."""


@dataclass(frozen=True, slots=True)
class Definitions:
    """
    Everything that can be changed without touching code; `hash` identifies the merged set.

    Its fields are the table of sections: what is read, checked, kept and hashed follows from them. `content` tells the
    digest of each entry by its name, as JSON; `texts` what the entries say, by these digests.
    """

    graph: GraphModel
    levels: Annotated[dict[str, Level], LEVELS]
    area_kinds: Annotated[dict[str, AreaKind], AREAS]
    organisation_kinds: Annotated[dict[str, OrganisationKind], ORGANISATIONS]
    professions: Annotated[dict[str, Profession], PROFESSIONS]
    employments: Annotated[dict[str, Word], EMPLOYMENTS]
    tiers: Annotated[dict[str, Tier], TIERS]
    absences: Annotated[dict[str, Word], ABSENCES]
    roles: Annotated[dict[str, Role], ROLES]
    measures: Annotated[dict[str, Measure], MEASURES]
    categories: Annotated[Variants[Category], CATEGORIES]
    scopes: Annotated[Variants[Scope], SCOPES]
    quotas: Annotated[Variants[Quota], QUOTAS]
    chains: Annotated[Variants[Chain], CHAINS]
    routing: Annotated[Variants[Routing], ROUTING]
    proposals: Annotated[Variants[ProposalRule], PROPOSALS]
    tasks: Annotated[Variants[TaskKind], KINDS]
    lifecycles: Annotated[Variants[Lifecycle], LIFECYCLES]
    calendars: Annotated[Variants[Calendar], CALENDARS]
    deadlines: Annotated[Variants[Deadlines], DEADLINES]
    ladders: Annotated[Variants[Ladder], LADDERS]
    findings: Annotated[Variants[Finding], FINDINGS]
    audits: Annotated[Variants[Audit], AUDITS]
    campaigns: Annotated[Variants[Campaign], CAMPAIGNS]
    wording: dict[str, Title]
    hash: str
    content: str
    texts: dict[str, str]

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
    def levels_above_books(self) -> tuple[str, ...]:
        """Levels above those: a book lies with a place of theirs as well."""
        first = min((level.rank for level in self.levels.values() if level.book), default=0)
        return tuple(level.key for level in self.levels.values() if level.rank < first)

    @property
    def duty_roles(self) -> tuple[str, ...]:
        """Roles whose holders answer the duty phone."""
        return tuple(role.key for role in self.roles.values() if role.duty)

    @property
    def principal_roles(self) -> tuple[str, ...]:
        """Roles whose holders answer for their place or organisation."""
        return tuple(role.key for role in self.roles.values() if role.principal)

    @property
    def declared_fields(self) -> dict[str, Field]:
        """The fields that kinds of task declare, by name; those of one name put together."""
        return together(field for kind in self.tasks for field in kind.fields)

    @property
    def event_types(self) -> frozenset[str]:
        """Every type of event that can come: what orgraph itself writes, and the actions of all lifecycles."""
        return ENGINE.union(*(one.actions for one in self.lifecycles))

    def life_title(self, section: NamedByLives, key: str) -> Title | None:
        """The title of what a section of lifecycles names, by the first that has it; None if none has."""
        sections = (getattr(one, section) for one in self.lifecycles)
        return next((some[key].title for some in sections if key in some), None)

    def tier_rank(self, tier: str) -> int:
        """The rank of a tier, the lower the better; what has no tier comes after all that have one."""
        return self.tiers[tier].rank if tier in self.tiers else 100


def _sections() -> dict[str, Section[Any]]:
    hints = get_type_hints(Definitions, include_extras=True)
    return {name: one for name, hint in hints.items() for one in get_args(hint) if isinstance(one, Section)}


Told = Callable[[str, Title], Worded]
"""How a key with a title is told."""

SECTIONS = _sections()
"""Every section by the field of Definitions that keeps it."""


def words_of(entries: Iterable[Titled], told: Told = by_title) -> Words:
    """
    For each key what it is called; what has one key is told by the first title, and may be called by all.

    `told` says how: by its title, which may be typed in most places, or `with_key`, where the key alone may.
    """
    found: dict[str, Called] = {}
    for one in entries:
        alike = called(one.key, one.title, told)
        before = found.get(one.key, alike)
        found[one.key] = Called(before.told, before.names | alike.names)
    return dict(sorted(found.items()))


def called(key: str, title: Title, told: Told = by_title) -> Called:
    """What one key is called, by its title in either language."""
    return Called(told(key, title), frozenset(spelled(name) for name in (key, title.zh, title.en) if name))


def named(section: dict[str, Entry], text: str) -> Entry | None:
    """
    The entry whose key or title, in either language, is `text`: people write 网格长 as well as grid-lead; of a level
    the short words, too: 县 as well as 县(市、区).
    """
    if text in section:
        return section[text]
    meant = spelled(text)
    exact = (one for key, one in section.items() if meant in (key, spelled(one.title.zh), spelled(one.title.en)))
    by_alias = (one for one in section.values() if isinstance(one, Level) and meant in map(spelled, one.aliases))
    return next(exact, None) or next(by_alias, None)
