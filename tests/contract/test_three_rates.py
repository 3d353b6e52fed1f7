"""The three rates (三率) come from call-backs alone, and are what a reader of the bare events counts, too."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from orgraph.bootstrap import Services
from orgraph.domain.action import Obstacle
from orgraph.domain.audit import Every
from orgraph.domain.errors import InvalidInput
from orgraph.domain.supervision import RATES, Counts, Rates, Share
from orgraph.domain.ways import Step
from tests.said import fails

from ..clock import FixedClock
from ..ledger import faults_of, raw
from ..oracle.supervision import supervised, told
from ..small_world import TESTER
from .cases import DISTRICT, STREET, WHISTLER, Case, reported

JUSTICE, TOWNSHIP = "qingshi:justice-nanhe", "990102001000"
_EVENTS = """
MATCH (t:Task)-[:HAS_EVENT]->(e:Event) WHERE t.called_at >= $since AND t.called_at < $until
RETURN t.id, e.sequence, e.payload ORDER BY t.id, e.sequence
"""


_AREAS = "MATCH (a:Area) RETURN a.code, a.until"
_STEPS = "MATCH (a:Area)-[r:PART_OF]->(b:Area) RETURN a.code, b.code, r.since, r.until"


async def verified(services: Services) -> Case:
    """A matter that the street's station of justice has done, and that waits for its resident to be called back."""
    case = await reported(services, "dispute")
    for action, by, said in (
        ("accept", STREET, {}),
        ("dispatch", STREET, {}),
        ("sign-in", JUSTICE, {}),
        ("contact-resident", JUSTICE, {"text": "已电话联系"}),
    ):
        await case.do(action, by, **said)
    return await done(case)


async def done(case: Case) -> Case:
    for action, by, said in (
        ("answer-resident", JUSTICE, {"text": "答复"}),
        ("submit", JUSTICE, {"text": "已办"}),
        ("verify", DISTRICT, {"passed": True}),
    ):
        await case.do(action, by, **said)
    return case


def back(contacted: bool, solved: bool, satisfaction: int, passed: bool = True) -> dict[str, Any]:
    return {
        "contacted": contacted,
        "solved": solved,
        "satisfaction": satisfaction,
        "passed": passed,
        "text": "回访记录",
    }


Counted = dict[str, list[int]]


def counted(events: Iterable[Sequence[Any]], lead: str = "") -> Counted:
    """
    The same from what events say and nothing of orgraph's own: of each task the last answers, while it counts; of one
    lead, or of all.
    """
    tasks: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for task, _, payload in events:
        tasks[task].append(json.loads(payload))
    found: Counted = {name: [0, 0] for name in ("response", "resolution", "satisfaction")} | {"not reached": [0]}
    for said in tasks.values():
        leads, answers, tried, leading, apart = "", None, None, "", ""
        for one in said:
            does = one.get("does", {})
            if one.get("satisfaction") is not None:
                answers, leads = one, leading
            elif one.get("action") == "not-reached":
                tried = leading
            leading, apart = does.get("lead", leading), does.get("counts_as", apart)
        if apart in ("excluded", "merged", "refused", "void", "on-the-spot"):
            continue
        if answers is None:
            found["not reached"][0] += tried is not None and lead in ("", tried)
        elif lead in ("", leads):
            for name, yes in (
                ("response", answers["contacted"]),
                ("resolution", answers["solved"]),
                ("satisfaction", answers["satisfaction"] > 3),
            ):
                found[name][0] += yes
                found[name][1] += 1
    return found


def as_counted(rates: Rates) -> Counted:
    found = {name: [share.count, share.of] for name, share in rates.by_name().items() if name in RATES[:3]}
    return found | {"not reached": [rates.not_reached]}


async def test_what_residents_say_who_are_called_back_makes_the_three_rates(
    services: Services, clock: FixedClock
) -> None:
    clock.move_to("2026-01-13")
    day = date(2026, 1, 13)
    content, cross, unreached, waiting = [await verified(services) for _ in range(4)]
    await content.do("call-resident-back", DISTRICT, **back(True, True, 4))
    await content.do("close", WHISTLER)
    await cross.do("call-resident-back", DISTRICT, **back(False, False, 1, passed=False))
    await done(cross)
    await cross.do("call-resident-back", DISTRICT, **back(True, False, 3))  # what is said last counts
    await cross.do("close", WHISTLER)
    for _ in range(3):
        await unreached.do("not-reached", DISTRICT, text="无人接听")
    await unreached.do("close-unreached", WHISTLER, text="三次联系不上")
    assert waiting.task.state == "verified"
    found = await services.supervisor.supervision(TESTER, TOWNSHIP, day, day)
    (unit,) = found.units
    for rates in (found.rates, unit.rates):
        assert (rates.response, rates.resolution, rates.satisfaction) == (Share(2, 2), Share(1, 2), Share(1, 2))
        assert rates.not_reached == 1
        assert rates.completion == Share(3, 4) and rates.ratings == Share(0, 0)  # beside them, from the ledger
    assert told(found) == await supervised(services, TOWNSHIP, day, day)
    assert await faults_of(services.store) == []


async def test_a_call_back_says_all_of_it_or_nothing_is_done(services: Services, clock: FixedClock) -> None:
    case = await verified(services)
    said = back(True, True, 5)
    for name in ("contacted", "solved", "satisfaction"):
        part = {key: value for key, value in said.items() if key != name}
        refused = await case.refused("call-resident-back", DISTRICT, **part)
        assert (refused.obstacle, refused.needed) == (Obstacle.INCOMPLETE, (name,))
    for mark in (0, 6):
        with fails(InvalidInput, match="1 to 5"):
            await case.do("call-resident-back", DISTRICT, **{**said, "satisfaction": mark})


async def test_whatever_becomes_of_matters_a_reader_of_the_bare_events_counts_the_same(
    services: Services, clock: FixedClock
) -> None:
    """By chance called back, not reached, sent back, reopened, left out of the rates again."""
    clock.move_to("2026-02-10")
    day, chance = date(2026, 2, 10), random.Random(19)
    for _ in range(12):
        case = await verified(services)
        for _ in range(chance.randint(0, 4)):
            if case.task.state == "in-hand" and chance.random() < 0.2:
                await case.do("exclude", DISTRICT, text="历史遗留", review=date(2026, 5, 1))
            elif case.task.state == "in-hand":
                await done(case)
            elif case.task.state == "verified":
                if chance.random() < 0.4:
                    await case.do("not-reached", DISTRICT, text="无人接听")
                    continue
                contacted, solved, passed = (chance.random() < 0.6 for _ in range(3))
                said = back(contacted, solved, chance.randint(1, 5), passed)
                await case.do("call-resident-back", DISTRICT, **said)
                if passed:
                    await case.do("close", WHISTLER)
            elif case.task.state == "unreachable":
                await case.do("close-unreached", WHISTLER, text="联系不上")
            elif case.task.state == "closed":
                await case.do("reopen", WHISTLER, text="又来电")
    found = await services.supervisor.supervision(TESTER, TOWNSHIP, day, day)
    since = int(clock.now().timestamp() * 1000) - 86_400_000
    events = await raw(services.store, _EVENTS, since=since, until=since + 2 * 86_400_000)
    assert found.found == 12 and as_counted(found.rates) == counted(events)
    assert found.rates.response.of > 3 and found.rates.not_reached > 0
    for unit in found.units:
        assert as_counted(unit.rates) == counted(events, unit.organisation.code)
    assert await faults_of(services.store) == []


async def test_areas_and_periods_beside_each_other_say_what_each_says_alone(
    services: Services, clock: FixedClock
) -> None:
    """Each row is what supervision says of that area, or of that period; together they are the whole."""
    first, last = date(2026, 3, 10), date(2026, 5, 4)
    for day in ("2026-03-10", "2026-04-20"):
        clock.move_to(day)
        case = await verified(services)
        await case.do("call-resident-back", DISTRICT, **back(True, day < "2026-04", 4))
        await case.do("close", WHISTLER)
        await reported(services, "dispute")
    clock.move_to("2026-05-04")
    supervisor, names = services.supervisor, [field.name for field in fields(Counts)]

    async def alone(area: str, since: date, until: date) -> list[object]:
        whole = await supervisor.supervision(TESTER, area, since, until)
        return [getattr(whole, name) for name in names]

    months = await supervisor.by_period(TESTER, "河东区", first, last, Every.MONTH)
    assert [(one.first, one.last) for one in months] == [(first, date(2026, 4, 9)), (date(2026, 4, 10), last)]
    assert [one.rates.resolution for one in months] == [Share(1, 1), Share(0, 1)]
    for one in months:
        assert [getattr(one, name) for name in names] == await alone(one.area.code, one.first, one.last)
    counties = await supervisor.by_area(TESTER, "青石市", "county", first, last)
    assert [one.area.code for one in counties] == sorted(one.area.code for one in counties)
    assert {"990102000000"} < {one.area.code for one in counties}
    for one in counties:
        assert [getattr(one, name) for name in names] == await alone(one.area.code, first, last)
    assert sum(one.found for one in counties) == (await alone("青石市", first, last))[3] == 4
    with fails(InvalidInput, match="no level"):
        await supervisor.by_area(TESTER, "青石市", "省际", first, last)
    with fails(InvalidInput, match="more than 400"):
        await supervisor.by_period(TESTER, "青石市", date(2020, 1, 1), last, Every.DAY)


async def test_what_ended_or_moved_is_a_row_in_periods_in_which_it_lay_there(services: Services) -> None:
    """By each area's ways up, day by day, read anew."""
    ends = {code: date.fromisoformat(until) for code, until in await raw(services.store, _AREAS)}
    levels = dict(await raw(services.store, "MATCH (a:Area) RETURN a.code, a.level"))
    steps = [
        Step(code, above, date.fromisoformat(since), date.fromisoformat(until))
        for code, above, since, until in await raw(services.store, _STEPS)
    ]
    for first, last in ((date(2022, 12, 1), date(2022, 12, 31)), (date(2023, 4, 1), date(2023, 5, 31))):
        for root in ("990121101000", "990121102000"):  # one village moves from one to the other, one is dissolved
            found = await services.supervisor.by_area(TESTER, root, "village", first, last)
            days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
            lay = {
                code
                for code, level in levels.items()
                if level == "village" and any(_under(code, root, day, ends, steps) for day in days)
            }
            assert [one.area.code for one in found] == sorted(lay)


def _under(code: str, root: str, day: date, ends: dict[str, date], steps: list[Step]) -> bool:
    while code != root:
        above = [one.above for one in steps if one.area == code and one.since <= day < one.until]
        if not above or day >= ends[code]:
            return False
        (code,) = above
    return day < ends[root]
