"""One portable statement for whatever an audit demands (the language of definitions/demands/requirements.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.requirements import (
    MOST,
    MustMeasure,
    Requirement,
    Subject,
)
from orgraph.graph import catalogue
from orgraph.graph.compiling.counts import Counted
from orgraph.graph.compiling.ground import AREA, HELD, ROLL_UP, STANDS, STEPS, Compiled, Ground, Reach, met

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
ROLLED = """
WITH by, CASE WHEN present < least OR present > most
  THEN [s.code + $suffixes[n], s.code, n, CASE WHEN present < least THEN least ELSE most END, present, a.code]
  END AS gap, count(*) AS number
{roll_up}
  MATCH (s:{label} {{code: gap[1]}})
  MATCH (a:Area {{code: gap[5]}})
  RETURN [gap[0], {name}, {area}, $whats[gap[2]], gap[3], gap[4], {details}, {ends}]
}} AS findings"""


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
