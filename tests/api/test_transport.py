"""Connections as they are: slow, endless, broken off, twice the same header; and requests that wait for their turn."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import orjson
import pytest

from orgraph.api.transport.http import Refused
from orgraph.api.transport.server import listen, serve_on
from orgraph.api.transport.turns import Turns
from tests.said import fails

from .conftest import Caller, Changed, caller_of
from .test_server import logs_as_before

__all__ = ["logs_as_before"]

PING = b'{"query": "{ audits { key } }"}'
HEAD = b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@asynccontextmanager
async def served(api: Caller, **settings: Any) -> AsyncIterator[int]:
    """The service on a port of its own, with other settings."""
    given = api.services.settings.model_copy(update={"worker": False, **settings})
    ready = asyncio.Event()
    listener = listen("127.0.0.1", 0)
    port: int = listener.getsockname()[1]
    running = asyncio.create_task(serve_on(listener, replace(api.services, settings=given), ready.set))
    await ready.wait()
    try:
        yield port
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
        await running


async def said(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """All that the service says to some bytes, sent with pauses until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def send() -> None:
        try:
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)
        except OSError:
            pass

    sending = asyncio.create_task(send())
    answer = b""
    try:
        async with asyncio.timeout(10):
            while part := await reader.read(65536):
                answer += part
    except ConnectionResetError:
        pass
    sending.cancel()
    writer.close()
    return answer


def status(answer: bytes) -> int:
    """The status of an answer."""
    return int(answer.split(b" ", 2)[1])


async def test_slow_senders_hold_up_nobody_and_are_told_to_hurry(api: Caller) -> None:
    async with served(api, limit_requests=2, limit_waiting=0, limit_reading=1.5) as port:
        heads = [said(port, *[b"%c" % one for one in HEAD], pause=0.05) for _ in range(24)]
        bodies = [said(port, HEAD + b"Content-Length: 900\r\n\r\n", *[b" "] * 900, pause=0.05) for _ in range(24)]
        slow = asyncio.gather(*heads, *bodies)
        await asyncio.sleep(0.2)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            asked = [
                await client.post("/graphql", content=PING, headers={"content-type": "application/json"})
                for _ in range(20)
            ]
            probes = [(await client.get("/healthz")).status_code for _ in range(20)]
            still_slow = not slow.done()
        told = await slow

    assert still_slow
    assert {answer.status_code for answer in asked} == {200} == set(probes)
    assert [status(answer) for answer in told] == [408] * 48
    assert all("1.5秒内未收到完整的请求".encode() in answer for answer in told)


async def test_who_connects_and_says_nothing_is_hung_up_on(api: Caller) -> None:
    async with served(api, limit_reading=0.2) as port:
        assert await said(port) == b""
        assert status(await said(port, b"\r\n")) == 408
        kept = await said(port, HEAD + b"Content-Length: %d\r\n\r\n" % len(PING) + PING, HEAD, pause=0.05)
    assert kept.count(b"HTTP/1.1 200") == 1 and kept.count(b"HTTP/1.1 408") == 1


@pytest.mark.parametrize("endless", [b"X-A: " + b"a" * 60_000 + b"\r\n", b"a" * 60_000], ids=["headers", "one header"])
async def test_a_head_without_end_is_refused_early(api: Caller, endless: bytes) -> None:
    sent = 0

    def parts() -> Any:
        nonlocal sent
        yield HEAD
        while sent < 100_000_000:
            sent += len(endless)
            yield endless

    async with served(api) as port:
        answer = await said_lazily(port, parts())

    assert sent < 10_000_000  # what the buffers of the two sockets take
    assert not answer or status(answer) == 431


async def said_lazily(port: int, parts: Any) -> bytes:
    """What the service says to bytes without end, which are made as they are sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return await reader.read()
    except ConnectionError:
        try:
            return await reader.read()
        except ConnectionError:
            return b""
    finally:
        writer.close()


async def test_a_body_without_end_is_refused(api: Caller) -> None:
    chunk = b"%x\r\n%b\r\n" % (50_000, b" " * 50_000)
    async with served(api, limit_reading=1) as port:
        answer = await said(port, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 40, pause=0.001)
        trailer = await said(
            port,
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n",
            *[b"X-A: " + b"a" * 60_000 + b"\r\n"] * 400,
        )

    assert status(answer) == 413
    assert not trailer or status(trailer) in (400, 413)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"Host: 127.0.0.1\r\nHost: evil.example\r\n", 400),
        (b"Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n", 400),
        (b"Host: 127.0.0.1\r\nX-Orgraph-Actor: a\r\nX-Orgraph-Actor: b\r\n", 400),
        (b"Host: 127.0.0.1\r\nX-Orgraph-Actor: \xe5\xbc\xa0\r\n", 400),
        (b"Host: 127.0.0.1\r\nX-Orgraph-Actor: \xff\r\n", 400),
        (b"Host: \xff\xfe\r\n", 421),
        (b"Host: 127.0.0.1\r\nAccept-Language: \xff\r\nAccept-Language: en\r\nX-Request-ID: \xff\r\n", 200),
    ],
)
async def test_headers_that_say_two_things_or_are_no_text(api: Caller, head: bytes, expected: int) -> None:
    request = (
        b"POST /graphql HTTP/1.1\r\n" + head + b"Content-Type: application/json\r\nConnection: close\r\n"
        b"Content-Length: %d\r\n\r\n" % len(PING) + PING
    )
    async with served(api) as port:
        assert status(await said(port, request)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"GET /\xff HTTP/1.1", (400,)),
        (b"GET /%ff HTTP/1.1", (404,)),
        (b"GET /graphql?query=%ff HTTP/1.1", (400,)),
        (b"GET /graphql?query=\xff HTTP/1.1", (400,)),
        (b"GET /graphql?" + b"a=1&" * 200 + b" HTTP/1.1", (400,)),
        (b"\xff\xfe\x00", (400,)),
        (b"GET /graphql?query=%7Baudits%7Bkey%7D%7D HTTP/1.1", (200,)),
    ],
)
async def test_request_lines_that_are_no_text(api: Caller, line: bytes, expected: tuple[int, ...]) -> None:
    async with served(api) as port:
        answer = await said(port, line + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")

    assert status(answer) in expected
    orjson.loads(answer.partition(b"\r\n\r\n")[2])


async def test_what_breaks_off_does_nothing(api: Caller) -> None:
    body = orjson.dumps({"query": '{ whoCovers(place: "990102000000") { __typename } }'})
    async with served(api) as port:
        before = api.services.store.statements
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEAD + b"Content-Length: %d\r\n\r\n" % (len(body) + 1) + body)
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.close()
        await asyncio.sleep(0.1)

        assert api.services.store.statements == before


class Stalling:
    """A service whose store answers nobody for a while."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self.goes_on = asyncio.Event()
        self.asked = 0

    async def who_covers(self, *asked: Any) -> Any:
        """Answers when the store does."""
        self.asked += 1
        await self.goes_on.wait()
        return await self._real.who_covers(*asked)


COVER = '{ whoCovers(place: "990102000000") { __typename } }'


async def test_while_the_store_stalls_for_a_second_requests_wait_and_none_is_refused(api: Caller) -> None:
    stalling = Stalling(api.services.coverage)
    settings = api.services.settings.model_copy(update={"limit_requests": 4})
    async with caller_of(Changed(api.services, coverage=stalling, settings=settings)) as caller:
        asked = asyncio.gather(*(caller.post(COVER) for _ in range(60)))
        await asyncio.sleep(1)
        begun = stalling.asked
        stalling.goes_on.set()
        answers = await asked

    assert begun == 4 and stalling.asked == 60
    assert {answer.status_code for answer in answers} == {200}


async def test_who_waits_longer_than_its_time_allows_is_told_to_come_again(api: Caller) -> None:
    stalling = Stalling(api.services.coverage)
    settings = api.services.settings.model_copy(update={"limit_requests": 2, "limit_seconds": 0.6})
    async with caller_of(Changed(api.services, coverage=stalling, settings=settings)) as caller:
        started = time.monotonic()
        answers = await asyncio.gather(*(caller.post(COVER) for _ in range(6)))
        took = time.monotonic() - started
        stalling.goes_on.set()
        after = await caller.post(COVER)

    assert sorted(answer.status_code for answer in answers) == [200, 200, 429, 429, 429, 429]
    slow = [answer.json()["errors"][0]["extensions"]["code"] for answer in answers if answer.status_code == 200]
    assert slow == ["too_slow", "too_slow"] and took < 5
    assert after.json()["data"]["whoCovers"]["__typename"] == "PlaceCoverage"


async def test_turns_come_in_order_and_pass_by_those_who_have_left(api: Caller) -> None:
    turns = Turns(api.services.settings.model_copy(update={"limit_requests": 1, "limit_waiting": 3}))
    order: list[int] = []

    async def one(number: int) -> None:
        async with turns.turn():
            order.append(number)
            await asyncio.sleep(0)

    async with turns.turn():
        waiting = [asyncio.create_task(one(number)) for number in range(3)]
        await asyncio.sleep(0)
        with fails(Refused, match="too many requests at once"):
            await one(3)
        waiting[1].cancel()
        await asyncio.sleep(0)
    await asyncio.gather(*waiting, return_exceptions=True)
    await one(4)

    assert order == [0, 2, 4]


async def test_bodies_that_are_held_are_bounded_together(api: Caller) -> None:
    turns = Turns(api.services.settings.model_copy(update={"limit_body": 1_000}))
    with turns.held() as first, turns.held() as second:
        first.add(63_000)
        with fails(Refused, match="come again"):
            second.add(1_001)
    with turns.held() as third:
        third.add(64_000)


ORIGIN = {"origin": "https://app.example.org"}
ASKS = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}


async def test_pages_of_other_origins_may_not_ask(api: Caller) -> None:
    foreign = [await api.post("{ audits { key } }", headers={"origin": one}) for one in (*ORIGIN.values(), "null", "x")]
    preflight = await api.client.options("/graphql", headers={**ORIGIN, **ASKS})
    own = await api.post("{ audits { key } }", headers={"origin": "http://127.0.0.1"})

    assert [answer.status_code for answer in (*foreign, preflight)] == [403] * 4
    assert all("access-control-allow-origin" not in answer.headers for answer in (*foreign, preflight, own))
    assert "https://app.example.org 的网页未获允许" in foreign[0].json()["errors"][0]["message"]
    assert own.status_code == 200


async def test_an_origin_that_is_named_may_ask(api: Caller) -> None:
    settings = type(api.services.settings)(origins="https://App.example.org/, http://localhost:5173")
    settings = api.services.settings.model_copy(update={"origins": settings.origins})
    async with caller_of(Changed(api.services, settings=settings)) as caller:
        preflight = await caller.client.options("/graphql", headers={**ORIGIN, **ASKS})
        asked = await caller.post("{ audits { key } }", headers=ORIGIN)
        refused = await caller.post("{", headers={**ORIGIN, "content-type": "text/plain"})
        other = await caller.client.options("/graphql", headers={"origin": "https://app.example.org.evil", **ASKS})

    assert (preflight.status_code, preflight.content) == (204, b"")
    assert "content-type" in preflight.headers["access-control-allow-headers"]
    for answer in (preflight, asked, refused):
        assert answer.headers["access-control-allow-origin"] == ORIGIN["origin"]
        assert answer.headers["vary"] == "origin" and "access-control-allow-credentials" not in answer.headers
    assert asked.json()["data"]["audits"] and other.status_code == 403


@pytest.mark.parametrize(
    "origins", ["*", "https://*", "app.example.org", "https://a/b", "ftp://a", "https://a b", "null"]
)
def test_origins_are_named_one_by_one(api: Caller, origins: str) -> None:
    with fails(ValueError, match="no-origin"):
        type(api.services.settings)(origins=origins)
