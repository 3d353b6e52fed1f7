"""The sections of the definitions by name, for lists and counts."""

from __future__ import annotations

from dataclasses import dataclass, fields

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.titles import Title
from orgraph.definitions.variants import Variants


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section; `title` is None where its kind has none, `under` the area that it holds under."""

    key: str
    title: Title | None
    under: str
    entry: object

    @property
    def names(self) -> tuple[str, ...]:
        """What people may call it."""
        return (self.key, self.title.zh, self.title.en) if self.title else (self.key,)


def sections(definitions: Definitions) -> dict[str, tuple[Entry, ...]]:
    """Every section of entries, by its name with hyphens; phrases and the shape of the graph are none."""
    found: dict[str, tuple[Entry, ...]] = {}
    for field in fields(definitions):
        value = getattr(definitions, field.name)
        if field.name != "wording" and isinstance(value, (dict, Variants)):
            items = value.values() if isinstance(value, dict) else value
            found[field.name.replace("_", "-")] = tuple(_entry(item) for item in items)
    return found


def _entry(item: object) -> Entry:
    title = getattr(item, "title", None)
    return Entry(getattr(item, "key", ""), title, getattr(item, "under", ""), item)
