"""GraphQL over HTTP: a request in, one JSON answer out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLError, GraphQLSchema

from orgraph.api.context import Context
from orgraph.api.grammar import told_anew
from orgraph.api.told import told_in
from orgraph.api.transport.documents import Documents, asks_for_the_schema, is_query, root_field
from orgraph.api.transport.http import Refused, Request, Response, is_loopback
from orgraph.api.transport.limits import CODE, Limits
from orgraph.api.transport.logs import LOGGER
from orgraph.api.transport.plans import run
from orgraph.domain.errors import OrgraphError, StoreMismatch, StoreUnavailable, TooSlow
from orgraph.domain.said import Said, said
from orgraph.settings import Settings

PLAIN = "application/json; charset=utf-8"
GRAPHQL = "application/graphql-response+json; charset=utf-8"

_log = logging.getLogger(LOGGER)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a GraphQL request holds."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, the root field that was asked for, and what the caller named the operation."""

    response: Response
    field: str
    operation: str = ""


class Endpoint:
    """Answers GraphQL requests."""

    def __init__(self, schema: GraphQLSchema, settings: Settings) -> None:
        self._schema = schema
        self._settings = settings
        introspection = settings.introspection and is_loopback(settings.host)
        self._documents = Documents(schema, Limits.of(settings), introspection)

    async def read(self, request: Request, hold: Callable[[int], None]) -> Asked:
        """
        What a request asks; `hold` is told of the bytes that it takes.

        Raises Refused for what is no GraphQL request, and Gone for what breaks off.
        """
        return await _read(request, self._settings.limit_body, hold)

    async def answer(self, asked: Asked, request: Request, context: Context) -> Answer:
        """The answer to what was asked. Raises Refused for a mutation by GET."""
        strict = "application/graphql-response+json" in request.headers.get("accept", "")
        prepared = self._documents.prepare(asked.query)
        operation = prepared.operation(asked.operation)
        if prepared.errors or operation is None:
            context.fail("invalid")
            errors: list[Any] = [_formatted(error, context) for error in prepared.errors] or [_unclear(context)]
            return Answer(_response({"errors": errors}, strict), "invalid")
        if request.method == "GET" and not is_query(operation):
            raise Refused(405, said("mutation-by-get"), allow="POST")
        named = operation.name.value if operation.name else ""
        if id(operation) in prepared.answers:
            return Answer(_sent(prepared.answers[id(operation)], strict), root_field(operation), named)
        context.prepared = prepared
        cost = self._documents.cost(prepared, operation, asked.variables)
        large = self._documents.over_budget(cost)
        if large is not None:
            context.fail(CODE)
            content: dict[str, Any] = {"errors": [_formatted(large, context)]}
        else:
            content = await self._execute(asked, context)
        content["extensions"] = {"cost": cost}
        response = _response(content, strict)
        assert prepared.document is not None
        if "errors" not in content and asks_for_the_schema(prepared.document, operation):
            self._documents.keep_answer(asked.query, operation, response.body)
        return Answer(response, root_field(operation), named)

    async def _execute(self, asked: Asked, context: Context) -> dict[str, Any]:
        seconds = self._settings.limit_seconds
        try:
            async with asyncio.timeout_at(context.until):
                result = await run(self._schema, context, asked.operation, asked.variables)
        except TimeoutError:
            context.fail(TooSlow.code)
            return {"errors": [_too_slow(seconds, context)]}
        if not result.errors:
            return {"data": result.data}
        errors = [_shown(error, context) for error in result.errors]
        if result.data is None and all("path" not in error for error in errors):
            return {"errors": errors}  # nothing was run: bad variables, for one
        return {"errors": errors, "data": result.data}


def _response(content: Mapping[str, Any], strict: bool) -> Response:
    return _sent(orjson.dumps(content), strict, 400 if strict and "data" not in content else 200)


def _sent(body: bytes, strict: bool, status: int = 200) -> Response:
    return Response(status, body, GRAPHQL if strict else PLAIN)


def _shown(error: GraphQLError, context: Context) -> dict[str, Any]:
    """An error as the caller sees it; one that nobody expected is masked, and the log has it under the same id."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):  # graphql-core wraps its own complaints about values
        cause = cause.original_error
    shown = _formatted(error, context)
    if cause is None:
        context.fail("invalid")
        return shown
    if isinstance(cause, OrgraphError) and not isinstance(cause, (StoreUnavailable, StoreMismatch)):
        context.fail(cause.code)
        slow = isinstance(cause, TooSlow)  # its own remedy names a setting, which is the operator's
        remedy = said("mend-ask-less-or-later") if slow else cause.remedy
        extensions = {"code": cause.code, "remedy": context.say(remedy)}
        return {**shown, "message": context.say(cause.message), "extensions": extensions}
    code = cause.code if isinstance(cause, OrgraphError) else "internal"
    context.fail(code)
    _log.error("a field failed", exc_info=cause, extra={"fields": {"request": context.request, "path": error.path}})
    away = code == StoreUnavailable.code
    what = said("store-away") if away else said("went-wrong", id=context.request)
    return {**shown, "message": context.say(what), "extensions": {"code": code, "id": context.request}}


def _formatted(error: GraphQLError, context: Context) -> dict[str, Any]:
    """An error in the reader's language; those of graphql-core are known by its words."""
    shown: dict[str, Any] = {**error.formatted, "message": context.say(told_anew(error.message))}
    told = told_in(error)
    if told is not None:
        shown |= _said(told.problem, told.remedy, context, **(told.extensions or {"code": "invalid"}))
    return shown


def _said(problem: Said, remedy: Said, context: Context, **extensions: Any) -> dict[str, Any]:
    message = context.say(said("two-clauses", one=problem, other=remedy))
    return {"message": message, "extensions": {**extensions, "remedy": context.say(remedy)}}


def _unclear(context: Context) -> dict[str, Any]:
    return _said(said("operation-unclear"), said("mend-name-operation"), context, code="invalid")


def _too_slow(seconds: float, context: Context) -> dict[str, Any]:
    problem, remedy = said("no-answer-within", seconds=f"{seconds:g}"), said("mend-ask-less-or-later")
    return _said(problem, remedy, context, code=TooSlow.code, id=context.request)


async def _read(request: Request, most: int, hold: Callable[[int], None]) -> Asked:
    if request.method == "GET":
        parameters = request.parameters()
        return _asked({**parameters, "variables": _json(parameters.get("variables") or "{}")})
    if request.method != "POST":
        raise Refused(405, said("post-or-get"), allow="GET, POST")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, said("send-json"))
    return _asked(_json(await request.body(most, hold)))


def _asked(content: Any) -> Asked:
    if isinstance(content, list):
        raise Refused(400, said("no-batches"))
    if not isinstance(content, dict) or not isinstance(content.get("query"), str):
        raise Refused(400, said("no-query"))
    variables, operation = content.get("variables") or {}, content.get("operationName") or None
    if not isinstance(variables, dict) or not (operation is None or isinstance(operation, str)):
        raise Refused(400, said("request-malformed"))
    return Asked(content["query"], variables, operation)


def _json(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refused(400, said("no-json", line=error.lineno, column=error.colno)) from None
