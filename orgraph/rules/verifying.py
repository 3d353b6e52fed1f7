"""Whether a task as it stands is what its events say: pure rules for `orgraph ledger verify`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from orgraph.domain.ledger import Broken, Damage
from orgraph.domain.task import Event
from orgraph.rules.canonical import digest
from orgraph.rules.folding import fold
from orgraph.rules.opening import CALLED

REDACTED = "redacted"
"""Type of the event that records that a text was taken out; it names the text in `of`."""

Text = tuple[str, str, bool]
"""Salt and text as stored, and whether it was taken out."""


def broken_projection(
    book: str,
    state: str,
    version: int,
    hands: Sequence[tuple[str, str, str]],
    events: Sequence[Event],
    finals: Collection[str],
) -> Broken | None:
    """The last event of a task whose state, version or hands are not what its events lead to; None if they are."""
    last = events[-1] if events else Event("", 0, book, 0, 0, "", "", "", "", "")
    wrong = Broken(Damage.PROJECTION, book, last.position, last.task, last.sequence)
    try:
        folded = fold(events)
    except (ValueError, TypeError, KeyError, AttributeError):
        return wrong  # an event says what no event can say: somebody edited it
    relation = "HANDLED_BY" if folded.state in finals else "IN_HAND_OF"
    expected = sorted((unit, part, relation) for unit, part in folded.parts.items())
    if (state, version, sorted(hands)) == (folded.state, len(events), expected) and version == folded.version:
        return None
    return wrong


def broken_texts(events: Sequence[Event], texts: Mapping[str, Text]) -> Iterator[Broken]:
    """Events whose text is not the one that was written, or is gone without an event that says so."""
    said = [(event, _payload(event)) for event in events]
    taken_out = {payload.get("of") for event, payload in said if event.type == REDACTED}
    for event, payload in said:
        if "content" not in payload:
            continue
        key = text_id(event)
        salt, text, redacted = texts.get(key, ("", "", False))
        if key in taken_out and redacted:
            continue
        if key not in texts or redacted:
            yield Broken(Damage.TEXT_MISSING, event.book, event.position, event.task, event.sequence)
        elif digest([salt, text]) != payload["content"]:
            yield Broken(Damage.TEXT_EDITED, event.book, event.position, event.task, event.sequence)


def _payload(event: Event) -> Mapping[str, Any]:
    """What an event says; nothing if somebody made it unreadable, which its hash shows."""
    try:
        said = json.loads(event.payload)
    except (ValueError, TypeError):
        return {}
    return said if isinstance(said, dict) else {}


def text_id(event: Event) -> str:
    """Under which id the text of an event is kept: that of a whistle under its task's, others under their own."""
    return event.task if event.type == CALLED else event.id
