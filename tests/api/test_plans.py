"""Plans show what graphql-core shows: data, nulls and errors, for whatever is asked of whatever the services give."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import (
    ExecutionResult,
    GraphQLObjectType,
    get_named_type,
    parse,
    validate,
)
from graphql.execution.executor import Executor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgraph.api.context import Context
from orgraph.api.schema.whole import make_schema
from orgraph.api.transport.plans import PlannedExecutor, run
from orgraph.api.transport.prepared import Plans, Prepared
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area
from orgraph.domain.coverage import CoveredLevel, PlaceCoverage, RelatedOrganisation, Vacancy
from orgraph.domain.organisation import PARTY_ORGANISATION, UNIT, Officer, Organisation, PostHolder
from orgraph.domain.time import OPEN_END

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = make_schema().graphql
LOADED = {"path", "parent", "chain", "children", "posts", "organisations", "superior", "unitOf", "subordinates"}
"""Fields that look something up: the world of this test has no store."""

DAY = date(2023, 8, 22)


@dataclass(frozen=True)
class Answering:
    """Services that give one answer, whatever is asked."""

    answer: object
    definitions: Definitions

    @property
    def coverage(self) -> Answering:
        return self

    async def who_covers(self, *_asked: object) -> object:
        return self.answer


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return load_definitions(ROOT / "schema")


# What services give: right, and wrong in every way that Python lets through.

WRONG: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.just(""), st.just(7), st.just(2**40), st.just(True), st.just(1.5), st.just("x"), st.just(DAY),
    st.just(()), st.just({}), st.builds(ValueError, st.just("an exception as a value")), st.just(object),
)  # fmt: skip
NAMES = st.sampled_from(["", "南地街道", "a", "0"])
AREAS = st.builds(Area, NAMES, NAMES, st.sampled_from(["village", "grid", "nothing"]), NAMES, NAMES, st.booleans())
OFFICERS = st.builds(Officer, NAMES, NAMES, NAMES, NAMES, st.booleans())
ORGANISATIONS = st.builds(
    Organisation, NAMES, NAMES, NAMES, st.sampled_from([UNIT, PARTY_ORGANISATION, "neither"]), NAMES, NAMES
)
POSTS = st.builds(
    PostHolder,
    officer=OFFICERS,
    role=NAMES,
    employment=NAMES,
    principal=st.booleans(),
    since=st.just(DAY),
    until=st.sampled_from([DAY, OPEN_END]),
    away=NAMES,
    deputy=st.none() | OFFICERS,
)
RELATED = st.builds(
    RelatedOrganisation,
    ORGANISATIONS,
    st.sampled_from(["SERVES", "LEADS", "LIKES"]),
    st.lists(NAMES, max_size=2).map(tuple),
    st.sampled_from(["", "lead", "assist", "third"]),
    st.integers(1, 5),
)
LEVELS = st.builds(
    CoveredLevel,
    AREAS,
    st.integers(0, 4),
    st.lists(POSTS, max_size=2).map(tuple),
    st.lists(RELATED, max_size=2).map(tuple),
    st.lists(st.builds(Vacancy, NAMES, NAMES, st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple),
)
COVERAGES = st.builds(PlaceCoverage, AREAS, st.just(DAY), st.lists(LEVELS, max_size=3).map(tuple))


@st.composite
def answers(draw: st.DrawFn) -> PlaceCoverage:
    """A coverage, in which up to three values are not what they should be."""
    answer = draw(COVERAGES)
    for _ in range(draw(st.integers(0, 3))):
        answer = _spoiled(draw, answer)
    return answer


def _spoiled(draw: st.DrawFn, thing: Any) -> Any:
    """The same with one value in it replaced; deeper places are as likely as the whole has attributes."""
    if isinstance(thing, tuple) and thing:
        at = draw(st.integers(0, len(thing) - 1))
        return (*thing[:at], _spoiled(draw, thing[at]), *thing[at + 1 :])
    names = [one.name for one in fields(thing)] if hasattr(thing, "__dataclass_fields__") else []
    if not names or draw(st.integers(0, 9)) == 0:
        return draw(WRONG)
    name = draw(st.sampled_from(names))
    return replace(thing, **{name: _spoiled(draw, getattr(thing, name))})


# What is asked: any valid selection of what the schema offers there.


@st.composite
def queries(draw: st.DrawFn) -> str:
    """A query with aliases, fragments of both kinds, directives and fields with resolvers among the plain ones."""
    named: list[str] = []
    body = _selection(draw, SCHEMA.type_map["PlaceCoverage"], 0, named)
    query = "query Q($yes: Boolean! = true, $no: Boolean! = false) {"
    asked = f'whoCovers(place: "x", on: "{DAY}") {{ __typename ... on PlaceCoverage {{ {body} }} '
    return f"{query} {asked} ... on Error {{ code message }} }} }} " + " ".join(named)


def _selection(draw: st.DrawFn, shown: Any, depth: int, named: list[str]) -> str:
    assert isinstance(shown, GraphQLObjectType)
    names = [name for name in shown.fields if name not in LOADED]
    parts = []
    for _ in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from([*names, "__typename"]))
        inner = get_named_type(shown.fields[name].type) if name in shown.fields else None
        if isinstance(inner, GraphQLObjectType):
            if depth > 4:
                continue
            text = f"{name} {{ {_selection(draw, inner, depth + 1, named)} }}"
        else:
            text = name
        alias = draw(st.sampled_from(["", "", "", f"{name}1: ", f"{name}2: "]))
        text = alias + _directed(draw, text)
        parts.append(_wrapped(draw, shown, text, named))
    return " ".join(parts) or "__typename"


def _directed(draw: st.DrawFn, text: str) -> str:
    directive = draw(
        st.sampled_from(["", "", "", "", "", "", "@skip(if: $yes)", "@include(if: $no)", "@skip(if: $no)"])
    )
    name, brace, rest = text.partition(" {")
    return f"{name} {directive}{brace}{rest}" if directive else text


def _wrapped(draw: st.DrawFn, shown: GraphQLObjectType, text: str, named: list[str]) -> str:
    how = draw(st.integers(0, 9))
    if how == 0:
        return f"... on {shown.name} {{ {text} }}"
    if how == 1:
        return f"... @include(if: $yes) {{ {text} }}"
    if how == 2:
        return f"... {{ {text} }}"
    if how == 3:
        name = f"F{len(named)}"
        named.append(f"fragment {name} on {shown.name} {{ {text} }}")
        return f"...{name} ...{name}"
    if how == 4 and shown.interfaces:
        return f"{text} ... on {shown.interfaces[0].name} {{ __typename }}"
    return text


def shown(query: str, answer: object, definitions: Definitions, kept: Plans | None) -> bytes:
    """The whole of the answer as it would be sent, with the given plans or, for None, without any."""
    services: Any = Answering(answer, definitions)
    context = Context(services, Actor("tester"), "zh", "r")
    context.prepared = Prepared(parse(query), (), kept)
    result = asyncio.run(run(SCHEMA, context, None, {}))
    assert isinstance(result, ExecutionResult)
    errors = [error.formatted for error in result.errors or ()]
    return orjson.dumps({"data": result.data, "errors": errors})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(query=queries(), answer=answers())
def test_any_query_over_any_answer(definitions: Definitions, query: str, answer: PlaceCoverage) -> None:
    # what validation refuses (one key for two things) is never executed
    if validate(SCHEMA, parse(query)):
        return
    assert shown(query, answer, definitions, {}) == shown(query, answer, definitions, None)


AREA = Area("210502001", "南地街道", "township", "", "", False)
POST = PostHolder(Officer("p", "张*", "", "", True), "head", "", True, DAY, OPEN_END, "", None)
THEIRS = RelatedOrganisation(Organisation("o", "局", "", UNIT), "SERVES")

WHOLE = """
{ whoCovers(place: "x", on: "2023-08-22") { __typename ... on PlaceCoverage {
    on incomplete
    levels { distance area { code name } posts { role since until officer { name } deputy { name } }
             organisations { relation categories part organisation { label name } } } } } }
"""


def test_the_plain_part_of_an_answer_never_meets_the_librarys_executor(
    definitions: Definitions, monkeypatch: pytest.MonkeyPatch
) -> None:
    # when a hook has moved in a new version, plans are silently not used: this says so
    walked: list[str] = []

    def noted(self: Any, parent_type: GraphQLObjectType, *rest: Any) -> Any:
        walked.append(parent_type.name)
        return original(self, parent_type, *rest)

    original = Executor.execute_field
    monkeypatch.setattr(Executor, "execute_field", noted)
    answer = PlaceCoverage(AREA, DAY, (CoveredLevel(AREA, 0, (POST,), (THEIRS,)),))
    kept: Plans = {}
    assert b'"errors":[]' in shown(WHOLE, answer, definitions, kept)
    assert set(walked) <= {"Query"}
    assert any(kept.values())
    assert issubclass(PlannedExecutor, Executor)


def other(one: Area | PostHolder, **wrong: Any) -> Any:
    """The same with values that its types forbid."""
    return replace(one, **wrong)


@pytest.mark.parametrize(
    ("level", "place"),
    [
        ({"area": other(AREA, name=None)}, ["area", "name"]),
        ({"area": POST.officer}, ["area"]),
        ({"posts": (POST, other(POST, officer=AREA))}, ["posts", 1, "officer"]),
        ({"distance": 2**40}, ["distance"]),
        ({"distance": "four"}, ["distance"]),
        ({"posts": 7}, ["posts"]),
        ({"posts": (None,)}, ["posts", 0]),
        ({"organisations": (replace(THEIRS, relation="LIKES"),)}, ["organisations", 0, "relation"]),
        ({"posts": (other(POST, since=7),)}, ["posts", 0, "since"]),
    ],
)
def test_what_is_wrong_is_said_as_the_library_says_it(
    definitions: Definitions, level: dict[str, Any], place: list[str | int]
) -> None:
    wrong = replace(CoveredLevel(AREA, 1), **level)
    answer = PlaceCoverage(AREA, DAY, (CoveredLevel(AREA, 0, (POST,), (THEIRS,)), wrong))
    said = orjson.loads(shown(WHOLE, answer, definitions, {}))
    assert said == orjson.loads(shown(WHOLE, answer, definitions, None))
    assert said["errors"][0]["path"] == ["whoCovers", "levels", 1, *place]


def test_plans_live_with_their_document(definitions: Definitions) -> None:
    kept: Plans = {}
    answer = PlaceCoverage(AREA, DAY, (CoveredLevel(AREA, 0, (POST,), (THEIRS,)),))
    prepared = Prepared(parse(WHOLE), (), kept)
    sizes = []
    for _ in range(3):
        services: Any = Answering(answer, definitions)
        context = Context(services, Actor("tester"), "zh", "r", prepared)
        asyncio.run(run(SCHEMA, context, None, {}))
        sizes.append(len(kept))
    assert sizes[0] == sizes[1] == sizes[2] > 0
