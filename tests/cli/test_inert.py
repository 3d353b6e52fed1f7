"""Nothing that was stored moves a terminal, breaks a picture or is computed by a table program."""

from __future__ import annotations

import csv
import io
import json
import logging
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from orgraph.api.logs import JsonLines
from orgraph.cli.as_json import as_json
from orgraph.cli.common import show
from orgraph.cli.failures import report
from orgraph.cli.render.audit import csv_head, csv_rows
from orgraph.cli.render.gap_tree import GapTree
from orgraph.cli.render.workbook import AuditWorkbook
from orgraph.cli.speech import Speech
from orgraph.definitions.definitions import Definitions
from orgraph.domain.area import Area
from orgraph.domain.audit import AuditReport, Finding, GapCount, Mender
from orgraph.domain.errors import InvalidInput
from orgraph.domain.page import Page

ESCAPES = "东\x1b[2J\x9b31m沟\u202e村\x00\udc1b\U000e0041"
CITY = Area("990100000000", ESCAPES, "city")
DAY = date(2023, 8, 22)


def finding(**said: object) -> Finding:
    given: dict[str, object] = {
        "area": CITY, "path": ESCAPES, "subject": "990100000000", "name": ESCAPES, "what": "grid-lead", "required": 1,
        "present": 0, "detail": ("张三",), "synthetic": True,
        "mender": Mender("unit-leader", CITY, "李四", True),
    }  # fmt: skip
    return Finding(**(given | said))  # type: ignore[arg-type]


def audit_of(found: Finding) -> AuditReport:
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
    report(InvalidInput(f"no area {ESCAPES}", "check it"), None)
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
