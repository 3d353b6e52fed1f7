"""What an action leaves behind besides state, hands and clocks: what is remembered of its task, and told of units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgraph.domain.action import Action, ActionRequest
from orgraph.domain.canonical import Json
from orgraph.rules.tasks.effects import (
    ANSWERED,
    ARRIVED,
    ASKED,
    CALLED_AGAIN,
    CONTESTED,
    DECLINED,
    DISTANCES,
    RATED,
    RELEASED,
    REPLIED,
    RULED,
    SENT_BACK,
    SETTLED,
    SIGNED,
    note,
)
from orgraph.rules.tasks.past import Folded

BY, UNIT, LEAD, EXTENSION = "by", "unit", "lead", "extension"


@dataclass(frozen=True, slots=True)
class Leaves:
    """
    What it sets, adds to and clears of what is remembered, and what it marks units with, by whom it is about.

    BY is who acts, UNIT whom the request names, LEAD who led before; `if_failed`: the marks of a check that failed;
    `measures`: how far above the place a unit stands that does not lead yet.
    """

    sets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    adds: tuple[tuple[str, str], ...] = ()
    clears: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    if_failed: tuple[tuple[str, str], ...] = ()
    measures: bool = False


LEAVES = {
    Action.SIGN_IN: Leaves(marks=((SIGNED, BY), (ANSWERED, BY))),
    Action.DECLINE: Leaves(adds=((DECLINED, BY),), marks=((DECLINED, BY),)),
    Action.ACKNOWLEDGE: Leaves(marks=((SIGNED, BY),)),
    Action.ARRIVE: Leaves(adds=((ARRIVED, UNIT),), marks=((ARRIVED, UNIT),)),
    Action.TRANSFER: Leaves(marks=((CALLED_AGAIN, UNIT),), measures=True),
    Action.RULE: Leaves(marks=((CALLED_AGAIN, UNIT), (RULED, UNIT)), measures=True),
    Action.CONTEST: Leaves(sets=((CONTESTED, (BY, UNIT)),), marks=((CONTESTED, BY),), measures=True),
    Action.SETTLE: Leaves(clears=(CONTESTED,), marks=((SETTLED, UNIT),), measures=True),
    Action.ADD_HELPER: Leaves(marks=((CALLED_AGAIN, UNIT),)),
    Action.RELEASE_HELPER: Leaves(marks=((RELEASED, UNIT),)),
    Action.ASK_EXTENSION: Leaves(sets=((ASKED, (EXTENSION,)),)),
    Action.GRANT_EXTENSION: Leaves(clears=(ASKED,)),
    Action.VERIFY: Leaves(if_failed=((SENT_BACK, LEAD),)),
    Action.RATE: Leaves(adds=((RATED, UNIT),), marks=((RATED, UNIT),)),
    Action.REPLY: Leaves(marks=((REPLIED, BY),)),
    Action.REOPEN: Leaves(marks=((SENT_BACK, LEAD),)),
}
"""Of all actions that leave anything."""


def left_behind(request: ActionRequest, folded: Folded, distance: int | None, happened: int | None) -> dict[str, Json]:
    """
    What an action leaves behind, as its event keeps it (rules/tasks/effects.py): only what there is.

    `distance` is how far above the place the unit stands that it names, None where that is not known; `happened` when
    it was, in epoch milliseconds, if it is entered afterwards.
    """
    leaves = LEAVES.get(request.action, Leaves())
    said = {BY: request.by, UNIT: request.unit, LEAD: folded.lead, EXTENSION: request.extension}
    adds: dict[str, Json] = {memory: [said[name]] for memory, name in leaves.adds}
    if leaves.measures and distance is not None and request.unit != folded.lead:
        adds[DISTANCES] = [[request.unit, distance]]
    marked = leaves.marks + (leaves.if_failed if request.passed is False else ())
    does: dict[str, Json] = {
        "sets": {memory: [said[name] for name in names] for memory, names in leaves.sets},
        "adds": adds,
        "clears": list(leaves.clears),
        "marks": [note(mark, said[name], happened, _value(mark, request)) for mark, name in marked],
    }
    return {part: found for part, found in does.items() if found}


def _value(mark: str, request: ActionRequest) -> Sequence[int]:
    one = request.rating
    return (one.arrival, one.attitude, one.result) if one and mark == RATED else ()
