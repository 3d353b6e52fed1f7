"""Relations are held against what the store has: circles through several packs, and what another pack said before."""

from __future__ import annotations

import pytest

from tests.said import in_english

from ..packs import Desk

pytestmark = pytest.mark.xdist_group("embedded")

HEADER = "type,source,target,since,until\n"


@pytest.mark.parametrize("type_", ["UNDER", "MEMBER_OF"])
async def test_two_units_under_each_other_are_refused(spoiled: Desk, type_: str) -> None:
    line = spoiled.add("relations", f"{type_},{{k}}:centre,{{k}}:police,,,,,,")
    if type_ == "MEMBER_OF":
        line = spoiled.add("relations", f"{type_},{{k}}:police,{{k}}:centre,,,,,,")
    (fault,) = await spoiled.faults()
    assert f"circle of {type_}: " in in_english(fault.problem) and spoiled.said(
        "{k}:centre → {k}:police"
    ) in in_english(fault.problem)
    assert (fault.file, fault.field) == (f"{spoiled.key}/relations.csv", "target") and fault.line <= line


async def test_units_that_change_places_on_a_day_make_no_circle(desk: Desk) -> None:
    desk.replace(
        "relations", "UNDER,{k}:police,{k}:centre,2021-01-01,", "UNDER,{k}:police,{k}:centre,2021-01-01,2022-01-01"
    )
    desk.add("relations", "UNDER,{k}:centre,{k}:police,2022-01-01,,,,,")
    assert (await desk.load()).written == 35


async def test_a_row_that_stands_twice_in_a_later_list_is_named_as_such(desk: Desk) -> None:
    await desk.load()
    desk.write_manifest(as_of="2023-09-01")
    rows = "SERVES,{k}:police,{p}0101000000\n" * 2
    desk.write("relations", f"type,source,target\n{rows}")
    (fault,) = await desk.faults()
    assert (fault.line, fault.field) == (3, "since") and "the same SERVES twice" in in_english(fault.problem)


async def test_a_change_that_closes_a_circle_with_what_is_held_is_refused(desk: Desk) -> None:
    await desk.load()
    desk.changes("2023-09-01", relations=f"change,{HEADER}add,UNDER,{{k}}:centre,{{k}}:police,,\n")
    (fault,) = await desk.faults()
    assert fault.line == 2 and "circle of UNDER" in in_english(fault.problem)
    desk.changes(
        "2023-09-02",
        relations=f"change,{HEADER}end,UNDER,{{k}}:police,{{k}}:centre,,\n"
        + "add,UNDER,{k}:centre,{k}:police,2023-09-02,\n",
    )
    await desk.load(allow_ending=1)


async def test_a_circle_through_two_packs_is_refused(desk: Desk, other: Desk) -> None:
    key = desk.key
    other.changes("2023-09-01", relations=f"change,{HEADER}add,UNDER,{key}:centre,{{k}}:police,2023-09-01,\n")
    await other.load()
    other.changes("2023-09-02", relations=f"change,{HEADER}add,UNDER,{{k}}:centre,{key}:police,2023-09-02,\n")
    (fault,) = await other.faults()
    for name in ("{k}:centre", "{k}:police"):
        assert other.said(name) in in_english(fault.problem) and desk.said(name) in in_english(fault.problem)


async def test_what_another_pack_has_said_already_is_named_with_its_row(desk: Desk, other: Desk) -> None:
    row = desk.said("add,SERVES,{k}:police,{p}0101000000,2021-01-01,\n")
    other.changes("2023-09-01", relations=f"change,{HEADER}{row}")
    (fault,) = await other.faults()
    assert (fault.line, in_english(fault.problem)) == (2, f"the pack {desk.key} has this row already")


async def test_a_key_that_another_pack_has_given_is_named_with_its_row(desk: Desk, other: Desk) -> None:
    header = "change,officer,role,at,since,key\n"
    row = "add,{k}:two,duty-contact,{k}:police,2023-09-01,ours\n"
    desk.changes("2023-09-01", postings=header + row)
    await desk.load()
    other.changes("2023-09-01", postings=header + row)
    (fault,) = await other.faults()
    assert (fault.file, fault.line, fault.field, fault.value) == (f"{other.key}/postings.csv", 2, "key", "ours")
