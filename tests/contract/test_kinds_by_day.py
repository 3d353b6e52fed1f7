"""A unit that becomes one of another kind is counted and audited by its kind of the day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.demands.requirements import MustMeasure, PostCount, Requirement, Subject
from orgraph.domain.figures import Count
from orgraph.graph.audits import REACHABLE, Question, measure
from orgraph.graph.compiling.demands import compiled
from orgraph.graph.compiling.ground import Reach
from orgraph.graph.compiling.trends import watched_over
from orgraph.graph.figures import counted
from orgraph.graph.registry import organisations
from orgraph.graph.store import Statement
from tests.said import in_chinese, in_english

from ..packs import Desk

BEFORE, AFTER = date(2023, 8, 31), date(2023, 9, 1)
KINDS = ((BEFORE, "police"), (AFTER, "housing"))


@pytest.fixture(scope="module")
async def desk(services: Services, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """A list of a later day has a unit under another kind."""
    desk = Desk(services, tmp_path_factory.mktemp("kinds"))
    await desk.load()
    desk.write_manifest(as_of=AFTER.isoformat())
    desk.replace("organisations", "{n}公安局,police", "{n}公安局,housing")
    await desk.load(allow_ending=5)
    yield desk
    await desk.vanish()


def audit_of(kind: str) -> MustMeasure:
    return MustMeasure(Subject(kinds=(kind,)), (Requirement(PostCount(roles=("unit-leader",)), 1),))


async def found_on(desk: Desk, asked: MustMeasure, day: date) -> list[str]:
    """The organisations that an audit finds."""
    text = compiled(asked, desk.services.definitions, Reach(2, 2), [], day)
    question = Question(Statement("audits/compiled", written=text.text), {"by": "county", **text.values}, {})
    measured = await measure(desk.services.store, question, desk.said("{p}0000000000"), day, "", 10)
    return [one.name for one in measured.findings]


async def test_an_audit_looks_at_the_units_that_were_of_a_kind_on_its_day(desk: Desk) -> None:
    for day, kind in KINDS:
        for asked in ("police", "housing"):
            assert await found_on(desk, audit_of(asked), day) == [desk.said("{n}公安局")] * (asked == kind)


async def test_figures_count_the_units_that_were_of_a_kind_on_their_day(desk: Desk) -> None:
    for day, kind in KINDS:
        for asked in ("police", "housing"):
            count = Count("organisations", ("county",), kinds=(asked,))
            found = await counted(desk.services.store, count, desk.said("{p}0000000000"), day, [])
            assert found == (asked == kind)


async def test_who_can_be_reached_is_asked_of_the_units_of_the_day(desk: Desk) -> None:
    for day, kind in KINDS:
        for asked in ("police", "housing"):
            question = Question(REACHABLE, {"by": "county", "kinds": [asked], "roles": ["unit-leader"]}, {})
            measured = await measure(desk.services.store, question, desk.said("{p}0000000000"), day, "", 10)
            assert [one.subject for one in measured.findings] == [desk.said("{k}:police")] * (asked == kind)


async def test_a_trend_takes_the_units_of_its_last_day(desk: Desk) -> None:
    root, definitions = desk.said("{p}0000000000"), desk.services.definitions
    for day, kind in KINDS:
        for asked in ("police", "housing"):
            days = [date(2023, 8, 1), day]
            found = await watched_over(desk.services.store, audit_of(asked), root, 2, [], days, definitions)
            assert {one.subject for one in found} == ({desk.said("{k}:police")} if asked == kind else set())


async def test_what_a_unit_is_best_at_is_that_of_the_day_and_misspelt_it_is_told_with_what_comes_nearest(
    services: Services, tmp_path: Path
) -> None:
    """It comes by snapshot, by a folder of changes, and goes again; each day answers with its own."""
    desk = Desk(services, tmp_path)
    police = desk.said("{k}:police")
    desk.write(
        "organisations",
        "code,name,kind,specialty\n{k}:centre,{n}综治中心,governance-centre,\n"
        "{k}:police,{n}公安局,police,医疗纠纷；neighbour-dispute\n{k}:branch,{n}公安党支部,political-legal-branch,\n",
    )
    await desk.load()
    desk.changes("2023-09-01", organisations="change,code,specialty\nchange,{k}:police,neighbour-disputes\n")
    (fault,) = await desk.faults()
    assert (fault.field, fault.value) == ("specialty", "neighbour-disputes")
    assert "neighbour-dispute" in in_english(fault.remedy) and "邻里纠纷" in in_chinese(fault.remedy)
    desk.changes("2023-09-01", organisations="change,code,specialty\nchange,{k}:police,邻里纠纷\n")
    await desk.load()
    desk.changes("2023-10-01", organisations="change,code,specialty\nchange,{k}:police,-\n")
    await desk.load()
    for day, best_at in (
        (BEFORE, ("medical-dispute", "neighbour-dispute")),
        (AFTER, ("neighbour-dispute",)),
        (date(2023, 10, 1), ()),
    ):
        assert (await organisations(services.store, [police], day))[police].specialty == best_at
    await desk.vanish()
