"""One portable statement for what stands at places that have ended (definitions/demands/place_rules.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.place_rules import PlacesMeasure
from orgraph.domain.time import OPEN_END
from orgraph.graph import catalogue
from orgraph.graph.compiling.ground import AREA, HELD, ROLL_UP, STANDS, Compiled

RELATIONS = """MATCH (org:Organisation)-[r:{types}]->(a:Area)
WHERE {held} AND {there}{narrowed}
WITH a, collect([r.id, type(r), org.code]) AS rows
{ever}
WITH by, CASE WHEN ended IS NOT NULL THEN [row[0], a.code, row[1], row[2], ended] END AS gap, count(*) AS number
{roll_up}
  MATCH (a:Area {{code: gap[1]}})
  MATCH (org:Organisation {{code: gap[3]}})
  RETURN [gap[0], {name}, {area}, gap[2], 1, 0, [[{unit}, org.synthetic]], [gap[4]]]
}} AS findings"""

UNITS = """MATCH (org:Organisation)-[of:OF*0..1]->(x:Organisation)-[r:{types}]->(a:Area)
WHERE {there}{narrowed} AND r.since <= $on AND r.since < r.until
  AND all(step IN of WHERE step.since <= $on AND step.since < step.until)
WITH a, collect([org, type(r), [r.until, x.until] + [step IN of | step.until]]) AS rows
{ever}
WITH row[0] AS org, a, by, row[1] AS type, reduce(last = CASE WHEN ended IS NULL THEN '{never}' ELSE ended END,
  day IN row[2] | CASE WHEN day < last THEN day ELSE last END) AS last
ORDER BY org.code, last DESC, a.code, type
WITH org, collect(a.code) AS here, collect([a, by, last, type])[0] AS place
WITH org, place[0] AS a, place[1] AS by, place[2] AS last, place[3] AS type, here
WHERE last > $on OR NOT EXISTS {{
    MATCH (org)-[of:OF*0..1]->(x:Organisation)-[r:{types}]->(z:Area)
    WHERE r.since <= $on AND all(step IN of WHERE step.since <= $on AND last < step.until)
      AND last < r.until AND last < x.until AND last < z.until AND r.since < r.until AND NOT z.code IN here
  }}
WITH by, CASE WHEN last <= $on THEN [org.code, a.code, type, last] END AS gap, count(*) AS number
{roll_up}
  MATCH (org:Organisation {{code: gap[0]}})
  MATCH (a:Area {{code: gap[1]}})
  RETURN [gap[0], {unit}, {area}, gap[2], 1, 0, [], [gap[3]]]
}} AS findings"""

TASKS = """MATCH (t:Task)-[:OPEN_AT]->(a:Area)
WITH a, collect([t.id, t.category]) AS rows
{ever}
WITH by, CASE WHEN ended IS NOT NULL THEN [row[0], a.code, row[1], ended] END AS gap, count(*) AS number
{roll_up}
  MATCH (t:Task {{id: gap[0]}})
  MATCH (a:Area {{code: gap[1]}})
  RETURN [gap[0], {name}, {area}, gap[2], 1, 0, COLLECT {{
    MATCH (t)-[:IN_HAND_OF {{part: 'lead'}}]->(org:Organisation) RETURN [{unit}, org.synthetic] ORDER BY org.code
  }}, [gap[3]]]
}} AS findings"""

TEXTS: Mapping[str, str] = {"relations": RELATIONS, "units": UNITS, "tasks": TASKS}


def compiled_places(measure: PlacesMeasure, definitions: Definitions) -> Compiled:
    """
    The statement for what stands at places on a day: from there up, since that is little beside all areas.

    It takes $area, $by, $on, $after and $limit, and gives the roll-up and the findings as every audit does.
    """
    values: dict[str, Any] = {}
    narrowed = ""
    if measure.kinds:
        values["kinds"] = list(measure.kinds)
        narrowed = f" AND {catalogue.dated('org', 'kind')} IN $kinds"
    text = TEXTS[measure.what].format(
        ever=catalogue.part("audits/ever_up", over=definitions.max_depth),
        types="|".join(definitions.graph.relationships[name].type for name in measure.types) or STANDS,
        held=HELD.format("r"),
        there=HELD.format("org"),
        narrowed=narrowed,
        never=OPEN_END.isoformat(),
        roll_up=ROLL_UP,
        name=catalogue.dated("a", "name"),
        unit=catalogue.dated("org", "name"),
        area=AREA,
    )
    return Compiled(text, values)
