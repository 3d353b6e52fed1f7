"""One statement for all that an audit demands over a time: every period in which somebody or something was there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.requirements import AreaCount, Count, MustMeasure, PostCount, Requirement
from orgraph.domain.trend import Period, Spell, Watched, lasting
from orgraph.graph import catalogue, unpack
from orgraph.graph.compiling.counts import Counted
from orgraph.graph.compiling.ground import STANDS, Ground
from orgraph.graph.store import Store, compiled_statement

AREAS = """MATCH (root:Area {{code: $area}})<-[down:PART_OF*0..{depth}]-(a:Area)
WHERE coalesce(a.level, '') = $level AND a.since <= $last AND $first < a.until{narrowed}
WITH a, [a.since] + [step IN down | step.since] AS sinces, [a.until] + [step IN down | step.until] AS untils
RETURN collect([a.code, sinces, untils, coalesce(a.households, 0), [{demands}]]) AS rows"""

ORGANISATIONS = """MATCH (s:Organisation)-[of:OF*0..1]->(:Organisation)-[stood:{stands}]->(seat:Area)
WHERE {kind} IN $kinds{at}
MATCH (seat)-[out:PART_OF*0..{depth}]->(root:Area) WHERE coalesce(root.code, '') = $area
WITH s, [s.since, stood.since, seat.since] + [step IN of | step.since] + [step IN out | step.since] AS sinces,
  [s.until, stood.until, seat.until] + [step IN of | step.until] + [step IN out | step.until] AS untils
RETURN collect([s.code, sinces, untils, 0, [{demands}]]) AS rows"""


async def watched_over(
    store: Store,
    measure: MustMeasure,
    area: str,
    depth: int,
    left_out: Sequence[str],
    days: Sequence[date],
    definitions: Definitions,
) -> tuple[Watched, ...]:
    """
    Every subject under `area`, no more than `depth` below it, that was there on one of `days`, with what it had.

    Kinds and tiers are those of the last day.
    """
    text, values = _text(measure, definitions, depth, left_out, days[-1])
    period = {"first": days[0].isoformat(), "last": days[-1].isoformat()} if measure.subject.level else {}
    (rows,) = await store.read(compiled_statement(text), area=area, **period, **values)
    asked = (*measure.must, *measure.subject.having, *measure.subject.without)
    lasts = [(_lasts(one.count), _lasts(one.percent_of)) for one in asked]
    return tuple(_watched(row, lasts) for row in rows)


def _lasts(count: Count | None) -> int:
    """How many days a posting counts after it has ended."""
    return count.within_days if isinstance(count, PostCount) else 0


def _text(
    measure: MustMeasure, definitions: Definitions, depth: int, left_out: Sequence[str], on: date
) -> tuple[str, dict[str, Any]]:
    subject = measure.subject
    values: dict[str, Any] = {"kinds": list(subject.kinds)}
    ground = Ground(definitions, values, "a" if subject.level else "s", on, subject.level)
    demands = [
        _demand(f"{part}{number}", one, ground)
        for part, of in (("m", measure.must), ("h", subject.having), ("w", subject.without))
        for number, one in enumerate(of)
    ]
    told = ", ".join(demands)
    if subject.level:
        values |= {"level": subject.level, "left_out": list(left_out)}
        narrowed = f" AND {catalogue.dated('a', 'kind')} IN $kinds" if subject.kinds else ""
        narrowed += " AND NOT a.code IN $left_out" if left_out else ""
        text = AREAS.format(depth=depth, narrowed=narrowed, demands=told)
    else:
        at = f" AND seat.level = {ground.value('at', subject.at)}" if subject.at else ""
        text = ORGANISATIONS.format(
            stands=STANDS, kind=catalogue.dated("s", "kind"), at=at, depth=definitions.max_depth, demands=told
        )
    values["on"] = on.isoformat()
    return text, {name: value for name, value in values.items() if f"${name}" in text}


def _demand(prefix: str, asked: Requirement, ground: Ground) -> str:
    counted = Counted(prefix, asked.count, ground)
    there = counted.shared_spells(asked.balance) if asked.balance else counted.spells()
    of = "[]"
    if asked.percent_of is not None:
        of = Counted(f"{prefix}_of", asked.percent_of, ground).spells()
    elif asked.per == "buildings":
        of = Counted(f"{prefix}_of", AreaCount(level=""), ground).leaves()
    return f"[{there}, {of}]"


def _watched(row: unpack.Row, lasts: Sequence[tuple[int, int]]) -> Watched:
    return Watched(
        row[0],
        _period(row[1], row[2]),
        row[3],
        tuple(
            (tuple(_spell(one, longer) for one in there), tuple(_spell(one, base) for one in of))
            for (there, of), (longer, base) in zip(row[4], lasts, strict=True)
        ),
    )


def _spell(row: unpack.Row, longer: int) -> Spell:
    """One row; that of the posting comes first among its periods."""
    who, sinces, untils, absences, deputies, area = row
    if longer:
        untils = [lasting((sinces[0], untils[0]), longer)[1], *untils[1:]]
    return Spell(
        who,
        _period(sinces, untils),
        tuple((since, until) for since, until in absences),
        tuple(((since, until), tuple((one, two) for one, two in away)) for since, until, away in deputies),
        area,
    )


def _period(sinces: Sequence[str], untils: Sequence[str]) -> Period:
    """That in which all of several periods hold."""
    return max(sinces), min(untils)
