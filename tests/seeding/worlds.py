"""Cities with all their rows, and a folder in which a test writes a pack of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from orgraph.definitions.definitions import Definitions
from orgraph.domain.rows import AreaRow, OfficerRow, OrganisationRow, PostingRow, RelationRow, Row
from orgraph.seeding.pack import Pack, read_pack

REPOSITORY = Path(__file__).resolve().parents[2]
SEEDS = REPOSITORY / "seeds"
CITIES = ("benxi", "dandong", "huludao")
IN_FULL = ("anshan", "dalian", "fushun", "shenyang")
"""Cities of which in full only is asked what is true of every one: to make them takes seconds."""

EVERY = (*CITIES, *(pytest.param(name, marks=pytest.mark.full) for name in IN_FULL))
"""Cities as tests of all of them take them."""

PACK = """\
pack: little
title: {zh: 小包, en: little pack}
root: "210502000000"
as_of: 2023-08-22
reference_date: 2023-08-22
since: 2023-01-01
"""


@dataclass(frozen=True, slots=True)
class City:
    """A city's pack with all its rows: those of tables, those generated, and the real areas they stand on."""

    pack: Pack
    base: tuple[AreaRow, ...]
    rows: tuple[Row, ...]

    def areas(self, *levels: str) -> list[AreaRow]:
        """Real and generated areas of `levels`."""
        return [row for row in (*self.base, *self.rows) if isinstance(row, AreaRow) and row.level in levels]

    def organisations(self, kind: str) -> list[OrganisationRow]:
        """Organisations of a kind."""
        return [row for row in self.rows if isinstance(row, OrganisationRow) and row.kind == kind]

    def officers(self) -> list[OfficerRow]:
        """All persons."""
        return [row for row in self.rows if isinstance(row, OfficerRow)]

    def postings(self, *roles: str) -> list[PostingRow]:
        """Postings in `roles`."""
        return [row for row in self.rows if isinstance(row, PostingRow) and row.role in roles]

    def relations(self, type_: str) -> list[RelationRow]:
        """Relations of a type."""
        return [row for row in self.rows if isinstance(row, RelationRow) and row.type == type_]


def areas_under(liaoning: Pack, root: str) -> Iterator[AreaRow]:
    """The areas of the province under `root`, the root included."""
    start = root.rstrip("0") if len(root.rstrip("0")) % 2 == 0 else root.rstrip("0") + "0"
    return (row for row in liaoning.rows if isinstance(row, AreaRow) and row.code.startswith(start))


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder in which a test writes the files of a pack and reads them."""

    folder: Path
    definitions: Definitions

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file of the pack."""
        data = content if isinstance(content, bytes) else content.encode()
        (self.folder / name).write_bytes(data)

    def read(self) -> Pack:
        """The pack as it stands."""
        return read_pack(self.folder, self.definitions)
