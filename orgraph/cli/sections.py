"""The sections of the definitions by name, for lists and counts."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.definitions import SECTIONS, Definitions, called
from orgraph.definitions.titles import Title
from orgraph.domain.nearest import Called, themselves


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section; `title` is None where its kind has none, `under` the area that it holds under."""

    key: str
    title: Title | None
    under: str
    entry: object

    @property
    def called(self) -> Called:
        """What it is called."""
        return called(self.key, self.title) if self.title else themselves([self.key])[self.key]


def sections(definitions: Definitions) -> dict[str, tuple[Entry, ...]]:
    """Every section of entries, by its name with hyphens; phrases and the shape of the graph are none."""
    found: dict[str, tuple[Entry, ...]] = {}
    for name in SECTIONS:
        value = getattr(definitions, name)
        items = value.values() if isinstance(value, dict) else value
        found[name.replace("_", "-")] = tuple(_entry(item) for item in items)
    return found


def _entry(item: object) -> Entry:
    title = getattr(item, "title", None)
    return Entry(getattr(item, "key", ""), title, getattr(item, "under", ""), item)
