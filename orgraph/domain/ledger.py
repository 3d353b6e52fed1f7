"""Whether the ledger holds, and what is damaged if it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Damage(StrEnum):
    """What is wrong with a row; `wording.yaml` puts each into words."""

    EDITED = "edited"
    GAP = "gap"
    UNLINKED = "unlinked"
    STRAY = "stray"
    CUT = "cut"
    ANCHOR = "anchor"
    PROJECTION = "projection"
    TEXT_EDITED = "text-edited"
    TEXT_MISSING = "text-missing"
    DEFINITION = "definition"
    NUMBER_GAP = "number-gap"
    NUMBER_TWICE = "number-twice"


@dataclass(frozen=True, slots=True)
class BookEnd:
    """The last position of a book and its hash; 0 and 64 zeros while it is empty."""

    book: str
    position: int
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """
    A row that does not hold.

    `book` and `position` say where, 0 for what is no event; `task` and `sequence` whose it is, empty and 0 if nobody's.
    Of a definition that was taken over all these are empty and 0, and `definition` is the digest that it is kept under.
    """

    damage: Damage
    book: str
    position: int
    task: str = ""
    sequence: int = 0
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """
    What was looked at and what is broken: of each book the first row only, since all behind it hang on it, and
    the first whose number does not run on.

    `ends` are the books' ends, which can be kept elsewhere and held against the store later. `measured_otherwise` tasks
    have ended and keep what was found by other findings or calendars than those of today: nobody can find it again.
    `measured_by_others` names the definitions in which theirs differ from those of today, as far as theirs are kept.
    """

    events: int
    tasks: int
    redacted: int
    measured_otherwise: int
    measured_by_others: tuple[str, ...]
    ends: tuple[BookEnd, ...]
    broken: tuple[Broken, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A decision that came out differently when its rule ran again on the recorded input."""

    task: str
    sequence: int
    recorded: str
    now: str


@dataclass(frozen=True, slots=True)
class Replay:
    """Decisions since a day, run again."""

    since: date
    decisions: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Redaction:
    """
    What was taken out of an event: `fields` by name; `done` is false when the key had done it before.

    `remaining` are fields that an earlier format wrote into what is hashed, where they stay; `copies` are other events
    (task#sequence) that say the same words: those of a task that a meeting assigned, and of the event that did.
    """

    fields: tuple[str, ...]
    remaining: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    done: bool = True


GENESIS = "0" * 64
"""What the first event of a book has for `previous`."""
