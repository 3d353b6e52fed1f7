"""Guides (处置指南) in both languages: a word of categories and of states."""

from __future__ import annotations

from orgraph.definitions.source import Entry
from orgraph.domain.guide import NO_GUIDE, Guide

MOST = 9
"""Steps of a guide: more is a manual, which nobody reads in a task."""


def read_guide(entry: Entry) -> Guide | None:
    """
    The `guide` of an entry: steps in both languages, as many in each, none blank or of several lines.

    None where it says none; a guide without steps where it says {}.
    """
    said = entry.mapping("guide", remedy="write {zh: [steps], en: [steps]}, or {} for no guide")
    if said is None:
        return None
    if not said.names():
        return NO_GUIDE
    steps = {lang: _steps(said, lang) for lang in ("zh", "en")}
    said.done()
    guide = Guide(steps["zh"], steps["en"])
    if said.has("zh") and said.has("en") and len(guide.zh) != len(guide.en):
        problem = f"{said.key}: {len(guide.zh)} steps in zh, {len(guide.en)} in en"
        said.fault(problem, "write every step in both languages")
    return guide if len(guide.zh) == len(guide.en) else NO_GUIDE


def _steps(said: Entry, lang: str) -> tuple[str, ...]:
    steps = tuple(one.strip() for one in said.texts(lang, required=True))
    line = said.line_of(lang)
    if said.has(lang) and not steps:
        said.fault(f"{said.key}.{lang}: no step", "write the steps, or guide: {} for no guide", line)
    if len(steps) > MOST:
        said.fault(f"{said.key}.{lang}: {len(steps)} steps", f"write {MOST} at most: it is read in the task", line)
    if any(not one for one in steps):
        said.fault(f"{said.key}.{lang}: a step is blank", "write the step or remove it", line)
    if any("\n" in one for one in steps):
        said.fault(f"{said.key}.{lang}: a step has several lines", "write each step on a line of its own", line)
    return steps
