"""Guides (处置指南) in the API, in the language that is asked for."""

from __future__ import annotations

from typing import Any

from .conftest import Caller

OPEN = """mutation ($input: OpenTaskInput!) { openTask(input: $input) {
  ... on OpenTaskPayload { zh: guide(lang: zh) en: guide(lang: en) guide task { key id } }
} }"""
REFER = """mutation ($input: ActInput!) { act(input: $input) {
  __typename ... on Acted { after zh: guide(lang: zh) en: guide(lang: en) } ... on Error { code message } } }"""
SHOWN = "query ($id: ID!) { task(id: $id) { zh: guide(lang: zh) en: guide(lang: en) } }"
DEFINED = """{ definitions {
  categories { key guide(lang: zh) en: guide(lang: en) }
  lifecycles { key states { key guide(lang: zh) } } } }"""
HEAD, JUSTICE = "township-secretary@990102001000", "qingshi:justice-nanhe"


async def test_a_task_tells_its_guide_and_a_referral_what_the_victim_is_told(api: Caller) -> None:
    said: dict[str, Any] = {
        "place": "南河社区",
        "by": HEAD,
        "kind": "mediation",
        "category": "family-dispute",
        "text": "争吵",
        "channel": "申请",
        "key": "api-guide-1",
    }
    opened = (await api.ask(OPEN, input=said))["openTask"]
    assert opened["guide"] == opened["zh"] and len(opened["zh"]) == len(opened["en"]) > 3
    assert "人身安全保护令" in " ".join(opened["zh"])

    given = {
        "task": opened["task"]["id"],
        "action": "refer",
        "by": JUSTICE,
        "text": "疑似家庭暴力",
        "key": "api-guide-2",
    }
    referred = (await api.ask(REFER, input={**given, "expectedVersion": 2}))["act"]
    assert (referred["__typename"], referred["after"]) == ("Acted", "referred")
    for lang in ("zh", "en"):
        assert all(word in " ".join(referred[lang]) for word in ("110", "公安", "人身安全保护令"))
    shown = (await api.ask(SHOWN, id=opened["task"]["key"]))["task"]
    assert (shown["zh"], shown["en"]) == (referred["zh"], referred["en"])


async def test_categories_and_states_tell_their_guides(api: Caller) -> None:
    found = (await api.ask(DEFINED))["definitions"]
    categories = {one["key"]: one for one in found["categories"]}
    states = {one["key"]: one for life in found["lifecycles"] for one in life["states"]}

    assert categories["damages-dispute"]["guide"] == categories["dispute"]["guide"] != []
    assert categories["gas-leak"]["en"][0].startswith("Lead people upwind")
    assert "人身安全保护令" in " ".join(states["referred"]["guide"]) and states["filed"]["guide"] == []
