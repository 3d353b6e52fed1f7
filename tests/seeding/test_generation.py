"""The generator: the same rows everywhere, whatever the order of the areas, and fast."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from orgraph.definitions.definitions import Definitions
from orgraph.domain.rows import AreaRow, OfficerRow, OrganisationRow
from orgraph.seeding.draw import draw
from orgraph.seeding.pack import Pack
from orgraph.seeding.synthesis import generate, rows_digest

from .worlds import EVERY, REPOSITORY, City

Cities = Callable[[str], City]

ELSEWHERE = """
from pathlib import Path
from orgraph.definitions.load import load_definitions
from orgraph.domain.rows import AreaRow
from orgraph.seeding.pack import read_pack
from orgraph.seeding.synthesis import generate, rows_digest
packs = [Path("seeds") / name for name in ("liaoning", "benxi", "dandong", "huludao")]
definitions = load_definitions(Path("schema"), packs)
base = [row for row in read_pack(packs[0], definitions).rows if isinstance(row, AreaRow) and row.code[:4] == "2105"]
print(rows_digest(generate(read_pack(packs[1], definitions), reversed(base), definitions)))
"""


@pytest.mark.parametrize("name", EVERY)
def test_the_rows_are_those_that_the_pack_promises(city: Cities, name: str) -> None:
    built = city(name)
    made = rows_digest(built.rows[len(built.pack.rows) :])
    assert made == built.pack.manifest.digest, f"if that was meant, write in seeds/{name}/pack.yaml: digest: {made}"


def test_another_process_with_another_hash_seed_makes_the_same(city: Cities) -> None:
    elsewhere = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == city("benxi").pack.manifest.digest


def test_the_order_of_the_base_areas_does_not_matter(city: Cities, definitions: Definitions) -> None:
    built = city("benxi")
    shuffled = sorted(built.base, key=lambda area: draw(area.code))
    assert rows_digest(generate(built.pack, shuffled, definitions)) == built.pack.manifest.digest


def test_rows_come_as_they_are_made(city: Cities, definitions: Definitions) -> None:
    built = city("benxi")
    stream = generate(built.pack, built.base, definitions)
    assert isinstance(stream, Iterator)
    first = next(stream)
    assert isinstance(first, AreaRow)
    assert first.level == "grid"


def test_a_pack_without_synthesis_makes_nothing(liaoning: Pack, definitions: Definitions) -> None:
    assert list(generate(liaoning, (), definitions)) == []


@pytest.mark.parametrize("name", EVERY)
def test_keys_are_unique_and_all_that_is_made_up_says_so(city: Cities, name: str) -> None:
    built = city(name)
    made = built.rows[len(built.pack.rows) :]
    keys = [
        row.id if isinstance(row, OfficerRow) else row.code
        for row in made
        if isinstance(row, AreaRow | OrganisationRow | OfficerRow)
    ]
    assert len(keys) == len(set(keys))
    assert all(row.synthetic for row in made if isinstance(row, AreaRow | OrganisationRow | OfficerRow))


@pytest.mark.parametrize("name", EVERY)
def test_no_duty_number_can_be_anybodys(city: Cities, name: str) -> None:
    phones = [row.duty_phone for row in city(name).rows if isinstance(row, OrganisationRow) and row.duty_phone]
    assert phones
    assert len(phones) == len(set(phones))
    for phone in phones:
        area_code, _, local = phone.partition("-")
        assert area_code.startswith("0")
        assert local.startswith("0")  # 0 dials out of the area: no subscriber's number begins with it
        assert not phone.replace("-", "").startswith("1")


@pytest.mark.parametrize("name", EVERY)
def test_codes_below_the_village_follow_the_scheme_of_their_level(
    city: Cities, name: str, definitions: Definitions
) -> None:
    built = city(name)
    areas = {area.code: area for area in built.areas(*definitions.levels)}
    for area in built.areas("grid", "building", "household-group"):
        scheme = definitions.levels[area.level].code
        above = areas[area.parent]
        while above.level != scheme.prefix:
            above = areas[above.parent]
        number = area.code.removeprefix(above.code + scheme.letter)
        assert len(number) == scheme.digits
        assert int(number) > 0
        assert areas[area.parent].level in definitions.levels[area.level].within
