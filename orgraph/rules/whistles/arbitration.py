"""Who rules when units quarrel over a task: found in the graph, never appointed by those who quarrel."""

from __future__ import annotations

from collections.abc import Sequence

from orgraph.rules.tasks.past import Folded


def arbiters(folded: Folded, chain: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """
    The governance centres of the lowest area that is above every unit that quarrels, themselves no part of the quarrel.

    `chain` is the areas from the place upward with the centres that serve each. A unit that stands to none of these
    areas counts as standing where the highest candidate stood. Empty only where no area above has a centre.
    """
    quarrelling = (*folded.declined, *folded.contested, folded.lead)
    known = dict(folded.distances)
    highest = max(known.values(), default=0)
    least = max((known.get(unit, highest) for unit in quarrelling), default=0)
    free = [[code for code in centres if code not in quarrelling] for _, centres in chain]
    found = next((codes for codes in free[least:] if codes), None)
    above = found or next((codes for codes in reversed(free) if codes), [])
    return tuple(above)


def seat(arbiter: str, chain: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The lowest area of `chain` that an arbiter serves: where its rulings are kept as precedents; empty if none."""
    return next((area for area, centres in chain if arbiter in centres), "")
