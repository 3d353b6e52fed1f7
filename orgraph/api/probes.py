"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from orgraph.api.http import Response, json_response
from orgraph.domain.errors import OrgraphError

if TYPE_CHECKING:
    from orgraph.bootstrap import Services

PATIENCE = 3.0
"""Seconds that the store has to answer a probe."""


def alive() -> Response:
    """The process answers."""
    return json_response(200, {"status": "ok"})


async def ready(services: Services) -> Response:
    """200 when the store answers and follows the same definitions; else 503 with the reason."""
    reason = await _reason(services)
    content = {"status": "not ready" if reason else "ready", "definitions": services.definitions.hash}
    return json_response(503, {**content, "reason": reason}) if reason else json_response(200, content)


async def _reason(services: Services) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            await services.upkeep.check()
    except OrgraphError as error:
        return error.code
    except TimeoutError:
        return "the graph store did not answer in time"
    return ""
