"""What prevails at a place on a day: of every rule the variant of the nearest root, and before it a campaign's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.audits import Audit
from orgraph.definitions.demands.quotas import Chain, Quota, Scope
from orgraph.definitions.tasks.campaigns import Campaign
from orgraph.definitions.tasks.findings import Finding
from orgraph.definitions.tasks.kinds import TaskKind
from orgraph.definitions.tasks.ladders import Ladder
from orgraph.definitions.tasks.lifecycle import Lifecycle
from orgraph.definitions.tasks.limits import Calendar, Deadlines
from orgraph.definitions.tasks.proposals import ProposalRule
from orgraph.definitions.tasks.routing import Routing
from orgraph.definitions.variants import Rooted, Variants
from orgraph.definitions.words.categories import Category

Rule = TypeVar("Rule", bound=Rooted)

LIMITS, LADDERS = "deadlines", "ladders"
"""Sections of which each kind of task names its entry."""


@dataclass(frozen=True, slots=True)
class Prevailing:
    """
    What prevails; `chain` is the codes of the place and of the areas above it, nearest first, `campaigns` those that
    are on there, the nearest first, of one place the one that began last; `of_kind` the kind of the matter, if one is
    meant.

    Of routing one entry prevails whatever its key: a campaign's, else one of a city, else the general one. Limits and
    ladder are those that the kind names, in the same order.
    """

    definitions: Definitions
    chain: tuple[str, ...]
    campaigns: tuple[Campaign, ...]
    of_kind: str = ""

    @property
    def routing(self) -> Routing | None:
        """Who comes, and in what order; None where nothing is defined."""
        return self._one("routing", self.definitions.routing)

    def proposal(self, key: str) -> ProposalRule | None:
        """By which rule organisations are proposed, by key."""
        return self.definitions.proposals.find(key, self.chain)

    @property
    def limits(self) -> Deadlines | None:
        """How long each stage may take; None where nothing is defined."""
        return self._named(LIMITS, self.definitions.deadlines)

    @property
    def ladder(self) -> Ladder | None:
        """Who is told when a limit has passed; None where limits pass in silence."""
        return self._named(LADDERS, self.definitions.ladders)

    def kind(self, key: str) -> TaskKind | None:
        """A kind of task by key."""
        return self.definitions.tasks.find(key, self.chain)

    def lifecycle(self, kind: str) -> Lifecycle | None:
        """States and actions of a kind of task; None where it is not defined."""
        found = self.kind(kind)
        return self.definitions.lifecycles.find(found.lifecycle, self.chain) if found else None

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        """All calendars."""
        return self.definitions.calendars.in_force(self.chain)

    @property
    def all_limits(self) -> tuple[Deadlines, ...]:
        """Every profile of limits, of those that prevail and of those that do not."""
        return self._all("deadlines", self.definitions.deadlines)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is counted against how a unit handled a matter."""
        return self._all("findings", self.definitions.findings)

    @property
    def audits(self) -> tuple[Audit, ...]:
        """The audits that are run."""
        return self._all("audits", self.definitions.audits)

    @property
    def categories(self) -> tuple[Category, ...]:
        """Categories of matters."""
        return self.definitions.categories.in_force(self.chain)

    @property
    def kinds(self) -> tuple[TaskKind, ...]:
        """Kinds of task."""
        return self.definitions.tasks.in_force(self.chain)

    @property
    def severity_at_least(self) -> int:
        """How grave a matter is at least, whatever it is."""
        return max((one.severity_at_least for one in self.campaigns), default=1)

    def campaign_of(self, section: str) -> Campaign | None:
        """The campaign of which the one entry of a section that prevails is; None where it is of none."""
        key = self._key_of(section)
        return next((one for one in self.campaigns if _fitting(one.overrides.get(section, ()), key)), None)

    def campaign_of_severity(self) -> Campaign | None:
        """The campaign that says how grave a matter is at least; None where none does."""
        weighing = [one for one in self.campaigns if one.severity_at_least == self.severity_at_least > 1]
        return next(iter(weighing), None)

    def audit(self, key: str) -> Audit | None:
        """An audit by key."""
        return self._find("audits", self.definitions.audits, key)

    def quota(self, key: str) -> Quota | None:
        """A quota by key."""
        return self._find("quotas", self.definitions.quotas, key)

    def scope(self, key: str) -> Scope | None:
        """A scope by key."""
        return self._find("scopes", self.definitions.scopes, key)

    def line(self, key: str) -> Chain | None:
        """A chain of requirements by key."""
        return self._find("chains", self.definitions.chains, key)

    def category(self, key: str) -> Category | None:
        """A category by key."""
        return self.definitions.categories.find(key, self.chain)

    def _overriding(self, section: str) -> Iterable[Any]:
        for campaign in self.campaigns:
            yield from campaign.overrides.get(section, ())

    def _key_of(self, section: str) -> str:
        """The key that the kind of the matter names for a section; empty where it names none."""
        kind = self.kind(self.of_kind)
        return {LIMITS: kind.limits, LADDERS: kind.ladder}.get(section, "") if kind else ""

    def _named(self, section: str, rules: Variants[Rule]) -> Rule | None:
        key = self._key_of(section)
        return self._find(section, rules, key) if key else self._one(section, rules)

    def _one(self, section: str, rules: Variants[Rule]) -> Rule | None:
        found = next(iter(self._overriding(section)), None)
        if found is not None:
            return found  # type: ignore[no-any-return]  # the reader of the section made it
        return foremost(rules, self.chain)

    def _find(self, section: str, rules: Variants[Rule], key: str) -> Rule | None:
        found = next((one for one in self._overriding(section) if one.key == key), None)
        return found if found is not None else rules.find(key, self.chain)

    def _all(self, section: str, rules: Variants[Rule]) -> tuple[Rule, ...]:
        held = rules.in_force(self.chain)
        if not self.campaigns:
            return held
        by_key = {one.key: one for one in (*held, *reversed(tuple(self._overriding(section))))}
        return tuple(by_key[key] for key in sorted(by_key))


def prevailing(
    definitions: Definitions, chain: Sequence[str], on: date, kind: str = "", lineage: Sequence[str] = ()
) -> Prevailing:
    """
    What prevails at a place on a day, `chain` its code and those above, for a matter of `kind` and category.

    `lineage` is the category's key and those above it. Where no matter is named, campaigns for some matters only say
    nothing.
    """
    on_here = [one for one in definitions.campaigns if one.holds(chain, on) and one.concerns(kind, lineage)]
    near = sorted(on_here, key=lambda one: (_distance(one, chain), -one.since.toordinal(), one.key))
    return Prevailing(definitions, tuple(chain), tuple(near), kind)


def _fitting(entries: Sequence[Any], key: str) -> bool:
    """Whether one of the entries has the key, or is there at all where none is asked for."""
    return any(not key or one.key == key for one in entries)


def _distance(campaign: Campaign, chain: Sequence[str]) -> int:
    return chain.index(campaign.under) if campaign.under else len(chain)


def every_ladder(definitions: Definitions) -> tuple[Ladder, ...]:
    """All ladders that may prevail somewhere, some day."""
    return (*definitions.ladders, *_of_campaigns(definitions, "ladders"))


def every_audit(definitions: Definitions) -> tuple[Audit, ...]:
    """All audits that may prevail somewhere, some day, by key and root area."""
    found: tuple[Audit, ...] = (*definitions.audits, *_of_campaigns(definitions, "audits"))
    return tuple(sorted(found, key=lambda one: (one.key, one.under)))


def every_quota(definitions: Definitions) -> tuple[Quota, ...]:
    """All quotas that may prevail somewhere, some day."""
    return (*definitions.quotas, *_of_campaigns(definitions, "quotas"))


def foremost(rules: Variants[Rule], chain: Sequence[str]) -> Rule | None:
    """Of a section of which one entry holds at a place: that of a city, else the general one."""
    return min(rules.in_force(chain), key=lambda one: (not one.under, one.key), default=None)


def backstop_kinds(definitions: Definitions) -> tuple[str, ...]:
    """Kinds of the organisations that take what nobody answers for (governance centres), wherever and whenever."""
    return tuple(sorted({kind for routing in _routings(definitions) for kind in routing.backstop}))


def kinds_by_fields(definitions: Definitions) -> tuple[str, ...]:
    """Kinds of the organisations that take tasks for what these have in fields, wherever and whenever."""
    serving = (one for routing in _routings(definitions) for one in routing.serving)
    return tuple(sorted({kind for one in serving for kind in one.kinds}))


def _routings(definitions: Definitions) -> tuple[Routing, ...]:
    return (*definitions.routing, *_of_campaigns(definitions, "routing"))


def _of_campaigns(definitions: Definitions, section: str) -> Iterator[Any]:
    for campaign in definitions.campaigns:
        yield from campaign.overrides.get(section, ())
