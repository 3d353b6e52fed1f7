"""Rows of a pack as the graph holds them or is to hold them: nodes and relationships."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Value = str | int | bool | list[str] | None


AREA = "Area"


ORGANISATION = "Organisation"


OFFICER = "Officer"


OBSERVATION = "Observation"


SERVICE = "Service"


PART_OF = "PART_OF"


POSTED_TO = "POSTED_TO"


RESPONSIBLE_FOR = "RESPONSIBLE_FOR"


VISITED = "VISITED"


WEEKLY = ("OFFERS", "SITS_AT")
"""Relationships that hold on certain weekdays."""


Joint = tuple[str, str, str, str]
"""A relationship without its period: type, ends, and what tells it apart from others between them."""


_SINCE_THEN = ("aliases", "aliased", "specialty")
"""What organisations may have since stores are in use that hold digests of them without it."""


def observation_id(at: str, measure: str, since: str) -> str:
    """What an observation is called in the store: one of a measure at a place begins on a day."""
    return f"{at} {measure} {since}"


def observed(identity: str) -> tuple[str, str, str]:
    """Of an observation's id: where, what, since when (ISO)."""
    at, measure, since = identity.rsplit(" ", 2)
    return at, measure, since


@dataclass(frozen=True, slots=True)
class Record:
    """
    A node or relationship to be.

    `table`: a node shape or relationship type; `id`: its unique key; `values`: its properties but pack, import and
    digest; for relationships `start` and `end` are keys of nodes, and `start_label`, `end_label` their first labels.
    """

    table: str
    id: str
    values: Mapping[str, Value]
    start: str = ""
    end: str = ""
    start_label: str = ""
    end_label: str = ""

    @property
    def is_node(self) -> bool:
        """Whether this is a node."""
        return not self.start

    @property
    def joint(self) -> Joint:
        """The relationship without its period."""
        return self.table, self.start, self.end, apart(self.table, self.values)

    def digest(self) -> str:
        """A short hash of all that it says; an organisation without what there was not always says what it did then."""
        values = list(self.values.items())
        if self.table not in (AREA, OFFICER) and self.is_node:
            values = [(name, value) for name, value in values if value is not None or name not in _SINCE_THEN]
        said = repr((self.table, self.start, self.end, values))
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def apart(table: str, values: Mapping[str, Value]) -> str:
    """What tells relationships of one type and the same ends apart, of those that say `values`."""
    if table == POSTED_TO:
        return str(values.get("role") or "")
    categories = values.get("categories")
    return f"{values.get('part') or ''}:{_plus(categories)}:" if table == RESPONSIBLE_FOR else ""


def _plus(categories: Value) -> str:
    return "+".join(categories) if isinstance(categories, list) else ""


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
        """Whether it is in force on `day` or later; what was taken back never is, what has no period never ends."""
        return self.until > max(self.since, day.isoformat())

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

    What domain/dated.py keeps by day holds from `day` on, until it was changed again or, if it `stands`, whatever was
    said of later days; without a day it puts right what has stood so far. `instead`: what a relationship that ends says
    from its end on.
    """

    held: Held
    values: Mapping[str, Value]
    digest: str
    ending: bool = False
    day: str = ""
    stands: bool = False
    instead: Mapping[str, Value] = field(default_factory=dict)
