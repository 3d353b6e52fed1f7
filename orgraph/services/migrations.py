"""
Numbered migrations: each brings a store from the format before to its own, in steps.

No event is ever rewritten. A step must bear being run again, from its start or its middle: whoever was killed in the
middle runs `orgraph upgrade` once more. A new step of a format that was never released is added to the tuple of
its migration.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from orgraph.definitions.definitions import Definitions
from orgraph.domain.event import is_routing
from orgraph.domain.said import Said, said
from orgraph.domain.sealing import FORGOTTEN, sealed
from orgraph.domain.text import spelled
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.graph.definitions import keep_definitions
from orgraph.graph.ledger import StoredTask, stored_tasks, unprojected_tasks
from orgraph.graph.past_names import recover_names
from orgraph.graph.sortable import routed
from orgraph.graph.store import Store, Transaction, statement
from orgraph.graph.unpack import Row
from orgraph.graph.upkeep import begin_upgrade, end_upgrade, make_constraints, store_record
from orgraph.rules.packs.adoption import kept_of
from orgraph.rules.packs.rows import looked_up
from orgraph.rules.tasks.past import fold
from orgraph.services.projecting import project
from orgraph.services.track_records import count_track_records

Step = Callable[[Store, Definitions], Awaitable[None]]

TAKEN_OUT = statement("upkeep/taken_out")
BARE_REQUESTS = statement("upkeep/bare_requests")
SEAL_REQUESTS = statement("upkeep/seal_requests")
COMPLETE_TASKS = statement("upkeep/complete_tasks")
MARK_ROUTINGS = statement("upkeep/mark_routings")

PAGE = 2_000
"""Nodes that a step reads and writes at once."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What changes between two formats: steps in their order, each of which bears being run again."""

    brings_to: int
    title: Said
    steps: tuple[Step, ...]


async def seal_requests(store: Store, definitions: Definitions) -> None:
    """
    Requests keep an HMAC of the hash that they had, under a salt of their own; the bare hash can be guessed from.

    Where a text was taken out already nothing is kept: its hash outlived it.
    """
    (texts,) = await store.read(TAKEN_OUT)
    gone = {event for pair in texts for event in pair if event}
    after = ""
    while True:
        (rows,) = await store.read(BARE_REQUESTS, after=after, limit=PAGE)
        if not rows:
            return
        after = rows[-1][0]
        new = [_sealed(row, gone) for row in rows]

        async def work(transaction: Transaction, new: list[dict[str, str]] = new) -> None:
            await transaction.run(SEAL_REQUESTS, rows=new)

        await store.write(work)


async def respell_names(store: Store, definitions: Definitions) -> None:
    """Names are looked up in one spelling: digits of every width are one, and so are numerals before 号楼."""
    for shape in ("Area", "Unit"):  # the first label of both kinds of organisation
        after = ""
        while True:
            (rows,) = await store.read(statement("upkeep/looked_up", shape=shape), after=after, limit=PAGE)
            if not rows:
                break
            after = rows[-1][0]
            new = [{"key": row[0], "values": values} for row in rows if (values := _respelled(*row[1:]))]

            async def work(transaction: Transaction, new: list[dict[str, Any]] = new, shape: str = shape) -> None:
                await transaction.run(statement("importing/change_nodes", shape=shape), rows=new)

            if new:
                await store.write(work)


async def complete_tasks(store: Store, definitions: Definitions) -> None:
    """Tasks keep the day on which they were opened, and those that have ended who had them then."""
    rows = [_completed(task) async for task in stored_tasks(store)]
    for start in range(0, len(rows), PAGE):

        async def work(transaction: Transaction, new: list[dict[str, Any]] = rows[start : start + PAGE]) -> None:
            await transaction.run(COMPLETE_TASKS, rows=new)

        await store.write(work)


async def project_tasks(store: Store, definitions: Definitions) -> None:
    """Tasks keep what lists need of their folds: whether and when they ended, when their lights turn, where open."""
    await project(store, definitions, unprojected_tasks(store), PAGE)


async def mark_routings(store: Store, definitions: Definitions) -> None:
    """Events that keep where a task was sent are found by an index, whatever is sent by which action."""
    found = [event async for task in stored_tasks(store) for event in task.events if is_routing(event)]
    rows = [{"id": event.id, "routed": routed(event)} for event in found]
    for start in range(0, len(rows), PAGE):

        async def work(transaction: Transaction, new: list[dict[str, str | None]] = rows[start : start + PAGE]) -> None:
            await transaction.run(MARK_ROUTINGS, rows=new)

        await store.write(work)


def _respelled(
    short: str | None,
    was: str | None,
    earlier: list[str] | None,
    past: list[str | None] | None,
    aliases: list[str] | None,
) -> dict[str, Any]:
    """What is looked up otherwise than it stands: present and former short names, aliases."""
    stands = {"short": short, "was": was, "earlier": earlier, "past_short": past, "aliases": aliases}
    new = {
        "short": spelled(short or ""),
        "was": spelled(was or ""),
        "earlier": [spelled(one) for one in earlier or ()],
        "past_short": [spelled(one or "") for one in past or ()],
        "aliases": looked_up(aliases or ()),
    }
    return {name: value for name, value in new.items() if stands[name] and value != stands[name]}


async def keep_track_records(store: Store, definitions: Definitions) -> None:
    """What each organisation has brought to its end is counted by the month."""
    await count_track_records(store)


async def keep_what_held(store: Store, definitions: Definitions) -> None:
    """What the store's definitions say is kept under its digest, as far as these here still say the same."""
    record = await store_record(store)
    if record is not None:
        await keep_definitions(store, kept_of(record.content, definitions.texts), record.adopted)


def _completed(task: StoredTask) -> dict[str, Any]:
    folded = fold(task.events)
    kept = folded.parts if folded.final and not task.hands else {}
    return {
        "task": task.id,
        "opened_on": business_day(from_epoch_milliseconds(task.events[0].at)).isoformat(),
        "parts": [{"organisation": unit, "part": part} for unit, part in kept.items()],
    }


def _sealed(row: Row, gone: set[str]) -> dict[str, str]:
    identifier, body, task, version = row
    event = task if version is None else f"{task}#{version}"
    seal = FORGOTTEN if event in gone else sealed(body, str(uuid4()))
    return {"id": identifier, "salt": seal.salt, "body": seal.body}


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        2,
        said("brings-format-2"),
        (seal_requests, respell_names, complete_tasks, recover_names),
    ),
    Migration(
        3,
        said("brings-format-3"),
        (project_tasks, mark_routings, respell_names, keep_what_held, keep_track_records),
    ),
)
"""In order. Format 1 was the first: nothing comes before it."""


async def migrate(store: Store, definitions: Definitions, migrations: Sequence[Migration] = MIGRATIONS) -> list[Said]:
    """Bring a store to the format of the last of `migrations`, one after the other. Returns what was done."""
    record = await store_record(store)
    todo = [one for one in migrations if record is not None and one.brings_to > record.format]
    if todo:
        await make_constraints(store, definitions.graph)
    for migration in todo:
        await begin_upgrade(store, migration.brings_to)
        for step in migration.steps:
            await step(store, definitions)
        await end_upgrade(store, migration.brings_to)
    return [said("migrated", format=one.brings_to, what=one.title) for one in todo]
