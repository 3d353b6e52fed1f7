"""The ledger is checked: whatever was edited, deleted or moved behind our back is named; what was taken out is not."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.render.ledger import verification_lines
from orgraph.cli.speech import Speech
from orgraph.domain.action import ActionRequest
from orgraph.domain.errors import IdempotencyConflict, InvalidInput, NotFound
from orgraph.domain.ledger import BookEnd, Broken, Damage, Redaction, Verification
from orgraph.domain.task import Task
from orgraph.domain.whistle import Whistle
from orgraph.rules.tasks.summaries import counted_as
from tests.said import in_english

from ..clock import FixedClock
from ..ledger import raw
from ..small_world import TESTER

_KEYS = count(1)
KEYS = {"Book": "code", "Definition": "digest"}
NOTHING = Verification(0, 0, 0, 0, (), (), ())
HOUSING, WHISTLER = "qingshi:housing-hedong", "township-head@990102001000"


@pytest.fixture
async def task(services: Services, clock: FixedClock) -> Task:
    """A task that was signed for and noted on: four events, two texts."""
    key = f"ledger-{next(_KEYS)}"
    place, by = "990102001001", WHISTLER
    whistle = Whistle(place, by, "emergency", "路面塌陷", key, "桥头塌了", again=True)
    opened = await services.dispatch.blow(TESTER, whistle)
    for version, action in ((2, "sign-in"), (3, "note")):
        request = ActionRequest(opened.task.id, action, HOUSING, f"{key}-{version}", version, text=f"{version}号围挡")
        acted = await services.actions.act(TESTER, request)
    return acted.task


@asynccontextmanager
async def changed(services: Services, label: str, identifier: str, **values: Any) -> AsyncIterator[None]:
    """A node with other values behind our back, and as it was again afterwards."""
    found = f"MATCH (n:{label} {{{KEYS.get(label, 'id')}: $id}}) "
    setting = found + "SET " + ", ".join(f"n.{name} = $values.{name}" for name in values) + " RETURN count(n)"
    (before,) = await raw(services.store, found + "RETURN " + ", ".join(f"n.{name}" for name in values), id=identifier)
    assert await raw(services.store, setting, id=identifier, values=values) == [[1]]
    try:
        yield
    finally:
        await raw(services.store, setting, id=identifier, values=dict(zip(values, before, strict=True)))


@asynccontextmanager
async def deleted(services: Services, event: str) -> AsyncIterator[None]:
    """An event that is gone behind our back, and there again afterwards."""
    (values,) = (await raw(services.store, "MATCH (e:Event {id: $id}) RETURN properties(e)", id=event))[0]
    await raw(services.store, "MATCH (e:Event {id: $id}) DETACH DELETE e", id=event)
    try:
        yield
    finally:
        again = "MATCH (t:Task {id: $task}) CREATE (t)-[:HAS_EVENT]->(e:Event) SET e = $values RETURN e"
        await raw(services.store, again, task=values["task"], values=values)


async def broken(services: Services, *kept: BookEnd) -> tuple[Broken, ...]:
    return (await services.ledger.verify(TESTER, kept)).broken


async def test_what_nobody_touched_holds(services: Services, task: Task) -> None:
    found = await services.ledger.verify(TESTER)
    assert found.broken == ()
    assert found.tasks >= 1 and found.events >= 4
    end = next(end for end in found.ends if end.book == task.events[0].book)
    assert end == BookEnd(task.events[-1].book, task.events[-1].position, task.events[-1].hash)


EDITS: tuple[dict[str, Any], ...] = (
    {"payload": "x"},
    {"payload": '{"by":"x"}'},
    {"by": "somebody"},
    {"at": 1},
    {"type": "close"},
    {"hash": "0" * 64},
    {"task": "none"},
)


async def test_an_edited_event_is_named(services: Services, task: Task) -> None:
    event = task.events[2]
    for values in EDITS:
        async with changed(services, "Event", f"{task.id}#3", **values):
            first = (await broken(services))[0]
        assert (first.damage, first.book, first.position) == (Damage.EDITED, event.book, event.position), values
    assert await broken(services) == ()


async def test_a_routing_that_replay_would_not_find_is_named(services: Services, task: Task) -> None:
    routing = task.events[1]
    for filed in ("", "0000000000000001", "x"):
        async with changed(services, "Event", routing.id, routed=filed):
            first = (await broken(services))[0]
        assert (first.damage, first.position) == (Damage.PROJECTION, routing.position)
    async with changed(services, "Event", f"{task.id}#3", routed=f"{task.events[2].at:016d}"):
        assert (await broken(services))[0].sequence == 3
    assert await broken(services) == ()


async def test_a_deleted_event_is_named_by_the_one_behind_it(services: Services, task: Task) -> None:
    async with deleted(services, f"{task.id}#3"):
        first, second = await broken(services)
    assert (first.damage, first.position, first.sequence) == (Damage.GAP, task.events[3].position, 4)
    assert (second.damage, second.task) == (Damage.PROJECTION, task.id)
    assert await broken(services) == ()


async def test_a_tail_that_was_cut_off_shows_at_the_end_of_its_book(services: Services, task: Task) -> None:
    last = task.events[-1]
    async with deleted(services, f"{task.id}#4"):
        assert (await broken(services))[0] == Broken(Damage.CUT, last.book, last.position)


async def test_a_tail_cut_off_with_the_end_of_its_book_shows_against_kept_ends(services: Services, task: Task) -> None:
    *_, before, last = task.events
    kept = BookEnd(last.book, last.position, last.hash)
    async with (
        changed(services, "Book", last.book, position=before.position, hash=before.hash),
        changed(services, "Task", task.id, version=3),
        deleted(services, f"{task.id}#4"),
    ):
        assert await broken(services) == ()
        assert await broken(services, kept) == (Broken(Damage.CUT, last.book, last.position),)
    assert await broken(services, kept) == ()
    forged = BookEnd(last.book, before.position, last.hash)
    assert (await broken(services, forged))[0].damage is Damage.ANCHOR
    assert (await broken(services, BookEnd("990199000000", 3, last.hash)))[0].damage is Damage.CUT


async def test_an_event_that_hangs_on_another_task_is_stray(services: Services, task: Task) -> None:
    unhang = "MATCH (t:Task {id: $task})-[h:HAS_EVENT]->(e:Event {id: $event}) DELETE h RETURN e"
    hang = "MATCH (t:Task {id: $task}) MATCH (e:Event {id: $event}) CREATE (t)-[:HAS_EVENT]->(e) RETURN e"
    await raw(services.store, unhang, task=task.id, event=f"{task.id}#4")
    try:
        first = (await broken(services))[0]
    finally:
        await raw(services.store, hang, task=task.id, event=f"{task.id}#4")
    assert (first.damage, first.sequence) == (Damage.STRAY, 4)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "closed"},
        {"version": 9},
        {"final": True},
        {"ended_at": 1_692_700_000_000},
        {"due": None},
        {"yellow": 1_692_000_000_000},
        {"red": 10**15},
        {"severity": 1},
        {"place": "990102001002"},
        {"called_at": 1_692_000_000_000},
        {"tally": "{}"},
        {"counted_as": "0" * 16},
        {"found_at": 1_692_000_000_000},
    ],
)
async def test_a_task_that_does_not_stand_as_its_events_say_is_named(
    services: Services, task: Task, values: dict[str, Any]
) -> None:
    async with changed(services, "Task", task.id, **values):
        (found,) = await broken(services)
    assert (found.damage, found.task) == (Damage.PROJECTION, task.id)


async def test_what_an_ended_task_keeps_of_its_handling_is_made_again(
    services: Services, task: Task, clock: FixedClock
) -> None:
    """Edited to its lead's advantage, or to another lead; what was found by another calendar is counted, not named."""
    clock.move_by(timedelta(hours=3))  # it should have come within two
    said: list[tuple[str, str, dict[str, Any]]] = [
        ("submit", HOUSING, {"text": "已修复"}),
        ("verify", WHISTLER, {"passed": True}),
        ("close", WHISTLER, {}),
    ]
    for version, (action, by, more) in enumerate(said, task.version):
        await services.actions.act(TESTER, ActionRequest(task.id, action, by, f"{task.id}-{version}", version, **more))
    assert await broken(services) == ()
    before = (await services.ledger.verify(TESTER)).measured_otherwise
    ((tally,),) = await raw(services.store, "MATCH (t:Task {id: $id}) RETURN t.tally", id=task.id)
    better, other = tally.replace(f'[["slow","{HOUSING}"]]', "[]"), tally.replace(HOUSING, "qingshi:police-hedong")
    assert better != tally
    for values in (
        {"tally": better},
        {"tally": None},
        {"counted_as": "0" * 16},
        {"counted_as": "0" * 16, "measured_by": "x"},
        {"tally": "no json", "measured_by": "x"},
        {"tally": other, "counted_as": counted_as(other), "measured_by": "x"},
        {"findings": "[]"},
        {"found_at": 1},
        {"tally": None, "measured_by": None},
    ):
        async with changed(services, "Task", task.id, **values):
            (found,) = await broken(services)
        assert (found.damage, found.task) == (Damage.PROJECTION, task.id), values
    async with changed(services, "Task", task.id, measured_by="x"):
        verified = await services.ledger.verify(TESTER)
    assert (verified.broken, verified.measured_otherwise) == ((), before + 1)


async def test_a_definition_that_was_taken_over_and_is_kept_otherwise_is_named(services: Services) -> None:
    said = json.loads(services.definitions.content)
    kept = await services.upkeep.definition(TESTER, said["findings/slow"][:20].upper())
    assert (kept.digest, kept.names) == (said["findings/slow"], ("findings/slow",))
    assert kept.text == services.definitions.texts[kept.digest]
    whole = await services.upkeep.definition(TESTER, services.definitions.hash)
    assert (whole.names, json.loads(whole.text)) == (("definitions",), said)
    edited = kept.text.replace("slow", "quick") + " "
    async with changed(services, "Definition", kept.digest, text=edited):
        (found,) = await broken(services)
    assert found == Broken(Damage.DEFINITION, "", 0, definition=kept.digest)
    assert list(verification_lines(replace(NOTHING, broken=(found,)), Speech(services.definitions, "en")))[-1] == (
        f"  definition {kept.digest}: what is kept of it does not have that digest"
    )
    for digest, error in (("0" * 64, NotFound), ("1234567", InvalidInput), ("x" * 8, InvalidInput)):
        with pytest.raises(error):
            await services.upkeep.definition(TESTER, digest)


async def test_a_text_that_was_edited_is_named(services: Services, task: Task) -> None:
    async with changed(services, "Content", f"{task.id}#4#text", text="什么都没有"):
        (edited,) = [one for one in await broken(services) if one.task == task.id and one.sequence == 4]
    assert edited.damage is Damage.TEXT_EDITED


async def test_a_text_taken_out_is_gone_and_everything_holds(services: Services, task: Task) -> None:
    done = await services.ledger.redact(TESTER, task.id, 4, "当事人要求，电话13900001111", f"redact-{task.id}")
    again = await services.ledger.redact(TESTER, task.id, 4, "当事人要求，电话13900001111", f"redact-{task.id}")
    assert done == Redaction(("text",)) and again == Redaction(("text",), done=False)

    found = await services.tasks.task(TESTER, task.id)
    assert [event.type for event in found.task.events[-2:]] == ["note", "redacted"]
    assert found.task.events[3].text == "" and found.task.state == task.state
    assert found.task.events[-1].typed("reason") == ("当事人要求，电话139****1111",)
    assert "139" not in found.task.events[-1].payload
    (texts,) = await raw(services.store, "MATCH (c:Content {id: $id}) RETURN c.text, c.salt", id=f"{task.id}#4#text")
    assert texts == ["", ""]
    assert await broken(services) == ()
    async with changed(services, "Event", f"{task.id}#5", payload=found.task.events[-1].payload.replace(":4", ":3")):
        damages = {one.damage for one in await broken(services)}
    assert damages == {Damage.EDITED, Damage.TEXT_MISSING}


async def test_the_text_of_the_whistle_can_be_taken_out_too(services: Services, task: Task) -> None:
    await services.ledger.redact(TESTER, task.id, 1, "当事人要求", f"redact-{task.id}")
    assert (await services.tasks.task(TESTER, task.id)).task.text == ""
    assert await broken(services) == ()


async def test_only_what_is_there_can_be_taken_out(services: Services, task: Task) -> None:
    with pytest.raises(InvalidInput) as bare:
        await services.ledger.redact(TESTER, task.id, 2, "当事人要求", f"redact-{task.id}")
    assert re.search(r"1, 3, 4$", in_english(bare.value.remedy))
    with pytest.raises(NotFound):
        await services.ledger.redact(TESTER, "none", 2, "当事人要求", "redact-none")
    with pytest.raises(InvalidInput):
        await services.ledger.redact(TESTER, task.id, 1, "", "redact-none")
    await services.ledger.redact(TESTER, task.id, 3, "当事人要求", f"redact-{task.id}")
    with pytest.raises(IdempotencyConflict):
        await services.ledger.redact(TESTER, task.id, 4, "当事人要求", f"redact-{task.id}")


async def test_decisions_come_out_as_they_did(services: Services, task: Task) -> None:
    day = date(2023, 8, 22)
    found = await services.ledger.replay(TESTER, day)
    assert found.decisions >= 1 and found.differences == ()
    assert (await services.ledger.replay(TESTER, date(2999, 1, 1))).decisions == 0
    before, result, after = task.events[1].payload.partition('"result":')
    forged = before + result + after.replace(f'"{HOUSING}"', '"someone"')
    assert forged != task.events[1].payload
    async with changed(services, "Event", f"{task.id}#2", payload=forged):
        (difference,) = (await services.ledger.replay(TESTER, day)).differences
    assert (difference.task, difference.sequence) == (task.id, 2)
    assert HOUSING in difference.now and "someone" in difference.recorded
