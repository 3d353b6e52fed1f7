"""What nobody sees stands in no name, blank is no cell, and a phone is a phone; a name is found however it is spelled."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.domain.errors import UnknownPlace
from tests.said import in_english

from ..packs import Desk
from ..small_world import TESTER

pytestmark = pytest.mark.xdist_group("embedded")


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\x1b[31m", "U+001B ESCAPE"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\x07", "U+0007 CONTROL CHARACTER"),
    ],
)
async def test_a_name_with_what_nobody_sees_is_refused_by_its_name(desk: Desk, hidden: str, said: str) -> None:
    line = desk.add("areas", f"{{p}}0101001002,{{n}}隐{hidden}社区居委会,village,{{p}}0101001000,residents-committee,")
    (fault,) = [one for one in await desk.faults() if said in in_english(one.problem)]
    assert (fault.line, fault.field, in_english(fault.problem)) == (line, "name", f"has {said}")
    assert in_english(fault.remedy).startswith("remove it")
    assert "\x1b" not in str(fault) and hidden not in str(fault) and "\\\\" not in str(fault)


@pytest.mark.parametrize("blank", ["\u3000", " \xa0 ", "\u2800", "\u3164"])
async def test_a_blank_cell_is_an_empty_one(desk: Desk, blank: str) -> None:
    desk.add("areas", f"{{p}}0101001002,{blank},village,{{p}}0101001000,residents-committee,")
    assert ("name", "is empty") in {(one.field, in_english(one.problem)) for one in await desk.faults()}


@pytest.mark.parametrize(
    ("phone", "problem"),
    [
        ("9.91E+10", "is a number: a table program has turned the phone into one"),
        ("99100000041.0", "is a number: a table program has turned the phone into one"),
        ("王主任", "is no phone"),
        ("=1+1", "is no phone"),
    ],
)
async def test_a_phone_is_a_phone(desk: Desk, phone: str, problem: str) -> None:
    desk.replace(
        "organisations",
        "{k}:police,{n}公安局,police,second,0997-0000001",
        "{k}:police,{n}公安局,police,second," + phone,
    )
    assert [(one.field, in_english(one.problem)) for one in await desk.faults()] == [("duty_phone", problem)]


@pytest.mark.parametrize(
    "phone", ["110", "+86 24 23456789", "（024）23456789", "024-23456789转8001", "13900001111/23456789"]
)
async def test_what_can_be_a_phone_is_taken(desk: Desk, phone: str) -> None:
    desk.replace(
        "organisations",
        "{k}:police,{n}公安局,police,second,0997-0000001",
        "{k}:police,{n}公安局,police,second," + phone,
    )
    assert (await desk.load()).written > 10


async def test_a_name_is_found_however_it_is_spelled_and_shown_as_it_is_written(desk: Desk) -> None:
    desk.replace("areas", "{n}山村村委会", "{n}（北）Ａ山村村委会")
    await desk.load()
    for typed in (
        "{n}（北）Ａ山村",
        "{n}(北)A山村",
        " {n}（北) A\u3000山村\u200b",
        "{n}（北）Ａ山村村委会",
        "{n}市／{n}(北)A山村",
    ):
        found = await desk.services.places.find(desk.said(typed), date(2023, 8, 22))
        assert found.area.name == desk.said("{n}（北）Ａ山村村委会")
    found = await desk.services.places.find(desk.said("{p}0102100200").translate(WIDE), date(2023, 8, 22))
    assert found.area.code == desk.said("{p}0102100200")
    (area,) = (await desk.services.registry.search(TESTER, desk.said("{n}(北)A"))).areas
    assert area.area.code == desk.said("{p}0102100200")
    with pytest.raises(UnknownPlace):
        await desk.services.places.find(desk.said("{n}(南)A山村"), date(2023, 8, 22))


async def test_another_name_is_found_however_it_is_spelled(desk: Desk) -> None:
    desk.replace("areas", "residents-committee,{n}小区", "residents-committee,{n}（东）Ａ 小区；{n}丙")
    await desk.load()
    for typed in (
        "{n}（东）Ａ 小区",
        "{n}(东)A小区",
        "{n}(东)Ａ\u3000小区",
        "{n}市/{n}(东)A小区",
        "{n}一街道{n}(东)A小区",
        "{n}丙",
    ):
        assert (await desk.services.places.find(desk.said(typed), date(2023, 8, 22))).area.code == desk.said(
            "{p}0101001001"
        ), typed
    assert (await desk.prepare()).plan.changes == 0
    desk.changes("2023-09-01", areas="change,code,aliases\nchange,{p}0101001001,{n}Ｂ院\n")
    await desk.load()
    assert (await desk.services.places.find(desk.said("{n}B院"), date(2023, 9, 1))).area.code == desk.said(
        "{p}0101001001"
    )


async def test_another_name_is_refused_as_a_name_is(spoiled: Desk) -> None:
    spoiled.replace("areas", "residents-committee,{n}小区", "residents-committee,{n}小\u200b区")
    (fault,) = await spoiled.faults()
    assert (fault.field, "U+200B" in in_english(fault.problem)) == ("aliases", True)


WIDE = {ord("0") + digit: ord("０") + digit for digit in range(10)}
