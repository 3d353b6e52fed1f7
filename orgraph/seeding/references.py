"""Keys that a pack's own files use, checked against the definitions."""

from __future__ import annotations

from collections.abc import Iterable

from orgraph.definitions.checks import unknown
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.source import Reading


def check_references(reading: Reading, definitions: Definitions) -> None:
    """Note a fault for every key used in `reading` that the definitions do not have."""
    sections = _sections(definitions)
    for reference in reading.references:
        known = sections[reference.section]
        if reference.key not in known:
            reading.faults.add(reference.file, reference.line, *unknown(reference, known))


def _sections(definitions: Definitions) -> dict[str, frozenset[str]]:
    sections: dict[str, Iterable[str]] = {
        "levels": definitions.levels,
        "areas": definitions.area_kinds,
        "organisations": definitions.organisation_kinds,
        "professions": definitions.professions,
        "employments": definitions.employments,
        "tiers": definitions.tiers,
        "absences": definitions.absences,
        "roles": definitions.roles,
        "measures": definitions.measures,
        "categories": definitions.categories.keys(),
        "scopes": definitions.scopes.keys(),
        "relationships": definitions.graph.relationships,
    }
    return {name: frozenset(keys) for name, keys in sections.items()}
