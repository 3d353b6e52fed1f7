"""
Whatever is asked, the answer is data, a typed failure or a refusal of the query: never `internal`, never null where the
schema promises a value.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from graphql import GraphQLObjectType, GraphQLSchema

from orgraph.api.schema.whole import make_schema
from orgraph.definitions.definitions import Definitions

from ..clock import FixedClock
from ..small_world import copied_world
from .any_query import Asker
from .conftest import Caller, Changed, caller_of
from .world import known

OURS = ("internal", "store_unavailable", "store_busy", "too_slow", "store_mismatch")
"""Codes that no caller can bring about."""


@pytest.fixture(scope="module")
async def world(
    small_store: Path, tmp_path_factory: pytest.TempPathFactory, definitions: Definitions
) -> AsyncIterator[Caller]:
    """A small world of its own, as queries by chance also write, with limits that let them pass."""
    folder = tmp_path_factory.mktemp("chance") / "store"
    async with copied_world(small_store, folder, definitions, FixedClock()) as services:
        wide = services.settings.model_copy(
            update={"limit_aliases": 5_000, "limit_fields": 5_000, "limit_cost": 10**9, "limit_tokens": 50_000}
        )
        async with caller_of(Changed(services, settings=wide)) as caller:
            yield caller


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    """What may be asked."""
    return make_schema().graphql


async def faults_of(world: Caller, asker: Asker, queries: int) -> list[str]:
    """Ask by chance, a third of the time for a change; what came back that must not."""
    found = []
    for _ in range(queries):
        root = asker.schema.mutation_type if asker.random.random() < 0.35 else asker.schema.query_type
        assert root is not None
        query, variables = asker.operation(root)
        body = json.dumps({"query": query, "variables": variables}).encode()
        answer = await world.client.post("/graphql", content=body, headers={"content-type": "application/json"})
        errors: list[dict[str, Any]] = answer.json().get("errors", [])
        wrong = [error for error in errors if error.get("extensions", {}).get("code") in OURS]
        invalid = [error for error in errors if "conflict" in error["message"] or "Cannot query" in error["message"]]
        if wrong or invalid or answer.status_code != 200:
            found.append(f"{answer.status_code} {(wrong + invalid)[:1]}\n{query}\n{json.dumps(variables)}")
    return found


async def test_whatever_is_asked_nothing_is_internal(world: Caller, schema: GraphQLSchema) -> None:
    """Every query and change at least once; thousands of them in the full suite, where each field is asked for."""
    asker = Asker(schema, Random(17), await known(world))

    assert await faults_of(world, asker, 80) == []
    roots = [root for root in (schema.query_type, schema.mutation_type) if root is not None]
    never = [f"{root.name}.{name}" for root in roots for name in root.fields if not asker.asked[f"{root.name}.{name}"]]
    assert never == []


@pytest.mark.full
async def test_thousands_of_queries_ask_for_every_field_and_nothing_is_internal(
    world: Caller, schema: GraphQLSchema
) -> None:
    seed = uuid4().int
    asker = Asker(schema, Random(seed), await known(world))

    assert await faults_of(world, asker, 4_000) == [], f"seed {seed}"
    assert unasked(schema, asker.asked) <= HARD


HARD = {
    "Posting.at",
    "Uncovered.category",
    "Uncovered.categoryTitle",
    "Uncovered.code",
    "Uncovered.name",
    "WeakPoint.leaves",
}
"""Fields that lie deeper than queries by chance go."""


def unasked(schema: GraphQLSchema, asked: Counter[str]) -> set[str]:
    """Fields of the schema that were never asked for."""
    own = [type_ for name, type_ in schema.type_map.items() if not name.startswith("__")]
    return {f"{one.name}.{field}" for one in own if isinstance(one, GraphQLObjectType) for field in one.fields} - set(
        asked
    )


PLACE = "{{ whoCovers(place: {}) {{ __typename ... on UnknownPlace {{ asked message }} }} }}"


@pytest.mark.parametrize("place", ["", " ", "/", "\u3000"])
async def test_a_place_that_is_nothing_is_told_back(api: Caller, place: str) -> None:
    found = (await api.ask(PLACE.format(json.dumps(place))))["whoCovers"]

    assert found["__typename"] == "UnknownPlace" and found["asked"].strip() == "" and found["message"]


async def test_the_last_day_of_all_is_a_day(api: Caller) -> None:
    answer = await api.ask(
        """{ coveredBy(who: "qingshi:p-1", on: "9999-12-31") { ... on CoverageOf { on areas { until } } }
             trend: auditTrend(key: "dual-officers", from: "9999-12-30", every: DAY, to: "9999-12-31") {
               ... on AuditTrend { scores { on audited } } }
             scorecard(area: "河东区", on: "9999-12-30") { ... on Scorecard { on lines { key } } }
             supervision(area: "河东区", from: "2023-01-01", to: "9999-12-31") { ... on Supervision { from to found } } }"""
    )

    assert answer["coveredBy"]["on"] == "9999-12-30", "the open end is no day: nothing would be there any more"
    assert answer["coveredBy"]["areas"]
    assert [(score["on"], score["audited"] > 0) for score in answer["trend"]["scores"]] == [("9999-12-30", True)]
    assert answer["scorecard"]["on"] == "9999-12-30" and answer["scorecard"]["lines"]
    assert (answer["supervision"]["from"], answer["supervision"]["to"]) == ("2023-01-01", "9999-12-31")


@pytest.mark.parametrize("after", ["9999999999999999999999|x", "²|x", "１|x", "-1|x", "1|", "x", "9" * 5000 + "|x"])
@pytest.mark.parametrize(
    "list_",
    [
        'tasks(area: "青石市", after: $after) { __typename',
        'inbox(of: "qingshi:police", after: $after) { __typename',
        'weakPoints(area: "青石市") { __typename ... on WeakPoints { points(after: $after) { totalCount } }',
    ],
)
async def test_a_cursor_of_another_list_is_refused_by_name(api: Caller, list_: str, after: str) -> None:
    query = f"query ($after: String) {{ list: {list_} ... on Error {{ message }} }} }}"
    found = (await api.ask(query, after=after))["list"]

    assert found["__typename"] == "InvalidInput"
    assert "起点" in found["message"]


INSTANT = "mutation ($input: BlowWhistleInput!) { blowWhistle(input: $input) { __typename } }"


@pytest.mark.parametrize("at", ["9999-12-31T23:59:00-12:00", "0001-01-01T00:00:00+14:00", "2016-12-31T23:59:60Z"])
async def test_an_instant_beyond_the_calendar_is_no_instant(api: Caller, at: str) -> None:
    whistle = {"place": "南河社区", "by": "township-secretary", "kind": "emergency", "category": "road-collapse"}
    error = (await api.errors(INSTANT, input={**whistle, "key": "beyond", "blownAt": at}))[0]

    assert "不是带时区的时间" in error["message"]
