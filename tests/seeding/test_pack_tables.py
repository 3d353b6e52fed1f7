"""Tables of a pack: what is read, and each kind of bad cell with its file, line, field, value and remedy."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.domain.imports import RowAction, RowFault
from orgraph.domain.rows import AreaRow, OrganisationRow, PostingRow, RelationRow
from orgraph.domain.time import OPEN_END
from tests.said import in_english

from .worlds import PACK, Desk

UNIT = "little:police,平山分局,police"
CHANGES = "pack: little\nmode: changes\nas_of: 2023-09-01\n"


def the_fault(desk: Desk) -> RowFault:
    """The only fault of the pack."""
    (fault,) = desk.read().faults
    assert fault.remedy
    return fault


def test_words_may_be_keys_or_titles_and_unknown_ones_stay_as_typed(desk: Desk) -> None:
    desk.write("postings.csv", "role,officer,at\n网格长,little:a,1\nbuilding head,little:a,2\n门卫,little:a,3\n")
    roles = [row.role for row in desk.read().rows if isinstance(row, PostingRow)]
    assert roles == ["grid-lead", "building-head", "门卫"]


def test_categories_may_be_keys_or_titles(desk: Desk) -> None:
    desk.write(
        "relations.csv",
        "type,source,target,categories,part\nRESPONSIBLE_FOR,little:a,1,物业纠纷；road-collapse;不明,lead\n",
    )
    (row,) = desk.read().rows
    assert isinstance(row, RelationRow)
    assert row.categories == ("property-management-dispute", "road-collapse", "不明")


def test_empty_days_are_those_of_the_pack_and_lists_are_split(desk: Desk) -> None:
    desk.write("areas.csv", "code,name,level,parent,aliases,households\n1,某村,村(社区),2,老村；新村; ,120\n")
    (row,) = desk.read().rows
    assert isinstance(row, AreaRow)
    assert (row.since, row.until, row.level) == (date(2023, 1, 1), OPEN_END, "village")
    assert (row.aliases, row.households, row.mca) == (("老村", "新村"), 120, "")


@pytest.mark.parametrize(
    ("table", "text", "line", "field", "value"),
    [
        ("organisations.csv", f"code,name,kind,since\n{UNIT},2023-02-30\n", 2, "since", "2023-02-30"),
        ("organisations.csv", f"code,name,kind,since\n{UNIT},1/5/2023\n", 2, "since", "1/5/2023"),
        ("organisations.csv", f"code,name,kind,until\n{UNIT},24-01-01\n", 2, "until", "24-01-01"),
        (
            "organisations.csv",
            f"code,name,kind,since,until\n{UNIT},2023-05-01,2023-04-30\n",
            2,
            "until",
            "2023-04-30",
        ),
        ("areas.csv", "code,name,level,parent,households\n1,村,village,2,many\n", 2, "households", "many"),
        ("areas.csv", "code,name,level,parent,households\n1,村,village,2,-4\n", 2, "households", "-4"),
        ("areas.csv", "code,name,level,parent,households\n1,村,village,2,２-４\n", 2, "households", "２-４"),
        ("relations.csv", "type,source,target,severity_from\nSERVES,a,b,6\n", 2, "severity_from", "6"),
        ("officers.csv", "id,name,synthetic\nlittle:a,王禾,maybe\n", 2, "synthetic", "maybe"),
        ("officers.csv", "id,name\nlittle:a,\n", 2, "name", ""),
        ("officers.csv", "id,name\nlittle:a,王禾\nlittle:b\n", 3, "", "little:b"),
        ("officers.csv", "id,name\nlittle:a,王禾,x\n", 2, "", "little:a,王禾,x"),
        ("officers.csv", "id,name,name\nlittle:a,王禾,王禾\n", 1, "name", "name"),
        ("officers.csv", "id,name,salary\nlittle:a,王禾,9\n", 1, "salary", "salary"),
        ("officers.csv", "name\n王禾\n", 1, "id", ""),
        ("officers.csv", "", 0, "", ""),
        ("officers.csv", "id;name\nlittle:a;王禾\n", 1, "", "id;name"),
        ("officers.csv", 'id,name\nlittle:a,王"禾\n', 2, "", 'little:a,王"禾'),
        ("officers.csv", 'id,name\nlittle:a,"王"禾\n', 2, "", 'little:a,"王"禾'),
        ("officers.csv", 'id,name\nlittle:a,"王禾\n', 2, "", 'little:a,"王禾'),
    ],
)
def test_a_bad_cell_is_named(desk: Desk, table: str, text: str, line: int, field: str, value: str) -> None:
    desk.write(table, text)
    fault = the_fault(desk)
    assert (fault.file, fault.line, fault.field, fault.value) == (f"little/{table}", line, field, value)


@pytest.mark.parametrize("table", ["counts.csv", "postings.csv"])
def test_a_mistyped_first_day_is_one_fault_and_says_nothing_of_the_last(desk: Desk, table: str) -> None:
    """The day of the pack, which stands in for what is no day, lies behind `until` here."""
    rows = {
        "counts.csv": "measure,at,since,until,value\naccidents,1,2019-13-01,2019-07-01,3\n",
        "postings.csv": "officer,role,at,since,until\nlittle:a,grid-lead,1,2019-13-01,2019-07-01\n",
    }
    desk.write(table, rows[table])
    fault = the_fault(desk)
    assert (fault.field, fault.value) == ("since", "2019-13-01")
    desk.write(table, rows[table].replace("2019-13-01", "2019-12-01"))
    assert the_fault(desk).field == "until"


def test_all_faults_of_all_tables_come_together(desk: Desk) -> None:
    desk.write("officers.csv", "id,name,synthetic\n,王禾,\nlittle:b,,perhaps\n")
    desk.write("relations.csv", "type,source,target,since\nSERVES,a,b,soon\n")
    found = [(fault.file, fault.line, fault.field) for fault in desk.read().faults]
    assert found == [
        ("little/officers.csv", 2, "id"),
        ("little/officers.csv", 3, "name"),
        ("little/officers.csv", 3, "synthetic"),
        ("little/relations.csv", 2, "since"),
    ]


def test_lines_are_right_after_a_quoted_newline_and_a_blank_line(desk: Desk) -> None:
    desk.write("officers.csv", 'id,name,note\nlittle:a,王禾,"two\nlines, and a "" quote"\n\n,李川,\n')
    pack = desk.read()
    assert [row.origin.line for row in pack.rows] == [2, 5]
    assert [(fault.line, fault.field) for fault in pack.faults] == [(5, "id")]


def test_a_stray_quote_does_not_hide_the_faults_after_it(desk: Desk) -> None:
    desk.write("officers.csv", 'id,name\nlittle:a,"王"禾\nlittle:b,李川\nlittle:c,\n')
    assert [(fault.line, fault.field) for fault in desk.read().faults] == [(2, ""), (4, "name")]


def test_a_misnamed_table_is_not_passed_over(desk: Desk) -> None:
    desk.write("posting.csv", "officer,role,at\n")
    assert "postings.csv" in in_english(the_fault(desk).remedy)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf8_is_read_with_and_without_mark(desk: Desk, newline: str, mark: bytes) -> None:
    desk.write("organisations.csv", mark + newline.join(["code,name,kind", UNIT, ""]).encode())
    pack = desk.read()
    (row,) = pack.rows
    assert isinstance(row, OrganisationRow)
    assert (row.name, row.kind, pack.notices) == ("平山分局", "police", ())


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_gbk_is_read_and_said(desk: Desk, encoding: str) -> None:
    desk.write("organisations.csv", f"code,name,kind\n{UNIT}\n".encode(encoding))
    pack = desk.read()
    (row,) = pack.rows
    assert isinstance(row, OrganisationRow)
    assert row.name == "平山分局"
    assert "GBK" in in_english(pack.notices[0])


@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [
        ("code,name,kind\n平,山,police\n".encode("utf-16"), 1, "byte 0 "),
        ("code,name,kind\n平,山,police\n".encode("utf-16-le"), 1, "byte 1 "),
        (b"code,name,kind\nlittle:a,\xff\xff,police\n", 2, "byte 24 "),
        (b"\xef\xbb\xbfcode,name,kind\nlittle:a,\xff\xff,police\n", 2, "byte 27 "),
        ("code,name,kind\nlittle:a,平山区公安分局".encode() + b"\xe5,police\n", 2, "byte 45 "),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_byte(desk: Desk, data: bytes, line: int, byte: str) -> None:
    desk.write("organisations.csv", data)
    fault = the_fault(desk)
    assert fault.line == line
    assert byte in in_english(fault.problem)
    assert "UTF-8" in in_english(fault.remedy)


def test_changes_say_what_they_do_and_only_what_they_must(desk: Desk) -> None:
    desk.write("pack.yaml", CHANGES)
    desk.write("organisations.csv", "change,code,duty_phone\nchange,little:police,0414-0111111\n")
    desk.write("postings.csv", "change,key,officer,role,at\nadd,,little:a,网格长,1\nend,k-1,,,\n")
    pack = desk.read()
    assert pack.faults == ()
    assert pack.rows == ()
    unit, added, ended = pack.changes
    assert unit.action is RowAction.CHANGE
    assert unit.given == frozenset({"code", "duty_phone"})
    assert added.action is RowAction.ADD
    assert isinstance(ended.row, PostingRow)
    assert (ended.action, ended.row.key, ended.row.until) == (RowAction.END, "k-1", date(2023, 9, 1))


def test_bad_changes_are_named(desk: Desk) -> None:
    desk.write("pack.yaml", CHANGES)
    desk.write("relations.csv", "change,type,source,target\nmove,SERVES,a,b\nend,SERVES,,b\nadd,SERVES,a,b\n")
    pack = desk.read()
    assert [(fault.line, fault.field) for fault in pack.faults] == [(2, "change"), (3, "source")]
    assert [type(change.row) for change in pack.changes] == [RelationRow, RelationRow]


def test_a_snapshot_has_no_column_change(desk: Desk) -> None:
    desk.write("pack.yaml", PACK)
    desk.write("officers.csv", "change,id,name\nadd,little:a,王禾\n")
    assert the_fault(desk).field == "change"
