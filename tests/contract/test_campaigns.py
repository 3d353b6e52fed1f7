"""While a campaign is on, its rules hold for what is called in then; what began by them goes on by them."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.render.whistle import called_lines, task_lines
from orgraph.cli.speech import Speech
from orgraph.definitions.load import load_definitions
from orgraph.domain.action import ActionRequest
from orgraph.domain.campaign import Applied, Given
from orgraph.domain.errors import InvalidInput, NobodyResponsible
from orgraph.domain.task import CalledTask
from orgraph.domain.whistle import Source, Whistle
from tests.said import advised, fails, in_english

from ..clock import FixedClock
from ..small_world import PACKS, ROOT, TESTER, under

HEDONG, VILLAGE = "990102000000", "990102001001"
WHISTLER, HOUSING = "township-head@990102001000", "qingshi:housing-hedong"
_KEYS = count(1)

FLOODS = date(2024, 5, 14)
"""A day on which no other test calls anyone in: an answer lists but so many findings of those days."""

CAMPAIGNS = """
floods:
  title: {zh: 防汛专项行动, en: floods}
  under: "990102000000"
  since: 2024-05-14
  until: 2024-05-16
  categories: [road-collapse, property-management-dispute]
  severity_at_least: 5
  source: this test
  overrides:
    deadlines:
      standard:
        title: {zh: 汛期时限, en: limits in the flood season}
        source: this test
        calendar: standard
        stages:
          admission: [{limit: 2 hours}]
          sign-in: [{limit: 10 minutes}]
          contact: [{limit: 1 hours}]
          report: [{limit: 1 days}]
    ladders:
      standard:
        title: {zh: 汛期直报, en: straight to the top}
        stages: [sign-in]
        source: this test
        steps:
          - {title: {zh: 市综治中心, en: city centre}, of: organisation, kinds: [governance-centre], level: city}
    findings:
      floods-late:
        title: {zh: 汛期迟签, en: signed late in the flood season}
        counts: late
        stages: [sign-in]
        source: this test
centres:
  title: {zh: 中心直派, en: straight to the centres}
  under: "990102000000"
  since: 2024-05-20
  until: 2024-05-22
  categories: [road-collapse]
  severity_at_least: 2
  source: this test
  overrides:
    routing:
      standard: {lead: [backstop], order: [distance, id], backstop: [governance-centre], source: this test}
nobody:
  title: {zh: 只派支部, en: branches only}
  under: "990102000000"
  since: 2024-05-22
  until: 2024-05-23
  source: this test
  overrides:
    routing:
      standard: {lead: [asked, backstop], order: [distance, id], backstop: [agriculture], source: this test}
grids:
  title: {zh: 网格排查月, en: a month of grids}
  since: 2023-08-01
  until: 2023-09-01
  source: this test
  overrides:
    audits:
      grids-in-august:
        title: {zh: 八月网格核查, en: grids in August}
        each: {level: grid}
        must: [{post: {roles: [grid-lead]}, at_least: 1}]
        by: township
        mend: {role: township-secretary, level: township}
        source: this test
"""


@pytest.fixture(scope="module")
def during(embedded_services: Services, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The small world with two campaigns."""
    schema = Path(shutil.copytree(ROOT / "schema", tmp_path_factory.mktemp("campaigns") / "schema"))
    (schema / "campaigns.yaml").write_text(CAMPAIGNS, encoding="utf-8")
    return under(embedded_services, load_definitions(schema, PACKS))


@pytest.fixture
def flooded(clock: FixedClock) -> FixedClock:
    """The clock, on the first morning of the floods."""
    clock.move_to(FLOODS)
    return clock


async def called(services: Services, category: str = "路面塌陷", place: str = VILLAGE) -> CalledTask:
    whistle = Whistle(place, WHISTLER, "daily-work", category, f"campaign-{next(_KEYS)}", "桥头塌了")
    return await services.dispatch.blow(TESTER, whistle)


def limits(task: CalledTask) -> dict[str, str]:
    return {one.stage: " + ".join(map(str, one.limits)) for one in task.deadlines}


async def test_what_is_called_in_during_it_has_its_limits_and_weight_and_keeps_them(
    during: Services, flooded: FixedClock
) -> None:
    collapse, quarrel = await called(during), await called(during, "物业纠纷")
    assert limits(collapse) == limits(quarrel) == {"sign-in": "10 minutes", "contact": "1 hours", "report": "1 days"}
    assert quarrel.task.severity == 5
    other = await called(during, "其他纠纷")
    assert limits(other)["sign-in"] == "1 working-hours" and other.task.severity < 5

    flooded.move_by(timedelta(days=3))  # it has ended
    assert limits(await during.tasks.task(TESTER, collapse.task.id)) == limits(collapse)
    afterwards = await called(during, "物业纠纷")
    assert limits(afterwards)["sign-in"] == "1 working-hours" and afterwards.task.severity < 5


async def test_its_ladder_is_climbed_by_what_wakes_while_it_is_on(during: Services, flooded: FixedClock) -> None:
    task = (await called(during)).task.id
    flooded.move_by(timedelta(minutes=11))
    while await during.escalation.turn():
        pass
    (step,) = [one for one in (await during.tasks.task(TESTER, task)).decisions if one.stage == "sign-in"]
    assert (step.chosen, step.step) == ("qingshi:centre", 1)


async def test_its_findings_count_for_what_ended_during_it(during: Services, flooded: FixedClock) -> None:
    late, open_ = (await called(during)).task.id, (await called(during)).task.id
    flooded.move_by(timedelta(minutes=11))
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("sign-in", HOUSING, {}),
        ("arrive", WHISTLER, {"unit": HOUSING}),
        ("submit", HOUSING, {"text": "已修复"}),
        ("verify", WHISTLER, {"passed": True}),
        ("close", WHISTLER, {}),
    ]
    for action, by, said in steps:
        version = (await during.tasks.task(TESTER, late)).task.version
        await during.actions.act(TESTER, ActionRequest(late, action, by, f"campaign-{next(_KEYS)}", version, **said))

    async def found() -> set[str]:
        report = await during.supervisor.supervision(TESTER, HEDONG, FLOODS, FLOODS)
        return {one.task for one in report.findings if one.key == "floods-late"}

    assert {late, open_} <= await found()
    flooded.move_by(timedelta(days=4))
    assert late in await found()
    assert open_ not in await found(), "it is open, and no campaign is on today"


async def test_its_audit_is_asked_for_on_its_days_alone(during: Services) -> None:
    inside = await during.audits.run(TESTER, "八月网格核查", HEDONG, date(2023, 8, 22))
    assert inside.key == "grids-in-august" and inside.audited > 0
    assert "grids-in-august" in [one.key for one in (await during.audits.scorecard(TESTER, HEDONG)).lines]
    with pytest.raises(InvalidInput) as refused:
        await during.audits.run(TESTER, "grids-in-august", HEDONG, date(2023, 9, 1))
    assert "campaign" in in_english(refused.value.message) + in_english(refused.value.remedy)


async def test_the_answer_names_the_campaign_that_gave_a_task_its_rules(during: Services, flooded: FixedClock) -> None:
    """A whistle under a campaign's routing said that nobody was responsible, and no answer why."""
    floods = ("floods", FLOODS, date(2024, 5, 16))
    collapse = await called(during, "物业纠纷")
    assert collapse.campaigns == (Applied(*floods, (Given.SEVERITY, Given.LIMITS)),)
    assert (await called(during, "其他纠纷")).campaigns == ()
    said = "By the campaign floods (2024-05-14 to 2024-05-15): severity, limits."
    assert said in called_lines(collapse, Speech(during.definitions, "en"))
    assert said in task_lines(collapse, Speech(during.definitions, "en"))
    assert "按专项行动“防汛专项行动”(2024-05-14 至 2024-05-15)：严重程度、时限。" in called_lines(
        collapse, Speech(during.definitions, "zh")
    )
    grave = await during.dispatch.blow(
        TESTER, Whistle(VILLAGE, WHISTLER, "daily-work", "物业纠纷", f"campaign-{next(_KEYS)}", "桥", severity=5)
    )
    assert grave.campaigns == (Applied(*floods, (Given.LIMITS,)),), "it was as grave by itself"

    flooded.move_by(timedelta(minutes=11))
    while await during.escalation.turn():
        pass
    climbed = await during.tasks.task(TESTER, collapse.task.id)
    assert climbed.campaigns == (Applied(*floods, (Given.SEVERITY, Given.LIMITS, Given.LADDER)),)

    flooded.move_to(date(2024, 5, 20))
    task = await called(during)
    assert (task.decision.backstop, task.decision.lead.source) == (True, Source.BACKSTOP)
    assert task.campaigns == (Applied("centres", date(2024, 5, 20), date(2024, 5, 22), (Given.ROUTING,)),)
    without = under(during, load_definitions(ROOT / "schema", PACKS))
    assert (await without.tasks.task(TESTER, task.task.id)).campaigns == task.campaigns, "it was recorded"

    flooded.move_to(date(2024, 5, 22))
    with fails(
        NobodyResponsible, match=r"routing of the campaign branches only \(2024-05-22, until 2024-05-23\)"
    ) as none:
        await called(during)
    assert "definitions show campaigns nobody" in advised(none.value)
