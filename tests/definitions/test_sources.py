"""Where rules and figures come from, of what figures are and of when, is told in both languages, of all that ships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from orgraph.definitions.definitions import Definitions

from ..small_world import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FILES = sorted(
    path
    for folder in ("schema", "seeds")
    for path in (ROOT / folder).rglob("*.yaml")
    if path.name not in ("pack.yaml", "synthesis.yaml", "graph.yaml") and "wording" not in str(path)
)


def sources(said: object) -> Iterator[object]:
    if isinstance(said, dict):
        yield from (said[name] for name in ("source", *(("period", "unit") if "words" in said else ())) if name in said)
        for below in said.values():
            yield from sources(below)
    elif isinstance(said, list):
        for below in said:
            yield from sources(below)


@pytest.mark.parametrize("file", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_source_is_told_in_both_languages(file: Path) -> None:
    for source in sources(yaml.safe_load(file.read_text(encoding="utf-8"))):
        if isinstance(source, str):
            assert re.fullmatch(r"docs/[\w.-]+", source), source
        else:
            assert isinstance(source, dict) and set(source) == {"zh", "en"}
            assert not CHINESE.search(source["en"].replace("阜政通", "")), source
            assert CHINESE.search(source["zh"]) or source["zh"].startswith("docs/zh/") or source["zh"] == "%", source


def test_one_text_is_told_in_both(definitions: Definitions) -> None:
    routing = definitions.routing.find("standard")
    assert routing is not None and routing.source("zh") == routing.source("en") == "docs/routing.md"
    (grid,) = [one for one in definitions.audits if one.key == "grid-lead"]
    assert grid.source("en") == "GB/T 34300-2017 by title (text not read); common practice"
    assert grid.source("zh") == "GB/T 34300-2017(只据标准名称，未读正文)；通行做法"
