"""The one client: the neo4j async driver, set up the same way for every engine."""

from __future__ import annotations

from typing import Any

from neo4j import AsyncDriver, AsyncGraphDatabase, NotificationMinimumSeverity, TrustCustomCAs
from neo4j.exceptions import DriverError, Neo4jError

from orgraph.graph.engines.endpoint import Endpoint

FIRST_RETRY = 0.02
"""Seconds before a managed transaction is tried again after a conflict; the driver's own default is a whole second."""


def driver_for(
    endpoint: Endpoint,
    *,
    pool_size: int = 50,
    connection_timeout: float = 5.0,
    acquisition_timeout: float = 15.0,
    retry_time: float = 10.0,
) -> AsyncDriver:
    """A driver for this server; the caller closes it. All times are seconds.

    `retry_time` bounds how long a managed transaction is repeated, after conflicts and after lost connections alike.
    Nothing is connected yet: a wrong password or a silent server shows at the first statement. Name
    `endpoint.database` in each session.
    """
    return AsyncGraphDatabase.driver(
        endpoint.url,
        auth=(endpoint.user, endpoint.password) if endpoint.user else None,
        user_agent="orgraph",
        max_connection_pool_size=pool_size,
        connection_timeout=connection_timeout,
        connection_acquisition_timeout=acquisition_timeout,
        max_transaction_retry_time=retry_time,
        initial_retry_delay=FIRST_RETRY,
        liveness_check_timeout=30.0,  # firewalls drop idle connections without a word
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        telemetry_disabled=True,
        **_trust(endpoint),
    )


def _trust(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.ca is None:
        return {}
    return {"encrypted": True, "trusted_certificates": TrustCustomCAs(str(endpoint.ca))}


async def signs_in(endpoint: Endpoint, patience: float = 2.0) -> bool:
    """Whether a server answers there and takes the password, within about `patience` seconds."""
    async with driver_for(endpoint, pool_size=1, connection_timeout=patience, acquisition_timeout=patience) as driver:
        try:
            await driver.verify_connectivity()
        except (DriverError, Neo4jError, OSError):
            return False
    return True
