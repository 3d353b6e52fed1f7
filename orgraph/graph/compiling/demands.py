"""One portable statement for whatever an audit demands (the language of definitions/demands/requirements.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.requirements import (
    MOST,
    AreaCount,
    Balance,
    Count,
    MustMeasure,
    OrganisationCount,
    PostCount,
    Requirement,
    Subject,
)
from orgraph.domain.time import shifted
from orgraph.graph import catalogue

HELD = "{0}.since <= $on AND $on < {0}.until"
STEPS = "all(step IN {0} WHERE step.since <= $on AND $on < step.until)"
STANDS = "SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR"
AREA = catalogue.area("a")

PRESENT = """(NOT EXISTS {{ MATCH (o)-[w:AWAY]->({place}) WHERE w.since <= $on AND $on < w.until }} OR EXISTS {{
      MATCH (o)<-[d:DEPUTISES_FOR]-(sub:Officer) WHERE d.since <= $on AND $on < d.until
        AND NOT EXISTS {{ MATCH (sub)-[v:AWAY]->() WHERE v.since <= $on AND $on < v.until }}
    }})"""
"""Somebody is at a place: not away from it, or a deputy who is away from nothing stands in."""

ABSENCES = "COLLECT {{ MATCH (o)-[w:AWAY]->({place}) RETURN [w.since, w.until] }}"
DEPUTIES = """COLLECT { MATCH (o)<-[d:DEPUTISES_FOR]-(sub:Officer)
      RETURN [d.since, d.until, COLLECT { MATCH (sub)-[v:AWAY]->() RETURN [v.since, v.until] }] }"""
STEPPED = ("u", "b", "n")
"""Variables that are ways of several steps."""

AREAS = """{areas}
  AND coalesce(a.level, '') = $level{narrowed}
WITH a AS s, a, by"""

ORGANISATIONS = """MATCH (s:Organisation)-[of:OF*0..1]->(:Organisation)-[stood:{stands}]->(seat:Area)
WHERE {kind} IN $kinds AND {there} AND {held} AND {seated} AND {member}{at}{narrowed}
WITH DISTINCT s, seat
MATCH way = (seat)-[up:PART_OF*0..{depth}]->(root:Area)
WHERE coalesce(root.code, '') = $area AND {steps}
WITH s, seat, coalesce([y IN nodes(way) WHERE y.level = $by][0], root) AS by ORDER BY s.code, seat.code
WITH s, collect(seat)[0] AS a, collect(by)[0] AS by"""

ONE_BY_ONE = """
UNWIND range(0, {last}) AS n
WITH by, s, a, n, present[n] AS present, least[n] AS least, most[n] AS most"""

ROLL_UP = catalogue.part("audits/roll_up")
"""From gaps by area to the roll-up, and the page of gaps that the rest of the statement tells about."""

ROLLED = """
WITH by, CASE WHEN present < least OR present > most
  THEN [s.code + $suffixes[n], s.code, n, CASE WHEN present < least THEN least ELSE most END, present, a.code]
  END AS gap, count(*) AS number
{roll_up}
  MATCH (s:{label} {{code: gap[1]}})
  MATCH (a:Area {{code: gap[5]}})
  RETURN [gap[0], {name}, {area}, $whats[gap[2]], gap[3], gap[4], {details}, {ends}]
}} AS findings"""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The text of a statement and the values of its parameters besides those that every audit has."""

    text: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """
    How many steps below the root the level that is rolled up to lies at most, and what is looked at below that; with
    `to_leaves` also buildings, one step farther.
    """

    over: int
    under: int
    to_leaves: bool = False

    def areas(self) -> str:
        """The beginning of a statement: the areas `a` within reach, and what each is counted for."""
        tops = catalogue.part("audits/tops", over=self.over) if self.over else catalogue.part("audits/root")
        below = catalogue.part("audits/all_below" if self.to_leaves else "audits/below", under=self.under)
        return f"{tops}\n{below}"


def compiled(
    measure: MustMeasure, definitions: Definitions, reach: Reach, left_out: Sequence[str], on: date
) -> Compiled:
    """
    The statement for a measure on a day, of what lies within reach of its root, areas in `left_out` not looked at.

    It takes $area, $by, $on, $after and $limit, and gives the roll-up and the findings as every audit does. Names in
    the text are those of the graph model; everything else that a definition says is a parameter.
    """
    subject, must = measure.subject, measure.must
    values: dict[str, Any] = {"kinds": list(subject.kinds), "leaves": list(definitions.leaf_levels)}
    ground = Ground(definitions, values, "a" if subject.level else "s", on, subject.level)
    demands = [_Demand(f"m{number}", one, ground) for number, one in enumerate(must)]
    whats = [one.what for one in must]
    values |= {"whats": [one.asked_for for one in must], "suffixes": suffixes(whats), "left_out": list(left_out)}
    rolled = ROLLED.format(
        roll_up=ROLL_UP,
        label="Area" if subject.level else "Organisation",
        name=catalogue.dated("s", "name"),
        area=AREA,
        details=_picked([one.named() for one in demands]),
        ends=_picked([one.ended() for one in demands]),
    )
    loads = [(one.loads(), one.shares) for one in demands if one.balanced]
    head = subjects(subject, ground, reach)
    if loads:
        named = "".join(f", {collected} AS {name}" for collected, name in loads)
        head = f"{head}{named}\nWITH s, a, by{''.join(f', {name}' for _, name in loads)}"
    parts = [one.number() for one in demands], [one.least() for one in demands], [one.most() for one in demands]
    if len(demands) == 1:
        (present,), (least,), (most,) = parts
        text = f"{head}, 0 AS n, {present} AS present, {least} AS least, {most} AS most{rolled}"
    else:
        present, least, most = (f"[{', '.join(part)}]" for part in parts)
        each = ONE_BY_ONE.format(last=len(demands) - 1)
        text = f"{head}, {present} AS present, {least} AS least, {most} AS most{each}{rolled}"
    used = {name: value for name, value in values.items() if f"${name}" in text}
    return Compiled(text, used)


def suffixes(whats: Sequence[str]) -> list[str]:
    """What follows a subject in the key of a finding: nothing where one thing is asked, else what is missing there."""
    if len(whats) == 1:
        return [""]
    told_apart = len(set(whats)) == len(whats)
    return [f"#{what}" if told_apart else f"#{what}-{number}" for number, what in enumerate(whats, start=1)]


def _picked(lists: Sequence[str]) -> str:
    """The list of the demand that is not met. Not by index: one of the engines takes none of a list of subqueries."""
    if len(lists) == 1:
        return lists[0]
    chosen = " ".join(f"WHEN {number} THEN {one}" for number, one in enumerate(lists))
    return f"CASE gap[2] {chosen} END"


@dataclass(frozen=True, slots=True)
class Ground:
    """
    What the parts of a statement share: the definitions, its parameters so far, its subject's name and, of an area, its
    level, the day.
    """

    definitions: Definitions
    values: dict[str, Any]
    anchor: str
    on: date
    level: str = ""

    def deep(self, level: str) -> int:
        """How many steps below the subject areas of a level lie at most."""
        levels = self.definitions.levels
        known = level in levels and self.level in levels
        return max(1, levels[level].rank - levels[self.level].rank) if known else self.definitions.max_depth

    def value(self, name: str, value: object) -> str:
        """A parameter, to be written in its place."""
        self.values[name] = value
        return f"${name}"

    def among(self, property_: str, name: str, values: tuple[str, ...]) -> list[str]:
        """The condition that a property is one of some values; none where there are none."""
        if not values:
            return []
        if len(values) == 1:
            return [f"{property_} = {self.value(name, values[0])}"]
        return [f"{property_} IN {self.value(name, list(values))}"]


def subjects(subject: Subject, ground: Ground, reach: Reach) -> str:
    """The subjects `s` under a root, each with the area `a` where it lies and the area `by` that it is counted for."""
    narrowed = [_Demand(f"h{number}", one, ground).holds() for number, one in enumerate(subject.having)]
    narrowed += [f"NOT ({_Demand(f'w{number}', one, ground).holds()})" for number, one in enumerate(subject.without)]
    if not subject.level:
        return ORGANISATIONS.format(
            stands=STANDS,
            kind=catalogue.dated("s", "kind"),
            there=HELD.format("s"),
            held=HELD.format("stood"),
            seated=HELD.format("seat"),
            member=STEPS.format("of"),
            at=f" AND {met('seat.level')} = {ground.value('at', subject.at)}" if subject.at else "",
            depth=ground.definitions.max_depth,
            steps=STEPS.format("up"),
            narrowed="".join(f"\n  AND {one}" for one in narrowed),
        )
    ground.values["level"] = subject.level
    if subject.kinds:
        narrowed.insert(0, f"{catalogue.dated('a', 'kind')} IN $kinds")
    if ground.values["left_out"]:
        narrowed.insert(0, "NOT a.code IN $left_out")
    return AREAS.format(areas=reach.areas(), narrowed="".join(f"\n  AND {one}" for one in narrowed))


class Counted:
    """A count as Cypher; its parameters carry `prefix`, its subject is the ground's anchor."""

    def __init__(self, prefix: str, count: Count, ground: Ground) -> None:
        self._prefix = prefix
        self._count = count
        self._ground = ground

    @property
    def who(self) -> str:
        """The variable of who or what is counted."""
        return self._chosen("o", "org", "z")

    @property
    def called(self) -> str:
        """The name of who or what is counted; that of an officer has no other days."""
        return "o.name" if isinstance(self._count, PostCount) else catalogue.dated(self.who, "name")

    @property
    def edge(self) -> str:
        """The variable of what joins them to the place."""
        return self._chosen("p", "r", "z" if self._ground.anchor == "a" else "r")

    @property
    def key(self) -> str:
        """What tells one that is counted from another."""
        return self._chosen("o.id", "org.code", "z.code")

    def _chosen(self, of_post: str, of_organisation: str, of_area: str) -> str:
        if isinstance(self._count, PostCount):
            return of_post
        return of_organisation if isinstance(self._count, OrganisationCount) else of_area

    def number(self, *, any_will_do: bool = False) -> str:
        """How many different ones are there; where `any_will_do`, a number that is 0 only if there is none."""
        told_apart = "" if any_will_do else f"\n    RETURN DISTINCT {self.key}"
        return f"COUNT {{\n    {self.pattern()} AND {self._held()}{told_apart}\n  }}"

    def named(self) -> str:
        """The names of those who are there."""
        return (
            f"COLLECT {{\n      {self.pattern()} AND {self._held()}\n"
            f"      RETURN DISTINCT [{self.called}, {self.who}.synthetic] AS named ORDER BY named[0]\n    }}"
        )

    def ended(self) -> str:
        """When the last of those who were there before left, as a list of none or one."""
        edge = self.edge
        return (
            f"COLLECT {{\n      {self.pattern()} AND {edge}.until <= $on AND {edge}.since < {edge}.until\n"
            f"      RETURN {edge}.until ORDER BY {edge}.until DESC LIMIT 1\n    }}"
        )

    def shares(self, balance: Balance) -> str:
        """Of how many areas below the subject each has that is counted, as a list of numbers."""
        share = f"WITH {self.who}, count(DISTINCT x.code) AS share\n    RETURN share"
        return f"COLLECT {{\n    {self._below(balance)}\n    {share}\n  }}"

    def laden(self, balance: Balance) -> str:
        """The names of the three that have most."""
        share = f"COUNT {{\n        {self._below(balance)}\n        RETURN DISTINCT x.code\n      }}"
        return (
            f"COLLECT {{\n      {self._below(balance)}\n      WITH DISTINCT {self.who}\n"
            f"      RETURN [{self.called}, {self.who}.synthetic] ORDER BY {share} DESC, {self.key} LIMIT 3\n    }}"
        )

    def _below(self, balance: Balance, *, dated: bool = True) -> str:
        """Who or what is counted at an area `x` of those that are shared out."""
        over = self._ground.value(f"{self._prefix}_over", balance.over)
        below = f"MATCH ({self._ground.anchor})<-[b:PART_OF*0..{self._ground.deep(balance.over)}]-(x:Area)"
        conditions = [f"{met('x.level')} = {over}", *self._conditions("x")]
        conditions += [STEPS.format("b"), HELD.format("x"), self._held()] if dated else []
        return f"{below}{self._joined()} WHERE {_all(conditions)}"

    def pattern(self, *, dated: bool = True) -> str:
        """Who or what is counted, whenever it was there; the way to it holds on the day if `dated`."""
        anchor, up = self._ground.anchor, self._count.up
        if isinstance(self._count, AreaCount):
            return self._areas(self._count, dated)
        way = f"({anchor})-[u:PART_OF*0..{up}]->(x:Area)" if up else f"({anchor})"
        conditions = [STEPS.format("u"), HELD.format("x")] if up and dated else []
        conditions += self._conditions(self._place, dated=dated)
        return f"MATCH {way}{self._joined()} WHERE {_all(conditions)}"

    def spells(self) -> str:
        """
        Who or what is counted, whenever it was there: [key, days from, days until, absences, deputies, nothing].

        It was there where all of the periods hold, not in an absence, but in that of a deputy who is away from nothing.
        """
        return f"COLLECT {{\n    {self.pattern(dated=False)}\n    RETURN {self._spell(self._way)}\n  }}"

    def leaves(self) -> str:
        """The same of the buildings of the subject, itself among them if it is one."""
        deep = self._ground.definitions.max_depth
        below = f"MATCH (a)<-[n:PART_OF*0..{deep}]-(z:Area) WHERE {met('z.level')} IN $leaves"
        self._ground.values["leaves"] = list(self._ground.definitions.leaf_levels)
        return f"COLLECT {{\n    {below}\n    RETURN {self._spell(['n', 'z'])}\n  }}"

    def shared_spells(self, balance: Balance) -> str:
        """The same at each area `x` of those that are shared out, whose code comes last."""
        spell = self._spell([*self._counted_node, "x", "b"], "x.code")
        return f"COLLECT {{\n    {self._below(balance, dated=False)}\n    RETURN {spell}\n  }}"

    @property
    def _place(self) -> str:
        return "x" if self._count.up else self._ground.anchor

    @property
    def _way(self) -> list[str]:
        """What must hold besides what joins the counted to the place: a list of steps, a node."""
        if isinstance(self._count, AreaCount):
            return ["z"] if self._ground.anchor == "s" else ["k", "z"] if self._next else ["n", "z"]
        return [*self._counted_node, *(["u", "x"] if self._count.up else [])]

    @property
    def _counted_node(self) -> list[str]:
        return ["org"] if isinstance(self._count, OrganisationCount) else []

    @property
    def _next(self) -> bool:
        """Whether the areas that are counted lie next below the subject, one step away."""
        return isinstance(self._count, AreaCount) and self._ground.deep(self._count.level) == 1

    def _spell(self, way: Sequence[str], area: str = "''") -> str:
        sinces, untils = ([one(name) for name in (self.edge, *way)] for one in (_sinces, _untils))
        absences = deputies = "[]"
        if isinstance(self._count, PostCount) and self._count.on_duty:
            absences, deputies = ABSENCES.format(place=self._place), DEPUTIES
        return f"[{self.key}, {' + '.join(sinces)}, {' + '.join(untils)}, {absences}, {deputies}, {area}]"

    def _areas(self, count: AreaCount, dated: bool) -> str:
        """Areas below an area, or those that an organisation stands to."""
        of = self._ground.among(catalogue.dated("z", "kind"), f"{self._prefix}_kinds", count.kinds)
        if count.level:
            of.insert(0, f"{met('z.level')} = {self._value('level', count.level)}")
        if self._ground.anchor == "a":
            held = HELD.format("k") if self._next else STEPS.format("n")
            way = "k:PART_OF" if self._next else f"n:PART_OF*1..{self._ground.deep(count.level)}"
            return f"MATCH (a)<-[{way}]-(z:Area) WHERE {_all([*of, held] if dated else of)}"
        relation = self._ground.definitions.graph.relationships[count.relation].type
        of += [HELD.format("z")] if dated else []
        return f"MATCH (s)-[r:{relation}]->(z:Area) WHERE {_all(of)}"

    def _joined(self) -> str:
        count = self._count
        if not isinstance(count, OrganisationCount):
            return "<-[p:POSTED_TO]-(o:Officer)"
        relation = self._ground.definitions.graph.relationships[count.relation].type
        return f"-[r:{relation}]->(org:Organisation)" if count.outward else f"<-[r:{relation}]-(org:Organisation)"

    def _held(self) -> str:
        count = self._count
        if isinstance(count, OrganisationCount):
            return f"{HELD.format(self.edge)} AND {HELD.format('org')}"
        if not isinstance(count, PostCount) or not count.within_days:
            return HELD.format(self.edge)
        first = shifted(self._ground.on, -count.within_days)
        return f"p.since <= $on AND {self._value('since', first.isoformat())} < p.until AND p.since < p.until"

    def _conditions(self, place: str, *, dated: bool = True) -> list[str]:
        count, ground = self._count, self._ground
        if isinstance(count, PostCount):
            found = post_conditions(self._prefix, count, ground)
            return [*found, PRESENT.format(place=place)] if count.on_duty and dated else found
        if isinstance(count, AreaCount):
            return []
        return [
            *ground.among(met(catalogue.dated("org", "kind")), f"{self._prefix}_org_kinds", count.kinds),
            *ground.among(catalogue.dated("org", "tier"), f"{self._prefix}_tiers", count.tiers),
            *(f"org.{name} IS NOT NULL" for name in count.having),
        ]

    def _value(self, name: str, value: object) -> str:
        return self._ground.value(f"{self._prefix}_{name}", value)


def met(property_: str) -> str:
    """An indexed property that is met on the way: no index is to serve, see the catalogue."""
    return f"coalesce({property_}, '')"


def _all(conditions: Sequence[str]) -> str:
    return " AND ".join(conditions) or "true"


def _sinces(name: str) -> str:
    return f"[step IN {name} | step.since]" if name in STEPPED else f"[{name}.since]"


def _untils(name: str) -> str:
    return f"[step IN {name} | step.until]" if name in STEPPED else f"[{name}.until]"


def post_conditions(prefix: str, count: PostCount, ground: Ground) -> list[str]:
    """Which postings `p` of officers `o` a count is of."""
    found = ground.among("p.role", f"{prefix}_roles", count.roles)
    if count.employment:
        found.append(f"p.employment = {ground.value(f'{prefix}_employment', count.employment)}")
    found += ground.among("o.profession", f"{prefix}_professions", count.professions)
    found += ground.among("o.tier", f"{prefix}_tiers", count.tiers)
    if count.principal is not None:
        found.append(f"coalesce(p.principal, false) = {ground.value(f'{prefix}_principal', count.principal)}")
    return found


class _Demand:
    """A demand as Cypher: what is counted, or how it is shared out, and the bounds."""

    def __init__(self, prefix: str, requirement: Requirement, ground: Ground) -> None:
        self._prefix = prefix
        self._requirement = requirement
        self._ground = ground
        self._counted = Counted(prefix, requirement.count, ground)

    @property
    def _any_will_do(self) -> bool:
        """Whether one is as good as several: telling them apart is what costs most."""
        asked = self._requirement
        return asked.at_least == 1 and asked.at_most == MOST and not asked.per and asked.percent_of is None

    @property
    def balanced(self) -> bool:
        """Whether the bounds are of how evenly something is shared."""
        return self._requirement.balance is not None

    @property
    def shares(self) -> str:
        """The variable that holds what each has."""
        return f"{self._prefix}_shares"

    def loads(self) -> str:
        """What each has, as a list of numbers."""
        balance = self._requirement.balance
        return self._counted.shares(balance) if balance else "[]"

    def number(self) -> str:
        """How many are there, or how far their shares are apart."""
        balance = self._requirement.balance
        if balance is None:
            return self._counted.number(any_will_do=self._any_will_do)
        most = f"reduce(most = 0, n IN {self.shares} | CASE WHEN n > most THEN n ELSE most END)"
        fewest = f"reduce(few = {MOST}, n IN {self.shares} | CASE WHEN n < few THEN n ELSE few END)"
        apart = f"100 * {most} / {fewest}" if balance.ratio else f"{most} - {fewest}"
        return f"CASE WHEN size({self.shares}) = 0 THEN 0 ELSE {apart} END"

    def named(self) -> str:
        """The names of those who are there; of those who share, the three with most."""
        balance = self._requirement.balance
        return self._counted.named() if balance is None else self._counted.laden(balance)

    def ended(self) -> str:
        """When the last of those who were there before left, as a list of none or one."""
        return self._counted.ended() if self._requirement.balance is None else "[]"

    def holds(self) -> str:
        """Whether the count is within its bounds; it is counted once for each that there is."""
        asked, number = self._requirement, self._counted.number(any_will_do=self._any_will_do)
        bounds = [f"{number} >= {self.least()}"] if asked.at_least else []
        bounds += [f"{number} <= {self.most()}"] if asked.at_most != MOST else []
        return " AND ".join(bounds) or "true"

    def least(self) -> str:
        """The lower bound."""
        return self._bound("least", self._requirement.at_least, 99)

    def most(self) -> str:
        """The upper bound."""
        return self._bound("most", self._requirement.at_most, 0)

    def _bound(self, which: str, value: int, rounding: int) -> str:
        name, asked = self._ground.value(f"{self._prefix}_{which}", value), self._requirement
        if value == MOST:
            return name  # no bound is none, of however many households
        if asked.percent_of is not None:
            base = Counted(f"{self._prefix}_of", asked.percent_of, self._ground).number()
            return f"(({name} * {base} + {rounding}) / 100)"
        if not asked.per:
            return name
        anchor = self._ground.anchor
        of = f"coalesce({anchor}.households, 0)"
        if asked.per == "buildings":
            of = (
                f"COUNT {{ MATCH ({anchor})<-[below:PART_OF*0..{self._ground.definitions.max_depth}]-(b:Area)"
                f" WHERE {met('b.level')} IN $leaves AND {HELD.format('b')} AND {STEPS.format('below')} }}"
            )
        so_many = self._ground.value(f"{self._prefix}_per", asked.per_so_many)
        return f"{name} * ((({of}) + {so_many} - 1) / {so_many})"
