"""GraphQL over HTTP: what is taken, what is refused, and what every answer carries."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import pytest
from httpx import Response

from .conftest import Caller, Changed, caller_of

PING = "{ audits { key } }"


async def test_only_json_is_taken(api: Caller) -> None:
    form = await api.client.post("/graphql", data={"query": PING})
    text = await api.client.post("/graphql", content=PING, headers={"content-type": "application/graphql"})
    broken = await api.client.post("/graphql", content="{", headers={"content-type": "application/json"})
    empty = await api.client.post("/graphql", json={})

    assert [answer.status_code for answer in (form, text, broken, empty)] == [415, 415, 400, 400]
    assert all(answer.json()["errors"][0]["message"] for answer in (form, text, broken, empty))


async def test_batches_and_other_methods_are_refused(api: Caller) -> None:
    batch = await api.client.post("/graphql", json=[{"query": PING}, {"query": PING}])
    put = await api.client.put("/graphql", json={"query": PING})

    assert batch.status_code == 400 and "成批" in batch.json()["errors"][0]["message"]
    assert (put.status_code, put.headers["allow"]) == (405, "GET, POST")


async def test_get_asks_and_does_not_change(api: Caller) -> None:
    mutation = (
        'mutation M { blowWhistle(input: {place: "x", by: "x", kind: "x", category: "x", key: "x"}) { __typename } }'
    )
    asked = await api.client.get("/graphql", params={"query": PING})
    with_variables = await api.client.get(
        "/graphql",
        params={"query": "query ($c: String!) { area(code: $c) { name } }", "variables": '{"c": "990102000000"}'},
    )
    changing = await api.client.get("/graphql", params={"query": mutation})
    hidden = await api.client.get("/graphql", params={"query": f"query Q {PING} {mutation}", "operationName": "M"})

    assert asked.json()["data"]["audits"]
    assert with_variables.json()["data"]["area"]["name"] == "河东区"
    assert (changing.status_code, changing.headers["allow"], hidden.status_code) == (405, "POST", 405)


async def test_a_body_has_an_end(api: Caller) -> None:
    long = await api.client.post("/graphql", json={"query": PING, "variables": {"x": "字" * 400_000}})

    async def dripping() -> Any:
        for _ in range(30):
            yield b" " * 50_000

    unannounced = await api.client.post("/graphql", content=dripping(), headers={"content-type": "application/json"})

    assert (long.status_code, unannounced.status_code) == (413, 413)


async def test_bad_variables_and_unclear_operations(api: Caller) -> None:
    bad = await api.post('query ($on: Date) { area(code: "1", on: $on) { name } }', on="2023/08/22")
    unclear = await api.post("query A { audits { key } } query B { audits { key } }")
    strict = await api.post("{ nonsense }", headers={"accept": "application/graphql-response+json"})

    assert "2024-03-01" in bad.json()["errors"][0]["message"] and "data" not in bad.json()
    assert "operationName" in unclear.json()["errors"][0]["message"]
    assert strict.status_code == 400
    assert strict.headers["content-type"].startswith("application/graphql-response+json")


async def test_a_first_out_of_bounds_is_a_typed_error(api: Caller) -> None:
    error = (await api.errors('{ area(code: "990102000000") { children(first: 101) { totalCount } } }'))[0]

    assert error["extensions"]["code"] == "invalid_input" and error["extensions"]["remedy"]


async def test_titles_follow_the_language_of_the_caller(api: Caller) -> None:
    query = '{ area(code: "990102000000") { levelTitle zh: levelTitle(lang: zh) } }'
    headers = {
        "": False, "en": True, "en-GB,en;q=0.9,zh;q=0.8": True, "zh-CN,zh;q=0.9,en;q=0.8": False, "fr": False,
        "de,en;q=0.3": True, "en;q=x": False, "en; q=0.5, zh; q=0.9": False, "zh ; q = 0.1 , en ; q = 0.2": True,
        "en;q=nan, zh;q=0.1": False, "en;q=9": False, "en;q=0, *;q=0.5": False, "EN": True, "english": False, "zh;q=0": True,
    }  # fmt: skip
    titles = [(await api.post(query, headers={"accept-language": header})).json()["data"]["area"] for header in headers]

    assert [title["levelTitle"] == "county" for title in titles] == list(headers.values())
    assert {title["zh"] for title in titles} == {"县(市、区)"}


async def test_the_actor_of_the_header_is_the_one_who_acts(api: Caller) -> None:
    from .test_whistles import BLOW, whistle

    answer = await api.post(BLOW, headers={"x-orgraph-actor": quote("热线 12345")}, input=whistle("actor"))
    plain = await api.post(BLOW, input=whistle("no-actor"))

    assert answer.json()["data"]["blowWhistle"]["events"][0]["by"] == "热线 12345"
    assert plain.json()["data"]["blowWhistle"]["events"][0]["by"] == api.services.actor.id


@pytest.mark.parametrize("header", ["%ff", "%0A", "x" * 201, "%20"])
async def test_an_actor_must_be_a_plain_name(api: Caller, header: str) -> None:
    answer = await api.post(PING, headers={"x-orgraph-actor": header})

    assert answer.status_code == 400


async def test_an_actor_is_trusted_on_loopback_only(api: Caller) -> None:
    async with caller_of(api.services, client=("192.0.2.7", 5000)) as stranger:
        claimed = await stranger.post(PING, headers={"x-orgraph-actor": "somebody"})

    assert claimed.status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "192.0.2.1:8000", "localhost.evil.example", ""])
async def test_a_name_that_is_not_this_machine_is_refused(api: Caller, host: str) -> None:
    answer = await api.client.post("/graphql", json={"query": PING}, headers={"host": host})

    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "127.8.8.8:80", "[::1]:8000"])
async def test_loopback_has_several_names(api: Caller, host: str) -> None:
    answer = await api.client.post("/graphql", json={"query": PING}, headers={"host": host})

    assert answer.status_code == 200


async def test_introspection_may_be_switched_off(api: Caller) -> None:
    settings = api.services.settings.model_copy(update={"introspection": False})
    async with caller_of(Changed(api.services, settings=settings)) as caller:
        refused = await caller.errors("{ __schema { types { name } } }")

    assert "不公开接口定义" in refused[0]["message"]


async def test_every_answer_is_marked(api: Caller) -> None:
    given = await api.post(PING, headers={"x-request-id": "from-the-caller.1"})
    odd = await api.post(PING, headers={"x-request-id": "line\tbreak " + "x" * 100})
    missing = await api.client.get("/no-such-page")

    assert given.headers["x-request-id"] == "from-the-caller.1"
    assert len(odd.headers["x-request-id"]) == 32
    assert missing.status_code == 404 and missing.headers["x-content-type-options"] == "nosniff"


async def test_what_is_refused_is_told_in_the_language_of_the_caller(api: Caller) -> None:
    wrong: dict[str, Callable[[dict[str, str]], Awaitable[Response]]] = {
        "no JSON": lambda said: api.client.post(
            "/graphql", content="{", headers={"content-type": "application/json", **said}
        ),
        "nothing there": lambda said: api.client.get("/nowhere", headers=said),
        "a mutation by GET": lambda said: api.client.get("/graphql", params={"query": MUTATION}, headers=said),
        "a day that is none": lambda said: api.post(DATED, headers=said, on="2024-13-01"),
        "a day that is none, in the query": lambda said: api.post(DATED_HERE, headers=said),
        "which of two": lambda said: api.post("query A { audits { key } } query B { audits { key } }", headers=said),
        "too deep": lambda said: api.post("{" + " a {" * 60 + " b " + "}" * 61, headers=said),
        "too many rows": lambda said: api.post(ROWS, headers=said),
        "no such field": lambda said: api.post("{ audits { kee } }", headers=said),
        "no query at all": lambda said: api.post("{ audits { key }", headers=said),
        "a variable that is missing": lambda said: api.post(
            "query ($code: ID!) { area(code: $code) { name } }", headers=said
        ),
        "no such pack": lambda said: api.post('{ figures(pack: "xx") { ... on Error { message } } }', headers=said),
    }
    for name, ask in wrong.items():
        chinese, english = [(await ask({"accept-language": lang})).json() for lang in ("zh", "en")]
        for told, lang in ((chinese, "zh"), (english, "en")):
            messages = [one["message"] for one in told.get("errors", ())] or [told["data"]["figures"]["message"]]
            for message in messages:
                assert bool(re.search("[一-鿿]", message)) == (lang == "zh"), (name, message)
                assert "ORGRAPH_" not in message, name


MUTATION = 'mutation { blowWhistle(input: {place: "x", by: "x", kind: "x", category: "x", key: "x"}) { __typename } }'
DATED = 'query ($on: Date) { area(code: "1", on: $on) { name } }'
DATED_HERE = '{ area(code: "1", on: "2024-13-01") { name } }'
ROWS = '{ area(code: "990102000000") { children(first: 101) { totalCount } } }'
