"""Whether the numbers of a book run on: pure, event by event in the order of positions."""

from __future__ import annotations

from collections.abc import Mapping

from orgraph.domain.event import NUMBER, Event
from orgraph.domain.ledger import Damage
from orgraph.domain.numbering import number_typed

Given = Mapping[int, int]
"""The last serial that a book gave in each year."""


def run_on(given: Given, event: Event) -> tuple[Given, Damage | None]:
    """What was given after an event, and whether the number in it leaves one out or was given before."""
    number = number_typed(str(event.said.get(NUMBER, ""))) if event.sequence == 1 else None
    if number is None:
        return given, None
    last = given.get(number.year, 0)
    wrong = Damage.NUMBER_GAP if number.serial > last + 1 else Damage.NUMBER_TWICE if number.serial <= last else None
    return {**given, number.year: max(last, number.serial)}, wrong
