"""Categories of matters: who may lead them, how grave they are, whether the level handles them itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.definitions.guides import read_guide
from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Entry
from orgraph.definitions.titles import NO_SOURCE, Title, read_source, read_title
from orgraph.domain.guide import NO_GUIDE, Guide
from orgraph.domain.said import Said, said

ADMISSIONS = ("core", "assist", "recovered")


@dataclass(frozen=True, slots=True)
class Category:
    """
    A category after inheritance from its parent.

    `lead_kinds`: kinds of unit that may lead; `severity` 1 to 5, 5 gravest; `lineage`: its own key, then its parents';
    `guide`: what its handler does first.
    """

    key: str
    title: Title
    lead_kinds: tuple[str, ...]
    severity: int
    admission: str
    branch_may_lead: bool
    lineage: tuple[str, ...]
    source: Title
    under: str = ""
    guide: Guide = NO_GUIDE


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
    source: Title | None
    under: str
    guide: Guide | None


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
        source=read_source(entry) if entry.has("source") else None,
        under=entry.text("under"),
        guide=read_guide(entry),
    )
    needed = ("lead_kinds", "severity", "admission", "source")
    if not raw.parent and (lacking := [name for name in needed if not getattr(raw, name)]):
        entry.fault(said("without-parent", lacking=lacking), said("mend-without-parent", lacking=lacking))
    entry.done()
    return raw


def check_categories(categories: Sequence[RawCategory], whole: Whole) -> Iterator[tuple[RawCategory, Said, Said]]:
    """That no category lies below itself, or below one that another area has alone."""
    known = _Known(categories)
    for category in categories:
        way = [category]
        while (parent := known.parent(way[-1])) is not None and parent not in way:
            way.append(parent)
        if parent is category:
            yield (
                category,
                said("cycle-of-parents", way=" → ".join(one.key for one in (*way, parent))),
                said("mend-cycle"),
            )
        elif parent is None and category.parent and len(way) == 1 and category.parent in known.keys:
            problem = said("parent-elsewhere", parent=category.parent, under=category.under)
            if not category.under:
                problem = said("parent-not-everywhere", parent=category.parent)
            yield category, problem, said("mend-parent-elsewhere", parent=category.parent)


def inherit(raw: Sequence[RawCategory]) -> tuple[Category, ...]:
    """Categories with what their parents say filled in; parents must exist and have no cycle (checked before)."""
    known = _Known(raw)
    return tuple(_inherited(category, known) for category in raw)


class _Known:
    """All categories as written: below a root area that has one itself it is the parent, else the general one."""

    def __init__(self, raw: Sequence[RawCategory]) -> None:
        self._raw = {(one.key, one.under): one for one in raw}
        self.keys = frozenset(one.key for one in raw)

    def parent(self, category: RawCategory) -> RawCategory | None:
        """The parent of a category; None if it has none, or none that holds where it does."""
        return self._raw.get((category.parent, category.under)) or self._raw.get((category.parent, ""))

    def general(self, category: RawCategory) -> RawCategory:
        """The category as it is elsewhere; itself where it is a city's own."""
        return self._raw.get((category.key, ""), category)


def _inherited(category: RawCategory, known: _Known) -> Category:
    line = [category]
    while (parent := known.parent(line[-1])) is not None:
        line.append(parent)
    # a city that says who leads otherwise says nothing of what is to be done: its variant keeps the general guide
    guides = (one.guide for own in line for one in (own, known.general(own)))
    told = [one.branch_may_lead for one in line if one.branch_may_lead is not None]
    return Category(
        key=category.key,
        title=category.title,
        lead_kinds=next((one.lead_kinds for one in line if one.lead_kinds), ()),
        severity=next((one.severity for one in line if one.severity), 1),
        admission=next((one.admission for one in line if one.admission), "core"),
        branch_may_lead=told[0] if told else False,
        lineage=tuple(one.key for one in line),
        source=next((one.source for one in line if one.source), NO_SOURCE),
        under=category.under,
        guide=next((one for one in guides if one is not None), NO_GUIDE),
    )


CATEGORIES = Section("categories", read_category, rooted=True, check=check_categories, arranged=inherit)
