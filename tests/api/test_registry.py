"""The registry's statements on every engine: many keys at once, each answer to its own key, nothing twice."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area
from orgraph.domain.errors import InvalidInput
from orgraph.domain.organisation import Organisation
from orgraph.services.registry import Registry

DAY = date(2023, 8, 22)
STREETS = ("990102001000", "990102002000", "990121102000")


@pytest.fixture(scope="module")
def registry(services: Services) -> Registry:
    """The registry on each engine."""
    return services.registry


async def test_children_of_many_areas(registry: Registry, actor: Actor) -> None:
    pages = await registry.children(actor, [*STREETS, "no-such"], DAY, first=2)

    assert set(pages) == set(STREETS)
    assert [area.name for area in pages["990102001000"].items] == ["南河社区居民委员会", "滨江社区居民委员会"]
    assert (pages["990102001000"].total, pages["990102001000"].has_next) == (3, True)
    rest = await registry.children(actor, STREETS[:1], DAY, 2, pages["990102001000"].cursors[-1])
    assert [area.name for area in rest["990102001000"].items] == ["南河虚拟社区"]
    assert not rest["990102001000"].has_next


async def test_areas_and_officers_by_key(registry: Registry, actor: Actor) -> None:
    areas = await registry.areas(actor, [*STREETS, "990102002003", "no-such"], DAY)
    officers = await registry.officers(actor, ["qingshi:p-1", "qingshi:p-2", "no-such"])

    assert set(areas) == set(STREETS)  # 新城社区 begins in 2024
    assert {key: officer.name for key, officer in officers.items()} == {
        "qingshi:p-1": "丁一鸣",
        "qingshi:p-2": "万里晴",
    }
    assert await registry.officer(actor, "no-such") is None


async def test_chains_hold_on_their_day(registry: Registry, actor: Actor) -> None:
    moved = "990121102202"
    before = await registry.chains_of(actor, [moved], date(2023, 4, 30))
    after = await registry.chains_of(actor, [moved], date(2023, 5, 1))

    assert [area.code for area in before[moved]][1] == "990121102000"
    assert [area.code for area in after[moved]][1] == "990121101000"


async def test_people_of_areas_and_organisations(registry: Registry, actor: Actor) -> None:
    areas = await registry.posts_at(actor, STREETS, DAY)
    units = await registry.posts_in(actor, ["qingshi:police-hedong", "qingshi:court"], DAY)

    assert [post.role for post in areas["990102001000"].items] == [
        "township-deputy",
        "township-head",
        "township-secretary",
        "window-clerk",
    ]
    away = areas["990102001000"].items[1]
    assert away.acting and away.acting.name == "苏晚晴"
    assert [post.officer.id for post in units["qingshi:court"].items] == ["qingshi:u-12"]


async def test_organisations_of_areas_in_pages(registry: Registry, actor: Actor) -> None:
    seen: list[tuple[str, str]] = []
    after, more = "", True
    while more:
        page = (await registry.organisations_at(actor, ["990102000000"], DAY, 4, after))["990102000000"]
        seen += [(one.relation, one.organisation.code) for one in page.items]
        after, more = page.cursors[-1], page.has_next

    assert seen == sorted(seen)
    assert len(seen) == 14  # a row for each relationship that holds: seven serve or lead, seven answer for something
    assert seen.count(("RESPONSIBLE_FOR", "qingshi:police-hedong")) == 2


async def test_lines_and_postings(registry: Registry, actor: Actor) -> None:
    superiors = await registry.superiors(actor, ["qingshi:justice-nanhe", "qingshi:plc"], DAY)
    beneath = await registry.subordinates(actor, ["qingshi:justice-hedong"], DAY)
    postings = await registry.postings(actor, ["qingshi:o-beita-secretary"], DAY)

    units = await registry.units_of(actor, ["qingshi:branch-police", "qingshi:party-hedong"], DAY)

    assert {key: unit.code for key, unit in units.items()} == {"qingshi:branch-police": "qingshi:police-hedong"}
    assert superiors["qingshi:justice-nanhe"].code == "qingshi:justice-hedong"
    assert "qingshi:justice-nanhe" in [one.code for one in beneath["qingshi:justice-hedong"].items]
    found = {posting.role: posting.at for posting in postings["qingshi:o-beita-secretary"].items}
    assert isinstance(found["township-secretary"], Area)
    assert isinstance(found["branch-secretary"], Organisation)


async def test_search_and_what_is_gone(registry: Registry, actor: Actor) -> None:
    found = await registry.search(actor, "河东", DAY)
    closed = await registry.organisations(actor, ["qingshi:centre-yuling"], DAY)

    assert [one.area.name for one in found.areas][:2] == ["河东区", "河东经济开发区"]
    assert "河东区委" in [one.name for one in found.organisations]
    assert closed == {}
    assert await registry.unit(actor, "qingshi:branch-police") is None


async def test_a_page_has_bounds(registry: Registry, actor: Actor) -> None:
    for first in (0, 101):
        with pytest.raises(InvalidInput):
            await registry.children(actor, STREETS, DAY, first)
