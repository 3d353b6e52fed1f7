"""The vocabulary of the ledger: what an event is, which types there are, and what one says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

CALLED = "called"
DISPATCHED = "dispatched"
"""The first two events of a task: what was called for, and who was sent."""

NUMBER = "number"
"""Where the first event of a task says how it is called on the phone."""

ACTED = "acted"
"""An action happened to a task; its payload says which."""

JOINED = "joined"
"""A duplicate was merged into a task."""

ESCALATED = "escalated"
"""A step of a ladder was taken."""

REDACTED = "redacted"
"""Contents were taken out."""

ENGINE = frozenset({CALLED, DISPATCHED, JOINED, ESCALATED, REDACTED})
"""What orgraph itself writes: no action may be called so."""

CALLED_AGAIN, SIGNED, ANSWERED = "called", "signed", "answered"
DECLINED, CONTESTED, ARRIVED = "declined", "contested", "arrived"
RELEASED, SENT_BACK, RATED, REPLIED, RULED, SETTLED = "released", "sent-back", "rated", "replied", "ruled", "settled"
REACHED, UNREACHED = "reached", "unreached"
"""What an event may tell of a unit, which is all that attendance, supervision and rates read: it is called (again); has
signed; has answered as the lead; refuses the task; contests that it leads; came; may leave; its work was sent back; was
rated; has replied to a rating; must lead by a ruling, which binds as a signature does; must by one afterwards; the
resident was called back and said how it did, or was called and not reached."""

MARKS = (
    *(CALLED_AGAIN, SIGNED, ANSWERED, DECLINED, CONTESTED, ARRIVED),
    *(RELEASED, SENT_BACK, RATED, REPLIED, RULED, SETTLED),
    *(REACHED, UNREACHED),
)

VALUED: Mapping[str, tuple[str, ...]] = {RATED: ("rating",), REACHED: ("contacted", "solved", "satisfaction")}
"""Marks that have a value, with the fields of an action that give it."""

KEEPER = "orgraph:retention"
"""Who takes out what is kept no more."""

CLOCK = "orgraph:clock"
"""Who acts when nobody did in time."""


@dataclass(frozen=True, slots=True)
class Content:
    """
    What a person typed into a field of an event, kept apart so that it can be taken out: `redacted` when it was.

    `several`: the field holds any number of texts.
    """

    field: str
    texts: tuple[str, ...]
    redacted: bool = False
    several: bool = False


@dataclass(frozen=True)  # without slots, so that a payload is parsed once
class Event:
    """
    One entry of the ledger.

    `sequence` counts within the task from 1, `position` within the book without a gap; `recorded_type` is one of
    ENGINE, or ACTED, or the key of an action in what was written before December 2026; `payload` is canonical JSON;
    `hash` covers the fields before it and with `previous` the hash of the position before (see rules/ledger/chain.py).
    `contents` is what was typed, field by field; the payload holds the salted hash of each.
    """

    task: str
    sequence: int
    book: str
    position: int
    at: int
    by: str
    recorded_type: str
    payload: str
    previous: str
    hash: str
    contents: tuple[Content, ...] = ()

    @property
    def id(self) -> str:
        """Its identifier, with which those of its contents begin."""
        return f"{self.task}#{self.sequence}"

    @property
    def type(self) -> str:
        """What happened: one of ENGINE, or the key of the action."""
        return str(self.said.get("action", ACTED)) if self.recorded_type == ACTED else self.recorded_type

    @property
    def text(self) -> str:
        """What it says in words, empty if nothing or if it was taken out."""
        return next(iter(self.typed("text")), "")

    @cached_property
    def said(self) -> Mapping[str, Any]:
        """The payload; nothing if somebody made it unreadable, which its hash shows."""
        try:
            said = json.loads(self.payload)
        except (ValueError, TypeError):
            return {}
        return said if isinstance(said, dict) else {}

    def typed(self, field: str) -> tuple[str, ...]:
        """What was typed into a field of it."""
        return next((one.texts for one in self.contents if one.field == field), ())


PROPOSAL = "proposal"
"""What the event of an action that proposes organisations says of it."""


def is_proposal(event: Event) -> bool:
    """Whether an event keeps who was proposed for a task: the whole input, and who it was."""
    return PROPOSAL in event.said


def is_routing(event: Event) -> bool:
    """Whether an event keeps where a task was sent: the whole `input` of the decision, and its `result`."""
    return "result" in event.said
