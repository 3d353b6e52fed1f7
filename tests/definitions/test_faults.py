"""Faults of words, of the graph and of whole files, with file, line and remedy, and all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgraph.definitions import source
from orgraph.definitions.faults import use
from orgraph.definitions.load import load_definitions
from tests.said import in_english

from .spoiling import SCHEMA, assert_told, faults_of, spoil


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("roles.yaml", "at: {levels: [township]}", "at: {levels: [parish]}", "'parish' is not among the levels"),
        ("roles.yaml", "\nbuilding-head:", "\nBuilding_Head:", "bad identifier 'Building_Head'"),
        ("roles.yaml", "zh: 网格长, ", "", "'zh' is missing"),
        ("roles.yaml", "principal: true", "principal: perhaps", "'perhaps' is not true or false"),
        (
            "levels.yaml",
            "within: [city]",
            "within: [village]",
            "county: it has rank 3 and lies within village of rank 5",
        ),
        ("levels.yaml", "digits: 3}", "digits: 3}\n  leaf: true", "building: it lies within grid, and both are leaves"),
        ("levels.yaml", "{digits: 12, significant: 2}", "{digits: 12}", "one of these is needed: significant, prefix"),
        ("levels.yaml", "letter: H", "letter: hh", "'hh' is not one capital letter"),
        ("kinds.yaml", "label: PartyOrganisation", "label: Party", "'Party' is not known"),
        ("kinds.yaml", "tiers: ", "tears: ", "unknown key 'tears'"),
        ("categories.yaml", "  parent: dispute", "  parent: family-dispute", "cycle of parents: family-dispute"),
        ("categories.yaml", "  severity: 2\n", "", "a category without parent says all for itself"),
        ("routing.yaml", "lead: [responsible, paired, backstop]", "lead: [backstop, paired]", "must end with backstop"),
        ("routing.yaml", "open-load, id]", "open-load]", "must end with id"),
        ("routing.yaml", "[responsible, ", "[nearest, ", "'nearest' is not known"),
        ("tasks/joint-enforcement.yaml", "grace: 15 minutes", "grace: 1 working-hours", "joint-enforcement.grace"),
        ("tasks/emergency.yaml", "afterwards: 24 hours", "afterwards: 2 working-days", "is no natural time"),
        ("tasks/emergency.yaml", "must_carry: [text]", "must_carry: [text, hope]", "'hope' is not known"),
        ("tasks/emergency.yaml", "entrance: called", "entrance: window", "'standard' has no entrance 'window'"),
        ("tasks/emergency.yaml", "lifecycle: standard", "lifecycle: short", "'short' is not among the lifecycles"),
        ("tasks/emergency.yaml", "door: whistle", "door: window", "'window' is not known"),
        ("graph.yaml", "  SERVES: {", "  AREA: {", "AREA: it is a label and a relationship"),
        ("graph.yaml", "    key: code\n", "    key: kode\n", "key 'kode' is not a property"),
        ("graph.yaml", "indexes: [[level, code]", "indexes: [[levle, code]", "index on unknown 'levle'"),
        ("graph.yaml", "labels: [Area]", "labels: [area`x]", "bad label 'area`x'"),
        ("graph.yaml", "households: whole", "households: number", "'number' is not known"),
        ("graph.yaml", "from: [Task], to: [Area]", "from: [Job], to: [Area]", "'Job' is not among the nodes"),
    ],
)
def test_a_fault_is_named_with_file_line_and_remedy(schema: Path, file: str, old: str, new: str, said: str) -> None:
    spoil(schema, file, old, new)
    assert_told(schema, file, said)


def test_the_line_is_the_one_with_the_fault(schema: Path) -> None:
    text = (schema / "quotas.yaml").read_text(encoding="utf-8")
    line = text[: text.index("[grid-lead]")].count("\n") + 1
    spoil(schema, "quotas.yaml", "[grid-lead]", "[nobody]")

    assert any(fault.startswith(f"schema/quotas.yaml:{line}: ") for fault in faults_of(schema))


def test_all_faults_of_all_files_come_at_once(schema: Path) -> None:
    spoil(schema, "quotas.yaml", "-lead]}}", "-lead]}, at_leest: 1}")
    spoil(schema, "roles.yaml", "zh: 网格长, ", "")
    spoil(schema, "audits/grid-lead.yaml", "quota: grid-lead", "quota: nothing")

    files = {fault.split(":")[0] for fault in faults_of(schema)}

    assert files == {"schema/quotas.yaml", "schema/roles.yaml", "schema/audits/grid-lead.yaml"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"grid-lead: [", "not YAML"),
        (b"- a\n- b\n", "the file is not a mapping"),
        ("grid-lead: {title: {zh: 网格长}}".encode("gb18030"), "not UTF-8"),
        (b"grid-lead: 5\n", "not a mapping"),
        (b"a-role: {}\na-role: {}\n", "duplicate key 'a-role'"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault_too(schema: Path, content: bytes, said: str) -> None:
    (schema / "roles.yaml").write_bytes(content)

    assert any(said in fault and fault.startswith("schema/roles.yaml:") for fault in faults_of(schema))


def test_a_file_of_an_unknown_name_is_a_fault(schema: Path) -> None:
    (schema / "rolls.yaml").write_text("a: {}\n", encoding="utf-8")

    assert any("unknown file of definitions: rolls" in fault for fault in faults_of(schema))


def test_a_schema_without_a_graph_says_so(schema: Path) -> None:
    (schema / "graph.yaml").unlink()

    assert any(fault.startswith("schema/graph.yaml: missing") for fault in faults_of(schema))


def test_with_and_without_libyaml_the_same_is_read_and_said(schema: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> tuple[str, list[str]]:
        return load_definitions(SCHEMA).content, faults_of(schema)

    (schema / "wording.yaml").write_text("a: {zh: 甲, en: a\nb: [", encoding="utf-8")
    spoil(schema, "levels.yaml", "rank:", "rang:")
    quick = read()
    monkeypatch.setattr(source, "_QUICK", None)
    assert read() == quick


def test_a_remedy_offers_first_what_comes_nearest_to_the_word_that_was_meant() -> None:
    keys = {*"abcdefghi", "village-party-organisation"}
    assert in_english(use(keys, "village-organisation")).startswith("use village-party-organisation, a, b")
    assert in_english(use(keys)) == "use a, b, c, d, e, f, g, h …"
