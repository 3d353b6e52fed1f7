"""Audits and figures through the API."""

from __future__ import annotations

from typing import Any

from .conftest import Caller

AUDIT = """
query ($key: String!, $area: String, $first: Int! = 50, $after: String, $scope: Scope! = DEFINED, $by: String) {
  audit(key: $key, area: $area, on: "2023-08-22", scope: $scope, by: $by) {
    __typename
    ... on AuditReport {
      title on audited met gaps rate notices { key day area } incomplete
      area { name }
      exclusions { code name reason }
      byArea { area { name } path gaps audited }
      findings(first: $first, after: $after) {
        edges { cursor node {
          subject name path what required present detail since area { code } mender { roleTitle holder area { name } }
        } }
        pageInfo { hasNextPage hasPreviousPage endCursor }
        totalCount
      }
    }
    ... on Error { code message }
  }
}
"""


async def test_villages_lacking_dual_officers(api: Caller) -> None:
    report = (await api.ask(AUDIT, key="dual-officers"))["audit"]

    assert report["title"] == "一村双警配备缺口"
    assert report["audited"] == report["met"] + report["gaps"]
    assert report["rate"] == report["met"] / report["audited"]
    assert report["gaps"] == sum(row["gaps"] for row in report["byArea"])
    gaps = {edge["node"]["name"] for edge in report["findings"]["edges"]}
    assert "滨江社区居民委员会" in gaps and "南河社区居民委员会" not in gaps
    assert any(row["name"] == "南河虚拟社区" and row["reason"] for row in report["exclusions"])


async def test_findings_come_in_pages(api: Caller) -> None:
    whole = (await api.ask(AUDIT, key="dual-officers"))["audit"]["findings"]["edges"]
    seen: list[Any] = []
    after, more = None, True
    while more:
        page = (await api.ask(AUDIT, key="dual-officers", first=3, after=after))["audit"]["findings"]
        assert page["pageInfo"]["hasPreviousPage"] is bool(seen)
        seen += page["edges"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert [edge["node"]["subject"] for edge in seen] == [edge["node"]["subject"] for edge in whole]


async def test_several_pages_of_one_audit_and_none(api: Caller) -> None:
    query = """query ($more: Boolean!) { audit(key: "dual-officers", on: "2023-08-22") { ... on AuditReport {
      gaps ...Pages @include(if: $more) } } }
      fragment Pages on AuditReport {
        findings(first: 2) { edges { node { subject } } }
        last: findings(first: 100, after: "990121101000") { edges { node { subject } } pageInfo { hasPreviousPage } }
        no: findings(first: 1, after: "~") { edges { cursor } pageInfo { endCursor hasNextPage hasPreviousPage } } }"""
    whole = [
        edge["node"]["subject"] for edge in (await api.ask(AUDIT, key="dual-officers"))["audit"]["findings"]["edges"]
    ]
    few = (await api.ask(query, more=True))["audit"]
    none = (await api.ask(query, more=False))["audit"]
    statements = [await api.statements(query, more=more) for more in (False, True)]

    assert [edge["node"]["subject"] for edge in few["findings"]["edges"]] == whole[:2]
    assert [edge["node"]["subject"] for edge in few["last"]["edges"]] == [one for one in whole if one > "990121101000"]
    assert few["last"]["pageInfo"]["hasPreviousPage"] is True
    assert few["no"] == {
        "edges": [], "pageInfo": {"endCursor": None, "hasNextPage": False, "hasPreviousPage": True}
    }  # fmt: skip
    assert none == {"gaps": len(whole)}
    assert statements[1] == 3 * statements[0], "the first page is looked up with the answer"


async def test_single_points_come_in_pages(api: Caller) -> None:
    query = """query ($first: Int!, $after: String) { found: weakPoints(area: "青石市", on: "2023-08-22") {
      __typename ... on WeakPoints { points(first: $first, after: $after) {
        totalCount edges { cursor node { key kind } } pageInfo { hasNextPage hasPreviousPage endCursor } } }
      ... on Error { code } } }"""
    whole = (await api.ask(query, first=100))["found"]["points"]
    second = (await api.ask(query, first=2, after=whole["edges"][1]["cursor"]))["found"]["points"]

    assert second["edges"] == whole["edges"][2:4] and second["totalCount"] == whole["totalCount"]
    assert second["pageInfo"]["hasPreviousPage"] and not whole["pageInfo"]["hasPreviousPage"]
    assert (await api.ask(query, first=0))["found"] == {"__typename": "InvalidInput", "code": "invalid_input"}


async def test_the_whole_list_counts_what_the_scope_leaves_out(api: Caller) -> None:
    defined = (await api.ask(AUDIT, key="dual-officers"))["audit"]
    whole = (await api.ask(AUDIT, key="dual-officers", scope="ALL"))["audit"]

    assert whole["audited"] == defined["audited"] + len(defined["exclusions"])


async def test_gaps_are_counted_by_areas_of_the_level_asked_for(api: Caller) -> None:
    by_county = (await api.ask(AUDIT, key="dual-officers"))["audit"]
    by_township = (await api.ask(AUDIT, key="dual-officers", by="township"))["audit"]
    refused = (await api.ask(AUDIT, key="dual-officers", by="shire"))["audit"]

    assert by_township["gaps"] == by_county["gaps"] == sum(row["gaps"] for row in by_township["byArea"])
    counted = {row["path"].removeprefix("望海省/青石市/"): row["gaps"] for row in by_township["byArea"] if row["gaps"]}
    assert counted == {
        "河东区/南河街道": 1,
        "河东区/北塔街道": 2,
        "榆岭满族自治县/榆岭镇": 2,
        "榆岭满族自治县/柳沟满族乡": 3,
        "榆岭满族自治县/石门镇": 2,
    }
    assert refused["code"] == "invalid_input" and "没有名为“shire”的层级" in refused["message"]


TREND = """
query ($key: String!, $from: Date!, $every: Every! = MONTH) {
  auditTrend(key: $key, from: $from, to: "2023-08-22", every: $every) {
    __typename
    ... on AuditTrend { title area { name } scores { on audited met rate } }
    ... on Error { code message }
  }
}
"""


async def test_a_trend_says_what_the_audit_of_each_day_says(api: Caller) -> None:
    now = (await api.ask(AUDIT, key="dual-officers"))["audit"]
    for every, days in (("YEAR", 2), ("WEEK", 53)):
        told = (await api.ask(TREND, key="dual-officers", every=every, **{"from": "2022-08-22"}))["auditTrend"]
        assert told["area"]["name"] == "青石市" and len(told["scores"]) == days
    year = (await api.ask(TREND, key="dual-officers", every="YEAR", **{"from": "2022-08-22"}))["auditTrend"]["scores"]
    assert year[-1] == {"on": "2023-08-22", **{name: now[name] for name in ("audited", "met", "rate")}}
    assert year[0]["met"] != year[-1]["met"]
    refused = (await api.ask(TREND, key="dual-officers", every="DAY", **{"from": "2020-08-22"}))["auditTrend"]
    assert refused["code"] == "invalid_input" and "超过400次" in refused["message"]


async def test_an_audit_that_is_not_there_or_elsewhere(api: Caller) -> None:
    answers = [
        (await api.ask(AUDIT, key="no-such"))["audit"],
        (await api.ask(AUDIT, key="grid-lead", area="无此地"))["audit"],
        (await api.ask(AUDIT, key="grid-lead", area="榆岭"))["audit"],
        (await api.ask(AUDIT, key="grid-lead", area="青石市", first=0))["audit"],
    ]

    assert [answer["__typename"] for answer in answers] == [
        "NotFound",
        "UnknownPlace",
        "AmbiguousPlace",
        "InvalidInput",
    ]


async def test_the_audits_that_there_are(api: Caller) -> None:
    audits = (await api.ask("{ audits { key title en: title(lang: en) by byTitle under source } }"))["audits"]

    found = {audit["key"]: audit for audit in audits}
    assert found["dual-officers"]["under"] == "990100000000"
    assert found["grid-lead"]["under"] is None
    assert found["grid-lead"]["title"] != found["grid-lead"]["en"]


async def test_published_figures_beside_the_count(api: Caller) -> None:
    query = """query ($pack: String!) { figures(pack: $pack) { __typename
      ... on Figures { pack checks { counted holds asPublished
        figure { key title en: title(lang: en) value comparator words source } } }
      ... on Error { code } } }"""

    found = (await api.ask(query, pack="qingshi"))["figures"]
    unknown = (await api.ask(query, pack="../small/qingshi"))["figures"]

    assert found["pack"] == "qingshi" and found["checks"]
    repeated = [check for check in found["checks"] if check["asPublished"]]
    assert [(check["figure"]["key"], check["holds"]) for check in repeated] == [("matters-resolved", None)]
    assert all(check["figure"]["words"] for check in found["checks"])
    assert unknown == {"__typename": "NotFound", "code": "not_found"}
