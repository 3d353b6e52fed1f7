"""One portable statement for what an audit demands of postings (definitions/demands/posting_rules.py)."""

from __future__ import annotations

from datetime import date
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.posting_rules import (
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
from orgraph.graph.compiling.counts import post_conditions
from orgraph.graph.compiling.demands import suffixes
from orgraph.graph.compiling.ground import AREA, HELD, ROLL_UP, STEPS, Compiled, Ground, Reach, met

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
WITH by, a, a AS place, p, o{ended}"""

EVERYWHERE = """{posted}
  AND {which}
WITH by, a, place, p, o{ended}"""

GONE = ", CASE WHEN place.code = a.code THEN ended WHEN place.until <= $on THEN place.until END AS ended"
"""An organisation is there as long as it lives; whether an area is, its way up says, too."""

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
    past = measure.of_the_past
    there = [] if past or not in_organisations else [HELD.format("place")]
    which = " AND ".join([HELD.format("p"), *there, *post_conditions("which", measure.which, ground)])
    levels = [f"{met('a.level')} = {ground.value('level', measure.level)}"] if measure.level else []
    areas = "\n  AND ".join([reach.areas(), *levels]) + "\nWITH a, by"
    if past:
        areas = catalogue.part("audits/ever", over=definitions.max_depth, under=reach.over + reach.under)
        areas = "\nWHERE ".join([areas, *levels])
    if past or reach.to_leaves:
        values["leaves"] = list(definitions.leaf_levels)
    posted = AT_AREAS.format(which=which, ended=", ended" if past else "")
    if in_organisations:
        part = "audits/posted_ever" if past else "audits/posted"
        everywhere = catalogue.part(part, max_depth=definitions.max_depth)
        posted = EVERYWHERE.format(posted=everywhere, which=which, ended=GONE if past else "")
    rules = [_kept(f"m{number}", rule, ground) for number, (_, rule) in enumerate(measure.must)]
    used = "".join(f", {count} AS {name}" for name, count in NUMBERS.items() if any(name in rule for rule in rules))
    also = ", ended" if past else ""
    counted = f"WITH by, a, place, p, o{also}{used}\n" if used else ""
    kept = f"{counted}WITH by, a, p, o{also}, 0 AS n, {rules[0]} AS kept"
    if len(rules) > 1:
        each = f"[{', '.join(rules)}] AS all_kept UNWIND range(0, {len(rules) - 1}) AS n"
        kept = f"{counted}WITH by, a, p, o{also}, {each}\nWITH by, a, p, o{also}, n, all_kept[n] AS kept"
    text = TEXT.format(
        since="coalesce(ended, p.since)" if past else "p.since",
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
            return "ended IS NULL"
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
