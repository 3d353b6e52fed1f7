"""A plan as a file, row by row: CSV for Excel, or a workbook."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from orgraph.cli.render.plan_values import detail, named_values, told_values
from orgraph.cli.render.sheets import ROWS, cell_text, new_book
from orgraph.cli.speech import Speech
from orgraph.domain.errors import InvalidInput
from orgraph.domain.imports import Plan, PlannedChange
from orgraph.domain.said import said
from orgraph.domain.text import inert_cell

COLUMNS = ("pack", "group", "table", "level", "key", "name", "detail", "path", "before", "after", "other")


class _Sheet(Protocol):
    def write(self, cells: Sequence[str]) -> None: ...

    def close(self) -> None: ...


class _Csv:
    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)

    def write(self, cells: Sequence[str]) -> None:
        self._writer.writerow([inert_cell(cell) for cell in cells])

    def close(self) -> None:
        self._file.close()


class _Workbook:
    def __init__(self, path: Path, title: str) -> None:
        self._book = new_book(path)
        self._sheet = self._book.add_worksheet(title)
        self._sheet.freeze_panes(1, 0)
        key = COLUMNS.index("key")
        self._sheet.set_column(key, key, 20, None, {"hidden": True})
        self._row = 0

    def write(self, cells: Sequence[str]) -> None:
        if self._row > ROWS:
            raise InvalidInput(said("plan-beyond-sheet", most=f"{ROWS:,}"), said("mend-write-as-csv"))
        for column, cell in enumerate(cells):
            self._sheet.write_string(self._row, column, cell_text(cell))
        self._row += 1

    def close(self) -> None:
        self._book.close()


class PlanFile:
    """A file that the plans of one command are written to; `close` completes it."""

    def __init__(self, path: Path, speech: Speech) -> None:
        """`path` ends in one of PLANS. Raises OSError where it cannot be written."""
        self._speech = speech
        self._sheet = _sheet(path, speech("sheet-plan"))
        self._sheet.write([speech.of("plan-column", name) for name in COLUMNS])
        self.rows = 0

    async def add(self, plan: Plan, rows: AsyncIterator[PlannedChange]) -> None:
        """All rows of a plan, and what hangs on what it ends."""
        async for row in rows:
            self._write(plan, row)
        for cells in self._hanging(plan):
            self._sheet.write(cells)
            self.rows += 1

    def _write(self, plan: Plan, row: PlannedChange) -> None:
        first = (
            plan.pack,
            self._speech.of("group", row.group),
            self._speech.of("table", table_key(row.table)),
            self._level(row.level),
            row.key,
        )
        self._sheet.write(
            [
                *first,
                row.name,
                detail(row.table, row.detail, self._speech),
                row.path,
                _told(row.before, row.table, self._speech),
                _told(row.after, row.table, self._speech),
                row.other,
            ],
        )
        self.rows += 1

    def _level(self, key: str) -> str:
        return self._speech.level(key) if key else ""

    def _hanging(self, plan: Plan) -> Iterator[list[str]]:
        for one in plan.hanging:
            table = self._speech.of("table", table_key(one.table))
            yield [
                one.pack,
                self._speech.of("group", "hanging"),
                table,
                "",
                one.key,
                one.name,
                detail(one.table, one.detail, self._speech),
                one.path,
                "",
                "",
                one.ended,
            ]

    def close(self) -> None:
        """Complete the file."""
        self._sheet.close()


def _sheet(path: Path, title: str) -> _Sheet:
    return _Csv(path) if path.suffix.lower() == ".csv" else _Workbook(path, title)


def _told(text: str, table: str, speech: Speech) -> str:
    values = told_values(text, table, speech)
    return text if values is None else named_values(values, speech)


def table_key(table: str) -> str:
    """The word key of a label or relationship type: PartyOrganisation makes party-organisation."""
    if "_" in table or table.isupper():
        return table
    return "".join(f"-{sign.lower()}" if sign.isupper() and at else sign for at, sign in enumerate(table))
