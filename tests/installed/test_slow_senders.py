"""Connections that send byte by byte take no place of others: asked of the service as people run it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest

from tests.installed.conftest import Installed

SLOW = 48
"""As many as requests that may be under way."""

HEAD = b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
BODY = HEAD + b"Content-Length: 900\r\n\r\n"


@contextmanager
def slow_senders(port: int) -> Iterator[list[socket.socket]]:
    """Half of them are in their head, half in their body, and go on a byte at a time."""
    ended = threading.Event()
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.create_connection(("127.0.0.1", port), 10)) for _ in range(SLOW)]
        for number, one in enumerate(taken):
            one.sendall(BODY if number % 2 else HEAD)

        def send() -> None:
            while not ended.wait(0.05):
                for one in taken:
                    try:
                        one.send(b"x")
                    except OSError:
                        return  # it was told to hurry, and hung up on

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        try:
            yield taken
        finally:
            ended.set()
            sender.join()


def still_taken(one: socket.socket) -> bool:
    """Whether the service has said nothing yet."""
    one.setblocking(False)
    try:
        one.recv(1, socket.MSG_PEEK)
        return False
    except BlockingIOError:
        return True
    finally:
        one.settimeout(30)


@pytest.mark.full  # `make test` asks it in one process: tests/api/test_transport.py
def test_slow_senders_take_no_place_of_others_and_are_told_to_hurry(installed: Installed) -> None:
    given = {"ORGRAPH_LIMIT_WAITING": "0", "ORGRAPH_LIMIT_READING": "3"}
    there = replace(installed, given=given)
    with there.going_on("serve", "--port", "0", first="http") as line:
        address = next(word for word in line.split() if word.startswith("http"))
        with slow_senders(urlsplit(address).port or 0) as taken, httpx.Client(base_url=address, timeout=30) as client:
            asked = [client.post("/graphql", json={"query": "{ __typename }"}).status_code for _ in range(9)]
            probes = [client.get(path).status_code for path in ("/healthz", "/readyz", "/metrics") for _ in range(3)]
            waiting = sum(map(still_taken, taken))
            told = [one.recv(65_536).split(b"\r\n", 1)[0] for one in taken]
    assert set(asked) == set(probes) == {200}
    assert waiting == SLOW  # else they were gone while the others were answered
    assert {line.split()[1] for line in told} == {b"408"}
