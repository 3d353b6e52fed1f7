"""Who did what an event tells."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.domain.area import Area
from orgraph.domain.event import CLOCK, Event
from orgraph.domain.organisation import Officer, Organisation


@dataclass(frozen=True, slots=True)
class ActingPost:
    """A post, and who held it on the day of the event; nobody where it was vacant."""

    role: str
    area: Area
    officers: tuple[Officer, ...]


@dataclass(frozen=True, slots=True)
class ActingClock:
    """A clock, of the stage whose limit had passed: who acts when nobody did in time."""

    stage: str


ActingParty = ActingPost | Organisation | ActingClock


def clock_of(event: Event) -> ActingClock | None:
    """The clock, if it was the one that acted."""
    return ActingClock(str(event.said.get("stage", ""))) if event.by == CLOCK else None


def party_of(event: Event) -> str:
    """The party that acted, by its code or as role@area; empty for a clock, and for what follows by rule."""
    return "" if event.by == CLOCK else str(event.said.get("by", ""))
