"""Lifecycles by chance: whatever the load check lets through can be walked, told again, and led to an end."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgraph.definitions.tasks.lifecycle import ActionRule, Lifecycle
from orgraph.domain.action import ActionRequest, Rating
from orgraph.domain.deadline import Span, Unit
from orgraph.domain.event import Event
from orgraph.domain.standing import Chain, Serving
from orgraph.rules.clocks.deadlines import Terms
from orgraph.rules.clocks.marks import running
from orgraph.rules.tasks.attendance import attendance
from orgraph.rules.tasks.lifecycle import Outcome, outcome_of
from orgraph.rules.tasks.past import Folded, after, fold, past_of
from orgraph.rules.tasks.possible import Circumstances, Party, available

from .generated_lives import MEMORIES, STAGES, lives, loaded, trimmed
from .test_lifecycle import event, opened_by

OPENER, HEAD = "township-head@t", "village-head@village"
UNITS = ("x:lead", "x:helper", "x:other", "x:third")
CENTRES, SUPERIOR = ("x:centre", "x:centre-above", "x:centre-top"), "x:superior"
PARTIES = (OPENER, HEAD, *UNITS, *CENTRES, SUPERIOR)
CHAIN: Chain = (
    ("village", ()),
    ("town", (Serving(CENTRES[0], "centre"),)),
    ("county", (Serving(CENTRES[1], "centre"),)),
    ("city", (Serving(CENTRES[2], "centre"),)),
)
DAY = Span(1, Unit.DAYS)
TERMS = Terms("standard", "standard", 50, 80, tuple((stage, DAY) for stage in STAGES))
LATE = Circumstances(overdue=frozenset(STAGES))
MOST = 4000
"""Standings that are looked through for an end; what is remembered is counted up to three."""


@pytest.fixture(scope="module")
def walkable(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, Any]], Lifecycle | None]:
    """Loads a lifecycle as a pack's is; None if its faults are told."""
    folder = tmp_path_factory.mktemp("lives")
    return lambda said: loaded(said, folder)[0]


@settings(suppress_health_check=list(HealthCheck))
@given(lives(), st.integers(0, 10**6), st.booleans())
def test_what_is_loaded_is_walked_and_led_to_an_end(
    walkable: Callable[[dict[str, Any]], Lifecycle | None], said: dict[str, Any], seed: int, work_first: bool
) -> None:
    life = walkable(trimmed(said))
    if life is None:
        return
    events = walked(life, random.Random(seed), work_first)
    folded = fold(events)
    assert led_to_an_end(life, folded), (folded.state, folded.memories, folded.in_hand)


def walked(life: Lifecycle, chance: random.Random, work_first: bool) -> list[Event]:
    """The events of a task to which anybody did anything; each is told again as it was, and no clock outlives it."""
    (entrance,) = life.entrances.values()
    events = opened_by(entrance, TERMS, work_first=work_first)
    folded = fold(events)
    for _ in range(120):
        request = by_chance(life, folded, chance)
        circumstances = Circumstances(overdue=frozenset(chance.sample(STAGES, chance.randint(0, 2))))
        offered = {one.action: one for one in available(life, folded, party(request.by, folded), circumstances)}
        found = acted(life, folded, request, circumstances)
        assert not isinstance(found, Outcome) or offered[request.action].possible
        if not isinstance(found, Outcome):
            continue
        events.append(event(folded.version + 1, "acted", dict(found.payload)))
        folded = after(folded, events[-1])
        assert folded.state == found.state and folded.final == life.states[found.state].final
        assert folded.lead and folded.lead not in folded.helpers
        assert not folded.final or not running(folded.marks)
    past = past_of(events)
    assert past.folded == folded == fold(replace(one) for one in events)
    attendance(past, 10**6)
    return events


def by_chance(life: Lifecycle, folded: Folded, chance: random.Random) -> ActionRequest:
    """Anything by anybody, mostly what fits the state, and seldom an end."""
    every = list(life.actions.values())
    fitting = [rule for rule in every if folded.state in rule.states]
    lasting = [rule for rule in fitting if not any(way.to and life.states[way.to].final for way in rule.ways)]
    rule = chance.choice((every, fitting or every, *(lasting or every,) * 18)[chance.randrange(20)])
    return request_of(rule, chance.choice(PARTIES), chance.choice(UNITS), chance.random() < 0.5)


def request_of(rule: ActionRule, by: str, unit: str, passed: bool) -> ActionRequest:
    """An action with all that it must carry."""
    given: dict[str, Any] = {"text": "x", "unit": unit, "extension": "2 days", "passed": passed}
    given["rating"] = Rating(1, 2, 3)
    return ActionRequest("t", rule.key, by, "k", None, **{name: given[name] for name in rule.required})


def party(by: str, folded: Folded) -> Party:
    return Party(by, True, CHAIN, ("centre",), superior=by == SUPERIOR)


def acted(life: Lifecycle, folded: Folded, request: ActionRequest, circumstances: Circumstances) -> object:
    known = bool(request.unit)
    return outcome_of(life, folded, party(request.by, folded), request, known, TERMS, circumstances=circumstances)


def led_to_an_end(life: Lifecycle, begun: Folded) -> bool:
    """Whether somebody can lead a task from where it stands to a final state, though every limit has passed."""
    ahead, seen = deque([begun]), {standing(begun)}
    while ahead and len(seen) < MOST:
        folded = ahead.popleft()
        if folded.final:
            return True
        for request in asked(life, folded):
            found = acted(life, folded, request, LATE)
            if isinstance(found, Outcome):
                then = after(folded, event(folded.version + 1, "acted", dict(found.payload)))
                if standing(then) not in seen:
                    seen.add(standing(then))
                    ahead.append(then)
    return bool(ahead)


def asked(life: Lifecycle, folded: Folded) -> Iterator[ActionRequest]:
    """All that anybody may ask for there."""
    for rule in life.actions.values():
        if folded.state in rule.states:
            units = UNITS if "unit" in rule.required else UNITS[:1]
            ways = (True, False) if "passed" in rule.required else (True,)
            yield from (request_of(rule, by, unit, way) for by in PARTIES for unit in units for way in ways)


def standing(folded: Folded) -> tuple[object, ...]:
    kept = tuple(folded.memories.get(name, ())[-3:] for name in MEMORIES)
    return folded.state, folded.lead, frozenset(folded.helpers), kept
