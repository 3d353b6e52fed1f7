"""Who covers a place, and what somebody covers: every area, officer and organisation, on days before and after changes."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.coverage import CoveredLevel
from orgraph.domain.errors import NotFound, UnknownPlace
from tests.said import fails

from ..oracle import Oracle
from ..small_world import TESTER


async def test_every_area_has_the_levels_posts_and_organisations_of_that_day(
    services: Services, oracle: Oracle, days: tuple[str, ...]
) -> None:
    for day, code in ((on, code) for on in days for code in oracle.all_areas(on)):
        answer = await services.coverage.who_covers(TESTER, code, date.fromisoformat(day))
        chain = oracle.chain(code, day)
        assert [(level.distance, level.area.code) for level in answer.levels] == list(enumerate(chain))
        assert [posts(level) for level in answer.levels] == [oracle.posts(area, day) for area in chain]
        assert [organisations(level) for level in answer.levels] == [oracle.organisations(area, day) for area in chain]


def posts(level: CoveredLevel) -> list[tuple[str, str, str, str]]:
    return [(post.role, post.officer.id, post.away, post.deputy.id if post.deputy else "") for post in level.posts]


def organisations(level: CoveredLevel) -> list[tuple[str, str, str, str, int]]:
    return sorted(
        (one.relation, one.organisation.code, ";".join(one.categories), one.part, one.severity_from)
        for one in level.organisations
    )


async def test_posts_and_organisations_come_whole(services: Services) -> None:
    answer = await services.coverage.who_covers(TESTER, "南河街道")
    street, district = answer.levels[0], answer.levels[1]
    secretary = next(post for post in street.posts if post.role == "township-secretary")
    assert (secretary.officer.name, secretary.officer.profession, secretary.officer.synthetic) == (
        "佟望云",
        "cadre",
        True,
    )
    assert (secretary.principal, secretary.since, secretary.until) == (True, date(2021, 1, 1), date(9999, 12, 31))
    head = next(post for post in street.posts if post.role == "township-head")
    assert (head.away, head.deputy and head.deputy.name) == ("leave", "苏晚晴")
    police = next(
        one.organisation for one in district.organisations if one.organisation.code == "qingshi:police-hedong"
    )
    assert (police.name, police.kind, police.label, police.tier, police.duty_phone) == (
        "青石市公安局河东分局",
        "police",
        "Unit",
        "second",
        "0991-0000012",
    )
    assert not answer.incomplete


async def test_an_area_is_nowhere_before_it_began_and_after_it_ended(services: Services) -> None:
    for code, day in (("990102002003", date(2023, 12, 31)), ("990121102203", date(2023, 1, 1))):
        with pytest.raises(UnknownPlace) as unknown:
            await services.coverage.who_covers(TESTER, code, day)
        assert unknown.value.nearest


@pytest.mark.parametrize(
    ("place", "missing"),
    [
        ("老爷岭村", [("dual-officers", 2, 0), ("village-secretary", 1, 0)]),
        ("滨江社区", [("dual-officers", 2, 1), ("talk-point", 1, 0)]),
        ("光明社区", [("dual-officers", 2, 1), ("talk-point", 1, 0)]),
        ("东村", [("dual-officers", 2, 0)]),
        ("北塔社区", []),
        ("990121100200", []),
        ("南河虚拟社区", [("talk-point", 1, 0)]),
        ("工业园生活区", []),
        ("南河社区第2网格", [("grid-full-time-worker", 1, 0)]),
        ("滨江社区第1网格", [("grid-lead", 1, 0)]),
    ],
)
async def test_what_a_place_lacks_is_vacant(
    services: Services, place: str, missing: list[tuple[str, int, int]]
) -> None:
    answer = await services.coverage.who_covers(TESTER, place)
    vacant = [(one.quota, one.required, one.present) for one in answer.levels[0].vacancies]
    if place == "南河虚拟社区":  # residents-like: the quota asks for residents' committees only
        missing = []
    assert vacant == missing


async def test_with_a_category_those_who_act_on_it_come_first(services: Services) -> None:
    answer = await services.coverage.who_covers(TESTER, "南河社区居民委员会", category="邻里纠纷")
    assert answer.category == "neighbour-dispute"
    street = next(level for level in answer.levels if level.area.level == "township")
    assert street.organisations[0].organisation.code == "qingshi:justice-nanhe"
    assert street.organisations[0].relation == "RESPONSIBLE_FOR"


async def test_everybody_covers_what_the_files_say(services: Services, oracle: Oracle, days: tuple[str, ...]) -> None:
    people = [who for who, node in oracle.graph.nodes(data=True) if node["what"] not in ("area", "service")]
    for day, who in product(days, people):
        expected = oracle.covered(who, day)
        there = oracle.graph.nodes[who]
        if not expected and not there.get("since", "") <= day < there.get("until", "9999-12-31"):
            with fails(NotFound, match=r"ended on|is known from"):
                await services.coverage.covered_by(TESTER, who, date.fromisoformat(day))
            continue
        answer = await services.coverage.covered_by(TESTER, who, date.fromisoformat(day))
        found = sorted((one.area.code, one.path, one.by, one.buildings) for one in answer.areas)
        assert found == expected, (day, who)
        assert (answer.total, answer.buildings) == (len(expected), oracle.buildings_of(who, day)), (day, who)


async def test_what_somebody_covers_is_cut_at_the_limit_and_says_so(services: Services) -> None:
    whole = await services.coverage.covered_by(TESTER, "qingshi:h-1")
    cut = await services.coverage.covered_by(TESTER, "qingshi:h-1", limit=1)
    assert (whole.total, whole.truncated, len(whole.areas)) == (2, False, 2)
    assert (cut.total, cut.truncated, cut.areas, cut.buildings) == (2, True, whole.areas[:1], 2)


async def test_nobody_of_that_name_covers_nothing(services: Services) -> None:
    with pytest.raises(NotFound):
        await services.coverage.covered_by(TESTER, "qingshi:nobody")
