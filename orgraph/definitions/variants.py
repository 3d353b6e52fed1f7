"""Rules that a city may have otherwise: one key, one general entry, and at most one for each root area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Rooted(Protocol):
    """An entry with a key and the code of the area it holds under; empty: everywhere."""

    @property
    def key(self) -> str:
        """What it is called by."""
        ...

    @property
    def under(self) -> str:
        """Code of the area it holds under."""
        ...


Rule = TypeVar("Rule", bound=Rooted)


@dataclass(frozen=True, slots=True)
class Variants(Generic[Rule]):
    """All entries of a section. A `chain` is the codes of an area and of those above it, nearest first."""

    entries: tuple[Rule, ...] = ()

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.entries)

    def keys(self) -> tuple[str, ...]:
        """Every key once, sorted."""
        return tuple(sorted({entry.key for entry in self.entries}))

    def of(self, key: str) -> tuple[Rule, ...]:
        """All variants of a key."""
        return tuple(entry for entry in self.entries if entry.key == key)

    def find(self, key: str, chain: Sequence[str] = ()) -> Rule | None:
        """The variant of `key` in force for `chain`: that of the nearest root, else the general one, else None."""
        fitting = [entry for entry in self.entries if entry.key == key and (not entry.under or entry.under in chain)]
        return min(fitting, key=lambda entry: _distance(entry, chain), default=None)

    def in_force(self, chain: Sequence[str] = ()) -> tuple[Rule, ...]:
        """One variant a key, those in force for `chain`."""
        found = (self.find(key, chain) for key in self.keys())
        return tuple(entry for entry in found if entry is not None)


def _distance(entry: Rooted, chain: Sequence[str]) -> int:
    return chain.index(entry.under) if entry.under else len(chain)
