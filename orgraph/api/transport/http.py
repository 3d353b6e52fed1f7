"""The little of HTTP that the service needs: reading a bounded request, answering in one piece."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import orjson

from orgraph.domain.said import Said, said
from orgraph.settings import shipped_words

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Refused(Exception):
    """A request that HTTP itself refuses, with its status and what to do."""

    def __init__(self, status: int, message: Said, **headers: str) -> None:
        super().__init__(str(message))
        self.status = status
        self.message = message
        self.headers = headers


class Gone(Exception):
    """Whoever asked has hung up; there is nobody to answer."""


SINGLE = frozenset({"host", "origin", "content-type", "content-length", "x-orgraph-actor", "x-request-id"})
"""Headers that decide something: two of one name are refused, as others on the way may have heeded the other."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request with its headers in lower case; the body is read when asked for."""

    method: str
    path: str
    query: bytes
    headers: Mapping[str, str]
    client: str
    receive: Receive

    async def body(self, most: int, hold: Callable[[int], None]) -> bytes:
        """
        The whole body; `hold` is told of its bytes as they come.

        Raises Refused (413) when it has more than `most` bytes, and Gone when it breaks off.
        """
        declared = self.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > most:
            raise _too_long(most)
        body = bytearray()
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise Gone
            part = message.get("body", b"")
            if len(body) + len(part) > most:
                raise _too_long(most)
            hold(len(part))
            body += part
            if not message.get("more_body"):
                return bytes(body)

    async def check_there(self) -> None:
        """After a while: raises Gone when whoever asked has hung up since the body was read."""
        next_ = asyncio.ensure_future(self.receive())
        await asyncio.sleep(0)
        if next_.done() and next_.result()["type"] == "http.disconnect":
            raise Gone
        next_.cancel()

    def parameters(self) -> dict[str, str]:
        """Parameters of the query string, the last of each name. Raises Refused for what is not UTF-8."""
        try:
            parsed = parse_qs(self.query.decode("ascii"), errors="strict", max_num_fields=100)
        except ValueError:  # of which UnicodeDecodeError is one
            raise Refused(400, said("query-string-unread")) from None
        return {name: values[-1] for name, values in parsed.items()}


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; `headers` come on top of type and length."""

    status: int
    body: bytes
    type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)

    async def send(self, send: Send, extra: Mapping[str, str]) -> None:
        """Send it, with `extra` headers."""
        headers = {"content-type": self.type, "content-length": str(len(self.body)), **self.headers, **extra}
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        await send({"type": "http.response.body", "body": self.body})


def request_of(scope: Scope, receive: Receive) -> Request:
    """What the server received. Raises Refused where it says twice what can be meant once."""
    headers: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").lower()
        if name not in headers:
            headers[name] = value.decode("latin-1")
        elif name in SINGLE:
            raise Refused(400, said("two-headers", name=name))
        else:
            headers[name] += ", " + value.decode("latin-1")
    client = scope.get("client") or ("", 0)
    return Request(scope["method"], scope["path"], scope.get("query_string", b""), headers, client[0], receive)


def json_response(status: int, content: Any, **headers: str) -> Response:
    """`content` as JSON."""
    return Response(status, orjson.dumps(content), headers={name.replace("_", "-"): headers[name] for name in headers})


def refusal(refused: Refused, lang: str) -> Response:
    """A refused request in the form that GraphQL errors have, told in `lang`."""
    return json_response(refused.status, refusal_of(refused.message, lang), **refused.headers)


def refusal_of(message: Said, lang: str) -> dict[str, Any]:
    """What says in `lang` why HTTP itself refuses a request."""
    words = shipped_words(lang)
    return {"errors": [{"message": words.say(message), "extensions": {"code": "refused"}}]}


def is_loopback(host: str) -> bool:
    """Whether a host, as written in an address, means this machine only."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def host_of(header: str) -> str:
    """The host in a Host header, without its port."""
    return header.rsplit(":", 1)[0] if header.rpartition(":")[2].isdigit() else header


def _too_long(most: int) -> Refused:
    return Refused(413, said("body-too-long", most=most))
