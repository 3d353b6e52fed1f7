"""An action that is asked for: what it does to its task, or why it may not; pure rules over the fold of its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orgraph.definitions.prevailing import Prevailing
from orgraph.definitions.tasks.lifecycle import Entrance, Lifecycle
from orgraph.domain.action import ActionRequest, Obstacle
from orgraph.domain.canonical import Json
from orgraph.domain.errors import InvalidInput
from orgraph.domain.event import Content
from orgraph.domain.said import said
from orgraph.rules.clocks.deadlines import Terms
from orgraph.rules.clocks.marks import Mark
from orgraph.rules.ledger.contents import typed
from orgraph.rules.tasks.fields import typed_in
from orgraph.rules.tasks.past import Folded
from orgraph.rules.tasks.possible import ALONE, Circumstances, Party, Refusal, linked, refusal_of
from orgraph.rules.tasks.resolving import Routed, resolved, way_of
from orgraph.rules.whistles.proposing import Proposing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action does: the payload of its event, what was typed, which is kept apart, and the task's new state."""

    payload: Mapping[str, Json]
    contents: tuple[Content, ...]
    state: str
    ended: tuple[str, ...]
    begun: tuple[tuple[str, str], ...]


def lifecycle_of(prevailing: Prevailing, kind: str) -> Lifecycle:
    """The lifecycle that prevails for a kind of task. Raises InvalidInput where there is none."""
    found = prevailing.lifecycle(kind)
    if found is None:
        raise InvalidInput(said("kind-not-in-force", kind=kind), said("mend-define-kind"))
    return found


def outcome_of(
    lifecycle: Lifecycle,
    folded: Folded,
    party: Party,
    request: ActionRequest,
    unit_known: bool,
    terms: Terms,
    unit_distance: int | None = None,
    circumstances: Circumstances = ALONE,
    routed: Routed | None = None,
    proposing: Proposing | None = None,
) -> Outcome | Refusal:
    """
    What `request` does to the task, or why it may not.

    `unit_known`: the unit it names exists today, `unit_distance` how far above the place it stands; `terms` are the
    limits for clocks that it starts, `circumstances` what its events do not say, `routed` where a
    dispatch sends it, `proposing` who could be proposed for it.
    """
    rule = lifecycle.actions.get(request.action)
    if rule is None:
        return Refusal(Obstacle.WRONG_STATE)
    if refusal := refusal_of(lifecycle, rule, folded, party, request, unit_known, circumstances):
        return refusal
    way = way_of(rule, folded, request)
    if closed := linked(lifecycle, way, folded, circumstances):
        return closed
    found = resolved(lifecycle, rule, way, folded, request, terms, unit_distance, routed, proposing)
    ended, begun = _moved(lifecycle, folded, found.state, found.lead, found.helpers)
    contents = typed(folded.place, text=request.text, proof=request.proof, **typed_in(request.fields))
    return Outcome(found.payload, contents, found.state, ended, begun)


def joining(task: str, folded: Folded, by: str) -> dict[str, Json]:
    """The payload of the event that a duplicate, `task` with its `folded` past, leaves in the task that goes on."""
    return {"by": by, "task": task, "callers": [folded.whistler, *folded.callers]}


def first_clocks(entrance: Entrance, terms: Terms, at: int = 0) -> tuple[Mark, ...]:
    """
    The clocks that start when a task begins, with their limits.

    `at`: when it was called, in epoch milliseconds; 0: as it is entered.
    """
    return tuple(terms.start(stage, at) for stage in entrance.starts)


def _moved(
    lifecycle: Lifecycle, folded: Folded, state: str, lead: str, helpers: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Units whose hand on the task ends, and those whose begins, with their part; a final state frees all."""
    before = _parts(folded.final, folded.lead, folded.helpers)
    now = _parts(lifecycle.states[state].final, lead, helpers)
    return (
        tuple(unit for unit, part in before.items() if now.get(unit) != part),
        tuple((unit, part) for unit, part in now.items() if before.get(unit) != part),
    )


def records(before: Folded, now: Folded) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Units whose record as those who had the task when it ended is taken away, and those whose is made."""
    was = before.parts if before.final else {}
    kept = now.parts if now.final else {}
    return (
        tuple(unit for unit, part in was.items() if kept.get(unit) != part),
        tuple((unit, part) for unit, part in kept.items() if was.get(unit) != part),
    )


def _parts(ended: bool, lead: str, helpers: Iterable[str]) -> dict[str, str]:
    return {} if ended else {lead: "lead"} | dict.fromkeys(helpers, "helper")
