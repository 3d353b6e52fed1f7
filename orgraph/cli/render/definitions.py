"""Definitions as lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.sections import Entry
from orgraph.cli.speech import Speech


def sections_lines(found: Mapping[str, Sequence[Entry]], speech: Speech) -> list[str]:
    """A line a section with how many entries it has."""
    rows = [[name, speech.of("section", name), str(len(entries))] for name, entries in found.items()]
    return aligned(rows, right={2})


def section_lines(found: Sequence[Entry], speech: Speech) -> list[str]:
    """A line an entry: key, title, and the area it holds under where it is a city's own."""
    rows = [[one.key, one.title(speech.lang) if one.title else "", one.under] for one in found]
    return aligned(rows, room=terminal_room())
