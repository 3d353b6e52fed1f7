"""What was counted, through the API."""

from __future__ import annotations

from .conftest import Caller

COUNTS = """
query ($area: String!, $measures: [String!], $by: String! = "", $with: String! = "") {
  counts(area: $area, measures: $measures, from: "2023-01-01", to: "2023-06-30", by: $by, with: $with) {
    __typename
    ... on Counted {
      area { name } organisation { name } path ended known level unobserved
      days { from to } against { from to }
      measures {
        measure title(lang: en) unit value observations belowNumber belowValue synthetic sources
        missing { number places { code name path } shortNumber short { place { name } days of }
          partlyNumber partly { place { name } days { from to } value } }
        compared { value difference perMille missing }
        parts { area { code name } value missing compared { value } }
      }
    }
    ... on Error { code message }
  }
}
"""


async def test_accidents_of_a_city_by_county_beside_the_year_before(api: Caller) -> None:
    told = (await api.ask(COUNTS, area="青石市", measures=["事故"], by="county", **{"with": "同比"}))["counts"]
    assert told["days"] == {"from": "2023-01-01", "to": "2023-06-30"} and told["level"] == "county"
    assert told["against"] == {"from": "2022-01-01", "to": "2022-06-30"} and told["area"]["name"] == "青石市"
    [one] = told["measures"]
    assert (one["measure"], one["title"], one["unit"], one["value"]) == ("accidents", "accidents", "起", 15)
    assert one["compared"] == {"value": 28, "difference": -13, "perMille": -464, "missing": 0}
    assert [(part["area"]["name"], part["value"]) for part in one["parts"]] == [("河东区", 6), ("榆岭满族自治县", 9)]
    missing = one["missing"]
    assert missing["number"] == len(missing["places"]) == sum(part["missing"] for part in one["parts"]) == 2
    assert missing["short"] == [{"place": {"name": "东村村民委员会"}, "days": 91, "of": 181}]
    assert missing["partly"][0]["days"] == {"from": "2023-06-01", "to": "2023-07-31"}


async def test_an_organisation_and_what_cannot_be_asked(api: Caller) -> None:
    told = (await api.ask(COUNTS, area="qingshi:talk-beita", measures=["talks"]))["counts"]
    assert told["organisation"]["name"] == "北塔社区评理说事点" and told["measures"][0]["value"] == 7
    for more, code in (
        ({"measures": ["accident"]}, "invalid_input"),
        ({"by": "省"}, "invalid_input"),
        ({"with": "昨天"}, "invalid_input"),
        ({"area": "乌有镇"}, "unknown_place"),
        ({"area": "qingshi:nobody"}, "not_found"),
        ({"area": "东沟村"}, "ambiguous_place"),
    ):
        refused = (await api.ask(COUNTS, **({"area": "青石市"} | more)))["counts"]
        assert refused["code"].lower() == code and refused["message"], more
