"""What a whistle's decision needs, and the transaction that opens its task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from orgraph.domain.area import Area
from orgraph.domain.canonical import canonical
from orgraph.domain.ledger import GENESIS, BookEnd
from orgraph.domain.notice import Notice
from orgraph.domain.opening import Opening
from orgraph.domain.sealing import Seal
from orgraph.domain.standing import HeldPost, Standing
from orgraph.domain.task import Event
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.graph import unpack
from orgraph.graph.sortable import sortable
from orgraph.graph.store import Store, Transaction, statement
from orgraph.graph.ways import along, last_way

CANDIDATES = statement("whistle/candidates")
ALONG = statement("whistle/candidates_along")
CLAIM = statement("whistle/claim")
OPEN = statement("whistle/open")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """
    A place with the areas above it (nearest first), the posts held there, and how organisations stand to them; `ended`
    are the codes of areas among them that are no more.
    """

    chain: tuple[Area, ...]
    held: tuple[HeldPost, ...]
    standings: tuple[Standing, ...]
    ended: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Claim:
    """
    What an idempotency key stands for, and the end of the book as locked by this transaction; `open` are tasks of the
    same kind and category at the same place that somebody has in hand, where it was asked for them.
    """

    seal: Seal
    task: str
    done: bool
    end: BookEnd
    open: tuple[str, ...]


async def surroundings(
    store: Store,
    code: str,
    on: date,
    *,
    posts: Sequence[str],
    lineage: Sequence[str],
    backstop: Sequence[str],
    asked: Sequence[str],
    contacts: Sequence[str],
    also_ended: bool = False,
) -> Surroundings:
    """
    Gather what the rules decide on, in one statement; an empty chain if the place did not exist on `on`.

    Where something on the way up has ended, the way is that of its last day, and who stands to it is who stands to it
    on `on`; that of a place that has ended itself is looked for where it may be so (`also_ended`).

    `posts` are roles that may blow a whistle, `lineage` a category with its parents, `backstop` kinds of organisation,
    `asked` codes of units, `contacts` roles to call. Each may be wider than what holds here: the rules look again.
    """
    asked_for = {
        "on": on.isoformat(),
        "posts": list(posts),
        "lineage": list(lineage),
        "backstop": list(backstop),
        "asked": list(asked),
        "contacts": list(contacts),
    }
    levels, once_farther = await store.read(CANDIDATES, code=code, **asked_for) or ((), False)
    if not levels or once_farther:
        way = await last_way(store, code, on)
        if not way or (way[0].ended and not also_ended):
            return Surroundings((), (), ())
        (levels,) = await store.read(ALONG, way=along(way), **asked_for)
    chain = tuple(unpack.area(row[1:7]) for row in levels)
    there = [(number, row) for number, row in enumerate(levels) if row[7]]
    held = tuple(HeldPost(chain[number], unpack.holder(post)) for number, row in there for post in row[8])
    standings = tuple(_standing(number, related) for number, row in there for related in row[9])
    return Surroundings(chain, held, standings, frozenset(row[1] for row in levels if not row[7]))


def _standing(distance: int, row: unpack.Row) -> Standing:
    return Standing(
        organisation=unpack.organisation(row[4:]),
        relation=row[0],
        distance=distance,
        categories=tuple(row[1] or ()),
        part=row[2] or "",
        severity_from=row[3] or 1,
        open_load=row[11],
        contacts=tuple(unpack.holder(contact) for contact in row[12]),
    )


async def claim(
    transaction: Transaction, opening: Opening, *, actor: str, key: str, seal: Seal, book: str, once: bool = False
) -> Claim:
    """
    Claim an idempotency key for `actor` and lock the book; both by writing first, then looking.

    `once`: look for what is open of the same, which nobody else can open while the book is locked.
    """
    row = await transaction.run(
        CLAIM,
        request=canonical([actor, key]),
        actor=actor,
        body=seal.body,
        salt=seal.salt,
        task=opening.task,
        at=opening.at,
        me=opening.task,
        book=book,
        genesis=GENESIS,
        place=opening.place if once else "",
        kind=opening.kind,
        category=opening.category,
    )
    assert row is not None  # MERGE always gives its row
    return Claim(Seal(row[0], row[1]), row[2], row[3], BookEnd(book, row[4], row[5]), tuple(row[6]))


async def open_task(
    transaction: Transaction,
    opening: Opening,
    events: Sequence[Event],
    end: BookEnd,
    timer: int | None,
    notices: Sequence[Notice],
) -> None:
    """Write a task with its first events, contents, hands, timer and notices, and move the end of the book."""
    rows = [{"id": event.id, **asdict(event)} for event in events]
    last = events[-1].sequence
    await transaction.run(
        OPEN,
        place=opening.place,
        book=end.book,
        position=end.position,
        hash=end.hash,
        pending=sortable(opening.due),
        timer=sortable(timer),
        task={**_task_properties(opening), "version": last},
        contents=[asdict(text) for text in opening.texts],
        events=rows,
        notices=[asdict(notice) for notice in notices],
        parent=opening.parent,
        parts=[{"organisation": code, "part": part, "since_event": last} for code, part in opening.parts],
    )


def _task_properties(opening: Opening) -> dict[str, str | int | bool]:
    return {
        "id": opening.task,
        "state": opening.state,
        "kind": opening.kind,
        "category": opening.category,
        "severity": opening.severity,
        "place": opening.place,
        "called_by": opening.called_by,
        "called_at": opening.called_at,
        "opened_on": business_day(from_epoch_milliseconds(opening.at)).isoformat(),
        "backstop": opening.backstop,
        "due": opening.due,
        "definitions": opening.definitions,
    }
