"""Names, and what else a decree changes, hold from a day to a day, in every answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.requirements import AreaCount, MustMeasure, OrganisationCount, Requirement, Subject
from orgraph.domain.figures import Count
from orgraph.graph.audits import Question, measure
from orgraph.graph.compiling import Reach, compiled
from orgraph.graph.figures import counted
from orgraph.graph.store import Statement

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
        assert [area.name for area in below.items] == names[:1]
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
        assert posting.at.name == said


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
