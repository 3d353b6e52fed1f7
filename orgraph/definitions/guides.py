"""Guides (处置指南) in both languages: a word of categories and of states."""

from __future__ import annotations

from orgraph.definitions.source import Entry
from orgraph.domain.guide import NO_GUIDE, Guide
from orgraph.domain.said import said

MOST = 9
"""Steps of a guide: more is a manual, which nobody reads in a task."""


def read_guide(entry: Entry) -> Guide | None:
    """
    The `guide` of an entry: steps in both languages, as many in each, none blank or of several lines.

    None where it says none; a guide without steps where it says {}.
    """
    below = entry.mapping("guide", remedy=said("mend-guide", form="{zh: […], en: […]}", none="{}"))
    if below is None:
        return None
    if not below.names():
        return NO_GUIDE
    steps = {lang: _steps(below, lang) for lang in ("zh", "en")}
    below.done()
    guide = Guide(steps["zh"], steps["en"])
    if below.has("zh") and below.has("en") and len(guide.zh) != len(guide.en):
        below.fault(said("guide-uneven", zh=len(guide.zh), en=len(guide.en)), said("mend-guide-uneven"))
    return guide if len(guide.zh) == len(guide.en) else NO_GUIDE


def _steps(entry: Entry, lang: str) -> tuple[str, ...]:
    steps = tuple(one.strip() for one in entry.texts(lang, required=True))
    if entry.has(lang) and not steps:
        entry.fault(said("guide-empty"), said("mend-guide", form="[…]", none="guide: {}"), lang)
    if len(steps) > MOST:
        entry.fault(said("guide-long", steps=len(steps)), said("mend-guide-long", most=MOST), lang)
    if any(not one for one in steps):
        entry.fault(said("step-blank"), said("mend-step-blank"), lang)
    if any("\n" in one for one in steps):
        entry.fault(said("step-of-lines"), said("mend-step-of-lines"), lang)
    return steps
