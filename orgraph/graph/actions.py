"""Who acts on a task, and the transaction of an action: at most two statements, the first of which locks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from orgraph.domain.canonical import canonical
from orgraph.domain.content import Text
from orgraph.domain.ledger import BookEnd
from orgraph.domain.notice import Notice
from orgraph.domain.sealing import Seal
from orgraph.domain.task import Event
from orgraph.graph.sortable import instant, sortable
from orgraph.graph.store import Store, Transaction, statement
from orgraph.graph.ways import along, last_way

PARTY = statement("actions/party")
PARTY_ALONG = statement("actions/party_along")
LOCK = statement("actions/lock")
ACT = statement("actions/act")


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What the graph knows of a party on a day.

    `chain` is the areas from the task's place upward, each with the codes of the governance centres that serve it:
    where something on this way has ended, the way of its last day, and the centres that serve it now;
    `unit_distance` is how many steps above the place the named unit stands, None where it stands to none of them.
    """

    held: bool
    existing: bool
    superior: bool
    unit_known: bool
    unit_distance: int | None
    chain: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Other:
    """Another task of a book that is held."""

    state: str
    due: int | None
    timer: int | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Locked:
    """
    A task whose book this transaction holds; `done` is the version that the idempotency key led to, None if new.

    `open_children`, `parent_ended`: of tasks that belong to it; `other` is the one to write as well, None if it is not
    of the same book.
    """

    seal: Seal
    task: str
    done: int | None
    state: str
    due: int | None
    timer: int | None
    end: BookEnd
    events: tuple[Event, ...]
    open_children: tuple[str, ...]
    parent_ended: bool
    other: Other | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling on ownership, kept at the area of its arbiter for those who decide later."""

    seat: str
    category: str
    unit: str
    by: str
    at: int


async def standing(
    store: Store, task: str, on: date, *, role: str, area: str, organisation: str, unit: str, centres: Sequence[str]
) -> Standing | None:
    """How a post (`role` at `area`) or an `organisation` stands to a task on a day; None if there is no such task."""
    asked: dict[str, Any] = {"on": on.isoformat(), "unit": unit, "centres": list(centres)}
    row = await store.read(PARTY, task=task, role=role, area=area, organisation=organisation, **asked)
    if not row:
        return None
    held, existing, superior, unit_known, links, place = row
    if not links or links[-1][3]:  # the way ends where it once went on
        (links,) = await store.read(PARTY_ALONG, way=along(await last_way(store, place, on)), **asked)
    chain = tuple((code, tuple(serving)) for code, serving, *_ in links)
    distance = next((number for number, (_, _, stands, _) in enumerate(links) if stands), None)
    return Standing(held, existing, superior, unit_known, distance, chain)


async def lock(
    transaction: Transaction, task: str, *, actor: str, key: str, seal: Seal, at: int, me: str, into: str = ""
) -> Locked:
    """Claim an idempotency key for `actor` and lock the book of `task`, which exists; `into` is to be written, too."""
    request = canonical([actor, key])
    kept = {"body": seal.body, "salt": seal.salt}
    row = await transaction.run(LOCK, task=task, request=request, actor=actor, at=at, me=me, into=into, **kept)
    assert row is not None  # tasks are never deleted
    salt, body, stands_for, done, state, due, timer, *end, events, open_children, parent_ended, others = row
    return Locked(
        Seal(salt, body),
        stands_for,
        done,
        state,
        due,
        instant(timer),
        BookEnd(*end),
        tuple(Event(*event) for event in events),
        tuple(open_children),
        parent_ended,
        _other(*others[0]) if others else None,
    )


def _other(state: str, due: int | None, timers: list[str | None], events: list[list[Any]]) -> Other:
    return Other(state, due, instant(timers[0]) if timers else None, tuple(Event(*event) for event in events))


async def act(
    transaction: Transaction,
    events: Sequence[Event],
    end: BookEnd,
    *,
    actor: str,
    key: str,
    state: str,
    due: int | None,
    timer: int | None,
    notices: Sequence[Notice],
    texts: Sequence[Text] = (),
    ruling: Ruling | None = None,
    into: str = "",
    ended: Sequence[str] = (),
    begun: Sequence[tuple[str, str]] = (),
    kept: Sequence[tuple[str, str]] = (),
) -> None:
    """
    Write events of one task, its new state, texts, ruling, hands and notices, and move the end of the book.

    `due` is the next end of a clock, `timer` when a step of its ladder is due; None: never.

    `ended` are units whose hand on it, or whose record as those who had it at the end, is taken away; `begun` those
    that have it in hand from now on, `kept` those who had it as it ends, with their parts.
    """
    await transaction.run(
        ACT,
        task=events[-1].task,
        state=state,
        due=due,
        pending=sortable(due),
        timer=sortable(timer),
        version=events[-1].sequence,
        book=end.book,
        position=end.position,
        hash=end.hash,
        request=canonical([actor, key]),
        events=[{"id": event.id, **asdict(event)} for event in events],
        notices=[asdict(notice) for notice in notices],
        contents=[asdict(text) for text in texts],
        rulings=[asdict(ruling)] if ruling else [],
        seat=ruling.seat if ruling else "",
        into=into,
        ended=list(ended),
        begun=[
            {"organisation": code, "part": part, "ended": some is kept} for some in (begun, kept) for code, part in some
        ],
    )
