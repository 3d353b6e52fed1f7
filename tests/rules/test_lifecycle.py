"""What may happen to a task: what holds for any sequence of actions by anybody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.tasks.lifecycle import Entrance, Lifecycle
from orgraph.domain.action import ActionRequest, Obstacle, Rating
from orgraph.domain.canonical import canonical
from orgraph.domain.deadline import Span, Unit
from orgraph.domain.event import Content, Event
from orgraph.domain.standing import Chain, Serving
from orgraph.rules.clocks.deadlines import Terms, clocks
from orgraph.rules.clocks.marks import rows_of
from orgraph.rules.tasks.attendance import attendance
from orgraph.rules.tasks.effects import sent_to
from orgraph.rules.tasks.lifecycle import Outcome, first_clocks, outcome_of
from orgraph.rules.tasks.past import Folded, fold, past_of
from orgraph.rules.tasks.possible import Circumstances, Party, Refusal, available, relations
from orgraph.rules.whistles.arbitration import arbiters

from ..lifecycles import all_actions, carried

WHISTLER, LEAD, HELPER = "township-head@t", "x:lead", "x:helper"
OTHERS = ("x:other", "x:third")
CENTRE, ABOVE, SUPERIOR = "x:centre", "x:centre-above", "x:superior"
CHAIN: Chain = (("village", ()), ("town", (Serving(CENTRE, "centre"),)), ("county", (Serving(ABOVE, "centre"),)))
QUARRELS = ("declined", "contested")
PARTIES = (WHISTLER, LEAD, HELPER, *OTHERS, CENTRE, ABOVE, SUPERIOR, "township-head@elsewhere")
DAY = Span(1, Unit.DAYS)
TERMS = Terms("standard", "standard", 50, 80, (("sign-in", DAY), ("contact", DAY), ("report", DAY)))
UNITS = (LEAD, HELPER, *OTHERS, CENTRE, "")


@pytest.fixture(scope="module")
def lifecycle(definitions: Definitions) -> Lifecycle:
    """The lifecycle that is shipped."""
    found = definitions.lifecycles.find("standard")
    assert found is not None
    return found


def opened(lifecycle: Lifecycle, *, work_first: bool = False) -> list[Event]:
    """The first two events of a task."""
    return opened_by(lifecycle.entrances["called"], TERMS, work_first=work_first)


def opened_by(entrance: Entrance, terms: Terms, *, work_first: bool = False) -> list[Event]:
    """The first two events of a task that begins by an entrance."""
    called = {
        "work_first": work_first,
        "by": WHISTLER,
        "place": "village",
        "kind": "daily-work",
        "category": "c",
        "severity": 3,
    }
    dispatched = {
        "does": {
            "state": entrance.state,
            "final": False,
            "counts_as": "",
            **sent_to(LEAD, [HELPER], [_stands(LEAD, 1), _stands(HELPER, 0)]),
            "clocks": rows_of(first_clocks(entrance, terms)),
        }
    }
    return [event(1, "called", called), event(2, "dispatched", dispatched)]


def _stands(unit: str, distance: int) -> dict[str, object]:
    return {"organisation": unit, "distance": distance}


def event(sequence: int, type_: str, payload: Mapping[str, object]) -> Event:
    return Event("t", sequence, "", 0, sequence, "a", type_, canonical(payload), "", "")  # type: ignore[arg-type]


def party(by: str, folded: Folded) -> Party:
    return Party(by, True, CHAIN, ("centre",), superior=by == SUPERIOR)


requests = st.builds(
    ActionRequest,
    task=st.just("t"),
    action=st.sampled_from(all_actions()),
    by=st.sampled_from(PARTIES),
    key=st.just("k"),
    expected_version=st.just(0),
    text=st.sampled_from(["", "x"]),
    unit=st.sampled_from(UNITS),
    extension=st.sampled_from(["", "2 days"]),
    passed=st.sampled_from([None, True, False]),
    rating=st.sampled_from([None, Rating(1, 2, 3)]),
    review=st.sampled_from([None, date(2023, 9, 1)]),
    into=st.sampled_from(["", "earlier"]),
)


def happened(lifecycle: Lifecycle, asked: list[ActionRequest]) -> list[tuple[Folded, ActionRequest, Outcome]]:
    """What becomes of a task when all this is asked for, one after the other."""
    events, done = opened(lifecycle, work_first=asked[0].passed is True), []  # of every third task
    for one in asked:
        folded, request = fold(events), carried(one)
        circumstances = Circumstances(into=fold(opened(lifecycle)) if request.into else None)
        outcome = outcome_of(
            lifecycle,
            folded,
            party(request.by, folded),
            request,
            bool(request.unit),
            TERMS,
            circumstances=circumstances,
        )
        if isinstance(outcome, Outcome):
            events.append(event(folded.version + 1, "acted", dict(outcome.payload)))
            done.append((folded, request, outcome))
    done.append((fold(events), asked[-1], Outcome({}, (), "", (), ())))
    return done


@given(st.lists(requests, min_size=20, max_size=120))
def test_whatever_is_asked_a_task_stays_whole(lifecycle: Lifecycle, asked: list[ActionRequest]) -> None:
    for folded, request, outcome in happened(lifecycle, asked):
        assert folded.state in lifecycle.states
        assert folded.lead not in folded.helpers and len(set(folded.helpers)) == len(folded.helpers)
        assert set(folded.in_hand) <= set(folded.called)
        assert not lifecycle.states[folded.state].final or not outcome.payload or folded.state == "closed"
        if outcome.payload and request.action in ("verify", "close", "exclude", "carry-over"):
            assert request.by not in folded.in_hand


@given(st.lists(requests, min_size=20, max_size=120))
def test_the_past_is_what_events_do_whatever_their_action_is_called(
    lifecycle: Lifecycle, asked: list[ActionRequest]
) -> None:
    outcomes = [outcome for _, _, outcome in happened(lifecycle, asked) if outcome.payload]
    told, bare = opened(lifecycle), opened(lifecycle)
    for number, outcome in enumerate(outcomes, 3):
        said = outcome.payload
        assert set(said["does"]) <= {*PARTS}  # type: ignore[arg-type]
        told.append(event(number, "acted", said))
        bare.append(event(number, "acted", {"action": "x", "by": said["by"], "does": said["does"]}))
    of, by = past_of(told), past_of(bare)
    assert (by.folded, by.leads, by.acts, list(by.told), by.called) == (
        *(of.folded, of.leads, of.acts, list(of.told), of.called),
    )
    assert attendance(by, 10**6) == attendance(of, 10**6)


PARTS = ("state", "final", "counts_as", "lead", "helpers", "called_at", "clocks", "sets", "adds", "clears", "marks")
"""What an event may do."""


@given(st.lists(requests, min_size=20, max_size=120))
def test_the_hands_that_move_are_those_that_the_events_tell_of(
    lifecycle: Lifecycle, asked: list[ActionRequest]
) -> None:
    hands = {LEAD: "lead", HELPER: "helper"}
    for folded, _, outcome in happened(lifecycle, asked):
        told = {} if lifecycle.states[folded.state].final else {folded.lead: "lead"}
        if told:
            told |= dict.fromkeys(folded.helpers, "helper")
        assert hands == told
        assert set(outcome.ended) <= set(hands)
        hands = {unit: part for unit, part in hands.items() if unit not in outcome.ended}
        assert not set(hands) & {unit for unit, _ in outcome.begun}
        hands |= dict(outcome.begun)


@given(st.lists(requests, min_size=20, max_size=120), st.sampled_from(PARTIES))
def test_what_is_said_to_be_possible_is_refused_for_what_it_carries_only(
    lifecycle: Lifecycle, asked: list[ActionRequest], by: str
) -> None:
    folded = happened(lifecycle, asked)[-1][0]
    who = party(by, folded)
    full = {
        "text": "x",
        "extension": "2 days",
        "passed": True,
        "rating": Rating(1, 1, 1),
        "review": date(2023, 9, 1),
        "into": "x",
    }
    for one in available(lifecycle, folded, who):
        requests = (
            carried(ActionRequest("t", one.action, by, "k", 0, unit=unit, **full))  # type: ignore[arg-type]
            for unit in (LEAD, HELPER, *OTHERS)
        )
        results = [outcome_of(lifecycle, folded, who, request, True, TERMS) for request in requests]
        refusals = {result.obstacle for result in results if isinstance(result, Refusal)}
        if one.possible:
            assert not refusals & {Obstacle.WRONG_STATE, Obstacle.NOT_ENTITLED, Obstacle.NOT_ASKED}
        else:
            assert refusals == {one.obstacle}


@given(st.lists(requests, min_size=20, max_size=120))
def test_refused_too_often_only_the_arbiter_moves_it_on(lifecycle: Lifecycle, asked: list[ActionRequest]) -> None:
    for folded, request, outcome in happened(lifecycle, asked):
        if folded.state == "disputed" and '"lead":' in canonical(outcome.payload.get("does")):
            assert request.action == "rule"
            assert "arbiter" in relations(lifecycle, folded, party(request.by, folded))
        if request.action == "decline" and outcome.payload:
            disputed = len(folded.declined) + 1 >= 2
            assert (outcome.state == "disputed") == disputed


@given(st.lists(requests, min_size=20, max_size=120))
def test_clocks_start_before_they_stop_and_a_closed_task_has_none_running(
    lifecycle: Lifecycle, asked: list[ActionRequest]
) -> None:
    folded = happened(lifecycle, asked)[-1][0]
    assert [(mark.stage, mark.change) for mark in folded.marks[:3]] == [
        (stage, "starts") for stage in lifecycle.entrances["called"].starts
    ]
    running = set()
    for mark in folded.marks:
        if mark.change == "starts":
            running.add(mark.stage)
        if mark.change == "stops":
            running.discard(mark.stage)
    if folded.state in ("closed", "void", "excluded"):
        assert not running


@pytest.mark.parametrize(
    ("said", "extended"),
    [
        ({}, ["contact", "report"]),  # as all events were written that named no stage: what ran is longer ever since
        ({"clocks": {"extends": ["report"]}}, ["report"]),
        ({"clocks": {"extends": ["sign-in"]}}, []),  # it was stopped before
    ],
)
def test_an_extension_is_of_the_stages_that_its_event_names(
    lifecycle: Lifecycle, said: dict[str, object], extended: list[str]
) -> None:
    signed = {"by": LEAD, "state": "in-hand", "clocks": {"stops": ["sign-in"]}}
    asked = {"by": LEAD, "state": "in-hand", "extension": "2 days"}
    events = [*opened(lifecycle), event(3, "sign-in", signed), event(4, "ask-extension", asked)]
    granted = event(5, "grant-extension", {"by": CENTRE, "state": "in-hand", "extension": "2 days", **said})
    found = clocks(fold([*events, granted]).marks)
    assert [one.stage for one in found if len(one.spans) > 1] == extended


@given(st.lists(requests, min_size=20, max_size=120))
def test_no_clock_runs_while_a_task_waits_or_after_its_end(lifecycle: Lifecycle, asked: list[ActionRequest]) -> None:
    for folded, _, _ in happened(lifecycle, asked):
        running = [one.stage for one in clocks(folded.marks) if one.stopped is None and not one.paused]
        if folded.state == "carried-over" or lifecycle.states[folded.state].final:
            assert running == []


def test_an_event_that_is_not_known_changes_the_version_only(lifecycle: Lifecycle) -> None:
    events = opened(lifecycle)
    before, after = fold(events), fold([*events, event(3, "something-new", {"state": "nowhere"})])
    assert after.version == 3 and after.state == before.state


def test_who_is_not_there_today_stands_in_no_relation(lifecycle: Lifecycle) -> None:
    folded = fold(opened(lifecycle))
    serving: Chain = (("town", (Serving(LEAD, "centre"),)),)
    assert relations(lifecycle, folded, Party(LEAD, False, serving, ("centre",))) == frozenset()
    assert relations(lifecycle, folded, Party(LEAD, True, serving, ("centre",))) == {"lead", "centre"}


@pytest.mark.parametrize(
    ("declined", "found"),
    [
        ((), (CENTRE,)),
        ((LEAD,), (CENTRE,)),
        ((LEAD, CENTRE), (ABOVE,)),
        ((LEAD, CENTRE, ABOVE), ()),
    ],
)
def test_the_arbiter_is_the_lowest_centre_above_all_that_quarrel(declined: tuple[str, ...], found: object) -> None:
    folded = Folded(
        lead=HELPER,
        memories={"declined": declined, "distances": ((LEAD, 1), (HELPER, 0), (CENTRE, 1), (ABOVE, 2))},
    )
    assert arbiters(folded, CHAIN, ("centre",), QUARRELS) == found


def test_what_is_said_in_words_is_not_in_the_payload(lifecycle: Lifecycle) -> None:
    folded = fold(opened(lifecycle))
    request = ActionRequest("t", "note", LEAD, "k", 2, text="打13912345678")
    outcome = outcome_of(lifecycle, folded, party(LEAD, folded), request, False, TERMS)
    assert isinstance(outcome, Outcome)
    assert outcome.contents == (Content("text", ("打139****5678",)),) and "139" not in json.dumps(dict(outcome.payload))
