"""A pack with a bad row is refused whole: each bad value by file, line, field, value and remedy, and nothing is written."""

from __future__ import annotations

import pytest

from orgraph.domain.imports import ImportRefused, RowFault
from orgraph.domain.worded import Worded
from tests.said import advised, in_english

from ..packs import Desk

pytestmark = pytest.mark.xdist_group("embedded")

ONE_BAD_ROW = [
    # table, row, field, value, what is said of it
    (
        "areas",
        "{p}0101001001,{n}重社区居委会,village,{p}0101001000,residents-committee,",
        "code",
        "{p}0101001001",
        "duplicate code, first at {k}/areas.csv:8",
    ),
    (
        "areas",
        "{p}010100100,{n}短社区居委会,village,{p}0101001000,residents-committee,",
        "code",
        "{p}010100100",
        "malformed",
    ),
    (
        "areas",
        "{p}01010010aa,{n}字社区居委会,village,{p}0101001000,residents-committee,",
        "code",
        "{p}01010010aa",
        "malformed",
    ),
    (
        "areas",
        "{p}0101001010,{n}三街道,township,{p}0101000000,street,",
        "code",
        "{p}0101001010",
        "only zeros after digit 9",
    ),
    (
        "areas",
        "{p}0102001002,{n}远社区居委会,village,{p}0101001000,residents-committee,",
        "code",
        "{p}0102001002",
        "wrong prefix",
    ),
    (
        "areas",
        "{p}0101001001H001,{n}1中心户,household-group,{p}0101001001,household-group,",
        "parent",
        "{p}0101001001",
        "wrong level order: a household-group within a village",
    ),
    (
        "areas",
        "{p}0101001003,{n}孤社区居委会,village,{p}0101009000,residents-committee,",
        "parent",
        "{p}0101009000",
        "orphan: no area has this code",
    ),
    (
        "areas",
        "{p}0101001003,{n}孤社区居委会,village,,residents-committee,",
        "parent",
        "",
        "orphan: the area is part of nothing",
    ),
    (
        "areas",
        "{p}0101001003,{n}高社区居委会,village,{p}0101000000,residents-committee,",
        "parent",
        "{p}0101000000",
        "wrong level order: a village within a county",
    ),
    (
        "areas",
        "{p}0101001003,{n}奇社区居委会,hamlet,{p}0101001000,residents-committee,",
        "level",
        "hamlet",
        "unknown level",
    ),
    ("areas", "{p}0101001003,{n}奇社区居委会,village,{p}0101001000,castle,", "kind", "castle", "unknown kind"),
    (
        "organisations",
        "{k}:police,{n}公安二局,police,,",
        "code",
        "{k}:police",
        "duplicate code, first at {k}/organisations.csv:3",
    ),
    ("organisations", "police,{n}公安局,police,,", "code", "police", "foreign or missing pack in the key"),
    ("organisations", "{k}:,{n}公安局,police,,", "code", "{k}:", "foreign or missing pack in the key"),
    ("organisations", "other:police,{n}公安局,police,,", "code", "other:police", "foreign or missing pack in the key"),
    (
        "organisations",
        "qingshi:police,{n}公安局,police,,",
        "code",
        "qingshi:police",
        "redefines a row of the pack qingshi",
    ),
    ("organisations", "{k}:x,{n}某局,wizards,,", "kind", "wizards", "unknown kind"),
    ("organisations", "{k}:x,{n}某局,police,fourth,", "tier", "fourth", "unknown tier"),
    ("officers", "{k}:one,文一,judge", "id", "{k}:one", "duplicate id, first at {k}/officers.csv:2"),
    ("officers", "qingshi:p-1,丁一鸣,judge", "id", "qingshi:p-1", "redefines a row of the pack qingshi"),
    ("officers", "somebody,某人,judge", "id", "somebody", "foreign or missing pack in the key"),
    ("officers", "{k}:x,某人,astrologer", "profession", "astrologer", "unknown profession"),
    ("postings", "{k}:nobody,township-head,{p}0101001000,,,,", "officer", "{k}:nobody", "no officer has this id"),
    (
        "postings",
        "{k}:one,township-head,{p}0101009000,,,,",
        "at",
        "{p}0101009000",
        "no area or organisation has this code",
    ),
    ("postings", "{k}:one,duty-contact,{k}:nothing,,,,", "at", "{k}:nothing", "no area or organisation has this code"),
    ("postings", "{k}:one,sheriff,{p}0101001000,,,,", "role", "sheriff", "unknown role"),
    ("postings", "{k}:one,grid-lead,{p}0101001000,,,,", "role", "grid-lead", "not a role at a township"),
    ("postings", "{k}:one,talk-point-host,{k}:police,,,,", "role", "talk-point-host", "not a role in a police"),
    (
        "postings",
        "{k}:one,township-head,{p}0101001000,,,,now and then",
        "employment",
        "now and then",
        "unknown employment",
    ),
    (
        "postings",
        "{k}:one,township-head,{p}0101001000,2023-05-01,2023-04-30,,",
        "until",
        "2023-04-30",
        "is before since 2023-05-01",
    ),
    ("postings", "{k}:one,township-head,{p}0101001000,,2020-12-31,,", "until", "2020-12-31", "is before since"),
    (
        "postings",
        "{k}:three,township-secretary,{p}0101001000,2022-01-01,,,",
        "since",
        "2022-01-01",
        "overlaps the identical posting at {k}/postings.csv:4",
    ),
    ("relations", "KNOWS,{k}:police,{p}0101000000,,,,,,", "type", "KNOWS", "unknown relationship"),
    ("relations", "POSTED_TO,{k}:one,{p}0101000000,,,,,,", "type", "POSTED_TO", "unknown relationship"),
    ("relations", "SERVES,{k}:nothing,{p}0101000000,,,,,,", "source", "{k}:nothing", "nothing has this code"),
    ("relations", "SERVES,{k}:police,{p}0109000000,,,,,,", "target", "{p}0109000000", "nothing has this code"),
    ("relations", "SERVES,{k}:one,{p}0101000000,,,,,,", "source", "{k}:one", "SERVES joins no officer here"),
    ("relations", "OF,{k}:police,{k}:centre,,,,,,", "source", "{k}:police", "OF joins no unit here"),
    ("relations", "UNDER,{k}:police,{p}0101000000,,,,,,", "target", "{p}0101000000", "UNDER joins no area here"),
    (
        "relations",
        "RESPONSIBLE_FOR,{k}:police,{p}0101000000,,,magic,,lead,",
        "categories",
        "magic",
        "unknown categories",
    ),
    (
        "relations",
        "RESPONSIBLE_FOR,{k}:police,{p}0101000000,,,,,lead,",
        "categories",
        "",
        "responsible for no category",
    ),
    ("relations", "RESPONSIBLE_FOR,{k}:police,{p}0101000000,,,dispute,,boss,", "part", "boss", "unknown part"),
    ("relations", "RESPONSIBLE_FOR,{k}:police,{p}0101000000,,,dispute,9,lead,", "severity_from", "9", "no such number"),
    ("relations", "AWAY,{k}:one,{p}0101001001,,,,,,gone fishing", "reason", "gone fishing", "unknown reason"),
    ("relations", "AWAY,{k}:one,{p}0101001001,,,,,,", "reason", "", "unknown reason"),
    (
        "relations",
        "SERVES,{k}:police,{p}0102000000,2023-05-01,2023-01-01,,,,",
        "until",
        "2023-01-01",
        "is before since",
    ),
    (
        "relations",
        "PART_OF,{p}0101001001,{p}0102100000,2023-01-01,,,,,",
        "parent",
        "{p}0101001001",
        "two parents at one moment",
    ),
    (
        "relations",
        "SERVES,{k}:police,{p}0101000000,2021-01-01,,,,,",
        "since",
        "2021-01-01",
        "the same SERVES twice, first at {k}/relations.csv:3",
    ),
    ("relations", "UNDER,{k}:police,{k}:police,,,,,,", "target", "{k}:police", "UNDER of itself"),
    ("relations", "MEMBER_OF,{k}:centre,{k}:centre,,,,,,", "target", "{k}:centre", "MEMBER_OF of itself"),
    ("relations", "DEPUTISES_FOR,{k}:one,{k}:one,,,,,,", "target", "{k}:one", "DEPUTISES_FOR of itself"),
    (
        "relations",
        "PART_OF,{p}0101001000,{p}0102100200,2010-01-01,2011-01-01,,,,",
        "target",
        "{p}0102100200",
        "wrong level order: a township within a village",
    ),
]


def typed(fault: RowFault) -> str:
    """What was typed, by its key where it has one."""
    return fault.value.key if isinstance(fault.value, Worded) else fault.value


@pytest.mark.parametrize(("table", "row", "field", "value", "said"), ONE_BAD_ROW)
async def test_one_bad_row(spoiled: Desk, table: str, row: str, field: str, value: str, said: str) -> None:
    line = spoiled.add(table, row)
    faults = await spoiled.faults()
    bad = [fault for fault in faults if fault.field == field and typed(fault) == spoiled.said(value)]
    assert [(fault.file, fault.line) for fault in bad] == [(f"{spoiled.key}/{table}.csv", line)], faults
    assert spoiled.said(said) in in_english(bad[0].problem)
    assert bad[0].remedy
    assert str(bad[0]).startswith(f"{spoiled.key}/{table}.csv:{line}: {field}={typed(bad[0])!r} ")


async def test_the_pack_that_the_others_spoil_is_right(desk: Desk) -> None:
    assert (await desk.load()).written == 34


async def test_a_cycle_is_printed_with_all_its_areas(spoiled: Desk) -> None:
    spoiled.write(
        "areas",
        "code,name,level,parent,kind\n"
        "{p}0000000000,{n}省,province,,province\n"
        "{p}0100000000,{n}市,city,{p}0101000000,prefecture-city\n"
        "{p}0101000000,{n}东区,county,{p}0100000000,city-district\n",
    )
    (cycle,) = [fault for fault in await spoiled.faults() if "cycle" in in_english(fault.problem)]
    assert in_english(cycle.problem) == spoiled.said("cycle: {p}0100000000 → {p}0101000000 → {p}0100000000")
    assert (cycle.file, cycle.line, cycle.field) == (f"{spoiled.key}/areas.csv", 3, "parent")


async def test_what_lies_below_a_cycle_is_not_waited_for(spoiled: Desk) -> None:
    spoiled.add("areas", "{p}0101001001001,{n}1网格,grid,{p}0101001001002,grid,")
    spoiled.add("areas", "{p}0101001001002,{n}2网格,grid,{p}0101001001001,grid,")
    spoiled.add("areas", "{p}010100100100001,{n}1号楼,building,{p}0101001001001,building,")
    assert any("cycle" in in_english(fault.problem) for fault in await spoiled.faults())


async def test_an_area_of_another_pack_may_not_be_redefined(spoiled: Desk) -> None:
    line = spoiled.add("areas", "990102001001,{n}社区居委会,village,990102001000,residents-committee,")
    (fault,) = [fault for fault in await spoiled.faults() if fault.line == line]
    assert (fault.field, in_english(fault.problem)) == ("code", "redefines a row of the pack wanghai")


@pytest.mark.parametrize(
    ("table", "header", "rows"),
    [
        (
            "postings",
            "officer,role,at,since,key",
            (
                "{k}:one,duty-contact,{k}:police,2021-01-01,first",
                "{k}:two,duty-contact,{k}:police,2021-01-01,first",
            ),
        ),
        (
            "relations",
            "type,source,target,since,key",
            ("SERVES,{k}:police,{p}0101000000,2021-01-01,a", "SERVES,{k}:centre,{p}0101000000,2021-01-01,a"),
        ),
    ],
)
async def test_a_key_is_given_once(spoiled: Desk, table: str, header: str, rows: tuple[str, str]) -> None:
    spoiled.write(table, "\n".join((header, *rows)) + "\n")
    (fault,) = await spoiled.faults()
    assert (fault.line, fault.field) == (3, "key")
    assert spoiled.said(f"duplicate key, first at {{k}}/{table}.csv:2") in in_english(fault.problem)


async def test_one_key_may_name_rows_of_two_types(desk: Desk) -> None:
    rows = ("SERVES,{k}:police,{p}0101000000,2021-01-01,a", "LEADS,{k}:police,{p}0101000000,2021-01-01,a")
    desk.write("relations", "\n".join(("type,source,target,since,key", *rows)) + "\n")
    await desk.load()
    assert [row[0] for row in await desk.state("2023-08-22") if row[1] == desk.said("{k}:police")][-2:] == [
        "LEADS",
        "SERVES",
    ]


@pytest.mark.parametrize("between", ["{k}:one,township-head,{p}0101001000,2022-01-01,2022-01-01,,", ""])
async def test_an_overlap_is_found_past_a_row_that_covers_no_day(spoiled: Desk, between: str) -> None:
    first = spoiled.add("postings", "{k}:one,township-head,{p}0101001000,2021-01-01,,,")
    if between:
        spoiled.add("postings", between)
    line = spoiled.add("postings", "{k}:one,township-head,{p}0101001000,2023-01-01,,,")
    (fault,) = await spoiled.faults()
    assert (fault.line, fault.field) == (line, "since")
    assert f"postings.csv:{first}" in in_english(fault.problem)


async def test_every_overlap_is_named_not_only_the_first(spoiled: Desk) -> None:
    spoiled.add("postings", "{k}:one,township-head,{p}0101001000,2021-01-01,,,")
    lines = [
        spoiled.add("postings", f"{{k}}:one,township-head,{{p}}0101001000,{year}-01-01,{year}-02-01,,")
        for year in (2022, 2023)
    ]
    assert [fault.line for fault in await spoiled.faults()] == lines


async def test_a_second_parent_is_found_past_a_row_that_covers_no_day(spoiled: Desk) -> None:
    spoiled.add("relations", "PART_OF,{p}0101001001,{p}0102100000,2022-01-01,2022-01-01,,,,")
    line = spoiled.add("relations", "PART_OF,{p}0101001001,{p}0102100000,2023-01-01,,,,,")
    assert [(fault.line, fault.field) for fault in await spoiled.faults()] == [(line, "parent")]


async def test_terms_that_follow_each_other_are_no_overlap(desk: Desk) -> None:
    desk.add("postings", "{k}:one,township-head,{p}0101001000,2021-01-01,2022-01-01,,")
    desk.add("postings", "{k}:one,township-head,{p}0101001000,2022-01-01,,,")
    assert (await desk.load()).written == 36


async def test_all_bad_rows_are_named_at_once(spoiled: Desk) -> None:
    expected = set()
    for table, row, field, _, _ in ONE_BAD_ROW:
        if "duplicate" not in row:
            expected.add((f"{spoiled.key}/{table}.csv", spoiled.add(table, row), field))
    with pytest.raises(ImportRefused) as refused:
        await spoiled.load()
    faults = refused.value.faults
    cells = {(fault.file, fault.line, fault.field) for fault in faults}
    # what a cell itself shows (a day, a number) is told before the rows are held against each other
    assert cells and cells <= expected
    assert list(faults) == sorted(faults)
    assert str(len(faults)) in in_english(refused.value.message)


async def test_rows_that_read_well_are_all_held_against_each_other(spoiled: Desk) -> None:
    lines = {
        ("areas", spoiled.add("areas", "{p}0101001003,{n}孤社区居委会,village,{p}0101009000,residents-committee,")),
        ("organisations", spoiled.add("organisations", "other:police,{n}公安局,police,,")),
        ("officers", spoiled.add("officers", "{k}:one,文一,judge")),
        ("postings", spoiled.add("postings", "{k}:nobody,sheriff,{p}0101009000,,,,")),
        ("relations", spoiled.add("relations", "SERVES,{k}:nothing,{p}0109000000,,,,,,")),
    }
    faults = await spoiled.faults()
    assert {(fault.file.split("/")[1].removesuffix(".csv"), fault.line) for fault in faults} == lines
    assert len([fault for fault in faults if fault.file.endswith("postings.csv")]) == 3
    assert len([fault for fault in faults if fault.file.endswith("relations.csv")]) == 2


async def test_a_parent_whose_digits_end_in_zero_is_no_parent_of_all(spoiled: Desk) -> None:
    spoiled.add("areas", "{p}1000000000,{n}二市,city,{p}0000000000,prefecture-city,")
    line = spoiled.add("areas", "{p}1101000000,{n}南区,county,{p}1000000000,city-district,")
    (fault,) = await spoiled.faults()
    assert (fault.line, fault.field) == (line, "code") and "wrong prefix" in in_english(fault.problem)


async def test_a_unit_does_not_become_a_party_organisation_under_its_code(desk: Desk) -> None:
    await desk.load()
    desk.write_manifest(as_of="2023-09-01")
    desk.replace("organisations", "{k}:centre,{n}综治中心,governance-centre", "{k}:centre,{n}综治中心,party-committee")
    (fault,) = [fault for fault in await desk.faults() if fault.field == "kind"]
    assert fault.value == desk.said("{k}:centre") and "another code" in in_english(fault.remedy)


async def test_a_word_that_is_not_known_says_what_comes_near_by_key_or_title(spoiled: Desk) -> None:
    spoiled.add("organisations", "{k}:x,{n}司法所,司法行政机关所,,")
    (fault,) = await spoiled.faults()
    assert (fault.field, in_english(fault.problem)) == ("kind", "unknown kind")
    assert "justice" in in_english(fault.remedy) and "orgraph definitions list organisation-kinds" in advised(fault)
