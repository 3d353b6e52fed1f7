"""A whistle through the API: whom it calls, and every way in which it may fail."""

from __future__ import annotations

from typing import Any

from .conftest import Caller

BLOW = """
mutation ($input: BlowWhistleInput!) {
  blowWhistle(input: $input) {
    __typename
    ... on BlowWhistlePayload {
      repeated text
      task { id key state version severity categoryTitle kindTitle calledBy calledAt backstop
             lead { name } parts { part organisation { code } } place { path } }
      lead { organisation { code dutyPhone } person { role acting { name } } }
      helpers { organisation { code } }
      following { organisation { code } person { officer { name } } }
      decision { backstop routing order lead { source }
                 proof { chosen reason candidate { distance organisation { code } } } }
      events { sequence type by at book position hash }
    }
    ... on Error { code message remedy }
    ... on UnknownPlace { nearest { path } }
    ... on AmbiguousPlace { candidates { path } }
    ... on NotEntitled { nearestPost }
    ... on IdempotencyConflict { taskId taskKey }
    ... on AlreadyOpen { taskIds taskKeys }
  }
}
"""


def whistle(key: str, **other: Any) -> dict[str, Any]:
    """A whistle that is in order, but for what a test changes."""
    said = {
        "place": "南河社区",
        "by": "township-secretary",
        "kind": "daily-work",
        "category": "contract-dispute",
        "text": "两家对合同各执一词",
    }
    return {**said, "key": f"api-{key}", **other}


async def blown(api: Caller, key: str, **other: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await api.ask(BLOW, input=whistle(key, **other)))["blowWhistle"]
    return answer


async def test_a_whistle_calls_the_nearest_office_and_says_why(api: Caller) -> None:
    answer = await blown(api, "first")

    assert answer["__typename"] == "BlowWhistlePayload"
    assert answer["lead"]["organisation"] == {"code": "qingshi:justice-nanhe", "dutyPhone": "0991-0000032"}
    assert answer["lead"]["person"]["acting"]["name"] == "章台柳"
    assert answer["decision"]["lead"]["source"] == "RESPONSIBLE"
    assert {verdict["reason"] for verdict in answer["decision"]["proof"]} >= {"LEADS", "HELPS", "NEXT"}
    task = answer["task"]
    assert (task["state"], task["categoryTitle"], task["kindTitle"]) == ("dispatched", "合同纠纷", "日常工作哨")
    assert task["calledAt"].endswith("+08:00") and task["calledBy"] == "township-secretary@990102001000"
    assert {"part": "LEAD", "organisation": {"code": "qingshi:justice-nanhe"}} in task["parts"]
    assert [event["type"] for event in answer["events"]] == ["called", "dispatched"]
    assert all(event["at"].endswith("+08:00") for event in answer["events"])


async def test_the_same_whistle_twice_is_one_task(api: Caller) -> None:
    first = await blown(api, "twice")
    second = await blown(api, "twice")
    other = await blown(api, "twice", text="another matter")

    assert (first["repeated"], second["repeated"]) == (False, True)
    assert first["task"]["id"] == second["task"]["id"]
    assert (other["__typename"], other["code"]) == ("IdempotencyConflict", "idempotency_conflict")
    assert (other["taskId"], other["taskKey"]) == (first["task"]["id"], first["task"]["key"])


async def test_an_emergency_that_is_open_is_named_and_another_is_asked_for(api: Caller) -> None:
    words = {"kind": "emergency", "category": "gas-leak"}
    first = await blown(api, "gas-1", **words)
    told = await blown(api, "gas-2", **words)
    again = await blown(api, "gas-2", again=True, **words)

    assert (told["__typename"], told["code"]) == ("AlreadyOpen", "already_open")
    assert (told["taskIds"], told["taskKeys"]) == ([first["task"]["id"]], [first["task"]["key"]])
    assert "再次吹哨" in told["remedy"]
    assert (again["__typename"], again["repeated"]) == ("BlowWhistlePayload", False)
    assert again["task"]["id"] != first["task"]["id"]


async def test_a_post_that_may_not_is_told_which_may(api: Caller) -> None:
    answer = await blown(api, "away", place="北塔社区")

    assert (answer["__typename"], answer["code"]) == ("NotEntitled", "not_entitled")
    assert answer["nearestPost"] == "township-deputy@990102002000"
    assert answer["message"] and answer["remedy"]


async def test_a_whistle_that_lacks_something(api: Caller) -> None:
    silent = await blown(api, "silent", text=None)
    nonsense = await blown(api, "nonsense", category="no-such-category")
    grave = await blown(api, "grave", severity=6)

    for answer in (silent, nonsense, grave):
        assert (answer["__typename"], answer["code"]) == ("InvalidInput", "invalid_input")
    assert "须附：说明" in silent["message"]


async def test_a_place_that_is_unknown_or_ambiguous(api: Caller) -> None:
    unknown = await blown(api, "unknown", place="河东区/无此街道")
    ambiguous = await blown(api, "ambiguous", place="东沟村")

    assert unknown["__typename"] == "UnknownPlace"
    assert ambiguous["__typename"] == "AmbiguousPlace" and len(ambiguous["candidates"]) == 2


async def test_a_meeting_must_have_its_offset(api: Caller) -> None:
    naive = whistle("naive", meeting={"at": "2023-08-23T09:00:00", "place": "三楼"})
    exact = whistle(
        "exact",
        kind="joint-enforcement",
        basis="some rule",
        departments=["qingshi:justice-hedong"],
        meeting={"at": "2023-08-23T01:00:00Z", "place": "三楼"},
    )

    errors = await api.errors(BLOW, input=naive)
    answer = (await api.ask(BLOW, input=exact))["blowWhistle"]

    assert "2024-03-01T09:30:00+08:00" in errors[0]["message"]
    assert answer["__typename"] == "BlowWhistlePayload"


async def test_a_task_is_found_again_alone_and_in_its_area(api: Caller) -> None:
    task = (await blown(api, "found"))["task"]

    one = await api.ask(
        """query ($id: ID!, $key: ID!) {
          byId: task(id: $id) { task { key } decision { routing } repeated }
          byKey: task(id: $key) { task { id } }
          node(id: $id) { __typename ... on Task { key state } }
          nothing: task(id: "no-such") { text } }""",
        id=task["id"],
        key=task["key"],
    )
    listed = await api.ask(
        """{ tasks(area: "河东区", first: 100) { ... on TaskConnection {
          edges { cursor node { key place { name path } lead { name } } } pageInfo { hasNextPage endCursor } } }
          nowhere: tasks(area: "无此地") { __typename ... on Error { code } }
          many: tasks(area: "河东区", first: 1000) { ... on Error { code } }
          cursor: tasks(area: "河东区", after: "nonsense") { ... on Error { code } } }"""
    )

    assert one["byId"]["task"]["key"] == task["key"] and one["byId"]["repeated"] is False
    assert one["byKey"]["task"]["id"] == task["id"]
    assert one["node"] == {"__typename": "Task", "key": task["key"], "state": "dispatched"}
    assert one["nothing"] is None
    assert task["key"] in [edge["node"]["key"] for edge in listed["tasks"]["edges"]]
    assert listed["nowhere"] == {"__typename": "UnknownPlace", "code": "unknown_place"}
    assert listed["many"] == listed["cursor"] == {"code": "invalid_input"}


async def test_a_task_has_a_number_and_is_found_by_it(api: Caller) -> None:
    task = (await blown(api, "numbered"))["task"]
    asked = """query ($id: ID!, $number: String!, $end: String!) {
      task(id: $id) { task { key number } }
      search(name: $number) { ... on Found { tasks { key number } areas { path } } }
      ending: search(name: $end) { ... on Found { tasks { number } } } }"""
    number = (await api.ask("query ($id: ID!) { task(id: $id) { task { number } } }", id=task["key"]))["task"]["task"][
        "number"
    ]
    end = number.removeprefix("河东-")
    found = await api.ask(asked, id=number.replace("-", "－"), number=number, end=end)
    shown = {"key": task["key"], "number": number}
    assert found["task"]["task"] == shown and found["search"] == {"tasks": [shown], "areas": []}
    assert number in [one["number"] for one in found["ending"]["tasks"]]
