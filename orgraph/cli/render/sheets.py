"""Workbooks: how a file is begun and completed, and what a cell may hold."""

from __future__ import annotations

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


def cell_text(cell: object) -> str:
    """A cell as text that a sheet can hold."""
    return inert(str(cell), keep="\n\t")[:LONGEST]
