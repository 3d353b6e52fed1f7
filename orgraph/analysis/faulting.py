"""Faults of rows, collected while a pack is checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from orgraph.definitions.definitions import Definitions
from orgraph.domain.imports import RowFault
from orgraph.domain.rows import Origin
from orgraph.domain.said import Said


@dataclass(frozen=True, slots=True)
class KnownEnd:
    """A node of another pack that rows may refer to: its kind (organisations), its pack, whether it is a unit."""

    key: str
    kind: str
    pack: str
    unit: bool = False


@dataclass(frozen=True, slots=True)
class KnownArea:
    """An area of another pack: its level, what it is part of, its pack."""

    code: str
    level: str
    parent: str
    pack: str


@dataclass(frozen=True, slots=True)
class Known:
    """What other packs have brought and this one refers to, by key."""

    areas: Mapping[str, KnownArea] = field(default_factory=dict)
    organisations: Mapping[str, KnownEnd] = field(default_factory=dict)
    officers: Mapping[str, KnownEnd] = field(default_factory=dict)
    ended: Mapping[str, date] = field(default_factory=dict)
    """The first day after, of those that have one."""


class Checking:
    """The faults found so far in rows of the pack `pack`."""

    def __init__(self, pack: str, definitions: Definitions, known: Known) -> None:
        self.pack = pack
        self.definitions = definitions
        self.known = known
        self.faults: list[RowFault] = []

    def add(self, origin: Origin, field_: str, value: object, problem: Said | str, remedy: Said | str) -> None:
        """Note one fault."""
        self.faults.append(RowFault(origin.file, origin.line, field_, str(value), problem, remedy))
