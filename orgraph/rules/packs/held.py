"""What a pack holds, and how a row of it is ended or says something else from a day on; pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from orgraph.domain.records import NOTHING, Change, Held, Record, Value
from orgraph.rules.packs.rows import joint_id

_CONTINUED = re.compile(r"@\d{4}-\d\d-\d\d\Z")


def ending(one: Held, day: date) -> Change:
    """End `one` on `day`; one that begins later is retracted: it covers no day and stays on record."""
    return Change(one, {"until": max(one.since, day.isoformat())}, "", ending=True)


def writable(record: Record) -> dict[str, Value]:
    """New values for a node or relationship that is there: all but its identity."""
    return {name: value for name, value in record.values.items() if name not in ("id", "code")}


def revised(there: Held, record: Record, as_of: date) -> Iterator[Record | Change]:
    """
    What makes `there` say what `record` says, from `as_of` on; a change without values where it says so already.

    A relationship with other values is another one from that day on: the old ends, the new begins. One that is over by
    then says nothing from that day on: its row is the word on what it was. One with a name may begin on another day
    than what is held by that name: on a later day the new begins then, and what began earlier is put right.
    """
    digest, day, since = record.digest(), as_of.isoformat(), str(record.values.get("since") or "")
    if there.digest == digest:
        yield Change(there, NOTHING, "")
    elif record.is_node:
        yield Change(there, writable(record), digest, day=day, stands=True)
    elif says_the_same(there, record):
        periods = (there.since, there.until) == (record.values["since"], record.values["until"])
        yield Change(there, NOTHING, "") if periods else Change(there, writable(record), digest)
    elif there.since < day < there.until and day < str(record.values["until"]) and there.since <= since:
        begins = since if since > there.since else day
        instead = {name: record.values.get(name) for name in there.said}
        yield Change(there, {"until": min(day, begins)}, "", instead=instead)
        yield continued(there, record, date.fromisoformat(begins))
    else:
        yield Change(there, writable(record), digest)


def says_the_same(there: Held, record: Record) -> bool:
    """Whether a relationship that is held says what a record says, besides their periods."""
    return all(record.values.get(name) == value for name, value in there.said.items())


def continued(there: Held, record: Record, day: date) -> Record:
    """What `record` says from `day` on, where `there` says something else until then."""
    if there.id == joint_id(there.joint, there.since):
        identity = joint_id(record.joint, day.isoformat())
    else:
        identity = f"{named(there.id)}@{day.isoformat()}"
    return replace(record, id=identity, values={**record.values, "id": identity, "since": day.isoformat()})


def named(identity: str) -> str:
    """The name that a person gave to a relationship, whichever of its periods this is."""
    return _CONTINUED.sub("", identity)
