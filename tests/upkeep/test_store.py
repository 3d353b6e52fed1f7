"""The store itself: it is prepared once, refuses what does not fit, is saved, brought back and upgraded."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from orgraph.bootstrap import Services, assemble
from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor
from orgraph.domain.errors import InvalidInput, StoreMismatch
from orgraph.domain.said import Said
from orgraph.domain.upkeep import FORMAT
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.store import Store
from orgraph.graph.upkeep import StoreRecord, adopt, end_upgrade, node_count, store_record
from orgraph.rules.ledger.moment import Snapshot
from orgraph.services.migrations import Migration
from orgraph.settings import Settings
from tests.said import advised, fails, in_english

from ..clock import FixedClock
from ..engines.neo4j_jars import LTS, MissingTool, Neo4jServer
from ..small_world import neo4j_engine

pytestmark = pytest.mark.xdist_group("embedded")


@pytest.fixture(scope="module")
async def own_store(tmp_path_factory: pytest.TempPathFactory, definitions: Definitions) -> AsyncIterator[Store]:
    """A store for this file: to start an engine takes longer than any of these tests."""
    folder = tmp_path_factory.mktemp("upkeep") / "store"
    async with embedded_engine(folder, linger=0) as engine, Store(engine, definitions) as store:
        yield store


@pytest.fixture
async def empty(own_store: Store, definitions: Definitions) -> Services:
    """Services over a store in which nothing is, not even what says that it is one of ours."""
    await own_store.command("MATCH (n) DETACH DELETE n")
    assert await node_count(own_store) == 0
    return assemble(Settings(), definitions, own_store, FixedClock(), lambda: "id")


def lines_of(file: Path) -> list[dict[str, Any]]:
    """The nodes and relationships of a backup, in an order of their own; the store's own record left out."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()][1:-1]
    return sorted((row for row in rows if row.get("node") != "Store"), key=lambda row: json.dumps(row, sort_keys=True))


async def test_a_new_store_is_prepared_once(empty: Services, definitions: Definitions) -> None:
    await empty.upkeep.prepare()
    await empty.upkeep.prepare()

    record = await store_record(empty.store)

    assert record == StoreRecord(FORMAT, definitions.hash, definitions.content)


async def test_a_database_with_something_else_in_it_is_refused(empty: Services) -> None:
    await empty.store.command("CREATE (:Film {title: 'something else'})")

    with fails(StoreMismatch, match="something else"):
        await empty.upkeep.prepare()


async def test_other_definitions_are_refused_with_the_difference_until_adopted(
    empty: Services, definitions: Definitions, actor: Actor
) -> None:
    content = json.loads(definitions.content)
    changed = {**content, "quotas/grid-lead": "another", "quotas/gone": "x"}
    del changed["roles/building-head"]
    await empty.upkeep.prepare()
    await adopt(empty.store, StoreRecord(FORMAT, "another hash", json.dumps(changed)), 0)

    with pytest.raises(StoreMismatch) as caught:
        await empty.upkeep.prepare()
    with pytest.raises(StoreMismatch):
        await empty.upkeep.upgrade(actor)
    done = await empty.upkeep.upgrade(actor, adopt_definitions=True)
    await empty.upkeep.prepare()

    for line in ("- quotas/gone", "+ roles/building-head", "~ quotas/grid-lead"):
        assert line in in_english(caught.value.message)
        assert any(line in in_english(one) for one in done)
    assert advised(caught.value) == "orgraph upgrade --adopt-definitions"


async def test_a_newer_store_is_refused_and_an_older_one_is_upgraded_step_by_step(
    empty: Services, actor: Actor
) -> None:
    async def name_it(store: Store, definitions: Definitions) -> None:
        await store.command("MATCH (s:Store) SET s.lock = 'migrated'")

    steps = (Migration(FORMAT, Said("a-first-step"), (name_it,)),)
    await empty.upkeep.prepare()
    await end_upgrade(empty.store, FORMAT + 1)
    with fails(StoreMismatch, match="newer"):
        await empty.upkeep.prepare()
    with fails(StoreMismatch, match="newer"):
        await empty.upkeep.upgrade(actor)

    await end_upgrade(empty.store, FORMAT - 1)
    with fails(StoreMismatch, match="older") as older:
        await empty.upkeep.prepare()
    done = await empty.upkeep.upgrade(actor, migrations=steps)
    again = await empty.upkeep.upgrade(actor, migrations=steps)

    assert "by a backup" in in_english(older.value.remedy) and advised(older.value) == "orgraph upgrade"
    assert [in_english(one) for one in done] == [f"{FORMAT}: a-first-step"]
    assert again == ()


@pytest.mark.full
async def test_a_backup_brings_back_everything_on_another_store(
    embedded_services: Services, tmp_path: Path, definitions: Definitions, actor: Actor
) -> None:
    saved, again = tmp_path / "saved.ndjson", tmp_path / "again.ndjson"

    summary = await embedded_services.upkeep.backup(actor, saved)
    folder = tmp_path / "store"  # of its own: to empty one of all that other tests have written takes longer
    async with embedded_engine(folder, linger=0) as engine, Store(engine, definitions) as store:
        services = assemble(Settings(), definitions, store, FixedClock(), lambda: "id")
        restored = await services.upkeep.restore(actor, saved)
        await services.upkeep.prepare()
        await services.upkeep.backup(actor, again)

    assert restored == summary
    assert summary.nodes > 50 and summary.relationships > 50
    assert lines_of(again) == lines_of(saved)
    assert saved.stat().st_mode & 0o777 == 0o600


@pytest.mark.full
@pytest.mark.neo4j
async def test_an_embedded_store_moves_to_neo4j(
    embedded_services: Services, tmp_path: Path, definitions: Definitions, actor: Actor
) -> None:
    saved, again = tmp_path / "saved.ndjson", tmp_path / "again.ndjson"
    await embedded_services.upkeep.backup(actor, saved)
    try:
        server = Neo4jServer(LTS, tmp_path / "neo4j")
    except MissingTool as missing:
        pytest.skip(str(missing))
    with server:
        async with neo4j_engine(server) as engine, Store(engine, definitions) as store:
            services = assemble(Settings(), definitions, store, FixedClock(), lambda: "id")
            await services.upkeep.restore(actor, saved)
            await services.upkeep.backup(actor, again)

    assert lines_of(again) == lines_of(saved)


async def test_a_damaged_backup_is_refused_before_anything_is_written(
    embedded_services: Services, empty: Services, tmp_path: Path, actor: Actor
) -> None:
    saved = tmp_path / "saved.ndjson"
    await embedded_services.upkeep.backup(actor, saved)
    text = saved.read_text(encoding="utf-8")
    half, edited = tmp_path / "half.ndjson", tmp_path / "edited.ndjson"
    half.write_text("".join(text.splitlines(keepends=True)[:20]), encoding="utf-8")
    edited.write_text(text.replace("2023-01-01", "2022-01-01", 1), encoding="utf-8")

    for file, said in (
        (half, "no whole backup"),
        (edited, "changed or damaged"),
        (tmp_path / "no", "cannot be read"),
    ):
        with fails(InvalidInput, match=said):
            await empty.upkeep.restore(actor, file)
    nodes = await node_count(empty.store)

    assert nodes == 0


async def test_a_backup_overwrites_nothing_and_a_restore_wants_an_empty_store(
    embedded_services: Services, tmp_path: Path, actor: Actor
) -> None:
    saved = tmp_path / "saved.ndjson"
    await embedded_services.upkeep.backup(actor, saved)

    with fails(InvalidInput, match="exists already"):
        await embedded_services.upkeep.backup(actor, saved)
    with fails(StoreMismatch, match="not empty"):
        await embedded_services.upkeep.restore(actor, saved)
    with fails(InvalidInput, match="cannot be written"):
        await embedded_services.upkeep.backup(actor, tmp_path / "missing" / "saved.ndjson")
    assert list(tmp_path.glob("*.part")) == []


def test_a_task_called_during_the_backup_is_left_out_whole() -> None:
    snapshot = Snapshot()
    snapshot.begin({"id": "early", "version": 2, "book": "210502000000", "number": "平山-2026-000007"})

    held = [
        snapshot.holds_node("Task", {"id": "early"}),
        snapshot.holds_node(
            "Event", {"task": "early", "sequence": 2, "book": "210502000000", "position": 1, "hash": "a"}
        ),
        snapshot.holds_node("Content", {"id": "early"}),
        snapshot.holds_node("Content", {"id": "early#2"}),
        snapshot.holds_relationship("Task", "early", "210502001001"),
        snapshot.holds_relationship("Task", "early", "early#2"),
        snapshot.holds_relationship("Officer", "someone", "somewhere"),
    ]
    late = [
        snapshot.holds_node("Task", {"id": "late"}),
        snapshot.holds_node(
            "Event", {"task": "late", "sequence": 1, "book": "210502000000", "position": 2, "hash": "b"}
        ),
        snapshot.holds_node(
            "Event", {"task": "early", "sequence": 3, "book": "210502000000", "position": 3, "hash": "c"}
        ),
        snapshot.holds_node("Content", {"id": "early#3"}),
        snapshot.holds_relationship("Task", "early", "early#3"),
        snapshot.holds_node("Content", {"id": "late"}),
        snapshot.holds_node("Request", {"task": "late"}),
        snapshot.holds_relationship("Task", "late", "210502001001"),
    ]

    assert all(held) and not any(late)
    assert list(snapshot.books()) == [{"code": "210502000000", "position": 1, "hash": "a", "numbered": '{"2026":7}'}]
