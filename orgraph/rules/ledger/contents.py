"""
What people type is kept apart from the events that say it: each field by itself, its salted hash in the event.

So it can be taken out for good while the chain holds. Format 1 kept the text alone apart, under the id of its task or
event, and all else that was typed in the hashed payload, where it stays: an event is never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from orgraph.domain.canonical import Json, canonical, digest
from orgraph.domain.content import BASIS, CHANNEL, MEETING_PLACE, PROOF, REASON, Text, hashed, in_payload
from orgraph.domain.errors import InvalidInput
from orgraph.domain.event import REDACTED, Content, Event
from orgraph.domain.said import Term, said
from orgraph.domain.text import is_blank, unseen_in
from orgraph.rules.ledger.masking import masked

ONE_LINE = (BASIS, CHANNEL, MEETING_PLACE, PROOF, REASON)
"""Fields that are no text of any length."""

AS_GIVEN = (PROOF,)
"""Fields that name something elsewhere, a file or a photo: with a number starred out they would name nothing."""


def typed(place: str = "", /, **fields: str | Sequence[str]) -> tuple[Content, ...]:
    """
    The contents of an event at a `place` (a code) from what was typed into its fields: numbers of persons masked, blank
    ones left out. Raises InvalidInput for characters that nobody can have meant.
    """
    found = []
    for field, value in fields.items():
        said = [one for one in ([value] if isinstance(value, str) else value) if not is_blank(one)]
        for one in said:
            check_typed(field, one, lines=field not in ONE_LINE)
        texts = said if field in AS_GIVEN else (masked(one, place) for one in said)
        found.append(Content(field, tuple(texts), several=not isinstance(value, str)))
    return tuple(one for one in found if one.texts)


def check_typed(field: str, text: str, *, lines: bool = False) -> None:
    """Raise InvalidInput for characters in a field that nobody sees or can mean; a text may have `lines`."""
    if unseen := unseen_in(text, lines=lines):
        raise InvalidInput(said("unseen-in-field", field=carried(field), signs=unseen), said("mend-remove-unseen"))


def carried(field: str) -> Term:
    """What a field of an event is called; of one that a kind declares its name."""
    return Term("carry", field.replace(".", "-"))


def kept(event: str, contents: Iterable[Content], new_id: Callable[[], str]) -> tuple[Text, ...]:
    """How the contents of an event, given its id, are kept: each under a new salt."""
    return tuple(Text(f"{event}#{one.field}", new_id(), _written(one)) for one in contents)


def hashes(texts: Iterable[Text]) -> dict[str, Json]:
    """What the payload says of contents: for each field its salted hash. Nothing where nothing was typed."""
    found = {_field(text.id): digest([text.salt, text.text]) for text in texts}
    return {"contents": found} if found else {}


def without_typed(event: Event) -> dict[str, Any]:
    """The payload for those who are to have no content: without what format 1 wrote into it."""
    typed_there, said = in_payload(event), dict(event.said)
    for field in typed_there.keys() & said.keys():
        del said[field]
    if MEETING_PLACE in typed_there:
        said["meeting"] = {name: value for name, value in said["meeting"].items() if name != "place"}
    return said


def taken_out(events: Iterable[Event]) -> frozenset[str]:
    """The ids of contents that events say were taken out."""
    by_sequence = {event.sequence: event for event in events}
    return frozenset(identifier for event in by_sequence.values() for identifier in _named(event, by_sequence))


def _named(event: Event, events: Mapping[int, Event]) -> Iterator[str]:
    if event.type != REDACTED:
        return
    said = event.said
    if "of" in said:  # as format 1 named it
        yield str(said["of"])
    of = events.get(said.get("event", 0))
    for field, (identifier, _) in hashed(of).items() if of else ():
        if field in said.get("fields", ()):
            yield identifier


def _field(identifier: str) -> str:
    return identifier.rpartition("#")[2]


def _written(content: Content) -> str:
    return canonical(list(content.texts)) if content.several else content.texts[0]
