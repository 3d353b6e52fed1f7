"""Entries of packs beside those of the schema: which one holds where, and what the hash is of."""

from __future__ import annotations

from pathlib import Path

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions

from .spoiling import SCHEMA, faults_of, spoil

SCOPE = "places: {{level: village, under: '{under}', source: a test}}\n"


def pack_with(tmp_path: Path, name: str, **files: str) -> Path:
    """A pack folder with some definitions."""
    folder = tmp_path / name / "definitions"
    folder.mkdir(parents=True)
    for file, text in files.items():
        (folder / f"{file}.yaml").write_text(text, encoding="utf-8")
    return folder.parent


def test_an_entry_of_a_pack_holds_under_its_root_area(schema: Path, tmp_path: Path) -> None:
    pack = pack_with(tmp_path, "fushun", scopes="places: {level: village, source: a test}\n")

    assert any(
        "fushun/definitions/scopes.yaml:1: " in fault and "'under'" in fault for fault in faults_of(schema, pack)
    )


def test_two_packs_may_define_one_key_for_different_areas_only(schema: Path, tmp_path: Path) -> None:
    one = pack_with(tmp_path, "fushun", scopes=SCOPE.format(under="210400000000"))
    other = pack_with(tmp_path, "jinzhou", scopes=SCOPE.format(under="210700000000"))
    same = pack_with(tmp_path, "yingkou", scopes=SCOPE.format(under="210400000000"))

    both: Definitions = load_definitions(schema, [one, other])

    assert [scope.under for scope in both.scopes.of("places")] == ["210400000000", "210700000000"]
    assert any("places: defined twice" in fault for fault in faults_of(schema, one, same))


def test_the_variant_of_the_nearest_root_is_in_force(schema: Path, tmp_path: Path) -> None:
    rule = "daily-work:\n  title: {{zh: 日常, en: daily}}\n  lifecycle: standard\n  entrance: called\n  limits: standard\n  ladder: standard\n  opened_by: [{role}]\n  under: '{under}'\n"
    city = pack_with(tmp_path, "fushun", tasks=rule.format(role="township-head", under="210400000000"))
    county = pack_with(tmp_path, "xinbin", tasks=rule.format(role="township-deputy", under="210422000000"))
    kinds = load_definitions(schema, [city, county]).tasks

    in_county = kinds.find("daily-work", ["210422101000", "210422000000", "210400000000", "210000000000"])
    in_city = kinds.find("daily-work", ["210402001000", "210402000000", "210400000000", "210000000000"])
    elsewhere = kinds.find("daily-work", ["210502000000", "210500000000", "210000000000"])

    assert in_county and in_county.opened_by == ("township-deputy",)
    assert in_city and in_city.opened_by == ("township-head",)
    assert elsewhere and elsewhere.opened_by == ("township-secretary", "township-head", "township-deputy")


def test_the_hash_follows_what_is_said_not_how_it_is_laid_out(schema: Path) -> None:
    before = load_definitions(schema).hash
    path = schema / "quotas.yaml"
    path.write_text("# another comment\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with_comment = load_definitions(schema).hash
    spoil(schema, "quotas.yaml", "-lead]}}", "-lead]}, at_least: 2}")

    assert with_comment == before
    assert load_definitions(schema).hash != before


def test_a_category_inherits_what_it_does_not_say() -> None:
    categories = load_definitions(SCHEMA).categories

    collapse, gas, neighbours = (categories.find(key) for key in ("road-collapse", "gas-leak", "neighbour-dispute"))

    assert collapse and collapse.lineage == ("road-collapse", "sudden-event") and collapse.lead_kinds == ("housing",)
    assert collapse.admission == "recovered"
    assert gas and gas.severity == 5 and gas.lead_kinds == ("utilities",)
    assert neighbours and neighbours.branch_may_lead and neighbours.severity == 2
