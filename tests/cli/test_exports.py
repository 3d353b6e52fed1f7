"""Exports of many gaps: as long as one likes, in the memory of one page."""

from __future__ import annotations

import csv
import re
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from orgraph.cli.render.audit import csv_head, csv_rows
from orgraph.cli.render.gap_tree import MOST, GapTree
from orgraph.cli.render.workbook import AuditWorkbook
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


@pytest.mark.parametrize("number", [7, pytest.param(100, marks=pytest.mark.full)])
def test_an_export_holds_a_page_in_memory_however_long_it_is(
    tmp_path: Path, definitions: Definitions, number: int
) -> None:
    short, long = Exports(tmp_path, definitions, 3), Exports(tmp_path, definitions, number)

    assert short.rows() == (3 * PAGE, 3 * PAGE)
    assert long.rows() == (number * PAGE, number * PAGE)
    assert long.peak < short.peak * 1.5


def test_the_picture_counts_the_gaps_of_all_pages_and_says_how_many_lines_it_leaves_out(
    definitions: Definitions,
) -> None:
    first, *others = pages(3)
    tree = GapTree(first, Speech(definitions, "en"))
    for page in (first, *others):
        tree.add(page)
    drawn = tree.drawn()

    texts = re.findall(r">([^<]+)</text>", drawn)
    assert "河东区  3,000/3,000" in texts
    assert "第0街道  429" in texts
    city, county, streets, grids = 1, 1, 7, 3000
    assert f"and {city + county + streets + grids - MOST:,} more" in texts[-1]
