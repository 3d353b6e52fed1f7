"""A table that is not read is refused or said by name: nothing is passed over without a word."""

from __future__ import annotations

import pytest

from tests.said import in_english

from ..packs import Desk

pytestmark = pytest.mark.xdist_group("embedded")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("postings.CSV", "name it postings.csv"),
        ("Postings.csv", "name it postings.csv"),
        ("officers.xlsx", "save it as officers.csv"),
        ("officers.et", "save it as officers.csv"),
        ("grids.csv", "name it one of areas.csv"),
        ("grids.ods", "save it as one of areas.csv"),
        ("figures.yml", "name it figures.yaml"),
        ("audits.yaml", "move it to definitions/"),
    ],
)
async def test_what_looks_like_a_table_is_refused(spoiled: Desk, name: str, remedy: str) -> None:
    (spoiled.folder / name).write_text("a,b\n")
    (fault,) = await spoiled.faults()
    assert fault.file == f"{spoiled.key}/{name}" and remedy in in_english(fault.remedy)


async def test_a_sheet_beside_tables_that_are_loaded_already_is_refused(desk: Desk) -> None:
    await desk.load()
    (desk.folder / "officers.xlsx").write_bytes(b"PK")
    (fault,) = await desk.faults()
    assert fault.file == f"{desk.key}/officers.xlsx"


async def test_other_files_are_said_by_name_every_time(desk: Desk) -> None:
    for name in ("scan.pdf", "README.md", "LICENSE", ".DS_Store", "~$officers.xlsx"):
        (desk.folder / name).write_text("x")
    (desk.folder / "reference").mkdir()
    (desk.folder / "old").mkdir()
    for _ in range(2):
        prepared = await desk.prepare()
        (notice,) = prepared.notices
        assert f"{desk.key}: not read: old/, scan.pdf;" in in_english(notice)
        await desk.load()


async def test_a_folder_of_definitions_under_another_case_is_refused(spoiled: Desk) -> None:
    (spoiled.folder / "Definitions").mkdir()
    (fault,) = await spoiled.faults()
    assert "name the folder definitions" in in_english(fault.remedy)
