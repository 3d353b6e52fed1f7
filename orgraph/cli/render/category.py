"""A category of matters in sentences: what it belongs to, who may lead, how grave it is, what is done first."""

from __future__ import annotations

from orgraph.cli.render.guide import guide_lines
from orgraph.cli.speech import Speech
from orgraph.definitions.words.categories import Category


def category_lines(found: Category, speech: Speech) -> list[str]:
    """The category with what it inherits, where it comes from, and its guide, which is not from there."""
    key = "kind-heading-under" if found.under else "kind-heading"
    kinds = [speech.organisation_kind(one) for one in found.lead_kinds]
    return [
        speech(key, title=found.title(speech.lang), kind=found.key, under=found.under),
        *(speech("category-of", parent=speech.category(one)) for one in found.lineage[1:2]),
        speech("category-leads", kinds=speech("explain-or").join(kinds)),
        *([speech("category-branch")] if found.branch_may_lead else []),
        speech("category-severity", severity=found.severity),
        speech.of("category-admission", found.admission),
        speech("explain-source", source=found.source(speech.lang)),
        *guide_lines(found.guide, speech),
    ]
