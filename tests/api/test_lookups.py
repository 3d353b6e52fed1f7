"""Areas, organisations and officers by key, what stands next to them, pages, global identifiers, search."""

from __future__ import annotations

import base64
import json

from .conftest import Caller
from .test_whistles import blown

HEDONG = "990102000000"


async def test_an_area_with_its_parent_its_chain_and_its_children(api: Caller) -> None:
    answer = (
        await api.ask(
            """query ($code: String!) { area(code: $code) {
              name path kindTitle parent { name parent { name } } chain { name }
              children(first: 2) { totalCount edges { cursor node { name } }
                                   pageInfo { hasNextPage hasPreviousPage endCursor } }
            } }""",
            code=HEDONG,
        )
    )["area"]

    assert answer["path"] == "望海省/青石市/河东区"
    assert answer["parent"] == {"name": "青石市", "parent": {"name": "望海省"}}
    assert [area["name"] for area in answer["chain"]] == ["河东区", "青石市", "望海省"]
    assert answer["children"]["totalCount"] == 3
    assert [edge["node"]["name"] for edge in answer["children"]["edges"]] == ["南河街道", "北塔街道"]
    assert answer["children"]["pageInfo"]["hasNextPage"] is True
    assert answer["children"]["pageInfo"]["hasPreviousPage"] is False


async def test_pages_follow_one_another_without_gap_or_repetition(api: Caller) -> None:
    query = """query ($after: String) { area(code: "990102001001", on: "2023-08-22") {
      posts(first: 1, after: $after) { edges { node { officer { name } } } pageInfo { hasNextPage endCursor } }
      organisations(first: 1) { edges { node { relation } } pageInfo { hasNextPage } }
    } }"""
    names, after, more = [], None, True
    while more:
        page = (await api.ask(query, after=after))["area"]["posts"]
        names += [edge["node"]["officer"]["name"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert names == ["丁一鸣", "万里晴", "马兰英"]


async def test_fields_below_a_root_field_are_of_its_day(api: Caller) -> None:
    query = """{
      before: area(code: "990121102202", on: "2023-04-30") { path parent { name children { edges { node { code } } } } }
      after: area(code: "990121102202", on: "2023-05-01") { path parent { name children { edges { node { code } } } } }
      future: area(code: "990102002003", on: "2023-08-22") { name }
    }"""
    answer = await api.ask(query)

    assert answer["before"]["parent"]["name"] == "石门镇"
    assert answer["after"]["parent"]["name"] == "柳沟满族乡"
    for day in ("before", "after"):
        codes = [edge["node"]["code"] for edge in answer[day]["parent"]["children"]["edges"]]
        assert "990121102202" in codes
    assert answer["future"] is None


async def test_a_unit_its_superior_its_people_and_its_line(api: Caller) -> None:
    answer = await api.ask(
        """{
          unit(code: "qingshi:justice-nanhe") {
            name label kindTitle superior { code name subordinates { edges { node { code } } } } unitOf { code }
            posts { edges { node { role officer { name postings { edges { node { role at {
              __typename ... on Area { name } ... on Organisation { code } } } } } } } } }
          }
          wrong: partyOrganisation(code: "qingshi:justice-nanhe") { name }
          branch: partyOrganisation(code: "qingshi:branch-police") { label unitOf { code label } }
          nothing: unit(code: "qingshi:no-such") { name }
        }"""
    )

    unit = answer["unit"]
    assert (unit["name"], unit["label"], unit["unitOf"]) == ("南河司法所", "UNIT", None)
    assert unit["superior"]["code"] == "qingshi:justice-hedong"
    assert "qingshi:justice-nanhe" in [edge["node"]["code"] for edge in unit["superior"]["subordinates"]["edges"]]
    people = {edge["node"]["officer"]["name"]: edge["node"]["officer"] for edge in unit["posts"]["edges"]}
    at = [edge["node"]["at"] for edge in people["章台柳"]["postings"]["edges"]]
    assert {"__typename": "Organisation", "code": "qingshi:branch-justice"} in at
    assert answer["wrong"] is None and answer["nothing"] is None
    assert answer["branch"] == {
        "label": "PARTY_ORGANISATION",
        "unitOf": {"code": "qingshi:police-hedong", "label": "UNIT"},
    }


async def test_whatever_has_an_id_is_found_by_it(api: Caller) -> None:
    found = await api.ask(
        """{ area(code: "990102000000") { id } unit(code: "qingshi:police") { id }
             officer(id: "qingshi:p-1") { id key } }"""
    )
    node = "query ($id: ID!) { node(id: $id) { __typename id ... on Area { code } ... on Officer { key } } }"

    for one, type_name in ((found["area"], "Area"), (found["unit"], "Organisation"), (found["officer"], "Officer")):
        answer = (await api.ask(node, id=one["id"]))["node"]
        assert (answer["__typename"], answer["id"]) == (type_name, one["id"])
    assert base64.b64decode(found["area"]["id"]) == b"Area:990102000000"
    for nonsense in (
        "",
        "x",
        "QXJlYTo=",
        base64.b64encode(b"Task:none").decode(),
        base64.b64encode(b"Door:1").decode(),
    ):
        assert (await api.ask(node, id=nonsense))["node"] is None
    by_id = await api.ask("query ($id: ID!) { officer(id: $id) { name } }", id=found["officer"]["id"])
    assert by_id["officer"]["name"] == "丁一鸣"


async def test_an_id_remembers_the_day_that_was_asked_for(api: Caller) -> None:
    asked = """{
      before: area(code: "990121102202", on: "2023-04-30") { id parent { id name } }
      after: area(code: "990121102202", on: "2023-05-01") { id parent { id } }
      today: area(code: "990121102202") { id parent { id } }
      officer(id: "qingshi:p-1", on: "2023-04-30") { id }
    }"""
    found = await api.ask(asked)
    node = """query ($id: ID!) { node(id: $id) { id __typename ... on Area { path parent { id name } } } }"""
    again = {name: (await api.ask(node, id=one["id"]))["node"] for name, one in found.items()}

    assert base64.b64decode(found["before"]["id"]) == b"Area:990121102202@2023-04-30"
    assert len({one["id"] for name, one in found.items() if name != "officer"}) == 3
    assert all(again[name]["id"] == found[name]["id"] for name in found)
    assert again["before"]["parent"] == found["before"]["parent"] and again["before"]["parent"]["name"] == "石门镇"
    assert again["after"]["parent"]["name"] == again["today"]["parent"]["name"] == "柳沟满族乡"
    assert again["officer"]["__typename"] == "Officer"
    for name, on in (("before", "null"), ("before", '"2023-05-01"')):
        area = await api.ask(f"query ($id: String!) {{ area(code: $id, on: {on}) {{ id }} }}", id=found[name]["id"])
        assert area["area"]["id"] == found["before" if on == "null" else "after"]["id"]
    for nonsense in (b"Area:990121102202@2023-02-30", b"Area:@2023-04-30", b"Task:x@2023-04-30"):
        assert (await api.ask(node, id=base64.b64encode(nonsense).decode()))["node"] is None


async def test_a_place_by_name(api: Caller) -> None:
    query = """query ($place: String!) { place(place: $place) {
      __typename ... on AreaPath { path area { code } } ... on Error { code } } }"""

    alias = (await api.ask(query, place="滨江花园"))["place"]
    twice = (await api.ask(query, place="东沟村"))["place"]

    assert alias == {
        "__typename": "AreaPath",
        "path": "望海省/青石市/河东区/南河街道/滨江社区居民委员会",
        "area": {"code": "990102001002"},
    }
    assert twice["__typename"] == "AmbiguousPlace"


SEARCH = """query ($name: String!, $first: Int! = 20) { search(name: $name, first: $first, on: "2023-08-22") {
  __typename
  ... on Found { truncated areas { path area { level } } organisations { name } }
  ... on Error { code message }
} }"""


async def test_a_search_finds_areas_and_organisations_and_no_persons(api: Caller) -> None:
    found = (await api.ask(SEARCH, name="南河街道"))["search"]
    person = (await api.ask(SEARCH, name="马兰英"))["search"]

    assert found["areas"][0]["path"] == "望海省/青石市/河东区/南河街道"
    assert [one["name"] for one in found["organisations"]] == ["南河街道党工委", "南河街道综治中心"]
    assert found["truncated"] is False
    assert person["areas"] == person["organisations"] == []


async def test_a_search_is_bounded(api: Caller) -> None:
    cut = (await api.ask(SEARCH, name="南河", first=2))["search"]
    short = (await api.ask(SEARCH, name="南"))["search"]

    assert (len(cut["areas"]), len(cut["organisations"]), cut["truncated"]) == (2, 2, True)
    assert (short["__typename"], short["code"]) == ("InvalidInput", "invalid_input")


async def test_a_definition_that_was_taken_over_is_shown_by_its_digest(api: Caller) -> None:
    asked = "query ($digest: String!) { definition(digest: $digest) { digest names text } }"
    digest = json.loads(api.services.definitions.content)["roles/grid-lead"]
    found = (await api.ask(asked, digest=digest[:16]))["definition"]

    assert found == {"digest": digest, "names": ["roles/grid-lead"], "text": api.services.definitions.texts[digest]}
    assert (await api.ask(asked, digest="0" * 64))["definition"] is None


async def test_definitions_in_both_languages(api: Caller) -> None:
    answer = (
        await api.ask(
            """{ definitions { hash
              levels { key title en: title(lang: en) rank leaf }
              roles { key title(lang: zh) duty } categories { key admission lineage under }
              taskKinds { key openedBy door lifecycle } quotas { key levelTitle must { needs atLeast } } organisationKinds { key label }
              areaKinds { key formal } professions { key } employments { key } tiers { key } absences { key } } }"""
        )
    )["definitions"]

    assert answer["hash"] == api.services.definitions.hash
    assert answer["levels"][0] == {"key": "province", "title": "省", "en": "province", "rank": 1, "leaf": False}
    assert {
        "key": "dual-officers",
        "levelTitle": "村(社区)",
        "must": [{"needs": "political-legal-officer", "atLeast": 2}],
    } in answer["quotas"]
    assert any(category["under"] == "990121000000" for category in answer["categories"])


async def test_what_may_be_done_with_a_task_that_is_not_there_leaves_other_fields_alone(api: Caller) -> None:
    query = """query ($task: ID!, $by: String!) {
      availableActions(task: $task, by: $by) {
        __typename ... on AvailableActions { actions { action possible obstacle needed } } ... on Error { code remedy } }
      area(code: "990102000000") { name } }"""
    task = (await blown(api, "available"))["task"]["key"]
    nothing = await api.ask(query, task="no-such", by="qingshi:police")
    found = await api.ask(query, task=task, by="qingshi:justice-nanhe")

    assert nothing["area"] == found["area"] == {"name": "河东区"}
    assert nothing["availableActions"]["__typename"] == "NotFound"
    actions = {one["action"]: one["possible"] for one in found["availableActions"]["actions"]}
    assert actions["sign-in"] is True and actions["close"] is False
