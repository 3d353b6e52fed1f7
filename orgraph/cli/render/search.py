"""What a search found, in words."""

from __future__ import annotations

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.registry import Found


def found_lines(found: Found, name: str, speech: Speech) -> list[str]:
    """A line an area or organisation: its code, what it is, its path or name."""
    areas = [
        [one.area.code, speech.level(one.area.level), speech.words(one.path, one.area.synthetic)] for one in found.areas
    ]
    units = [[one.code, speech.organisation_kind(one.kind), speech.name(one)] for one in found.organisations]
    if not areas and not units:
        return [speech("search-nothing", name=name)]
    more = [speech("search-more")] if found.truncated else []
    return [*aligned([*areas, *units], room=terminal_room()), *more, *speech.notes()]
