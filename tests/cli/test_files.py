"""Files that verbs write: what cannot be written is refused before any work, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import pytest
from typer.main import get_command

from orgraph.cli.files import to_write, to_write_or_print, to_write_plan
from orgraph.cli.main import app
from tests.cli.conftest import DAY, World, orgraph

WRITERS = (to_write, to_write_or_print, to_write_plan)
READ = {"restore file", "ledger verify against"}
"""Files that are read."""

VERBS = [
    ("audit", "dual-officers", "--xlsx"),
    ("audit", "dual-officers", "--svg"),
    ("supervision", "青石市", "--from", DAY, "--to", DAY, "--xlsx"),
    ("counts", "青石市", "--xlsx"),
    ("definitions", "explain", "mediation", "--svg"),
    ("import", "wanghai", "--dry-run", "--out"),
    ("ledger", "verify", "--keep"),
    ("backup",),
]


def files(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every option and argument that is a file, by its verb and name."""
    for one in command.params:
        if (one.metavar or "").strip("[]") == "FILE":
            yield " ".join((*path, one.name)), one
    for name, below in getattr(command, "commands", {}).items():
        yield from files(below, (*path, name))


def test_every_file_that_is_written_is_looked_at_before_any_work() -> None:
    found = dict(files(get_command(app)))

    assert len(found) - len(READ) == len(VERBS) and set(found) >= READ
    for name, one in found.items():
        assert name in READ or one.type_descriptor.parameter_info.parser in WRITERS, name


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_a_file_that_cannot_be_written_is_refused_before_a_store_is_opened(
    verb: tuple[str, ...], tmp_path: Path
) -> None:
    store, nowhere = tmp_path / "store", tmp_path / "no" / "x.xlsx"
    for lang, missing, folder in (("zh", "不存在；请先建立", "是文件夹"), ("en", "make it first", "is a folder")):
        first = orgraph(*verb, nowhere, "--lang", lang, folder=store)
        second = orgraph(*verb, tmp_path, "--lang", lang, folder=store)
        assert first.code == second.code == 2 and missing in first.err and folder in second.err
        assert str(nowhere.parent) in first.err and "Traceback" not in first.err + second.err
    assert not store.exists() and not nowhere.parent.exists()


def test_what_fails_only_when_it_is_written_is_told_in_the_readers_language(world: World) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("only where the system has a disk that is always full")

    assert "没有写成" in orgraph("definitions", "explain", "mediation", "--svg", full, "--lang", "zh").err
    kept = world("ledger", "verify", "--keep", full, "--lang", "en")
    assert kept.code == 2 and "was not written" in kept.err


def test_json_and_a_file_are_both_given(world: World, tmp_path: Path) -> None:
    span = ("supervision", "青石市", "--from", DAY, "--to", DAY)
    for number, words in enumerate(
        [
            (*span,),
            (*span, "--by", "county"),
            ("audit", "dual-officers", "--on", DAY),
            ("definitions", "explain", "mediation"),
        ]
    ):
        option = "--svg" if words[0] == "definitions" else "--xlsx"
        file = tmp_path / f"{number}"
        found = world(*words, "--json", option, file)
        assert found.code == 0 and json.loads(found.out) and file.stat().st_size
        assert str(file) not in found.out
        assert json.loads(found.out) == json.loads(world.text(*words, "--json"))


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "--csv"),
        ("--json", "--watch"),
        ("--watch", "--csv"),
        ("--with", "2023-01-01", "--from", "2023-01-01"),
        ("--with", "2023-01-01", "--xlsx", "x.xlsx"),
        ("--from", "2023-01-01", "--svg", "x.svg"),
    ],
    ids=" ".join,
)
def test_of_two_answers_none_is_passed_over(words: tuple[str, ...], tmp_path: Path) -> None:
    for lang, told in (("zh", "是两种回答"), ("en", "two answers")):
        found = orgraph("audit", "dual-officers", *words, "--lang", lang, folder=tmp_path / "store")
        assert found.code == 2 and told in found.err and words[0] in found.err


def test_codes_are_in_a_workbook_of_supervision_but_not_shown(world: World, tmp_path: Path) -> None:
    file = tmp_path / "supervision.xlsx"
    world.text("supervision", "青石市", "--from", DAY, "--to", DAY, "--xlsx", file)

    with ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert '<col min="2" max="2" width="14.7109375" hidden="1" customWidth="1"/>' in sheet
    assert sheet.count("hidden=") == 1


def test_a_workbook_of_counts_has_the_numbers_as_numbers_the_parts_and_who_has_not_reported(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "counts.xlsx"
    half = ("--from", "2023-01-01", "--to", "2023-06-30", "--with", "同比", "--by", "county", "--measure", "accidents")
    world.text("counts", "青石市", *half, "--xlsx", file)

    sheets = _sheets(file)
    assert list(sheets) == ["统计", "缺报", "统计口径"]
    head, *rows = sheets["统计"]
    assert head == ["区划", "代码", "指标", "自", "至", "本期", "对比期", "增减", "增减率", "缺报"]
    assert [row[5:] for row in rows] == [[6, 12, -6, -0.5, 0], [9, 16, -7, -0.438, 2], [15, 28, -13, -0.464, 2]]
    assert [row[1] for row in rows] == ["990102000000", "990121000000", "990100000000"]
    assert [row[0] for row in sheets["缺报"][1:]] == [
        "青石市/榆岭满族自治县/石门镇/石门村村委会",
        "青石市/榆岭满族自治县/石门镇/老爷岭村村委会",
        "青石市/河东区/北塔街道/东村村民委员会",
        "青石市/榆岭满族自治县/石门镇/石门村村委会",
    ]


def test_a_long_list_of_who_reported_in_part_is_cut_on_the_screen_with_the_number_of_all(world: World) -> None:
    told = world.text("counts", "青石市", "--from", "2023-01-01", "--to", "2023-08-21")
    heading = next(line for line in told.splitlines() if line.startswith("部分日期未报"))
    number = int("".join(filter(str.isdigit, heading)))
    assert number > 20 and told.count("天未报") == 20 and f"及其他{number - 20}项" in told


def _sheets(file: Path) -> dict[str, list[list[object]]]:
    """Each sheet of a workbook by its title, row by row."""
    space = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    found: dict[str, list[list[object]]] = {}
    with ZipFile(file) as book:
        names = [
            one.get("name", "") for one in fromstring(book.read("xl/workbook.xml")).findall("s:sheets/s:sheet", space)
        ]
        for number, name in enumerate(names, start=1):
            sheet = fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            found[name] = [[_cell(cell) for cell in row] for row in sheet.findall("s:sheetData/s:row", space)]
    return found


def _cell(cell: Element) -> object:
    text = "".join(cell.itertext())
    return text if cell.get("t") == "inlineStr" else float(text) if text else ""
