"""Every task has a number that can be said on the phone: the next of its book within the year. On every engine."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.canonical import canonical
from orgraph.domain.errors import InvalidInput, NotFound
from orgraph.domain.listing import Wanted
from orgraph.domain.numbering import MatterNumber, number_typed
from orgraph.domain.task import CalledTask, Task
from orgraph.domain.whistle import Whistle
from tests.said import fails

from ..clock import FixedClock
from ..ledger import faults_of, raw
from ..packs import Desk
from ..small_world import TESTER

EAST, HEAD = "990102001001", "township-head@990102001000"
COUNTY, COUNTY_HEAD = "990121100200", "township-head@990121100000"
HOUSING, BUREAU = "qingshi:housing-hedong", "qingshi:urban-hedong"
_KEYS = count(1)


SET_BOOK = "MATCH (b:Book {code: $code}) SET b.numbered = $given, b.position = $position, b.hash = $hash RETURN b.code"
UNDO = """MATCH (t:Task {id: $id}) OPTIONAL MATCH (t)-[:HAS_EVENT]->(e:Event) OPTIONAL MATCH (t)--(c:Content)
OPTIONAL MATCH (x:Timer {id: $id}) OPTIONAL MATCH (q:Request {task: $id}) DETACH DELETE t, e, c, x, q"""
"""A task that was the last to begin in a book, as if it had never begun."""


async def book_of(services: Services) -> dict[str, Any]:
    """The book of the tasks here: its end and its numbers."""
    row = "MATCH (b:Book {code: '990102000000'}) RETURN b.code, b.position, b.hash, b.numbered"
    ((code, position, hash_, given),) = await raw(services.store, row)
    return {"code": code, "position": position, "hash": hash_, "given": given}


def whistle(place: str = EAST, by: str = HEAD, **said: object) -> Whistle:
    asked = Whistle(place, by, "emergency", "路面塌陷", f"number-{next(_KEYS)}", "桥头塌了", again=True)
    return replace(asked, **said)  # type: ignore[arg-type]


async def opened(services: Services, asked: Whistle | None = None) -> Task:
    return (await services.dispatch.blow(TESTER, asked or whistle())).task


def number_of(task: Task) -> MatterNumber:
    found = number_typed(task.number or "")
    assert found is not None and str(found) == task.number
    return found


async def test_numbers_run_on_in_each_book_and_begin_anew_with_the_year(services: Services, clock: FixedClock) -> None:
    clock.move_to("2023-12-31")
    first = number_of(await opened(services))
    assert (first.name, first.year) == ("河东", 2023), "the short name of the district"
    matter = Whistle(COUNTY, COUNTY_HEAD, "", "邻里纠纷", f"number-{next(_KEYS)}", "吵架")
    other = number_of((await services.dispatch.report(TESTER, matter)).task)
    assert (other.name, other.year) == ("榆岭", 2023)
    assert number_of(await opened(services)) == replace(first, serial=first.serial + 1)
    clock.move_by(timedelta(hours=14))  # new year in China, and still the old year in Greenwich
    after = number_of(await opened(services))
    assert after.year == 2024
    late = whistle(blown_at=clock.now() - timedelta(hours=1))
    assert number_of(await opened(services, late)) == replace(after, serial=after.serial + 1), (
        "of the day it is entered"
    )
    clock.move_by(timedelta(hours=-2))  # a clock that is set back gives no number again
    assert number_of(await opened(services)) == replace(first, serial=first.serial + 2)
    assert await faults_of(services.store) == []


async def test_what_is_undone_takes_no_number_and_a_key_gives_its_own_again(
    services: Services, clock: FixedClock
) -> None:
    asked = whistle()
    task = await opened(services, asked)
    again = await services.dispatch.blow(TESTER, asked)
    assert again.repeated and (again.task.id, again.task.number) == (task.id, task.number)
    with pytest.raises(InvalidInput):
        await opened(services, whistle(blown_at=clock.now() + timedelta(hours=1)))  # refused while the book is held
    assert number_of(await opened(services)).serial == number_of(task).serial + 1
    (said,) = [event.said for event in task.events if event.type == "called"]
    assert said["number"] == task.number, "in the chain"


@pytest.mark.neo4j_too
async def test_of_eight_at_once_none_has_the_number_of_another(services: Services, clock: FixedClock) -> None:
    before = number_of(await opened(services)).serial
    answers = await asyncio.gather(*(services.dispatch.blow(TESTER, whistle()) for _ in range(8)))
    assert all(isinstance(one, CalledTask) for one in answers)
    assert sorted(number_of(one.task).serial for one in answers) == list(range(before + 1, before + 9))
    assert await faults_of(services.store) == []


async def test_a_child_is_numbered_in_the_book_of_its_parent(services: Services, clock: FixedClock) -> None:
    parent = await opened(services)
    for action, by, said in (("sign-in", HOUSING, {}), ("assign", HEAD, {"unit": BUREAU, "text": "会商"})):
        now = (await services.tasks.task(TESTER, parent.id)).task
        request = ActionRequest(parent.id, action, by, f"number-{next(_KEYS)}", now.version, **said)  # type: ignore[arg-type]
        parent = (await services.actions.act(TESTER, request)).task
    (link,) = parent.linked
    child = (await services.tasks.task(TESTER, link.id)).task
    mine = number_of(parent)
    assert link.number == child.number and number_of(child) == replace(mine, serial=mine.serial + 1)
    assert child.linked[0].number == parent.number


async def test_it_is_found_by_its_number_and_the_end_of_it(services: Services, clock: FixedClock) -> None:
    task = await opened(services)
    number = number_of(task)
    wide = f"河东区 － ２０２３ － {number.serial}"
    for typed in (str(number), wide, f"河东——2023—{number.serial:09}"):
        assert (await services.tasks.task(TESTER, typed)).task.id == task.id, typed
        assert [one.id for one in (await services.registry.search(TESTER, typed)).tasks] == [task.id]
    for end in (f"{number.serial:06}", f"2023-{number.serial}"):
        found = (await services.registry.search(TESTER, end)).tasks
        assert task.id in [one.id for one in found] and all(number_of(one).serial == number.serial for one in found)
    assert (await services.registry.search(TESTER, f"1999-{number.serial}")).tasks == ()
    with fails(NotFound, match="河东-2023-999999"):
        await services.tasks.task(TESTER, "河东-2023-999999")
    day = clock.now().date()
    listed = await services.tasks.tasks(TESTER, EAST, 100, wanted=Wanted(since=day, until=day))
    assert task.number in [one.number for one in listed.items]
    assert (await services.registry.search(TESTER, "南河")).tasks == ()


async def test_who_changes_a_number_is_found_out(services: Services, clock: FixedClock) -> None:
    task = await opened(services)
    number = number_of(task)
    change = "MATCH (t:Task {id: $id}) SET t.number = $number, t.serial = $serial RETURN t.id"
    for number_now, serial in ((task.number, number.serial + 1000), ("河东-2023-900000", number.serial)):
        await raw(services.store, change, id=task.id, number=number_now, serial=serial)
        broken = (await services.ledger.verify(TESTER)).broken
        assert [(one.damage.value, one.task) for one in broken] == [("projection", task.id)]
    await raw(services.store, change, id=task.id, number=task.number, serial=number.serial)
    assert (await services.ledger.verify(TESTER)).broken == ()


async def test_a_task_of_before_has_none_and_the_next_is_the_first(services: Services, clock: FixedClock) -> None:
    clock.move_to("2031-03-01")
    before = await book_of(services)
    await raw(services.store, SET_BOOK, **before | {"given": None})
    try:
        assert number_of(await opened(services)).serial == 1
    finally:
        after = await book_of(services)
        merged = canonical(json.loads(before["given"] or "{}") | json.loads(after["given"]))
        await raw(services.store, SET_BOOK, **after | {"given": merged})


async def test_a_number_that_is_given_twice_or_left_out_is_told_by_verify(
    services: Services, clock: FixedClock
) -> None:
    clock.move_to("2032-03-01")
    first = await opened(services)
    before = await book_of(services)
    for forged, damage in (("{}", "number-twice"), (canonical({"2032": 7}), "number-gap")):
        await raw(services.store, SET_BOOK, **before | {"given": forged})
        wrong = await opened(services)
        if damage == "number-twice":
            assert wrong.number == first.number
            with fails(InvalidInput, match=wrong.id):  # two tasks have it, as where two counties bear one name
                await services.tasks.task(TESTER, wrong.number or "")
        broken = (await services.ledger.verify(TESTER)).broken
        assert [(one.damage.value, one.task, one.sequence) for one in broken] == [(damage, wrong.id, 1)]
        await raw(services.store, UNDO, id=wrong.id)
        await raw(services.store, SET_BOOK, **before)
    assert (await services.ledger.verify(TESTER)).broken == ()


async def test_while_two_counties_share_a_name_their_cities_tell_them_apart(
    services: Services, clock: FixedClock
) -> None:
    clock.move_to("2033-03-01")
    rename = "MATCH (a:Area {code: '990121000000'}) SET a.short = $short RETURN a.code"
    alone = await opened(services)
    await raw(services.store, rename, short="河东")
    try:
        shared = await opened(services)
        number = number_of(shared)
        assert (number.name, number.serial) == ("青石河东区", number_of(alone).serial + 1), "the book counts on"
        for typed in (str(number), f"青石市河东区-2033-{number.serial}", f"河东区-2033-{number.serial}"):
            assert (await services.tasks.task(TESTER, typed)).task.id == shared.id, typed
        assert (await services.tasks.task(TESTER, alone.number or "")).task.id == alone.id, "the old one stays"
    finally:
        await raw(services.store, rename, short="榆岭")
    assert number_of(await opened(services)).name == "河东"
    assert (await services.ledger.verify(TESTER)).broken == ()


async def test_a_county_that_takes_the_name_of_another_gives_none_of_its_numbers_again(
    services: Services, clock: FixedClock, tmp_path: Path
) -> None:
    """东区 becomes 北区, 西县 becomes 东县 and 东区 after it, and what was 东区 ends: all within a year and a city."""
    desk = Desk(services, tmp_path)
    desk.add("postings", "{k}:two,township-secretary,{p}0102100000,2021-01-01,,true,")
    await desk.load()
    given: dict[str, str] = {}

    async def next_of(county: str) -> str:
        """The number of one more task of a county; it is none that was given before, and finds its task."""
        town = desk.said({"0101": "{p}0101001000", "0102": "{p}0102100000"}[county])
        task = await opened(services, whistle(town, f"township-secretary@{town}"))
        assert task.number and task.number not in given, given
        given[task.number] = task.id
        return task.number

    def serial(number: str, name: str) -> int:
        assert number.startswith(desk.said(name) + "-"), number
        return int(number.rpartition("-")[2])

    async def decree(day: str, rows: str, hanging: int = 0) -> None:
        desk.changes(day, areas=f"change,code,name,until\n{rows}\n")
        await desk.load(accept_hanging=hanging)

    clock.move_to("2023-09-02")
    assert serial(await next_of("0101"), "{n}东") == 1
    assert serial(await next_of("0102"), "{n}西") == 1
    await decree("2023-10-01", "change,{p}0101000000,{n}北区,\nchange,{p}0102000000,{n}东县,")
    assert serial(await next_of("0101"), "{n}东") == 2, "not before the day of the decree"
    clock.move_to("2023-10-02")
    for county, name, last in (("0101", "{n}北", 3), ("0102", "{n}{n}东县", 2)):
        assert serial(await next_of(county), name) == last, (
            "what was another's name has the city's before it, and is its own"
        )
    await decree("2023-11-01", "change,{p}0102000000,{n}东区,")
    clock.move_to("2023-11-02")
    assert serial(await next_of("0102"), "{n}{n}东{p}0102") == 3, "even the full name was another's"
    await decree("2023-12-01", "end,{p}0101000000,,", hanging=7)
    clock.move_to("2023-12-02")
    assert serial(await next_of("0102"), "{n}{n}东{p}0102") == 4
    for number, task in given.items():
        assert (await services.tasks.task(TESTER, number)).task.id == task, number
        assert task in [one.id for one in (await services.registry.search(TESTER, number)).tasks]
    twice = desk.said("{n}东县-2023-2")  # of what is 东县 it is the second, and 东 alone has a second as well
    with fails(InvalidInput, match=given[desk.said("{n}{n}东县-2023-000002")]):
        await services.tasks.task(TESTER, twice)
    assert (await services.ledger.verify(TESTER)).broken == ()
