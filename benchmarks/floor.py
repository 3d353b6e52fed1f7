"""The floor: the bare driver, given the very statements and parameters that the service sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from unittest.mock import patch

import orjson
from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncDriver, AsyncSession, AsyncTransaction
from neo4j._codec.packstream import v1 as packstream
from neo4j.exceptions import ConstraintError, TransientError

from orgraph.graph.engines.driver import driver_for
from orgraph.graph.engines.endpoint import Endpoint
from orgraph.graph.store import Statement, Store, Transaction

Result = TypeVar("Result")
RETRY = 0.02


@dataclass(frozen=True, slots=True)
class Sent:
    """A statement as it went to the engine; those that write belong to one transaction."""

    name: str
    text: str
    parameters: dict[str, Any]
    writes: bool = False


@contextmanager
def plain_driver() -> Iterator[None]:
    """
    The driver as its own package gives it, without the compiled codec that orgraph adds to it.

    Reaches into neo4j._codec.packstream.v1, whose two classes choose the codec when they are made.
    """
    packer, unpacker = packstream.Packer, packstream.Unpacker
    with patch.object(packer, "_pack", packer._py_pack), patch.object(unpacker, "unpack", unpacker._unpack):
        yield


class NotingStore(Store):
    """A store that notes what is sent through it."""

    noted: list[Sent]

    async def rows(self, asked: Statement, /, **parameters: Any) -> list[list[Any]]:
        """Note a reading statement, and read."""
        self.noted.append(Sent(asked.name, self.shown(asked), parameters))
        return await super().rows(asked, **parameters)

    async def write(self, work: Callable[[Transaction], Awaitable[Result]]) -> Result:
        """Write, noting every statement of the transaction."""
        return await super().write(lambda transaction: work(cast(Transaction, _Noting(self, transaction))))

    async def notes(self, ask: Callable[[], Awaitable[object]]) -> list[Sent]:
        """What one call sends."""
        self.noted = []
        await ask()
        return self.noted


class _Noting:
    """A transaction whose statements are noted."""

    def __init__(self, store: NotingStore, transaction: Transaction) -> None:
        self._store = store
        self._transaction = transaction

    async def run(self, asked: Statement, /, **parameters: Any) -> list[Any] | None:
        self._store.noted.append(Sent(asked.name, self._store.shown(asked), parameters, writes=True))
        return await self._transaction.run(asked, **parameters)


class Floor:
    """Sends statements with the driver alone, and makes JSON of what comes back."""

    def __init__(self, driver: AsyncDriver, database: str) -> None:
        self._driver = driver
        self._database = database

    async def read(self, sent: list[Sent]) -> list[bytes]:
        """Each statement auto-committed, one after the other."""
        answers = []
        async with self._driver.session(database=self._database, default_access_mode=READ_ACCESS) as session:
            for one in sent:
                result = await session.run(one.text, one.parameters)
                answers.append(orjson.dumps([record.values() async for record in result]))
        return answers

    async def values(self, text: str, **parameters: Any) -> list[Any]:
        """The values of the first record of any statement."""
        async with self._driver.session(database=self._database) as session:
            record = await (await session.run(text, parameters)).single(strict=True)
            return list(record.values())

    async def whistle(self, sent: list[Sent]) -> list[bytes]:
        """Reads and, in one transaction, the writes of a whistle, at the end of the book as it is then."""
        before = [one for one in sent if not one.writes]
        claim, opening = (one for one in sent if one.writes)
        answers = await self.read(before[:1])
        async with self._driver.session(database=self._database, default_access_mode=WRITE_ACCESS) as session:
            await _committed(session, lambda transaction: _open(transaction, claim, opening))
        return [*answers, *await self.read(before[1:])]

    async def action(self, sent: list[Sent]) -> list[bytes]:
        """Reads and, in one transaction, the writes of an action, at the end of book and task as they are then."""
        before, (lock, act), after = sent[:1], sent[1:3], sent[3:]
        answers = await self.read(before)
        async with self._driver.session(database=self._database, default_access_mode=WRITE_ACCESS) as session:
            await _committed(session, lambda transaction: _act(transaction, lock, act))
        return [*answers, *await self.read(after)]


@asynccontextmanager
async def floor_on(endpoint: Endpoint) -> AsyncIterator[Floor]:
    """The floor on an engine, with a driver set up as the service's."""
    async with driver_for(endpoint) as driver:
        yield Floor(driver, endpoint.database)


async def _committed(session: AsyncSession, work: Callable[[AsyncTransaction], Awaitable[None]]) -> None:
    """A transaction, again and again while others at the same book are in its way."""
    while True:
        try:
            async with await session.begin_transaction() as transaction:
                await work(transaction)
                return await transaction.commit()
        except (TransientError, ConstraintError):
            await asyncio.sleep(RETRY)


async def _open(transaction: AsyncTransaction, claim: Sent, opening: Sent) -> None:
    """The writes of a whistle."""
    record = await (await transaction.run(claim.text, claim.parameters)).single(strict=True)
    parameters = _at_end(opening.parameters, record["position"], record["hash"])
    await (await transaction.run(opening.text, parameters)).consume()


async def _act(transaction: AsyncTransaction, lock: Sent, act: Sent) -> None:
    """The writes of an action; as in a whistle, its hash stays that of another task."""
    record = await (await transaction.run(lock.text, lock.parameters)).single(strict=True)
    position, previous, ((*_, events, _, _),) = (record[name] for name in ("position", "hash", "tasks"))
    sequence = len(events) + 1
    (task,) = act.parameters["tasks"]
    (event,) = task["events"]
    identifier = f"{event['task']}#{sequence}"
    there = {"id": identifier, "sequence": sequence, "position": position + 1, "previous": previous}
    moved = {
        "events": [{**event, **there}],
        "contents": [{**one, "id": identifier} for one in task["contents"]],
        "version": sequence,
    }
    at_end = {"position": position + 1, "version": sequence, "tasks": [task | moved]}
    await (await transaction.run(act.text, act.parameters | at_end)).consume()


def _at_end(parameters: dict[str, Any], position: int, previous: str) -> dict[str, Any]:
    """The task's events behind the end of the book; their hashes stay those of another task: nobody looks."""
    (task,) = parameters["tasks"]
    events = [
        {**event, "position": position + number, "previous": previous}
        for number, event in enumerate(task["events"], start=1)
    ]
    return {**parameters, "tasks": [{**task, "events": events}], "position": position + len(events)}


def renamed(sent: list[Sent], names: dict[str, str]) -> list[Sent]:
    """The same statements about another task: wherever a parameter holds one of `names`, it holds the other."""
    return [Sent(one.name, one.text, _renamed(one.parameters, names), one.writes) for one in sent]


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new)
    return value
