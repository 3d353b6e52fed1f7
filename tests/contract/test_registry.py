"""Looking things up by key, many at once, in pages, as they stood on a day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.render.search import found_lines
from orgraph.cli.speech import Speech
from orgraph.domain.area import Area
from orgraph.domain.errors import InvalidInput
from orgraph.domain.page import Page
from orgraph.services.numbers import Numbers
from orgraph.services.registry import Registry

from ..oracle import Oracle
from ..small_world import TESTER


@pytest.fixture
def registry(services: Services) -> Registry:
    store, definitions, clock = services.store, services.definitions, services.clock
    return Registry(store, definitions, services.places, Numbers(store, definitions, clock), clock)


def everything(oracle: Oracle, what: str) -> list[str]:
    return sorted(code for code, node in oracle.graph.nodes(data=True) if node["what"] == what)


async def paged(ask: Callable[[str, str], Awaitable[dict[str, Page[Any]]]], code: str) -> list[Any]:
    """All items of a list, taken page by page."""
    items: list[Any] = []
    after = ""
    while True:
        page = (await ask(code, after))[code]
        items += page.items
        if not page.has_next:
            return items
        after = page.cursors[-1]


@pytest.mark.parametrize("day", ["2023-04-30", "2024-01-01"])
async def test_areas_their_chains_and_children_are_those_of_the_day(
    registry: Registry, oracle: Oracle, day: str
) -> None:
    on, codes = date.fromisoformat(day), everything(oracle, "area")
    there = oracle.all_areas(day)
    areas = await registry.areas(TESTER, codes, on)
    assert sorted(areas) == there
    for code, area in areas.items():
        node = oracle.graph.nodes[code]
        shown = (area.name, area.level, area.kind, area.flag, area.synthetic)
        assert shown == (node["name"], node["level"], node["kind"], node.get("flag", ""), node["synthetic"] == "true")
    chains = await registry.chains_of(TESTER, codes, on)
    assert {code: [one.code for one in chain] for code, chain in chains.items()} == {
        code: oracle.chain(code, day) for code in there
    }
    children = await registry.children(TESTER, there, on)
    expected = {code: sorted(child for child, _ in oracle.into(code, day, "PART_OF")) for code in there}
    assert {code: [one.code for one in page.items] for code, page in children.items()} == expected
    assert {code: page.total for code, page in children.items()} == {
        code: len(below) for code, below in expected.items()
    }


@pytest.mark.parametrize("day", ["2023-08-22"])
async def test_posts_and_organisations_at_areas_page_by_page(registry: Registry, oracle: Oracle, day: str) -> None:
    on = date.fromisoformat(day)
    for code in oracle.all_areas(day)[::2]:
        posts = await paged(lambda code, after: registry.posts_at(TESTER, [code], on, 2, after), code)
        found = [(one.role, one.officer.id, one.away, one.deputy.id if one.deputy else "") for one in posts]
        assert found == oracle.posts(code, day)
        related = await paged(lambda code, after: registry.organisations_at(TESTER, [code], on, 2, after), code)
        assert sorted(
            (one.relation, one.organisation.code, ";".join(one.categories), one.part, one.severity_from)
            for one in related
        ) == oracle.organisations(code, day)


@pytest.mark.parametrize("day", ["2022-12-31", "2023-08-22"])
async def test_organisations_their_posts_and_lines_are_those_of_the_day(
    registry: Registry, oracle: Oracle, day: str
) -> None:
    on, codes = date.fromisoformat(day), everything(oracle, "organisation")
    found = await registry.organisations(TESTER, codes, on)
    assert sorted(found) == [code for code in codes if oracle.there(code, day)]
    for code, one in found.items():
        node = oracle.graph.nodes[code]
        assert (one.name, one.kind, one.tier, one.duty_phone) == (
            node["name"],
            node["kind"],
            node["tier"],
            node["duty_phone"],
        )
    lines = {
        "UNDER": await registry.superiors(TESTER, codes, on),
        "OF": await registry.units_of(TESTER, codes, on),
    }
    for line, above in lines.items():
        expected = {code: next((up for up, _ in oracle.out_of(code, day, line)), None) for code in codes}
        assert {code: one.code for code, one in above.items()} == {code: up for code, up in expected.items() if up}
    for code in codes:
        beneath = await paged(lambda code, after: registry.subordinates(TESTER, [code], on, 1, after), code)
        assert [one.code for one in beneath] == sorted(low for low, _ in oracle.into(code, day, "UNDER"))
        posts = await paged(lambda code, after: registry.posts_in(TESTER, [code], on, 1, after), code)
        shown = [(one.role, one.officer.id, one.away, one.deputy.id if one.deputy else "") for one in posts]
        assert shown == oracle.posts(code, day)


async def test_officers_and_their_postings(registry: Registry, oracle: Oracle) -> None:
    on, ids = date(2023, 8, 22), everything(oracle, "officer")
    officers = await registry.officers(TESTER, [*ids, "qingshi:nobody"])
    assert {one.id: (one.name, one.profession) for one in officers.values()} == {
        who: (oracle.graph.nodes[who]["name"], oracle.graph.nodes[who]["profession"]) for who in ids
    }
    for who in ids:
        held = await paged(lambda who, after: registry.postings(TESTER, [who], on, 1, after), who)
        expected = [
            (edge["role"], at, edge.get("employment", ""), edge.get("principal") == "true")
            for at, edge in oracle.out_of(who, "2023-08-22", "POSTED_TO")
        ]
        assert sorted((one.role, one.at.code, one.employment, one.principal) for one in held) == sorted(expected)
        for one in held:
            assert isinstance(one.at, Area) == (oracle.graph.nodes[one.at.code]["what"] == "area")


async def test_a_unit_and_a_party_organisation_are_not_mistaken_for_each_other(registry: Registry) -> None:
    police, branch = "qingshi:police-hedong", "qingshi:branch-police"
    unit, party = await registry.unit(TESTER, police), await registry.party_organisation(TESTER, branch)
    assert unit and party and (unit.label, party.label) == ("Unit", "PartyOrganisation")
    assert await registry.unit(TESTER, branch) is None
    assert await registry.party_organisation(TESTER, police) is None
    assert await registry.unit(TESTER, "qingshi:centre-yuling") is None  # closed


async def test_a_name_finds_areas_and_organisations_and_no_persons(registry: Registry) -> None:
    found = await registry.search(TESTER, "南河")
    assert [one.area.code for one in found.areas][:2] == ["990102001000", "990102001001"]
    assert {one.area.name for one in found.areas} >= {
        "南河街道",
        "南河社区居民委员会",
        "南河社区第1网格",
        "南河社区1号楼",
    }
    assert {one.name for one in found.organisations} >= {"南河街道综治中心", "南河司法所", "南河社区党总支"}
    assert found.areas[1].path == "望海省/青石市/河东区/南河街道/南河社区居民委员会"
    cut = await registry.search(TESTER, "南河", first=2)
    assert (len(cut.areas), len(cut.organisations), cut.truncated, found.truncated) == (2, 2, True, False)
    nobody = await registry.search(TESTER, "佟望云")
    assert not nobody.areas and not nobody.organisations
    with pytest.raises(InvalidInput):
        await registry.search(TESTER, "南")


@pytest.mark.parametrize("typed", ["南河", "南河街", "南河街道"])
async def test_no_name_is_lost_while_one_types_it(registry: Registry, typed: str) -> None:
    found = await registry.search(TESTER, typed)
    assert found.areas[0].area.name == "南河街道"
    assert "南河街道综治中心" in {one.name for one in found.organisations}


@pytest.mark.parametrize(
    ("typed", "code", "alias", "there"),
    [
        ("江边", "990102001002", "江边小区", True),
        ("江边小区", "990102001002", "江边小区", True),
        ("滨江花", "990102001002", "滨江花园", True),
        ("老窑", "990121102203", "老窑", False),
        ("新城花", "990102002003", "新城花园", False),
    ],
)
async def test_an_alias_is_found_while_one_types_it_and_said(
    registry: Registry, services: Services, typed: str, code: str, alias: str, there: bool
) -> None:
    on, speech = date(2023, 8, 22), Speech(services.definitions, "en")
    found = await registry.search(TESTER, typed, on)
    (one,) = found.areas
    assert (one.area.code, one.alias, not (one.since or one.until)) == (code, alias, there)
    assert f"(also called {alias})" in found_lines(found, typed, on, speech)[0]
    assert (await registry.search(TESTER, "滨江社", on)).areas[0].alias == ""


@pytest.mark.parametrize("typed", ["南河社区二", "南河社区二号", "南河社区②号楼", "南河社区 2 号楼", "南河社区2#楼"])
async def test_a_building_is_found_however_its_number_is_written(registry: Registry, typed: str) -> None:
    assert [one.area.name for one in (await registry.search(TESTER, typed)).areas] == ["南河社区2号楼"]


@pytest.mark.parametrize("typed", ["一号", "1号楼", "①号楼"])
async def test_the_number_of_a_building_finds_those_of_every_village(registry: Registry, typed: str) -> None:
    found = await registry.search(TESTER, typed, first=2)
    assert ([one.area.name for one in found.areas], found.truncated) == (["南河社区1号楼", "滨江社区1号楼"], True)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("990102001001", "990102001001"),
        ("990102001", "990102001000"),
        ("990102", "990102000000"),
        ("河东区/南河街道/南河社区", "990102001001"),
        ("河东区／南河街道", "990102001000"),
        ("河东区 南河街道 南河社区", "990102001001"),
        ("河东区南河街道南河社区", "990102001001"),
        ("望海省/南河街道/江边小区", "990102001002"),
        ("河东区江边小区", "990102001002"),
        ("河东区 江边小区", "990102001002"),
    ],
)
async def test_a_search_finds_a_place_however_it_is_said(registry: Registry, typed: str, code: str) -> None:
    found = await registry.search(TESTER, typed)
    assert [one.area.code for one in found.areas] == [code]
    assert found.areas == (await registry.area(TESTER, found.areas[0].path),) or found.areas[0].alias == "江边小区"


async def test_a_search_for_a_code_of_a_place_that_has_ended_says_its_day(registry: Registry) -> None:
    (gone,) = (await registry.search(TESTER, "990121102203", date(2023, 8, 22))).areas
    assert gone.area.code == "990121102203" and gone.until is not None
    (path,) = (await registry.search(TESTER, gone.path, date(2023, 8, 22))).areas
    assert (path.area.code, path.until) == (gone.area.code, gone.until)
    nothing = await registry.search(TESTER, "990199999999")
    assert not nothing.areas and not nothing.organisations


async def test_a_search_finds_an_organisation_by_its_code_or_its_beginning(registry: Registry) -> None:
    assert [one.code for one in (await registry.search(TESTER, "qingshi:police-hedong")).organisations] == [
        "qingshi:police-hedong"
    ]
    found = await registry.search(TESTER, "qingshi:centre")
    assert {one.code for one in found.organisations} >= {"qingshi:centre"}
    assert all(one.code.startswith("qingshi:centre") for one in found.organisations)
    closed = await registry.search(TESTER, "qingshi:centre-yuling")
    assert [one.code for one in closed.elsewhen] == ["qingshi:centre-yuling"]
    assert "qingshi:centre-yuling" in [one.code for one in closed.organisations]
    assert not (await registry.search(TESTER, "qingshi:u-1")).organisations, "persons are not searched"


async def test_what_is_not_there_on_the_day_is_found_last_and_says_so(registry: Registry, services: Services) -> None:
    assert "990102002003" not in await registry.areas(TESTER, ["990102002003"], date(2023, 12, 31))
    assert "990102002003" in await registry.areas(TESTER, ["990102002003"], date(2024, 1, 1))
    ended, day, speech = date(2023, 1, 1), registry.day(), Speech(services.definitions, "en")
    found = await registry.search(TESTER, "旧窑")
    (gone,) = found.areas
    assert (gone.area.code, gone.since, gone.until) == ("990121102203", None, ended)
    assert gone.path == "望海省/青石市/榆岭满族自治县/石门镇/旧窑村村委会"
    assert any("旧窑村村委会* (ended on 2023-01-01)" in line for line in found_lines(found, "旧窑", day, speech))
    (there,) = (await registry.search(TESTER, "旧窑", date(2022, 1, 1))).areas
    assert (there.area, there.path, there.until) == (gone.area, gone.path, None)

    found = await registry.search(TESTER, "榆岭县")
    assert len(found.organisations) > 1 and found.organisations[-1].code == "qingshi:centre-yuling"
    assert [(one.code, one.since, one.until) for one in found.elsewhen] == [("qingshi:centre-yuling", None, ended)]
    (line,) = [one for one in found_lines(found, "榆岭县", day, speech) if "qingshi:centre-yuling" in one]
    assert "榆岭县综治中心* (ended on 2023-01-01)" in line
    before = await registry.search(TESTER, "榆岭县", date(2022, 1, 1))
    assert "qingshi:centre-yuling" in {one.code for one in before.organisations} and before.elsewhen == ()
    late = await registry.search(TESTER, "榆岭", date(1949, 1, 1))
    assert late.areas and all(one.since and not one.until for one in late.areas)
    assert {one.code for one in late.elsewhen} == {one.code for one in late.organisations}
    assert all(one.since and not one.until for one in late.elsewhen)
    cut = await registry.search(TESTER, "榆岭县", first=1)
    assert cut.truncated and (len(cut.organisations), cut.elsewhen) == (1, ())


async def test_pages_have_bounds(registry: Registry) -> None:
    for first in (0, -1, 101):
        with pytest.raises(InvalidInput):
            await registry.children(TESTER, ["990102000000"], date(2023, 8, 22), first)
