"""A task from sign-in to closing: every action, who may, what it leaves in the ledger, on every engine."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest, Obstacle, Rating
from orgraph.domain.errors import ActionRefused, IdempotencyConflict, InvalidInput, NotFound, TaskConflict
from orgraph.domain.whistle import Whistle
from orgraph.rules.tasks.past import fold
from tests.said import in_english

from ..clock import FixedClock
from ..ledger import faults_of
from ..lifecycles import all_actions
from ..small_world import TESTER
from .cases import (
    BUREAU,
    CITY,
    DISTRICT,
    HOUSING,
    KEYS,
    POLICE,
    STREET,
    WHISTLER,
    Case,
    blown,
    minute,
)


@pytest.mark.neo4j_too
async def test_a_task_goes_from_sign_in_to_a_rating_and_everything_is_on_record(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    await case.do("arrive", WHISTLER, unit=HOUSING)
    await case.do("add-helper", HOUSING, unit="qingshi:urban-hedong")
    await case.do("note", HOUSING, text="围挡已设，联系13900001111")
    await case.do("submit", HOUSING, text="已修复", proof=("photo-1", "photo-2"))
    await case.do("verify", DISTRICT, passed=True)
    await case.do("close", WHISTLER)
    await case.do("rate", WHISTLER, unit=HOUSING, rating=Rating(5, 4, 5))
    task = await case.do("reply", HOUSING, text="谢谢")

    assert [event.type for event in task.events] == [
        *("called", "dispatched", "sign-in", "arrive", "add-helper", "note"),
        *("submit", "verify", "close", "rate", "reply"),
    ]
    assert (task.state, task.version, task.parts) == ("closed", 11, ())
    assert task.events[5].text == "围挡已设，联系139****1111"
    assert "围挡" not in task.events[5].payload
    folded = fold(task.events)
    assert (folded.state, folded.version, folded.lead) == (task.state, task.version, HOUSING)
    assert set(folded.helpers) >= {"qingshi:urban-hedong", POLICE}
    assert await faults_of(case.services.store) == []


async def test_who_may_not_is_told_who_may(case: Case) -> None:
    stranger = await case.refused("sign-in", POLICE)
    assert (stranger.obstacle, stranger.needed) == (Obstacle.NOT_ENTITLED, ("lead",))
    early = await case.refused("submit", HOUSING, text="已修复")
    assert (early.obstacle, early.needed) == (Obstacle.WRONG_STATE, ("in-hand",))
    await case.do("sign-in", HOUSING)
    bare = await case.refused("submit", HOUSING)
    assert (bare.obstacle, bare.needed) == (Obstacle.INCOMPLETE, ("text",))
    assert (await case.refused("add-helper", HOUSING, unit="qingshi:nobody")).obstacle == Obstacle.UNKNOWN_UNIT
    assert (await case.refused("add-helper", HOUSING, unit=POLICE)).obstacle == Obstacle.IN_HAND_ALREADY
    assert (await case.refused("release-helper", DISTRICT, unit=CITY)).obstacle == Obstacle.NO_HELPER
    assert (await case.refused("arrive", WHISTLER, unit=CITY)).obstacle == Obstacle.NEVER_CALLED
    assert (await case.refused("grant-extension", DISTRICT)).obstacle == Obstacle.NOT_ASKED
    assert (await case.refused("decline", HOUSING, text="非我职责")).obstacle == Obstacle.WRONG_STATE
    gone = await case.refused("urge", "township-head@990102002000", text="请快")
    assert gone.obstacle == Obstacle.NOT_ENTITLED


async def test_the_unit_that_handles_never_verifies_or_closes_its_own(services: Services, clock: FixedClock) -> None:
    """The street's centre has it in hand as the backstop: only a centre above it may verify."""
    whistle = Whistle(
        "990102001001", "township-head@990102001000", "daily-work", "环境污染纠纷", f"case-{next(KEYS)}", "有异味"
    )
    case = Case(services, (await services.dispatch.blow(TESTER, whistle)).task)
    assert case.hands()[STREET] == "lead"
    await case.do("sign-in", STREET)
    await case.do("submit", STREET, text="已处理")
    assert (await case.refused("verify", STREET, passed=True)).obstacle == Obstacle.NOT_ENTITLED
    await case.do("verify", DISTRICT, passed=True)
    assert (await case.refused("close", STREET)).obstacle == Obstacle.NOT_ENTITLED
    assert (await case.do("close", WHISTLER)).state == "closed"


async def test_a_check_that_fails_sends_it_back_and_its_time_runs_on(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    await case.do("submit", HOUSING, text="已修复")
    task = await case.do("verify", WHISTLER, passed=False)
    assert task.state == "in-hand"
    changes = [(mark.stage, mark.change) for mark in fold(task.events).marks]
    assert changes[-2:] == [("report", "pauses"), ("report", "resumes")]


async def test_declined_once_it_is_transferred_declined_twice_the_arbiter_rules(case: Case) -> None:
    case = await blown(case, kind="daily-work")
    await case.do("decline", HOUSING, text="非我职责")
    assert case.task.state == "declined"
    await case.do("transfer", WHISTLER, unit=BUREAU, text="请市局承办")
    assert (case.task.state, case.hands()[BUREAU]) == ("dispatched", "lead")
    await case.do("decline", BUREAU, text="属区里")
    assert case.task.state == "disputed"
    assert (await case.refused("rule", DISTRICT, unit=HOUSING, text="区里定")).obstacle == Obstacle.NOT_ENTITLED
    task = await case.do("rule", CITY, unit=HOUSING, text="区局承办到底")
    assert (task.state, case.hands()[HOUSING]) == ("in-hand", "lead")
    assert (await case.refused("decline", HOUSING, text="还是不办")).obstacle == Obstacle.WRONG_STATE
    assert fold(task.events).declined == (HOUSING, BUREAU)

    whistle = Whistle("990102001002", WHISTLER, "emergency", "路面塌陷", f"case-{next(KEYS)}", "又塌一处", again=True)
    latest = (await case.services.dispatch.blow(TESTER, whistle)).precedents[0]
    assert (latest.task, latest.sequence, latest.by.code, latest.unit.code) == (task.id, task.version, CITY, HOUSING)
    assert (latest.area.code, latest.text) == ("990100000000", "区局承办到底")


async def test_an_extension_is_asked_for_and_granted_by_one_above(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    await case.do("ask-extension", HOUSING, text="雨天", extension="2 working days")
    assert (await case.refused("grant-extension", HOUSING)).obstacle == Obstacle.NOT_ENTITLED
    task = await case.do("grant-extension", BUREAU)
    granted = [mark for mark in fold(task.events).marks if mark.change == "extends"]
    assert [(mark.stage, mark.span) for mark in granted] == [("report", "2 working-days")]  # it comes no later for it
    said = {"change": "extends", "span": "2 working-days", "stage": "report"}
    assert task.events[-1].said["does"]["clocks"] == [said]
    assert "asked" not in fold(task.events).memories
    with pytest.raises(InvalidInput):
        await case.do("ask-extension", HOUSING, text="雨天", extension="a fortnight")


async def test_what_is_due_next_stands_on_the_task_and_its_clocks_are_told(case: Case, clock: FixedClock) -> None:
    """Blown on Tuesday 2023-08-22 at ten, an emergency: sign-in in half an hour, contact in two, report in three days."""
    start = minute(case.task.called_at)
    assert minute(case.task.due) == start + timedelta(minutes=30)
    assert minute((await case.do("sign-in", HOUSING)).due) == start + timedelta(hours=2)
    assert minute((await case.do("arrive", WHISTLER, unit=HOUSING)).due) == start + timedelta(days=3)
    clock.move_by(timedelta(hours=30))
    assert (await case.do("submit", HOUSING, text="已修复")).due is None  # while it is checked the time does not run
    clock.move_by(timedelta(days=9))
    await case.do("verify", WHISTLER, passed=False)
    found = (await case.services.tasks.task(TESTER, case.task.id)).deadlines
    assert [(one.stage, one.light.value, one.late) for one in found] == [
        ("sign-in", "stopped", False),
        ("contact", "stopped", False),
        ("report", "green", False),
    ]
    assert found[-1].due == case.task.due and minute(case.task.due) == start + timedelta(days=12)
    assert (found[-1].remaining, found[-1].profile) == (1.75, "standard") and found[-1].source
    assert "Gulou" in found[-1].source.en and "鼓楼" in found[-1].source.zh
    await case.do("submit", HOUSING, text="已修复")
    assert (await case.do("verify", WHISTLER, passed=True)).due is None
    await case.do("close", WHISTLER)
    reopened = await case.do("reopen", WHISTLER, text="又塌了")
    assert minute(reopened.due) == minute(clock.now()) + timedelta(days=3)


async def test_carried_over_and_excluded_only_by_one_above_with_a_day_of_review(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    bare = await case.refused("carry-over", DISTRICT, text="待雨停")
    assert bare.needed == ("review",)
    await case.do("carry-over", DISTRICT, text="待雨停", review=date(2023, 9, 30))
    await case.do("resume", HOUSING)
    task = await case.do("exclude", BUREAU, text="属历史遗留", review=date(2023, 12, 31))
    assert (task.state, task.parts) == ("excluded", ())


@pytest.mark.parametrize(
    ("review", "said"),
    [
        ("2020-01-01", "but today is 2023-08-22"),
        ("2023-08-22", "but today is 2023-08-22"),
        ("9999-12-31", "more than two years"),
        ("2025-08-23", "more than two years"),
    ],
)
async def test_a_review_lies_ahead_and_not_beyond_two_years(case: Case, review: str, said: str) -> None:
    await case.do("sign-in", HOUSING)
    for action in ("carry-over", "exclude"):
        with pytest.raises(InvalidInput) as refused:
            await case.do(action, DISTRICT, text="待雨停", review=date.fromisoformat(review))
        assert said in in_english(refused.value.message)
    assert (await case.services.tasks.task(TESTER, case.task.id)).task.state == "in-hand"


async def test_what_was_done_is_repeated_when_its_review_has_passed(case: Case, clock: FixedClock) -> None:
    """The retry of an action is asked nothing anew."""
    await case.do("sign-in", HOUSING)
    seen, review = case.task.version, date(2023, 8, 23)
    await case.do("carry-over", DISTRICT, key="review-once", text="待雨停", review=review)
    clock.move_to("2023-09-01")
    again = await case.do("carry-over", DISTRICT, key="review-once", version=seen, text="待雨停", review=review)
    assert (again.state, again.version) == ("carried-over", seen + 1)


async def test_spans_beyond_a_year_are_refused(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    for extension in ("9999 working-days", "367 days", "soon"):
        with pytest.raises(InvalidInput):
            await case.do("ask-extension", HOUSING, text="缺材料", extension=extension)
    await case.do("ask-extension", HOUSING, text="缺材料", extension="366 days")


async def test_a_stale_version_is_told_what_happened_since(case: Case) -> None:
    seen = case.task.version
    await case.do("sign-in", HOUSING)
    with pytest.raises(TaskConflict) as conflict:
        await case.do("note", HOUSING, text="在路上", version=seen)
    assert conflict.value.version == seen + 1
    assert [event.type for event in conflict.value.since] == ["sign-in"]


async def test_one_key_acts_once_and_another_body_is_a_conflict(case: Case) -> None:
    seen = case.task.version
    await case.do("sign-in", HOUSING, key="sign-once")
    again = await case.do("sign-in", HOUSING, key="sign-once", version=seen)
    assert again.version == seen + 1
    with pytest.raises(IdempotencyConflict):
        await case.do("note", HOUSING, text="不一样", key="sign-once")


@pytest.mark.neo4j_too
async def test_of_eight_who_sign_at_once_one_does(case: Case) -> None:
    request = ActionRequest(case.task.id, "sign-in", HOUSING, "", case.task.version)
    acts = [case.services.actions.act(TESTER, replace(request, key=f"race-{next(KEYS)}")) for _ in range(8)]
    results = await asyncio.gather(*acts, return_exceptions=True)
    assert sum(isinstance(one, TaskConflict) for one in results) == 7
    task = (await case.services.tasks.task(TESTER, case.task.id)).task
    assert [event.type for event in task.events].count("sign-in") == 1
    assert await faults_of(case.services.store) == []


async def test_a_centre_closes_with_a_reason_the_whistler_without(case: Case) -> None:
    await case.do("sign-in", HOUSING)
    await case.do("submit", HOUSING, text="已修复")
    await case.do("verify", DISTRICT, passed=True)
    assert (await case.refused("close", DISTRICT)).needed == ("text",)
    now = {one.action: one for one in await case.services.actions.available(TESTER, case.task.id, DISTRICT)}
    assert now["close"].needed == ("text",)
    assert (await case.do("close", DISTRICT, text="吹哨人已调离")).state == "closed"


async def test_what_is_possible_now_and_why_not_the_rest(case: Case) -> None:
    now = {one.action: one for one in await case.services.actions.available(TESTER, case.task.id, HOUSING)}
    assert {action for action, one in now.items() if one.possible} == {*("sign-in", "add-helper", "note")}
    assert now["decline"].obstacle is Obstacle.WORK_FIRST
    assert now["add-helper"].needed == ("unit",)
    assert now["close"].obstacle is Obstacle.WRONG_STATE
    assert now["urge"].obstacle is Obstacle.NOT_ENTITLED
    for action in (one for one in all_actions() if not now[one].possible):
        with pytest.raises(ActionRefused):
            await case.do(
                action, HOUSING, text="x", unit=CITY, extension="1 days", review=date(2023, 9, 1), passed=True,
                rating=Rating(1, 1, 1),
            )  # fmt: skip


async def test_nothing_is_done_to_what_is_not_there_or_badly_marked(case: Case) -> None:
    with pytest.raises(NotFound):
        await case.services.actions.act(TESTER, ActionRequest("none", "note", HOUSING, "k", 1, text="x"))
    with pytest.raises(NotFound):
        await case.services.actions.available(TESTER, "none", HOUSING)
    with pytest.raises(InvalidInput):
        await case.do("rate", WHISTLER, unit=HOUSING, rating=Rating(6, 1, 1))
