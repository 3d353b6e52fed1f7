"""Who is told of events outside of orgraph, and how it stands with that."""

from __future__ import annotations

from dataclasses import dataclass, field

from orgraph.domain.event import Event
from orgraph.domain.said import Said


@dataclass(frozen=True, slots=True)
class Target:
    """Where notices go: an HTTPS address, the secret that signs them, and the types of events (none: all)."""

    key: str
    url: str
    secret: bytes = field(repr=False)
    events: tuple[str, ...] = ()

    def wants(self, event: Event) -> bool:
        """Whether it is told of an event."""
        return not self.events or event.type in self.events


@dataclass(frozen=True, slots=True)
class Waiting:
    """A target's part of the outbox: notices that wait, those that were given up, and why the last one failed."""

    target: str
    waiting: int
    dead: int
    why: Said | str


@dataclass(frozen=True, slots=True)
class Notice:
    """One event for one target; the id is the same however often it is sent."""

    id: str
    event: str
    target: str
    at: int


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A notice whose time has come, and the event of the task that it tells of."""

    id: str
    fence: int
    task: str
    sequence: int
    at: int
