"""Workbooks: how a file is begun and completed, and what a cell may hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from orgraph.domain.errors import InvalidInput
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
    """Write the file. Raises InvalidInput where that cannot be done."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        raise InvalidInput(f"{path} cannot be written: {error}", "give a file in a folder of yours") from error


def cell_text(cell: object) -> str:
    """A cell as text that a sheet can hold."""
    return inert(str(cell), keep="\n\t")[:LONGEST]
