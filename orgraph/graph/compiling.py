"""One portable statement for whatever an audit demands: the compiler of the language in definitions/requirements.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.requirements import MOST, MustMeasure, PostCount, Requirement, Subject

HELD = "{0}.since <= $on AND $on < {0}.until"
STEPS = "all(step IN {0} WHERE step.since <= $on AND $on < step.until)"
STANDS = "SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR"
AREA = "a.code, a.name, a.level, a.kind, a.flag, a.synthetic"

PRESENT = """(NOT EXISTS {{ MATCH (o)-[w:AWAY]->({place}) WHERE w.since <= $on AND $on < w.until }} OR EXISTS {{
      MATCH (o)<-[d:DEPUTISES_FOR]-(sub:Officer) WHERE d.since <= $on AND $on < d.until
        AND NOT EXISTS {{ MATCH (sub)-[v:AWAY]->() WHERE v.since <= $on AND $on < v.until }}
    }})"""
"""Somebody is at a place: not away from it, or a deputy who is away from nothing stands in."""

AREAS = """MATCH way = (root:Area {{code: $area}})<-[down:PART_OF*0..{depth}]-(a:Area)
WHERE a.level = $level AND {there} AND {steps}{narrowed}
WITH a AS s, a, {by} AS by"""

ORGANISATIONS = """MATCH (s:Organisation)-[stood:{stands}]->(seat:Area)
WHERE s.kind IN $kinds AND {there} AND {held}
  AND EXISTS {{ MATCH (seat)-[out:PART_OF*0..{depth}]->(:Area {{code: $area}}) WHERE {out} }}{narrowed}
WITH s, min(seat.code) AS code
MATCH way = (a:Area {{code: code}})-[up:PART_OF*0..{depth}]->(root:Area {{code: $area}})
WHERE {steps}
WITH s, a, {by} AS by"""

ROLLED = """
UNWIND range(0, {last}) AS n
WITH by, s, a, n, present[n] AS present, least[n] AS least, most[n] AS most
WITH by, count(*) AS audited, collect(CASE WHEN present < least OR present > most
  THEN [s.code + $suffixes[n], s.code, n, CASE WHEN present < least THEN least ELSE most END, present, a.code]
  END) AS gaps
WITH by, audited, gaps ORDER BY by.code
WITH collect([by.code, by.name, by.level, by.kind, by.flag, by.synthetic, audited, size(gaps)]) AS by_area,
  collect(gaps) AS lists
RETURN by_area, COLLECT {{
  UNWIND lists AS list UNWIND list AS gap
  WITH gap WHERE gap[0] > $after
  WITH gap ORDER BY gap[0] LIMIT $limit
  MATCH (s:{label} {{code: gap[1]}})
  MATCH (a:Area {{code: gap[5]}})
  RETURN [gap[0], s.name, {area}, $whats[gap[2]], gap[3], gap[4], {details}, {ends}]
  ORDER BY gap[0]
}} AS findings"""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The text of a statement and the values of its parameters besides those that every audit has."""

    text: str
    values: dict[str, Any]


def compiled(measure: MustMeasure, definitions: Definitions, depth: int, left_out: Sequence[str], on: date) -> Compiled:
    """
    The statement for a measure on a day, no deeper than `depth` below its root, areas in `left_out` not looked at.

    It takes $area, $by, $on, $after and $limit, and gives the roll-up and the findings as every audit does. Names in
    the text are those of the graph model; everything else that a definition says is a parameter.
    """
    subject, must = measure.subject, measure.must
    values: dict[str, Any] = {"kinds": list(subject.kinds), "leaves": list(definitions.leaf_levels)}
    anchor = "a" if subject.level else "s"
    counts = [_Counted(f"m{number}", one, definitions, values, anchor, on) for number, one in enumerate(must)]
    whats = [one.what for one in must]
    told_apart = len(set(whats)) == len(whats)  # a finding is known by its subject and what is missing there
    suffixes = [f"#{what}" if told_apart else f"#{what}-{number}" for number, what in enumerate(whats, start=1)]
    suffixes = suffixes if len(must) > 1 else [""]
    values |= {"whats": whats, "suffixes": suffixes, "left_out": list(left_out)}
    present = ", ".join(one.number() for one in counts)
    bounds = ", ".join(one.least() for one in counts), ", ".join(one.most() for one in counts)
    rolled = ROLLED.format(
        last=len(must) - 1,
        label="Area" if subject.level else "Organisation",
        area=AREA,
        details=_picked([one.named() for one in counts]),
        ends=_picked([one.ended() for one in counts]),
    )
    head = _subjects(subject, definitions, values, depth, anchor, on)
    text = f"{head}, [{present}] AS present, [{bounds[0]}] AS least, [{bounds[1]}] AS most{rolled}"
    used = {name: value for name, value in values.items() if f"${name}" in text}
    return Compiled(text, used)


def _picked(lists: Sequence[str]) -> str:
    """The list of the demand that is not met. Not by index: one of the engines takes none of a list of subqueries."""
    if len(lists) == 1:
        return lists[0]
    chosen = " ".join(f"WHEN {number} THEN {one}" for number, one in enumerate(lists))
    return f"CASE gap[2] {chosen} END"


def _subjects(
    subject: Subject, definitions: Definitions, values: dict[str, Any], depth: int, anchor: str, on: date
) -> str:
    narrowed = [
        _Counted(f"h{number}", one, definitions, values, anchor, on).holds()
        for number, one in enumerate(subject.having)
    ]
    narrowed += [
        f"NOT ({_Counted(f'w{number}', one, definitions, values, anchor, on).holds()})"
        for number, one in enumerate(subject.without)
    ]
    by = "coalesce([y IN nodes(way) WHERE y.level = $by][0], root)"
    if not subject.level:
        return ORGANISATIONS.format(
            stands=STANDS,
            there=HELD.format("s"),
            held=HELD.format("stood"),
            depth=definitions.max_depth,
            out=STEPS.format("out"),
            steps=STEPS.format("up"),
            narrowed="".join(f"\n  AND {one}" for one in narrowed),
            by=by,
        )
    values["level"] = subject.level
    if subject.kinds:
        narrowed.insert(0, "a.kind IN $kinds")
    if values["left_out"]:
        narrowed.insert(0, "NOT a.code IN $left_out")
    return AREAS.format(
        depth=depth,
        there=HELD.format("a"),
        steps=STEPS.format("down"),
        narrowed="".join(f"\n  AND {one}" for one in narrowed),
        by=by,
    )


class _Counted:
    """One count as Cypher; its parameters carry `prefix`, its subject is `anchor`."""

    def __init__(
        self,
        prefix: str,
        requirement: Requirement,
        definitions: Definitions,
        values: dict[str, Any],
        anchor: str,
        on: date,
    ) -> None:
        self._on = on
        self._prefix = prefix
        self._requirement = requirement
        self._definitions = definitions
        self._values = values
        self._anchor = anchor

    def number(self) -> str:
        """How many are there."""
        who = "o.id" if isinstance(self._requirement.count, PostCount) else "org.code"
        return f"COUNT {{\n    {self._pattern()} AND {self._held()}\n    RETURN DISTINCT {who}\n  }}"

    def named(self) -> str:
        """The names of those who are there."""
        who = "o" if isinstance(self._requirement.count, PostCount) else "org"
        return (
            f"COLLECT {{\n      {self._pattern()} AND {self._held()}\n"
            f"      RETURN DISTINCT [{who}.name, {who}.synthetic] AS named ORDER BY named[0]\n    }}"
        )

    def ended(self) -> str:
        """When the last of those who were there before left, as a list of none or one."""
        edge = "p" if isinstance(self._requirement.count, PostCount) else "r"
        return (
            f"COLLECT {{\n      {self._pattern()} AND {edge}.until <= $on AND {edge}.since < {edge}.until\n"
            f"      RETURN {edge}.until ORDER BY {edge}.until DESC LIMIT 1\n    }}"
        )

    def holds(self) -> str:
        """Whether the count is within its bounds; it is counted once for each that there is."""
        asked, number = self._requirement, self.number()
        bounds = [f"{number} >= {self.least()}"] if asked.at_least else []
        bounds += [f"{number} <= {self.most()}"] if asked.at_most != MOST else []
        return " AND ".join(bounds) or "true"

    def least(self) -> str:
        """The lower bound."""
        return self._bound("least", self._requirement.at_least)

    def most(self) -> str:
        """The upper bound."""
        return self._bound("most", self._requirement.at_most)

    def _bound(self, which: str, value: int) -> str:
        name = self._value(which, value)
        requirement = self._requirement
        if not requirement.per:
            return name
        of = f"coalesce({self._anchor}.households, 0)"
        if requirement.per == "buildings":
            of = (
                f"COUNT {{ MATCH ({self._anchor})<-[below:PART_OF*0..{self._definitions.max_depth}]-(b:Area)"
                f" WHERE b.level IN $leaves AND {HELD.format('b')} AND {STEPS.format('below')} }}"
            )
        so_many = self._value("per", requirement.per_so_many)
        return f"{name} * ((({of}) + {so_many} - 1) / {so_many})"

    def _held(self) -> str:
        count = self._requirement.count
        if not isinstance(count, PostCount):
            return HELD.format("r")
        if not count.within_days:
            return HELD.format("p")
        since = self._value("since", (self._on - timedelta(days=count.within_days)).isoformat())
        return f"p.since <= $on AND {since} < p.until AND p.since < p.until"

    def _pattern(self) -> str:
        """Who or what is counted, whenever it was there."""
        count = self._requirement.count
        place = "x" if count.up else self._anchor
        way = f"({self._anchor})-[u:PART_OF*0..{count.up}]->(x:Area)" if count.up else f"({self._anchor})"
        conditions = [STEPS.format("u")] if count.up else []
        if isinstance(count, PostCount):
            conditions += self._of_post(count, place)
            return f"MATCH {way}<-[p:POSTED_TO]-(o:Officer) WHERE {' AND '.join(conditions) or 'true'}"
        conditions += self._of_organisation(count.kinds, count.tiers, count.having)
        relation = self._definitions.graph.relationships[count.relation].type
        edge = f"-[r:{relation}]->" if count.outward else f"<-[r:{relation}]-"
        return f"MATCH {way}{edge}(org:Organisation) WHERE {' AND '.join(conditions) or 'true'}"

    def _of_post(self, count: PostCount, place: str) -> list[str]:
        found = self._among("p.role", "roles", count.roles)
        if count.employment:
            found.append(f"p.employment = {self._value('employment', count.employment)}")
        found += self._among("o.profession", "professions", count.professions)
        found += self._among("o.tier", "tiers", count.tiers)
        if count.principal is not None:
            found.append(f"coalesce(p.principal, false) = {self._value('principal', count.principal)}")
        return [*found, PRESENT.format(place=place)] if count.on_duty else found

    def _of_organisation(self, kinds: tuple[str, ...], tiers: tuple[str, ...], having: tuple[str, ...]) -> list[str]:
        return [
            *self._among("org.kind", "org_kinds", kinds),
            *self._among("org.tier", "tiers", tiers),
            *(f"org.{name} IS NOT NULL" for name in having),
        ]

    def _among(self, property_: str, name: str, values: tuple[str, ...]) -> list[str]:
        if not values:
            return []
        if len(values) == 1:
            return [f"{property_} = {self._value(name, values[0])}"]
        return [f"{property_} IN {self._value(name, list(values))}"]

    def _value(self, name: str, value: object) -> str:
        key = f"{self._prefix}_{name}"
        self._values[key] = value
        return f"${key}"
