"""What names a place lies in that place's pack: schema/ holds for everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from orgraph.definitions.load import load_definitions

from ..small_world import ROOT

PACKS = sorted(path.parent for path in ROOT.glob("seeds/*/pack.yaml"))


def test_nothing_in_the_schema_is_of_one_place() -> None:
    general = load_definitions(ROOT / "schema")

    rooted = [
        (section, one.key)
        for section in ("audits", "quotas", "chains", "scopes", "categories", "tasks", "lifecycles", "campaigns")
        for one in getattr(general, section)
        if one.under
    ]
    assert rooted == []
    assert len(list(general.audits)) > 20


@pytest.mark.parametrize("pack", PACKS, ids=[pack.name for pack in PACKS])
def test_what_a_pack_defines_lies_within_its_root(pack: Path) -> None:
    root = str(yaml.safe_load((pack / "pack.yaml").read_text(encoding="utf-8"))["root"])

    unders = {
        str(entry["under"])
        for file in (pack / "definitions").rglob("*.yaml")
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")).values()
        if isinstance(entry, dict) and "under" in entry
    }
    assert all(under.startswith(root.rstrip("0")) for under in unders)
