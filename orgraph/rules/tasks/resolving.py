"""What an action does to a task, resolved from the words of its rule into what its event says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from orgraph.definitions.tasks.lifecycle import (
    BY,
    EXTENSION,
    LEAD,
    ROUTED,
    UNIT,
    ActionRule,
    Clocks,
    Condition,
    Lifecycle,
    Proposes,
    State,
    Way,
)
from orgraph.domain.action import FIELD_TYPES, ActionRequest
from orgraph.domain.canonical import Json
from orgraph.domain.deadline import recorded_span
from orgraph.domain.event import PROPOSAL, RATED, REACHED
from orgraph.domain.field import FieldValue
from orgraph.domain.time import epoch_milliseconds
from orgraph.rules.clocks.deadlines import Terms
from orgraph.rules.clocks.marks import EXTEND, PAUSE, RESUME, STOP, Mark, rows_of
from orgraph.rules.tasks.effects import DISTANCES, note
from orgraph.rules.tasks.fields import declared, values_of
from orgraph.rules.tasks.past import Folded
from orgraph.rules.tasks.requests import called_back
from orgraph.rules.whistles.proposing import Proposing, proposed


@dataclass(frozen=True, slots=True)
class Routed:
    """
    Where a dispatch sends a task: who leads, who helps, how its event keeps the decision, and what it does by it.

    `seen`: the version of the task by whose fields it was found, None where no routing asks for any.
    """

    lead: str
    helpers: tuple[str, ...]
    payload: Mapping[str, Json]
    does: Mapping[str, Json]
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an action comes to: the state afterwards, who leads and helps, and what its event says."""

    state: str
    lead: str
    helpers: tuple[str, ...]
    payload: Mapping[str, Json]


def way_of(rule: ActionRule, folded: Folded, request: ActionRequest) -> Way:
    """The first way whose conditions hold; the last has none."""
    fields = values_of(folded.fields, request.fields)
    return next(way for way in rule.ways if all(_fits(one, rule, folded, request, fields) for one in way.when))


def resolved(
    lifecycle: Lifecycle,
    rule: ActionRule,
    way: Way,
    folded: Folded,
    request: ActionRequest,
    terms: Terms,
    unit_distance: int | None,
    routed: Routed | None,
    proposing: Proposing | None = None,
) -> Resolved:
    """
    What a possible action does on its way.

    `terms` are the limits for clocks that it starts; `unit_distance` is how far above the place the unit stands that it
    names, None where that is not known; `routed` where it sends the task, `proposing` who could be proposed for it, if
    its rule says so.
    """
    state = way.to or folded.state
    sent = routed if rule.lead == ROUTED else None
    lead, helpers = (sent.lead, sent.helpers) if sent else _hands(rule, folded, request.unit)
    hands: dict[str, Json] = {"lead": lead} if lead != folded.lead else {}
    hands |= {"helpers": list(helpers)} if helpers != folded.helpers else {}
    happened = epoch_milliseconds(request.when) if request.when and way.clocks.happened else None
    marks = tuple(_clock_marks(way.clocks, terms, folded, happened or 0))
    left = _left(lifecycle, rule, way, folded, request, unit_distance, happened)
    proposal = _proposal(rule.proposes, folded, left, proposing) if rule.proposes and proposing else {}
    if rule.proposes and proposal:
        left["sets"] = {**_mapping(left.get("sets")), rule.proposes.into: proposal["units"]}
    does: dict[str, Json] = {
        **entered(lifecycle.states[state]),
        **(sent.does if sent else hands),
        **left,
        **({"clocks": rows_of(marks)} if marks else {}),
        **_set(rule, request),
    }
    payload: dict[str, Json] = {
        "action": rule.key,
        "by": request.by,
        **_details(rule, way, folded, request, happened),
        **declared(request.fields),
        **(sent.payload if sent else {}),
        **({PROPOSAL: proposal} if proposal else {}),
        **terms.recorded(marks),
        "does": does,
    }
    return Resolved(state, lead, helpers, payload)


def _proposal(proposes: Proposes, folded: Folded, left: Mapping[str, Json], proposing: Proposing) -> dict[str, Json]:
    """Who is proposed, but for those who were turned down, now or before."""
    now = _mapping(left.get("adds")).get(proposes.without, [])
    turned_down = (*folded.memories.get(proposes.without, ()), *(now if isinstance(now, list) else ()))
    return proposed(proposing, [str(one) for one in dict.fromkeys(turned_down)])


def _mapping(said: Json) -> dict[str, Json]:
    return dict(said) if isinstance(said, dict) else {}


def _set(rule: ActionRule, request: ActionRequest) -> dict[str, Json]:
    """The fields that the task has from now on as they are said here."""
    names: list[Json] = [one.name for one in request.fields if one.name in rule.sets and one.value != ()]
    return {"fields": names} if names else {}


def entered(state: State) -> dict[str, Json]:
    """What an event says of the state that it leads to: all that later readers ask of it, whatever is defined then."""
    said: dict[str, Json] = {"state": state.key, "final": state.final, "counts_as": state.counts_as}
    return said | ({"outcome": state.outcome} if state.outcome else {})


def _fits(
    one: Condition, rule: ActionRule, folded: Folded, request: ActionRequest, fields: Mapping[str, FieldValue]
) -> bool:
    if not one.at_least:
        return (request.says(one.of) if one.of in FIELD_TYPES else fields.get(one.of)) in one.values
    adds = any(memory == one.of for memory, _ in rule.remembers)
    return len(folded.memories.get(one.of, ())) + adds >= one.at_least


def _hands(rule: ActionRule, folded: Folded, unit: str) -> tuple[str, tuple[str, ...]]:
    """Who leads and who helps afterwards: a helper that leads is no helper, and who leads already goes on as before."""
    helpers = folded.helpers
    if rule.lead == UNIT and unit != folded.lead:
        others = tuple(one for one in helpers if one != unit)
        return unit, (*others, folded.lead) if rule.keeps_lead else others
    if rule.adds_helper and unit not in folded.in_hand:
        return folded.lead, (*helpers, unit)
    if rule.removes_helper:
        return folded.lead, tuple(one for one in helpers if one != unit)
    return folded.lead, helpers


def _left(
    lifecycle: Lifecycle,
    rule: ActionRule,
    way: Way,
    folded: Folded,
    request: ActionRequest,
    distance: int | None,
    happened: int | None,
) -> dict[str, Json]:
    """What is remembered and forgotten of the task, and told of units: only what there is."""
    said = {BY: request.by, UNIT: request.unit, LEAD: folded.lead, EXTENSION: recorded_span(request.extension)}
    sets: dict[str, Json] = {}
    adds: dict[str, Json] = {}
    for memory, names in rule.remembers:
        (adds if lifecycle.memories[memory].many else sets)[memory] = [said[name] for name in names]
    quarrels = rule.lead == UNIT or any(UNIT in names for _, names in rule.remembers)
    if quarrels and distance is not None and request.unit not in dict(folded.distances):
        adds[DISTANCES] = [[request.unit, distance]]
    does: dict[str, Json] = {
        "sets": sets,
        "adds": adds,
        "clears": list(rule.forgets),
        "marks": [note(mark, said[name], happened, _value(mark, request)) for mark, name in way.marks],
    }
    return {part: found for part, found in does.items() if found}


def _value(mark: str, request: ActionRequest) -> Sequence[int]:
    """Of a rating its three marks, of a call-back what the resident said: contacted, solved (1 or 0), how content."""
    one = request.rating
    if mark == RATED and one:
        return (one.arrival, one.attitude, one.result)
    if mark == REACHED and request.satisfaction is not None:
        return (int(request.contacted is True), int(request.solved is True), request.satisfaction)
    return ()


def _clock_marks(clocks: Clocks, terms: Terms, folded: Folded, happened: int) -> Iterator[Mark]:
    """What it does to the clocks; what is entered afterwards stopped when it `happened`."""
    yield from (terms.start(stage) for stage in clocks.starts)
    yield from (Mark(stage, EXTEND, 0, span) for stage, span in _longer(clocks, folded).items())
    for change, stages, at in ((STOP, clocks.stops, happened), (PAUSE, clocks.pauses, 0), (RESUME, clocks.resumes, 0)):
        yield from (Mark(stage, change, at) for stage in stages)


def _longer(clocks: Clocks, folded: Folded) -> dict[str, str]:
    """By how much which clock runs longer: the span that is remembered."""
    spans = {stage: folded.memories.get(memory, ()) for stage, memory in (clocks.extends or {}).items()}
    return {stage: str(found[-1]) for stage, found in spans.items() if found}


def _details(
    rule: ActionRule, way: Way, folded: Folded, request: ActionRequest, happened: int | None
) -> dict[str, Json]:
    """What the request says, for the ledger: what its action carries; what was typed is kept apart."""
    one = request.rating
    said: dict[str, Json] = {
        "unit": request.unit,
        "into": request.into,
        "extension": recorded_span(request.extension) or next(iter(_longer(way.clocks, folded).values()), ""),
        "passed": request.passed,
        "review": request.review.isoformat() if request.review else None,
        "rating": {"arrival": one.arrival, "attitude": one.attitude, "result": one.result} if one else None,
        "when": happened,
        "across": request.across or None,
        **called_back(request),
    }
    return {name: value for name, value in said.items() if value not in (None, "")}
