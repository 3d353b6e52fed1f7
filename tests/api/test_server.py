"""The server: where it listens, where it refuses to, and how it stops."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from orgraph.api.transport.logs import LOGGER
from orgraph.api.transport.server import AddressRefused, check_address, new_loop, serve
from tests.said import fails, in_english

from .conftest import Caller


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A server sends its log to stderr; the tests after this one have another stderr."""
    loggers = [logging.getLogger(name) for name in (LOGGER, "uvicorn")]
    before = [(logger.handlers[:], logger.level, logger.propagate) for logger in loggers]
    yield
    for logger, (handlers, level, propagate) in zip(loggers, before, strict=True):
        logger.handlers, logger.level, logger.propagate = handlers, level, propagate


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", "127.0.0.1.example.org", ""])
def test_an_address_that_others_reach_needs_an_authenticator(host: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        check_address(host)
    assert "authenticator" in in_english(refused.value.remedy)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_loopback_is_served(host: str) -> None:
    check_address(host)


async def test_a_taken_port_is_told_plainly(api: Caller) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = api.services.settings.model_copy(update={"port": taken.getsockname()[1]})
        with fails(AddressRefused, match="in use") as refused:
            await serve(api.services, settings, lambda _: None)
    assert refused.value.remedy


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_on_a_free_port_and_stops_in_peace(api: Caller, number: signal.Signals) -> None:
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    settings = api.services.settings.model_copy(update={"port": 0})
    running = asyncio.create_task(serve(api.services, settings, ready.set_result))
    async with asyncio.timeout(10):
        address = await ready
        async with httpx.AsyncClient(base_url=address) as client:
            assert (await client.get("/healthz")).json() == {"status": "ok"}
            answer = await client.post("/graphql", json={"query": '{ area(code: "990102000000") { name } }'})
            assert answer.json()["data"] == {"area": {"name": "河东区"}}
            assert "server" not in answer.headers
            assert parsedate_to_datetime(answer.headers["date"]) - datetime.now(UTC) < timedelta(minutes=1)
        os.kill(os.getpid(), number)
        await running

    assert address.startswith("http://127.0.0.1:") and not address.endswith(":0")
    assert await api.client.get("/healthz")  # the services live on: who opened them closes them


def test_the_loop_is_the_fast_one_and_takes_signals() -> None:
    loop = new_loop()
    try:
        assert type(loop).__module__.startswith("uvloop")
        loop.add_signal_handler(signal.SIGUSR1, lambda: None)
    finally:
        loop.close()
