"""The glossary says what is said: its terms are in use, and each title that answers show stands in it in both languages."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from orgraph.definitions.definitions import Definitions, Titled
from orgraph.settings import shipped_phrases

from ..small_world import ROOT

PAGES = {"en": ROOT / "docs" / "glossary.md", "zh": ROOT / "docs" / "zh" / "glossary.md"}
HEADS = {"en": "## Titles 名称", "zh": "## 名称"}
FAMILIES = {
    "levels": ("层级", "levels"),
    "states": ("状态", "states"),
    "stages": ("时限", "limits"),
    "relations": ("各方", "parties"),
    "actions": ("操作", "actions"),
    "findings": ("督查发现", "findings"),
    "light": ("灯色", "lights"),
    "share": ("比率", "rates"),
}
"""What the titles of a family are called."""


def test_each_term_is_in_use() -> None:
    files = [*(ROOT / "schema").rglob("*.yaml"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "seeds").rglob("*.yaml")]
    said = "\n".join(path.read_text(encoding="utf-8") for path in files if path not in PAGES.values())
    assert [term for term in terms(PAGES["en"]) if term not in said] == []


def test_the_pages_of_both_languages_have_the_same_terms() -> None:
    english, chinese = (list(terms(page)) for page in PAGES.values())
    assert english == chinese


def terms(page: Path) -> Iterator[str]:
    for line in page.read_text(encoding="utf-8").partition("\n## ")[0].splitlines():
        cell = line.split("|")[1].strip() if line.startswith("| ") else ""
        if cell not in ("", "中文"):
            yield from cell.split("、")


@pytest.mark.parametrize("lang", PAGES)
def test_each_title_that_answers_show_stands_in_it(definitions: Definitions, lang: str) -> None:
    page, head = PAGES[lang], HEADS[lang]
    before, _, there = page.read_text(encoding="utf-8").partition(f"{head}\n\n")
    wanted = "\n".join(table(definitions, lang)) + "\n"
    if os.environ.get("ORGRAPH_GOLDENS") == "write":
        page.write_text(f"{before.rstrip()}\n\n{head}\n\n{wanted}", encoding="utf-8")
    else:
        assert there == wanted, "see ORGRAPH_GOLDENS"


def table(definitions: Definitions, lang: str) -> Iterator[str]:
    """The titles by family, each in both languages."""
    yield from ("| | |", "|---|---|")
    for family, (chinese, english) in FAMILIES.items():
        titles = "、".join(dict.fromkeys(f"{zh} {en}" for zh, en in titles_of(definitions, family)))
        yield f"| {chinese if lang == 'zh' else english} | {titles} |"


def titles_of(definitions: Definitions, family: str) -> Iterable[tuple[str, str]]:
    if family in ("light", "share"):
        found = {key: phrase for key, phrase in shipped_phrases().items() if key.startswith(f"{family}-")}
        shown = [one for key, one in found.items() if family == "light" or one.zh.endswith("率")]
        return [(one.zh, one.en) for one in shown if "{" not in one.zh and "，" not in one.zh]
    entries: Iterable[Titled]
    if family == "levels":
        entries = definitions.levels.values()
    elif family == "findings":
        entries = definitions.findings
    else:
        entries = [one for life in definitions.lifecycles for one in getattr(life, family).values()]
    return [(one.title.zh, one.title.en) for one in entries]
