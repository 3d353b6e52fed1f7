"""A store that format 1 has written: restored, brought up, killed in the middle; it answers as it did before."""

from __future__ import annotations

import asyncio
import gzip
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from orgraph.bootstrap import Services, assemble
from orgraph.definitions.definitions import Definitions
from orgraph.domain.action import ActionRequest
from orgraph.domain.actor import Actor
from orgraph.domain.errors import IdempotencyConflict, InvalidInput, StoreMismatch
from orgraph.domain.upkeep import FORMAT
from orgraph.domain.whistle import Whistle
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.store import Store
from orgraph.graph.upkeep import store_record
from orgraph.rules.tasks.notices import message
from orgraph.services.backup import Backup, unwatched
from orgraph.settings import Settings
from tests.said import fails, in_english

from ..clock import MORNING, FixedClock
from ..engines.neo4j_jars import LTS, MissingTool, Neo4jServer
from ..ledger import faults_of, raw
from ..small_world import neo4j_engine
from .make_store import CITY, HEAD, HOUSING, PLACE, SECRETARY, answers

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("embedded")]
HERE = Path(__file__).parent
LATER = MORNING + timedelta(days=3)
URGENT, SPOKEN = "00000000-0000-4000-8000-000000000006", "00000000-0000-4000-8000-000000000058"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup that format 1 has written."""
    path = tmp_path_factory.mktemp("format-1") / "saved.ndjson"
    path.write_bytes(gzip.decompress((HERE / "format-1.ndjson.gz").read_bytes()))
    return path


@pytest.fixture(scope="module")
def before() -> dict[str, Any]:
    """What format 1 answered."""
    said: dict[str, Any] = json.loads((HERE / "format-1.json").read_text(encoding="utf-8"))
    for task in said["tasks"]:
        task["events"][0]["text"] = task["text"]  # which was shown with the task only
    return said


@asynccontextmanager
async def services_in(folder: Path, definitions: Definitions, linger: float = 0) -> AsyncIterator[Services]:
    """Services over a folder, whatever is in it."""
    async with embedded_engine(folder, linger=linger) as engine, Store(engine, definitions) as store:
        yield assemble(Settings(), definitions, store, FixedClock(LATER), iter(map(str, range(10**6))).__next__)


@pytest.fixture(scope="module")
async def services(
    file: Path, tmp_path_factory: pytest.TempPathFactory, definitions: Definitions, actor: Actor
) -> AsyncIterator[Services]:
    """The store of format 1, brought back as format 1, its upgrade killed in the middle, and then completed."""
    folder = tmp_path_factory.mktemp("killed")
    async with services_in(folder, definitions, linger=60) as services:
        await Backup(services.store, definitions, services.clock).restore(actor, file, unwatched)
        killed = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.upkeep.killed_upgrade", str(folder), "2"
        )
        assert await killed.wait() == -signal.SIGKILL
        record = await store_record(services.store)
        assert record is not None and (record.format, record.upgrading) == (1, 2)
        (half,) = await raw(services.store, "MATCH (q:Request) RETURN count(q.salt), count(*)")
        assert 0 < half[0] < half[1]
        with fails(StoreMismatch, match="older"):
            await services.upkeep.prepare()
        with fails(StoreMismatch, match="half way"):
            await services.upkeep.backup(actor, folder / "half.ndjson")
        done = await services.upkeep.upgrade(actor, adopt_definitions=True)
        assert in_english(done[0]).startswith("2: ")
        assert await services.upkeep.upgrade(actor) == ()
        yield services


async def test_it_holds_and_answers_as_before(services: Services, before: dict[str, Any]) -> None:
    assert json.loads(json.dumps(await answers(services))) == before
    assert await faults_of(services.store) == []
    record = await store_record(services.store)
    assert record is not None and (record.format, record.upgrading) == (FORMAT, None)


async def test_tasks_keep_who_had_them_at_the_end_and_the_day_of_their_opening(
    services: Services, actor: Actor
) -> None:
    rows = await raw(
        services.store,
        """MATCH (t:Task) RETURN t.opened_on, COUNT { MATCH (t)-[:IN_HAND_OF {part: 'lead'}]->() },
        COUNT { MATCH (t)-[:HANDLED_BY {part: 'lead'}]->() }""",
    )
    assert all(day and hands + kept == 1 for day, hands, kept in rows)
    assert {kept for _, _, kept in rows} == {0, 1}
    assert (await services.ledger.verify(actor)).broken == ()


async def test_old_keys_still_repeat_and_still_conflict(services: Services, actor: Actor) -> None:
    whistle = Whistle(PLACE, HEAD, "emergency", "路面塌陷", "whistle-2", "3号楼前塌陷", channel="巡查")
    again = await services.dispatch.blow(actor, whistle)
    assert again.repeated and again.task.id == URGENT
    with pytest.raises(IdempotencyConflict):
        await services.dispatch.blow(actor, replace(whistle, text="4号楼前塌陷"))
    signed = ActionRequest(URGENT, "sign-in", HOUSING, "act-3", 2)
    assert (await services.actions.act(actor, signed)).repeated
    with pytest.raises(IdempotencyConflict):
        await services.actions.act(actor, replace(signed, text="又一次"))


async def test_what_was_taken_out_can_be_guessed_from_no_request(services: Services, actor: Actor) -> None:
    rows = await raw(services.store, "MATCH (q:Request) RETURN q.id, q.task, q.version, q.salt, q.body")
    forgotten = {(task, version) for _, task, version, salt, body in rows if (salt, body) == ("", "")}
    assert forgotten == {(SPOKEN, None), (SPOKEN, 3)}
    assert all(salt and len(body) == 64 for _, task, version, salt, body in rows if (task, version) not in forgotten)
    assert len({salt for *_, salt, _ in rows}) == len(rows) - 1
    key = next(json.loads(identifier)[1] for identifier, task, version, *_ in rows if (task, version) == (SPOKEN, None))
    with fails(IdempotencyConflict, match="taken out"):
        await services.dispatch.blow(actor, Whistle(PLACE, SECRETARY, "daily-work", "环境污染纠纷", key, "有异味"))


async def test_restore_takes_the_older_file_and_brings_it_up(
    file: Path, tmp_path: Path, definitions: Definitions, actor: Actor, before: dict[str, Any]
) -> None:
    async with services_in(tmp_path / "store", definitions) as services:
        await services.upkeep.restore(actor, file)
        record = await store_record(services.store)
        assert record is not None and record.format == FORMAT
        assert json.loads(json.dumps(await answers(services))) == before


async def test_what_format_1_wrote_into_the_hash_stays_and_redaction_says_so(
    services: Services, actor: Actor, before: dict[str, Any]
) -> None:
    joint = next(task["id"] for task in before["tasks"] if task["meeting"])
    done = await services.ledger.redact(actor, joint, 1, "王五要求", "old-1")
    assert (done.fields, done.remaining) == (("text",), ("basis", "channel", "meeting.place"))
    found = await services.tasks.task(actor, joint)
    assert found.task.text == "" and found.meeting is not None and found.meeting.place.startswith("南河街道会议室")
    with fails(InvalidInput, match="proof of event 8 cannot be taken out"):
        await services.ledger.redact(actor, URGENT, 8, "张三要求", "old-2", ["proof"])
    with fails(InvalidInput, match="reason of event 4 cannot be taken out"):
        await services.ledger.redact(actor, SPOKEN, 4, "孙七要求", "old-3")
    assert (await services.ledger.verify(actor)).broken == ()
    notices = [message(event, None).decode() for event in (await services.tasks.task(actor, URGENT)).task.events]
    assert "张三" in found.task.events[0].payload or "王五" in found.task.events[0].payload
    assert not any("张三" in said or "巡查" in said for said in notices)


async def test_a_matter_that_format_1_sent_on_goes_on_as_a_hard_matter(services: Services, actor: Actor) -> None:
    page = await services.tasks.tasks(actor, "990100000000", 100)
    (matter,) = [one for one in page.items if one.text.startswith("3号楼前积水")]
    assert (matter.state, matter.lead is not None) == ("dispatched", True)
    lead = matter.lead.code if matter.lead else ""

    async def does(number: int, action: str, by: str, **said: Any) -> None:
        version = (await services.tasks.task(actor, matter.id)).task.version
        await services.actions.act(actor, ActionRequest(matter.id, action, by, f"hard-{number}", version, **said))

    await does(1, "sign-in", lead)
    await does(2, "ask-hard", lead, text="管网须改造", extension="60 days")
    await does(3, "admit-hard", CITY)
    await does(4, "interim-reply", lead, text="已列入计划")
    interim = (await services.tasks.task(actor, matter.id)).deadlines[-1]
    assert (interim.stage, interim.light.value, str(interim.limits[0])) == ("interim", "green", "7 days")
    assert (await services.ledger.verify(actor)).broken == () and await faults_of(services.store) == []


@pytest.mark.neo4j
async def test_it_is_brought_up_on_neo4j_too(
    file: Path, tmp_path: Path, definitions: Definitions, actor: Actor, before: dict[str, Any]
) -> None:
    try:
        server = Neo4jServer(LTS, tmp_path / "neo4j")
    except MissingTool as missing:
        pytest.skip(str(missing))
    with server:
        async with neo4j_engine(server) as engine, Store(engine, definitions) as store:
            services = assemble(Settings(), definitions, store, FixedClock(LATER), lambda: "id")
            await services.upkeep.restore(actor, file)
            await services.upkeep.upgrade(actor, adopt_definitions=True)
            assert json.loads(json.dumps(await answers(services))) == before
