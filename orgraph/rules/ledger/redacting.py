"""What may be taken out of an event, and what was: pure rules for `orgraph ledger redact`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from orgraph.domain.content import hashed, in_payload
from orgraph.domain.errors import InvalidInput
from orgraph.domain.event import Event
from orgraph.domain.ledger import Redaction
from orgraph.domain.said import Said, Term, said
from orgraph.rules.ledger.contents import carried, taken_out


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
            said("hashed-in-event", fields=_carried(stays), event=sequence), said("mend-nobody-takes-out")
        )
    before = {field for field, (key, _) in hashed(event).items() if key in gone} if event else set()
    if before and not there.keys() & set(fields or there) and set(fields) <= before:
        raise InvalidInput(
            said("taken-out-already", fields=_carried(sorted(before)), event=sequence), said("mend-nothing-left")
        )
    raise InvalidInput(
        said("event-has-not", event=sequence, fields=_carried(missing))
        if missing
        else said("event-has-nothing-typed", event=sequence),
        _instead(
            there, tuple(one.sequence for one in events if any(key not in gone for key, _ in hashed(one).values()))
        ),
    )


def _carried(fields: Iterable[str]) -> tuple[Term, ...]:
    return tuple(carried(field) for field in fields)


def _instead(there: Iterable[str], having: Sequence[int]) -> Said:
    """What the event has, and which events have contents."""
    others = said("mend-events-with-contents", events=having) if having else said("mend-no-event-with-contents")
    fields = _carried(sorted(there))
    return said("mend-event-has", fields=fields, others=others) if fields else others


def redaction(events: Sequence[Event], by: int) -> Redaction:
    """What the redacting event `by` took out, and what stays of the event that it speaks of."""
    payload = next(one.said for one in events if one.sequence == by)
    of = next((one for one in events if one.sequence == payload.get("event")), None)
    return Redaction(tuple(payload.get("fields", ())), tuple(sorted(in_payload(of))) if of else ())
