"""What still stands where something has ended, in worlds by chance: the audits find what the oracle finds."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.area import Area
from orgraph.graph.audits import Frame, measure, question

from ..ledger import raw
from ..oracle import Oracle
from ..packs import Desk
from ..random_world import fill, lived
from ..small_world import ROOT

OPENED = """
UNWIND $rows AS row MATCH (a:Area {code: row[1]})
CREATE (t:Task {id: row[0], pending: 'x', category: 'dispute', final: false})-[:AT]->(a)
CREATE (t)-[:OPEN_AT]->(a)
"""
ENDED = ("ended-area-postings", "ended-area-relations", "ended-area-units", "ended-area-tasks")


@pytest.mark.parametrize("seed", range(5, 8))
async def test_in_worlds_by_chance_all_that_stands_where_something_has_ended_is_found(
    services: Services, engine: str, tmp_path: Path, seed: int
) -> None:
    if engine != "embedded" and seed > 5:
        pytest.skip("the text is the same on every engine: one world is asked there")
    desk = Desk(services, tmp_path)
    fill(desk, seed)
    await lived(desk, tmp_path)
    oracle, found = Oracle([desk.folder], ROOT / "schema"), Counter[str]()
    tasks = {f"{desk.key}-{area}": area for area, node in oracle.graph.nodes(data=True) if node["what"] == "area"}
    await raw(services.store, OPENED, rows=[list(one) for one in tasks.items()])
    roots = {"province": desk.said("{p}0000000000"), "county": desk.said("{p}0102000000")}
    for number, (key, day) in enumerate(product(ENDED, ("2023-08-22", "2023-05-01", "2024-06-01"))):
        level = ("province", "county")[number % 2]
        root, on = Area(roots[level], "", level), date.fromisoformat(day)
        of_tasks = key == "ended-area-tasks"
        expected = oracle.stranded(tasks, root.code, day) if of_tasks else oracle.audit(key, root.code, day)
        (audit,) = services.definitions.audits.of(key)
        asked = question(audit, Frame(root, prevailing(services.definitions, [root.code], on), on, True, "township"))
        measured = await measure(services.store, asked, root.code, on, "", 1000)
        assert {one.subject: one.area.code for one in measured.findings} == {
            gap: expected.looked_at[gap] for gap in expected.gaps
        }, (key, day)
        ever = oracle._ever(root.code, day)
        said = {one.area.code: one.since and one.since.isoformat() for one in measured.findings if ever[one.area.code]}
        assert key == "ended-area-units" or said == {code: ever[code] for code in said}, (key, day)
        audited, gaps = (
            Counter(oracle.over(expected.looked_at[one], "township", root.code, day) for one in many)
            for many in (expected.looked_at, expected.gaps)
        )
        assert {one.area.code: (one.audited, one.gaps) for one in measured.by_area} == {
            code: (count, gaps[code]) for code, count in audited.items()
        }, (key, day)
        found[key] += len(expected.gaps)
    assert engine != "embedded" or all(found[key] > 3 for key in ENDED), found
    await raw(services.store, "MATCH (t:Task) WHERE t.id STARTS WITH $key DETACH DELETE t", key=f"{desk.key}-")
    await desk.vanish()
