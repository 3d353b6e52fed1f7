"""A folder of changes says what to add, to change and to end, and is refused whole like any other."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.domain.imports import ImportRefused
from tests.said import in_english

from ..packs import Desk
from ..small_world import TESTER

pytestmark = pytest.mark.xdist_group("embedded")

POSTING = "change,officer,role,at,since,until,employment\n"
RELATION = "change,type,source,target,since,until,categories,part\n"
AREA = "change,code,name,level,parent,kind,until\n"


async def names_at(desk: Desk, place: str, day: str) -> list[str]:
    answer = await desk.services.coverage.who_covers(TESTER, desk.said(place), date.fromisoformat(day))
    return [post.officer.name for post in answer.levels[0].posts]


async def test_a_posting_ends_on_the_day_of_the_folder_or_on_its_own(desk: Desk) -> None:
    await desk.load()
    desk.changes(
        "2023-09-01",
        postings=POSTING
        + "end,{k}:one,political-legal-officer,{p}0101001001,,,\n"
        + "end,{k}:two,political-legal-officer,{p}0101001001,,2023-09-10,\n",
    )
    await desk.load(allow_ending=2)
    assert await names_at(desk, "{p}0101001001", "2023-08-31") == ["文一", "文二"]
    assert await names_at(desk, "{p}0101001001", "2023-09-01") == ["文二"]
    assert await names_at(desk, "{p}0101001001", "2023-09-09") == ["文二"]
    assert await names_at(desk, "{p}0101001001", "2023-09-10") == []


async def test_a_change_leaves_what_it_does_not_name(desk: Desk) -> None:
    await desk.load()
    desk.changes(
        "2023-09-01",
        postings=POSTING + "change,{k}:one,duty-contact,{k}:police,,,part-time\n",
        organisations="change,code,name,kind,tier,duty_phone\nchange,{k}:police,,,first,\n",
        officers="change,id,name,profession\nchange,{k}:three,文三改,\n",
    )
    before = await desk.state("2023-08-31")
    assert (await desk.load()).written == 4  # the posting of until then, and that from then on
    assert [row for row in await desk.state("2023-08-31") if row[0] == "POSTED_TO"] == [
        row for row in before if row[0] == "POSTED_TO"
    ]
    after = {row[0] if row[0] != "POSTED_TO" else row[1] + row[3]: row for row in await desk.state("2023-09-01")}
    assert after[desk.said("{k}:police")][1:4] == [desk.said("{n}公安局"), "police", "first"]
    assert after[desk.said("{k}:three")][1] == "文三改" and after[desk.said("{k}:three")][5] == "cadre"
    assert after[desk.said("{k}:oneduty-contact")][4] == "part-time"


async def test_a_name_that_changes_is_found_and_the_old_one_is_not(desk: Desk) -> None:
    await desk.load()
    desk.changes("2023-09-01", areas=AREA + "change,{p}0102100200,{n}新村村委会,,,,\n")
    await desk.load()
    found = await desk.services.places.find(desk.said("{n}新村"), date(2023, 9, 1))
    assert found.area.code == desk.said("{p}0102100200")


async def test_an_area_moves_and_keeps_its_code_and_its_past(desk: Desk) -> None:
    await desk.load()
    desk.changes("2023-09-01", areas=AREA + "change,{p}0102100200,,,{p}0101001000,,\n")
    await desk.load(allow_ending=1)
    for day, parent in (("2023-08-31", "{p}0102100000"), ("2023-09-01", "{p}0101001000")):
        answer = await desk.services.coverage.who_covers(TESTER, desk.said("{p}0102100200"), date.fromisoformat(day))
        assert answer.levels[1].area.code == desk.said(parent)
        assert len(answer.levels) == 5


async def test_of_two_responsibilities_between_the_same_ends_the_one_that_is_meant_ends(desk: Desk) -> None:
    await desk.load()
    for part, other in (("assist", "lead"), ("lead", "")):
        desk.changes(
            "2023-09-01" if part == "assist" else "2023-09-02",
            relations=RELATION + f"end,RESPONSIBLE_FOR,{{k}}:police,{{p}}0101000000,,,,{part}\n",
        )
        await desk.load(allow_ending=1)
        left = [row[6] for row in await desk.state("2023-09-05") if row[0] == "RESPONSIBLE_FOR"]
        assert left == ([other] if other else [])


async def test_a_dissolved_area_is_part_of_nothing_any_more(desk: Desk) -> None:
    await desk.load()
    desk.changes("2023-09-01", areas=AREA + "end,{p}0102100200,,,,,\n")
    await desk.load(allow_ending=2)
    day = date(2023, 9, 1)
    below = await desk.services.registry.children(TESTER, [desk.said("{p}0102100000")], day)
    assert [one.code for one in below[desk.said("{p}0102100000")].items] == []


async def employed(desk: Desk, day: str) -> list[object]:
    """As what 文一 is the police's duty contact on a day."""
    at = desk.said("{k}:police")
    return [row[4] for row in await desk.state(day) if row[0] == "POSTED_TO" and row[2] == at]


async def test_a_change_holds_from_its_day_on_and_a_correction_for_all_days(desk: Desk) -> None:
    await desk.load()
    row = "{k}:one,duty-contact,{k}:police,,,part-time\n"
    desk.changes("2023-09-01", postings=POSTING + "change," + row)
    await desk.load()
    assert [await employed(desk, day) for day in ("2023-08-31", "2023-09-01")] == [["full-time"], ["part-time"]]
    desk.changes("2023-10-01", postings=POSTING + "correct," + row.replace("part-time", "seconded"))
    await desk.load()
    days = ("2023-08-31", "2023-09-01", "2023-10-01")
    assert [await employed(desk, day) for day in days] == [["full-time"], ["seconded"], ["seconded"]]
    desk.changes("2023-10-01", postings=POSTING + "end,{k}:one,duty-contact,{k}:police,,,\n")
    await desk.load(allow_ending=1)
    assert [await employed(desk, day) for day in days] == [["full-time"], ["seconded"], []]


async def test_a_list_that_changes_a_value_changes_it_from_its_day_on(desk: Desk) -> None:
    await desk.load()
    for as_of, old, new in (("2023-09-01", "full-time", "part-time"), ("2023-10-01", "part-time", "seconded")):
        desk.write_manifest(as_of=as_of)
        desk.replace("postings", old, new)
        await desk.load()
    days = ("2023-08-31", "2023-09-01", "2023-09-30", "2023-10-01")
    found = [(await employed(desk, day))[0] for day in days]
    assert found == ["full-time", "part-time", "part-time", "seconded"]
    desk.write_manifest(as_of="2023-11-01")
    assert (await desk.prepare()).plan.changes == 0


async def test_a_named_posting_keeps_its_name_whatever_changes(desk: Desk) -> None:
    await desk.load()
    keyed = "change,key,officer,role,at,employment\n"
    desk.changes("2023-09-01", postings=keyed + "add,head,{k}:three,duty-contact,{k}:centre,full-time\n")
    await desk.load()
    for day, employment in (("2023-10-01", "part-time"), ("2023-11-01", "seconded")):
        desk.changes(day, postings=f"{keyed}change,head,,,,{employment}\n")
        await desk.load()
    at = desk.said("{k}:centre")
    days = ("2023-09-01", "2023-10-01", "2023-11-01")
    found = [[row[4] for row in await desk.state(day) if row[0] == "POSTED_TO" and row[2] == at] for day in days]
    assert found == [["full-time"], ["part-time"], ["seconded"]]
    desk.changes("2023-12-01", postings=keyed + "end,head,,,,\n")
    await desk.load(allow_ending=1)
    assert [row for row in await desk.state("2023-12-01") if row[0] == "POSTED_TO" and row[2] == at] == []


async def test_a_named_posting_that_has_ended_is_not_changed_in_its_past(desk: Desk) -> None:
    header = "officer,role,at,since,until,employment,key\n"
    desk.write("postings", f"{header}{{k}}:one,duty-contact,{{k}}:police,2021-01-01,2023-08-01,full-time,duty\n")
    await desk.load()
    row = "change,officer,role,at,since,until,employment,key\nchange,,,,,,part-time,duty\n"
    desk.changes("2023-09-01", postings=row)
    (fault,) = await desk.faults()
    assert in_english(fault.problem).startswith("over by 2023-08-01") and "correct" in in_english(fault.remedy)
    desk.changes("2023-09-01", postings=row.replace("change,,", "correct,,"))
    await desk.load()
    (posting,) = [row for row in await desk.state("2023-07-01") if row[3] == "duty-contact"]
    assert posting[4] == "part-time"


async def test_what_ends_on_a_day_makes_room_for_what_is_added_from_it_in_one_folder(desk: Desk) -> None:
    await desk.load()
    row = "{k}:one,duty-contact,{k}:police,"
    desk.changes(
        "2023-09-01",
        postings=POSTING + f"add,{row}2023-09-01,,part-time\nend,{row},2023-09-01,\n",  # in any order
        relations=RELATION
        + "end,SERVES,{k}:police,{p}0101000000,,,,\nadd,SERVES,{k}:police,{p}0101000000,2023-09-01,,,\n",
    )
    await desk.load(allow_ending=2)
    assert [await employed(desk, day) for day in ("2023-08-31", "2023-09-01")] == [["full-time"], ["part-time"]]


async def test_a_beginning_is_corrected_with_all_that_began_with_it(desk: Desk) -> None:
    await desk.load()
    desk.changes(
        "2023-09-01",
        areas="change,code,since\ncorrect,{p}0102100200,2019-05-01\n",
        postings=POSTING + "correct,{k}:one,duty-contact,{k}:police,2020-02-01,,\n",
    )
    await desk.load(allow_ending=2)
    assert await employed(desk, "2020-01-31") == [] and await employed(desk, "2020-02-01") == ["full-time"]
    places = [row for row in await desk.state("2019-05-01") if row[0] == "PART_OF"]
    assert [row[1:3] for row in places] == [[desk.said("{p}0102100200"), desk.said("{p}0102100000")]]
    assert len([row for row in await desk.state("2023-09-01") if row[0] == "PART_OF"]) == 7


async def test_a_place_that_was_wrong_all_the_time_is_corrected(desk: Desk) -> None:
    await desk.load()
    desk.changes("2023-09-01", areas=AREA + "correct,{p}0102100200,,,{p}0101001000,,\n")
    await desk.load(allow_ending=1)
    for day in ("2021-01-01", "2023-09-01"):
        places = [row[2] for row in await desk.state(day) if row[:2] == ["PART_OF", desk.said("{p}0102100200")]]
        assert places == [desk.said("{p}0101001000")]


async def test_an_area_that_ends_and_is_opened_again_is_where_it_was(desk: Desk) -> None:
    await desk.load()
    desk.changes("2023-09-01", areas=AREA + "end,{p}0102100200,,,,,\n")
    await desk.load(allow_ending=2)
    desk.changes("2023-09-02", areas=AREA + "correct,{p}0102100200,,,,,9999-12-31\n")
    await desk.load()
    assert [row[2] for row in await desk.state("2023-09-05") if row[:2] == ["PART_OF", desk.said("{p}0102100200")]]


async def test_what_has_ended_does_not_go_on_as_if_it_had_been_there_all_along(desk: Desk) -> None:
    await desk.load()
    desk.changes("2023-09-01", areas=AREA + "end,{p}0102100200,,,,,\n")
    await desk.load(allow_ending=2)
    desk.changes("2023-09-02", areas=AREA + "change,{p}0102100200,,,,,-\n")
    (fault,) = await desk.faults()
    assert "ended on 2023-09-01" in in_english(fault.problem) and "correct" in in_english(fault.remedy)


BAD = [
    ("postings", POSTING, "end,{k}:one,township-head,{p}0101001000,,,", "holds no such row"),
    ("postings", POSTING, "add,{k}:one,political-legal-officer,{p}0101001001,2023-01-01,,", "holds this row already"),
    ("postings", POSTING, "add,{k}:nobody,township-head,{p}0101001000,,,", "no officer has this id"),
    ("postings", POSTING, "add,{k}:one,township-head,{p}0101001000,9999-12-31,,", "no end and is no day"),
    ("postings", POSTING, "mend,{k}:one,political-legal-officer,{p}0101001001,,,", "is no change"),
    ("postings", POSTING, "change,{k}:one,duty-contact,{k}:police,,,now and then", "unknown employment"),
    ("postings", POSTING, "change,{k}:one,duty-contact,{k}:police,,2020-01-01,", "until before since"),
    (
        "postings",
        POSTING,
        "change,{k}:one,duty-contact,{k}:police,,2023-08-01,part-time",
        "over by 2023-08-01, so employment would hold on no day to come",
    ),
    ("areas", AREA, "change,{p}0101009009,{n}无村,,,,", "holds no such row"),
    ("areas", AREA, "change,{p}0102100200,,,{p}0101009000,,", "no area has this code"),
    ("areas", AREA, "change,{p}0102100200,,,{p}0101000000,,", "wrong level order"),
    ("areas", AREA, "change,{p}0102100200,,,,castle,", "unknown kind"),
    (
        "areas",
        AREA,
        "add,{p}0101001009,{n}新社区居委会,village,{p}0101009000,residents-committee,",
        "no area has this code",
    ),
    (
        "areas",
        AREA,
        "add,{p}0101001001,{n}里社区居委会,village,{p}0101001000,residents-committee,",
        "holds this row already",
    ),
    ("officers", "change,id,name,profession\n", "end,{k}:one,,", "an officer has no end"),
    ("officers", "change,id,name,profession\n", "change,{k}:one,,astrologer", "unknown profession"),
    ("organisations", "change,code,name,kind,tier\n", "change,{k}:police,,,fourth", "unknown tier"),
    ("organisations", "change,code,name,kind,tier\n", "change,qingshi:police,,,first", "the pack qingshi has this row"),
    ("relations", RELATION, "end,SERVES,{k}:police,{p}0102000000,,,,", "holds no such row"),
    ("relations", RELATION, "change,RESPONSIBLE_FOR,{k}:police,{p}0101000000,,,magic,lead", "unknown categories"),
    (
        "postings",
        POSTING,
        "add,{k}:one,duty-contact,{k}:police,2023-09-09,,\nend,{k}:one,duty-contact,{k}:police,,2023-09-10,",
        "holds this row already",
    ),
    ("relations", RELATION, "add,SERVES,{k}:police,{p}0101000000,2023-09-01,,,", "holds this row already"),
    ("relations", RELATION, "add,PART_OF,{p}0102100200,{p}0101001000,2023-09-01,,,", "holds this row already"),
    ("relations", RELATION, "correct,SERVES,{k}:police,{p}0101000000,2023-09-01,2022-01-01,,", "is before since"),
    ("relations", RELATION, "add,SERVES,{k}:nothing,{p}0101000000,,,,", "nothing has this code"),
    ("officers", "change,id,name,profession\n", "change,{k}:one,-,", "cannot be cleared"),
    ("areas", AREA, "change,{p}0102100200,-,,,,", "cannot be cleared"),
    ("areas", AREA, "change,{p}0102100200,,,-,,", "cannot be cleared"),
    ("areas", AREA, "change,{p}0102100200,,,,-,", "cannot be cleared"),
    ("relations", RELATION, "change,RESPONSIBLE_FOR,{k}:police,{p}0101000000,,,-,lead", "cannot be cleared"),
    ("areas", AREA, "add,{p}0101001009,-,village,{p}0101001000,residents-committee,", "is empty"),
    ("relations", RELATION, "add,UNDER,{k}:police,{k}:police,,,,", "UNDER of itself"),
    ("organisations", "change,code,name,kind,tier\n", "change,{k}:police,,court,", "change cannot set kind"),
    ("organisations", "change,code,name,since\n", "change,{k}:police,,2022-01-01", "change cannot set since"),
    ("organisations", "change,code,synthetic\n", "change,{k}:police,true", "change cannot set synthetic"),
    ("areas", AREA, "change,{p}0102100200,,township,,,", "change cannot set level"),
    (
        "postings",
        POSTING,
        "change,{k}:one,duty-contact,{k}:police,2022-01-01,,part-time",
        "change cannot set since",
    ),
    ("postings", POSTING, "end,{k}:one,duty-contact,{k}:police,2022-01-01,,", "end cannot set since"),
    ("postings", POSTING, "end,{k}:one,duty-contact,{k}:police,,,part-time", "end cannot set employment"),
    ("relations", RELATION, "end,RESPONSIBLE_FOR,{k}:police,{p}0101000000,,,dispute,lead", "end cannot set categor"),
]


@pytest.fixture
async def loaded(desk: Desk) -> Desk:
    """A pack that is in the store."""
    await desk.load()
    return desk


@pytest.mark.parametrize(("table", "header", "row", "said"), BAD)
async def test_a_bad_change_is_refused_and_nothing_is_written(
    loaded: Desk, table: str, header: str, row: str, said: str
) -> None:
    loaded.changes("2023-09-01", **{table: header + row + "\n"})
    before = await loaded.state("2023-09-01")
    faults = await loaded.faults()
    assert [(fault.file, fault.line) for fault in faults] == [(f"{loaded.key}/{table}.csv", 2)], faults
    assert said in in_english(faults[0].problem) and in_english(faults[0].remedy)
    assert await loaded.state("2023-09-01") == before


async def test_what_is_added_twice_is_named_with_both_rows(loaded: Desk) -> None:
    twice = "add,SERVES,{k}:police,{p}0102000000,2023-09-01,,,\n"
    loaded.changes("2023-09-01", relations=RELATION + twice + twice)
    (fault,) = await loaded.faults()
    assert (fault.line, in_english(fault.problem)) == (
        3,
        loaded.said("the same SERVES twice, first at {k}/relations.csv:2"),
    )


async def test_a_level_that_is_written_as_it_stands_is_no_change(loaded: Desk) -> None:
    loaded.changes("2023-09-01", areas=AREA + "change,{p}0102100200,{n}新村村委会,village,,,\n")
    assert (await loaded.load()).written == 1


async def test_an_end_may_carry_the_name_for_those_who_read_it(loaded: Desk) -> None:
    loaded.changes("2023-09-01", organisations="change,code,name,until\nend,{k}:branch,{n}公安党支部,\n")
    assert (await loaded.prepare()).plan.ends == 1


async def test_a_dash_clears_what_may_be_missing(loaded: Desk) -> None:
    key = loaded.said("{k}:police")
    loaded.changes(
        "2023-08-25",
        areas="change,code,aliases\nchange,{p}0101001001,-\n",
        organisations="change,code,tier,duty_phone\nchange,{k}:police,,-\nchange,{k}:centre,-,\n",
        officers="change,id,profession\nchange,{k}:one,-\n",
        postings=POSTING + "change,{k}:one,duty-contact,{k}:police,,,-\n",
        relations="change,type,source,target,until\nchange,AWAY,{k}:two,{p}0101001001,-\n",
    )
    await loaded.load()
    after = {
        row[0] if row[1] != loaded.said("{k}:one") else row[0] + (row[3] or ""): row
        for row in await loaded.state("2023-09-05")
    }
    assert after[loaded.said("{p}0101001001")][4] is None and after[loaded.said("{k}:one")][5] is None
    assert after[loaded.said("{k}:centre")][3] is None and after["POSTED_TOduty-contact"][4] is None
    assert "AWAY" in after  # its end was taken back
    unit = (await loaded.services.registry.organisations(TESTER, [key], date(2023, 9, 5)))[key]
    assert unit.duty_phone == "" and unit.tier == "second"


async def test_a_dash_in_a_snapshot_is_nothing(desk: Desk) -> None:
    await desk.load()
    desk.replace(
        "organisations",
        "{k}:branch,{n}公安党支部,political-legal-branch,,",
        "{k}:branch,{n}公安党支部,political-legal-branch,-,-",
    )
    assert (await desk.prepare()).plan.changes == 0


async def test_ends_that_are_named_one_by_one_are_not_asked_about(loaded: Desk) -> None:
    loaded.changes(
        "2023-09-01",
        postings=POSTING
        + "end,{k}:one,duty-contact,{k}:police,,,\nend,{k}:two,political-legal-officer,{p}0101001001,,,\n",
    )
    assert (await loaded.load(allow_ending=0)).written == 2


async def test_what_another_pack_holds_is_ended_by_that_one(loaded: Desk) -> None:
    loaded.changes("2023-09-01", areas="change,code\nend,990102001001\nend,{p}0101001077\n")
    others, own = await loaded.faults()
    assert in_english(others.problem) == "the pack wanghai has this row already"
    assert in_english(own.problem) == "the pack holds no such row"


async def test_two_rows_that_mean_the_same_are_refused(loaded: Desk) -> None:
    row = "{k}:one,duty-contact,{k}:police,,,"
    loaded.changes("2023-09-01", postings=f"{POSTING}change,{row}part-time\nend,{row}\n")
    (fault,) = await loaded.faults()
    assert (fault.line, in_english(fault.problem)) == (2, f"means the same row as {loaded.key}/postings.csv:3")


async def test_changes_to_a_pack_that_is_not_there_are_refused(desk: Desk) -> None:
    desk.changes("2023-09-01", postings=POSTING + "end,{k}:one,political-legal-officer,{p}0101001001,,,\n")
    with pytest.raises(ImportRefused) as refused:
        await desk.load()
    assert desk.key in in_english(refused.value.message)
