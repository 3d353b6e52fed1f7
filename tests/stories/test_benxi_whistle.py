"""Benxi: a street blows, and the graph says who must come, who helps, who is next, and why they."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from orgraph.domain.errors import IdempotencyConflict, InvalidInput, NotEntitled
from orgraph.domain.task import CalledTask
from orgraph.domain.whistle import Reason, Source
from tests.said import fails, in_english

from ..ledger import faults_of
from .scene import OFFICIAL, Scene

pytestmark = pytest.mark.xdist_group("real-world")

NANDI = "平山区/南地街道/南地社区"


def names(called: CalledTask) -> set[str]:
    return {helper.organisation.name for helper in called.helpers}


async def test_a_collapsed_road_is_the_housing_bureaus_and_the_paired_branch_helps(benxi: Scene) -> None:
    called = await benxi.whistle(NANDI, "路面塌陷", kind="emergency")

    assert called.lead.organisation.name == "平山区住房和城乡建设局"
    assert called.lead.person and called.lead.person.role == "duty-contact"
    assert any(helper.organisation.kind == "political-legal-branch" for helper in called.helpers)
    assert "本溪市公安局平山分局" in names(called)
    assert called.following[0].organisation == called.lead.organisation
    assert [one.organisation.name for one in called.following[1:3]] == [
        "南地街道综治中心",
        "平山区社会治安综合治理中心",
    ]
    assert not called.decision.backstop


async def test_the_proof_names_each_candidate_with_the_way_to_it_and_the_reason(benxi: Scene) -> None:
    called = await benxi.whistle(NANDI, "路面塌陷", kind="emergency")

    by_name = {(v.candidate.organisation.name, v.candidate.source): v for v in called.decision.proof}
    lead = by_name[("平山区住房和城乡建设局", Source.RESPONSIBLE)]
    branch = next(v for v in called.decision.proof if v.candidate.source is Source.PAIRED)
    emergency = by_name[("平山区应急管理局", Source.RESPONSIBLE)]

    assert (lead.chosen, lead.reason) == (True, Reason.LEADS)
    assert lead.candidate.path == ("南地社区居委会", "南地街道", "平山区", "平山区住房和城乡建设局")
    assert (branch.chosen, branch.reason) == (True, Reason.HELPS)
    assert (emergency.chosen, emergency.reason) == (False, Reason.KIND_MAY_NOT_LEAD)


async def test_the_contact_on_duty_is_away_so_the_deputy_is_called(benxi: Scene) -> None:
    called = await benxi.whistle(NANDI, "自来水管破裂", kind="emergency")

    assert called.lead.organisation.name == "平山区公用事业服务中心"
    person = called.lead.person
    assert person and person.away and person.deputy
    assert person.acting == person.deputy


async def test_who_is_not_entitled_is_told_the_nearest_post_that_is(benxi: Scene) -> None:
    with pytest.raises(NotEntitled) as refused:
        await benxi.whistle(NANDI, "路面塌陷", by="township-deputy", kind="hard-problem", basis="职责清单")
    assert refused.value.nearest == "township-secretary@210502001000"

    with fails(NotEntitled, match="no post of an area"):
        await benxi.whistle(NANDI, "路面塌陷", by="township-secretary@210502003000")


async def test_a_street_whose_secretary_is_missing_may_still_blow_through_its_director(benxi: Scene) -> None:
    street = await benxi.services.places.find("210503010000", date(2023, 8, 22))

    with fails(NotEntitled, match="vacant"):
        await benxi.whistle(street.path.removeprefix("辽宁省/本溪市/"), "邻里纠纷")
    called = await benxi.whistle(street.path.removeprefix("辽宁省/本溪市/"), "邻里纠纷", by="township-head")

    assert called.task.called_by == "township-head@210503010000"


async def test_a_joint_whistle_without_its_meeting_is_sent_back_with_all_that_is_missing(benxi: Scene) -> None:
    with pytest.raises(InvalidInput) as incomplete:
        await benxi.whistle(NANDI, "占道经营", kind="joint-enforcement")

    assert all(word in in_english(incomplete.value.message) for word in ("basis", "departments", "meeting"))


async def test_a_department_that_is_asked_for_comes_along(benxi: Scene) -> None:
    called = await benxi.whistle(NANDI, "邻里纠纷", departments=("benxi:civil-affairs-210502",))

    assert "平山区民政局" in names(called)


async def test_where_nobody_answers_the_lowest_superiors_backstop_does_and_the_audit_finds_it(benxi: Scene) -> None:
    before = await benxi.audit("backstop-tasks", on="2023-08-22")
    called = await benxi.whistle("南芬区/思山岭街道", "金融服务与保险")
    after = await benxi.audit("backstop-tasks", on="2023-08-22")

    assert called.decision.backstop and called.task.backstop
    assert called.lead.organisation.kind == "governance-centre"
    assert called.decision.lead.distance == 0
    assert after.gaps == before.gaps + 1
    assert called.task.id in {finding.subject for finding in after.findings.items}


async def test_the_same_key_is_the_same_task_and_another_body_is_a_conflict(benxi: Scene) -> None:
    first = await benxi.whistle(NANDI, "邻里纠纷", key="one-and-only")
    again = await benxi.whistle(NANDI, "邻里纠纷", key="one-and-only")

    assert again.task.id == first.task.id
    assert again.repeated and not first.repeated
    assert again.decision.proof == first.decision.proof
    with pytest.raises(IdempotencyConflict) as conflict:
        await benxi.whistle(NANDI, "邻里纠纷", key="one-and-only", text="别的事")
    assert conflict.value.task == first.task.id


async def test_fifty_callers_with_one_key_open_one_task(benxi: Scene) -> None:
    called = await asyncio.gather(*(benxi.whistle(NANDI, "噪声扰民", key="fifty-at-once") for _ in range(50)))

    assert len({one.task.id for one in called}) == 1
    assert sum(not one.repeated for one in called) == 1


async def test_twenty_whistles_in_one_county_at_once_leave_a_book_without_a_gap(benxi: Scene) -> None:
    called = await asyncio.gather(*(benxi.whistle(NANDI, "噪声扰民") for _ in range(20)))

    assert len({one.task.id for one in called}) == 20
    assert await faults_of(benxi.services.store) == []


async def test_numbers_of_persons_in_the_text_are_masked_before_they_are_kept(benxi: Scene) -> None:
    called = await benxi.whistle(NANDI, "邻里纠纷", text="找13912345678, 身份证210502199001011234")

    shown = await benxi.services.tasks.task(OFFICIAL, called.task.id)

    assert "13912345678" not in shown.task.text and "210502199001011234" not in shown.task.text
    assert "139****5678" in shown.task.text
    assert all("199001011234" not in event.payload for event in shown.task.events)


async def test_of_499_communities_each_has_a_branch_and_the_known_gaps_are_all_there_are(benxi: Scene) -> None:
    paired = await benxi.audit("paired-branch", on="2023-08-22")
    leads = await benxi.gaps("grid-lead", on="2023-08-22")
    workers = await benxi.gaps("grid-full-time-worker", on="2023-08-22")
    reachable = await benxi.audit("unit-reachable", on="2023-08-22")
    categories = await benxi.audit("category-lead", on="2023-08-22")

    assert (paired.met, paired.audited) == (499, 499)
    assert (len(leads), len(workers)) == (1, 2)
    assert [finding.subject for finding in reachable.findings.items] == ["benxi:transport-210505"]
    assert {finding.what for finding in categories.findings.items} == {"hotline-08"}
    assert categories.gaps == 3


async def test_who_covers_a_building_takes_one_statement(benxi: Scene) -> None:
    store = benxi.services.store
    building = await benxi.place(f"{NANDI}/1号楼")

    before = store.statements
    await benxi.services.coverage.who_covers(OFFICIAL, building.code, date(2023, 8, 22))

    assert store.statements - before == 1
    assert [level.area.level for level in building.coverage.levels] == [
        *("building", "grid", "village", "township", "county", "city", "province")
    ]
    assert building.holders("building-head") and building.holders("grid-lead")
