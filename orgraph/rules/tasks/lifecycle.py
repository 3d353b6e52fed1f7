"""Whether an action may happen to a task, and what it does: pure rules over the fold of its events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from orgraph.definitions.prevailing import Prevailing
from orgraph.definitions.tasks.lifecycle import ActionRule, Clocks, Lifecycle, State
from orgraph.domain.action import Action, ActionRequest, Available, Obstacle, Relation
from orgraph.domain.canonical import Json
from orgraph.domain.errors import InvalidInput
from orgraph.domain.event import Content
from orgraph.domain.text import is_blank
from orgraph.domain.time import epoch_milliseconds
from orgraph.rules.clocks.deadlines import Terms
from orgraph.rules.clocks.marks import EXTEND, PAUSE, RESUME, STOP, Mark, rows_of
from orgraph.rules.ledger.contents import typed
from orgraph.rules.tasks.leaving import left_behind
from orgraph.rules.tasks.past import Folded


@dataclass(frozen=True, slots=True)
class Party:
    """
    Who acts, as the graph knows it at that moment.

    `known`: the post is held, or the organisation exists, today. `centre`: a governance centre that serves the place or
    an area above; `superior`: above the lead in its own line; `arbiter`: the centre that rules on ownership.
    """

    by: str
    known: bool
    centre: bool = False
    superior: bool = False
    arbiter: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """
    What a task's own events do not say: children that are still open, whether the parent has ended, the task to merge
    into, None where there is no such task in the same book, and stages whose limit has passed by now.
    """

    open_children: tuple[str, ...] = ()
    parent_ended: bool = False
    into: Folded | None = None
    overdue: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a dispatch sends a task: who leads, who helps, how its event keeps the decision, and what it does by it."""

    lead: str
    helpers: tuple[str, ...]
    payload: Mapping[str, Json]
    does: Mapping[str, Json]


ALONE = Circumstances()
"""A task that no other belongs to, and nothing is late."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an action does not happen; `needed` are relations, states or details that it would take."""

    obstacle: Obstacle
    needed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action does: the payload of its event, what was typed, which is kept apart, and the task's new state."""

    payload: Mapping[str, Json]
    contents: tuple[Content, ...]
    state: str
    ended: tuple[str, ...]
    begun: tuple[tuple[str, str], ...]


def lifecycle_of(prevailing: Prevailing) -> Lifecycle:
    """The lifecycle that prevails. Raises InvalidInput where there is none."""
    if prevailing.lifecycle is None:
        raise InvalidInput("no lifecycle holds here", "add lifecycle.yaml to the definitions")
    return prevailing.lifecycle


def relations(folded: Folded, party: Party) -> frozenset[Relation]:
    """How a party stands to a task."""
    if not party.known:
        return frozenset()
    held = {
        Relation.WHISTLER: party.by == folded.whistler,
        Relation.LEAD: party.by == folded.lead,
        Relation.HELPER: party.by in folded.helpers,
        Relation.CENTRE: party.centre,
        Relation.SUPERIOR: party.superior,
        Relation.ARBITER: party.arbiter,
        Relation.CALLER: party.by in folded.callers,
    }
    return frozenset(relation for relation, holds in held.items() if holds)


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
) -> Outcome | Refusal:
    """
    What `request` does to the task, or why it may not.

    `unit_known`: the unit it names exists today, `unit_distance` how far above the place it stands; `terms` are the
    limits for clocks that it starts, `circumstances` what its events do not say, `routed` where a
    dispatch sends it.
    """
    rule = lifecycle.actions.get(request.action)
    refusal = (
        _may(rule, folded, party)
        or _linked(lifecycle, rule, folded, circumstances)
        or _in_time(rule, circumstances)
        or _complete(rule, folded, party, request)
        or _mergeable(lifecycle, folded, request, circumstances)
        or _fits(folded, request, unit_known)
    )
    if refusal is not None or rule is None:
        return refusal or Refusal(Obstacle.WRONG_STATE)
    state = _target(lifecycle, rule, folded, request)
    lead, helpers = (routed.lead, routed.helpers) if routed else _hands(folded, request)
    hands: dict[str, Json] = {"lead": lead} if lead != folded.lead else {}
    hands |= {"helpers": list(helpers)} if helpers != folded.helpers else {}
    happened = epoch_milliseconds(request.when) if request.when and rule.action is Action.ARRIVE else None
    does: dict[str, Json] = {
        **entered(lifecycle.states[state]),
        **(routed.does if routed else hands),
        **left_behind(request, folded, unit_distance, happened),
    }
    marks = tuple(_clock_marks(_clocks(rule, request), terms, folded.asked, happened or 0))
    if marks:
        does["clocks"] = rows_of(marks)
    payload: dict[str, Json] = {
        "action": request.action.value,
        "by": request.by,
        **_details(rule, folded, request, happened),
        **(routed.payload if routed else {}),
        **terms.recorded(marks),
        "does": does,
    }
    ended, begun = _moved(lifecycle, folded, state, lead, helpers)
    return Outcome(payload, typed(folded.place, text=request.text, proof=request.proof), state, ended, begun)


def available(
    lifecycle: Lifecycle, folded: Folded, party: Party, circumstances: Circumstances = ALONE
) -> tuple[Available, ...]:
    """Every action of the lifecycle, in its order: possible for the party now, or why not."""
    return tuple(_available(lifecycle, rule, folded, party, circumstances) for rule in lifecycle.actions.values())


def entered(state: State) -> dict[str, Json]:
    """What an event says of the state that it leads to: all that later readers ask of it, whatever is defined then."""
    return {"state": state.key, "final": state.final, "counts_as": state.counts_as}


def joining(task: str, folded: Folded, by: str) -> dict[str, Json]:
    """The payload of the event that a duplicate, `task` with its `folded` past, leaves in the task that goes on."""
    return {"by": by, "task": task, "callers": [folded.whistler, *folded.callers]}


def first_clocks(lifecycle: Lifecycle, terms: Terms, at: int = 0, *, admission: bool = False) -> tuple[Mark, ...]:
    """
    The clocks that start when a task is dispatched, or reported for `admission`, with their limits.

    `at`: when it was called, in epoch milliseconds; 0: as it is entered.
    """
    started = (lifecycle.admission_clocks if admission else lifecycle.clocks).starts
    return tuple(terms.start(stage, at) for stage in started)


def _available(
    lifecycle: Lifecycle, rule: ActionRule, folded: Folded, party: Party, circumstances: Circumstances
) -> Available:
    refusal = (
        _may(rule, folded, party)
        or _linked(lifecycle, rule, folded, circumstances)
        or _in_time(rule, circumstances)
        or _timely(rule.action, folded)
    )
    if refusal is not None:
        return Available(rule.action, False, refusal.obstacle, refusal.needed)
    return Available(rule.action, True, None, _to_carry(rule, folded, party))


def _to_carry(rule: ActionRule, folded: Folded, party: Party) -> tuple[str, ...]:
    """What a party's action must carry: for those whose reason is wanted a text besides."""
    free = set(rule.who) - set(rule.reason_from)
    wanted = rule.reason_from and "text" not in rule.must_carry and not relations(folded, party) & free
    return (*rule.must_carry, "text") if wanted else rule.must_carry


def _may(rule: ActionRule | None, folded: Folded, party: Party) -> Refusal | None:
    if rule is None:
        return Refusal(Obstacle.WRONG_STATE)
    if folded.state not in rule.states:
        return Refusal(Obstacle.WRONG_STATE, rule.states)
    held = relations(folded, party)
    if not held & set(rule.who) or held & set(rule.never):
        return Refusal(Obstacle.NOT_ENTITLED, tuple(one.value for one in rule.who))
    return None


def _linked(
    lifecycle: Lifecycle, rule: ActionRule | None, folded: Folded, circumstances: Circumstances
) -> Refusal | None:
    """A parent ends after its children, and no child goes on after its parent."""
    if rule is None or not rule.to:
        return None
    if circumstances.open_children and lifecycle.states[rule.to].final:
        return Refusal(Obstacle.CHILDREN_OPEN, circumstances.open_children)
    if circumstances.parent_ended and folded.final and not lifecycle.states[rule.to].final:
        return Refusal(Obstacle.PARENT_ENDED)
    return None


def _in_time(rule: ActionRule | None, circumstances: Circumstances) -> Refusal | None:
    """Whether the limit that an action must keep has not passed."""
    if rule is None or rule.within not in circumstances.overdue:
        return None
    return Refusal(Obstacle.TOO_LATE, (rule.within,))


def _mergeable(
    lifecycle: Lifecycle, folded: Folded, request: ActionRequest, circumstances: Circumstances
) -> Refusal | None:
    """
    Only into an open task that was called no later: nobody gains time by merging. That a matter of another category is
    the same one is said in so many words.
    """
    if request.action is not Action.MERGE:
        return None
    into = circumstances.into
    if into is None or into.final or into.called_at > folded.called_at:
        return Refusal(Obstacle.NOT_MERGEABLE, (request.into,))
    if into.category != folded.category and not request.across:
        return Refusal(Obstacle.OTHER_CATEGORY, (folded.category, into.category))
    return None


def _complete(rule: ActionRule | None, folded: Folded, party: Party, request: ActionRequest) -> Refusal | None:
    if rule is None:
        return None
    wanted = _to_carry(rule, folded, party)
    missing = [name for name in wanted if _is_empty(getattr(request, name))]
    return Refusal(Obstacle.INCOMPLETE, tuple(missing)) if missing else None


def _is_empty(said: object) -> bool:
    """Whether a detail says nothing: blank is no text, and a list of blanks no list."""
    if isinstance(said, str):
        return is_blank(said)
    return said is None or (isinstance(said, tuple) and all(_is_empty(one) for one in said))


def _fits(folded: Folded, request: ActionRequest, unit_known: bool) -> Refusal | None:
    """Whether what the request says fits what has happened."""
    action, unit = request.action, request.unit
    if unit and not unit_known:
        return Refusal(Obstacle.UNKNOWN_UNIT, (unit,))
    if action in (Action.TRANSFER, Action.ADD_HELPER) and unit in folded.in_hand:
        return Refusal(Obstacle.IN_HAND_ALREADY, (unit,))
    if action is Action.CONTEST and unit == folded.lead:
        return Refusal(Obstacle.IN_HAND_ALREADY, (unit,))
    if action is Action.RELEASE_HELPER and unit not in folded.helpers:
        return Refusal(Obstacle.NO_HELPER, folded.helpers)
    if action in (Action.ARRIVE, Action.RATE) and unit not in folded.called:
        return Refusal(Obstacle.NEVER_CALLED, folded.called)
    if action is Action.REPLY and request.by not in folded.rated:
        return Refusal(Obstacle.NOT_RATED, folded.rated)
    return _timely(action, folded)


def _timely(action: Action, folded: Folded) -> Refusal | None:
    """Whether the action answers to something that came before; an emergency is worked on first and argued later."""
    if action is Action.DECLINE and folded.work_first:
        return Refusal(Obstacle.WORK_FIRST)
    if action is Action.CONTEST and not folded.work_first:
        return Refusal(Obstacle.NO_EMERGENCY)
    if action is Action.SETTLE and not folded.contested:
        return Refusal(Obstacle.NOT_CONTESTED)
    if action is Action.GRANT_EXTENSION and not folded.asked:
        return Refusal(Obstacle.NOT_ASKED)
    if action is Action.REPLY and not folded.rated:
        return Refusal(Obstacle.NOT_RATED)
    return None


def _target(lifecycle: Lifecycle, rule: ActionRule, folded: Folded, request: ActionRequest) -> str:
    if rule.action is Action.DECLINE and len(folded.declined) + 1 >= lifecycle.arbiter_after:
        return lifecycle.disputed
    if request.passed is False and rule.back:
        return rule.back
    return rule.to or folded.state


def _hands(folded: Folded, request: ActionRequest) -> tuple[str, tuple[str, ...]]:
    """Who leads and who helps afterwards."""
    unit, helpers = request.unit, folded.helpers
    if request.action in (Action.TRANSFER, Action.RULE):
        return unit, tuple(one for one in helpers if one != unit)
    if request.action is Action.SETTLE and unit != folded.lead:
        return unit, (*(one for one in helpers if one != unit), folded.lead)
    if request.action is Action.ADD_HELPER:
        return folded.lead, (*helpers, unit)
    if request.action is Action.RELEASE_HELPER:
        return folded.lead, tuple(one for one in helpers if one != unit)
    return folded.lead, helpers


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


def _details(rule: ActionRule, folded: Folded, request: ActionRequest, happened: int | None) -> dict[str, Json]:
    """What the request says, for the ledger: what its action must carry; what was typed is kept apart."""
    one = request.rating
    said: dict[str, Json] = {
        "unit": request.unit,
        "into": request.into,
        "extension": request.extension,
        "passed": request.passed,
        "review": request.review.isoformat() if request.review else None,
        "rating": {"arrival": one.arrival, "attitude": one.attitude, "result": one.result} if one else None,
    }
    details = {name: value for name, value in said.items() if name in rule.must_carry}
    if happened is not None:
        details["when"] = happened
    if request.across and rule.action is Action.MERGE:
        details["across"] = True
    if rule.action is Action.GRANT_EXTENSION:
        details["extension"] = folded.asked
    return details


def _clocks(rule: ActionRule, request: ActionRequest) -> Clocks:
    """The clocks that the action moves."""
    return rule.back_clocks if rule.back and request.passed is False else rule.clocks


def _clock_marks(clocks: Clocks, terms: Terms, asked: str, happened: int) -> Iterator[Mark]:
    """What it does to them; what is entered afterwards stopped when it `happened`."""
    yield from (terms.start(stage) for stage in clocks.starts)
    yield from (Mark(stage, EXTEND, 0, asked) for stage in clocks.extends)
    for change, stages, at in ((STOP, clocks.stops, happened), (PAUSE, clocks.pauses, 0), (RESUME, clocks.resumes, 0)):
        yield from (Mark(stage, change, at) for stage in stages)
