"""A statement that takes longer than it may is stopped by the engine, and the caller is told so."""

from __future__ import annotations

import time

import pytest
from neo4j import Query

from orgraph.bootstrap import Services
from orgraph.domain.errors import StoreUnavailable, TooSlow
from orgraph.graph.store import statement
from tests.said import fails, in_english

RUNAWAY = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a * b < 0 RETURN count(*) AS n"


@pytest.mark.neo4j_too
async def test_a_runaway_statement_is_stopped(services: Services, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if engine == "embedded":
        pytest.skip("its bound is given when the engine starts: tests/engines/test_embedded_bounds.py")
    asked = statement("places/by_code")
    monkeypatch.setitem(services.store._queries, services.store.shown(asked), Query(RUNAWAY, timeout=0.5))

    started = time.monotonic()
    with pytest.raises(TooSlow) as stopped:
        await services.store.rows(asked)

    assert time.monotonic() - started < 10
    assert "ORGRAPH_STATEMENT_TIMEOUT" in in_english(stopped.value.remedy)


async def test_one_that_needs_more_memory_than_there_is_says_so(
    services: Services, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "embedded":
        pytest.skip("it has no bound of its own")
    asked = statement("places/by_code")
    greedy = "UNWIND range(1, 100000000) AS a RETURN collect([a, a]) AS all"
    monkeypatch.setitem(services.store._queries, services.store.shown(asked), Query(greedy))

    with fails(StoreUnavailable, match="too little memory for the statement places/by_code") as refused:
        await services.store.rows(asked)

    assert "ask for less" in in_english(refused.value.remedy)
