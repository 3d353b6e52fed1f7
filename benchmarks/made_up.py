"""Packs that are made up for measuring: a manifest and a synthesis, in a folder of their own."""

from __future__ import annotations

from pathlib import Path

_MANIFEST = """pack: {key}
title: {{zh: 合成城市, en: A city made up for measuring}}
root: "{root}"
mode: snapshot
as_of: 2023-08-22
reference_date: 2023-08-22
since: 2023-01-01
requires: [liaoning]
synthetic: true
"""


def pack(folder: Path, key: str, root: str, synthesis: str) -> Path:
    """A new folder in `folder` with a pack that makes what `synthesis` says under the area `root`."""
    made = folder / key
    made.mkdir()
    (made / "pack.yaml").write_text(_MANIFEST.format(key=key, root=root), encoding="utf-8")
    (made / "synthesis.yaml").write_text(synthesis, encoding="utf-8")
    return made
