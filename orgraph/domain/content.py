"""What people typed, which is kept apart from the events that say it, each field by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgraph.domain.event import CALLED, KEEPER, REDACTED, Content, Event
from orgraph.domain.field import FieldType
from orgraph.domain.said import Said, again

TEXT, BASIS, CHANNEL, MEETING_PLACE, PROOF, REASON = "text", "basis", "channel", "meeting.place", "proof", "reason"


def lists_of(event: Event) -> frozenset[str]:
    """Fields of an event that hold several texts, which are kept as a list in canonical JSON."""
    declared = event.said.get("declared")
    rows = declared.items() if isinstance(declared, dict) else ()  # somebody may have edited it, which its hash shows
    return frozenset((PROOF, *(name for name, one in rows if one == {"type": FieldType.TEXTS.value})))


@dataclass(frozen=True, slots=True)
class Text:
    """A content as it is kept: its id is that of its event with its field behind it."""

    id: str
    salt: str
    text: str


def hashed(event: Event) -> dict[str, tuple[str, str]]:
    """For each field that an event keeps apart the id of its content, and its salted hash."""
    said = event.said
    if isinstance(said.get("contents"), dict):
        return {field: (f"{event.id}#{field}", str(found)) for field, found in said["contents"].items()}
    if "content" in said:
        return {TEXT: (event.task if event.type == CALLED else event.id, str(said["content"]))}
    return {}


def in_payload(event: Event) -> dict[str, tuple[str, ...]]:
    """What format 1 wrote into the payload although it was typed; it cannot be taken out any more."""
    said = event.said
    meeting = said.get("meeting")
    found = {
        BASIS: said.get("basis"),
        CHANNEL: said.get("channel"),
        MEETING_PLACE: meeting.get("place") if isinstance(meeting, dict) else None,
        PROOF: said.get("proof"),
        REASON: said.get("reason") if event.type == REDACTED else None,
    }
    texts = {field: (value,) if isinstance(value, str) else tuple(value or ()) for field, value in found.items()}
    return {field: said for field, said in texts.items() if any(said)}


def contents_of(event: Event, texts: Mapping[str, tuple[str, bool]]) -> tuple[Content, ...]:
    """The contents of an event by field; `texts` are those kept, by id, and whether each was taken out."""
    found = [Content(field, said) for field, said in in_payload(event).items()]
    lists = lists_of(event)
    for field, (identifier, _) in hashed(event).items():
        text, redacted = texts.get(identifier, ("", False))
        content = Content(field, tuple(_read(text) if field in lists else (text,)), redacted)
        found += [content] if redacted or any(content.texts) else []
    return tuple(sorted(found, key=lambda one: one.field))


def _read(text: str) -> Sequence[str]:
    if not text:
        return ("",)
    try:
        said = json.loads(text)
    except ValueError:
        return (text,)  # somebody edited it, which its hash shows
    return [str(one) for one in said] if isinstance(said, list) else (text,)


def reason_of(event: Event) -> Said | str:
    """Why something was taken out: as a person typed it, or what the time is over for which it was kept."""
    text = "".join(event.typed(REASON))
    return again(text) if event.by == KEEPER else text
