"""The ledger's hash chain: an event's hash covers all it says and the hash of the position before it in its book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from orgraph.domain.task import Event
from orgraph.rules.canonical import digest

GENESIS = "0" * 64
"""What the first event of a book has for `previous`."""


@dataclass(frozen=True, slots=True)
class BookEnd:
    """The last position of a book and its hash; 0 and GENESIS while it is empty."""

    book: str
    position: int
    hash: str


def event_hash(event: Event) -> str:
    """The hash of an event over all its fields but `hash`."""
    return digest(
        [
            event.task,
            event.sequence,
            event.book,
            event.position,
            event.at,
            event.by,
            event.type,
            event.payload,
            event.previous,
        ]
    )


def chained(end: BookEnd, drafts: Iterable[Event]) -> tuple[tuple[Event, ...], BookEnd]:
    """The drafts with position, previous and hash filled in behind `end`, and the book's new end."""
    events: list[Event] = []
    for draft in drafts:
        placed = replace(draft, book=end.book, position=end.position + 1, previous=end.hash, hash="")
        event = replace(placed, hash=event_hash(placed))
        events.append(event)
        end = BookEnd(end.book, event.position, event.hash)
    return tuple(events), end


def first_break(events: Sequence[Event]) -> Event | None:
    """The first event of a book, in order of position, that was edited, moved or follows a gap; None if all holds."""
    position, previous = 0, GENESIS
    for event in events:
        if event.position != position + 1 or event.previous != previous or event.hash != event_hash(event):
            return event
        position, previous = event.position, event.hash
    return None
