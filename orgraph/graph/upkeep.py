"""The store's own record, its constraints and indexes."""

from __future__ import annotations

from dataclasses import dataclass, field

from orgraph.definitions.graph_model import GraphModel
from orgraph.graph.formats import in_step
from orgraph.graph.store import Store, Transaction, statement

RECORD = statement("upkeep/record")
ADOPT = statement("upkeep/adopt")
COUNTS = statement("upkeep/counts")
BEGIN_UPGRADE = statement("upkeep/begin_upgrade")
END_UPGRADE = statement("upkeep/end_upgrade")
LOCK_BOOKS = statement("upkeep/lock_books")

STORE_ID = "orgraph"


@dataclass(frozen=True, slots=True)
class StoreRecord:
    """
    What a store says of itself: its format, and the hash and digests of the definitions that it follows.

    `upgrading` is the format that an upgrade is bringing it to, or was when it was killed; None: none is under way.
    `adopted` is when it took over these definitions, in epoch milliseconds.
    """

    format: int
    definitions: str
    content: str
    upgrading: int | None = None
    adopted: int = field(default=0, compare=False)


async def store_record(store: Store) -> StoreRecord | None:
    """The record of the store, None in a store that was never prepared."""
    row = await store.read(RECORD, id=STORE_ID)
    return StoreRecord(*row) if row and row[0] is not None else None


async def adopt(store: Store, record: StoreRecord, now: int) -> None:
    """Write the store's record; the first, or over one of the same format. Raises StoreMismatch for any other."""

    async def work(transaction: Transaction) -> None:
        row = await transaction.run(
            ADOPT,
            id=STORE_ID,
            format=record.format,
            definitions=record.definitions,
            content=record.content,
            now=now,
        )
        if row and row[0] is not None:
            in_step(row[0], record.format)

    await store.write(work)


async def begin_upgrade(store: Store, to: int) -> None:
    """Let nobody write any more who knows only the formats before `to`, and wait for those who still do."""

    async def mark(transaction: Transaction) -> None:
        await transaction.run(BEGIN_UPGRADE, id=STORE_ID, to=to)

    async def wait(transaction: Transaction) -> None:
        await transaction.run(LOCK_BOOKS, me=STORE_ID)

    await store.write(mark)
    await store.write(wait)


async def end_upgrade(store: Store, to: int) -> None:
    """The store has format `to` now."""

    async def work(transaction: Transaction) -> None:
        await transaction.run(END_UPGRADE, id=STORE_ID, to=to)

    await store.write(work)


async def node_count(store: Store) -> int:
    """How many nodes the store has."""
    (count,) = await store.read(COUNTS)
    return int(count)


async def make_constraints(store: Store, model: GraphModel) -> None:
    """Unique keys of nodes and ids of dated relationships, and the indexes that the graph model asks for; once each."""
    for label, key in model.unique_keys():
        await store.command(
            f"CREATE CONSTRAINT {label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
        )
    for shape in model.dated_relationships():
        type_ = shape.type
        await store.command(
            f"CREATE CONSTRAINT {type_.lower()}_id IF NOT EXISTS FOR ()-[r:{type_}]-() REQUIRE r.id IS UNIQUE"
        )
    for label, properties in model.indexes():
        name = f"{label}_{'_'.join(properties)}".lower()
        fields = ", ".join(f"n.{one}" for one in properties)
        await store.command(f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON ({fields})")
