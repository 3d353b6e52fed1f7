"""Audits as somebody who knows the engine well would write them by hand, to hold the compiled statements against."""

from __future__ import annotations

import time
from datetime import date
from statistics import median
from typing import Any

from benchmarks.world import CITY_ROOT, DAY
from orgraph.bootstrap import Services
from orgraph.definitions.prevailing import prevailing
from orgraph.graph.audits import Frame, question
from orgraph.graph.places import chain_of
from orgraph.graph.store import Statement

TIMES = 15

_DOWN = """
MATCH way = (root:Area {code: $area})<-[up:PART_OF*0..1]-(top:Area)
WHERE all(step IN up WHERE step.since <= $on AND $on < step.until)
WITH root, top, size(up) AS far, [y IN nodes(way) WHERE y.level = 'county'] AS counties
WITH top, coalesce(counties[0], root) AS by, far = 1 AS open
MATCH (top)<-[down:PART_OF*0..<under>]-(a:Area)
WHERE a.level = '<level>' AND a.since <= $on AND $on < a.until
  AND all(step IN down WHERE open AND step.since <= $on AND $on < step.until)
WITH by, a, COUNT { <here> } AS present
"""
_STANDING = """
MATCH (a:Organisation)-[stood:SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR]->(seat:Area)
WHERE a.kind IN $kinds AND a.since <= $on AND $on < a.until AND stood.since <= $on AND $on < stood.until
WITH DISTINCT a, seat
MATCH way = (seat)-[up:PART_OF*0..7]->(root:Area)
WHERE coalesce(root.code, '') = $area AND all(step IN up WHERE step.since <= $on AND $on < step.until)
WITH a, seat, coalesce([y IN nodes(way) WHERE y.level = 'county'][0], root) AS by ORDER BY seat.code
WITH a, collect(by)[0] AS by, COUNT { <here> } AS present
"""
_TOLD = """
WITH by, count(*) AS audited, collect(CASE WHEN present < 1 THEN a.code END) AS gaps
WITH by, audited, gaps ORDER BY by.code
WITH collect([by.code, audited, size(gaps)]) AS by_area, collect(gaps) AS lists
RETURN by_area, COLLECT {
  UNWIND lists AS list UNWIND list AS code WITH code ORDER BY code LIMIT $limit
  MATCH (a:<found> {code: code})
  RETURN [a.code, a.name] ORDER BY a.code
} AS findings
"""
_POSTED = "MATCH (a)<-[p:POSTED_TO]-(:Officer) WHERE p.role = 'grid-lead' AND p.since <= $on AND $on < p.until"
_PAIRED = """MATCH (a)<-[r:PAIRED_WITH]-(org:Organisation)
  WHERE coalesce(org.kind, '') = 'political-legal-branch' AND r.since <= $on AND $on < r.until"""
_GRIDS = """MATCH (a)<-[n:PART_OF]-(z:Area)
  WHERE coalesce(z.level, '') = 'grid' AND n.since <= $on AND $on < n.until AND z.since <= $on AND $on < z.until"""

_ABOVE = "MATCH (a)-[r:UNDER]->(:Organisation) WHERE r.since <= $on AND $on < r.until"


def _down(level: str, under: int, here: str) -> str:
    below = _DOWN.replace("<level>", level).replace("<under>", str(under)).replace("<here>", here)
    return below + _TOLD.replace("<found>", "Area")


BY_HAND = {
    "grid-lead": _down("grid", 3, _POSTED),
    "paired-branch": _down("village", 2, _PAIRED),
    "village-grid": _down("village", 2, _GRIDS),
    "unit-superior": _STANDING.replace("<here>", _ABOVE) + _TOLD.replace("<found>", "Organisation"),
}


async def by_hand(services: Services) -> dict[str, float]:
    """What a compiled audit takes as a multiple of the one by hand, asked in turn; both must find the same."""
    return {key: await _against(services, key, text) for key, text in BY_HAND.items()}


async def _against(services: Services, key: str, text: str) -> float:
    day = date.fromisoformat(DAY)
    codes = [one.code for one in await chain_of(services.store, CITY_ROOT, day)]
    (audit,) = services.definitions.audits.of(key)
    root = (await services.places.find(CITY_ROOT, day)).area
    compiled = question(audit, Frame(root, prevailing(services.definitions, codes, day), day, True))
    asked = {"area": CITY_ROOT, "on": DAY, "limit": 100}
    ways: list[tuple[Statement, dict[str, Any]]] = [
        (Statement(f"by-hand/{key}", written=text), asked | {"kinds": compiled.values.get("kinds", [])}),
        (compiled.asked, asked | {"after": ""} | dict(compiled.values)),
    ]
    seconds: list[list[float]] = [[], []]
    found: list[Any] = [None, None]
    for _ in range(TIMES + 2):
        for number, (statement, values) in enumerate(ways):
            begun = time.perf_counter()
            by_area, gaps = await services.store.read(statement, **values)
            seconds[number].append(time.perf_counter() - begun)
            found[number] = sorted((row[0], row[-2], row[-1]) for row in by_area), [gap[0] for gap in gaps]
    assert found[0] == found[1], key
    hand, ours = (median(one[2:]) for one in seconds)
    return round(ours / hand, 2)
