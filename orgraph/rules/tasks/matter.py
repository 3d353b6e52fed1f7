"""What prevails for the matter that a task is about: a pure rule over the fold of its events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import Prevailing, prevailing
from orgraph.domain.event import Event, is_routing
from orgraph.rules.tasks.past import Folded, fold


def matter_at(definitions: Definitions, chain: Sequence[str], on: date, folded: Folded) -> Prevailing:
    """What prevails for a task on a day, `chain` the code of its place and those above."""
    return prevailing(definitions, chain, on, folded.kind, lineage_of(definitions, chain, folded))


def chain_of(events: Sequence[Event]) -> tuple[str, ...]:
    """The codes of a task's place and the areas above it, as its last routing had them, given its events in order."""
    routed = [event.said["input"]["chain"] for event in events if is_routing(event)]
    return tuple(routed[-1]) if routed else (fold(events).place,)


def lineage_of(definitions: Definitions, chain: Sequence[str], folded: Folded) -> tuple[str, ...]:
    """The category of a task and those above it; of one that is not defined any more its key alone."""
    category = definitions.categories.find(folded.category, chain)
    return category.lineage if category else (folded.category,)
