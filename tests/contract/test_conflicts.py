"""Writers who are in one another's way: who loses tries again, and gives up in words that say so."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from neo4j import Query
from neo4j.exceptions import ClientError, TransientError

from orgraph.bootstrap import Services
from orgraph.domain.errors import KeyTaken, StoreBusy
from orgraph.graph import store
from orgraph.graph.store import Statement, Transaction
from tests.said import in_english

pytestmark = pytest.mark.neo4j_too


def conflict() -> TransientError:
    """What an engine says to the loser."""
    error = TransientError("a concurrent transaction was faster")
    error._neo4j_code = "Neo.TransientError.Transaction.Outdated"
    return error


def gone() -> ClientError:
    """What an engine says of a record that was deleted between its index and itself."""
    error = ClientError("the request failed")
    error._neo4j_code = "Neo.ClientError.Statement.EntityNotFound"
    return error


async def test_a_write_that_lost_is_done_again(services: Services) -> None:
    tries: list[int] = []

    async def work(_transaction: Transaction) -> str:
        tries.append(len(tries))
        if len(tries) < 4:
            raise conflict()
        return "kept"

    assert await services.store.write(work) == "kept"
    assert len(tries) == 4


async def test_what_another_deleted_meanwhile_is_looked_up_again(services: Services) -> None:
    """An engine may find a record by its index and then find it gone; the next look does not find it at all."""
    tries: list[int] = []

    async def work(_transaction: Transaction) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise gone()
        return "kept"

    assert await services.store.write(work) == "kept"
    assert len(tries) == 2


async def test_a_reader_looks_again_for_what_another_deleted_meanwhile(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = services.store._run
    tries: list[int] = []

    async def run(query: Query, parameters: dict[str, Any]) -> list[list[Any]]:
        tries.append(1)
        if len(tries) == 1:
            raise gone()
        return await asked(query, parameters)

    monkeypatch.setattr(services.store, "_run", run)

    assert await services.store.read(Statement("one", written="RETURN 1")) == [1]
    assert len(tries) == 2


async def test_of_many_who_lost_one_tries_at_a_time(services: Services) -> None:
    lost: set[int] = set()
    trying, most = 0, 0

    async def write(number: int) -> int:
        async def work(_transaction: Transaction) -> int:
            nonlocal trying, most
            if number not in lost:
                lost.add(number)
                await asyncio.sleep(0.02)
                raise conflict()
            trying += 1
            most = max(most, trying)
            await asyncio.sleep(0.01)
            trying -= 1
            return number

        return await services.store.write(work)

    assert await asyncio.gather(*(write(number) for number in range(8))) == list(range(8))
    assert most == 1


async def test_whoever_loses_for_too_long_is_told_so(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "CONFLICT_PATIENCE", 0.3)

    async def work(_transaction: Transaction) -> None:
        raise conflict()

    with pytest.raises(StoreBusy) as busy:
        await services.store.write(work)

    assert "same idempotency key" in in_english(busy.value.remedy)


async def test_a_key_that_is_taken_for_good_is_no_conflict(services: Services) -> None:
    tries: list[int] = []
    text = Statement("twice", written="CREATE (n:Area {code: $code}) RETURN n.code")

    async def work(transaction: Transaction) -> None:
        tries.append(1)
        await transaction.run(text, code="990000000000")

    with pytest.raises(KeyTaken) as taken:
        await services.store.write(work)
    assert taken.value.code == "key_taken" and len(tries) == 4
