"""A new pack for one's own county: loads as it is, and what it offers to fill in loads, too."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.domain.errors import InvalidInput
from orgraph.domain.rows import AreaRow, PostingRow
from orgraph.seeding.pack import Pack, read_pack
from orgraph.seeding.skeleton import write_skeleton

from .worlds import REPOSITORY, areas_under

COUNTY = "210502000000"
DAY = date(2026, 3, 1)


@pytest.fixture
def county(liaoning: Pack) -> list[AreaRow]:
    """平山区 and all below it."""
    return list(areas_under(liaoning, COUNTY))


def test_it_loads_as_it_is_and_adds_nothing(tmp_path: Path, county: list[AreaRow], definitions: Definitions) -> None:
    target = tmp_path / "pingshan"
    written = write_skeleton(target, county[0], county[1:], definitions, DAY, ["liaoning"])
    pack = read_pack(target, load_definitions(REPOSITORY / "schema", [target]))
    assert (pack.rows, pack.faults, pack.notices) == ((), (), ())
    assert (pack.manifest.key, pack.manifest.root, pack.manifest.as_of) == ("pingshan", COUNTY, DAY)
    assert pack.manifest.requires == ("liaoning",)
    assert set(written) == {path for path in target.rglob("*") if path.is_file()}


def test_it_lists_every_place_and_the_posts_to_fill(
    tmp_path: Path, county: list[AreaRow], definitions: Definitions
) -> None:
    target = tmp_path / "pingshan"
    write_skeleton(target, county[0], county[1:], definitions, DAY)
    with (target / "reference/places.csv").open(encoding="utf-8-sig") as file:
        places = list(csv.DictReader(file))
    assert len(places) == len(county)
    assert "平山区/南地街道/南地社区居委会" in {place["path"] for place in places}
    (target / "reference/postings-to-fill.csv").rename(target / "postings.csv")
    text = (target / "postings.csv").read_text(encoding="utf-8-sig").replace("\n,", "\npingshan:o-1,")
    (target / "postings.csv").write_text(text, encoding="utf-8")
    pack = read_pack(target, definitions)
    assert pack.faults == ()
    asked = {(row.role, row.at) for row in pack.rows if isinstance(row, PostingRow)}
    assert ("village-secretary", "210502001002") in asked
    assert ("township-secretary", "210502001000") in asked


def test_its_example_of_a_quota_counts_once_the_marks_are_gone(
    tmp_path: Path, county: list[AreaRow], definitions: Definitions
) -> None:
    target = tmp_path / "pingshan"
    write_skeleton(target, county[0], county[1:], definitions, DAY)
    example = target / "definitions/quotas.yaml"
    lines = example.read_text(encoding="utf-8").split("\n#\n")[1].replace("# ", "")
    example.write_text(lines, encoding="utf-8")
    (quota,) = [quota for quota in load_definitions(REPOSITORY / "schema", [target]).quotas if quota.under == COUNTY]
    assert (quota.key, quota.level) == ("pingshan-village-secretary", "village")


def test_it_overwrites_nothing(tmp_path: Path, county: list[AreaRow], definitions: Definitions) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep me")
    for name in ("mine", "My County"):
        with pytest.raises(InvalidInput):
            write_skeleton(tmp_path / name, county[0], county[1:], definitions, DAY)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]
