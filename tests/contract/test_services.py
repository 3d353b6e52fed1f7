"""What is offered at a place, by whom, on which days, is what the rows say, on every engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.errors import NotFound, PlaceNotYet, UnknownPlace
from orgraph.domain.offers import Offered, ServicesAt

from ..oracle import Oracle
from ..oracle.services import Offer, ServicesOracle
from ..packs import RELATIONS, Desk
from ..said import in_chinese, in_english
from ..small_world import TESTER

COMMUNITY = "990102001001"
DAYS = ("2023-04-30", "2023-05-06", "2023-08-22", "2023-09-06", "2023-09-29", "2023-10-01", "2023-10-13")
"""A make-up Sunday, a make-up Saturday, a Tuesday, the first Wednesday of a month, a holiday, a Friday after."""


async def asked(services: Services, place: str, on: str, item: str = "") -> ServicesAt:
    return await services.offers.services(TESTER, place, item, date.fromisoformat(on))


def rows(offered: tuple[Offered, ...]) -> set[Offer]:
    """Offers as the oracle tells them."""
    return {
        (
            one.service.code,
            offer.by.code,
            offer.at.code if offer.at else "",
            offer.area.code,
            offer.timetable.there,
            offer.timetable.next.isoformat() if offer.timetable.next else "",
        )
        for one in offered
        for offer in one.offers
    }


@pytest.mark.parametrize("on", DAYS)
async def test_everywhere_it_is_what_the_rows_say(services: Services, oracle: Oracle, on: str) -> None:
    second = ServicesOracle(oracle)
    for place in [code for code in oracle.all_areas(on) if code.startswith("99")]:
        found = await asked(services, place, on)
        assert rows(found.services) == second.offers(place, on), place
        told = {
            (one.at.code, one.organisation.code, one.timetable.there, str(one.timetable.next or ""))
            for one in found.sitting
        }
        assert told == second.sitting(place, on), place
        assert {one.service.code: one.organisations for one in found.within} == second.within(place, on), place


async def test_who_sits_there_today_comes_with_who_covers(services: Services) -> None:
    found = await services.coverage.who_covers(TESTER, COMMUNITY, date(2023, 8, 22))
    sitting = await services.offers.sitting(found)
    assert [(one.organisation.name, one.at.name, one.timetable.there) for one in sitting] == [
        ("河东区司法局", "南河社区评理说事点", True),
        ("青石市法院", "南河社区评理说事点", False),
        ("青石市公安局河东分局", "南河街道综治中心", True),
    ]
    assert [one.timetable.resident for one in sitting] == [False, False, True]


async def test_the_nearest_comes_first_and_of_these_who_is_there(services: Services) -> None:
    found = await asked(services, COMMUNITY, "2023-08-22", "qingshi:svc-1")
    offers = [(one.by.name, one.at.name if one.at else "") for one in found.services[0].offers]
    assert offers == [
        ("南河社区评理说事点", ""),
        ("青石市法院", "南河社区评理说事点"),
        ("南河司法所", ""),
        ("青石市法院", ""),
    ]
    assert found.services[0].offers[1].timetable.next == date(2023, 9, 6)


async def test_an_item_is_meant_by_code_name_part_of_it_or_class_and_asked_for_elsewhere(services: Services) -> None:
    for word, codes in (
        ("qingshi:svc-2", ["2"]),
        ("劳动争议调解", ["2"]),
        ("劳动", ["2"]),
        ("法律服务", ["3", "4", "6"]),
        ("调解", ["1", "2"]),
    ):
        found = await asked(services, COMMUNITY, "2023-08-22", word)
        assert [one.code.removeprefix("qingshi:svc-") for one in found.items] == codes, word
    far = await asked(services, "老爷岭村", "2023-08-22", "劳动争议调解")
    assert far.services == () and far.elsewhere
    assert (far.elsewhere.area.name, far.elsewhere.number) == ("青石市", 2)
    below = await asked(services, "河东区", "2023-08-22", "矛盾纠纷调解")
    assert below.elsewhere and below.elsewhere.area.name == "河东区"
    assert {one.by.name for one in below.elsewhere.services[0].offers} == {
        *("南河社区评理说事点", "北塔社区评理说事点", "南河司法所", "青石市法院")
    }
    nobody = await asked(services, COMMUNITY, "2023-08-22", "公证咨询")
    assert nobody.services == () and nobody.elsewhere is None


async def test_a_place_that_is_no_more_is_told_as_on_its_last_day(services: Services) -> None:
    gone = await asked(services, "旧窑村", "2023-08-22")
    assert gone.ended and gone.on < gone.ended
    with pytest.raises(PlaceNotYet):
        await asked(services, COMMUNITY, "1999-01-01")
    with pytest.raises(UnknownPlace):
        await asked(services, "没有这样的地方", "2023-08-22")


async def test_an_unknown_item_is_refused_with_what_comes_near(services: Services) -> None:
    with pytest.raises(NotFound) as refused:
        await asked(services, COMMUNITY, "2023-08-22", "法律资询")
    assert "法律咨询" in in_english(refused.value) and "法律咨询" in in_chinese(refused.value)
    everything = await asked(services, COMMUNITY, "2023-08-22", " ")
    assert everything.items == () and everything.services


@pytest.fixture
async def desk(services: Services, tmp_path: Path) -> AsyncIterator[Desk]:
    """A pack with services, loaded."""
    made = Desk(services, tmp_path)
    made.write("services", "code,name,group\n{k}:s1,纠纷调解,调解\n{k}:s2,法律咨询,法律")
    with_services(made, "OFFERS,{k}:police,{k}:s1,,,,,,,周二、四,", "SITS_AT,{k}:police,{k}:centre,,,,,,,1-5,1;3")
    await made.load()
    yield made
    await made.vanish()


def with_services(desk: Desk, *more: str) -> None:
    """The relations of the pack, and some more."""
    head, *plain = RELATIONS.strip().splitlines()
    desk.write("relations", "\n".join([head + ",weekdays,weeks", *(f"{row},," for row in plain), *more]))


async def when(desk: Desk, on: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    found = await desk.services.offers.services(TESTER, desk.said("{p}0101001001"), "", date.fromisoformat(on))
    return [
        (one.service.name, weekly.weekdays, weekly.weeks)
        for one in found.services
        for offer in one.offers
        if not offer.at
        for weekly in offer.timetable.weekly
    ]


async def test_other_days_hold_from_the_day_of_the_list_and_the_same_again_is_nothing(desk: Desk) -> None:
    assert (await desk.prepare()).plan.changes == 0
    desk.write_manifest(as_of="2023-10-01")
    with_services(desk, "OFFERS,{k}:police,{k}:s1,,,,,,,3,", "SITS_AT,{k}:police,{k}:centre,,,,,,,1-5,1;3")
    await desk.load()
    assert await when(desk, "2023-09-30") == [("纠纷调解", ("2", "4"), ())]
    assert await when(desk, "2023-10-01") == [("纠纷调解", ("3",), ())]


async def test_an_offer_is_changed_and_ended_by_rows(desk: Desk) -> None:
    desk.changes("2023-11-01", relations="change,type,source,target,weekdays\nchange,OFFERS,{k}:police,{k}:s1,5")
    await desk.load()
    assert await when(desk, "2023-11-01") == [("纠纷调解", ("5",), ())]
    desk.changes(
        "2023-12-01",
        relations="change,type,source,target\nend,OFFERS,{k}:police,{k}:s1",
        services="change,code,name\nchange,{k}:s1,矛盾调解",
    )
    await desk.load(allow_ending=1)
    assert await when(desk, "2023-12-01") == []
    assert await when(desk, "2023-11-30") == [("矛盾调解", ("5",), ())]


async def faulty(desk: Desk) -> dict[tuple[int, str], str]:
    """What is wrong by line and column, in English."""
    return {(one.line, one.field): in_english(one.problem) for one in await desk.faults()}


FIRST = len(RELATIONS.strip().splitlines()) + 1
"""The line of the first relation that a test adds."""


async def test_weekdays_that_are_none_are_refused_by_cell(desk: Desk) -> None:
    with_services(desk, "OFFERS,{k}:police,{k}:s1,,,,,,,周八,", "OFFERS,{k}:police,{k}:s2,,,,,,,2,6")
    assert await faulty(desk) == {
        (FIRST, "weekdays"): "are no weekdays",
        (FIRST + 1, "weeks"): "are no weeks of a month (1 to 5)",
    }


async def test_rows_that_cannot_be_meant_are_refused_with_a_remedy(desk: Desk) -> None:
    twice = desk.add("services", "{k}:s1,又一次,调解")
    foreign = desk.add("services", "other:s3,别处的,调解")
    with_services(
        desk,
        "OFFERS,{k}:centre,{k}:s2,,,,,,,,1",
        "OFFERS,{k}:centre,{k}:nothing,,,,,,,,",
        "OFFERS,{k}:one,{k}:s1,,,,,,,,",
        "SITS_AT,{k}:centre,{k}:s1,,,,,,,,",
        "SERVES,{k}:police,{p}0102000000,2021-01-01,,,,,,2,",
        "SERVES,{k}:police,{p}0102100000,2021-01-01,,crowd-incident,,,,,",
        "SITS_AT,{k}:centre,{k}:centre,,,,,,,,",
    )
    assert await faulty(desk) == {
        (twice, "code"): desk.said("duplicate code, first at {k}/services.csv:2"),
        (foreign, "code"): "foreign or missing pack in the key",
        (FIRST, "weeks"): "says which of a month, and not which weekday",
        (FIRST + 1, "target"): "nothing has this code",
        (FIRST + 2, "source"): "OFFERS joins no officer here",
        (FIRST + 3, "target"): "SITS_AT joins no service here",
        (FIRST + 4, "weekdays"): "SERVES has no weekdays: it would have no effect",
        (FIRST + 5, "categories"): "SERVES has no categories: it would have no effect",
        (FIRST + 6, "target"): "SITS_AT of itself",
    }
