"""Records of a CSV text with the line each starts at; stray quotes and ragged rows are faults, not guesses."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.domain.imports import RowFault
from orgraph.domain.said import Said, said

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
        except csv.Error:
            faults.append(_stray(file, start, lines[start - 1], said("quotes-unmatched")))
        else:
            raw = lines[start - 1 : reader.line_num]
            if not all(map(_quotes_fit, raw)) and not _quotes_fit("".join(raw)):
                faults.append(_stray(file, start, raw[0], said("quote-inside")))
            elif any(map(str.strip, cells)):
                yield Record(start, cells)
        start = reader.line_num + 1


def _quotes_fit(text: str) -> bool:
    return '"' not in text or _WELL_QUOTED.match(text) is not None


def _stray(file: str, line: int, text: str, problem: Said) -> RowFault:
    return RowFault(file, line, "", text.strip()[:60], problem, said("mend-quotes"))


def read_header(
    record: Record | None, file: str, known: Sequence[str], needed: Sequence[str], faults: list[RowFault]
) -> dict[str, int]:
    """Positions of the columns; notes an empty file, unknown, duplicate and missing columns."""
    if record is None:
        remedy = said("mend-write-header", header=",".join(known))
        faults.append(RowFault(file, 0, "", "", said("file-empty"), remedy))
        return {}
    names = [cell.strip() for cell in record.cells]
    if len(names) == 1 and re.search(r"[;\t]", names[0]):
        faults.append(RowFault(file, record.line, "", names[0][:60], said("no-commas"), said("mend-commas")))
        return {}
    for number, name in enumerate(names):
        if name not in known:
            remedy = said("mend-remove-column-or-use", known=tuple(known))
            faults.append(RowFault(file, record.line, name, name, said("unknown-column"), remedy))
        elif name in names[:number]:
            faults.append(RowFault(file, record.line, name, name, said("duplicate-column"), said("mend-one-column")))
    for name in needed:
        if name not in names:
            remedy = said("mend-add-column", column=name)
            faults.append(RowFault(file, record.line, name, "", said("missing-column"), remedy))
    return {name: number for number, name in enumerate(names)}


def fits_header(record: Record, columns: int, file: str, faults: list[RowFault]) -> bool:
    """Whether the record has as many cells as the header; if not, that is noted."""
    if len(record.cells) == columns:
        return True
    problem = said("ragged-row", cells=len(record.cells), columns=columns)
    faults.append(RowFault(file, record.line, "", ",".join(record.cells)[:60], problem, said("mend-ragged-row")))
    return False
