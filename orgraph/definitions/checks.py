"""Checks over all files together: references to nothing, and what each section looks at when all is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from orgraph.definitions.faults import some_of
from orgraph.definitions.graph_model import GraphModel
from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Reading
from orgraph.definitions.tasks.lifecycle import CARRIES

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
            reading.faults.add(file, line, problem, remedy)


def _check_references(reading: Reading, whole: Whole, graph: GraphModel | None) -> None:
    known = {section: {item.key for item in items} for section, items in whole.items.items()}
    known["fields"] = {field.name for kind in whole.items.get("tasks", ()) for field in kind.fields} | set(CARRIES)
    if graph is not None:
        known["nodes"] = set(graph.nodes)
        known["relationships"] = set(graph.relationships)
    for reference in reading.references:
        keys = known.get(reference.section, set())
        if reference.key not in keys:
            problem = f"{reference.key!r} is not among the {reference.section}"
            reading.faults.add(
                reference.file, reference.line, problem, f"define it, or use {some_of(keys, reference.key)}"
            )
