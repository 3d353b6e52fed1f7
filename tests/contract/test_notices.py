"""Notices to other systems: written with their event, sent at least once under one id, whatever the target does."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count

import pytest
from standardwebhooks import Webhook

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.errors import InvalidInput
from orgraph.domain.notice import Target
from orgraph.domain.said import again
from orgraph.domain.task import CalledTask
from orgraph.domain.whistle import Whistle
from orgraph.sending.client import Client
from orgraph.sending.networks import networks_of
from orgraph.services.actions import Actions
from orgraph.services.assignments import Assignments
from orgraph.services.background import Background
from orgraph.services.dispatch import Dispatch
from orgraph.services.fields import Fields
from orgraph.services.journal import Journal
from orgraph.services.notifier import LEASE, Notifier
from orgraph.services.numbers import Numbers
from orgraph.services.openings import Openings
from orgraph.services.parties import Parties
from orgraph.services.places import Places
from orgraph.services.tasks import Tasks
from tests.said import advised, fails, in_chinese, in_english

from ..clock import FixedClock
from ..ledger import raw
from ..renamed import Front, theirs
from ..silent import swallow
from ..small_world import TESTER

SECRET = b"a secret of at least 24 bytes"
LOOPBACK = networks_of("127.0.0.0/8")
_KEYS = count(1)


@dataclass
class Receiver:
    """A target on this machine: keeps what it is sent, and answers as it is told."""

    port: int = 0
    status: int = 200
    head: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = [line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line]
        headers = {name.lower(): value for name, value in lines}
        self.got.append((headers, await reader.readexactly(int(headers["content-length"]))))
        said = f"HTTP/1.1 {self.status} x\r\n{self.head}content-length: 0\r\nconnection: close\r\n\r\n"
        writer.write(said.encode("latin-1"))
        await writer.drain()
        writer.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()


class Desk:
    """The services of a store with one target, and a worker that sends to it."""

    def __init__(self, services: Services, clock: FixedClock, target: Target) -> None:
        if isinstance(services.dispatch, Front):
            target = replace(target, events=tuple(theirs(one, key=True) for one in target.events))
        self.services, self.clock, self.target = services, clock, target
        store, definitions = services.store, services.definitions
        ids: Callable[[], str] = iter(f"{target.key}-id-{number}" for number in range(10_000)).__next__
        places = Places(store, definitions)
        parties = Parties(store, definitions, places)
        tasks = Tasks(store, definitions, places, parties, Numbers(store, definitions, clock), clock)
        openings = Openings(store, definitions, places, parties, clock, ids)
        journal = Journal(store, definitions, clock, ids, [target])
        fields = Fields(definitions, places, parties, tasks, clock)
        self.dispatch = Dispatch(definitions, openings, tasks, fields, journal)
        self.actions = Actions(store, definitions, Assignments(definitions, openings), parties, fields, journal, clock)
        self.notifier = Notifier(store, [target], LOOPBACK, clock, ids)
        if isinstance(services.dispatch, Front):  # where all that tasks have goes by other names
            self.dispatch, self.actions = Front(self.dispatch), Front(self.actions)  # type: ignore[assignment]

    async def call(self) -> CalledTask:
        key, by = f"{self.target.key}-{next(_KEYS)}", "township-head@990102001000"
        whistle = Whistle("990102001001", by, "emergency", "路面塌陷", key, "桥头塌了，电话13900001111", again=True)
        return await self.dispatch.blow(TESTER, whistle)

    async def send(self) -> int:
        async with Client(LOOPBACK, seconds=1) as client:
            return (await self.notifier.turn(self.target, client)).taken

    async def left(self) -> list[list[object]]:
        rows = "MATCH (n:Notice {target: $target}) RETURN n.id, n.at, n.attempts, n.why ORDER BY n.id"
        return await raw(self.services.store, rows, target=self.target.key)


@pytest.fixture
def desk(services: Services, clock: FixedClock, receiver: Receiver) -> Desk:
    url = f"http://127.0.0.1:{receiver.port}/in"
    return Desk(services, clock, Target(f"target-{next(_KEYS)}", url, SECRET))


async def test_each_event_arrives_signed_and_without_what_was_said_in_words(desk: Desk, receiver: Receiver) -> None:
    task = (await desk.call()).task
    assert await desk.send() == 2 and await desk.send() == 0
    assert sorted(headers["webhook-id"] for headers, _ in receiver.got) == [f"{task.id}#1", f"{task.id}#2"]
    for headers, body in receiver.got:
        webhook = Webhook(base64.b64encode(SECRET).decode())
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        assert headers["webhook-signature"] == webhook.sign(headers["webhook-id"], at, body.decode())
        said = json.loads(body)
        assert said["specversion"] == "1.0" and said["id"] == headers["webhook-id"] and said["subject"] == task.id
        assert "塌了" not in body.decode() and "139" not in said["data"]["said"]
    assert await desk.left() == []


async def test_an_action_is_told_too_and_only_what_a_target_wants(desk: Desk, receiver: Receiver) -> None:
    wanting = Desk(desk.services, desk.clock, replace(desk.target, key=f"{desk.target.key}-few", events=("sign-in",)))
    task = (await wanting.call()).task
    assert await wanting.send() == 0
    request = ActionRequest(task.id, "sign-in", "qingshi:housing-hedong", f"{task.id}-sign", 2)
    await wanting.actions.act(TESTER, request)
    assert await wanting.send() == 1
    assert [headers["webhook-id"] for headers, _ in receiver.got] == [f"{task.id}#3"]


A_MINUTE_LATER = "Retry-After: {date}\r\n"
"""A date, as HTTP writes it, a minute after the clock."""


@pytest.mark.parametrize(
    ("status", "head", "wait"),
    [
        *((500, "", 5), (429, "Retry-After: 60\r\n", 60), (302, "", 5)),
        *((503, A_MINUTE_LATER, 60), (503, "Retry-After: \u00b2\r\n", 5), (503, "Retry-After: soon\r\n", 5)),
    ],
)
async def test_what_does_not_arrive_is_tried_again_later_under_the_same_id_and_what_follows_it_waits(
    desk: Desk, receiver: Receiver, status: int, head: str, wait: int
) -> None:
    later = format_datetime((desk.clock.now() + timedelta(seconds=60)).astimezone(UTC), usegmt=True)
    receiver.status, receiver.head = status, head.format(date=later)
    task = (await desk.call()).task
    assert await desk.send() == 2
    assert [[row[2], row[3] and in_chinese(again(str(row[3])))] for row in await desk.left()] == [
        [1, f"HTTP 状态 {status}"],
        [0, None],
    ]
    assert len({row[1] for row in await desk.left()}) == 1, "the second is due with the first"
    desk.clock.move_by(timedelta(seconds=wait - 3))
    assert await desk.send() == 0
    desk.clock.move_by(timedelta(seconds=3))
    receiver.status = 200
    assert await desk.send() == 2 and await desk.left() == []
    assert [headers["webhook-id"] for headers, _ in receiver.got] == [f"{task.id}#1", f"{task.id}#1", f"{task.id}#2"]


async def test_a_target_that_wants_no_more_is_left_alone_and_on_record(desk: Desk, receiver: Receiver) -> None:
    receiver.status = 410
    await desk.call()
    await desk.send()
    desk.clock.move_by(timedelta(days=9))
    assert await desk.send() == 0 and len(receiver.got) == 2
    (waiting,) = [one for one in await desk.notifier.waiting(TESTER) if one.target == desk.target.key]
    assert (waiting.waiting, waiting.dead) == (0, 2)
    assert (in_chinese(waiting.why), in_english(waiting.why)) == ("HTTP 状态 410", "HTTP 410")


async def test_why_a_notice_failed_is_told_as_it_was_stored_before_codes(desk: Desk, receiver: Receiver) -> None:
    receiver.status = 410
    await desk.call()
    await desk.send()
    older = "MATCH (n:Notice {target: $target}) SET n.why = 'HTTP 500' RETURN count(n)"
    assert await raw(desk.services.store, older, target=desk.target.key) == [[2]]
    (waiting,) = [one for one in await desk.notifier.waiting(TESTER) if one.target == desk.target.key]
    assert in_chinese(waiting.why) == "HTTP 500"


async def test_a_crash_between_sending_and_recording_sends_again_with_the_same_id(
    desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.call()
    with monkeypatch.context() as broken:

        async def crash(*_: object) -> bool:
            raise KeyError("the power failed")

        broken.setattr("orgraph.services.notifier.notice_sent", crash)
        assert await desk.send() == 2 and len(receiver.got) == 1, "the second does not go before the first is known"
    assert await desk.send() == 0  # the lease is not over
    desk.clock.move_by(timedelta(milliseconds=LEASE + 1))
    assert await desk.send() == 2 and await desk.left() == []
    identifiers = sorted(headers["webhook-id"] for headers, _ in receiver.got)
    assert len(set(identifiers)) == 2 and len(identifiers) == 3


async def test_of_many_workers_each_notice_is_sent_by_one(desk: Desk, receiver: Receiver) -> None:
    for _ in range(4):
        await desk.call()
    await asyncio.gather(*(desk.send() for _ in range(6)))
    while await desk.send():
        pass
    identifiers = [headers["webhook-id"] for headers, _ in receiver.got]
    assert len(identifiers) == len(set(identifiers)) == 8


async def test_a_target_that_is_silent_holds_up_neither_others_nor_the_ladder(
    desk: Desk, clock: FixedClock, receiver: Receiver
) -> None:
    silent = await asyncio.start_server(swallow, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    dead = replace(desk.target, key=f"{desk.target.key}-dead", url=f"http://127.0.0.1:{port}/")
    ids = iter(f"both-{desk.target.key}-{number}" for number in range(10_000)).__next__
    both = Notifier(desk.services.store, [dead, desk.target], LOOPBACK, clock, ids)
    task = (await Desk(desk.services, clock, dead).call()).task
    await desk.call()
    stop = asyncio.Event()
    running = asyncio.create_task(Background(both.works(), desk.services.store.bell).run(stop))
    clock.move_by(timedelta(minutes=31))
    while await desk.services.escalation.turn():
        pass
    events = (await desk.services.tasks.task(TESTER, task.id)).task.events
    assert events[-1].type == "escalated"
    async with asyncio.timeout(5):
        while len(receiver.got) < 2:
            await asyncio.sleep(0.02)
    stop.set()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    silent.close()


async def test_a_target_that_takes_nothing_is_left_alone_and_then_tried_with_one(
    desk: Desk, receiver: Receiver
) -> None:
    receiver.status = 503
    tasks = [(await desk.call()).task.id for _ in range(3)]
    (work,) = desk.notifier.works()
    assert await work.turn() == 6 and len(receiver.got) == 3, "the first of each task"
    assert await work.turn() == 0 and 0 < await work.rest() <= 5
    assert len(receiver.got) == 3, "nothing is sent in the pause"
    desk.clock.move_by(timedelta(seconds=6))
    assert await work.turn() == 1 and len(receiver.got) == 4
    assert 5 < await work.rest() <= 10, "each pause is twice as long"
    receiver.status = 200
    desk.clock.move_by(timedelta(minutes=2))
    while await work.turn():
        pass
    await work.close()
    arrived = [headers["webhook-id"] for headers, _ in receiver.got[4:]]
    assert sorted(arrived) == sorted(f"{task}#{number}" for task in tasks for number in (1, 2))
    assert all(arrived.index(f"{task}#1") < arrived.index(f"{task}#2") for task in tasks)
    assert await desk.left() == []


async def test_a_silent_target_is_left_alone_after_one_timeout(desk: Desk, receiver: Receiver) -> None:
    silent = await asyncio.start_server(swallow, "127.0.0.1", 0)
    dead = replace(desk.target, url=f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}/")
    there = Desk(desk.services, desk.clock, dead)
    await there.call()
    (work,) = there.notifier.works()
    there.notifier.client = lambda: Client(LOOPBACK, seconds=0.2)  # type: ignore[method-assign]
    assert await work.turn() == 2
    assert [[row[2], row[3] and in_english(again(str(row[3])))] for row in await there.left()] == [
        [1, "no answer within 0.2 s"],
        [0, None],
    ]
    assert 0 < await work.rest() <= 5 and await work.turn() == 0
    await work.close()
    silent.close()


async def test_what_is_wrong_with_ourselves_stays_with_the_notice_as_its_reason_and_ends_nothing_else(
    desk: Desk, receiver: Receiver
) -> None:
    """As where a package is missing that is needed only when something is sent."""
    task = (await desk.call()).task
    (work,) = desk.notifier.works()

    def broken() -> Client:
        raise RuntimeError("Attempted to use 'AnyIOBackend', but it is not installed")

    sound, desk.notifier.client = desk.notifier.client, broken  # type: ignore[method-assign]
    background, stop = Background((desk.services.escalation, work), desk.services.store.bell), asyncio.Event()
    running = asyncio.create_task(background.run(stop))
    async with asyncio.timeout(20):
        while not (await desk.left())[0][3]:
            await asyncio.sleep(0.02)
    assert "AnyIOBackend" in str((await desk.left())[0][3])
    states = {state.name: state for state in background.states()}
    told = states[f"notices to {desk.target.key}"]
    assert told.in_a_row >= 1 and "AnyIOBackend" in in_english(told.why) and states["escalation"].in_a_row == 0
    desk.notifier.client = sound  # type: ignore[method-assign]
    desk.clock.move_by(timedelta(minutes=31))
    async with asyncio.timeout(30):
        while await desk.left():
            await asyncio.sleep(0.05)
    stop.set()
    await running
    identifiers = [headers["webhook-id"] for headers, _ in receiver.got]
    assert identifiers[:2] == [f"{task.id}#1", f"{task.id}#2"]


async def test_notices_of_a_task_arrive_in_the_order_of_its_events_also_beyond_ten(
    desk: Desk, receiver: Receiver
) -> None:
    task = (await desk.call()).task
    by = "qingshi:housing-hedong"
    for number in range(3, 14):
        action = "sign-in" if number == 3 else "note"
        text = "" if number == 3 else f"进展 {number}"
        await desk.actions.act(TESTER, ActionRequest(task.id, action, by, f"{task.id}-{number}", number - 1, text=text))
    receiver.status = 500
    await desk.send()
    assert len(receiver.got) == 1
    desk.clock.move_by(timedelta(seconds=6))
    receiver.status = 200
    while await desk.send():
        pass
    told = [headers["webhook-id"] for headers, _ in receiver.got]
    assert told == [f"{task.id}#1", *(f"{task.id}#{number}" for number in range(1, 14))]


async def test_what_was_given_up_is_sent_when_somebody_says_so(desk: Desk, receiver: Receiver) -> None:
    receiver.status = 410
    await desk.call()
    await desk.send()
    receiver.status = 500
    task = (await desk.call()).task
    await desk.send()
    assert await desk.notifier.retry(TESTER, desk.target.key) == 4
    receiver.status = 200
    while await desk.send():
        pass
    assert await desk.left() == [] and await desk.notifier.retry(TESTER, desk.target.key) == 0
    told = [headers["webhook-id"] for headers, _ in receiver.got][3:]
    assert len(told) == 4 and told.index(f"{task.id}#1") < told.index(f"{task.id}#2")
    with fails(InvalidInput, match=f"did you mean .*{desk.target.key}") as refused:
        await desk.notifier.retry(TESTER, f"{desk.target.key}x")
    assert advised(refused.value) == "orgraph outbox"
