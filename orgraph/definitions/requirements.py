"""What an audit demands: which places or organisations, and how many of what each must have. A small language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orgraph.definitions.quotas import PostRequirement, Quota
from orgraph.definitions.source import Entry

MOST = 1_000_000_000
"""How many are too many where nobody says."""

PER = ("households", "buildings")
ATTRIBUTES = ("duty_phone",)


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


Count = PostCount | OrganisationCount


@dataclass(frozen=True, slots=True)
class Requirement:
    """
    A count between two bounds, each included. `per`: for each so many (`per_so_many`) households or buildings of the
    subject, rounded up; empty: once. `what` is the key by which it is called.
    """

    count: Count
    at_least: int = 0
    at_most: int = MOST
    per: str = ""
    per_so_many: int = 1
    what: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """
    What is looked at: areas of `level`, or organisations of `kinds` where it is empty; `kinds` of area narrow down.

    Only what meets all of `having` and none of `without` is looked at; `scope` leaves areas out.
    """

    level: str = ""
    kinds: tuple[str, ...] = ()
    scope: str = ""
    having: tuple[Requirement, ...] = ()
    without: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class MustMeasure:
    """Subjects that fall short of, or go beyond, one of several requirements."""

    subject: Subject
    must: tuple[Requirement, ...]


def must_of(quota: Quota) -> MustMeasure:
    """A quota in the terms of this language."""
    asked = quota.requirement
    count: Count = (
        PostCount((asked.role,), asked.employment, asked.professions)
        if isinstance(asked, PostRequirement)
        else OrganisationCount(asked.relation, (asked.kind,))
    )
    return MustMeasure(
        Subject(quota.level, quota.kinds, quota.scope), (Requirement(count, quota.at_least, what=count.what),)
    )


def read_must(entry: Entry) -> MustMeasure:
    """The keys `each` and `must` of an audit."""
    each = entry.mapping("each", required=True)
    must = _demands(entry, "must", required=True)
    subject = _subject(each) if each else Subject()
    demands = (*must, *subject.having, *subject.without)
    if not subject.level and any(one.per or one.count.up for one in demands):
        entry.fault(f"{entry.key}: organisations have no households, buildings or areas above", "leave out per and up")
    if subject.level and any(isinstance(one.count, OrganisationCount) and one.count.outward for one in demands):
        entry.fault(f"{entry.key}: no relation leads from an area to an organisation", "leave out outward")
    return MustMeasure(subject, must)


def _subject(entry: Entry) -> Subject:
    level, organisations = entry.refers("level", "levels"), entry.refers_all("organisations", "organisations")
    if bool(level) == bool(organisations):
        entry.fault("each: needs either a level or organisations", "give exactly one of the two")
    subject = Subject(
        level=level,
        kinds=organisations or entry.refers_all("kinds", "areas"),
        scope=entry.refers("scope", "scopes"),
        having=_demands(entry, "having"),
        without=_demands(entry, "without"),
    )
    entry.done()
    return subject


def _demands(entry: Entry, name: str, *, required: bool = False) -> tuple[Requirement, ...]:
    return tuple(one for asked in entry.mappings(name, required) for one in _requirements(asked))


def _requirements(entry: Entry) -> tuple[Requirement, ...]:
    """One demand; with `every: true` one for each of its professions, or else of its roles or kinds."""
    count, every = _count(entry), entry.truth("every")
    exactly, per = entry.whole("exactly", low=0), entry.mapping("per")
    said = [name for name in ("at_least", "at_most", "exactly") if entry.has(name)]
    if "exactly" in said and len(said) > 1:
        entry.fault("exactly goes alone", "leave out at_least and at_most")
    least = exactly if "exactly" in said else entry.whole("at_least", 0 if said else 1, low=0, high=10_000)
    most = exactly if "exactly" in said else entry.whole("at_most", MOST, low=0, high=MOST)
    if least > most:
        entry.fault(f"at_least {least} is more than at_most {most}", "swap them")
    names = [name for name in PER if per and per.has(name)]
    if per and len(names) != 1:
        per.fault("per: needs either households or buildings", "write it as {households: 300}")
    requirement = Requirement(
        count, least, most, names[0] if names else "", per.whole(names[0], 1, low=1) if per and names else 1
    )
    if per:
        per.done()
    entry.done()
    if every:
        return tuple(replace(requirement, count=one, what=what) for what, one in _each_of(count))
    return (replace(requirement, what=count.what),)


def _each_of(count: Count) -> tuple[tuple[str, Count], ...]:
    if isinstance(count, OrganisationCount):
        return tuple((kind, replace(count, kinds=(kind,))) for kind in count.kinds)
    if count.professions:
        return tuple((one, replace(count, professions=(one,))) for one in count.professions)
    return tuple((role, replace(count, roles=(role,))) for role in count.roles)


def _count(entry: Entry) -> Count:
    post, organisation = entry.mapping("post"), entry.mapping("organisation")
    if (post is None) == (organisation is None):
        entry.fault("a demand needs either 'post' or 'organisation'", "give exactly one of the two")
    count: Count = PostCount()
    if post:
        count = PostCount(
            post.refers_all("roles", "roles"),
            post.refers("employment", "employments"),
            post.refers_all("professions", "professions"),
            post.refers_all("tiers", "tiers"),
            post.truth("principal") if post.has("principal") else None,
            post.truth("on_duty"),
            post.whole("up", low=0, high=20),
            post.whole("within_days", low=0, high=3650),
        )
        if count.on_duty and count.within_days:
            post.fault("on_duty is of one day", "leave out within_days")
        post.done()
    elif organisation:
        count = OrganisationCount(
            organisation.refers("relation", "relationships", required=True),
            organisation.refers_all("kinds", "organisations"),
            organisation.refers_all("tiers", "tiers"),
            organisation.choices("having", ATTRIBUTES),
            organisation.whole("up", low=0, high=20),
            organisation.truth("outward"),
        )
        organisation.done()
    return count
