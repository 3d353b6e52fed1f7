"""What audits and quotas demand: which places or organisations must have how many of what. A small language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orgraph.definitions.source import Entry
from orgraph.domain.said import said
from orgraph.domain.track_record import DONE, PER_MILLE, SUCCESS_RATE, TRACK_KEYS

MOST = 1_000_000_000
"""How many are too many where nobody says."""

PER = ("households", "buildings")
ATTRIBUTES = ("duty_phone",)
COUNTED = ("post", "organisation", "area", "track_record")
STANDING = ("SERVES", "LEADS", "PAIRED_WITH", "RESPONSIBLE_FOR")
"""What an organisation may be to an area."""

RELATIONS = (*STANDING, "UNDER", "OF", "MEMBER_OF", "SITS_AT")
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

    `outward`: those that an organisation itself stands in that relation to, such as its superior by UNDER. `itself`:
    the subject, an organisation, in no relation, if it is of these kinds and tiers and has these attributes.
    """

    relation: str
    kinds: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    up: int = 0
    outward: bool = False
    itself: bool = False

    @property
    def what(self) -> str:
        """The key of what is counted: the first kind, else the relation; of the subject itself its tier, if asked."""
        if self.itself:
            return next(iter((*self.tiers, *self.kinds, *self.having)), "organisation")
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


@dataclass(frozen=True, slots=True)
class RecordCount:
    """
    What an organisation has brought to its end in the last `months`, that of the day the last, in `categories` and
    those below them (empty: all).

    `of` DONE: how many matters; SUCCESS_RATE: whole per mille of those tried, 0 where fewer than `tried` were.
    """

    of: str
    months: int = 12
    tried: int = 1
    categories: tuple[str, ...] = ()
    up: int = 0

    @property
    def what(self) -> str:
        """The key of what is counted."""
        return self.of


Count = PostCount | OrganisationCount | AreaCount | RecordCount


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
        match self.count:
            case PostCount(roles=several):
                pass
            case OrganisationCount(itself=True, tiers=several):
                pass
            case OrganisationCount(kinds=several) | AreaCount(kinds=several):
                pass
            case RecordCount():
                several = ()
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

    @property
    def of_the_ledger(self) -> bool:
        """Whether it asks for what organisations have brought to its end, which is counted by the month."""
        asked = (*self.must, *self.subject.having, *self.subject.without)
        return any(isinstance(one.count, RecordCount) for one in asked)


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
    if subject.level and any(isinstance(one, OrganisationCount) and one.itself for one in counts):
        entry.fault(said("area-itself"), said("mend-leave-out", name="itself"))
    if subject.level and any(isinstance(one, RecordCount) for one in counts):
        entry.fault(said("area-record"), said("mend-each-organisations"))
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
    of = _count(base) if base else None
    _check_itself(entry, count, of, bounds)
    if isinstance(count, RecordCount):
        _check_record(entry, count, bounds, most if most != MOST else least)
    if balance and "at_most" not in bounds:
        entry.add("at_most", int, "balanced")
    requirement = Requirement(
        count,
        least if bounds or not balance else 0,
        most,
        counted_per,
        per.whole(counted_per, 1, low=1) if per and counted_per else 1,
        of,
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


SHARED = ("every", "per", "percent_of", "balanced")
"""What makes of a number another, or of one demand several."""


def _check_itself(entry: Entry, count: Count, of: Count | None, bounds: Sequence[str]) -> None:
    """An organisation is what is asked of itself, or is not: there is nothing to count."""
    others = [*bounds, *(name for name in SHARED if entry.has(name))]
    if any(isinstance(one, OrganisationCount) and one.itself for one in (count, of)) and others:
        entry.fault(said("itself-counted"), said("mend-leave-all-out", these=others), others[0])


def _check_record(entry: Entry, count: RecordCount, bounds: Sequence[str], greatest: int) -> None:
    """A record is no share of anything and has a bound; a rate is in whole per mille."""
    others = [name for name in SHARED if entry.has(name)]
    if others:
        entry.fault(said("record-alone"), said("mend-leave-all-out", these=others), others[0])
    if not bounds:
        entry.add("at_least", int, "track_record")
    if count.of == SUCCESS_RATE and greatest > PER_MILLE:
        entry.fault(said("above-1000"), said("mend-within", low=0, high=PER_MILLE), bounds[0])


def _each_of(count: Count) -> tuple[tuple[str, Count], ...]:
    if isinstance(count, RecordCount):
        return ()
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
    post, organisation, area, record = (entry.mapping(name) for name in COUNTED)
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
        itself = organisation.truth("itself")
        count = OrganisationCount(
            organisation.choice("relation", RELATIONS, "" if itself else "SERVES", required=not itself),
            organisation.refers_all("kinds", "organisations"),
            organisation.refers_all("tiers", "tiers"),
            organisation.choices("having", ATTRIBUTES),
            organisation.whole("up", low=0, high=20),
            organisation.truth("outward"),
            itself,
        )
        if itself and (count.relation or count.up or count.outward):
            organisation.fault(said("itself-alone"), said("mend-leave-all-out", these=("relation", "up", "outward")))
        if itself and not (count.kinds or count.tiers or count.having):
            organisation.add("tiers", list, "itself")
        organisation.done()
    elif area:
        count = AreaCount(
            area.choice("relation", STANDING), area.refers("level", "levels"), area.refers_all("kinds", "areas")
        )
        area.done()
    elif record:
        of = record.choice("of", TRACK_KEYS, DONE, required=True)
        count = RecordCount(
            of,
            record.whole("months", 12, low=1, high=120),
            record.whole("tried", 1, low=1, high=10_000),
            record.refers_all("categories", "categories"),
        )
        if record.has("tried") and of == DONE:
            record.fault(said("tried-of-rate"), said("mend-leave-out", name="tried"), "tried")
        record.done()
    return count
