"""
The connection: a request has a size and a time to arrive in, an answer a time to be fetched in.

uvicorn reads heads of any length for ever, and hands a request on when its head is there; who drips could fill the
memory or hold what others need. This module is the only one that reaches into uvicorn: `HttpToolsProtocol` with its
`cycle`, `pipeline`, `flow` and `send_400_response`.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import orjson
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from orgraph.api.transport.http import refusal_of
from orgraph.domain.said import Said, said

if TYPE_CHECKING:
    from orgraph.settings import Settings

CHUNKED = 8
"""Bytes that one byte of a body may take on the way: in chunks of one it takes six."""


class GuardedProtocol(HttpToolsProtocol):
    """
    uvicorn's protocol with bounds; `head` and `body` in bytes, `seconds` for each of arriving and being fetched.

    Refusals are told in `lang`: what is cut short says nothing of a language that can be relied on.
    """

    def __init__(self, *given: Any, head: int, body: int, seconds: float, lang: str, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head, self._body, self._seconds, self._lang = head, body, seconds, lang
        self._arrived = 0
        self._headed = False
        self._arriving = True
        self._late: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Whoever connects has so long to send a request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._wait_no_more()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request, or of several."""
        self._arrived += len(data)
        self._arriving = True
        super().data_received(data)
        if not self._arriving:
            self._wait_no_more()
        elif not self._headed and self._arrived > self._head:
            self._refuse(431, said("head-too-long", most=self._head))
        elif self._arrived > self._head + CHUNKED * self._body:
            self._refuse(413, said("body-too-long", most=self._body))
        elif self._late is None:
            self._wait()

    def on_message_begin(self) -> None:
        """A request begins, perhaps in the bytes that end another."""
        super().on_message_begin()
        self._arriving, self._headed = True, False

    def on_headers_complete(self) -> None:
        """Its head is there."""
        self._headed = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is there."""
        super().on_message_complete()
        self._arriving, self._headed, self._arrived = False, False, 0

    def pause_writing(self) -> None:
        """The other side does not fetch its answer as fast as it comes."""
        super().pause_writing()
        self._stuck = self._stuck or self.loop.call_later(self._seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """It has caught up."""
        super().resume_writing()
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is refused in the form that all refusals have."""
        self._refuse(400, said("no-http"))

    def _wait(self) -> None:
        self._late = self.loop.call_later(self._seconds, self._too_late)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _too_late(self) -> None:
        """The time is over, unless it was us who did not read: what is asked in advance waits for its turn."""
        if self.pipeline or self.flow.read_paused or (self._answering() and not self._headed):
            self._wait()
        else:
            self._refuse(408, said("request-too-slow", seconds=f"{self._seconds:g}"))

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _unanswered(self) -> bool:
        """Whether nothing has been said yet to the request that is arriving, and nothing is to be said before it."""
        return not self.cycle.response_started if self._headed else not self._answering()

    def _refuse(self, status: int, message: Said) -> None:
        """Say why and hang up; without a word where an answer to this or an earlier request is on its way."""
        self._wait_no_more()
        if self.transport.is_closing():
            return
        if self._arrived and not self.pipeline and self._unanswered():
            body = orjson.dumps(refusal_of(message, self._lang))
            head = (
                b"content-type: application/json; charset=utf-8\r\nx-content-type-options: nosniff\r\n"
                b"cache-control: no-store\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(body)
            )
            self.transport.write(STATUS_LINE[status] + head + body)
        self.transport.close()


def guarded(settings: Settings) -> type[asyncio.Protocol]:
    """The protocol with the limits of the settings, as uvicorn's option `http` takes it."""
    bound = partial(
        GuardedProtocol,
        head=settings.limit_head,
        body=settings.limit_body,
        seconds=settings.limit_reading,
        lang=settings.lang,
    )
    return cast("type[asyncio.Protocol]", bound)
