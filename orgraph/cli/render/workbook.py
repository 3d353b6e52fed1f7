"""An audit as a workbook: a sheet of the gaps, row by row in constant memory, and one on how it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from orgraph.cli.render.audit import rate_line
from orgraph.cli.render.sheets import ROWS, cell_text, complete, new_book
from orgraph.cli.speech import Speech
from orgraph.domain.audit import AuditReport, Gap
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import said

COLUMNS = (
    ("path", 60), ("area", 16), ("subject", 24), ("name", 24), ("what", 20), ("required", 8), ("present", 8),
    ("detail", 24), ("since", 12), ("role", 24), ("post-area", 24), ("holder", 12),
)  # fmt: skip
"""Keys of the headings, and widths in characters."""

IDS = ("area", "subject")
"""Columns for programs: they are there, but not shown."""


class AuditWorkbook:
    """A file that pages of a report are added to, and that `close` completes."""

    def __init__(self, path: Path, speech: Speech) -> None:
        self._path = path
        self._speech = speech
        self._book = new_book(path)
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheet = self._book.add_worksheet(speech("sheet-gaps"))
        self._told = self._book.add_worksheet(speech("sheet-counted"))
        self._row = 0
        self._head()

    def _head(self) -> None:
        self._sheet.freeze_panes(1, 0)
        for number, (key, width) in enumerate(COLUMNS):
            self._sheet.set_column(number, number, width, None, {"hidden": key in IDS})
            self._sheet.write_string(0, number, self._speech.of("column", key), self._bold)

    def add(self, report: AuditReport) -> None:
        """The gaps of a page. Raises InvalidInput where a sheet cannot hold them all."""
        if report.gaps > ROWS:
            raise InvalidInput(said("gaps-beyond-sheet", count=f"{report.gaps:,}"), said("mend-gaps-beyond-sheet"))
        for found in report.findings.items:
            self._row += 1
            for number, cell in enumerate(_cells(found, self._speech)):
                self._write(number, cell)

    def _write(self, column: int, cell: object) -> None:
        if isinstance(cell, date):
            self._sheet.write_datetime(self._row, column, datetime(cell.year, cell.month, cell.day), self._day)
        elif isinstance(cell, int):
            self._sheet.write_number(self._row, column, cell)
        elif cell:
            self._sheet.write_string(self._row, column, cell_text(cell))

    @property
    def rows(self) -> int:
        """How many gaps it holds."""
        return self._row

    def close(self, report: AuditReport, demands: Sequence[str]) -> None:
        """Say how it was counted, and write the file. Raises Unusable where that cannot be done."""
        self._sheet.autofilter(0, 0, max(1, self._row), len(COLUMNS) - 1)
        speech = self._speech
        title = speech("audit-heading", title=speech.audit(report.key), area=speech.name(report.area), day=report.on)
        lines = [(title, report.area.code), *((line, "") for line in (rate_line(report, speech), *demands))]
        lines += [(f"{one.name}  {one.reason}", one.code) for one in report.exclusions]
        lines += [(line, "") for line in speech.notes() if line]
        self._told.set_column(0, 0, 120)
        self._told.set_column(1, 1, 16, None, {"hidden": True})
        for number, (line, code) in enumerate(lines):
            self._told.write_string(number, 0, cell_text(line))
            if code:
                self._told.write_string(number, 1, cell_text(code))
        complete(self._book, self._path)


def _cells(found: Gap, speech: Speech) -> tuple[object, ...]:
    mender = found.mender
    return (
        found.path,
        found.area.code,
        found.subject,
        found.name,
        speech.anything(found.what),
        found.required,
        found.present,
        speech.joined([speech.words(one, found.synthetic) for one in found.detail]),
        found.since,
        speech.role(mender.role) if mender else "",
        speech.name(mender.area) if mender else "",
        speech.words(mender.holder, mender.synthetic) if mender and mender.holder else "",
    )
