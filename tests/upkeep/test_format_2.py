"""A store that format 2 has written: its tasks come to keep what lists need, though the upgrade is killed in the middle."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor
from orgraph.domain.deadline import FAR
from orgraph.domain.errors import StoreMismatch
from orgraph.domain.upkeep import FORMAT
from orgraph.graph.upkeep import StoreRecord, adopt, store_record
from orgraph.services.backup import Backup, unwatched
from tests.said import fails, in_english

from ..ledger import faults_of, raw
from .make_store import answers
from .test_format_1 import HERE, services_in

pytestmark = pytest.mark.xdist_group("embedded")

KEPT = """MATCH (t:Task)
RETURN t.id, t.state, t.final, t.ended_at, t.due, t.yellow, t.red, t.pending,
  COUNT { MATCH (t)-[:OPEN_AT]->(a:Area) WHERE a.code = t.place },
  COLLECT { MATCH (t)-[:HAS_EVENT]->(e:Event) RETURN e.at ORDER BY e.sequence } ORDER BY t.id"""


async def test_tasks_come_to_keep_what_lists_need_though_it_is_killed_in_the_middle(
    format_2_file: Path, tmp_path: Path, definitions: Definitions, actor: Actor
) -> None:
    before = json.loads((HERE / "format-2.json").read_text(encoding="utf-8"))
    folder = tmp_path / "store"
    async with services_in(folder, definitions, linger=60) as services:
        await Backup(services.store, definitions, services.clock).restore(actor, format_2_file, unwatched)
        dues = {row[0]: (row[4], row[7]) for row in await raw(services.store, KEPT)}
        killed = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.upkeep.killed_upgrade", str(folder), "3"
        )
        assert await killed.wait() == -signal.SIGKILL
        record = await store_record(services.store)
        assert record is not None and (record.format, record.upgrading) == (2, 3)
        assert {row[2] is None for row in await raw(services.store, KEPT)} == {True, False}
        with fails(StoreMismatch, match="older"):
            await services.upkeep.prepare()
        done = await services.upkeep.upgrade(actor, adopt_definitions=True)
        assert in_english(done[0]).startswith("3: ")

        rows = await raw(services.store, KEPT)
        assert {(row[0], row[2]) for row in rows} == {(one["id"], not one["parts"]) for one in before["tasks"]}
        for task, _, final, ended_at, due, yellow, red, pending, open_at, instants in rows:
            assert (due, pending) == dues[task]
            if final:
                assert ended_at in instants and (due, yellow, red, open_at) == (None, None, None, 0)
            else:
                assert ended_at is None and open_at == 1
                assert due == FAR or yellow < red < due
        assert json.loads(json.dumps(await answers(services))) == before
        assert (await services.ledger.verify(actor)).broken == ()
        assert await faults_of(services.store) == []
        assert await services.upkeep.upgrade(actor) == ()


@pytest.mark.full
async def test_restore_takes_the_older_file_and_brings_it_up(brought_up: Services, actor: Actor) -> None:
    record = await store_record(brought_up.store)
    assert record is not None and record.format == FORMAT
    assert (await brought_up.ledger.verify(actor)).broken == ()


@pytest.mark.full
async def test_taking_over_definitions_counts_the_clocks_of_open_tasks_anew(
    brought_up: Services, definitions: Definitions, actor: Actor
) -> None:
    store = brought_up.store
    await adopt(store, StoreRecord(FORMAT, "of other calendars", definitions.content), 0)
    before = await raw(store, KEPT)
    by_other_calendars = "MATCH (t:Task) WHERE NOT t.final SET t.due = 1, t.yellow = 2, t.red = 3 RETURN count(t)"
    assert await raw(store, by_other_calendars) != [[0]]
    assert (await brought_up.ledger.verify(actor)).broken != ()
    await brought_up.upkeep.upgrade(actor, adopt_definitions=True)
    assert await raw(store, KEPT) == before


@pytest.mark.full
async def test_an_upgrade_stops_at_a_task_whose_events_were_edited_and_names_it(
    format_2_file: Path, tmp_path: Path, definitions: Definitions, actor: Actor
) -> None:
    async with services_in(tmp_path / "store", definitions) as services:
        await Backup(services.store, definitions, services.clock).restore(actor, format_2_file, unwatched)
        (edited,) = await raw(services.store, "MATCH (e:Event) WHERE e.type = 'void' SET e.payload = 'x' RETURN e.task")
        with fails(StoreMismatch, match=f"task {edited[0]} cannot be read"):
            await services.upkeep.upgrade(actor)
