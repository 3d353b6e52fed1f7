"""What a section of the definitions is: its name, its reader, whether a city may have it otherwise, and its check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from orgraph.definitions.source import Entry
from orgraph.definitions.variants import Variants
from orgraph.domain.said import Said

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Whole:
    """All that was read of all files, by the name of the section, as it was written."""

    items: Mapping[str, Sequence[Any]]

    def of(self, section: Section[Item]) -> Sequence[Item]:
        """The entries of a section, in the order in which they were read."""
        return self.items.get(section.name, ())


def _nothing_wrong(items: Sequence[Any], whole: Whole) -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True)
class Section(Generic[Item]):
    """
    A section, declared beside its reader; `Definitions` has a field for each, and that is the table of all.

    `name` is that of its file, of the folder of its files (`folder`), or of its list in the file `within`. One that is
    `rooted` has variants: in a pack each entry holds under a root area. `check` gives for some of its entries, or for
    what a campaign has instead, what shows only when all is read: the entry, the problem, the remedy. `arranged` puts
    entries into the order, or the shape, in which they are kept.
    """

    name: str
    reader: Callable[[Entry], Item]
    rooted: bool = False
    check: Callable[[Sequence[Item], Whole], Iterable[tuple[Item, Said, Said]]] = _nothing_wrong
    within: str = ""
    folder: bool = False
    arranged: Callable[[Sequence[Item]], Iterable[Any]] | None = None

    @property
    def file(self) -> str:
        """The name of the file that it is written in, without its ending; for a folder that of the folder."""
        return self.within or self.name

    def frozen(self, items: Sequence[Item]) -> Variants[Any] | dict[str, Any]:
        """Its entries as Definitions keeps them: variants where it is rooted, else by key."""
        kept: Iterable[Any] = self.arranged(items) if self.arranged else items
        if not self.rooted:
            return {item.key: item for item in kept}
        return Variants(tuple(kept if self.arranged else sorted(kept, key=lambda item: (item.key, item.under))))
