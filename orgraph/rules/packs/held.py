"""What a pack holds, and how a row of it is ended or says something else from a day on; pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from orgraph.rules.packs.rows import Joint, Record, Value, apart, joint_id

_CONTINUED = re.compile(r"@\d{4}-\d\d-\d\d\Z")

NOTHING: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Held:
    """
    A node or relationship of the pack as the store holds it now; `digest` is empty once an import has ended it.

    `said`: what a relationship says besides its ends and its period.
    """

    table: str
    id: str
    digest: str
    since: str = ""
    until: str = ""
    start: str = ""
    end: str = ""
    said: Mapping[str, Value] = field(default_factory=dict)

    @property
    def joint(self) -> Joint:
        """The relationship without its period."""
        return self.table, self.start, self.end, apart(self.table, self.said)

    def ends_after(self, day: date) -> bool:
        """Whether it is in force on `day` or later; what has no period never ends."""
        return bool(self.until) and self.until > day.isoformat()

    def ended_before(self, day: date) -> bool:
        """Whether it was there, and on the day before `day` no more."""
        return self.since < self.until < day.isoformat()

    def meets(self, since: str, until: str) -> bool:
        """Whether it is in force on some day from `since` to before `until`."""
        return max(self.since, since) < min(self.until, until)


@dataclass(frozen=True, slots=True)
class Change:
    """
    New values for what is there; `ending` when only its end is set.

    What rules/places/dated.py keeps by day holds from `day` on; without one it puts right what has stood so far. `instead`:
    what a relationship that ends says from its end on.
    """

    held: Held
    values: Mapping[str, Value]
    digest: str
    ending: bool = False
    day: str = ""
    instead: Mapping[str, Value] = field(default_factory=dict)


def ending(one: Held, day: date) -> Change:
    """End `one` on `day`; one that begins later is retracted: it covers no day and stays on record."""
    return Change(one, {"until": max(one.since, day.isoformat())}, "", ending=True)


def writable(record: Record) -> dict[str, Value]:
    """New values for a node or relationship that is there: all but its identity."""
    return {name: value for name, value in record.values.items() if name not in ("id", "code")}


def revised(there: Held, record: Record, as_of: date) -> Iterator[Record | Change]:
    """
    What makes `there` say what `record` says, from `as_of` on; a change without values where it says so already.

    A relationship with other values is another one from that day on: the old ends, the new begins.
    """
    digest = record.digest()
    if there.digest == digest:
        yield Change(there, NOTHING, "")
    elif record.is_node:
        yield Change(there, writable(record), digest, day=as_of.isoformat())
    elif _says_the_same(there, record):
        periods = (there.since, there.until) == (record.values["since"], record.values["until"])
        yield Change(there, NOTHING, "") if periods else Change(there, writable(record), digest)
    elif there.since < as_of.isoformat() < there.until:
        instead = {name: record.values.get(name) for name in there.said}
        yield Change(there, {"until": as_of.isoformat()}, "", instead=instead)
        yield continued(there, record, as_of)
    else:
        yield Change(there, writable(record), digest)


def _says_the_same(there: Held, record: Record) -> bool:
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
