"""Imports that are killed, and imports that meet: the store says what is incomplete, and the next import completes it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.domain.errors import OrgraphError
from orgraph.domain.imports import ImportRefused
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.importing import incomplete_packs, write_import
from orgraph.graph.store import Transaction
from orgraph.services.importing import LEASE
from tests.said import in_english

from ..clock import FixedClock
from ..ledger import raw
from ..packs import Desk
from ..small_world import PACKS, TESTER, import_packs, services_on
from .crews import Helper

pytestmark = pytest.mark.xdist_group("resilience")

EVERYTHING = """
MATCH (n) WHERE n.pack = 'wanghai' AND NOT n:Import
RETURN coalesce(n.code, n.id), n.name, n.digest ORDER BY coalesce(n.code, n.id)
"""
THERE = "MATCH (a:Area) WHERE a.since <= '2023-08-22' AND '2023-08-22' < a.until RETURN a.code ORDER BY a.code"
JOINS = "MATCH (a)-[r]->(b) WHERE r.pack = 'wanghai' RETURN r.id, a.code, b.code, r.digest ORDER BY r.id"


async def test_an_import_that_is_killed_half_way_is_marked_and_the_same_import_completes_it(
    empty_folder: Path, definitions: Definitions, embedded_services: Services
) -> None:
    with Helper(empty_folder, "import", "wanghai", "--batch", "8", "--die-after", "30") as killed:
        assert killed.wait() == -9
    clock = FixedClock()
    clock.move_by(timedelta(milliseconds=LEASE + 1000))
    engine = embedded_engine(empty_folder, linger=0)
    async with services_on(engine, definitions, clock, [], folder=empty_folder) as services:
        assert await incomplete_packs(services.store) == ("wanghai",)
        there = [row[0] for row in await raw(services.store, THERE)]
        assert 10 < len(there) < 25
        for code in there:
            answer = await services.coverage.who_covers(TESTER, code)
            assert answer.levels[-1].area.code == "990000000000", "every area hangs where it belongs"
            assert answer.incomplete == ("wanghai",)

        assert await import_packs(services, PACKS[:1]) > 0
        assert await incomplete_packs(services.store) == ()
        for text in (EVERYTHING, JOINS):
            assert await raw(services.store, text) == await raw(embedded_services.store, text)
        assert await import_packs(services, PACKS[:1]) == 0
        assert [one.state for one in await services.importing.history(TESTER, "wanghai")] == ["done", "superseded"]


async def test_two_processes_that_import_the_same_pack_at_once_bring_it_once(
    empty_folder: Path, definitions: Definitions
) -> None:
    with (
        Helper(empty_folder, "import", "wanghai", "--batch", "10", "--race") as one,
        Helper(empty_folder, "import", "wanghai", "--batch", "10", "--race") as other,
    ):
        one.told("ready")
        other.told("ready")
        one.go()
        other.go()
        statuses = {one.wait(), other.wait()}
    assert 0 in statuses, "at least one brings it"
    engine = embedded_engine(empty_folder, linger=0)
    async with services_on(engine, definitions, FixedClock(), [], folder=empty_folder) as services:
        if await incomplete_packs(services.store):
            pytest.fail("an import was left undone")
        assert await raw(services.store, "MATCH (a:Area) RETURN count(a), count(DISTINCT a.code)") == [[27, 27]]
        assert await import_packs(services, PACKS[:1]) == 0


async def test_while_an_import_is_alive_another_is_refused_and_once_it_is_dead_it_is_not(
    embedded_services: Services, tmp_path: Path
) -> None:
    alive, waiting = Desk(embedded_services, tmp_path), Desk(embedded_services, tmp_path)
    now = int(embedded_services.clock.now().timestamp() * 1000)

    async def pretend(lease: int) -> None:
        async def work(transaction: Transaction) -> None:
            values = {"pack": alive.key, "mode": "snapshot", "as_of": "2023-08-22", "reference_date": "2023-08-22"}
            await write_import(
                transaction, f"{alive.key}-alive", {**values, "state": "running", "started": now, "lease": lease}
            )

        await embedded_services.store.write(work)

    clock = embedded_services.clock
    assert isinstance(clock, FixedClock)
    try:
        await pretend(now + 3_600_000)
        task = asyncio.create_task(waiting.load())
        await asyncio.sleep(0.7)
        assert not task.done(), "it waits as long as a lease for an import whose process may have died"
        clock.move_by(timedelta(milliseconds=LEASE + 2000))
        with pytest.raises(ImportRefused) as refused:
            await task
        assert f"an import of {alive.key} is under way" in in_english(refused.value.message)

        await pretend(now + 1)
        assert (await waiting.load()).written == 34
    finally:
        clock.reset()
        await alive.load()  # completes what was pretended, so that no other test sees an incomplete pack
    assert alive.key not in await incomplete_packs(embedded_services.store)


async def test_of_two_imports_of_one_pack_at_once_none_is_lost_and_none_half_done(
    embedded_services: Services, tmp_path: Path
) -> None:
    desk = Desk(embedded_services, tmp_path)
    plans = [await desk.prepare() for _ in range(3)]
    done = await asyncio.gather(
        *(embedded_services.importing.apply(TESTER, plan) for plan in plans), return_exceptions=True
    )
    assert sum(not isinstance(one, BaseException) for one in done) == 1, done
    assert all(isinstance(one, OrgraphError) for one in done if isinstance(one, BaseException))
    assert (await desk.load()).written == 0
    assert [one.state for one in await embedded_services.importing.history(TESTER, desk.key)] == ["done"]
