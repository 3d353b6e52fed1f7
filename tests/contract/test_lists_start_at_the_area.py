"""Lists of open tasks start at their area and visit open tasks only, however many have ended there and elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from neo4j import AsyncDriver

from orgraph.bootstrap import Services
from orgraph.domain.deadline import Light
from orgraph.domain.listing import Order, Wanted
from orgraph.graph.store import Statement, Store

from ..clock import FixedClock
from ..ledger import raw
from ..small_world import TESTER

TOWN, VILLAGE, ELSEWHERE = "987201000000", "987201001000", "987202000000"
ENDED, OPEN = 3_000, 5
WANTED = (Wanted(ended=False), Wanted(ended=False, lights=(Light.OVERDUE,), kinds=("daily-work",)))

WORLD = """
UNWIND [$town, $village, $elsewhere] AS code
CREATE (a:Area {code: code, name: code, short: code, level: 'village', since: '2000-01-01', until: '9999-12-31'})
RETURN count(a) AS made"""
WAY = """
MATCH (v:Area {code: $village})
MATCH (t:Area {code: $town})
CREATE (v)-[:PART_OF {id: 'near:way', since: '2000-01-01', until: '9999-12-31'}]->(t)
RETURN count(*) AS made"""
TASKS = """
UNWIND range(1, $number) AS n
MATCH (a:Area {code: $place})
CREATE (t:Task {id: 'near-' + $place + $state + toString(n), state: $state, version: 2, kind: 'daily-work',
  category: 'road-collapse', severity: 3, place: $place, called_by: 'nobody', called_at: 1692000000000 + n,
  opened_on: '2023-08-14', backstop: false, final: $final, due: $due, yellow: $due, red: $due})
CREATE (t)-[:AT]->(a)
FOREACH (one IN CASE WHEN $final THEN [] ELSE [1] END | CREATE (t)-[:OPEN_AT]->(a))
RETURN count(t) AS made"""


async def many(services: Services, place: str, number: int, *, final: bool) -> None:
    """Tasks at a place, which no ledger speaks of."""
    state, due = ("closed", None) if final else ("in-hand", 1_692_000_100_000)
    await raw(services.store, TASKS, place=place, number=number, final=final, state=state, due=due)


@pytest.fixture
async def town(services: Services, clock: FixedClock) -> AsyncIterator[Services]:
    """A town with one village and five open tasks."""
    clock.move_to("2023-08-22")
    try:
        await raw(services.store, WORLD, town=TOWN, village=VILLAGE, elsewhere=ELSEWHERE)
        await raw(services.store, WAY, town=TOWN, village=VILLAGE)
        await many(services, VILLAGE, OPEN, final=False)
        yield services
    finally:
        for label, key in (("Task", "id"), ("Area", "code")):
            text = f"MATCH (n:{label}) WHERE n.{key} STARTS WITH $mine DETACH DELETE n"
            await raw(services.store, text, mine="near-" if label == "Task" else "9872")


async def hits(store: Store, asked: Statement, given: dict[str, Any]) -> int:
    """What Neo4j touches for a statement."""
    driver = store._driver
    assert isinstance(driver, AsyncDriver)
    answer = await driver.execute_query("PROFILE " + store.shown(asked), given, database_=store._database)
    assert answer.summary.profile
    return _hits(answer.summary.profile)


def _hits(plan: dict[str, Any]) -> int:
    own = plan.get("dbHits") or plan.get("args", {}).get("DbHits", 0)
    return int(own) + sum(map(_hits, plan.get("children", ())))


async def test_what_a_list_touches_does_not_grow_with_what_has_ended(
    town: Services, engine: str, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[Statement, dict[str, Any]]] = []
    read = Store.read

    async def noting(self: Store, asked: Statement, /, **given: Any) -> Any:
        sent.append((asked, given))
        return await read(self, asked, **given)

    monkeypatch.setattr(Store, "read", noting)
    for wanted in WANTED:
        for order in Order if engine == "embedded" or full else (Order.CALLED,):
            assert len((await town.tasks.tasks(TESTER, TOWN, wanted=wanted, order=order)).items) == OPEN
        assert (await town.tasks.counts(TESTER, TOWN, wanted)).total == OPEN
    assert {asked.name for asked, _ in sent} == {"tasks/below", "tasks/below_counts"}
    for asked, _ in sent:
        text = town.store.shown(asked)
        assert text.startswith("MATCH (root:Area {code: $area})<-[down:PART_OF*") and "<-[:OPEN_AT]-(t:Task)" in text
    if engine == "embedded":
        return  # which does not tell what it touches
    before = [await hits(town.store, asked, given) for asked, given in sent]
    for place in (VILLAGE, ELSEWHERE):
        await many(town, place, ENDED, final=True)
    after = [await hits(town.store, asked, given) for asked, given in sent]
    assert all(then <= now * 1.2 and 0 < then < ENDED for now, then in zip(before, after, strict=True)), (before, after)
