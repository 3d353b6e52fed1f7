"""Sessions, transactions and retries over the one driver; nothing above it knows that there is a network."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from random import uniform
from time import monotonic
from typing import Any, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncDriver, AsyncSession, AsyncTransaction, Query
from neo4j.exceptions import (
    AuthError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from orgraph.definitions.definitions import Definitions
from orgraph.domain.errors import KeyTaken, StoreBusy, StoreUnavailable, TooSlow
from orgraph.domain.said import said
from orgraph.graph import catalogue
from orgraph.graph.bell import Bell
from orgraph.graph.compiling import gate
from orgraph.graph.engines.driver import FIRST_RETRY, driver_for
from orgraph.graph.engines.endpoint import Engine
from orgraph.graph.formats import COLUMN, in_step

Result = TypeVar("Result")

CONFLICT_PATIENCE = 10.0
"""Seconds that a write is repeated while others are in its way."""

SAME_KEY = 4
"""Times that a write may meet the same taken key: one that another took in this moment is found by the next run."""

RESTING = 50
"""Sessions that are kept for the next read, as many as there are connections."""

_GONE = (ServiceUnavailable, SessionExpired, AuthError)
"""What a server that stops, or has been replaced by another, makes of a call: worth one look for its successor."""

_LISTS = "lists"
"""The parameter that holds all lists, where the server has a plan for each length of a list."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the catalogue by name, with the names that fill its slots; or one that was compiled, `written`."""

    name: str
    chosen: tuple[tuple[str, str], ...] = field(default=())
    written: str = ""


def statement(name: str, **chosen: str) -> Statement:
    """The statement `name`; `chosen` fills slots such as `{{relationship:type}}`."""
    catalogue.text(name)  # a name without a file shows at import, not at the first question
    return Statement(name, tuple(sorted(chosen.items())))


def compiled_statement(text: str) -> Statement:
    """A statement that was compiled for an audit. Raises ValueError for a text that the gate does not let pass."""
    return Statement("audits/compiled", written=gate.passed(text))


class Transaction:
    """One transaction; statements in it are all done or all undone."""

    def __init__(self, store: Store, transaction: AsyncTransaction) -> None:
        self._store = store
        self._transaction = transaction

    async def run(self, asked: Statement, /, **parameters: Any) -> list[Any] | None:
        """
        The values of the single record that the statement gives, None if it gives none.

        Raises StoreMismatch where it tells the store's format, as those do that lock, and it is not ours.
        """
        result = await self._transaction.run(*self._store.sent(asked, parameters))
        record = await result.single()
        if record is None:
            return None
        values = list(record.values())
        if record.keys()[-1] == COLUMN:
            found = values.pop()
            in_step(found[0] if found else None)
        return values


class Store:
    """The graph store: reads are one auto-committed statement each, writes are transactions that retry on conflict."""

    def __init__(self, engine: Engine, definitions: Definitions, read_timeout: float = 30.0) -> None:
        """`engine` tells where the server is; `read_timeout` (seconds) bounds each statement."""
        self._engine = engine
        self._definitions = definitions
        self._timeout = read_timeout
        self._texts: dict[Statement, str] = {}
        self._packed: dict[tuple[Statement, tuple[str, ...]], str] = {}
        self._queries: dict[str, Query] = {}
        self._by_length = False
        self._driver: AsyncDriver | None = None
        self._database = ""
        self._resting: list[AsyncSession] = []
        self._recovery = asyncio.Lock()
        self._losers = asyncio.Lock()
        self.bell = Bell(engine.bell)
        """Rung after each transaction; by it background work hears that there may be something to do."""
        self.statements = 0
        """Statements sent so far; tests count them to keep the number a question needs from growing."""

    async def __aenter__(self) -> Store:
        self._connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._rest_no_more()
        if self._driver is not None:
            await self._driver.close()

    async def _rest_no_more(self) -> None:
        while self._resting:
            await self._resting.pop().close()

    def sent(self, asked: Statement, parameters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """
        The statement's Cypher and its parameters as the server gets them.

        Neo4j plans anew for lists of another order of magnitude, which takes it up to seconds, but not for what is
        within a map: it gets all lists in one. Single values stay as they are, as by their types it finds ranges in an
        index. The embedded engine plans once, and finds nothing in an index by what is within a map.
        """
        self.statements += 1
        text = self.shown(asked)
        lists = tuple(name for name, value in parameters.items() if isinstance(value, list)) if self._by_length else ()
        if not lists:
            return text, parameters
        if (asked, lists) not in self._packed:
            self._packed[asked, lists] = re.sub(rf"\$(?=(?:{'|'.join(lists)})\b)", f"${_LISTS}.", text)
        single = {name: value for name, value in parameters.items() if name not in lists}
        return self._packed[asked, lists], {**single, _LISTS: {name: parameters[name] for name in lists}}

    def shown(self, asked: Statement) -> str:
        """The statement's Cypher, rendered once from the definitions."""
        if asked not in self._texts:
            definitions = self._definitions
            self._texts[asked] = asked.written or catalogue.render(
                asked.name, definitions.graph, definitions.max_depth, dict(asked.chosen)
            )
        return self._texts[asked]

    def _query(self, text: str) -> Query:
        if text not in self._queries:
            self._queries[text] = Query(text, timeout=self._timeout)
        return self._queries[text]

    async def read(self, asked: Statement, /, **parameters: Any) -> list[Any]:
        """The values of the single record that a reading statement gives. Raises StoreUnavailable."""
        rows = await self.rows(asked, **parameters)
        return rows[0] if rows else []

    async def rows(self, asked: Statement, /, **parameters: Any) -> list[list[Any]]:
        """The values of every record of a reading statement, for short lists. Raises StoreUnavailable."""
        text, given = self.sent(asked, parameters)
        query = self._query(text)
        try:
            return await self._run(query, given)
        except _GONE:
            await self._recover()
        except (Neo4jError, DriverError, OSError) as error:
            if not _conflict(error):
                raise _unavailable(asked, error) from error
            await asyncio.sleep(0.02)
        try:
            return await self._run(query, given)
        except (Neo4jError, DriverError, OSError) as error:
            raise _unavailable(asked, error) from error

    async def _run(self, query: Query, parameters: dict[str, Any]) -> list[list[Any]]:
        """One statement on a session that rests; a fifth of the driver's work for a small read is making a new one."""
        assert self._driver is not None
        driver = self._driver
        session = (
            self._resting.pop()
            if self._resting
            else driver.session(database=self._database, default_access_mode=READ_ACCESS)
        )
        try:
            result = await session.run(query, parameters)
            rows = await result.values()
        except BaseException:
            await session.close()
            raise
        if driver is self._driver and len(self._resting) < RESTING:
            self._resting.append(session)
        else:
            await session.close()
        return rows

    async def stream(self, asked: Statement, /, **parameters: Any) -> AsyncIterator[list[Any]]:
        """The values of every record, one after the other, for what is too much to hold. Raises StoreUnavailable."""
        assert self._driver is not None
        try:
            async with self._driver.session(database=self._database, default_access_mode=READ_ACCESS) as session:
                async for record in await session.run(*self.sent(asked, parameters)):
                    yield list(record.values())
        except (Neo4jError, DriverError, OSError) as error:
            raise _unavailable(asked, error) from error

    async def write(self, work: Callable[[Transaction], Awaitable[Result]]) -> Result:
        """
        What `work` returns, its statements committed together.

        `work` may run several times (after a conflict, or after the server was lost), so it must find out by itself
        whether it was done before: each write carries an idempotency key, or creates under a unique id.
        Raises StoreUnavailable, StoreBusy when others were in its way for all of CONFLICT_PATIENCE, and KeyTaken when a
        unique key that it writes is there already and stays there.
        """
        try:
            return await self._transact(work)
        except _GONE:
            await self._recover()
        except (Neo4jError, DriverError, OSError) as error:
            raise _unavailable(None, error) from error
        try:
            return await self._transact(work)
        except (Neo4jError, DriverError, OSError) as error:
            raise _unavailable(None, error) from error

    async def _transact(self, work: Callable[[Transaction], Awaitable[Result]]) -> Result:
        """
        One transaction, repeated after conflicts only.

        The driver's managed transactions would also go on knocking at a server that is gone, for all of their time;
        here a lost server is looked for at once.
        """
        assert self._driver is not None
        delay, deadline = FIRST_RETRY, monotonic() + CONFLICT_PATIENCE
        async with self._driver.session(database=self._database, default_access_mode=WRITE_ACCESS) as session:

            async def attempt() -> Result:
                async with await session.begin_transaction(timeout=self._timeout * 4) as transaction:
                    result = await work(Transaction(self, transaction))
                    await transaction.commit()
                    self.bell.ring()
                    return result

            try:
                return await attempt()
            except (Neo4jError, DriverError) as error:
                if not _conflict(error):
                    raise
                first = _taken(error)
            # An engine that finds conflicts at the commit lets the same writer lose again and again under load. Those
            # who lost once queue up: only one of them tries at a time, against writers who try for the first time.
            met = Counter([first])
            async with self._losers:
                while True:
                    try:
                        return await attempt()
                    except (Neo4jError, DriverError) as error:
                        if not _conflict(error) or monotonic() + delay > deadline:
                            raise
                        taken = _taken(error)
                        met[taken] += 1
                        if taken and met[taken] >= SAME_KEY:
                            raise KeyTaken(taken) from error
                    await asyncio.sleep(delay * uniform(0.5, 1.5))  # noqa: S311 (spreads contenders, keeps no secret)
                    delay = min(delay * 2, 0.25)

    async def command(self, text: str) -> None:
        """Run one schema command (a constraint or an index), which engines want outside of other transactions."""
        assert self._driver is not None
        try:
            async with self._driver.session(database=self._database) as session:
                await (await session.run(text)).consume()
        except (Neo4jError, DriverError, OSError) as error:
            raise _unavailable(None, error) from error

    async def ready(self) -> bool:
        """Whether the server answers now."""
        try:
            await self.command("RETURN 1")
        except StoreUnavailable:
            return False
        return True

    def _connect(self) -> None:
        endpoint = self._engine.endpoint()
        self._database = endpoint.database
        self._by_length = endpoint.kind == "neo4j"
        self._driver = driver_for(endpoint)

    async def _recover(self) -> None:
        """Find the server again, once for all calls that lost it at the same time."""
        lost = self._driver
        async with self._recovery:
            if self._driver is not lost:
                return
            await self._engine.recover()
            await self._rest_no_more()
            self._connect()
        if lost is not None:
            await lost.close()


def _conflict(error: Exception) -> bool:
    """
    Whether another transaction was in the way: the engine says so, or it took a unique key in the same moment, in which
    case the next run finds what that one wrote, or deleted what this one had just found (no statement names a record
    otherwise than by what it looks up, so that the next run does not find it).
    """
    if isinstance(error, ConstraintError):
        return True
    if not isinstance(error, Neo4jError) or isinstance(error, _GONE):
        return False
    return error.is_retryable() or "EntityNotFound" in (error.code or "")


def _taken(error: Exception) -> str:
    """What an engine says of a unique key that is taken, empty for any other error."""
    return str(getattr(error, "message", "") or error) if isinstance(error, ConstraintError) else ""


def _unavailable(asked: Statement | None, error: Exception) -> StoreUnavailable | StoreBusy | TooSlow:
    code = getattr(error, "code", None) or type(error).__name__
    if "TransactionTimedOut" in code:
        slow = said("statement-too-slow", statement=asked.name) if asked else said("write-too-slow")
        return TooSlow(slow, said("mend-ask-less"))
    what = said("a-statement", statement=asked.name) if asked else said("a-write")
    if "OutOfMemory" in code:
        return StoreUnavailable(said("store-memory", what=what, code=code), said("mend-more-memory"))
    if _conflict(error):
        return StoreBusy(said("store-busy"), said("mend-try-with-key"))
    if isinstance(error, (ServiceUnavailable, SessionExpired, AuthError, OSError)):
        return StoreUnavailable(said("store-silent", code=code), said("mend-try-in-a-moment"))
    return StoreUnavailable(said("store-refused", what=what, code=code, why=str(error)), said("mend-store-log"))
