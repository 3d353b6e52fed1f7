"""Who or what is counted, as Cypher: how many, their names, when they were there."""

from __future__ import annotations

from collections.abc import Sequence

from orgraph.definitions.demands.requirements import (
    AreaCount,
    Balance,
    Count,
    OrganisationCount,
    PostCount,
    RecordCount,
)
from orgraph.domain.time import shifted
from orgraph.domain.track_record import DONE, PER_MILLE, SUCCESS_RATE, months_up_to
from orgraph.graph import catalogue
from orgraph.graph.compiling.ground import HELD, STEPS, Ground, met

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
        """The variable of what joins them to the place; of the subject itself its own."""
        if self._itself:
            return "org"
        return self._chosen("p", "r", "z" if self._ground.anchor == "a" else "r")

    @property
    def key(self) -> str:
        """What tells one that is counted from another."""
        return self._chosen("o.id", "org.code", "z.code")

    def _chosen(self, of_post: str, of_organisation: str, of_area: str) -> str:
        if isinstance(self._count, PostCount):
            return of_post
        return of_organisation if isinstance(self._count, OrganisationCount) else of_area

    @property
    def _itself(self) -> bool:
        """Whether it is the subject that is looked at."""
        return isinstance(self._count, OrganisationCount) and self._count.itself

    def number(self, *, any_will_do: bool = False) -> str:
        """How many different ones are there; where `any_will_do`, a number that is 0 only if there is none."""
        if isinstance(self._count, RecordCount):
            return self._recorded(self._count)
        told_apart = "" if any_will_do else f"\n    RETURN DISTINCT {self.key}"
        return f"COUNT {{\n    {self.pattern()} AND {self._held()}{told_apart}\n  }}"

    def named(self) -> str:
        """The names of those who are there; of a rate of how many tried how many succeeded."""
        if isinstance(self._count, RecordCount):
            return self._of_tried(self._count) if self._count.of == SUCCESS_RATE else "[]"
        return (
            f"COLLECT {{\n      {self.pattern()} AND {self._held()}\n"
            f"      RETURN DISTINCT [{self.called}, {self.who}.synthetic] AS named ORDER BY named[0]\n    }}"
        )

    def ended(self) -> str:
        """When the last of those who were there before left, as a list of none or one."""
        if isinstance(self._count, RecordCount) or self._itself:
            return "[]"
        edge = self.edge
        return (
            f"COLLECT {{\n      {self.pattern()} AND {edge}.until <= $on AND {edge}.since < {edge}.until\n"
            f"      RETURN {edge}.until ORDER BY {edge}.until DESC LIMIT 1\n    }}"
        )

    def _recorded(self, count: RecordCount) -> str:
        """What a record comes to: how many matters, or whole per mille of those tried."""
        if count.of == DONE:
            return _sum(self._records(count, "t.done"), "one")
        least, whole = self._value("tried", count.tried), self._value("whole", PER_MILLE)
        tried, succeeded = _sum("months", "one[0]"), _sum("months", "one[1]")
        rate = f"CASE WHEN {tried} < {least} THEN 0 ELSE {whole} * {succeeded} / {tried} END"
        return f"[months IN [{self._records(count, '[t.tried, t.succeeded]')}] | {rate}][0]"

    def _of_tried(self, count: RecordCount) -> str:
        """Of how many tried how many succeeded, as the name of something that is invented by nobody."""
        of = f"toString({_sum('months', 'one[1]')}) + '/' + toString({_sum('months', 'one[0]')})"
        return f"[months IN [{self._records(count, '[t.tried, t.succeeded]')}] | [{of}, false]]"

    def _records(self, count: RecordCount, told: str) -> str:
        """What is told of each record of the subject, as a list: one a month, category and book."""
        months = self._value("months", list(months_up_to(self._ground.on, count.months)))
        among = ""
        if count.categories:
            every = self._ground.definitions.categories
            below = sorted({one.key for one in every if set(count.categories) & set(one.lineage)})
            among = f" WHERE t.category IN {self._value('categories', below)}"
        of = f"MATCH (t:TrackRecord {{organisation: {self._ground.anchor}.code, month: month}}){among}"
        return f"COLLECT {{ UNWIND {months} AS month {of} RETURN {told} }}"

    def shares(self, balance: Balance) -> str:
        """Of how many areas below the subject each has that is counted, as a list of numbers."""
        share = f"WITH {self.who}, count(DISTINCT x.code) AS share\n    RETURN share"
        return f"COLLECT {{\n    {self._below(balance)}\n    {share}\n  }}"

    def laden(self, balance: Balance) -> str:
        """
        The names of the three that have most. What each has is looked for from it up to the subject: from the subject
        down again one engine began with all areas, and the other takes no `count` within what is returned.
        """
        of = self._ground.anchor
        way = f"(x:Area)-[b:PART_OF*0..{self._ground.deep(balance.over)}]->(y:Area)"
        conditions = ["coalesce(y.code, '') = here", HELD.format("y"), *self._shared_out(balance)]
        found = f"MATCH {self._reaching()}{way} WHERE {_all(conditions)}"
        share = f"COUNT {{\n        {found}\n        RETURN DISTINCT x.code\n      }}"
        return (
            f"COLLECT {{\n      {self._below(balance)}\n      WITH DISTINCT {self.who}, {of}.code AS here\n"
            f"      WITH {self.who}, {share} AS share\n"
            f"      RETURN [{self.called}, {self.who}.synthetic] ORDER BY share DESC, {self.key} LIMIT 3\n    }}"
        )

    def _reaching(self) -> str:
        """What is counted, known already, and what joins it to an area that follows."""
        count = self._count
        if not isinstance(count, OrganisationCount):
            return "(o)-[p:POSTED_TO]->"
        relation = self._ground.definitions.graph.relationships[count.relation].type
        return f"(org)<-[r:{relation}]-" if count.outward else f"(org)-[r:{relation}]->"

    def _shared_out(self, balance: Balance, *, dated: bool = True) -> list[str]:
        """Which areas `x` are shared out among whom, on the day if `dated`."""
        over = self._ground.value(f"{self._prefix}_over", balance.over)
        day = [STEPS.format("b"), HELD.format("x"), self._held()] if dated else []
        return [f"{met('x.level')} = {over}", *self._conditions("x"), *day]

    def _below(self, balance: Balance, *, dated: bool = True) -> str:
        """Who or what is counted at an area `x` of those that are shared out."""
        below = f"MATCH ({self._ground.anchor})<-[b:PART_OF*0..{self._ground.deep(balance.over)}]-(x:Area)"
        return f"{below}{self._joined()} WHERE {_all(self._shared_out(balance, dated=dated))}"

    def pattern(self, *, dated: bool = True) -> str:
        """Who or what is counted, whenever it was there; the way to it holds on the day if `dated`."""
        anchor, up = self._ground.anchor, self._count.up
        if isinstance(self._count, AreaCount):
            return self._areas(self._count, dated)
        if self._itself:
            conditions = [f"org.code = {anchor}.code", *self._conditions(anchor)]
            return f"MATCH (org:Organisation) WHERE {_all(conditions)}"
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
            return HELD.format("org") if count.itself else f"{HELD.format(self.edge)} AND {HELD.format('org')}"
        if not isinstance(count, PostCount) or not count.within_days:
            return HELD.format(self.edge)
        first = shifted(self._ground.on, -count.within_days)
        return f"p.since <= $on AND {self._value('since', first.isoformat())} < p.until AND p.since < p.until"

    def _conditions(self, place: str, *, dated: bool = True) -> list[str]:
        count, ground = self._count, self._ground
        if isinstance(count, PostCount):
            found = post_conditions(self._prefix, count, ground)
            return [*found, PRESENT.format(place=place)] if count.on_duty and dated else found
        if not isinstance(count, OrganisationCount):
            return []
        return [
            *ground.among(met(catalogue.dated("org", "kind")), f"{self._prefix}_org_kinds", count.kinds),
            *ground.among(catalogue.dated("org", "tier"), f"{self._prefix}_tiers", count.tiers),
            *(f"org.{name} IS NOT NULL" for name in count.having),
        ]

    def _value(self, name: str, value: object) -> str:
        return self._ground.value(f"{self._prefix}_{name}", value)


def _sum(records: str, of: str) -> str:
    """The sum of a list; `of` is what is added of `one`."""
    return f"reduce(n = 0, one IN {records} | n + {of})"


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
