"""Who rules when units quarrel over a task: found in the graph, never appointed by those who quarrel."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from orgraph.domain.standing import Chain
from orgraph.rules.tasks.past import Folded


def arbiters(folded: Folded, chain: Chain, centres: Collection[str], quarrels: Sequence[str]) -> tuple[str, ...]:
    """
    The governance centres of the lowest area that is above every unit that quarrels, themselves no part of the quarrel.

    `chain` is the areas from the place upward with the organisations that serve each, of which those of the kinds
    `centres` may rule; who quarrels is remembered under `quarrels`, and so does the lead. A unit that stands to none of
    these areas counts as standing where the highest candidate stood. Empty only where no area above has a centre.
    """
    remembered = (unit for memory in quarrels for unit in folded.memories.get(memory, ()))
    quarrelling = (*remembered, folded.lead)
    known = dict(folded.distances)
    highest = max(known.values(), default=0)
    least = max((known.get(unit, highest) for unit in quarrelling), default=0)
    ruling = [[one.organisation for one in serving if one.kind in centres] for _, serving in chain]
    free = [[code for code in codes if code not in quarrelling] for codes in ruling]
    found = next((codes for codes in free[least:] if codes), None)
    above = found or next((codes for codes in reversed(free) if codes), [])
    return tuple(above)


def seat(arbiter: str, chain: Chain) -> str:
    """The lowest area of `chain` that an arbiter serves: where its rulings are kept as precedents; empty if none."""
    return next((area for area, serving in chain if arbiter in {one.organisation for one in serving}), "")
