"""Measures: what is counted at places and organisations in a period, never of a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Entry
from orgraph.definitions.titles import Title, read_source, read_title, read_words
from orgraph.domain.said import Said, said

SUM, LAST = "sum", "last"
"""How what was observed adds up over time: all of a period together, or what was there last of what goes on."""


@dataclass(frozen=True, slots=True)
class Measure:
    """
    A measure (指标): one key means the same everywhere, since places are added up.

    It is observed at areas of `levels` (of `kinds`; empty: of any) and at organisations of the kinds `organisations`;
    `adds` is SUM or LAST, `unit` what is counted, `source` who says so.
    """

    key: str
    title: Title
    unit: Title
    adds: str
    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    organisations: tuple[str, ...]
    source: Title


def read_measure(entry: Entry) -> Measure:
    """One entry of measures.yaml."""
    unit = entry.mapping("unit", required=True)
    measure = Measure(
        key=entry.key,
        title=read_title(entry),
        unit=read_words(unit) if unit else Title("", ""),
        adds=entry.choice("adds", (SUM, LAST), required=True),
        levels=entry.refers_all("levels", "levels"),
        kinds=entry.refers_all("kinds", "areas"),
        organisations=entry.refers_all("organisations", "organisations"),
        source=read_source(entry),
    )
    if not measure.levels and not measure.organisations:
        entry.fault(said("none-of", these=("levels", "organisations")), said("mend-add-one"))
    entry.done()
    return measure


def check_measures(measures: Sequence[Measure], whole: Whole) -> Iterator[tuple[Measure, Said, Said]]:
    """The kinds of areas that a measure names are of levels that it names, else nothing could be observed at them."""
    level_of = {kind.key: kind.level for kind in whole.items.get("areas", ())}
    for one in measures:
        for kind in one.kinds:
            level = level_of.get(kind)
            if level is not None and level not in one.levels:
                yield one, said("kind-of-other-level", name=kind, level=level), said("mend-level-or-kind", level=level)


MEASURES = Section("measures", read_measure, check=check_measures)
