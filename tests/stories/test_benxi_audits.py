"""Benxi: every audit of a district finds what an independent reading of the same rows over networkx finds."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.rows import AreaRow, OfficerRow, OrganisationRow, PostingRow, RelationRow, Row
from orgraph.seeding.pack import read_pack
from orgraph.seeding.synthesis import generate

from ..oracle import Oracle
from ..small_world import ROOT
from .scene import OFFICIAL, Scene

pytestmark = [pytest.mark.xdist_group("real-world"), pytest.mark.full]

SEEDS = ROOT / "seeds"
PINGSHAN, DAY = "210502000000", "2023-08-22"
TABLES = {
    "areas": AreaRow,
    "organisations": OrganisationRow,
    "officers": OfficerRow,
    "postings": PostingRow,
    "relations": RelationRow,
}


def rows_of_benxi(services: Services) -> list[Row]:
    """All rows of Benxi, and of the pack that it stands on all but other cities."""
    definitions = services.definitions
    province = read_pack(SEEDS / "liaoning", definitions).rows
    city = [row for row in province if isinstance(row, AreaRow) and row.code.startswith("2105")]
    above = [row for row in province if not isinstance(row, AreaRow) or row.level == "province"]
    pack = read_pack(SEEDS / "benxi", definitions)
    return [*above, *city, *pack.rows, *generate(pack, city, definitions)]


def write_tables(folder: Path, rows: Iterable[Row]) -> None:
    """Rows as the tables of a pack, for a reader that knows nothing of ours."""
    shutil.copytree(SEEDS / "benxi" / "definitions", folder / "definitions")
    shutil.copy(SEEDS / "benxi" / "pack.yaml", folder)
    rows = list(rows)
    for table, type_ in TABLES.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            names = [field.name for field in fields(type_) if field.name != "origin"]
            writer.writerow(names)
            writer.writerows([_cell(getattr(row, name)) for name in names] for row in rows if isinstance(row, type_))


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


async def test_every_audit_of_pingshan_finds_what_the_oracle_finds(benxi: Scene, tmp_path: Path) -> None:
    folder, services = tmp_path / "rows", benxi.services
    folder.mkdir()
    write_tables(folder, rows_of_benxi(services))
    oracle = Oracle([folder], ROOT / "schema")
    looked_at = gaps = 0
    for audit in services.definitions.audits.in_force([PINGSHAN, "210500000000", "210000000000"]):
        if audit.key in ("backstop-tasks", "ended-area-tasks"):
            continue  # of tasks, which no pack has
        expected = oracle.audit(audit.key, PINGSHAN, DAY)
        report = await services.audits.everything(OFFICIAL, audit.key, PINGSHAN, date.fromisoformat(DAY))
        assert {one.subject: one.present for one in report.findings.items} == expected.gaps, audit.key
        assert (report.audited, report.gaps) == (len(expected.looked_at), len(expected.gaps)), audit.key
        looked_at, gaps = looked_at + report.audited, gaps + report.gaps
    assert looked_at > 20_000
    assert gaps > 500
