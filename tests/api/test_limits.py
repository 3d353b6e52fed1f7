"""What is too large is refused at once, names its limit, and runs nothing."""

from __future__ import annotations

import asyncio
import gc
import time
import tracemalloc
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import orjson
import pytest
from graphql import OperationDefinitionNode, get_introspection_query, parse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgraph.api.schema.whole import make_schema
from orgraph.api.transport.app import create_app
from orgraph.api.transport.documents import Documents
from orgraph.api.transport.limits import Limits, cost, excess
from orgraph.domain.area import Area
from orgraph.domain.organisation import Officer, PostHolder
from orgraph.domain.page import Page
from orgraph.settings import Settings

from .conftest import Caller, Changed, caller_of

SCHEMA = make_schema().graphql
PING = "{ audits { key } }"


def spreading(times: int, levels: int, alias: bool) -> str:
    """Fragments of which each spreads the next so many times, straight or below aliases."""
    names = [f"F{number}" for number in range(levels)]
    below = [
        " ".join(f"a{number}: parent {{ ...{two} }}" if alias else f"...{two}" for number in range(times))
        for two in names[1:]
    ]
    fragments = [f"fragment {one} on Area {{ {text} }}" for one, text in zip(names, below, strict=False)]
    return f'{{ area(code: "1") {{ ...F0 }} }} {" ".join(fragments)} fragment {names[-1]} on Area {{ name }}'


LARGE = {
    "doubling": spreading(2, 40, alias=False),
    "five-fold": spreading(5, 9, alias=False),
    "aliased doubling": spreading(2, 22, alias=True),
    "one field often": '{ area(code: "1") { ' + "name " * 450 + "} }",
    "sixteen aliases": "{" + " ".join(f"a{number}: audits {{ key }}" for number in range(16)) + "}",
    "sixteen aliases in a fragment": '{ x: area(code: "1") { ...F } } fragment F on Area {'
    + " ".join(f"a{number}: name" for number in range(15))
    + "}",
    "directives": '{ area(code: "1") { name ' + "@include(if: true) " * 51 + "} }",
    "nesting": "{ a " * 10_000,
    "nested within the tokens": '{ area(code: "1") ' + "{ parent " * 400 + "{ name }" + " }" * 401,
    "depth": '{ area(code: "1") ' + "{ parent " * 20 + "{ name }" + " }" * 21,
    "depth by a fragment": '{ area(code: "1") { ...F } } fragment F on Area '
    + "{ parent " * 20 + "{ name }" + " }" * 20,
    "lists in lists": '{ area(code: ' + "[" * 900 + "]" * 900 + ") { name } }",
    "tokens": "{" + " audits { key }" * 700 + "}",
    "rows in rows": '{ area(code: "1") { children(first: 100) { edges { node {'
    " posts(first: 100) { edges { node { role since until away } } } } } } } }",
}  # fmt: skip
NAMED = {
    "doubling": "SPREADS", "five-fold": "SPREADS", "aliased doubling": "DEPTH", "one field often": "FIELDS",
    "sixteen aliases": "ALIASES", "sixteen aliases in a fragment": "ALIASES", "directives": "DIRECTIVES",
    "nesting": "DEPTH", "nested within the tokens": "DEPTH", "depth": "DEPTH", "depth by a fragment": "DEPTH",
    "lists in lists": "DEPTH", "tokens": "TOKENS", "rows in rows": "COST",
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
async def test_what_is_too_large_names_its_limit_and_asks_the_store_nothing(api: Caller, name: str) -> None:
    before = api.services.store.statements
    answer = await api.post(LARGE[name])
    error = answer.json()["errors"][0]

    assert error["extensions"]["code"] == "query_too_large"
    assert error["extensions"]["limit"] == NAMED[name].lower() and error["extensions"]["most"]
    assert error["extensions"]["remedy"] in error["message"] and "ORGRAPH_" not in error["message"]
    assert "data" not in answer.json() and api.services.store.statements == before


@pytest.mark.parametrize("name", [*LARGE, "cycle"])
def test_refusing_takes_less_than_50_ms_and_5_mb(name: str) -> None:
    cycle = '{ area(code: "1") { ...A } } fragment A on Area { parent { ...B } } fragment B on Area { parent { ...A } }'
    text = {**LARGE, "cycle": cycle}[name]

    def refuse() -> None:
        documents = Documents(SCHEMA, Limits())
        prepared = documents.prepare(text)
        operation = prepared.operation(None)
        assert prepared.errors or (operation and documents.over_budget(documents.cost(prepared, operation, {})))

    took = []
    for _ in range(3):  # the least of three: a busy machine says nothing about the guard
        started = time.process_time()
        refuse()
        took.append(time.process_time() - started)
    tracemalloc.start()
    refuse()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert min(took) < 0.05
    assert peak < 5_000_000


async def test_the_cost_is_told_and_multiplies_rows(api: Caller) -> None:
    query = 'query Q($n: Int = 3) { area(code: "990102000000") { children(first: $n) { edges { node { name } } } } }'
    given_rows: list[dict[str, Any]] = [{}, {"n": 1}, {"n": 10}]
    costs = [(await api.post(query, **given)).json()["extensions"]["cost"] for given in given_rows]

    assert costs == [2 + 3 * 3, 2 + 3, 2 + 3 * 10]


async def test_a_cost_over_budget_is_refused_and_told(api: Caller) -> None:
    answer = (await api.post(LARGE["rows in rows"])).json()

    # area, children, and for each of 100: edges, node, posts, and for each of 100: edges, node and four fields
    assert answer["extensions"]["cost"] == 2 + 100 * (3 + 100 * 6) == answer["errors"][0]["extensions"]["cost"]


POSTS = """{ area(code: "990102000000") { children(first: 100) { edges { node { name code
  posts(first: 50) { edges { node { role roleTitle employment principal since until away officer { name } } } } } } } } }"""


class Crowded:
    """A registry in which every area has a hundred parts, and every part a hundred posts."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def children(self, _actor: Any, codes: Any, _on: Any, first: int, _after: str) -> dict[str, Page[Area]]:
        """A page of parts."""
        items = tuple(Area(f"9901020{number:05}", f"第{number}社区", "village") for number in range(first))
        return {code: Page(items, tuple(one.code for one in items), has_next=False, total=first) for code in codes}

    async def posts_at(self, _actor: Any, codes: Any, _on: Any, first: int, _after: str) -> dict[str, Page[PostHolder]]:
        """A page of posts."""
        day = date(2020, 1, 1)
        items = tuple(
            PostHolder(Officer(f"x:{number}", "某人"), "grid-worker", "full-time", since=day) for number in range(first)
        )
        return {code: Page(items, tuple(one.officer.id for one in items), has_next=False) for code in codes}


async def test_an_ordinary_question_fits_and_takes_no_long_time_where_all_is_full(api: Caller) -> None:
    async with caller_of(Changed(api.services, registry=Crowded(api.services.registry))) as caller:
        started = time.process_time()
        answer = (await caller.post(POSTS)).json()
        took = time.process_time() - started

    assert "errors" not in answer and 50_000 < answer["extensions"]["cost"] <= Limits().cost
    children = answer["data"]["area"]["children"]["edges"]
    assert len(children) == 100 and len(children[0]["node"]["posts"]["edges"]) == 50
    assert took < Settings().limit_seconds / 3


@pytest.mark.parametrize("wrong", [False, True], ids=["answered", "refused"])
def test_documents_that_are_kept_are_bounded_by_what_they_take(monkeypatch: pytest.MonkeyPatch, wrong: bool) -> None:
    most = 400_000
    monkeypatch.setattr("orgraph.api.transport.documents.KEPT_BYTES", most)
    documents = Documents(SCHEMA, Limits())
    text = """query Q{} {{ area(code: "1") {{ name code level kind flag path parent {{ name code }} chain {{ name code }} }}
      definitions {{ hash levels {{ key title }} roles {{ key title levels }} categories {{ key title source }} }} }}"""
    if wrong:
        text = "{{ nonsense{} " + "x " * 200 + "}}"
    documents.prepare(text.format("s"))  # what is worked out once for all documents
    tracemalloc.start()
    for number in range(30):
        assert bool(documents.prepare(text.format(number)).errors) == wrong
    gc.collect()
    took = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    last = documents.prepare(text.format(29))

    assert most / 4 < took < most and most / 2 < documents.bytes <= most
    assert documents.prepare(text.format(29)) is last
    for number in range(30, 50):
        documents.prepare(text.format(number))
    assert documents.prepare(text.format(29)) is not last, "what was not used for longest has gone"
    assert documents.bytes <= most


async def test_the_schema_is_worked_out_once(api: Caller) -> None:
    query = get_introspection_query()
    first = await api.post(query)
    started = time.process_time()
    again = [await api.post(query) for _ in range(5)]
    took = (time.process_time() - started) / 5
    named = await api.post("query ($n: String!) { __type(name: $n) { name } }", n="Area")
    other = await api.post("query ($n: String!) { __type(name: $n) { name } }", n="Task")

    assert first.json()["data"]["__schema"]["types"] and {one.content for one in again} == {first.content}
    assert took < 0.03
    assert [one.json()["data"]["__type"]["name"] for one in (named, other)] == ["Area", "Task"]


async def test_every_limit_is_a_setting(api: Caller) -> None:
    least = dict.fromkeys(asdict(Limits()), 1) | {"tokens": 10}
    query = '{ a: area(code: "1") @include(if: true) { ...F ...F } } fragment F on Area { b: parent { name } }'
    named = set()
    for name, most in least.items():
        changed = api.services.settings.model_copy(update={f"limit_{name}": most})
        async with caller_of(Changed(api.services, settings=changed)) as caller:
            answer = (await caller.post(query)).json()
            if "errors" in answer:
                named.add(answer["errors"][0]["extensions"]["limit"])
    assert named == {"tokens", "depth", "fields", "aliases", "spreads", "cost"}


async def test_a_first_that_is_missing_negative_or_too_large(api: Caller) -> None:
    query = 'query Q($n: Int!) {{ area(code: "990102000000") {{ children{} {{ edges {{ cursor }} }} }} }}'
    wrong = [(await api.post(query.format("(first: $n)"), n=n)).json()["errors"][0] for n in (-1, 0, 101)]

    assert {error["extensions"]["code"] for error in wrong} == {"invalid_input"}
    assert {error["extensions"]["remedy"] for error in wrong} == {"请给出1至100"}
    assert "errors" not in (await api.post(query.replace("($n: Int!)", "").format(""))).json()


async def test_more_requests_than_may_be_under_way_or_wait_are_told_to_come_again(api: Caller) -> None:
    changed = api.services.settings.model_copy(update={"limit_requests": 1, "limit_waiting": 1})
    slow = Slow(0.3, api.services.coverage)
    async with caller_of(Changed(api.services, settings=changed, coverage=slow)) as caller:
        ask = '{ whoCovers(place: "990102000000") { __typename } }'
        answers = await asyncio.gather(*(caller.post(ask) for _ in range(5)))
        after = await caller.post(PING)
        health = await caller.client.get("/healthz")

    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 3 and {answer.headers["retry-after"] for answer in refused} == {"1"}
    assert refused[0].json()["errors"][0]["message"] == "同时请求过多，请稍后再来"
    assert after.status_code == health.status_code == 200


class Slow:
    """A service that takes its time, and notes whether it was told to stop."""

    def __init__(self, seconds: float, real: Any) -> None:
        self._seconds = seconds
        self._real = real
        self.stopped = False

    async def who_covers(self, *asked: Any) -> Any:
        """Answers late."""
        try:
            await asyncio.sleep(self._seconds)
        except asyncio.CancelledError:
            self.stopped = True
            raise
        return await self._real.who_covers(*asked)


async def test_what_takes_too_long_is_stopped_and_said(api: Caller) -> None:
    changed = api.services.settings.model_copy(update={"limit_seconds": 0.1})
    slow = Slow(30, api.services.coverage)
    async with caller_of(Changed(api.services, settings=changed, coverage=slow)) as caller:
        answer = await caller.post('{ whoCovers(place: "990102000000") { __typename } }')
    error = answer.json()["errors"][0]

    assert slow.stopped
    assert error["extensions"]["code"] == "too_slow" and error["extensions"]["id"] == answer.headers["x-request-id"]
    assert error["message"] == "0.1秒内未能答完；请少问一些，或稍后再试"


async def test_a_schema_that_is_not_told_is_not_guessed_either(api: Caller) -> None:
    changed = api.services.settings.model_copy(update={"introspection": False})
    async with caller_of(Changed(api.services, settings=changed)) as caller:
        told = (await caller.errors("{ __schema { types { name } } }"))[0]["message"]
        misspelt = (await caller.errors('{ whoCover(place: "x") { __typename } }'))[0]["message"]

    assert "不公开接口定义" in told
    assert "whoCovers" not in misspelt
    assert "whoCovers" in (await api.errors('{ whoCover(place: "x") { __typename } }'))[0]["message"]


@pytest.mark.parametrize("body", [b"5", b"null", b"\xff\xfe", b"[" * 100_000, b"[{}]", b'{"query": 5}', b'""', b""])
async def test_a_body_that_is_no_request_is_400(api: Caller, body: bytes) -> None:
    answer = await api.client.post("/graphql", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 400 and answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "type_", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_what_a_form_of_another_site_can_send_is_refused(api: Caller, type_: str) -> None:
    content = orjson.dumps({"query": PING})
    answer = await api.client.post("/graphql", content=content, headers={"content-type": type_})

    assert answer.status_code == 415


async def test_a_websocket_is_not_opened(api: Caller) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await create_app(api.services)({"type": "websocket", "path": "/graphql", "headers": []}, receive, send)

    assert sent == ["websocket.close"]


NODES = st.recursive(
    st.sampled_from(["name", "code", "__typename", "a: name", "...F", "...G", "nonsense", "name @skip(if: true)"]),
    lambda inner: st.tuples(
        st.sampled_from(["parent", "children(first: 5)", "children(first: -1)", "... on Area", "edges", "node", "x: parent"]),
        st.lists(inner, min_size=1, max_size=3),
    ).map(lambda pair: f"{pair[0]} {{ {' '.join(pair[1])} }}"),
    max_leaves=12,
)  # fmt: skip
DOCUMENTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet='{}()[]:!$@."#\\ \nabц区1…', max_size=80),
    st.tuples(NODES, NODES, NODES).map(
        lambda parts: (
            f'{{ area(code: "990102000000") {{ {parts[0]} }} }} '
            f"fragment F on Area {{ {parts[1]} }} fragment G on Area {{ {parts[2]} }}"
        )
    ),
    st.sampled_from(list(LARGE.values())),
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    ).map(lambda value: orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS) if _fits(value) else b"{}"),
    st.fixed_dictionaries(
        {"query": DOCUMENTS},
        optional={
            "variables": st.none() | st.dictionaries(st.text(max_size=5), st.integers(0, 9), max_size=2) | st.just([]),
            "operationName": st.none() | st.text(max_size=5) | st.just(7),
        },
    ).map(lambda value: orjson.dumps(value) if _fits(value) else b"{}"),
)


def _fits(value: Any) -> bool:
    try:
        orjson.dumps(value)
    except TypeError:  # numbers beyond 64 bits, halves of characters
        return False
    return True


@settings(suppress_health_check=list(HealthCheck))
@given(body=BODIES)
async def test_whatever_is_sent_there_is_an_answer_and_it_is_no_500(api: Caller, body: bytes) -> None:
    async with asyncio.timeout(5):
        answer = await api.client.post("/graphql", content=body, headers={"content-type": "application/json"})

    assert answer.status_code in (200, 400, 413)
    content = answer.json()
    assert "data" in content or content["errors"]
    assert all(error.get("extensions", {}).get("code") != "internal" for error in content.get("errors", ()))


@settings(suppress_health_check=list(HealthCheck))
@given(parts=st.tuples(NODES, NODES))
def test_what_a_fragment_costs_is_what_it_would_cost_written_out(parts: tuple[str, str]) -> None:
    inner = parts[1].replace("...F", "__typename").replace("...G", "__typename")
    outer = parts[0].replace("...G", "__typename")
    fragment = f"fragment F on Area {{ {inner} }}" if "...F" in outer else ""  # unspread ones are bounded by themselves
    folded = f'{{ area(code: "1") {{ {outer} }} }} {fragment}'
    written = f'{{ area(code: "1") {{ {outer.replace("...F", f"... on Area {{ {inner} }}")} }} }}'

    assert costed(folded) == costed(written) >= 2
    assert sized(folded) == sized(written)


def costed(text: str) -> int:
    document = parse(text)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return cost(SCHEMA, document, operation, {}, 100)


def sized(text: str) -> set[str]:
    """The sizes of a document, as refusals tell them to someone who may have nothing; spreads left out."""
    names = ("depth", "fields", "aliases", "directives")
    refusals = [excess(parse(text), replace(Limits(), **{name: 0})) for name in names]
    return {refused.message for refused in refusals if refused}
