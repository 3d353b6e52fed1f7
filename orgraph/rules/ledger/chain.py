"""The ledger's hash chain: an event's hash covers all it says and the hash of the position before it in its book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from orgraph.domain.canonical import Json, canonical, digest
from orgraph.domain.event import Event
from orgraph.domain.ledger import BookEnd, Damage


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
            event.recorded_type,
            event.payload,
            event.previous,
        ]
    )


def draft(task: str, sequence: int, at: int, by: str, type_: str, payload: Json) -> Event:
    """An event of a task, still without its place in a book; `at` in epoch milliseconds."""
    return Event(task, sequence, "", 0, at, by, type_, canonical(payload), "", "")


def following(past: Sequence[Event], at: int, by: str, type_: str, payload: Json) -> Event:
    """The next event of a task with a past, still without its place in a book: never earlier than the last one."""
    last = past[-1]
    return draft(last.task, last.sequence + 1, max(at, last.at), by, type_, payload)


def chained(end: BookEnd, drafts: Iterable[Event]) -> tuple[tuple[Event, ...], BookEnd]:
    """The drafts with position, previous and hash filled in behind `end`, and the book's new end."""
    events: list[Event] = []
    for draft in drafts:
        placed = replace(draft, book=end.book, position=end.position + 1, previous=end.hash, hash="")
        event = replace(placed, hash=event_hash(placed))
        events.append(event)
        end = BookEnd(end.book, event.position, event.hash)
    return tuple(events), end


def damage(before: BookEnd, event: Event) -> Damage | None:
    """What is wrong with the event behind `before`; None if it holds: whole, at the next position, linked."""
    if event.hash != event_hash(event):
        return Damage.EDITED
    if event.position != before.position + 1:
        return Damage.GAP
    return None if event.previous == before.hash else Damage.UNLINKED
