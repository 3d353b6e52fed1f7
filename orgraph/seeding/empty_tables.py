"""Tables that say nothing: a header and no row below it."""

from __future__ import annotations

from pathlib import Path

from orgraph.seeding.manifest import Manifest
from orgraph.seeding.steps_reader import SYNTHESIS
from orgraph.seeding.tables import TABLES

_NO_CELL = b"\xef\xbb\xbf\t\r\n ,"


def empty_tables(manifest: Manifest) -> tuple[str, ...]:
    """The tables of a pack's folder, if none of them has a row and nothing is generated; nothing otherwise."""
    paths = [path for table in TABLES if (path := manifest.folder / table.name).is_file()]
    if (manifest.folder / SYNTHESIS).is_file() or any(map(_has_row, paths)):
        return ()
    return tuple(path.name for path in paths)


def tableless(manifest: Manifest) -> bool:
    """Whether a pack's folder has no table and nothing is generated."""
    return not any((manifest.folder / name).is_file() for name in (SYNTHESIS, *(table.name for table in TABLES)))


def _has_row(path: Path) -> bool:
    with path.open("rb") as file:
        lines = (line for line in file if line.strip(_NO_CELL))
        next(lines, None)
        return next(lines, None) is not None
