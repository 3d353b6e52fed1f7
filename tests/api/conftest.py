"""The API over the small world: a client that asks as programs do, and a count of statements."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from orgraph.api.transport.app import create_app
from orgraph.bootstrap import Services

from ..renamed import bare_renamed_world, ours, theirs_in_document, theirs_in_variables


class Caller:
    """Asks one application over HTTP."""

    def __init__(self, client: httpx.AsyncClient, services: Any) -> None:
        self.client = client
        self.services = services

    async def post(self, query: str, headers: dict[str, str] | None = None, **variables: Any) -> httpx.Response:
        """A GraphQL request and its whole response."""
        return await self.client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer that has no errors."""
        content = (await self.post(query, **variables)).json()
        assert "errors" not in content, content["errors"]
        data: dict[str, Any] = content["data"]
        return data

    async def errors(self, query: str, **variables: Any) -> list[dict[str, Any]]:
        """The errors of an answer that has some."""
        found: list[dict[str, Any]] = (await self.post(query, **variables)).json()["errors"]
        return found

    async def statements(self, query: str, **variables: Any) -> int:
        """How many statements an answer takes."""
        before: int = self.services.store.statements
        await self.ask(query, **variables)
        after: int = self.services.store.statements
        return after - before


@asynccontextmanager
async def caller_of(services: Any, **client: Any) -> AsyncIterator[Caller]:
    """A caller of an application over `services`."""
    transport = httpx.ASGITransport(create_app(services), raise_app_exceptions=False, **client)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asked:
        yield Caller(asked, services)


class RenamedCaller(Caller):
    """Asks, and is answered, in our names an application whose definitions have others for all that tasks have."""

    async def post(self, query: str, headers: dict[str, str] | None = None, **variables: Any) -> httpx.Response:
        """A GraphQL request and its whole response."""
        answer = await super().post(theirs_in_document(query), headers, **theirs_in_variables(variables))
        return httpx.Response(answer.status_code, headers=answer.headers, json=ours(answer.json()))


class Changed:
    """Services of which some are other than they were."""

    def __init__(self, services: Any, **others: Any) -> None:
        self._services = services
        self.__dict__.update(others)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._services, name)


@pytest.fixture(scope="session", params=["ours", pytest.param("renamed", marks=pytest.mark.full)])
async def api(
    request: pytest.FixtureRequest,
    embedded_services: Services,
    small_store: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Caller]:
    """The API over the small world on the embedded engine; in full over another, with other names, as well."""
    if request.param == "ours":
        async with caller_of(embedded_services) as caller:
            yield caller
        return
    folder = tmp_path_factory.mktemp("renamed-api") / "store"
    shutil.copytree(small_store, folder)
    async with (
        bare_renamed_world(folder, embedded_services.clock) as services,
        caller_of(services) as caller,
    ):
        yield RenamedCaller(caller.client, services)
