"""A server that takes everything and never answers."""

from __future__ import annotations

from asyncio import StreamReader, StreamWriter


async def swallow(reader: StreamReader, _writer: StreamWriter) -> None:
    """Take what comes, and keep silent."""
    await reader.read()
