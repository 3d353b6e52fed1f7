"""Who acts, as people write it: one reading for whistles, actions, inboxes and coverage, on every engine."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.errors import InvalidInput, NotFound
from orgraph.domain.task import CalledTask
from orgraph.domain.whistle import Whistle
from tests.said import advised, fails, in_english

from ..clock import FixedClock
from ..small_world import TESTER

SECRETARY = "township-secretary@990102001000"
HOUSING, POLICE = "qingshi:housing-hedong", "qingshi:police-hedong"
SPELLINGS = (SECRETARY, "township-secretary@南河街道", "乡镇(街道)党(工)委书记@青石市/南河", "township-secretary")


async def blown(services: Services, key: str, **said: object) -> CalledTask:
    whistle = Whistle(
        place="990102001001", by=SECRETARY, kind="daily-work", category="物业纠纷", key=key, text="电梯停运"
    )
    return await services.dispatch.blow(TESTER, Whistle(**{**_fields(whistle), **said}))  # type: ignore[arg-type]


def _fields(whistle: Whistle) -> dict[str, object]:
    return {name: getattr(whistle, name) for name in Whistle.__dataclass_fields__}


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a_post_blows_acts_and_is_asked_about_under_one_spelling(
    services: Services, clock: FixedClock, spelling: str
) -> None:
    task = (await blown(services, f"party-{spelling}", by=spelling)).task
    available = await services.actions.available(TESTER, task.id, spelling)
    acted = await services.actions.act(
        TESTER, ActionRequest(task.id, "note", spelling, f"party-note-{spelling}", task.version, "已电话核实")
    )

    assert task.called_by == SECRETARY
    assert next(one.possible for one in available if one.action == "note")
    assert f'"by":"{SECRETARY}"' in acted.task.events[-1].payload
    if "@" in spelling:
        inbox = await services.tasks.inbox(TESTER, spelling, first=100)
        assert task.id in {one.id for one in inbox.items}


async def test_an_action_is_the_same_however_its_party_is_spelled(services: Services, clock: FixedClock) -> None:
    task = (await blown(services, "party-same")).task
    first, again = [
        await services.actions.act(TESTER, ActionRequest(task.id, "sign-in", by, "party-same-sign", task.version, ""))
        for by in ("河东区住建局", HOUSING)
    ]
    assert (first.repeated, again.repeated, first.task.version) == (False, True, again.task.version)


async def test_units_are_named_wherever_a_code_is_asked(services: Services, clock: FixedClock) -> None:
    called = await blown(services, "party-units", departments=("青石市公安局河东分局",))
    assert POLICE in {part.organisation.code for part in called.task.parts}
    task = (
        await services.actions.act(
            TESTER, ActionRequest(called.task.id, "sign-in", "河东区住建局", "party-1", called.task.version)
        )
    ).task
    added = await services.actions.act(
        TESTER, ActionRequest(task.id, "add-helper", HOUSING, "party-2", task.version, unit="河东区综治中心")
    )
    assert "qingshi:centre-hedong" in {part.organisation.code for part in added.task.parts}
    inbox = await services.tasks.inbox(TESTER, "河东区住建局", first=100)
    while task.id not in {one.id for one in inbox.items} and inbox.has_next:
        inbox = await services.tasks.inbox(TESTER, "河东区住建局", first=100, after=inbox.cursors[-1])
    assert task.id in {one.id for one in inbox.items}
    assert await services.coverage.covered_by(TESTER, "市法院第1党支部") == await services.coverage.covered_by(
        TESTER, "qingshi:branch-court"
    )


@pytest.mark.parametrize(
    ("party", "failure", "said"),
    [
        ("河东区住建", NotFound, "qingshi:housing-hedong (河东区住建局)"),
        ("不存在的单位", NotFound, "no organisation '不存在的单位'"),
        ("qingshi:no-such", NotFound, "no organisation 'qingshi:no-such'"),
        ("no-such-role@南河街道", InvalidInput, "no role 'no-such-role'"),
        ("township-secretary@不存在的街道", NotFound, "不存在的街道"),
        ("township-secretary@990102999000", NotFound, "990102999000"),
    ],
)
async def test_nobody_is_unknown_and_not_merely_without_a_right(
    services: Services, clock: FixedClock, party: str, failure: type[Exception], said: str
) -> None:
    task = (await blown(services, "party-unknown")).task
    for asked in (
        services.actions.available(TESTER, task.id, party),
        services.actions.act(TESTER, ActionRequest(task.id, "note", party, "party-x", task.version, "x")),
        services.tasks.inbox(TESTER, party),
    ):
        with pytest.raises(failure) as refused:
            await asked
        assert said in in_english(refused.value)


async def test_an_area_of_several_is_the_one_where_such_a_post_can_be(services: Services, clock: FixedClock) -> None:
    """榆岭 is a county, a town and a community; a township's secretary is of the town."""
    assert (await services.tasks.inbox(TESTER, "township-secretary@榆岭")).items == ()
    with fails(InvalidInput, match=r"may be any of 2 places"):
        await services.tasks.inbox(TESTER, "village-secretary@东沟村")


@pytest.mark.parametrize("asked", ["榆岭县综治中心", "qingshi:centre-yuling"])
async def test_a_unit_that_has_ended_is_said_to_have_and_when(services: Services, asked: str) -> None:
    """榆岭县综治中心 was closed at the end of 2022: it was *no organisation* by name, and *0 in all* by code."""
    with pytest.raises(NotFound) as inbox:
        await services.tasks.inbox(TESTER, asked)
    with pytest.raises(NotFound) as covers:
        await services.coverage.covered_by(TESTER, asked)
    then = await services.coverage.covered_by(TESTER, asked, date(2022, 12, 31))
    assert inbox.value.message == covers.value.message
    assert in_english(covers.value.message) == "榆岭县综治中心 (qingshi:centre-yuling) ended on 2023-01-01"
    assert advised(covers.value) == "orgraph covered-by qingshi:centre-yuling --on 2022-12-31"
    assert len(then.areas) == 1


@pytest.mark.parametrize("asked", ["榆岭县综治中心", "qingshi:centre-yuling"])
async def test_a_unit_that_is_not_there_yet_is_said_to_be_known_from_a_day_on(services: Services, asked: str) -> None:
    with pytest.raises(NotFound) as refused:
        await services.coverage.covered_by(TESTER, asked, date(2019, 1, 1))
    assert "is known from" in in_english(refused.value.message)
