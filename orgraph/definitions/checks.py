"""Checks over all files together: references to nothing, and what each section looks at when all is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from orgraph.definitions.faults import define_or_use
from orgraph.definitions.graph_model import GraphModel
from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Reading, Reference
from orgraph.definitions.tasks.lifecycle import CARRIES
from orgraph.domain.said import Said, said

Places = Mapping[tuple[str, str, str], tuple[str, int]]
"""Where each (section, key, under) was defined: file and line."""


def check_all(
    reading: Reading, sections: Iterable[Section[Any]], whole: Whole, graph: GraphModel | None, places: Places
) -> None:
    """Add to the faults of `reading` what only shows when everything has been read."""
    _check_references(reading, whole, graph)
    for section in sections:
        for item, problem, remedy in section.check(whole.of(section), whole):
            file, line = places[(section.name, item.key, getattr(item, "under", ""))]
            reading.faults.add(file, line, problem, remedy, item.key)


def _check_references(reading: Reading, whole: Whole, graph: GraphModel | None) -> None:
    known = {section: {item.key for item in items} for section, items in whole.items.items()}
    known["fields"] = {field.name for kind in whole.items.get("tasks", ()) for field in kind.fields} | set(CARRIES)
    if graph is not None:
        known["nodes"] = set(graph.nodes)
        known["relationships"] = set(graph.relationships)
    for reference in reading.references:
        keys = known.get(reference.section, set())
        if reference.key not in keys:
            reading.faults.add(reference.file, reference.line, *unknown(reference, keys))


def unknown(reference: Reference, keys: Collection[str]) -> tuple[Said, Said]:
    """The problem and the remedy where a reference is to none of the keys of its section."""
    problem = said("not-among", name=reference.key, section=reference.section)
    return problem, define_or_use(set(keys), reference.key)
