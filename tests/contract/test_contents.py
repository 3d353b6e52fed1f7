"""Whatever a person types is kept apart, field by field, and can be taken out: then nothing in the store says it any more."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.canonical import Json, canonical
from orgraph.domain.errors import IdempotencyConflict, InvalidInput
from orgraph.domain.event import Event
from orgraph.domain.ledger import Damage
from orgraph.domain.task import Task
from orgraph.domain.time import CHINA
from orgraph.domain.whistle import Meeting, Whistle
from orgraph.rules.tasks.notices import message
from tests.said import fails

from ..clock import FixedClock
from ..ledger import faults_of, raw
from ..small_world import TESTER

_KEYS = count(1)
SECRETARY, HOUSING, POLICE = "township-secretary@990102001000", "qingshi:housing-hedong", "qingshi:police-hedong"
TYPED = {"text": "桥头塌了", "basis": "孙七来函", "channel": "12345热线来电人周八", "meeting.place": "吴九家门口"}
MEETING = datetime(2023, 8, 22, 14, tzinfo=CHINA)

WHISTLE = {"text", "basis", "channel", "meeting", "fields"}
"""Fields of a whistle into which people type; of a meeting its place, of a kind's own fields those whose type is words (test_own_life)."""

CODED = {
    Whistle: {"place", "by", "kind", "category", "key", "departments", "severity", "blown_at", "also", "again"},
    ActionRequest: {
        *("task", "action", "by", "key", "expected_version", "unit", "extension", "passed", "rating", "review"),
        *("into", "when", "helpers", "place", "limit", "across", "contacted", "solved", "satisfaction"),
    },
}
"""Fields that are resolved to codes, days and numbers, or refused."""


@pytest.fixture
async def task(services: Services, clock: FixedClock) -> Task:
    """A joint whistle with all that can be typed, signed for and submitted with two proofs."""
    number = next(_KEYS)
    whistle = Whistle(
        "990102001001",
        SECRETARY,
        "joint-enforcement",
        "路面塌陷",
        f"contents-{number}",
        f"{TYPED['text']}{number}",
        TYPED["basis"],
        (HOUSING,),
        Meeting(MEETING, TYPED["meeting.place"]),
        TYPED["channel"],
    )
    opened = (await services.dispatch.blow(TESTER, whistle)).task
    await act(services, opened, "sign-in")
    return await act(services, opened, "submit", text="已回填", proof=("张三13812345678签字.jpg", "p-2"))


async def act(services: Services, task: Task, action: str, by: str = HOUSING, **said: Any) -> Task:
    now = (await services.tasks.task(TESTER, task.id)).task
    request = ActionRequest(task.id, action, by, f"contents-act-{next(_KEYS)}", now.version, **said)
    return (await services.actions.act(TESTER, request)).task


async def saying(services: Services, text: str) -> list[str]:
    """Identifiers of all nodes with a property that says `text`, outside of the organisation."""
    rows = await raw(
        services.store, "MATCH (n) WHERE n:Event OR n:Content OR n:Request OR n:Notice OR n:Task RETURN properties(n)"
    )
    return [str(row[0]["id"]) for row in rows if any(text in str(value) for value in row[0].values())]


def test_each_field_is_known_as_typed_or_as_coded() -> None:
    assert {one.name for one in fields(Whistle)} == CODED[Whistle] | WHISTLE
    assert {one.name for one in fields(ActionRequest)} == CODED[ActionRequest] | {"text", "proof", "fields"}


async def test_what_was_typed_is_given_back_and_stands_in_no_event(services: Services, task: Task) -> None:
    found = (await services.tasks.task(TESTER, task.id)).task.events
    assert {one.field for one in found[0].contents} == set(TYPED)
    for field, said in TYPED.items():
        assert found[0].typed(field)[0].startswith(said)
        assert all(said not in event.payload for event in found)
    assert found[3].typed("proof") == ("张三13812345678签字.jpg", "p-2")
    assert "张三" not in found[3].payload and "回填" not in found[3].payload
    assert (await services.tasks.task(TESTER, task.id)).meeting == Meeting(MEETING, TYPED["meeting.place"])
    assert await faults_of(services.store) == []


async def test_the_hash_of_each_field_is_made_as_the_pages_say(services: Services, task: Task) -> None:
    event = (await services.tasks.task(TESTER, task.id)).task.events[3]
    said = json.loads(event.payload)["contents"]
    rows = await raw(
        services.store, "MATCH (c:Content) WHERE c.id STARTS WITH $id RETURN c.id, c.salt, c.text", id=event.id
    )
    made = {
        identifier.removeprefix(f"{event.id}#"): hashlib.sha256(
            json.dumps([salt, text], ensure_ascii=False, separators=(",", ":")).encode()
        ).hexdigest()
        for identifier, salt, text in rows
    }
    assert made == said and set(said) == {"text", "proof"}


async def test_no_notice_carries_what_was_typed(services: Services, task: Task) -> None:
    events = (await services.tasks.task(TESTER, task.id)).task.events
    said = "".join(message(event, None).decode() for event in events)
    for typed in (*TYPED.values(), "张三", "回填"):
        assert typed not in said
    old: dict[str, Json] = {
        "basis": "孙七来函",
        "channel": "来电人周八",
        "meeting": {"at": "x", "place": "吴九家"},
        "proof": ["张三"],
        "reason": "y",
    }
    for type_ in ("called", "redacted"):
        event = Event("t", 1, "b", 1, 0, "a", type_, canonical(old), "", "")
        sent = json.loads(message(event, None))["data"]["said"]
        assert sent == ({"meeting": {"at": "x"}, "reason": "y"} if type_ == "called" else {"meeting": {"at": "x"}})


async def test_one_field_is_taken_out_and_the_others_stay(services: Services, task: Task) -> None:
    key = f"contents-redact-{next(_KEYS)}"
    done = await services.ledger.redact(TESTER, task.id, 4, "张三要求", key, ["proof"])
    assert (done.fields, done.remaining, done.done) == (("proof",), (), True)
    event = (await services.tasks.task(TESTER, task.id)).task.events[3]
    assert [(one.field, one.texts, one.redacted) for one in event.contents] == [
        ("proof", ("",), True),
        ("text", ("已回填",), False),
    ]
    assert not any(one.startswith(task.id) for one in await saying(services, "13812345678"))
    with fails(InvalidInput, match="proof of event 4 was taken out already"):
        await services.ledger.redact(TESTER, task.id, 4, "张三要求", f"{key}-2", ["proof"])
    with fails(InvalidInput, match="no basis"):
        await services.ledger.redact(TESTER, task.id, 4, "张三要求", f"{key}-3", ["basis"])
    assert await broken(services) == []


async def test_taken_out_nothing_in_the_store_says_it_and_nothing_can_be_guessed(
    services: Services, task: Task
) -> None:
    number = int((await services.tasks.task(TESTER, task.id)).task.text.removeprefix(TYPED["text"]))
    words = ["孙七来函", "来电人周八", "吴九家", f"{TYPED['text']}{number}"]
    others = [set(await saying(services, word)) for word in words]
    done = await services.ledger.redact(TESTER, task.id, 1, "钱十要求", f"contents-redact-{next(_KEYS)}")
    assert done.fields == ("basis", "channel", "meeting.place", "text")
    for word, before in zip(words, others, strict=True):
        assert before - set(await saying(services, word)) == {f"{task.id}#1#{field(word)}"}
        assert not any(one.startswith(task.id) for one in await saying(services, word))
    (request,) = await raw(
        services.store,
        "MATCH (q:Request) WHERE q.task = $task AND q.version IS NULL RETURN q.salt, q.body",
        task=task.id,
    )
    assert request == ["", ""]
    (salts,) = await raw(
        services.store, "MATCH (c:Content) WHERE c.id STARTS WITH $id RETURN collect(c.salt)", id=f"{task.id}#1#"
    )
    assert set(salts[0]) == {""}
    found = await services.tasks.task(TESTER, task.id)
    assert found.meeting == Meeting(MEETING, "") and found.task.text == ""
    assert await broken(services) == []


def field(word: str) -> str:
    return next((name for name, said in TYPED.items() if said in word or word in said), "text")


async def broken(services: Services) -> list[Damage]:
    return [one.damage for one in (await services.ledger.verify(TESTER)).broken]


async def test_a_key_whose_text_was_taken_out_does_nothing_a_second_time(services: Services, clock: FixedClock) -> None:
    key = f"contents-{next(_KEYS)}"
    whistle = Whistle("990102001001", SECRETARY, "daily-work", "路面塌陷", key, "桥头塌了")
    opened = await services.dispatch.blow(TESTER, whistle)
    assert (await services.dispatch.blow(TESTER, whistle)).repeated
    await services.ledger.redact(TESTER, opened.task.id, 1, "钱十要求", f"{key}-redact")
    with fails(IdempotencyConflict, match="taken out") as conflict:
        await services.dispatch.blow(TESTER, whistle)
    assert conflict.value.task == opened.task.id


async def test_the_text_of_an_assignment_stands_twice_and_redaction_says_where(services: Services, task: Task) -> None:
    parent = await services.dispatch.blow(
        TESTER, Whistle("990102001001", SECRETARY, "daily-work", "路面塌陷", f"contents-{next(_KEYS)}", "桥头塌了")
    )
    await act(services, parent.task, "sign-in")
    assigned = await act(services, parent.task, "assign", SECRETARY, unit=POLICE, text="冯十一家门口疏导")
    event = assigned.events[-1]
    child = json.loads(event.payload)["child"]
    done = await services.ledger.redact(TESTER, parent.task.id, event.sequence, "冯十一要求", f"contents-{next(_KEYS)}")
    assert done.copies == (f"{child}#1",)
    assert await saying(services, "冯十一家") == [f"{child}#1#text"]
    done = await services.ledger.redact(TESTER, child, 1, "冯十一要求", f"contents-{next(_KEYS)}")
    assert done.copies == (event.id,)
    assert await saying(services, "冯十一家") == []


async def test_a_content_that_was_edited_or_deleted_is_named_whichever_field_it_is(
    services: Services, task: Task
) -> None:
    for name in ("basis", "channel", "meeting.place"):
        identifier = f"{task.id}#1#{name}"
        find = "MATCH (c:Content {id: $id}) "
        ((text,),) = await raw(services.store, find + "RETURN c.text", id=identifier)
        await raw(services.store, find + "SET c.text = '别的' RETURN 1", id=identifier)
        edited = await broken(services)
        await raw(services.store, find + "SET c.text = $said, c.redacted = 1 RETURN 1", id=identifier, said=text)
        gone = await broken(services)
        await raw(services.store, find + "SET c.redacted = null RETURN 1", id=identifier)
        assert (edited, gone) == ([Damage.TEXT_EDITED], [Damage.TEXT_MISSING])
    assert await broken(services) == []
