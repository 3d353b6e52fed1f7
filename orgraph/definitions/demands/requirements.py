"""What audits and quotas demand: which places or organisations must have how many of what. A small language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orgraph.definitions.source import Entry
from orgraph.domain.said import said

MOST = 1_000_000_000
"""How many are too many where nobody says."""

PER = ("households", "buildings")
ATTRIBUTES = ("duty_phone",)
COUNTED = ("post", "organisation", "area")
STANDING = ("SERVES", "LEADS", "PAIRED_WITH", "RESPONSIBLE_FOR")
"""What an organisation may be to an area."""

RELATIONS = (*STANDING, "UNDER", "OF", "MEMBER_OF")
"""What an organisation may be to an area or to another organisation."""


@dataclass(frozen=True, slots=True)
class PostCount:
    """
    Distinct persons posted to a subject, or up to `up` steps above it.

    Empty lists ask for no role, profession or tier in particular; `principal` None: either. `on_duty`: present, or a
    deputy who is present stands in. `within_days`: whoever was there on one of so many days before counts, too, so that
    a post is missed only when it has been vacant for longer.
    """

    roles: tuple[str, ...] = ()
    employment: str = ""
    professions: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    principal: bool | None = None
    on_duty: bool = False
    up: int = 0
    within_days: int = 0

    @property
    def what(self) -> str:
        """The key of what is counted: of one profession that, else the first role."""
        if len(self.professions) == 1 and not self.roles:
            return self.professions[0]
        return next(iter((*self.roles, *self.professions)), "post")


@dataclass(frozen=True, slots=True)
class OrganisationCount:
    """
    Distinct organisations in a relation to a subject, or up to `up` steps above it, `having` certain attributes.

    `outward`: those that an organisation itself stands in that relation to, such as its superior by UNDER.
    """

    relation: str
    kinds: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    up: int = 0
    outward: bool = False

    @property
    def what(self) -> str:
        """The key of what is counted: the first kind, else the relation."""
        return self.kinds[0] if self.kinds else self.relation


@dataclass(frozen=True, slots=True)
class AreaCount:
    """
    Distinct areas of `level` (any where empty) and `kinds`: those below an area, or those that an organisation stands
    to in `relation`.
    """

    relation: str = ""
    level: str = ""
    kinds: tuple[str, ...] = ()
    up: int = 0

    @property
    def what(self) -> str:
        """The key of what is counted: the first kind, else the level or relation."""
        return self.kinds[0] if self.kinds else self.level or self.relation


Count = PostCount | OrganisationCount | AreaCount


@dataclass(frozen=True, slots=True)
class Balance:
    """
    How evenly those that are counted share the areas of level `over` below a subject: the most that one of them stands
    to less the fewest, or with `ratio` the most as a percentage of the fewest. Who stands to none is not compared.
    """

    over: str
    ratio: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """
    A count between two bounds, each included. `per`: for each so many (`per_so_many`) households or buildings of the
    subject, rounded up; empty: once. `percent_of`: the bounds are percentages of that other count, a lower one rounded
    up, an upper one down. `balance`: the bounds are of that, not of the count. `what` is the key by which it is called.
    """

    count: Count
    at_least: int = 0
    at_most: int = MOST
    per: str = ""
    per_so_many: int = 1
    percent_of: Count | None = None
    balance: Balance | None = None
    what: str = ""

    @property
    def asked_for(self) -> str:
        """What would do, for people: `what`, or where several roles or kinds would, all of them with | between."""
        several = self.count.roles if isinstance(self.count, PostCount) else self.count.kinds
        return "|".join(several) if len(several) > 1 else self.what


@dataclass(frozen=True, slots=True)
class Subject:
    """
    What is looked at: areas of `level`, or organisations of `kinds` where it is empty; `kinds` of area narrow down.

    Organisations only where they stand to an area of level `at`, if that is given. Only what meets all of `having` and
    none of `without` is looked at; `scope` leaves areas out.
    """

    level: str = ""
    kinds: tuple[str, ...] = ()
    scope: str = ""
    at: str = ""
    having: tuple[Requirement, ...] = ()
    without: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class MustMeasure:
    """Subjects that fall short of, or go beyond, one of several requirements."""

    subject: Subject
    must: tuple[Requirement, ...]


def read_must(entry: Entry) -> MustMeasure:
    """The keys `each` and `must` of an audit or a quota."""
    each = entry.mapping("each", required=True)
    must = _demands(entry, "must", required=True)
    subject = _subject(each) if each else Subject()
    demands = (*must, *subject.having, *subject.without)
    counts = [one.count for one in demands] + [one.percent_of for one in demands if one.percent_of]
    if not subject.level and any(one.per or one.balance for one in demands):
        entry.fault(said("nothing-below"), said("mend-leave-all-out", these=("per", "balanced")))
    if any(one.balance for one in (*subject.having, *subject.without)):
        entry.fault(said("balance-of-subject"), said("mend-put-below", name="balanced", below="must"))
    if not subject.level and any(one.up for one in counts):
        entry.fault(said("nothing-above"), said("mend-leave-out", name="up"))
    areas = [one for one in counts if isinstance(one, AreaCount)]
    if subject.level and any(one.relation or not one.level for one in areas):
        entry.fault(said("areas-below"), said("mend-areas-below"))
    if not subject.level and not all(one.relation for one in areas):
        entry.add("area.relation", str, "organisations")
    if subject.level and any(isinstance(one, OrganisationCount) and one.outward for one in counts):
        entry.fault(said("area-outward"), said("mend-leave-out", name="outward"))
    return MustMeasure(subject, must)


def _subject(entry: Entry) -> Subject:
    level, organisations = entry.refers("level", "levels"), entry.refers_all("organisations", "organisations")
    entry.one_of(("level", "organisations"))
    subject = Subject(
        level=level,
        kinds=organisations or entry.refers_all("kinds", "areas"),
        scope=entry.refers("scope", "scopes"),
        at=entry.refers("at", "levels"),
        having=_demands(entry, "having"),
        without=_demands(entry, "without"),
    )
    if subject.at and not organisations:
        entry.add("organisations", list, "at")
    if subject.scope and not level:
        entry.add("level", str, "scope")
    entry.done()
    return subject


def _demands(entry: Entry, name: str, *, required: bool = False) -> tuple[Requirement, ...]:
    return tuple(one for asked in entry.mappings(name, required) for one in _requirements(asked))


def _requirements(entry: Entry) -> tuple[Requirement, ...]:
    """One demand; with `every: true` one for each of its professions, or else of its roles or kinds."""
    count, every = _count(entry), entry.truth("every")
    base, balance = entry.mapping("percent_of"), _balance(entry, count)
    exactly, per = entry.whole("exactly", low=0), entry.mapping("per")
    bounds = [name for name in ("at_least", "at_most", "exactly") if entry.has(name)]
    for name in bounds[:-1] if "exactly" in bounds else ():
        entry.one_of((name, "exactly"))
    least = exactly if "exactly" in bounds else entry.whole("at_least", 0 if bounds else 1, low=0, high=10_000)
    most = exactly if "exactly" in bounds else entry.whole("at_most", MOST, low=0, high=MOST)
    if least > most:
        entry.fault(said("least-above-most", least=least, most=most), said("mend-swap"))
    counted_per = per.one_of(PER) if per else ""
    if base and max(least, most if most != MOST else 0) > 100:
        entry.fault(said("above-100"), said("mend-within", low=0, high=100), "percent_of")
    entry.one_of(("per", "percent_of", "balanced"), required=False)
    if balance and "at_most" not in bounds:
        entry.add("at_most", int, "balanced")
    requirement = Requirement(
        count,
        least if bounds or not balance else 0,
        most,
        counted_per,
        per.whole(counted_per, 1, low=1) if per and counted_per else 1,
        _count(base) if base else None,
        balance,
    )
    for one in (per, base):
        if one:
            one.done()
    entry.done()
    if every:
        return tuple(replace(requirement, count=one, what=what) for what, one in _each_of(count))
    return (replace(requirement, what=count.what),)


def _balance(entry: Entry, count: Count) -> Balance | None:
    below = entry.mapping("balanced")
    if below is None:
        return None
    balance = Balance(below.refers("over", "levels", required=True), below.truth("ratio"))
    if (
        isinstance(count, AreaCount)
        or count.up
        or (isinstance(count, PostCount) and (count.on_duty or count.within_days))
    ):
        below.fault(said("shares-below"), said("mend-shares-below", these=("up", "on_duty", "within_days")))
    below.done()
    return balance


def _each_of(count: Count) -> tuple[tuple[str, Count], ...]:
    if not isinstance(count, PostCount):
        return tuple((kind, replace(count, kinds=(kind,))) for kind in count.kinds)
    if count.professions:
        return tuple((one, replace(count, professions=(one,))) for one in count.professions)
    return tuple((role, replace(count, roles=(role,))) for role in count.roles)


def read_which(post: Entry) -> PostCount:
    """Which postings are meant, on the day and at the place itself."""
    principal = post.truth("principal")
    return PostCount(
        post.refers_all("roles", "roles"),
        post.refers("employment", "employments"),
        post.refers_all("professions", "professions"),
        post.refers_all("tiers", "tiers"),
        principal if post.has("principal") else None,
    )


def _count(entry: Entry) -> Count:
    entry.one_of(COUNTED)
    post, organisation, area = (entry.mapping(name) for name in COUNTED)
    count: Count = PostCount()
    if post:
        count = replace(
            read_which(post),
            on_duty=post.truth("on_duty"),
            up=post.whole("up", low=0, high=20),
            within_days=post.whole("within_days", low=0, high=3650),
        )
        if count.on_duty and count.within_days:
            post.one_of(("on_duty", "within_days"))
        post.done()
    elif organisation:
        count = OrganisationCount(
            organisation.choice("relation", RELATIONS, "SERVES", required=True),
            organisation.refers_all("kinds", "organisations"),
            organisation.refers_all("tiers", "tiers"),
            organisation.choices("having", ATTRIBUTES),
            organisation.whole("up", low=0, high=20),
            organisation.truth("outward"),
        )
        organisation.done()
    elif area:
        count = AreaCount(
            area.choice("relation", STANDING), area.refers("level", "levels"), area.refers_all("kinds", "areas")
        )
        area.done()
    return count
