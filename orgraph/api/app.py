"""The ASGI application: routes, and around each request its identifier, its log line and its metrics."""

from __future__ import annotations

import logging
from email.utils import formatdate
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

from orgraph.api import playground, probes
from orgraph.api.callers import actor_of, check_loopback, language_of, request_id_of
from orgraph.api.context import Context
from orgraph.api.endpoint import Answer, Endpoint
from orgraph.api.http import Receive, Refused, Request, Response, Scope, Send, json_response, refusal, request_of
from orgraph.api.logs import LOGGER
from orgraph.api.metrics import TYPE, Metrics
from orgraph.api.schema import make_schema

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
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "websocket":  # there are no subscriptions; closing before accepting makes it a 403
            await send({"type": "websocket.close", "code": 1000})
        if scope["type"] != "http":
            return
        request = request_of(scope, receive)
        identifier = request_id_of(request, uuid4().hex)
        try:
            check_loopback(request)
            response = await self._respond(request, identifier)
        except Refused as refused:
            response = refusal(refused)
            _log.info("refused", extra={"fields": {"request": identifier, "status": refused.status}})
        except Exception:
            response = json_response(500, {"errors": [_masked(identifier)]})
            _log.exception("failed", extra={"fields": {"request": identifier}})
        await response.send(send, {**SAFE, "date": formatdate(usegmt=True), "x-request-id": identifier})

    async def _respond(self, request: Request, identifier: str) -> Response:
        if request.path == "/graphql":
            return await self._in_turn(request, identifier)
        if request.method not in ("GET", "HEAD"):
            raise Refused(405, "only /graphql takes anything but GET", allow="GET")
        if request.path == "/healthz":
            return probes.alive()
        if request.path == "/readyz":
            return await probes.ready(self._services)
        if request.path == "/metrics":
            return Response(200, self._metrics.text(), TYPE)
        found = playground.page(request.path)
        if found is None:
            raise Refused(404, "nothing here; GraphQL is at /graphql")
        return found

    async def _in_turn(self, request: Request, identifier: str) -> Response:
        """Answer unless too many are being answered: what waits in line uses memory and is late anyway."""
        if self._under_way >= self._services.settings.limit_requests:
            raise Refused(429, "too many requests at once (ORGRAPH_LIMIT_REQUESTS); come again", retry_after="1")
        self._under_way += 1
        try:
            return await self._graphql(request, identifier)
        finally:
            self._under_way -= 1

    async def _graphql(self, request: Request, identifier: str) -> Response:
        started = perf_counter()
        services = self._services
        lang = language_of(request, services.settings.lang)
        context = Context(services, actor_of(request, services.actor), lang, identifier)
        try:
            answer = await self._endpoint.answer(request, context)
        except Refused as refused:
            context.fail("refused")
            self._note(context, Answer(refusal(refused), "refused"), started)
            raise
        self._note(context, answer, started)
        return answer.response

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


def _masked(identifier: str) -> dict[str, object]:
    return {"message": "something went wrong here", "extensions": {"code": "internal", "id": identifier}}


def create_app(services: Services) -> App:
    """The application over these services; the caller opens and closes them."""
    return App(services)
