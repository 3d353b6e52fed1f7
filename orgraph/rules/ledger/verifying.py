"""Whether a task as it stands is what its events say: pure rules for `orgraph ledger verify`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from orgraph.domain.canonical import digest
from orgraph.domain.content import hashed
from orgraph.domain.event import Event
from orgraph.domain.ledger import Broken, Damage
from orgraph.rules.ledger.contents import taken_out
from orgraph.rules.tasks.past import fold

Text = tuple[str, str, bool]
"""Salt and text as stored, and whether it was taken out."""


def broken_projection(
    book: str,
    state: str,
    version: int,
    hands: Sequence[tuple[str, str, str]],
    events: Sequence[Event],
) -> Broken | None:
    """The last event of a task whose state, version or hands are not what its events lead to; None if they are."""
    last = events[-1] if events else Event("", 0, book, 0, 0, "", "", "", "", "")
    wrong = Broken(Damage.PROJECTION, book, last.position, last.task, last.sequence)
    try:
        folded = fold(events)
    except (ValueError, TypeError, KeyError, AttributeError):
        return wrong  # an event says what no event can say: somebody edited it
    relation = "HANDLED_BY" if folded.final else "IN_HAND_OF"
    expected = sorted((unit, part, relation) for unit, part in folded.parts.items())
    if (state, version, sorted(hands)) == (folded.state, len(events), expected) and version == folded.version:
        return None
    return wrong


def broken_texts(events: Sequence[Event], texts: Mapping[str, Text]) -> Iterator[Broken]:
    """Events a content of which is not the one that was written, or is gone without an event that says so."""
    gone = taken_out(events)
    for event in events:
        damages = {_damage(texts.get(key), expected, key in gone) for key, expected in hashed(event).values()}
        for damage in sorted(one for one in damages if one):
            yield Broken(damage, event.book, event.position, event.task, event.sequence)


def _damage(found: Text | None, expected: str, gone: bool) -> Damage | None:
    salt, text, redacted = found or ("", "", True)
    if found is not None and redacted and gone:
        return None
    if redacted:
        return Damage.TEXT_MISSING
    return None if digest([salt, text]) == expected else Damage.TEXT_EDITED
