"""Published figures beside the count, and the store as a stream of lines and back."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.figures import Count
from orgraph.domain.sealing import FORGOTTEN, Seal
from orgraph.domain.upkeep import FORMAT
from orgraph.graph.backup import RelationshipLine, all_nodes, all_relationships, restore_nodes, restore_relationships
from orgraph.graph.figures import counted
from orgraph.graph.upkeep import end_upgrade, node_count, store_record
from orgraph.services.migrations import migrate

from ..ledger import raw
from ..oracle import Oracle
from ..small_world import SMALL, TESTER
from .cases import Case

DAY = date(2023, 8, 22)
HEDONG = "990102000000"


async def test_figures_hold_or_not_as_their_comparator_says(services: Services) -> None:
    checks = {one.figure.key: one for one in await services.figures.check(TESTER, SMALL / "qingshi")}
    assert {key for key, one in checks.items() if one.as_published} == {"matters-resolved"}
    assert {key: (one.counted, one.holds) for key, one in checks.items()} == {
        "villages": (13, True),
        "political-legal-officers": (8, True),
        "grid-staff": (11, True),
        "talk-points": (2, False),
        "matters-found": (120, True),
        "services": (5, True),
        "service-classes": (3, True),
        "matters-resolved": (117, None),
        "disputes": (None, None),
    }


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count("areas", levels=("building", "household-group")), 6),
        (Count("areas", levels=("village",), area_kinds=("residents-committee",)), 4),
        (Count("areas", levels=("village",), area_kinds=("residents-committee", "residents-like")), 5),
        (Count("postings", levels=("grid",), roles=("grid-worker",)), 4),
        (Count("postings", levels=("grid",), roles=("grid-worker",), employments=("full-time",)), 3),
        (Count("officers", roles=("building-head",)), 3),
        (Count("postings", roles=("building-head",)), 5),
        (Count("organisations", kinds=("police", "housing", "talk-point")), 4),
        (Count("organisations", kinds=("political-legal-branch",), relations=("PAIRED_WITH",)), 3),
        (Count("covered", kinds=("political-legal-branch",), relations=("PAIRED_WITH",), levels=("village",)), 2),
        (Count("organisations", kinds=("police", "housing"), tiers=("second",)), 2),
        (Count("organisations", kinds=("police", "housing"), tiers=("first",)), 0),
        (Count("officers", levels=("county",), roles=("county-political-legal-secretary",), tiers=("second",)), 1),
        (Count("officers", levels=("county",), roles=("county-political-legal-secretary",), tiers=("first",)), 0),
        (Count("postings", kinds=("political-legal-branch",), roles=("branch-secretary", "duty-contact")), 4),
        (Count("officers", kinds=("political-legal-branch",), roles=("branch-secretary", "duty-contact")), 3),
        (Count("officers", kinds=("political-legal-branch",), roles=("branch-secretary",), tiers=("second",)), 0),
        (Count("officers", kinds=("party-committee",), roles=("branch-secretary",), tiers=("second",)), 1),
        (Count("officers", kinds=("police",), relations=("LEADS",), roles=("unit-leader",)), 0),
        (Count("visited", levels=("village",), roles=("political-legal-officer",)), 1),
    ],
)
async def test_each_way_to_count(services: Services, count: Count, expected: int) -> None:
    assert await counted(services.store, count, HEDONG, DAY, ()) == expected


async def test_what_a_scope_leaves_out_is_not_counted(services: Services) -> None:
    for count in (Count("areas", levels=("village",)), Count("postings", roles=("village-secretary",))):
        whole = await counted(services.store, count, HEDONG, DAY, ())
        assert await counted(services.store, count, HEDONG, DAY, ("990102001001",)) == whole - 1


async def test_a_visit_counts_from_its_day_on_and_only_where_the_visitor_is_posted(services: Services) -> None:
    visited = Count("visited", levels=("village",), roles=("political-legal-officer",))
    city = "990100000000"
    seen = [await counted(services.store, visited, city, date(2023, *day), ()) for day in ((1, 31), (8, 21), (9, 1))]
    assert seen == [0, 1, 3]  # 南河 since February; 榆岭 on 22 August, 北塔 on 1 September
    assert await counted(services.store, visited, city, date(2023, 9, 1), ("990102001001",)) == 2


async def test_figures_are_of_the_day(services: Services, oracle: Oracle) -> None:
    villages = Count("areas", levels=("village",))
    for day in (date(2022, 12, 31), date(2023, 8, 22), date(2024, 1, 1)):
        there = [one for one in oracle.below("990100000000", day.isoformat()) if oracle.there(one, day.isoformat())]
        expected = sum(oracle.graph.nodes[one]["level"] == "village" for one in there)
        assert await counted(services.store, villages, "990100000000", day, ()) == expected


async def test_everything_comes_out_of_the_store_once(services: Services) -> None:
    model = services.definitions.graph
    shapes = Counter([line.shape async for line in all_nodes(services.store, model)])
    types = Counter([line.type async for line in all_relationships(services.store, model)])
    assert shapes.total() == await node_count(services.store)
    (labels,) = (await raw(services.store, "MATCH (n:Unit) RETURN count(n)"))[0]
    assert shapes["Unit"] == labels > 20
    rows = await raw(services.store, "MATCH ()-[r]->() RETURN type(r), count(*)")
    assert types == dict(rows)


async def test_lines_go_into_the_store_as_they_came_out(services: Services) -> None:
    model = services.definitions.graph
    officers = [{"id": f"lines:{number}", "name": f"行{number}", "pack": "lines"} for number in (1, 2)]
    values = {"id": "DEPUTISES_FOR:lines", "since": "2021-01-01", "until": "9999-12-31", "pack": "lines"}
    line = RelationshipLine("DEPUTISES_FOR", "Officer", "lines:1", "Officer", "lines:2", values)
    await restore_nodes(services.store, "Officer", officers, model)
    await restore_relationships(services.store, [line])
    nodes = [one async for one in all_nodes(services.store, model, only="Officer") if one.values["pack"] == "lines"]
    assert sorted(one.values["id"] for one in nodes) == ["lines:1", "lines:2"]
    assert [one async for one in all_relationships(services.store, model) if one.values.get("pack") == "lines"] == [
        line
    ]


async def test_an_upgrade_seals_what_format_1_left_bare(services: Services, case: Case) -> None:
    """The store is put back to format 1, and four requests and a task to how that format kept them."""
    kept = "MATCH (t:Task {id: $id}) RETURN t.final, t.yellow, COUNT { MATCH (t)-[:OPEN_AT]->(:Area) }"
    before = await raw(services.store, kept, id=case.task.id)
    bare = "MATCH (t:Task {id: $id})-[o:OPEN_AT]->() SET t.final = null, t.yellow = null DELETE o"
    await raw(services.store, bare, id=case.task.id)
    made = [
        {"id": f"bare-{task}-{version}", "task": task, "version": version, "body": f"{number:064}"}
        for number, (task, version) in enumerate((("none", None), ("none", 3), ("gone", None), ("gone", 4)))
    ]
    create = "UNWIND $rows AS row CREATE (q:Request {id: row.id, task: row.task, version: row.version, body: row.body})"
    await raw(services.store, create + " RETURN count(q)", rows=made)
    for text in ("gone", "gone#4"):
        await raw(services.store, "CREATE (c:Content {id: $id, text: '', salt: '', redacted: 1}) RETURN c.id", id=text)
    hall = "CREATE (n:Organisation:Unit {code: 'hall', name: '政务大厅（北）', short: '政务大厅（北）', since: '1', until: '0'}) RETURN 1"
    await raw(services.store, hall)
    await end_upgrade(services.store, 1)
    try:
        assert await migrate(services.store, services.definitions)
        record = await store_record(services.store)
        assert record is not None and (record.format, record.upgrading) == (FORMAT, None)
        assert await raw(services.store, "MATCH (n:Unit {code: 'hall'}) RETURN n.name, n.short") == [
            ["政务大厅（北）", "政务大厅(北)"]
        ]
        assert await raw(services.store, kept, id=case.task.id) == before
        rows = await raw(services.store, "MATCH (q:Request) WHERE q.id STARTS WITH 'bare-' RETURN q.id, q.salt, q.body")
        seals = {identifier: Seal(salt, body) for identifier, salt, body in rows}
        assert seals["bare-none-None"].fits(f"{0:064}") and seals["bare-none-3"].fits("x", f"{1:064}")
        assert not seals["bare-none-3"].fits(f"{0:064}")
        assert seals["bare-gone-None"] == seals["bare-gone-4"] == FORGOTTEN
        assert not seals["bare-gone-4"].fits(f"{3:064}")
    finally:
        await raw(services.store, "MATCH (n:Unit {code: 'hall'}) DELETE n RETURN 1")
        await raw(services.store, "MATCH (q:Request) WHERE q.id STARTS WITH 'bare-' DELETE q RETURN 1")
        await raw(services.store, "MATCH (c:Content) WHERE c.id STARTS WITH 'gone' DELETE c RETURN 1")
