"""The ASGI application: routes, and around each request its identifier, its log line and its metrics."""

from __future__ import annotations

import asyncio
import logging
from email.utils import formatdate
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

from orgraph.api import playground
from orgraph.api.context import Context
from orgraph.api.schema.whole import make_schema
from orgraph.api.transport import probes
from orgraph.api.transport.callers import actor_of, check_loopback, language_of, request_id_of
from orgraph.api.transport.endpoint import Answer, Endpoint
from orgraph.api.transport.http import (
    Gone,
    Receive,
    Refused,
    Request,
    Response,
    Scope,
    Send,
    json_response,
    refusal,
    request_of,
)
from orgraph.api.transport.logs import LOGGER
from orgraph.api.transport.metrics import TYPE, Metrics
from orgraph.api.transport.origins import Origins, is_preflight, preflight
from orgraph.api.transport.turns import Turns
from orgraph.domain.said import said
from orgraph.settings import shipped_words

if TYPE_CHECKING:
    from orgraph.bootstrap import Services

_log = logging.getLogger(LOGGER)

SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store"}
"""Headers on every answer."""


class App:
    """Serves the services: /graphql, the playground at /, /healthz, /readyz, /metrics."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._metrics = Metrics(lambda: services.store.statements, services.background.states)
        self._endpoint = Endpoint(make_schema().graphql, services.settings)
        self._turns = Turns(services.settings)
        self._origins = Origins(services.settings.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "websocket":  # there are no subscriptions; closing before accepting makes it a 403
            await send({"type": "websocket.close", "code": 1000})
        if scope["type"] != "http":
            return
        identifier, allowed = uuid4().hex, {}
        lang: str = self._services.settings.lang
        try:
            request = request_of(scope, receive)
            lang = language_of(request, lang)
            identifier = request_id_of(request, identifier)
            check_loopback(request)
            if request.path == "/graphql":
                allowed = self._origins.allow(request)
            response = await self._respond(request, identifier, lang)
        except Refused as refused:
            response = refusal(refused, lang)
            _log.info("refused", extra={"fields": {"request": identifier, "status": refused.status}})
        except Gone:
            _log.info("gone", extra={"fields": {"request": identifier}})
            return
        except Exception:
            response = json_response(500, {"errors": [_masked(identifier, lang)]})
            _log.exception("request failed", extra={"fields": {"request": identifier}})
        await response.send(send, {**SAFE, "date": formatdate(usegmt=True), **allowed, "x-request-id": identifier})

    async def _respond(self, request: Request, identifier: str, lang: str) -> Response:
        if request.path == "/graphql":
            return preflight(request) if is_preflight(request) else await self._graphql(request, identifier, lang)
        if request.method not in ("GET", "HEAD"):
            raise Refused(405, said("only-get"), allow="GET")
        if request.path == "/healthz":
            return probes.alive()
        if request.path == "/readyz":
            return await probes.ready(self._services, lang)
        if request.path == "/metrics":
            return Response(200, self._metrics.text(), TYPE)
        found = playground.page(request.path)
        if found is None:
            raise Refused(404, said("nothing-here"))
        return found

    async def _graphql(self, request: Request, identifier: str, lang: str) -> Response:
        started = perf_counter()
        services = self._services
        context = Context(services, actor_of(request, services.actor), lang, identifier)
        try:
            answer = await self._in_turn(request, context)
        except Refused as refused:
            context.fail("refused")
            self._note(context, Answer(refusal(refused, lang), "refused"), started)
            raise
        self._note(context, answer, started)
        return answer.response

    async def _in_turn(self, request: Request, context: Context) -> Answer:
        """Answer when the whole request is there and its turn has come; its time begins when it is there."""
        with self._turns.held() as body:
            asked = await self._endpoint.read(request, body.add)
            context.until = asyncio.get_running_loop().time() + self._services.settings.limit_seconds
            async with self._turns.turn() as waited:
                if waited:
                    await request.check_there()
                return await self._endpoint.answer(asked, request, context)

    def _note(self, context: Context, answer: Answer, started: float) -> None:
        """Log and count a request: names and numbers, nothing of what was asked or answered."""
        seconds = perf_counter() - started
        self._metrics.observe(answer.field, context.outcome, seconds)
        fields = {
            "request": context.request,
            "operation": answer.operation[:100],
            "field": answer.field,
            "outcome": context.outcome,
            "status": answer.response.status,
            "ms": round(seconds * 1000, 1),
        }
        _log.info("request", extra={"fields": fields})


def _masked(identifier: str, lang: str) -> dict[str, object]:
    message = shipped_words(lang).say(said("went-wrong", id=identifier))
    return {"message": message, "extensions": {"code": "internal", "id": identifier}}


def create_app(services: Services) -> App:
    """The application over these services; the caller opens and closes them."""
    return App(services)
