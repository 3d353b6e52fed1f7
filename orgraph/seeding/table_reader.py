"""CSV files as rows, every bad cell named with file, line, value and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from orgraph.definitions.definitions import Definitions
from orgraph.domain.imports import Mode, RowAction, RowFault
from orgraph.domain.rows import ChangedRow, OfficerRow, Row, ServiceRow
from orgraph.domain.said import Said, said
from orgraph.seeding.cells import NOTE, Cells, Words
from orgraph.seeding.encoding import decode
from orgraph.seeding.manifest import Manifest
from orgraph.seeding.records import fits_header, read_header, read_records
from orgraph.seeding.stray_files import stray_files
from orgraph.seeding.tables import TABLES, Table

CHANGE = "change"


@dataclass(slots=True)
class TableReading:
    """What tables gave: rows (or changed rows), faults and notices."""

    rows: list[Row] = field(default_factory=list)
    changes: list[ChangedRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    notices: list[Said] = field(default_factory=list)


def read_tables(manifest: Manifest, definitions: Definitions) -> TableReading:
    """Every table of the pack's folder, with a fault or a notice for what else is there."""
    reading, words, stray = TableReading(), Words(definitions), stray_files(manifest)
    reading.faults.extend(stray.faults)
    reading.notices.extend(stray.notices)
    for table in TABLES:
        path = manifest.folder / table.name
        if path.is_file():
            _read_table(table, path, manifest, words, reading)
    return reading


def _read_table(table: Table, path: Path, manifest: Manifest, words: Words, reading: TableReading) -> None:
    shown = f"{manifest.shown}/{table.name}"
    decoded = decode(path.read_bytes(), shown)
    if isinstance(decoded, RowFault):
        reading.faults.append(decoded)
        return
    if decoded.notice:
        reading.notices.append(decoded.notice)
    records = read_records(decoded.text, shown, reading.faults)
    changes = manifest.mode is Mode.CHANGES
    known, needed = _header_of(table, changes)
    header = next(records, None)
    columns = read_header(header, shown, known, needed, reading.faults)
    since = manifest.as_of if changes else manifest.since  # that of a pack is meant where it is loaded the first time
    cells = Cells(shown, {name: at for name, at in columns.items() if name in known}, words, since)
    if header and set(needed) <= set(columns):
        for record in records:
            if fits_header(record, len(header.cells), shown, reading.faults):
                cells.turn_to(record.line, record.cells)
                if changes:
                    _read_change(table, cells, manifest.as_of, reading)
                else:
                    cells.require(table.needed)
                    reading.rows.append(table.build(cells))
    reading.faults.extend(cells.faults)


def _header_of(table: Table, changes: bool) -> tuple[Sequence[str], Sequence[str]]:
    """The columns a table may have and those it must have; a changes folder may leave out what it does not change."""
    if not changes:
        return table.columns, (*table.needed, *table.may_be_empty)
    return (CHANGE, *table.columns), (CHANGE, *(() if table.keyed else table.identity))


def _read_change(table: Table, cells: Cells, as_of: date, reading: TableReading) -> None:
    """A row that is added is whole; one that changes or ends needs to say which row it means, and no more."""
    wanted, given = cells.text(CHANGE), cells.given()
    if wanted not in tuple(RowAction):
        cells.fault(CHANGE, said("no-such-change"), said("mend-write-one-of", known=tuple(RowAction)))
        return
    action = RowAction(wanted)
    if action is RowAction.ADD:
        cells.require(table.needed)
    elif not (table.keyed and "key" in given):
        cells.require(table.identity)
    row = table.build(cells)
    if action is RowAction.END and "until" not in given and not isinstance(row, (OfficerRow, ServiceRow)):
        row = replace(row, until=as_of)
    reading.changes.append(ChangedRow(action, row, given - {CHANGE, NOTE}))
