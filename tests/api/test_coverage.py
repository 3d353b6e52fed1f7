"""Who covers a place, and what somebody covers, as the API says it."""

from __future__ import annotations

from .conftest import Caller

WHO_COVERS = """
query ($place: String!, $on: Date, $category: String) {
  whoCovers(place: $place, on: $on, category: $category) {
    __typename
    ... on PlaceCoverage {
      on category incomplete place { name synthetic }
      levels {
        distance
        area { name level levelTitle english: levelTitle(lang: en) }
        posts { role roleTitle since until away awayTitle officer { name synthetic } deputy { name } acting { name } }
        organisations { relation part categories organisation { name label dutyPhone } }
        vacancies { quota required present missing }
      }
    }
    ... on Error { code message remedy }
    ... on UnknownPlace { asked nearest { path } }
    ... on AmbiguousPlace { candidates { path area { code } } more truncated }
  }
}
"""


async def test_every_level_above_a_community_with_its_people(api: Caller) -> None:
    answer = (await api.ask(WHO_COVERS, place="南河社区", on="2023-08-22"))["whoCovers"]

    assert answer["on"] == "2023-08-22"
    assert [level["area"]["name"] for level in answer["levels"]] == [
        "南河社区居民委员会",
        "南河街道",
        "河东区",
        "青石市",
        "望海省",
    ]
    community = answer["levels"][0]
    assert community["area"]["levelTitle"] == "村(社区)"
    assert community["area"]["english"] == "village or community"
    secretary = next(post for post in community["posts"] if post["role"] == "village-secretary")
    assert (secretary["officer"]["name"], secretary["until"]) == ("马兰英", None)
    assert secretary["officer"]["synthetic"] is True


async def test_a_deputy_acts_for_a_holder_who_is_away(api: Caller) -> None:
    answer = (await api.ask(WHO_COVERS, place="990102001000"))["whoCovers"]

    head = next(post for post in answer["levels"][0]["posts"] if post["role"] == "township-head")

    assert head["officer"]["name"] == "那长庚"
    assert head["away"] and head["awayTitle"]
    assert head["deputy"]["name"] == head["acting"]["name"] == "苏晚晴"


async def test_what_is_vacant_is_counted(api: Caller) -> None:
    answer = (await api.ask(WHO_COVERS, place="滨江社区", on="2023-08-22"))["whoCovers"]

    assert {"quota": "dual-officers", "required": 2, "present": 1, "missing": 1} in answer["levels"][0]["vacancies"]


async def test_who_acts_on_a_category_comes_first(api: Caller) -> None:
    answer = (await api.ask(WHO_COVERS, place="990102000000", category="路面塌陷"))["whoCovers"]

    first = answer["levels"][0]["organisations"][0]
    assert answer["category"] == "road-collapse"
    assert (first["relation"], first["organisation"]["label"]) == ("RESPONSIBLE_FOR", "UNIT")
    assert "road-collapse" in first["categories"] and first["part"] in ("LEAD", "ASSIST")


async def test_a_name_of_three_places_lists_them(api: Caller) -> None:
    answer = (await api.ask(WHO_COVERS, place="榆岭"))["whoCovers"]

    assert answer["__typename"] == "AmbiguousPlace"
    assert answer["code"] == "ambiguous_place"
    assert len(answer["candidates"]) == 3 and answer["truncated"] is False
    assert answer["candidates"][0]["path"].startswith("望海省/青石市/榆岭")


async def test_a_place_that_is_not_there(api: Caller) -> None:
    answer = (await api.ask(WHO_COVERS, place="河东区/南河街道"))["whoCovers"]
    unknown = (await api.ask(WHO_COVERS, place="990102001999"))["whoCovers"]

    assert answer["__typename"] == "PlaceCoverage"
    assert (unknown["__typename"], unknown["code"], unknown["asked"]) == (
        "UnknownPlace",
        "unknown_place",
        "990102001999",
    )
    assert [near["path"] for near in unknown["nearest"]] == ["望海省/青石市/河东区/南河街道"]


async def test_a_category_that_is_not_there(api: Caller) -> None:
    answer = (await api.ask(WHO_COVERS, place="南河社区", category="no-such"))["whoCovers"]

    assert (answer["__typename"], answer["code"]) == ("InvalidInput", "invalid_input")
    assert answer["remedy"]


COVERED_BY = """
query ($who: String!, $first: Int! = 50) {
  coveredBy(who: $who, on: "2023-08-22", first: $first) {
    __typename
    ... on CoverageOf {
      total buildings truncated
      who { ... on Officer { id name } ... on Organisation { id name } }
      areas { path by byTitle since until buildings }
    }
    ... on Error { code message }
  }
}
"""


async def test_what_an_officer_covers(api: Caller) -> None:
    answer = (await api.ask(COVERED_BY, who="qingshi:p-1"))["coveredBy"]

    assert (answer["who"]["name"], answer["total"], answer["buildings"]) == ("丁一鸣", 2, 5)
    assert [area["path"].rsplit("/", 1)[1] for area in answer["areas"]] == ["南河社区居民委员会", "滨江社区居民委员会"]
    assert answer["areas"][0]["byTitle"] == "驻村政法干警"
    again = (await api.ask(COVERED_BY, who=answer["who"]["id"]))["coveredBy"]
    assert again == answer


async def test_a_cut_answer_says_so(api: Caller) -> None:
    answer = (await api.ask(COVERED_BY, who="qingshi:p-1", first=1))["coveredBy"]

    assert (len(answer["areas"]), answer["total"], answer["truncated"]) == (1, 2, True)


async def test_what_an_organisation_covers_and_what_is_nobody(api: Caller) -> None:
    branch = (await api.ask(COVERED_BY, who="qingshi:branch-police"))["coveredBy"]
    nobody = (await api.ask(COVERED_BY, who="qingshi:nobody"))["coveredBy"]
    too_many = (await api.ask(COVERED_BY, who="qingshi:p-1", first=101))["coveredBy"]

    assert [area["by"] for area in branch["areas"]] == ["PAIRED_WITH"]
    assert (nobody["__typename"], nobody["code"]) == ("NotFound", "not_found")
    assert (too_many["__typename"], too_many["code"]) == ("InvalidInput", "invalid_input")
