"""Runs the application under uvicorn until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from orgraph.api.transport.app import create_app
from orgraph.api.transport.guard import guarded
from orgraph.api.transport.http import is_loopback
from orgraph.api.transport.logs import log_to_stderr
from orgraph.domain.errors import OrgraphError
from orgraph.domain.said import said
from orgraph.domain.system import system_says

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.settings import Settings

GRACE = 10
"""Seconds that requests under way have to end after a signal."""


class AddressRefused(OrgraphError):
    """The service does not listen there."""

    code = "address_refused"


async def serve(services: Services, settings: Settings, on_ready: Callable[[str], None]) -> None:
    """
    Serve until SIGINT or SIGTERM, then let requests under way end.

    `on_ready` is called with the address once it answers. Raises AddressRefused.
    """
    listener = listen(settings.host, settings.port)
    address = address_of(listener)
    log_to_stderr()
    await serve_on(listener, services, lambda: on_ready(address))


async def serve_on(listener: socket.socket, services: Services, on_ready: Callable[[], None]) -> None:
    """The same on a socket that is bound already; it is closed at the end."""
    config = uvicorn.Config(
        create_app(services),
        http=guarded(services.settings),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,  # the application stamps its answers itself: it need not look at the clock between them
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
    )
    stop = asyncio.Event()
    worker = asyncio.create_task(services.background.run(stop)) if services.settings.worker else None
    try:
        await _Server(config, on_ready).serve(sockets=[listener])
    finally:
        listener.close()
        stop.set()
        if worker is not None:
            await worker


def new_loop() -> asyncio.AbstractEventLoop:
    """The event loop to serve on, for `asyncio.Runner(loop_factory=new_loop)`: uvloop where it is installed."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def check_address(host: str) -> None:
    """Refuse an address that others can reach. Raises AddressRefused."""
    if not is_loopback(host):
        raise AddressRefused(said("address-reachable", host=host), said("mend-listen-on-loopback"))


def listen(host: str, port: int) -> socket.socket:
    """
    A socket bound before uvicorn starts, so that a taken port is told in plain words and port 0 has a number.

    Raises AddressRefused, also for an address that others can reach.
    """
    check_address(host)
    name = "127.0.0.1" if host.lower() == "localhost" else host.strip("[]")
    listener = socket.socket(socket.AF_INET6 if ":" in name else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((name, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise AddressRefused(said("port-in-use", port=port, host=name), said("mend-another-port")) from None
        problem = said("cannot-listen", host=name, port=port, why=system_says(error))
        raise AddressRefused(problem, said("mend-another-address")) from None
    return listener


def address_of(listener: socket.socket) -> str:
    """Where clients find it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def told_to_end(handle: Callable[[int], None]) -> Iterator[None]:
    """Inside, SIGINT and SIGTERM call `handle` with their number, and nothing else."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, handle, number)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


class _Server(uvicorn.Server):
    """uvicorn that says when it answers, and ends in peace: what is around it still has a store to close."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._told = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        self._ready()

    async def main_loop(self) -> None:
        """Wait for the signal. uvicorn's own looks for it ten times a second."""
        await self.on_tick(0)
        await self._told.wait()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to end."""
        super().handle_exit(sig, frame)
        self._told.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal; uvicorn's own way would raise it again afterwards and so kill the process."""
        with told_to_end(lambda number: self.handle_exit(number, None)):
            yield
