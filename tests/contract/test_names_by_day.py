"""Names, and what else a decree changes, hold from a day to a day, in every answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.demands.requirements import AreaCount, MustMeasure, OrganisationCount, Requirement, Subject
from orgraph.domain.errors import PlaceEnded, PlaceNotYet, UnknownPlace
from orgraph.domain.figures import Count
from orgraph.graph.audits import Question, measure
from orgraph.graph.compiling.demands import compiled
from orgraph.graph.compiling.ground import Reach
from orgraph.graph.figures import counted
from orgraph.graph.past_names import recover_names
from orgraph.graph.store import Statement
from orgraph.services.migrations import respell_names
from tests.said import fails, in_english

from ..ledger import raw
from ..packs import Desk
from ..small_world import TESTER

BEFORE, AFTER, LAST = date(2022, 2, 28), date(2022, 3, 1), date(2023, 8, 22)
STREET = "{p}0102100000"
VILLAGE = "{p}0102100200"


@pytest.fixture(scope="module")
async def desk(services: Services, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """A town that becomes a street under another name, a unit that is renamed, a village that is renamed twice."""
    desk = Desk(services, tmp_path_factory.mktemp("decrees"))
    await desk.load()
    desk.changes(
        "2022-03-01",
        areas="change,code,name,kind\n"
        f"change,{STREET},{{n}}河口街道,street\nchange,{VILLAGE},{{n}}水村村委会,\nchange,{{p}}0102000000,{{n}}西区,\n",
        organisations="change,code,name,tier\nchange,{k}:police,{n}公安分局,first\n",
    )
    await desk.load()
    desk.changes("2023-01-01", areas=f"change,code,name\nchange,{VILLAGE},{{n}}新村村委会\n")
    await desk.load()
    desk.changes(
        "2023-07-01",
        areas="change,code,name,level,parent,kind,since\n"
        "add,{p}0102100201,{n}桥村村委会,village,{p}0102100000,villagers-committee,2023-07-01\n"
        "end,{p}0101001001,,,,,\n",
    )
    await services.importing.apply(TESTER, await desk.prepare(), allow_ending=10, accept_hanging=4)
    yield desk
    await desk.vanish()


async def test_who_covers_and_the_registry_use_the_names_of_the_day(desk: Desk, services: Services) -> None:
    for day, said in (
        (BEFORE, "{n}省/{n}市/{n}西县/{n}二镇/{n}山村村委会"),
        (AFTER, "{n}省/{n}市/{n}西区/{n}河口街道/{n}水村村委会"),
        (LAST, "{n}省/{n}市/{n}西区/{n}河口街道/{n}新村村委会"),
    ):
        names = desk.said(said).split("/")[::-1]
        code, street = desk.said(VILLAGE), desk.said(STREET)
        answer = await services.coverage.who_covers(TESTER, code, day)
        assert [level.area.name for level in answer.levels] == names
        assert [area.name for area in (await services.registry.chains_of(TESTER, [code], day))[code]] == names
        assert (await services.registry.areas(TESTER, [code], day))[code].name == names[0]
        assert (await services.registry.area(TESTER, code, day)).path == "/".join(names[::-1])
        below = (await services.registry.children(TESTER, [street], day))[street]
        assert below.items[0].name == names[0]
        assert answer.levels[1].area.kind == ("town" if day == BEFORE else "street")


async def test_units_have_the_names_of_the_day_wherever_they_are_met(desk: Desk, services: Services) -> None:
    unit, district = desk.said("{k}:police"), desk.said("{p}0101000000")
    for day, name, tier in ((BEFORE, "{n}公安局", "second"), (AFTER, "{n}公安分局", "first")):
        said = desk.said(name)
        found = (await services.registry.organisations(TESTER, [unit], day))[unit]
        assert (found.name, found.tier) == (said, tier)
        related = (await services.registry.organisations_at(TESTER, [district], day))[district]
        assert said in [one.organisation.name for one in related.items]
        answer = await services.coverage.who_covers(TESTER, district, day)
        assert said in [one.organisation.name for one in answer.levels[0].organisations]
        covered = await services.coverage.covered_by(TESTER, unit, day)
        assert getattr(covered.who, "name", "") == said
        (posting,) = (
            one
            for one in (await services.registry.postings(TESTER, [desk.said("{k}:one")], day)).popitem()[1].items
            if one.role == "duty-contact"
        )
        assert (posting.at.name, getattr(posting.at, "tier", "")) == (said, tier)


async def test_an_audit_asks_for_the_kinds_and_gives_the_names_of_its_day(desk: Desk, services: Services) -> None:
    province = desk.said("{p}0000000000")
    asked = MustMeasure(Subject("township", ("street",)), (Requirement(AreaCount(level="grid"), 1),))
    second = Requirement(OrganisationCount("SERVES", ("police",), tiers=("second",)), 1)
    for day, streets, units in (
        (BEFORE, ["{n}一街道"], 1),
        (AFTER, ["{n}一街道", "{n}河口街道"], 0),
    ):
        found = compiled(asked, services.definitions, Reach(2, 2), [], day)
        question = Question(Statement("audits/compiled", written=found.text), {"by": "county", **found.values}, {})
        measured = await measure(services.store, question, province, day, "", 10)
        assert [one.area.name for one in measured.findings] == [desk.said(one) for one in streets]
        assert await counted(
            services.store, Count("areas", ("township",), area_kinds=("street",)), province, day, []
        ) == (len(streets))
        there = compiled(MustMeasure(Subject("county"), (second,)), services.definitions, Reach(2, 2), [], day)
        question = Question(Statement("audits/compiled", written=there.text), {"by": "county", **there.values}, {})
        measured = await measure(services.store, question, province, day, "", 10)
        assert len(measured.findings) == 2 - units
        run = await services.audits.run(TESTER, "village-grid", province, day)
        village = "{n}山村村委会" if day == BEFORE else "{n}水村村委会"
        assert desk.said(village) in [one.area.name for one in run.findings.items]


async def test_the_same_folder_once_more_changes_nothing(desk: Desk, services: Services) -> None:
    stands = "MATCH (a:Area {code: $code}) RETURN a.past_name, a.past_until, a.was, a.earlier"
    before = await raw(services.store, stands, code=desk.said(VILLAGE))
    assert before == [
        [
            [desk.said("{n}山村村委会"), desk.said("{n}水村村委会")],
            ["2022-03-01", "2023-01-01"],
            desk.said("{n}水"),
            [desk.said("{n}山")],
        ]
    ]
    desk.changes("2023-01-01", areas=f"change,code,name,kind\nchange,{VILLAGE},{{n}}新村村委会,\n")
    await desk.load()
    assert await raw(services.store, stands, code=desk.said(VILLAGE)) == before


async def test_a_path_of_the_day_is_found_on_the_day(desk: Desk, services: Services) -> None:
    for day, said in (
        (BEFORE, "{n}市/{n}西县/{n}二镇/{n}山村"),
        (AFTER, "{n}市/{n}西区/{n}河口街道/{n}水村"),
        (LAST, "{n}西区/{n}河口/{n}新村村委会"),
    ):
        found = await services.places.find(desk.said(said), day)
        assert found.area.code == desk.said(VILLAGE)
        assert found.otherwise == ()


@pytest.mark.parametrize(
    ("said", "day", "until", "since", "name"),
    [
        ("{n}山村", LAST, "2022-03-01", None, "{n}新村村委会"),
        ("{n}水村村委会", LAST, "2023-01-01", "2022-03-01", "{n}新村村委会"),
        ("{n}新村", BEFORE, None, "2023-01-01", "{n}山村村委会"),
        ("{n}河口街道/{n}山村", LAST, "2022-03-01", None, "{n}新村村委会"),
    ],
)
async def test_a_name_of_another_day_is_found_and_said(
    desk: Desk, services: Services, said: str, day: date, until: str | None, since: str | None, name: str
) -> None:
    answer = await services.coverage.who_covers(TESTER, desk.said(said), day)
    assert answer.place.code == desk.said(VILLAGE)
    (told,) = answer.otherwise
    assert told.name == desk.said(name)
    assert (told.since, told.until) == (since and date.fromisoformat(since), until and date.fromisoformat(until))


async def test_names_of_other_days_along_a_path_are_all_said(desk: Desk, services: Services) -> None:
    found = await services.places.find(desk.said("{n}西县/{n}二镇/{n}山村"), LAST)
    assert found.path == desk.said("{n}省/{n}市/{n}西区/{n}河口街道/{n}新村村委会")
    assert [one.asked for one in found.otherwise] == [desk.said(one) for one in ("{n}西县", "{n}二镇", "{n}山村村委会")]


async def test_who_has_the_name_on_the_day_comes_before_who_had_it(desk: Desk, services: Services) -> None:
    desk.changes("2023-08-01", areas="change,code,name\nchange,{p}0102100201,{n}山村村委会\n")
    await desk.load()
    assert (await services.places.find(desk.said("{n}山村"), LAST)).area.code == desk.said("{p}0102100201")
    assert (await services.places.find(desk.said("{n}山村"), BEFORE)).area.code == desk.said(VILLAGE)


@pytest.mark.parametrize("said", ["{p}0101001001", "{n}里社区", "{n}一街道/{n}里社区", "{n}小区"])
async def test_what_has_ended_says_when_and_where_it_lay(desk: Desk, services: Services, said: str) -> None:
    with pytest.raises(PlaceEnded) as ended:
        await services.places.find(desk.said(said), LAST)
    (near,) = ended.value.nearest
    assert near.path == desk.said("{n}省/{n}市/{n}东区/{n}一街道/{n}里社区居委会")
    assert near.until == date(2023, 7, 1)
    assert "2023-06-30" in in_english(ended.value.remedy)
    assert (await services.places.find(desk.said(said), date(2023, 6, 30))).path == near.path
    assert (await services.places.find_last(desk.said(said), LAST)) == near


@pytest.mark.parametrize("said", ["{p}0102100201", "{n}桥村", "{n}西县/{n}二镇/{n}桥村", "{n}河口街道/{n}桥村"])
async def test_what_begins_later_says_from_when_on_it_is_known(desk: Desk, services: Services, said: str) -> None:
    with pytest.raises(PlaceNotYet) as unknown:
        await services.places.find(desk.said(said), BEFORE)
    (near,) = unknown.value.nearest
    assert near.since == date(2023, 7, 1)
    assert near.path == desk.said("{n}省/{n}市/{n}西区/{n}河口街道/{n}桥村村委会")


async def test_a_day_before_the_list_is_no_day_without_the_place(desk: Desk, services: Services) -> None:
    with fails(PlaceNotYet, match="known from 2021-01-01 on"):
        await services.coverage.who_covers(TESTER, desk.said("{n}省/{n}市"), date(2019, 1, 1))


async def test_what_was_taken_back_never_was(desk: Desk, services: Services) -> None:
    desk.changes(
        "2023-08-05",
        areas="change,code,name,level,parent,kind,since\n"
        "add,{p}0102100202,{n}错村村委会,village,{p}0102100000,villagers-committee,2023-08-05\n",
    )
    await desk.load()
    desk.changes("2023-08-05", areas="change,code\nend,{p}0102100202\n")
    await desk.load(allow_ending=10)
    with pytest.raises(UnknownPlace) as unknown:
        await services.places.find(desk.said("{n}错村"), LAST)
    assert unknown.value.code == "unknown_place"


async def test_names_that_format_1_wrote_over_come_back_from_the_record(desk: Desk, services: Services) -> None:
    kept = (
        "[a.changed, a.past_until, a.past_name, a.past_short, a.past_kind, a.past_mca, a.past_tier, a.was, a.earlier]"
    )
    stands = f"MATCH (a) WHERE a.code IS NOT NULL AND a.pack = $pack AND a.changed IS NOT NULL RETURN a.code, {kept}, a.renamed ORDER BY a.code"
    before = await raw(services.store, stands, pack=desk.key)
    assert len(before) >= 4
    wiped = kept.strip("[]").replace(",", " = null,")
    await raw(
        services.store,
        f"MATCH (a) WHERE a.code IS NOT NULL AND a.pack = $pack SET {wiped} = null, a.renamed = null",
        pack=desk.key,
    )
    assert await raw(services.store, stands, pack=desk.key) == []
    for _ in range(2):
        await recover_names(services.store, services.definitions)
        assert await raw(services.store, stands, pack=desk.key) == before


async def test_names_that_were_kept_with_chinese_numerals_are_respelled_as_they_are_looked_up(
    desk: Desk, services: Services
) -> None:
    code, names = desk.said(VILLAGE), ("short", "was", "earlier", "past_short", "aliases", "aliased")
    asked = f"MATCH (a:Area {{code: $code}}) RETURN {', '.join(f'a.{name}' for name in names)}"
    write = f"MATCH (a:Area {{code: $code}}) SET {', '.join(f'a.{name} = ${name}' for name in names)}"
    (stood,) = await raw(services.store, asked, code=code)
    old = ["新五组", "水二队", ["山①号", "mca:1"], ["山①号", "水二队"], ["东里一号楼", "东里#一"], True]
    await raw(services.store, write, code=code, **dict(zip(names, old, strict=True)))
    for _ in range(2):
        await respell_names(services.store, services.definitions)
        (now,) = await raw(services.store, asked, code=code)
        aliases = ["东里一号楼", "东里#一", "东里1号楼"]
        assert now == ["新5组", "水2队", ["山1号", "mca:1"], ["山1号", "水2队"], aliases, True]
    assert (await services.places.find("东里１号楼", LAST)).area.code == code
    await raw(services.store, write, code=code, **dict(zip(names, stood, strict=True)))
    await respell_names(services.store, services.definitions)
    assert await raw(services.store, asked, code=code) == [stood]


@pytest.mark.parametrize(
    ("typed", "day", "told"),
    [
        ("{n}山", LAST, "{n}山村村委会"),  # its first name, before the last
        ("{n}山村村", LAST, "{n}山村村委会"),
        ("{n}水村", LAST, "{n}水村村委会"),
        ("{n}新村", BEFORE, "{n}新村村委会"),
        ("{n}新", LAST, ""),
        ("{n}山", BEFORE, ""),
    ],
)
async def test_a_search_finds_by_names_of_other_days_and_says_so(
    desk: Desk, services: Services, typed: str, day: date, told: str
) -> None:
    found = (await services.registry.search(TESTER, desk.said(typed), day)).areas
    (village,) = (one for one in found if one.area.code == desk.said(VILLAGE))
    assert [one.asked for one in village.otherwise] == ([desk.said(told)] if told else [])


async def test_a_search_has_those_of_the_day_first(desk: Desk, services: Services) -> None:
    for day in (BEFORE, LAST):
        found = (await services.registry.search(TESTER, desk.said("{n}"), day, 100)).areas
        others = [bool(one.otherwise) for one in found]
        assert others == sorted(others) and others.count(False) >= 8
    town = (await services.registry.search(TESTER, desk.said("{n}二镇"), LAST)).areas
    assert [(one.area.code, [name.until for name in one.otherwise]) for one in town] == [(desk.said(STREET), [AFTER])]


@pytest.mark.parametrize(
    ("typed", "day", "told"),
    [
        ("{n}公安局", BEFORE, None),
        ("{n}公安分", BEFORE, "{n}公安分局"),
        ("{n}公安分局", LAST, None),
        ("{n}公安局", LAST, "{n}公安局"),
    ],
)
async def test_units_are_searched_by_names_of_other_days(
    desk: Desk, services: Services, typed: str, day: date, told: str | None
) -> None:
    found = await services.registry.search(TESTER, desk.said(typed), day)
    assert [one.code for one in found.organisations] == [desk.said("{k}:police")]
    assert [one.told.asked for one in found.otherwise] == ([desk.said(told)] if told else [])
    if typed.endswith("局"):
        assert (await services.coverage.covered_by(TESTER, desk.said(typed), day)).who == found.organisations[0]
