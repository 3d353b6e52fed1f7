"""Exports of many gaps: as long as one likes, in the memory of one page."""

from __future__ import annotations

import csv
import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from orgraph.cli.render.audit import csv_head, csv_rows
from orgraph.cli.render.gap_tree import MOST, GapTree
from orgraph.cli.render.workbook import COLUMNS, AuditWorkbook
from orgraph.cli.speech import Speech
from orgraph.definitions.definitions import Definitions
from orgraph.domain.area import Area
from orgraph.domain.audit import AuditReport, Gap, GapCount, Mender
from orgraph.domain.page import Page

DAY, PAGE = date(2023, 8, 22), 1000
CITY, COUNTY = Area("990100000000", "青石市", "city"), Area("990102000000", "河东区", "county")


def pages(number: int) -> Iterator[AuditReport]:
    """So many pages of gaps, made one after the other as the store gives them."""
    total = number * PAGE
    for page in range(number):
        items = tuple(_gap(page * PAGE + one) for one in range(PAGE))
        found = Page(items, tuple(one.subject for one in items), has_next=page < number - 1, total=total)
        by_area = (GapCount(COUNTY, total, total, "望海省/青石市/河东区"),)
        yield AuditReport("grid-lead", CITY, DAY, total, 0, (), by_area, found, (), ())


def _gap(number: int) -> Gap:
    grid = Area(f"{990102000000000 + number}", f"第{number}网格", "grid")
    path = f"望海省/青石市/河东区/第{number % 7}街道/{grid.name}"
    mender = Mender("township-secretary", COUNTY, "王子轩")
    return Gap(grid.code, grid.name, grid, path, "grid-lead", 1, 0, ("李望舒",), DAY, mender)


class Exports:
    """The two long files of an audit, and the most memory that was in use while they were written."""

    def __init__(self, folder: Path, definitions: Definitions, number: int) -> None:
        speech = Speech(definitions, "zh")
        self.csv, self.xlsx = (folder / f"gaps-{number}.{ending}" for ending in ("csv", "xlsx"))
        (warm,) = pages(1)
        csv_rows(warm, speech)
        tracemalloc.start()
        book = AuditWorkbook(self.xlsx, speech)
        with self.csv.open("w", encoding="utf-8", newline="") as file:
            file.write(csv_head())
            for page in pages(number):
                file.write(csv_rows(page, speech))
                book.add(page)
        book.close(page, ["how it was counted"])
        self.peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    def rows(self) -> tuple[int, int]:
        """Rows below the heading of the CSV, and of the workbook."""
        with self.csv.open(encoding="utf-8-sig", newline="") as file:
            told = sum(1 for _ in csv.reader(file)) - 1
        with ZipFile(self.xlsx) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
            return told, sum(chunk.count(b"<row ") for chunk in sheet) - 1


@pytest.mark.full
@pytest.mark.parametrize("number", [7, pytest.param(100, marks=pytest.mark.full)])
def test_an_export_holds_a_page_in_memory_however_long_it_is(
    tmp_path: Path, definitions: Definitions, number: int
) -> None:
    short, long = Exports(tmp_path, definitions, 3), Exports(tmp_path, definitions, number)

    assert short.rows() == (3 * PAGE, 3 * PAGE)
    assert long.rows() == (number * PAGE, number * PAGE)
    assert long.peak < short.peak * 1.5


def test_the_picture_counts_the_gaps_of_all_pages_and_fits_a_page(
    definitions: Definitions,
) -> None:
    first, *others = pages(3)
    tree = GapTree(first, Speech(definitions, "en"))
    for page in (first, *others):
        tree.add(page)
    drawn = tree.drawn()

    texts = re.findall(r">([^<]+)</text>", drawn)
    assert "河东区  3,000/3,000" in texts
    assert "第0街道  429" in texts and not any("网格" in one for one in texts), (
        "counts per town, where gaps are too many"
    )
    assert "to fit a page" in texts[-1]


def test_the_picture_of_more_towns_than_fit_has_columns_and_says_how_many_are_left_out(
    definitions: Definitions,
) -> None:
    (first,) = pages(1)
    towns = [
        GapCount(Area(f"{one:012}", f"第{one}镇", "township"), 1, 2, f"望海省/青石市/河东区/第{one}镇")
        for one in range(300)
    ]
    gaps = replace(first, by_area=tuple(towns), findings=replace(first.findings, items=()))
    tree = GapTree(gaps, Speech(definitions, "en"))
    tree.add(gaps)
    drawn = tree.drawn()

    texts = re.findall(r">([^<]+)</text>", drawn)
    assert "第0镇  1/2" in texts or "河东区  300/600" in texts
    size = re.search(r'width="(\d+)" height="(\d+)"', drawn)
    assert size is not None
    width, height = int(size[1]), int(size[2])
    assert height <= 66 + 22 * 64 and width < 2400
    assert drawn.count("<text") <= MOST + 5


def test_ids_of_the_workbook_are_there_but_out_of_sight(tmp_path: Path, definitions: Definitions) -> None:
    exported = Exports(tmp_path, definitions, 1)
    with ZipFile(exported.xlsx) as book:
        sheet, told = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    hidden = [int(found) for found in re.findall(r'<col min="(\d+)"[^>]*hidden="1"', sheet)]
    assert [COLUMNS[number - 1][0] for number in hidden] == ["area", "subject"]
    assert re.findall(r'<col min="(\d+)"[^>]*hidden="1"', told) == ["2"]
