"""Benxi: on whom a district hangs alone, and what is left when they are gone."""

from __future__ import annotations

import random
from datetime import date

import pytest

from orgraph.domain.weak_point import WeakPointKind

from ..ledger import raw
from .scene import OFFICIAL, Scene

pytestmark = pytest.mark.xdist_group("real-world")

DAY = "2023-08-22"
HELD = "p.since <= $on AND $on < p.until"
PLACES = f"MATCH (o:Officer)-[p:POSTED_TO]->(x) WHERE o.id = $id AND {HELD} RETURN DISTINCT x.code, p.id, p.until"
OTHERS = f"""
UNWIND $codes AS code MATCH (x) WHERE (x:Area OR x:Organisation) AND x.code = code AND EXISTS {{
  MATCH (x)<-[p:POSTED_TO]-(o:Officer) WHERE {HELD} AND (
    NOT EXISTS {{ MATCH (o)-[w:AWAY]->(x) WHERE w.since <= $on AND $on < w.until }}
    OR EXISTS {{ MATCH (s:Officer)-[d:DEPUTISES_FOR]->(o) WHERE d.since <= $on AND $on < d.until }})
}} RETURN x.code
"""


@pytest.mark.full
async def test_those_named_in_pingshan_leave_just_what_was_foretold(benxi: Scene, full: bool) -> None:
    services, store = benxi.services, benxi.services.store
    found = await services.weak_points.of(OFFICIAL, f"{benxi.city}/平山区", date.fromisoformat(DAY), 1000)
    officers = [one for one in found.points.items if one.kind is WeakPointKind.OFFICER]
    assert found.points.total and found.points.total > (1000 if full else 500) and officers[0].buildings > 100

    for one in [*officers[:2], *random.Random(2023).sample(officers, 6)]:
        posts = await raw(store, PLACES, id=one.key, on=DAY)
        codes = [row[0] for row in posts]
        before = {row[0] for row in await raw(store, OTHERS, codes=codes, on=DAY)}
        await raw(
            store,
            f"MATCH (o:Officer)-[p:POSTED_TO]->() WHERE o.id = $id AND {HELD} SET p.until = $on",
            id=one.key,
            on=DAY,
        )
        after = {row[0] for row in await raw(store, OTHERS, codes=codes, on=DAY)}
        for _, id_, until in posts:
            await raw(store, "MATCH ()-[p:POSTED_TO]->() WHERE p.id = $id SET p.until = $until", id=id_, until=until)
        assert before - after == {left.code for left in one.leaves}, one


async def test_each_paired_community_hangs_on_its_branch_alone(benxi: Scene) -> None:
    found = await benxi.services.weak_points.of(
        OFFICIAL, f"{benxi.city}/平山区", date.fromisoformat(DAY), 1000, only=WeakPointKind.BRANCH
    )
    paired = {left.code for one in found.points.items for left in one.leaves}
    report = await benxi.services.audits.run(OFFICIAL, "paired-branch", f"{benxi.city}/平山区", date.fromisoformat(DAY))
    assert len(paired) == report.met
