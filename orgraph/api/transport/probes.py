"""Whether the process lives, and whether it can answer and does what it is to do besides."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from orgraph.api.transport.http import Response, json_response
from orgraph.domain.errors import OrgraphError
from orgraph.domain.said import said
from orgraph.settings import shipped_words

if TYPE_CHECKING:
    from orgraph.bootstrap import Services

PATIENCE = 3.0
"""Seconds that the store has to answer a probe."""


def alive() -> Response:
    """The process answers."""
    return json_response(200, {"status": "ok"})


async def ready(services: Services, lang: str) -> Response:
    """
    200 when the store answers and follows the same definitions, and no part of the background work keeps failing; else
    503 with the reason. How each part stands is told in either case, where some run.
    """
    say, states = shipped_words(lang).say, services.background.states()
    failing = "; ".join(f"{one.name}: {say(one.why)}" for one in states if one.keeps_failing)
    reason = await _reason(services, lang) or failing
    content: dict[str, object] = {
        "status": "not ready" if reason else "ready",
        "definitions": services.definitions.hash,
    }
    if states:
        content["background"] = {one.name: f"failing: {say(one.why)}" if one.in_a_row else "working" for one in states}
    return json_response(503, {**content, "reason": reason}) if reason else json_response(200, content)


async def _reason(services: Services, lang: str) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            await services.upkeep.check()
    except OrgraphError as error:
        return error.code
    except TimeoutError:
        return shipped_words(lang).say(said("store-late"))
    return ""
