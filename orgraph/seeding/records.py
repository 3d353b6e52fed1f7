"""Records of a CSV text with the line each starts at; stray quotes and ragged rows are faults, not guesses."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.domain.imports import RowFault

_FIELD = r'(?:"(?:[^"]|"")*"|[^",\r\n]*)'
_WELL_QUOTED = re.compile(rf"{_FIELD}(?:,{_FIELD})*[\r\n]*\Z")


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record and the line of the file it starts at."""

    line: int
    cells: list[str]


def read_records(text: str, file: str, faults: list[RowFault]) -> Iterator[Record]:
    """The records of `text`, blank ones left out; a record with a stray quote is noted in `faults` and left out."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(_stray(file, start, lines[start - 1], str(error)))
        else:
            raw = lines[start - 1 : reader.line_num]
            if not all(map(_quotes_fit, raw)) and not _quotes_fit("".join(raw)):
                faults.append(_stray(file, start, raw[0], "a quote inside a cell that is not quoted"))
            elif any(map(str.strip, cells)):
                yield Record(start, cells)
        start = reader.line_num + 1


def _quotes_fit(text: str) -> bool:
    return '"' not in text or _WELL_QUOTED.match(text) is not None


def _stray(file: str, line: int, text: str, problem: str) -> RowFault:
    remedy = 'put the whole cell in quotes and write a quote inside it twice: "a ""b"" c"'
    return RowFault(file, line, "", text.strip()[:60], f"stray quote: {problem}", remedy)


def read_header(
    record: Record | None, file: str, known: Sequence[str], needed: Sequence[str], faults: list[RowFault]
) -> dict[str, int]:
    """Positions of the columns; notes an empty file, unknown, duplicate and missing columns."""
    if record is None:
        faults.append(RowFault(file, 1, "", "", "the file is empty", f"write a header: {','.join(known)}"))
        return {}
    names = [cell.strip() for cell in record.cells]
    if len(names) == 1 and re.search(r"[;\t]", names[0]):
        faults.append(RowFault(file, record.line, "", names[0][:60], "cells are not separated by commas", "use commas"))
        return {}
    for number, name in enumerate(names):
        if name not in known:
            remedy = f"remove it, or use one of {', '.join(known)}"
            faults.append(RowFault(file, record.line, name, name, "unknown column", remedy))
        elif name in names[:number]:
            faults.append(RowFault(file, record.line, name, name, "duplicate column", "keep one of the two"))
    for name in needed:
        if name not in names:
            faults.append(RowFault(file, record.line, name, "", "missing column", f"add a column {name}"))
    return {name: number for number, name in enumerate(names)}


def fits_header(record: Record, columns: int, file: str, faults: list[RowFault]) -> bool:
    """Whether the record has as many cells as the header; if not, that is noted."""
    if len(record.cells) == columns:
        return True
    problem = f"{len(record.cells)} cells under {columns} columns"
    remedy = "add or remove commas; put a cell that holds a comma in quotes"
    faults.append(RowFault(file, record.line, "", ",".join(record.cells)[:60], problem, remedy))
    return False
