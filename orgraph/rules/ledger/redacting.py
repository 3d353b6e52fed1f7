"""What may be taken out of an event, and what was: pure rules for `orgraph ledger redact`."""

from __future__ import annotations

from collections.abc import Sequence

from orgraph.domain.content import hashed, in_payload
from orgraph.domain.errors import InvalidInput
from orgraph.domain.event import Event
from orgraph.domain.ledger import Redaction
from orgraph.rules.ledger.contents import taken_out


def removable(events: Sequence[Event], sequence: int, fields: Sequence[str]) -> dict[str, str]:
    """
    The ids of the contents of an event by field: of `fields`, or of all.

    Raises InvalidInput where there are none, where a field holds none, and where they were taken out before.
    """
    event = next((one for one in events if one.sequence == sequence), None)
    gone = taken_out(events)
    there = {field: key for field, (key, _) in hashed(event).items() if key not in gone} if event else {}
    wanted = {field: key for field, key in there.items() if not fields or field in fields}
    missing = [field for field in fields if field not in there]
    if wanted and not missing:
        return wanted
    stays = sorted(in_payload(event).keys() & (set(fields) or in_payload(event).keys())) if event else []
    if stays and not wanted:
        raise InvalidInput(
            f"{', '.join(stays)} of event {sequence} cannot be taken out: format 1 wrote it into what is hashed",
            "nobody can without breaking the book: see docs/lifecycle.md, In the ledger",
        )
    before = {field for field, (key, _) in hashed(event).items() if key in gone} if event else set()
    if before and not there.keys() & set(fields or there) and set(fields) <= before:
        raise InvalidInput(
            f"{', '.join(sorted(before))} of event {sequence} was taken out already", "nothing is left of it"
        )
    having = [one for one in events if any(key not in gone for key, _ in hashed(one).values())]
    what = f"no {', '.join(missing)}" if missing else "nothing that was typed"
    shown = ", ".join(str(one.sequence) for one in having)
    of = f"it has {', '.join(sorted(there))}; " if there else ""
    raise InvalidInput(f"event {sequence} has {what}", f"{of}events with contents: {shown or 'none'}")


def redaction(events: Sequence[Event], by: int) -> Redaction:
    """What the redacting event `by` took out, and what stays of the event that it speaks of."""
    said = next(one.said for one in events if one.sequence == by)
    of = next((one for one in events if one.sequence == said.get("event")), None)
    return Redaction(tuple(said.get("fields", ())), tuple(sorted(in_payload(of))) if of else ())
