"""How organisations and posts stand to a place and those above it."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.domain.area import Area
from orgraph.domain.organisation import Organisation, PostHolder
from orgraph.domain.whistle import Post


@dataclass(frozen=True, slots=True)
class Standing:
    """A relation of an organisation to an area `distance` steps above the place, with its load and its contacts."""

    organisation: Organisation
    relation: str
    distance: int
    categories: tuple[str, ...] = ()
    part: str = ""
    severity_from: int = 1
    open_load: int = 0
    contacts: tuple[PostHolder, ...] = ()


@dataclass(frozen=True, slots=True)
class Serving:
    """An organisation that serves an area, and its kind on the day asked for."""

    organisation: str
    kind: str


Chain = tuple[tuple[str, tuple[Serving, ...]], ...]
"""Areas by code from a place upward, each with the organisations that serve it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The task that something is about to happen to, as far as it is read for that; `place` is a code."""

    id: str
    book: str
    state: str
    place: str
    kind: str
    category: str
    severity: int
    called_by: str


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """
    What the graph knows of a party that acts on a task, on a day.

    `chain` is the areas from the task's place upward, each with the organisations that serve it, of the kinds that were
    asked for: where something on this way has ended, the way of its last day, and those that serve it now;
    `unit_distance` is how many steps above the place the named unit stands, None where it stands to none of them.
    """

    task: Subject
    held: bool
    existing: bool
    superior: bool
    unit_known: bool
    unit_distance: int | None
    chain: Chain


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post at an area on the way up from a place, with who holds it."""

    area: Area
    holder: PostHolder

    @property
    def post(self) -> Post:
        """The post as people write it."""
        return Post(self.holder.role, self.area.code)
