"""Categories of matters: who may lead them, how grave they are, whether the level handles them itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Entry
from orgraph.definitions.titles import Title, read_title

ADMISSIONS = ("core", "assist", "recovered")


@dataclass(frozen=True, slots=True)
class Category:
    """
    A category after inheritance from its parent.

    `lead_kinds`: kinds of unit that may lead; `severity` 1 to 5, 5 gravest; `lineage`: its own key, then its parents'.
    """

    key: str
    title: Title
    lead_kinds: tuple[str, ...]
    severity: int
    admission: str
    branch_may_lead: bool
    lineage: tuple[str, ...]
    source: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class RawCategory:
    """A category as written, before inheritance."""

    key: str
    title: Title
    parent: str
    lead_kinds: tuple[str, ...]
    severity: int
    admission: str
    branch_may_lead: bool | None
    source: str
    under: str


def read_category(entry: Entry) -> RawCategory:
    """One entry of categories.yaml."""
    raw = RawCategory(
        key=entry.key,
        title=read_title(entry),
        parent=entry.refers("parent", "categories"),
        lead_kinds=entry.refers_all("lead_kinds", "organisations"),
        severity=entry.whole("severity", 0, low=1, high=5),
        admission=entry.choice("admission", ADMISSIONS),
        branch_may_lead=entry.truth("branch_may_lead") if entry.has("branch_may_lead") else None,
        source=entry.text("source"),
        under=entry.text("under"),
    )
    if not raw.parent and not (raw.lead_kinds and raw.severity and raw.admission and raw.source):
        entry.fault(
            f"{entry.key}: a category without parent says all for itself",
            "add lead_kinds, severity, admission and source",
        )
    entry.done()
    return raw


def check_categories(categories: Sequence[RawCategory], whole: Whole) -> Iterator[tuple[RawCategory, str, str]]:
    """That no category lies below itself."""
    parents = {category.key: category.parent for category in categories}
    for category in categories:
        way = [category.key]
        while (parent := parents.get(way[-1], "")) and parent not in way:
            way.append(parent)
        if parent == category.key:
            yield category, f"cycle of parents: {' → '.join([*way, parent])}", "remove one parent"


def inherit(raw: Sequence[RawCategory]) -> tuple[Category, ...]:
    """Categories with what their parents say filled in; parents must exist and have no cycle (checked before)."""
    general = {category.key: category for category in raw if not category.under}
    return tuple(_inherited(category, general | {category.key: category}) for category in raw)


def _inherited(category: RawCategory, known: dict[str, RawCategory]) -> Category:
    line = [category]
    while line[-1].parent:
        line.append(known[line[-1].parent])
    said = [one.branch_may_lead for one in line if one.branch_may_lead is not None]
    return Category(
        key=category.key,
        title=category.title,
        lead_kinds=next((one.lead_kinds for one in line if one.lead_kinds), ()),
        severity=next((one.severity for one in line if one.severity), 1),
        admission=next((one.admission for one in line if one.admission), "core"),
        branch_may_lead=said[0] if said else False,
        lineage=tuple(one.key for one in line),
        source=next((one.source for one in line if one.source), ""),
        under=category.under,
    )


CATEGORIES = Section("categories", read_category, rooted=True, check=check_categories, arranged=inherit)
