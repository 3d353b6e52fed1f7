"""One journal: what happens to one task or to many is written at once, in a fixed number of statements. On every engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.canonical import digest
from orgraph.domain.errors import IdempotencyConflict, InvalidInput, OrgraphError
from orgraph.domain.event import Content
from orgraph.domain.journal import Asked, Change, Entry, Locked, Look, Looked, Opening
from orgraph.domain.said import Said
from orgraph.domain.task import Task
from orgraph.domain.whistle import Whistle
from orgraph.graph.store import Statement, Store, Transaction
from orgraph.rules.ledger.chain import following
from orgraph.services.journal import Fenced, Journal

from ..clock import FixedClock
from ..ledger import faults_of, raw
from ..small_world import TESTER

PLACE, BY, HOUSING = "990102001001", "township-head@990102001000", "qingshi:housing-hedong"
NEIGHBOUR = "990102002002"
_KEYS = count(1)


def key() -> str:
    return f"journal-{next(_KEYS)}"


def whistle(place: str = PLACE) -> Whistle:
    return Whistle(place, BY, "emergency", "路面塌陷", key(), "桥头塌了", again=True)


async def opened(services: Services) -> Task:
    return (await services.dispatch.blow(TESTER, whistle())).task


async def acts(services: Services, task: Task, action: str, by: str = HOUSING, **said: Any) -> Task:
    now = (await services.tasks.task(TESTER, task.id)).task
    request = ActionRequest(task.id, action, by, key(), now.version, **said)
    return (await services.actions.act(TESTER, request)).task


class Sent(list[str]):
    """The statements of transactions, in order; `reads` are those outside of them."""

    def __init__(self, store: Store) -> None:
        self._store, self._before = store, store.statements

    @property
    def reads(self) -> int:
        return self._store.statements - self._before - len(self)

    def anew(self) -> None:
        self.clear()
        self._before = self._store.statements


@pytest.fixture
async def sent(services: Services, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sent]:
    found, run = Sent(services.store), Transaction.run

    async def noted(self: Transaction, asked: Statement, /, **parameters: Any) -> list[Any] | None:
        found.append(asked.name)
        return await run(self, asked, **parameters)

    with monkeypatch.context() as noting:
        noting.setattr(Transaction, "run", noted)
        yield found
    assert await faults_of(services.store) == []


async def test_an_action_reads_once_before_looks_once_inside_and_writes_once(services: Services, sent: Sent) -> None:
    task = await opened(services)
    assert sent == ["journal/lock", "journal/open"]
    for action in ("sign-in", "acknowledge", "note"):
        request = ActionRequest(task.id, action, HOUSING, key(), task.version, "到了")
        sent.anew()
        try:
            task = (await services.actions.act(TESTER, request)).task
        except OrgraphError:
            assert (sent, sent.reads) == (["journal/lock"], 1)
        else:
            assert (sent, sent.reads) == (["journal/lock", "journal/write"], 2), "the second reads what it answers"


async def test_what_touches_two_tasks_and_what_takes_out_take_one_more_at_most(services: Services, sent: Sent) -> None:
    task, later = await opened(services), await opened(services)
    sent.anew()
    request = ActionRequest(later.id, "merge", BY, key(), 2, "同一处", into=task.id)
    await services.actions.act(TESTER, request)
    assert sent == ["journal/lock", "journal/write"]
    sent.anew()
    await services.ledger.redact(TESTER, later.id, 3, "当事人要求", key())
    assert sent == ["journal/lock", "journal/write", "journal/redact"]


async def test_a_step_of_the_ladder_takes_two_and_gives_its_timer_back(
    services: Services, clock: FixedClock, sent: Sent
) -> None:
    task = await opened(services)
    clock.move_by(timedelta(hours=1))
    while await services.escalation.turn():
        pass
    sent.anew()
    clock.move_by(timedelta(hours=2))
    assert await services.escalation.turn(1) == 1
    assert sent == ["timers/claim", "journal/lock", "journal/write"]
    while await services.escalation.turn():
        pass
    ((lease, at),) = await raw(services.store, "MATCH (x:Timer {id: $id}) RETURN x.lease, x.at", id=task.id)
    assert lease == 0 and int(at) > clock.now().timestamp() * 1000


def noting(locked: Looked, at: int, text: str, fence: int | None = None) -> Change:
    """A note on a task."""
    event = following(locked.events, at, TESTER.id, "note", {"by": HOUSING, "state": locked.now.state})
    content = (Content("text", (text,)),)
    return Change(event, locked.now, locked.timer, content, fence=fence)


async def prepared(services: Services, parent: str, places: tuple[str, ...]) -> tuple[Opening, ...]:
    """Tasks that are ready to be opened below another, wherever their places lie."""
    found, openings, dispatch = [], services.dispatch._openings, services.dispatch
    for place in places:
        around = await openings.surroundings(whistle(place), place)
        understood = replace(openings.understood(whistle(place), around), parent=parent)
        able = await openings.candidates(understood, around)
        found.append(openings.prepare(TESTER, understood, around, dispatch._decide(understood, around, able)))
    return tuple(found)


def journal_of(services: Services) -> Journal:
    return services.actions._journal


@pytest.mark.parametrize("many", [1, 7])
async def test_however_many_tasks_it_is_a_fixed_number_of_statements(services: Services, sent: Sent, many: int) -> None:
    tasks = [await opened(services) for _ in range(many)]
    first, book = tasks[0].id, tasks[0].events[0].book
    began = await prepared(services, first, (PLACE, NEIGHBOUR) * many)
    asked = Asked(TESTER.id, key(), first, digest("many"))
    look = Look(book, tuple(one.id for one in tasks))

    def decide(locked: Locked) -> Entry:
        assert [one.id for one in locked.tasks] == list(look.tasks)
        return Entry(tuple(noting(one, locked.at, f"第{n}件") for n, one in enumerate(locked.tasks)), began)

    sent.anew()
    entered = await journal_of(services).enter(asked, look, decide)
    assert (entered.task, entered.version, entered.repeated) == (first, 3, False)
    assert sent == ["journal/lock", "journal/write", "journal/open"]
    for number, one in enumerate(tasks):
        shown = (await services.tasks.task(TESTER, one.id)).task
        assert (shown.version, shown.events[-1].text) == (3, f"第{number}件")
        assert [part.part for part in shown.parts] == [part.part for part in one.parts]
    children = [(await services.tasks.task(TESTER, one.new.task)).task for one in began]
    assert {child.events[0].book for child in children} == {book}, "in the book of the parent, wherever its place lies"
    positions = [
        event.position for one in tasks for event in (await services.tasks.task(TESTER, one.id)).task.events[2:]
    ]
    assert positions == list(range(positions[0], positions[0] + many))

    again = await journal_of(services).enter(asked, look, decide)
    assert replace(again, repeated=False) == replace(entered, events=again.events) and again.repeated
    with pytest.raises(IdempotencyConflict):
        await journal_of(services).enter(replace(asked, body=digest("else")), look, decide)


async def test_what_is_refused_leaves_its_key_free(services: Services, sent: Sent) -> None:
    task = await opened(services)
    asked, look = Asked(TESTER.id, key(), task.id, digest("refused")), Look(task.events[0].book, (task.id,))
    refusal = InvalidInput(Said("not-today"))
    with pytest.raises(InvalidInput) as told:
        await journal_of(services).enter(asked, look, lambda _locked: refusal)
    assert told.value is refusal
    entered = await journal_of(services).enter(asked, look, lambda held: Entry((noting(held.tasks[0], held.at, "好"),)))
    assert (entered.version, entered.repeated) == (3, False)


async def test_of_another_book_nothing_is_looked_at(services: Services, sent: Sent) -> None:
    task = await opened(services)
    asked, look = Asked(TESTER.id, key(), task.id, digest("book")), Look("990100000000", (task.id,))
    seen: list[Locked] = []

    def decide(locked: Locked) -> OrgraphError:
        seen.append(locked)
        return InvalidInput(Said("nothing-there"))

    with pytest.raises(InvalidInput):
        await journal_of(services).enter(asked, look, decide)
    assert [one.tasks for one in seen] == [()]


async def test_who_holds_the_timer_no_more_enters_nothing(services: Services, sent: Sent) -> None:
    task = await opened(services)
    asked, look = Asked(TESTER.id, key(), task.id, digest("fence")), Look(task.events[0].book, (task.id,))
    for fence, repeated in ((7, True), (0, False)):

        def decide(locked: Locked, fence: int = fence) -> Entry:
            return Entry((noting(locked.tasks[0], locked.at, "好", fence),))

        if repeated:
            with pytest.raises(Fenced):
                await journal_of(services).enter(asked, look, decide)
            assert (await services.tasks.task(TESTER, task.id)).task.version == 2
        else:
            assert (await journal_of(services).enter(asked, look, decide)).version == 3
