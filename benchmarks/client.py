"""A client that does as little as possible: HTTP/1.1 over kept connections, no more of it than our server speaks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import orjson

KEPT = 2.0
"""Seconds that an idle connection is used again: servers close them after five."""


class GraphQLClient:
    """Posts GraphQL requests; as many connections as are needed at once, each used again."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def __aenter__(self) -> GraphQLClient:
        return self

    async def __aexit__(self, *_error: object) -> None:
        for _since, _reader, writer in self._idle:
            writer.close()

    async def ask(self, query: str, variables: Mapping[str, Any], answer: str) -> bytes:
        """The body of an answer whose type is `answer`. Raises RuntimeError for any other."""
        body = await self._post(query, variables)
        if f'"__typename":"{answer}"'.encode() not in body[:200]:
            raise RuntimeError(f"not the answer that was meant: {body[:500]!r}")
        return body

    async def _post(self, query: str, variables: Mapping[str, Any]) -> bytes:
        body = orjson.dumps({"query": query, "variables": variables})
        head = (
            f"POST /graphql HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Content-Type: application/json\r\nAccept: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        reader, writer = await self._connection()
        writer.write(head.encode("ascii") + body)
        answer = await _answer(reader)
        self._idle.append((time.monotonic(), reader, writer))
        return answer

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            since, reader, writer = self._idle.pop()
            if time.monotonic() - since < KEPT:
                return reader, writer
            writer.close()
        return await asyncio.open_connection(self._host, self._port)


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, found, rest = head.partition(b"\r\ncontent-length:")
    if not found:
        raise RuntimeError(f"an answer without a length: {head[:200]!r}")
    body = await reader.readexactly(int(rest.partition(b"\r\n")[0]))
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(f"not answered: {head[:20]!r}: {body[:500]!r}")
    return body
