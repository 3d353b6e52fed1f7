"""Rules that a city may have otherwise: one key, one general entry, and at most one for each root area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from orgraph.definitions.titles import Title


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
    _by_key: dict[str, tuple[Rule, ...]] = field(init=False, repr=False, compare=False, hash=False)
    _by_word: dict[str, tuple[Rule, ...]] = field(init=False, repr=False, compare=False, hash=False)
    _roots: frozenset[str] = field(init=False, repr=False, compare=False, hash=False)
    _in_force: dict[tuple[str, ...], tuple[Rule, ...]] = field(
        init=False, repr=False, compare=False, hash=False, default_factory=dict
    )
    """What was found in force below some roots: a few combinations, asked for by every whistle and every audit."""

    def __post_init__(self) -> None:
        keys = sorted({entry.key for entry in self.entries})
        by_key = {key: tuple(entry for entry in self.entries if entry.key == key) for key in keys}
        object.__setattr__(self, "_by_key", by_key)
        by_word: dict[str, list[Rule]] = {}
        for entry in (entry for key in keys for entry in by_key[key]):
            for word in {entry.key, *_title_words(entry)}:
                by_word.setdefault(word, []).append(entry)
        object.__setattr__(self, "_by_word", {word: tuple(found) for word, found in by_word.items()})
        object.__setattr__(self, "_roots", frozenset(entry.under for entry in self.entries if entry.under))

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.entries)

    def keys(self) -> tuple[str, ...]:
        """Every key once, sorted."""
        return tuple(self._by_key)

    def of(self, key: str) -> tuple[Rule, ...]:
        """All variants of a key."""
        return self._by_key.get(key, ())

    def called(self, word: str) -> tuple[Rule, ...]:
        """All entries that a person may call `word`: by key, or by a title they have."""
        return self._by_word.get(word, ())

    def meant(self, word: str, chain: Sequence[str]) -> Rule | None:
        """The entry in force for `chain` that is called `word`."""
        return next((entry for entry in self.called(word) if self.find(entry.key, chain) is entry), None)

    def find(self, key: str, chain: Sequence[str] = ()) -> Rule | None:
        """The variant of `key` in force for `chain`: that of the nearest root, else the general one, else None."""
        fitting = [entry for entry in self.of(key) if not entry.under or entry.under in chain]
        return min(fitting, key=lambda entry: _distance(entry, chain), default=None)

    def in_force(self, chain: Sequence[str] = ()) -> tuple[Rule, ...]:
        """One variant a key, those in force for `chain`."""
        roots = tuple(code for code in chain if code in self._roots)
        if roots not in self._in_force:
            found = (self.find(key, roots) for key in self._by_key)
            self._in_force[roots] = tuple(entry for entry in found if entry is not None)
        return self._in_force[roots]


def _distance(entry: Rooted, chain: Sequence[str]) -> int:
    return chain.index(entry.under) if entry.under else len(chain)


def _title_words(entry: Rooted) -> tuple[str, ...]:
    title = getattr(entry, "title", None)
    return (title.zh, title.en) if isinstance(title, Title) else ()
