"""One portable statement for what an audit demands of postings: the compiler of definitions/posting_rules.py."""

from __future__ import annotations

from datetime import date
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.posting_rules import (
    BegunPresent,
    NoLongerThan,
    NotWith,
    PlaceThere,
    PostingRule,
    PostingsMeasure,
    Visited,
)
from orgraph.domain.time import shifted
from orgraph.graph import catalogue
from orgraph.graph.compiling import AREA, HELD, ROLL_UP, STEPS, Compiled, Ground, Reach, met, post_conditions, suffixes

TEXT = """{areas}
{posted}
{kept}
WITH by, CASE WHEN NOT kept
  THEN [p.id + $suffixes[n], a.code, p.role, o.name, o.synthetic, {since}] END AS gap, count(*) AS number
{roll_up}
  MATCH (a:Area {{code: gap[1]}})
  RETURN [gap[0], {name}, {area}, gap[2], 1, 0, [[gap[3], gap[4]]], [gap[5]]]
}} AS findings"""

AT_AREAS = """MATCH (a)<-[p:POSTED_TO]-(o:Officer)
WHERE {which}
WITH by, a, a AS place, p, o"""

EVERYWHERE = """{posted}
  AND {which}
WITH by, a, place, p, o"""

EVER = """MATCH way = (root:Area {{code: $area}})<-[down:PART_OF*0..{depth}]-(above:Area)
WHERE size(down) = 0 OR NOT coalesce(above.level, '') IN $leaves
WITH root, above, down, [y IN nodes(way) WHERE y.level = $by][0] AS on_the_way, {steps} AS open
MATCH (above)<-[last:PART_OF*0..1]-(a:Area)
WHERE a.since <= $on AND a.since < a.until AND (size(last) = 0 OR coalesce(a.level, '') IN $leaves)
  AND (($on < a.until AND open AND {last_step})
    OR (a.until <= $on AND all(step IN down + last WHERE step.since < a.until AND a.until <= step.until))){at_level}
WITH a, coalesce(on_the_way, CASE WHEN a.level = $by THEN a END, root) AS by"""
"""Areas that are there or were: the way to one that has ended is that of its last day. Buildings apart, as always."""

NUMBERS = {
    "times_away": "COUNT { MATCH (o)-[:AWAY]->() }",
    "times_posted": "COUNT { MATCH (o)-[:POSTED_TO]->() }",
}
"""Numbers that the engines keep of an officer, and by which nearly all keep a rule: the rest is asked of few."""

ELSEWHERE = """NOT EXISTS {{
      MATCH (place)-[mine:SERVES|LEADS|PART_OF*0..{depth}]->(home:Area)
      MATCH (o)-[q:POSTED_TO]->(seat)-[w:SERVES|LEADS|PART_OF*0..{depth}]->(away:Area)
      WHERE coalesce(home.level, '') = {level} AND coalesce(away.level, '') = {level} AND home.code <> away.code
        AND q.id <> p.id AND {others} AND {my_steps} AND {their_steps}
    }}"""


def compiled_postings(
    measure: PostingsMeasure, definitions: Definitions, reach: Reach, in_organisations: bool, on: date
) -> Compiled:
    """
    The statement for a measure of postings on a day, of what lies within reach of its root.

    Organisations are looked into where `in_organisations`.

    It takes $area, $by, $on, $after and $limit, and gives the roll-up and the findings as every audit does.
    """
    values: dict[str, Any] = {"suffixes": suffixes([name for name, _ in measure.must])}
    ground = Ground(definitions, values, "a", on)
    there = [] if measure.of_the_past or not in_organisations else [HELD.format("place")]
    which = " AND ".join([HELD.format("p"), *there, *post_conditions("which", measure.which, ground)])
    at_level = f"\n  AND {met('a.level')} = {ground.value('level', measure.level)}" if measure.level else ""
    areas = f"{reach.areas()}{at_level}\nWITH a, by"
    if measure.of_the_past:
        steps, last_step = (STEPS.format(way) for way in ("down", "last"))
        areas = EVER.format(depth=reach.over + reach.under, at_level=at_level, steps=steps, last_step=last_step)
    if measure.of_the_past or reach.to_leaves:
        values["leaves"] = list(definitions.leaf_levels)
    posted = AT_AREAS.format(which=which)
    if in_organisations:
        everywhere = catalogue.part("audits/posted", max_depth=definitions.max_depth)
        posted = EVERYWHERE.format(posted=everywhere, which=which)
    rules = [_kept(f"m{number}", rule, ground) for number, (_, rule) in enumerate(measure.must)]
    used = "".join(f", {count} AS {name}" for name, count in NUMBERS.items() if any(name in rule for rule in rules))
    counted = f"WITH by, a, place, p, o{used}\n" if used else ""
    kept = f"{counted}WITH by, a, p, o, 0 AS n, {rules[0]} AS kept"
    if len(rules) > 1:
        kept = f"{counted}WITH by, a, p, o, [{', '.join(rules)}] AS all_kept UNWIND range(0, {len(rules) - 1}) AS n\n"
        kept += "WITH by, a, p, o, n, all_kept[n] AS kept"
    text = TEXT.format(
        since="CASE WHEN a.until <= $on THEN a.until ELSE p.since END" if measure.of_the_past else "p.since",
        areas=areas,
        posted=posted,
        kept=kept,
        roll_up=ROLL_UP,
        name=catalogue.dated("a", "name"),
        area=AREA,
    )
    return Compiled(text, values)


def _kept(prefix: str, rule: PostingRule, ground: Ground) -> str:
    """Whether the posting `p` of the officer `o` at `place` keeps a rule."""
    match rule:
        case Visited(days):
            return _visited(prefix, days, ground)
        case NotWith(roles, another):
            return _alone(prefix, roles, another, ground)
        case BegunPresent():
            away = "MATCH (o)-[w:AWAY]->() WHERE w.since < p.since AND p.since < w.until"
            return f"(times_away = 0 OR NOT EXISTS {{ {away} }})"
        case PlaceThere():
            return "$on < place.until"
        case NoLongerThan(years):
            return f"p.since >= {ground.value(f'{prefix}_first', _years_before(ground.on, years).isoformat())}"


def _visited(prefix: str, days: int, ground: Ground) -> str:
    visit = "MATCH (o)-[v:VISITED]->(place) WHERE v.since < v.until AND v.since <= $on"
    if not days:
        return f"EXISTS {{ {visit} AND p.since <= v.since }}"
    first = ground.value(f"{prefix}_first", shifted(ground.on, -days).isoformat())
    return f"(p.since > {first} OR EXISTS {{ {visit} AND {first} <= v.since }})"


def _alone(prefix: str, roles: tuple[str, ...], another: str, ground: Ground) -> str:
    others = " AND ".join([HELD.format("q"), HELD.format("seat"), *ground.among("q.role", f"{prefix}_roles", roles)])
    alone = f"NOT EXISTS {{ MATCH (o)-[q:POSTED_TO]->(seat) WHERE q.id <> p.id AND {others} }}"
    if not another:
        return f"(times_posted = 1 OR {alone})"
    elsewhere = ELSEWHERE.format(
        depth=ground.definitions.max_depth,
        level=ground.value(f"{prefix}_another", another),
        others=others,
        my_steps=STEPS.format("mine"),
        their_steps=STEPS.format("w"),
    )
    return f"(times_posted = 1 OR {alone} OR {elsewhere})"


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier, at most in the year 1; the 28th for a 29 February that is not."""
    year = max(1, day.year - years)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
