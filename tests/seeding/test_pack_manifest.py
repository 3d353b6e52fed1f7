"""pack.yaml and the digest of a folder."""

from __future__ import annotations

import os
from datetime import date

import pytest

from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.domain.imports import Mode
from orgraph.seeding.manifest import digest_of, load_manifest
from tests.said import assert_in_both, fails

from .worlds import CITIES, IN_FULL, PACK, SEEDS, Desk


def test_every_shipped_pack_says_where_it_comes_from() -> None:
    for name in ("liaoning", *CITIES, *IN_FULL):
        manifest = load_manifest(SEEDS / name)
        assert (manifest.key, manifest.reference_date) == (name, date(2023, 8, 22))
        assert all(source.licence and source.place for source in manifest.sources)
        assert manifest.synthetic == (name != "liaoning")


def test_a_changes_folder_needs_little(desk: Desk) -> None:
    desk.write("pack.yaml", "pack: dandong\nmode: changes\nas_of: 2024-03-01\n")
    manifest = desk.read().manifest
    assert (manifest.key, manifest.mode, manifest.root) == ("dandong", Mode.CHANGES, "")
    assert manifest.since == manifest.reference_date == date(2024, 3, 1)


def test_all_faults_of_a_manifest_come_with_their_lines(desk: Desk) -> None:
    desk.write(
        "pack.yaml",
        "pack: Little\nmode: all\ntitle: {zh: 小}\nroot: 2105\nas_of: 22 August\nreference_date: 2023-08-22\n"
        "digest: abc\nowner: me\nsources:\n  - title: list\n",
    )
    with pytest.raises(DefinitionsFaulty) as caught:
        desk.read()
    for fault in caught.value.faults:
        assert_in_both(fault, desk.folder)
    assert [fault.line for fault in caught.value.faults] == [1, 2, 3, 4, 5, 7, 8, 10, 10, 10]
    assert all(fault.file == "little/pack.yaml" and fault.remedy for fault in caught.value.faults)


def test_the_open_end_is_no_day_on_which_anything_begins(desk: Desk) -> None:
    desk.write("pack.yaml", "pack: dandong\nmode: changes\nas_of: 9999-12-31\n")
    with fails(DefinitionsFaulty, match="stands for what has no end"):
        desk.read()


@pytest.mark.parametrize("content", [None, "", "# nothing\n", "- a list\n", "pack: [\n"])
def test_no_manifest_is_said_not_guessed(desk: Desk, content: str | None) -> None:
    if content is None:
        (desk.folder / "pack.yaml").unlink()
    else:
        desk.write("pack.yaml", content)
    with fails(DefinitionsFaulty, match=r"little/pack\.yaml:"):
        desk.read()


def test_the_digest_of_a_folder_sees_rows_and_names_but_no_prose(desk: Desk) -> None:
    before = digest_of(desk.folder)
    desk.write("README.md", "prose")
    os.utime(desk.folder / "pack.yaml", (0, 0))
    assert digest_of(desk.folder) == before
    desk.write("officers.csv", "id,name\n")
    with_table = digest_of(desk.folder)
    desk.write("pack.yaml", PACK + "synthetic: true\n")
    assert len({before, with_table, digest_of(desk.folder)}) == 3
