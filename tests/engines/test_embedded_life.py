"""The embedded engine belongs to all who use its folder: none takes it from the others, and none leaves it behind."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from neo4j import AsyncDriver

from orgraph.graph.engines.driver import driver_for
from orgraph.graph.engines.embedded import EmbeddedEngine, embedded_engine
from orgraph.graph.engines.errors import EngineUnavailable
from orgraph.graph.engines.folder import open_lock, try_lock
from tests.said import fails

from .processes import Worker, alive, until


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A place for a store; whatever engine is still there at the end is ended."""
    yield tmp_path / "store"
    if (pid := engine_pid(tmp_path / "store")) and alive(pid):
        os.kill(pid, signal.SIGKILL)


def engine_pid(folder: Path) -> int:
    lock = folder / "orgraph.lock"
    return int(lock.read_text() or 0) if lock.exists() else 0


@asynccontextmanager
async def driver_on(engine: EmbeddedEngine) -> AsyncIterator[AsyncDriver]:
    async with driver_for(engine.endpoint()) as driver:
        yield driver


async def stored(folder: Path) -> set[str]:
    """The codes that are in the store, by a fresh look."""
    async with embedded_engine(folder, linger=0) as engine, driver_on(engine) as driver:
        answer = await driver.execute_query("MATCH (n:Written) RETURN n.code AS code", database_="orgraph")
        return {record["code"] for record in answer.records}


@pytest.mark.full
def test_the_starter_ends_and_the_other_does_not_notice(folder: Path) -> None:
    with Worker(folder) as starter:
        engine = starter.engine_pid()
        with Worker(folder, "other") as other:
            assert other.engine_pid() == engine
            other.writes_on()
            starter.end()
            other.writes_on(150)
            assert other.end() == 0
        assert until(lambda: not alive(engine), within=2.5) >= 0


async def test_four_start_at_once_and_share_one_engine_and_two_killed_harm_nobody(folder: Path) -> None:
    with ExitStack() as stack:
        four = [stack.enter_context(Worker(folder, name)) for name in "abcd"]
        (engine,) = {worker.engine_pid() for worker in four}
        starter = next(worker for worker in four if worker.pid == parent(engine))
        another = next(worker for worker in four if worker is not starter)
        for worker in four:
            worker.writes_on(5)
        starter.kill()
        another.kill()
        left = [worker for worker in four if worker not in (starter, another)]
        for worker in left:
            worker.writes_on()
        assert engine_pid(folder) == engine
        assert [worker.end() for worker in left] == [0, 0]


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


async def test_a_killed_engine_is_started_anew_by_its_users_and_no_acknowledged_write_is_lost(folder: Path) -> None:
    with Worker(folder, "a") as a, Worker(folder, "b") as b:
        first = a.engine_pid()
        assert b.engine_pid() == first
        for _ in range(2):
            a.writes_on()
            b.writes_on()
            os.kill(engine_pid(folder), signal.SIGKILL)
        a.writes_on()
        b.writes_on()
        assert a.end() >= 2
        assert b.end() >= 2
    acknowledged = {*a.written(), *b.written()}
    assert engine_pid(folder) != first
    assert acknowledged - await stored(folder) == set()


@pytest.mark.full
def test_the_death_of_the_last_user_leaves_no_engine(folder: Path) -> None:
    with Worker(folder, linger=0.5) as last:
        engine = last.engine_pid()
        last.kill()
        assert alive(engine)
        assert until(lambda: not alive(engine), within=2.5) >= 0.4, "it has to linger"
    assert not (folder / "endpoint.json").exists()


@pytest.mark.full
async def test_killing_everything_leaves_a_folder_that_opens_with_what_was_written(folder: Path) -> None:
    with Worker(folder, "a") as worker:
        engine = worker.engine_pid()
        worker.writes_on()
        os.kill(engine, signal.SIGKILL)
        worker.kill()
    assert (folder / "endpoint.json").exists(), "stale, as nobody was left to remove it"
    until(lambda: not alive(engine), within=5)
    assert set(worker.written()) <= await stored(folder)


@pytest.mark.full
async def test_ending_and_beginning_at_once_six_times(folder: Path) -> None:
    engines = []
    for round_number in range(6):
        async with embedded_engine(folder, linger=0) as engine, driver_on(engine) as driver:
            await driver.execute_query("CREATE (:Written {code: $code})", code=str(round_number), database_="orgraph")
            engines.append(engine_pid(folder))
        if round_number in (1, 3):  # come back in the moment of its farewell, else before it has noticed
            until(lambda: not (folder / "endpoint.json").exists(), within=5)
    assert engines == [engines[0]] * 2 + [engines[2]] * 2 + [engines[4]] * 2
    assert len(set(engines)) == 3
    assert await stored(folder) == set("012345")


@pytest.mark.full
async def test_an_engine_told_to_end_waits_for_its_users_and_then_does_not_linger(folder: Path) -> None:
    async with embedded_engine(folder, linger=60) as engine:
        pid = engine_pid(folder)
        os.kill(pid, signal.SIGTERM)
        await asyncio.sleep(0.7)
        async with driver_on(engine) as driver:
            await driver.verify_connectivity()
    assert until(lambda: not alive(pid), within=2.5) >= 0


async def test_a_start_that_is_cancelled_leaves_nothing_held(folder: Path) -> None:
    entering = asyncio.create_task(embedded_engine(folder, linger=0).__aenter__())
    await asyncio.to_thread(until, lambda: engine_pid(folder) > 0)
    entering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await entering
    pid = engine_pid(folder)
    until(lambda: not alive(pid), within=10)
    for name in ("users.lock", "orgraph.lock"):
        lock = open_lock(folder / name)
        until(partial(try_lock, lock, shared=False), within=10)
        os.close(lock)


async def test_a_start_whose_starter_has_gone_does_not_hang_for_ever(folder: Path) -> None:
    entering = asyncio.create_task(embedded_engine(folder, linger=60, start_timeout=0.4).__aenter__())
    await asyncio.to_thread(until, lambda: engine_pid(folder) > 0)
    entering.cancel()
    pid = engine_pid(folder)
    until(lambda: not alive(pid), within=1.5)  # long before it would have got ready, let alone unused


@pytest.mark.full
async def test_many_tasks_recover_at_once_and_one_engine_comes(folder: Path) -> None:
    async with embedded_engine(folder, linger=0) as engine:
        before = engine.endpoint()
        os.kill(engine_pid(folder), signal.SIGKILL)
        after = await asyncio.gather(*(engine.recover() for _ in range(8)))
        assert set(after) == {engine.endpoint()}
        assert before not in after


async def test_an_engine_that_cannot_start_says_why(folder: Path) -> None:
    with fails(EngineUnavailable, match=r"did not start: .*heap.*engine\.log"):
        async with embedded_engine(folder, heap="nonsense"):
            pass


async def test_an_engine_that_takes_too_long_is_ended(folder: Path) -> None:
    with fails(EngineUnavailable, match=r"did not answer within 0\.3 s"):
        async with embedded_engine(folder, start_timeout=0.3):
            pass
    pid = engine_pid(folder)
    until(lambda: not alive(pid), within=2)
