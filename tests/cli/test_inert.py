"""Nothing that was stored moves a terminal, breaks a picture or is computed by a table program."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from orgraph.api.transport.logs import JsonLines
from orgraph.cli.as_json import as_json
from orgraph.cli.common import show
from orgraph.cli.failures import report
from orgraph.cli.render.audit import csv_head, csv_rows
from orgraph.cli.render.gap_tree import GapTree
from orgraph.cli.render.plan_file import PlanFile
from orgraph.cli.render.sheets import LONGEST
from orgraph.cli.render.workbook import AuditWorkbook
from orgraph.cli.speech import Speech
from orgraph.definitions.definitions import Definitions
from orgraph.domain.area import Area
from orgraph.domain.audit import AuditReport, Gap, GapCount, Mender
from orgraph.domain.errors import InvalidInput
from orgraph.domain.imports import Mode, Plan, PlannedChange, RowAction
from orgraph.domain.page import Page
from orgraph.domain.rows import AreaRow, Origin
from orgraph.domain.said import said
from orgraph.domain.text import inert, inert_cell
from orgraph.seeding.manifest import load_manifest
from orgraph.seeding.skeleton import write_skeleton

ESCAPES = "东\x1b[2J\x9b31m沟\u202e村\x00\udc1b\U000e0041"
CITY = Area("990100000000", ESCAPES, "city")
DAY = date(2023, 8, 22)


def finding(**said: object) -> Gap:
    given: dict[str, object] = {
        "area": CITY, "path": ESCAPES, "subject": "990100000000", "name": ESCAPES, "what": "grid-lead", "required": 1,
        "present": 0, "detail": ("张三",), "synthetic": True,
        "mender": Mender("unit-leader", CITY, "李四", True),
    }  # fmt: skip
    return Gap(**(given | said))  # type: ignore[arg-type]


def audit_of(found: Gap) -> AuditReport:
    page = Page((found,), ("x",), has_next=False, total=1)
    return AuditReport("grid-lead", CITY, DAY, 1, 0, (), (GapCount(CITY, 1, 1, ESCAPES),), page, (), ())


def obeyed(text: str) -> list[str]:
    return [
        hex(ord(one))
        for one in text
        if (ord(one) < 32 and one not in "\r\n\t") or 0x7F <= ord(one) < 0xA0 or one in "\u202e\udc1b\U000e0041"
    ]


def test_a_terminal_is_told_nothing_that_it_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    show([f"名：{ESCAPES}"])
    print(as_json({"name": ESCAPES}))
    report(InvalidInput(said("place-ambiguous", place=ESCAPES, count=2)), None)
    told = capsys.readouterr()
    assert obeyed(told.out + told.err) == []
    assert "\\u001b[2J" in told.out and "\\u001b[2J" in told.err
    assert json.loads(told.out.partition("\n")[2])["name"] == ESCAPES


def test_a_line_of_the_log_is_one_line_of_json() -> None:
    record = logging.LogRecord("orgraph", logging.INFO, "", 0, f"{ESCAPES}\n{{}}", (), None)
    line = JsonLines().format(record)
    assert obeyed(line) == [] and "\n" not in line
    assert json.loads(line)["event"] == f"{ESCAPES}\n{{}}"


def test_a_picture_is_well_formed_whatever_it_names(definitions: Definitions) -> None:
    tree = GapTree(audit_of(finding()), Speech(definitions, "zh"))
    tree.add(audit_of(finding()))
    drawn = tree.drawn()
    assert ElementTree.fromstring(drawn).tag.endswith("svg")


@pytest.mark.parametrize("active", ["=1+1", "+1", "-1", "@a", " =1", "\t=1", "＝1+1", "＠a"])
def test_no_cell_is_computed(definitions: Definitions, active: str) -> None:
    rows = csv_rows(audit_of(finding(name=active, path=active)), Speech(definitions, "zh"))
    (row,) = csv.DictReader(io.StringIO((csv_head() + rows).lstrip("\ufeff"), newline=""))
    assert row["name"] == f"'{active}" and row["path"] == f"'{active}"


def test_exports_keep_the_mark_of_invented_persons(definitions: Definitions, tmp_path: Path) -> None:
    rows = csv_rows(audit_of(finding()), Speech(definitions, "zh"))
    (row,) = csv.DictReader(io.StringIO((csv_head() + rows).lstrip("\ufeff"), newline=""))
    assert (row["detail"], row["mender_holder"]) == ("张三*", "李四*")
    real = csv_rows(
        audit_of(finding(synthetic=False, mender=Mender("unit-leader", CITY, "李四"))), Speech(definitions, "zh")
    )
    assert "*" not in real and obeyed(rows) == []
    book = AuditWorkbook(tmp_path / "a.xlsx", Speech(definitions, "zh"))
    book.add(audit_of(finding(name="东\x1b沟", path="x", area=Area("1", "x", "city"))))


HOSTILE = ("=1+1", "+1", "-1", "@a", "\t=1", " =1", "＝1", "=HYPERLINK(\"http://x\")", "http://x", "1E5", ESCAPES.replace("\udc1b", ""), "_x0041_", "字" * 40_000, '"', "'", "a\nb", "&<>")  # fmt: skip
"""Names as a store may hold them that was filled by other hands; an import refuses some."""


def plan_of(name: str) -> tuple[Plan, PlannedChange]:
    plan = Plan("p", name, name, Mode.CHANGES, DAY, "", ())
    return plan, PlannedChange(RowAction.CHANGE, "Area", "1", "{}", "{}", key="1", name=name, path=name, detail=name)


async def written(path: Path, definitions: Definitions, names: Sequence[str]) -> None:
    sheet = PlanFile(path, Speech(definitions, "zh"))
    for name in names:
        plan, row = plan_of(name)

        async def rows(row: PlannedChange = row) -> AsyncIterator[PlannedChange]:
            yield row

        await sheet.add(plan, rows())
    sheet.close()


def cells(path: Path) -> list[tuple[str, str]]:
    """Type and text of all cells of the first sheet, read as a table program reads them; formulas and links are none."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with ZipFile(path) as book:
        names = book.namelist()
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        for other in (one for one in names if one.endswith(".xml")):
            ElementTree.fromstring(book.read(other))
    assert not root.findall(f".//{space}f") and not root.findall(f".//{space}hyperlink")
    found = [
        (one.get("t", ""), "".join(text.text or "" for text in one.iter(f"{space}t"))) for one in root.iter(f"{space}c")
    ]
    return [(kind, re.sub("_x005F_", "_", text)) for kind, text in found if text]


async def test_a_plan_in_a_csv_is_computed_by_nobody(definitions: Definitions, tmp_path: Path) -> None:
    await written(tmp_path / "plan.csv", definitions, HOSTILE)
    with (tmp_path / "plan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(HOSTILE)
    for name, row in zip(HOSTILE, rows, strict=True):
        for cell in row.values():
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝")) and obeyed(cell) == []
        assert list(row.values()).count(inert_cell(name)) == 3


async def test_a_plan_in_a_workbook_is_text_alone(definitions: Definitions, tmp_path: Path) -> None:
    await written(tmp_path / "plan.xlsx", definitions, HOSTILE)
    found = cells(tmp_path / "plan.xlsx")
    assert {kind for kind, _ in found} == {"inlineStr"}
    told = Counter(text for _, text in found)
    assert [name[:20] for name in HOSTILE if told[inert(name, keep="\n\t")[:LONGEST]] != 3] == []
    assert [hit for _, text in found for hit in obeyed(text)] == []


def test_an_audit_in_a_workbook_is_text_alone(definitions: Definitions, tmp_path: Path) -> None:
    book, speech = AuditWorkbook(tmp_path / "a.xlsx", Speech(definitions, "zh")), Speech(definitions, "zh")
    for name in HOSTILE:
        book.add(audit_of(finding(name=name, path=name, detail=(name,))))
    book.close(audit_of(finding()), list(HOSTILE))
    found = cells(tmp_path / "a.xlsx")
    told = Counter(text for _, text in found)
    names = [inert(name, keep="\n\t") for name in HOSTILE]
    assert [name[:20] for name in names if told[name[:LONGEST]] < 2] == []
    assert [name[:20] for name in names if speech.words(name, True)[:LONGEST] not in told] == []
    assert [hit for _, text in found for hit in obeyed(text)] == []


def test_a_new_pack_names_its_area_whatever_that_is_called(definitions: Definitions, tmp_path: Path) -> None:
    for number, name in enumerate(("东: 村", "a, b}", '="x"', "- #", "东{村", "null", "12", "'", "\\")):
        target = tmp_path / f"pack-{number}"
        root = AreaRow(Origin("x", 1), "990102001000", name, "township", "", "street", DAY)
        write_skeleton(target, root, [], definitions, DAY)
        assert load_manifest(target).title.zh == load_manifest(target).title.en == name
        with (target / "reference/places.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [row["path"] for row in csv.DictReader(file)] == [inert_cell(name)]
