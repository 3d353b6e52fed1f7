"""Sends notices: a name is resolved once, and the connection goes to that very address or nowhere."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

import httpcore

from orgraph.domain.errors import NotSent
from orgraph.domain.said import said
from orgraph.sending.networks import Network, may_go_to

SECONDS = 10.0
"""What one notice may take in all: looking the name up, connecting, sending, being answered."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the target said: its status, and headers in lower case. Its body is not read."""

    status: int
    headers: Mapping[str, str]


class _Guarded(httpcore.AsyncNetworkBackend):
    """Connects to the address that it has resolved and looked at, so that no second look-up can lead elsewhere."""

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = allowed
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the library's own signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to a permitted address. Raises NotSent."""
        address = await self._permitted(host, port)
        return await self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)

    async def _permitted(self, host: str, port: int) -> str:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise NotSent(said("host-unknown", host=host, why=error.strerror or str(error))) from None
        addresses = [str(one[4][0]).partition("%")[0] for one in found]
        refused = [one for one in addresses if not may_go_to(ip_address(one), self._allowed)]
        if refused or not addresses:
            inside = said("host-leads-inside", host=host, addresses=refused)
            raise NotSent(inside if refused else said("host-leads-nowhere", host=host))
        return addresses[0]


class Client:
    """Posts notices over HTTPS; follows no redirect, uses no proxy."""

    def __init__(self, allowed: Sequence[Network] = (), seconds: float = SECONDS, trust: ssl.SSLContext | None = None):
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust, network_backend=_Guarded(allowed), keepalive_expiry=30.0
        )
        self._seconds = seconds

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close its connections."""
        await self._pool.aclose()

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send a body and wait for the status. Raises NotSent."""
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._pool.stream("POST", url, headers=list(headers.items()), content=body) as response,
            ):
                told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                return Reply(response.status, told)
        except TimeoutError:
            raise NotSent(said("silent-for", seconds=f"{self._seconds:g}")) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            raise NotSent(said("connection-failed", why=f"{type(error).__name__}: {error}".rstrip(": "))) from None
