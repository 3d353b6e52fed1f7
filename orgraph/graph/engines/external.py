"""A Neo4j that someone else runs: signing in once, with a clear word when that fails."""

from __future__ import annotations

import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError

from orgraph.domain.said import said
from orgraph.graph.engines.address import parse_address
from orgraph.graph.engines.driver import driver_for
from orgraph.graph.engines.endpoint import Endpoint
from orgraph.graph.engines.errors import EngineUnavailable, error_text

_E = TypeVar("_E", bound=BaseException)
_OLDEST = (5, 26)


class ExternalEngine:
    """A server that orgraph neither starts nor ends."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    @property
    def bell(self) -> None:
        """Those who use it may be on many machines: there is no file that all of them see."""
        return

    def endpoint(self) -> Endpoint:
        """The server; always the same."""
        return self._endpoint

    async def recover(self) -> Endpoint:
        """Sign in and look for the database. Raises EngineUnavailable; the driver itself reconnects."""
        await check(self._endpoint)
        return self._endpoint


@asynccontextmanager
async def external_engine(
    url: str, *, user: str = "neo4j", password: str = "", database: str = "neo4j", ca: Path | None = None
) -> AsyncIterator[ExternalEngine]:
    """Use a Neo4j at an address, see `parse_address`; it has answered on entry.

    Raises BadAddress or EngineUnavailable, each with a remedy.
    """
    engine = ExternalEngine(parse_address(url, user=user, password=password, database=database, ca=ca))
    await engine.recover()
    yield engine


async def check(endpoint: Endpoint, patience: float = 5.0) -> str:
    """Sign in once and run a statement on the database. Returns the server's name and version.

    Raises EngineUnavailable within about `patience` seconds when it is not reached, refuses or is too old.
    """
    try:
        agent = await _ask(endpoint, patience)
    except (DriverError, Neo4jError, OSError) as error:
        raise _explain(endpoint, await _without_routing(endpoint, patience) or error) from error
    refuse_old(endpoint, agent)
    return agent


async def _ask(endpoint: Endpoint, patience: float) -> str:
    async with driver_for(endpoint, pool_size=1, connection_timeout=patience, acquisition_timeout=patience) as driver:
        server = await driver.get_server_info()
        async with driver.session(database=endpoint.database) as session:
            await (await session.run("RETURN 1")).consume()
        return server.agent


async def _without_routing(endpoint: Endpoint, patience: float) -> Exception | None:
    """Why the server itself does not answer: of whatever it is, the driver says only that it got no routing table."""
    if not endpoint.url.startswith("neo4j"):
        return None
    direct = "bolt" + endpoint.url.removeprefix("neo4j").partition("?")[0]
    try:
        await _ask(replace(endpoint, url=direct), patience)
    except (DriverError, Neo4jError, OSError) as error:
        return error
    return None


def _explain(endpoint: Endpoint, error: Exception) -> EngineUnavailable:
    where = endpoint.url
    if isinstance(error, AuthError):
        user = endpoint.user or said("nobody-named")
        return EngineUnavailable(said("sign-in-refused", address=where, user=user), said("mend-user-and-password"))
    if isinstance(error, ClientError) and "DatabaseNotFound" in (error.code or ""):
        return EngineUnavailable(
            said("no-database", address=where, database=endpoint.database), said("mend-create-database")
        )
    if certificate := _cause(error, ssl.SSLCertVerificationError):
        message = said("certificate-untrusted", address=where, why=certificate.verify_message)
        return EngineUnavailable(message, said("mend-authority"))
    if _plain(endpoint) and "handshake" in str(error):
        return EngineUnavailable(said("answers-otherwise", address=where), said("mend-perhaps-tls"))
    if not _plain(endpoint) and (_cause(error, ssl.SSLError) or _cause(error, ConnectionResetError)):
        return EngineUnavailable(said("answers-plainly", address=where), said("mend-no-tls"))
    reason = error_text(_cause(error, OSError) or error)
    return EngineUnavailable(said("cannot-be-reached", address=where, why=reason), said("mend-see-it-runs"))


def _plain(endpoint: Endpoint) -> bool:
    return endpoint.ca is None and "+" not in endpoint.url.partition("://")[0]


def _cause(error: BaseException | None, kind: type[_E]) -> _E | None:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error


def refuse_old(endpoint: Endpoint, agent: str) -> None:
    """Raise EngineUnavailable for a Neo4j before 5.26; `agent` is what it says of itself. Others are let through."""
    found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if found and (int(found[1]), int(found[2])) < _OLDEST:
        raise EngineUnavailable(said("server-too-old", address=endpoint.url, found=agent), said("mend-newer-server"))
