"""Quotas in the words that they had before they spoke as audits do: the fault says what to write, and that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.definitions.load import load_definitions
from tests.said import in_english

SCHEMA = Path(__file__).parents[2] / "schema"
HEAD = """two-officers:
  under: "990102000000"
  title: {zh: 一村双警, en: two officers a village}
  source: an example
"""
FORMER = [
    (
        "  at: {level: village}\n"
        "  post: {role: political-legal-officer, employment: full-time, professions: [judge, police-officer]}\n"
        "  at_least: 2\n",
        "each: {level: village}",
        "must: [{post: {roles: [political-legal-officer], employment: full-time, professions: [judge, police-officer]},"
        " at_least: 2}]",
    ),
    (
        "  at: {level: village, kinds: [residents-committee], scope: some}\n"
        "  organisation: {relation: SERVES, kind: talk-point}\n  at_least: 1\n",
        "each: {level: village, kinds: [residents-committee], scope: some}",
        "must: [{organisation: {relation: SERVES, kinds: [talk-point]}, at_least: 1}]",
    ),
]


def loaded(tmp_path: Path, body: str) -> Definitions:
    folder = tmp_path / "pack" / "definitions"
    folder.mkdir(parents=True, exist_ok=True)
    scope = 'some:\n  under: "990102000000"\n  level: village\n  source: an example\n'
    (folder / "scopes.yaml").write_text(scope, encoding="utf-8")
    (folder / "quotas.yaml").write_text(HEAD + body, encoding="utf-8")
    return load_definitions(SCHEMA, [folder.parent])


@pytest.mark.parametrize(("former", "each", "must"), FORMER, ids=["posts", "organisations"])
def test_the_one_fault_says_what_to_write_now(tmp_path: Path, former: str, each: str, must: str) -> None:
    with pytest.raises(DefinitionsFaulty) as caught:
        loaded(tmp_path, former)
    (fault,) = caught.value.faults
    said = in_english(fault)

    assert f"write {each} and {must}" in said
    assert said.startswith("pack/definitions/quotas.yaml:5: ")
    quota = loaded(tmp_path, f"  {each}\n  {must}\n").quotas.find("two-officers", ["990102000000"])
    assert quota is not None and (quota.level, len(quota.must)) == ("village", 1)
