"""Acting through the API: whatever a lifecycle has, by one mutation, with the form that availableActions shows."""

from __future__ import annotations

from itertools import count
from typing import Any

from orgraph.api.schema.whole import sdl
from orgraph.definitions.tasks.lifecycle import CARRIES
from orgraph.domain.action import FIELD_TYPES

from .conftest import Caller
from .test_whistles import blown

ACT = """mutation ($input: ActInput!) { act(input: $input) {
  __typename
  ... on Acted { repeated before after task { key state version } event { type sequence text }
                 opened { key kind state lead { code } place { code } ended } }
  ... on ActionRefused { obstacle needed }
  ... on TaskConflict { version since { type } }
  ... on Error { code message remedy }
} }"""
AVAILABLE = """query ($task: ID!, $by: String!) { availableActions(task: $task, by: $by) {
  ... on AvailableActions { actions {
    action zh: title(lang: zh) en: title(lang: en) verb possible obstacle needed words: neededTitles(lang: en)
    why: obstacleTitle(lang: en) warum: obstacleTitle(lang: zh)
    form { name type required title(lang: en) } } }
  ... on Error { code } } }"""
HEAD, JUSTICE, CENTRE = "township-secretary@990102001000", "qingshi:justice-nanhe", "qingshi:centre-nanhe"
_KEYS = count(1)


async def act(api: Caller, task: str, action: str, by: str, version: int, **said: Any) -> dict[str, Any]:
    given = {"task": task, "action": action, "by": by, "expectedVersion": version, "key": f"acting-{next(_KEYS)}"}
    answer: dict[str, Any] = (await api.ask(ACT, input=given | said))["act"]
    return answer


async def available(api: Caller, task: str, by: str) -> dict[str, dict[str, Any]]:
    found = (await api.ask(AVAILABLE, task=task, by=by))["availableActions"]
    return {one["action"]: one for one in found["actions"]}


async def test_an_action_answers_with_what_it_changed(api: Caller) -> None:
    task = (await blown(api, "acting-signed"))["task"]
    key = {"key": "acting-signed"}
    signed = await act(api, task["id"], "sign-in", JUSTICE, 2, **key)
    await act(api, task["key"], "note", JUSTICE, 3, text="已联系双方")
    again = await act(api, task["id"], "sign-in", JUSTICE, 2, **key)
    late = await act(api, task["key"], "note", JUSTICE, 3, text="又联系")

    assert (signed["__typename"], signed["repeated"]) == ("Acted", False)
    assert (signed["before"], signed["after"], signed["opened"]) == ("dispatched", "in-hand", [])
    assert (signed["event"]["type"], signed["event"]["sequence"]) == ("sign-in", 3)
    assert (again["repeated"], again["before"], again["after"]) == (True, "dispatched", "in-hand")
    assert again["task"]["version"] == 4, "the task as it is now, and what the action changed then"
    assert (late["__typename"], late["version"], late["since"]) == ("TaskConflict", 4, [{"type": "note"}])


async def test_what_an_assignment_opened_is_in_its_answer(api: Caller) -> None:
    task = (await blown(api, "acting-assigned"))["task"]["key"]
    await act(api, task, "sign-in", JUSTICE, 2)
    first = await act(api, task, "assign", HEAD, 3, unit=CENTRE, text="核实合同", limit="2 days")
    second = await act(api, task, "assign", HEAD, 4, unit=JUSTICE, helpers=[CENTRE], text="调解")
    told = (await api.ask("query ($id: ID!) { task(id: $id) { linked { key kind } } }", id=task))["task"]["linked"]

    assert (first["before"], first["after"]) == ("in-hand", "in-hand")
    assert [one["lead"]["code"] for one in (*first["opened"], *second["opened"])] == [CENTRE, JUSTICE]
    assert {one["key"] for one in (*first["opened"], *second["opened"])} == {one["key"] for one in told}
    assert (first["opened"][0]["kind"], first["opened"][0]["state"]) == ("CHILD", "dispatched")


async def test_what_is_not_an_action_is_refused_with_what_comes_nearest(api: Caller) -> None:
    task = (await blown(api, "acting-unknown"))["task"]["key"]
    mistyped = await act(api, task, "sing-in", JUSTICE, 2)
    titled = await act(api, task, "签收", JUSTICE, 2)

    for one in (mistyped, titled):
        assert (one["__typename"], one["code"]) == ("InvalidInput", "invalid_input")
        assert "sign-in" in one["remedy"]


async def test_an_action_takes_its_own_fields_only_and_must_be_given_some(api: Caller) -> None:
    task = (await blown(api, "acting-fields"))["task"]["key"]
    more = await act(api, task, "sign-in", JUSTICE, 2, unit=CENTRE, passed=False, limit="3 days")
    less = await act(api, task, "decline", JUSTICE, 2)

    assert (more["obstacle"], more["needed"]) == ("NOT_CARRIED", ["unit", "passed", "limit"])
    assert (less["obstacle"], less["needed"]) == ("INCOMPLETE", ["text"])


async def test_the_form_says_what_an_action_takes_and_what_the_party_must_give(api: Caller) -> None:
    task = (await blown(api, "acting-form"))["task"]["key"]
    lead, head = await available(api, task, JUSTICE), await available(api, task, HEAD)

    assert (lead["decline"]["zh"], lead["decline"]["en"], lead["decline"]["verb"]) == ("退单", "decline", "TRANSFER")
    text = {"name": "text", "type": "TEXT", "required": True, "title": "text"}
    assert lead["decline"]["form"] == [text]
    assert [(one["name"], one["type"], one["required"]) for one in head["assign"]["form"]] == [
        ("unit", "UNIT", True),
        ("text", "TEXT", True),
        ("helpers", "UNITS", False),
        ("place", "PLACE", False),
        ("limit", "SPAN", False),
    ]
    assert head["sign-in"]["form"] == [text | {"required": False}], "possible or not, what it takes is shown"
    assert (head["sign-in"]["obstacle"], head["sign-in"]["why"]) == ("NOT_ENTITLED", "only by")
    assert (lead["sign-in"]["obstacle"], lead["sign-in"]["why"]) == (None, None)
    assert (head["sign-in"]["words"], lead["verify"]["words"]) == (["the lead"], ["to be verified"])
    assert (lead["note"]["needed"], lead["note"]["words"]) == (["text"], ["text"])


def test_each_field_of_a_form_has_a_type_and_is_one_of_the_input() -> None:
    assert set(FIELD_TYPES) == set(CARRIES)
    given = sdl().split("input ActInput {")[1].split("\n}")[0]
    assert all(f"\n  {name}: " in given for name in CARRIES)


async def test_lifecycles_tell_states_and_actions_in_both_languages(api: Caller) -> None:
    found = (
        await api.ask(
            """{ definitions { taskKinds { key lifecycle entrance } lifecycles { key title under
              states { key title(lang: en) final countsAs } relations { key title(lang: zh) }
              actions { key zh: title(lang: zh) en: title(lang: en) verb states who
                        fields { name type required title } } } } }"""
        )
    )["definitions"]
    standard = next(one for one in found["lifecycles"] if one["key"] == "standard")
    actions = {one["key"]: one for one in standard["actions"]}

    assert {"key": "emergency", "lifecycle": "standard", "entrance": "called"} in found["taskKinds"]
    assert {"key": "closed", "title": "closed", "final": True, "countsAs": "resolved"} in standard["states"]
    assert {"key": "lead", "title": "主办单位"} in standard["relations"]
    assert (actions["verify"]["zh"], actions["verify"]["states"]) == ("核查", ["submitted"])
    assert {"name": "passed", "type": "TRUTH", "required": True, "title": "核查结果"} in actions["verify"]["fields"]


OPEN = """mutation ($input: OpenTaskInput!) { openTask(input: $input) {
  __typename
  ... on OpenTaskPayload { repeated task { key state version kindTitle(lang: en) } lead { organisation { code } } }
  ... on Error { code message remedy } } }"""


async def opened(api: Caller, kind: str, key: str, **said: Any) -> dict[str, Any]:
    given = {"place": "南河社区", "by": HEAD, "kind": kind, "category": "contract-dispute", "text": "借用", "key": key}
    answer: dict[str, Any] = (await api.ask(OPEN, input=given | said))["openTask"]
    return answer


async def test_a_task_of_any_kind_is_opened_by_its_kind(api: Caller) -> None:
    whistle = await opened(api, "daily-work", "open-whistle")
    matter = await opened(api, "matter", "open-matter")
    silent = await opened(api, "daily-work", "open-silent", text=None)
    nothing = await opened(api, "lending", "open-nothing")

    assert (whistle["task"]["state"], matter["task"]["state"]) == ("dispatched", "reported")
    assert (await opened(api, "daily-work", "open-whistle"))["repeated"] is True
    assert silent["code"] == nothing["code"] == "invalid_input"
    assert nothing["message"] == "没有名为“lending”的任务种类" and "可查看全部" in nothing["remedy"]


PROPOSED = """query ($id: ID!) { task(id: $id) { lead { organisation { code } }
  proposal { key first order proposed turnedDown candidates { organisation { code name } track { perMille tried } } } } }"""
UNITS = """query ($task: ID!, $by: String!) { availableActions(task: $task, by: $by) { ... on AvailableActions {
  actions { action possible neededTitles(lang: en) form { name choices { key title(lang: zh) } } } } } }"""


async def test_who_is_proposed_is_in_the_form_and_in_the_answer_and_may_be_turned_down_or_chosen(api: Caller) -> None:
    near, above = "qingshi:justice-nanhe", "qingshi:justice-hedong"
    dispute = {"category": "邻里纠纷", "place": "99010200100100001", "channel": "申请"}
    task = (await opened(api, "mediation", "open-proposed", **dispute))["task"]["key"]

    async def offered(action: str) -> list[str]:
        actions = (await api.ask(UNITS, task=task, by=HEAD))["availableActions"]["actions"]
        (one,) = [one for one in actions if one["action"] == action]
        return [each["key"] for field in one["form"] if field["name"] == "unit" for each in field["choices"]]

    async def proposal() -> dict[str, Any]:
        found: dict[str, Any] = (await api.ask(PROPOSED, id=task))["task"]
        return found

    assert (await proposal())["proposal"] is None and await offered("choose") == []
    assert (await act(api, task, "propose", HEAD, 2))["__typename"] == "Acted"
    first = (await proposal())["proposal"]
    assert (first["key"], first["first"], first["proposed"], first["turnedDown"]) == ("mediation", 3, [near, above], [])
    assert first["candidates"][0]["track"] == {"perMille": None, "tried": 0}
    assert await offered("choose") == await offered("turn-down") == [near, above]
    assert (await act(api, task, "turn-down", HEAD, 3, unit=near, text="一方不同意"))["__typename"] == "Acted"
    again = (await proposal())["proposal"]
    assert (again["proposed"], again["turnedDown"]) == ([above], [near]) and await offered("choose") == [above]
    strange = await act(api, task, "choose", HEAD, 4, unit="qingshi:police-hedong", text="选")
    assert (strange["__typename"], strange["obstacle"]) == ("ActionRefused", "UNMET")
    assert (await act(api, task, "choose", HEAD, 4, unit=above, text="双方同意"))["__typename"] == "Acted"
    assert (await proposal())["lead"]["organisation"]["code"] == above
    twice = await act(api, task, "choose", HEAD, 5, unit=near, text="又选")
    assert twice["obstacle"] == "UNMET"


async def test_a_refused_action_is_told_in_the_language_of_the_caller(api: Caller) -> None:
    task = (await blown(api, "told-in-both"))["task"]
    given = {"task": task["id"], "action": "close", "by": "qingshi:police", "key": "told", "expectedVersion": 2}
    query = "mutation ($input: ActInput!) { act(input: $input) { ... on ActionRefused { message remedy } } }"
    told = {}
    for lang in ("zh", "en"):
        answer = (await api.post(query, {"accept-language": lang}, input=given)).json()
        told[lang] = answer["data"]["act"]
    assert told["zh"] == {"message": "“办结”未执行：任务现为“待签收”", "remedy": "须在以下状态时进行：已核查待办结"}
    assert told["en"]["message"] == "close was not done: the task is in another state (to be signed for)"
