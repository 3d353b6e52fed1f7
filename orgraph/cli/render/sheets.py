"""Workbooks: how a file is begun and completed, and what a cell may hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orgraph.cli.files import written
from orgraph.domain.text import inert

ROWS = 1_048_575
"""Rows that a sheet holds below its heading."""

LONGEST = 32_767
"""Characters that a cell of a sheet holds."""


def new_book(path: Path) -> Any:
    """
    A workbook to be written row by row, in constant memory.

    Texts in it are never taken for formulas, links or numbers, whatever they begin with.
    """
    import xlsxwriter  # here: a plan as .csv does without

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return xlsxwriter.Workbook(str(path), {"constant_memory": True, **plain})


def complete(book: Any, path: Path) -> None:
    """Write the file. Raises Unusable where that cannot be done."""
    from xlsxwriter.exceptions import FileCreateError

    with written(path):
        try:
            book.close()
        except FileCreateError as error:  # holds what the system said
            raise (error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(error)) from error


class Pages:
    """A workbook of plain sheets: a heading, rows below it, and the column of codes there but not shown."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book = new_book(path)
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._share = self._book.add_format({"num_format": "0.00%"})

    def add(self, name: str, heads: Sequence[str], lines: Sequence[Sequence[object]], code: int | None = None) -> None:
        """A sheet; `code` is the column for programs: it is there, but not shown, as in the workbook of an audit."""
        page = self._book.add_worksheet(name)
        page.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            page.set_column(column, column, 28 if column == 0 else 14, None, {"hidden": column == code})
            page.write_string(0, column, head, self._bold)
        for number, line in enumerate(lines, start=1):
            for column, cell in enumerate(line):
                self._write(page, number, column, cell)

    def _write(self, page: Any, number: int, column: int, cell: object) -> None:
        if isinstance(cell, float):
            page.write_number(number, column, cell, self._share)
        elif isinstance(cell, int):
            page.write_number(number, column, cell)
        elif isinstance(cell, str):
            page.write_string(number, column, cell_text(cell))
        elif cell is not None:
            page.write_datetime(number, column, cell, self._day)

    def complete(self) -> None:
        """Write the file. Raises Unusable where that cannot be done."""
        complete(self._book, self._path)


def cell_text(cell: object) -> str:
    """A cell as text that a sheet can hold."""
    return inert(str(cell), keep="\n\t")[:LONGEST]
