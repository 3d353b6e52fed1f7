"""Who mediates is proposed with reasons, chosen or refused by the parties, and each of it is on record."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.render.whistle import proposal_lines
from orgraph.cli.speech import Speech
from orgraph.domain.action import ActionRequest, Obstacle
from orgraph.domain.canonical import canonical
from orgraph.domain.errors import ActionRefused
from orgraph.domain.proposal import Proposal
from orgraph.domain.whistle import Whistle
from orgraph.rules.tasks.past import fold
from tests.said import in_chinese, in_english

from ..clock import FixedClock
from ..ledger import faults_of
from ..packs import Desk
from ..small_world import TESTER
from .cases import KEYS, Case

ROOMS = """
code,name,kind,tier,specialty
{k}:centre,{n}综治中心,governance-centre,first,
{k}:police,{n}公安局,police,second,
{k}:branch,{n}公安党支部,political-legal-branch,,
{k}:committee,{n}里社区调委会,mediation-committee,,
{k}:near,{n}邻里调解室,mediation-room,third,neighbour-dispute
{k}:brand,{n}品牌调解室,mediation-room,first,邻里纠纷
{k}:medical,{n}医疗调解室,mediation-room,first,medical-dispute
{k}:plain,{n}调解室,mediation-room,,
{k}:elsewhere,{n}外县调解室,mediation-room,first,neighbour-dispute
{k}:over,{n}已撤调解室,mediation-room,first,neighbour-dispute
"""
SERVES = (
    ("committee", "{p}0101001001"),
    ("near", "{p}0101001000"),
    ("brand", "{p}0101001000"),
    ("brand", "{p}0101000000"),
    ("medical", "{p}0101001001"),
    ("plain", "{p}0101001001"),
    ("elsewhere", "{p}0102000000"),
)
NEEDED_NO = "it is not among those proposed"


@pytest.fixture(scope="module")
async def desk(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A community with a committee, and rooms of different tiers that are best at different matters; tasks stay there."""
    desk = Desk(services, tmp_path_factory.mktemp("rooms"))
    desk.write("organisations", ROOMS)
    for unit, place in SERVES:
        desk.add("relations", f"SERVES,{{k}}:{unit},{place},2021-01-01,,,,,")
    desk.add("relations", "SERVES,{k}:over,{p}0101001001,2021-01-01,2022-01-01,,,,")
    await desk.load()
    return desk


async def applied(desk: Desk, category: str) -> Case:
    by = desk.said("township-secretary@{p}0101001000")
    asked = Whistle(
        desk.said("{p}0101001001"), by, "mediation", category, f"proposed-{next(KEYS)}", "漏水", channel="申请"
    )
    return Case(desk.services, (await desk.services.dispatch.open(TESTER, asked)).task)


async def shown(case: Case) -> Proposal:
    found = (await case.services.tasks.task(TESTER, case.task.id)).proposal
    assert found is not None
    return found


async def test_the_parties_refuse_one_and_choose_another(desk: Desk, clock: FixedClock) -> None:
    """By specialty, nearness, tier, load: best at it first, the nearer of two, the better of two that are as near."""
    units = {name: desk.said(f"{{k}}:{name}") for name in ("committee", "near", "brand", "medical", "plain")}
    committee, by = units["committee"], desk.said("township-secretary@{p}0101001000")
    case = await applied(desk, "邻里纠纷")
    assert case.hands() == {committee: "lead"}
    assert (await desk.services.tasks.task(TESTER, case.task.id)).proposal is None
    unproposed = await case.refused("turn-down", committee, unit=units["near"], text="不选")
    assert unproposed.obstacle == Obstacle.UNMET and NEEDED_NO in in_english(unproposed.message)

    await case.do("propose", committee)
    order = [units[name] for name in ("brand", "near", "medical", "plain", "committee")]
    found = await shown(case)
    assert [one.organisation.code for one in found.candidates] == order
    assert found.proposed == tuple(order[:3]) and found.turned_down == ()
    assert [one.best_at for one in found.candidates] == [0, 0, None, None, None]
    assert {one.track.rate for one in found.candidates if one.track} == {None}
    form = await desk.services.actions.available(TESTER, case.task.id, committee)
    (unit,) = [one for one in next(each for each in form if each.action == "choose").form if one.name == "unit"]
    assert [(one.key, one("zh")) for one in unit.choices] == [
        (one.organisation.code, one.organisation.name) for one in found.candidates[:3]
    ]

    strange = await case.refused("choose", committee, unit=desk.said("{k}:police"), text="选")
    assert "不是为当地服务的调解组织" in in_chinese(strange.message)
    await case.refused("choose", committee, unit=desk.said("{k}:elsewhere"), text="选")
    await case.do("turn-down", by, unit=units["brand"], text="一方不同意")
    found = await shown(case)
    assert (found.proposed, found.turned_down) == (tuple(order[1:4]), (units["brand"],))
    again = await case.refused("turn-down", by, unit=units["brand"], text="一方不同意")
    assert again.needed == found.proposed
    await case.do("choose", committee, unit=units["medical"], text="双方同意")
    assert case.hands() == {units["medical"]: "lead"} and case.task.state == "applied"
    folded = fold(case.task.events)
    assert [folded.memories[name] for name in ("turned-down", "chosen")] == [(units["brand"],), (units["medical"],)]
    await case.do("accept-mediation", units["medical"])
    assert await faults_of(desk.services.store) == []
    assert (await desk.services.ledger.replay(TESTER, date(2023, 8, 1))).differences == ()


async def test_of_two_who_choose_at_once_one_is_told_that_it_was_chosen_already(desk: Desk, clock: FixedClock) -> None:
    by, committee = desk.said("township-secretary@{p}0101001000"), desk.said("{k}:committee")
    brand, plain = desk.said("{k}:brand"), desk.said("{k}:plain")
    case = await applied(desk, "labour-dispute")
    await case.do("propose", committee)
    keys = (f"at-once-{next(KEYS)}", f"at-once-{next(KEYS)}")
    asked = [
        ActionRequest(case.task.id, "choose", by, key, None, "双方同意", unit)
        for key, unit in zip(keys, (brand, plain), strict=True)
    ]
    outcomes = await asyncio.gather(*(desk.services.actions.act(TESTER, one) for one in asked), return_exceptions=True)
    (refused,) = [one for one in outcomes if isinstance(one, BaseException)]
    assert isinstance(refused, ActionRefused) and refused.obstacle == Obstacle.UNMET
    assert "已选定" in in_chinese(refused.message)
    (first,) = [one for one in outcomes if not isinstance(one, BaseException)]
    case.task = first.task
    folded = fold(first.task.events)
    assert folded.memories["chosen"] == (folded.lead,) and folded.lead in (brand, plain)

    other = plain if folded.lead == brand else brand
    await case.do("propose", by)
    await case.do("choose", by, unit=other, text="改选")
    assert case.hands() == {other: "lead"}
    assert await faults_of(desk.services.store) == []


async def test_who_has_ended_since_it_was_proposed_is_not_chosen_and_the_record_stands(
    services: Services, tmp_path: Path, clock: FixedClock
) -> None:
    desk = Desk(services, tmp_path)
    for row in ("{k}:committee,{n}调委会,mediation-committee,,", "{k}:ending,{n}将撤调解室,mediation-room,first,"):
        desk.add("organisations", row)
    for unit in ("committee", "ending"):
        desk.add("relations", f"SERVES,{{k}}:{unit},{{p}}0101001001,2021-01-01,,,,,")
    await desk.load()
    committee, ending = desk.said("{k}:committee"), desk.said("{k}:ending")
    case = await applied(desk, "land-dispute")
    await case.do("propose", committee)
    assert (await shown(case)).proposed == (ending, committee)
    desk.replace(
        "relations", "{k}:ending,{p}0101001001,2021-01-01,,", "{k}:ending,{p}0101001001,2021-01-01,2023-08-01,"
    )
    await desk.load()
    stale = await case.refused("choose", committee, unit=ending, text="双方同意")
    assert "不是为当地服务的调解组织" in in_chinese(stale.message)
    assert (await shown(case)).proposed == (ending, committee), "what was proposed is on record"
    await case.do("propose", committee)
    assert (await shown(case)).proposed == (committee,)
    await case.do("choose", committee, unit=committee, text="双方同意")
    assert (await desk.services.ledger.replay(TESTER, date(2023, 8, 1))).differences == ()


async def test_another_of_the_right_kind_may_be_chosen_and_in_the_end_nobody_is_left(
    desk: Desk, clock: FixedClock
) -> None:
    committee = desk.said("{k}:committee")
    case = await applied(desk, "医疗纠纷")
    await case.do("propose", committee)
    assert (await shown(case)).proposed[0] == desk.said("{k}:medical")
    while proposed := (await shown(case)).proposed:
        await case.do("turn-down", committee, unit=proposed[0], text="不选")
    assert len((await shown(case)).turned_down) == 5
    told = proposal_lines(await desk.services.tasks.task(TESTER, case.task.id), Speech(desk.services.definitions, "en"))
    assert told[-1] == "  nobody is left to propose; whoever could be proposed may still be chosen"
    await case.do("choose", committee, unit=desk.said("{k}:near"), text="改选")
    assert case.hands() == {desk.said("{k}:near"): "lead"}


async def test_an_open_matter_weighs_before_a_rate(desk: Desk, clock: FixedClock) -> None:
    """Of two of one tier as near as each other the one with less in hand comes first."""
    committee, plain = desk.said("{k}:committee"), desk.said("{k}:plain")
    case, other = await applied(desk, "land-dispute"), await applied(desk, "homestead-dispute")
    await other.do("propose", committee)
    before = [one.organisation.code for one in (await shown(other)).candidates]
    assert before.index(plain) < before.index(committee), "the committee has matters in hand"
    for asked in (case, other):
        await asked.do("choose", committee, unit=plain, text="选")
    third = await applied(desk, "expropriation-dispute")
    await third.do("propose", committee)
    load = {one.organisation.code: one.open_load for one in (await shown(third)).candidates}
    assert load[plain] >= 2


async def test_replay_proposes_again_what_was_recorded_and_tells_what_comes_out_otherwise(
    desk: Desk, clock: FixedClock
) -> None:
    committee, since = desk.said("{k}:committee"), date(2023, 8, 1)
    case = await applied(desk, "邻里纠纷")
    before = (await desk.services.ledger.replay(TESTER, since)).decisions
    await case.do("propose", committee)
    after = await desk.services.ledger.replay(TESTER, since)
    assert (after.decisions, after.differences) == (before + 1, ())
    with patch("orgraph.services.ledger.proposed_again", lambda *_: (committee,)):
        otherwise = (await desk.services.ledger.replay(TESTER, since)).differences
    (one,) = [one for one in otherwise if one.task == case.task.id]
    assert (one.recorded, one.now) == (canonical(list((await shown(case)).proposed)), canonical([committee]))
