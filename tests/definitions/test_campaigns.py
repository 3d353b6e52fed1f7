"""A campaign is read with all that it overrides, and everything that it cannot mean is named with its line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.definitions.load import load_definitions
from orgraph.definitions.prevailing import Prevailing, backstop_kinds, every_audit, prevailing
from tests.said import assert_in_both, in_english

SCHEMA = Path(__file__).parents[2] / "schema"
CITY, COUNTY, TOWNSHIP = "210800000000", "210803000000", "210803001000"
CHAIN = (TOWNSHIP, COUNTY, CITY, "210000000000")
FLOODS = """
flood-season:
  title: {zh: 防汛百日攻坚, en: a hundred days of floods}
  under: "210800000000"
  since: 2023-06-01
  until: 2023-09-09
  categories: [road-collapse]
  severity_at_least: 4
  source: an example
  overrides:
    deadlines:
      standard:
        title: {zh: 汛期时限, en: limits in the flood season}
        source: an example
        calendar: standard
        stages:
          admission: [{limit: 2 hours}]
          sign-in: [{limit: 10 minutes}]
          contact: [{limit: 1 hours}]
          report: [{limit: 1 days}]
"""
GRIDS = """
every-grid:
  title: {zh: 网格排查月, en: a month of grids}
  since: 2023-07-01
  until: 2023-08-01
  source: an example
  overrides:
    audits:
      grid-lead:
        title: {zh: 网格长专项核查, en: leads of grids looked at}
        each: {level: grid}
        must: [{post: {roles: [grid-lead]}, at_least: 1}]
        by: township
        mend: {role: township-secretary, level: township}
        source: an example
"""


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """A copy of the shipped schema."""
    return Path(shutil.copytree(SCHEMA, tmp_path / "schema"))


def with_campaigns(schema: Path, text: str) -> Definitions:
    (schema / "campaigns.yaml").write_text(text, encoding="utf-8")
    return load_definitions(schema)


def held(
    definitions: Definitions, day: str, kind: str = "", *lineage: str, chain: tuple[str, ...] = CHAIN
) -> Prevailing:
    return prevailing(definitions, chain, date.fromisoformat(day), kind, lineage)


def test_what_it_overrides_prevails_in_its_area_in_its_time_for_its_matters(schema: Path) -> None:
    found = with_campaigns(schema, FLOODS)
    matter = ("daily-work", "road-collapse", "sudden-event")

    def profile(day: str, *words: str, chain: tuple[str, ...] = CHAIN) -> str:
        limits = held(found, day, *words, chain=chain).limits
        assert limits is not None
        return limits.title.zh

    assert profile("2023-06-01", *matter) == profile("2023-09-08", *matter) == "汛期时限"
    assert profile("2023-05-31", *matter) == profile("2023-09-09", *matter) == "吹哨任务时限"
    assert (
        profile("2023-07-01", "daily-work", "property-dispute") == profile("2023-07-01", "daily-work") == "吹哨任务时限"
    )
    assert profile("2023-07-01", "mediation", "road-collapse") == "调解时限"  # the campaign has others of another key
    assert profile("2023-07-01", *matter, chain=("210502000000", "210500000000")) == "吹哨任务时限"
    assert held(found, "2023-07-01", *matter).severity_at_least == 4
    assert held(found, "2023-07-01", "daily-work", "property-dispute").severity_at_least == 1


def test_of_two_the_nearer_prevails_and_of_one_place_that_which_began_last(schema: Path) -> None:
    near = FLOODS.replace("flood-season", "at-the-river").replace(CITY, COUNTY).replace("汛期时限", "沿河时限")
    later = (
        FLOODS.replace("flood-season", "second-wave")
        .replace("2023-06-01", "2023-07-15")
        .replace("汛期时限", "二期时限")
    )
    found = with_campaigns(schema, FLOODS + near + later)

    def profile(day: str, chain: tuple[str, ...]) -> str:
        limits = held(found, day, "daily-work", "road-collapse", chain=chain).limits
        assert limits is not None
        return limits.title.zh

    assert profile("2023-07-20", CHAIN) == "沿河时限"
    assert profile("2023-07-20", (CITY,)) == "二期时限"
    assert profile("2023-07-10", (CITY,)) == "汛期时限"


def test_an_audit_of_a_campaign_takes_the_place_of_the_one_of_its_key(schema: Path) -> None:
    found = with_campaigns(schema, GRIDS)
    before, during = held(found, "2023-06-30").audit("grid-lead"), held(found, "2023-07-15").audit("grid-lead")
    assert before and during and (before.title.zh, during.title.zh) == ("无网格长的网格", "网格长专项核查")
    keys = [one.key for one in held(found, "2023-07-15").audits]
    assert len(keys) == len(set(keys)) == len(held(found, "2023-06-30").audits)
    assert [one.title.zh for one in every_audit(found) if one.key == "grid-lead"] == [
        "无网格长的网格",
        "网格长专项核查",
    ]


def test_kinds_of_backstops_are_those_of_campaigns_too(schema: Path) -> None:
    routing = """
floods:
  title: {zh: 防汛, en: floods}
  since: 2023-06-01
  until: 2023-09-09
  source: an example
  overrides:
    routing:
      standard: {lead: [backstop], order: [id], backstop: [housing], source: an example}
"""
    plain, found = load_definitions(SCHEMA), with_campaigns(schema, routing)
    assert set(backstop_kinds(found)) == {*backstop_kinds(plain), "housing"}
    there = held(found, "2023-07-01").routing
    assert there is not None and there.backstop == ("housing",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("until: 2023-09-09", "until: 2023-06-01", "it ends on 2023-06-01, before it begins"),
        ("until: 2023-09-09", "until: soon", "'soon' is no day"),
        ("  until: 2023-09-09\n", "", "'until' is missing"),
        ("    deadlines:", "    calendars:", "a campaign overrides no calendars"),
        ("    deadlines:", "    lifecycle:", "a campaign overrides no lifecycle"),
        ("          report: [{limit: 1 days}]\n", "", "no limit for the stage 'report'"),
        ("calendar: standard", "calendar: lunar", "'lunar' is not among the calendars"),
        ("categories: [road-collapse]", "categories: [meteor]", "'meteor' is not among the categories"),
        ("      standard:\n", "      standard:\n        under: '210803000000'\n", "it holds where its campaign does"),
        ('under: "210800000000"', "under: river", "'river' is no area code"),
    ],
)
def test_what_cannot_be_meant_is_named(schema: Path, old: str, new: str, said: str) -> None:
    assert old in FLOODS
    with pytest.raises(DefinitionsFaulty) as caught:
        with_campaigns(schema, FLOODS.replace(old, new, 1))
    for fault in caught.value.faults:
        assert_in_both(fault, schema)
    told = map(in_english, caught.value.faults)
    assert any(said in fault and "campaigns.yaml:" in fault for fault in told)


def test_questions_about_places_are_no_matter_of_some_categories(schema: Path) -> None:
    with pytest.raises(DefinitionsFaulty) as caught:
        with_campaigns(
            schema, GRIDS.replace("  source: an example\n  over", "  kinds: [emergency]\n  source: x\n  over")
        )
    assert "audits ask about places" in in_english(caught.value.faults[0])


def test_a_campaign_that_changes_nothing_is_none(schema: Path) -> None:
    text = FLOODS[: FLOODS.index("  overrides:")].replace("  severity_at_least: 4\n", "")
    with pytest.raises(DefinitionsFaulty) as caught:
        with_campaigns(schema, text)
    assert "it changes nothing" in in_english(caught.value.faults[0])
