"""A pack's figures.yaml: what was published, in the source's words, and how it is counted in the graph."""

from __future__ import annotations

import math
from pathlib import Path

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.source import Entry, Reading, read_file
from orgraph.definitions.titles import read_source, read_text, read_title, read_words, worded
from orgraph.domain.figures import Comparator, Count, Figure
from orgraph.domain.said import said
from orgraph.domain.worded import Worded
from orgraph.seeding.references import check_references

FIGURES = "figures.yaml"
COUNTS = "counts"
OFFERED = ("services", "classes")
COUNTED = ("areas", "officers", "postings", "organisations", "covered", "visited", *OFFERED, COUNTS)

LISTS = {
    "levels": "levels",
    "kinds": "organisations",
    "roles": "roles",
    "employments": "employments",
    "relations": "relationships",
    "area_kinds": "areas",
    "tiers": "tiers",
}
"""What narrows a count down, and the section that its keys are of."""
POSTED = ("officers", "postings")
_OF_UNITS = (("kinds",), ("levels", "area_kinds", "relations", "tiers"))
_OF_POSTS = (("roles",), ("levels", "area_kinds", "kinds", "employments", "tiers"))
NARROWED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "areas": (("levels",), ("area_kinds",)),
    "visited": (("levels", "roles"), ("area_kinds",)),
    "organisations": _OF_UNITS,
    "covered": _OF_UNITS,
    **dict.fromkeys(POSTED, _OF_POSTS),
    **dict.fromkeys(OFFERED, ((), ())),
}
"""What each count must say, without which it would be 0 whatever there is, and what it may say besides."""


def read_figures(folder: Path, definitions: Definitions) -> tuple[Figure, ...]:
    """
    The figures of the pack in `folder`, none where it publishes none.

    Raises DefinitionsFaulty with every fault, keys that the definitions do not have included.
    """
    path = folder / FIGURES
    if not path.is_file():
        return ()
    reading = Reading()
    top = read_file(reading, path, f"{folder.resolve().name}/{FIGURES}")
    figures = tuple(_figure(entry) for entry in top.entries()) if top else ()
    check_references(reading, definitions)
    reading.faults.raise_if_any()
    return figures


def _figure(entry: Entry) -> Figure:
    below = entry.mapping("count")
    figure = Figure(
        key=entry.key,
        title=worded(entry.key, read_title(entry)),
        value=_value(entry),
        comparator=Comparator(entry.choice("comparator", tuple(Comparator), required=True) or Comparator.EXACT),
        unit=worded("unit", read_text(entry, "unit")),
        period=worded("period", read_text(entry, "period")),
        words=_worded(entry, "words", required=True) or Worded("words", "", ""),
        source=worded("source", read_source(entry)),
        count=_count(below) if below else None,
        note=_worded(entry, "note"),
    )
    if figure.count is None and not figure.note:
        entry.fault(said("not-counted"), said("mend-counted"))
    entry.done()
    return figure


def _worded(entry: Entry, name: str, *, required: bool = False) -> Worded | None:
    below = entry.mapping(name, required=required)
    if below is None:
        return None
    return worded(name, read_words(below))


def _value(entry: Entry) -> float:
    text = entry.text("value", required=True)
    try:
        value = float(text or 0)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        entry.fault(said("no-figure", value=text), said("mend-figure"), "value")
    return value


def _count(entry: Entry) -> Count:
    of = entry.choice("of", COUNTED, required=True)
    if of == COUNTS:
        return _observed(entry)
    needed, narrowed = NARROWED.get(of, ((), tuple(LISTS)))
    if of in POSTED and entry.has("kinds"):  # of posts in organisations: their relations to areas
        narrowed = (*narrowed, "relations")

    def keys(name: str) -> tuple[str, ...]:
        asked = name in needed or name in narrowed
        return entry.refers_all(name, LISTS[name], required=name in needed) if asked else ()

    count = Count(
        of=of,
        levels=keys("levels"),
        kinds=keys("kinds"),
        roles=keys("roles"),
        employments=keys("employments"),
        relations=keys("relations"),
        scope=entry.refers("scope", "scopes") if of not in OFFERED else "",
        area_kinds=keys("area_kinds"),
        tiers=keys("tiers"),
    )
    entry.done()
    return count


def _observed(entry: Entry) -> Count:
    """What is counted of a measure in a period: both days are part of it, as a person says them."""
    count = Count(
        of=COUNTS,
        measure=entry.refers("measure", "measures", required=True),
        area=entry.text("area"),
        first=entry.day("from"),
        last=entry.day("to"),
    )
    if count.last < count.first:
        entry.fault(said("period-backwards", since=count.first, until=count.last), said("mend-swap-days"), "to")
    entry.done()
    return count
