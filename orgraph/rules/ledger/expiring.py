"""What was typed into a task that has ended, and is kept no more: a pure rule over its events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from orgraph.definitions.tasks.keeping import CONTACT, PROOF, TEXT, Keeping
from orgraph.domain.content import PROOF as PROOF_FIELD
from orgraph.domain.content import hashed
from orgraph.domain.event import REDACTED, Event
from orgraph.domain.field import FieldType, kept_in
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.rules.ledger.contents import taken_out
from orgraph.rules.tasks.past import fold


@dataclass(frozen=True, slots=True)
class Expired:
    """Fields of an event whose time is over, by one of the times of the kind."""

    sequence: int
    fields: tuple[str, ...]
    by: Keeping


def expired(events: Sequence[Event], keeps: Sequence[Keeping], today: date) -> tuple[Expired, ...]:
    """
    What of a task is to be taken out today, event by event; nothing while it is open. Why something was taken out
    stays.
    """
    ended = fold(events).ended_at
    if ended is None:
        return ()
    last = business_day(from_epoch_milliseconds(ended))
    over = {one.what: one for one in keeps if one.until(last) <= today}
    gone = taken_out(events)
    found = []
    for event in events:
        if event.type != REDACTED:
            fields = dict(_due(event, over, gone))
            for by in dict.fromkeys(fields.values()):
                found.append(Expired(event.sequence, tuple(name for name, time in fields.items() if time == by), by))
    return tuple(found)


def _due(event: Event, over: Mapping[str, Keeping], gone: frozenset[str]) -> Iterator[tuple[str, Keeping]]:
    declared = kept_in(event.said, event.sequence)
    for field, (identifier, _) in sorted(hashed(event).items()):
        is_contact = field in declared and declared[field].type is FieldType.CONTACT
        what = CONTACT if is_contact else PROOF if field == PROOF_FIELD else TEXT
        if what in over and identifier not in gone:
            yield field, over[what]
