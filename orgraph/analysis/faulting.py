"""Faults of rows, collected while a pack is checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from orgraph.definitions.definitions import Definitions, Titled
from orgraph.definitions.titles import by_title
from orgraph.domain.imports import RowFault
from orgraph.domain.rows import Origin
from orgraph.domain.said import Said
from orgraph.domain.worded import Worded


@dataclass(frozen=True, slots=True)
class KnownEnd:
    """A node of another pack that rows may refer to: its kind (organisations), its pack, whether it is a unit."""

    key: str
    kind: str
    pack: str
    unit: bool = False


@dataclass(frozen=True, slots=True)
class KnownArea:
    """An area of another pack: its level, what it is part of, its pack, and its kind where that is known."""

    code: str
    level: str
    parent: str
    pack: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What other packs have brought and this one refers to, by key."""

    areas: Mapping[str, KnownArea] = field(default_factory=dict)
    organisations: Mapping[str, KnownEnd] = field(default_factory=dict)
    officers: Mapping[str, KnownEnd] = field(default_factory=dict)
    services: Mapping[str, KnownEnd] = field(default_factory=dict)
    ended: Mapping[str, date] = field(default_factory=dict)
    """The first day after, of those that have one."""


def by_titles(entries: Mapping[str, Titled], keys: Iterable[str]) -> tuple[Worded, ...]:
    """Keys of a section as they are told; what the section does not have as it is."""
    return tuple(by_title(key, entries[key].title) if key in entries else Worded(key, key, key) for key in keys)


class Checking:
    """The faults found so far in rows of the pack `pack`."""

    def __init__(self, pack: str, definitions: Definitions, known: Known) -> None:
        self.pack = pack
        self.definitions = definitions
        self.known = known
        self.faults: list[RowFault] = []

    def level(self, key: str) -> Worded:
        """A level as it is told."""
        return by_titles(self.definitions.levels, [key])[0]

    def add(self, origin: Origin, field_: str, value: object, problem: Said, remedy: Said) -> None:
        """Note one fault."""
        told = value if isinstance(value, Worded) else str(value)
        self.faults.append(RowFault(origin.file, origin.line, field_, told, problem, remedy))
