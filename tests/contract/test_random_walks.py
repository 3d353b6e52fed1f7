"""Actions by chance: the store answers as the model does."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date

import pytest

from orgraph.definitions.prevailing import prevailing
from orgraph.domain.action import ActionRequest, Rating
from orgraph.domain.errors import ActionRefused, NotFound, TaskConflict
from orgraph.domain.event import Event
from orgraph.domain.standing import Chain, Serving
from orgraph.rules.clocks.deadlines import terms_of
from orgraph.rules.tasks.lifecycle import Outcome, outcome_of
from orgraph.rules.tasks.past import Folded, fold
from orgraph.rules.tasks.possible import Circumstances, Party, Refusal

from ..clock import FixedClock
from ..ledger import faults_of
from ..lifecycles import all_actions, carried, shipped
from ..oracle.supervision import supervised, told
from ..small_world import TESTER
from .cases import (
    BUREAU,
    CITY,
    DISTRICT,
    HOUSING,
    POLICE,
    STREET,
    WHISTLER,
    Case,
    blown,
    reported,
)

STANDINGS = {
    WHISTLER: {},
    "township-head@990102002000": {"known": False},
    HOUSING: {},
    POLICE: {},
    BUREAU: {},
    STREET: {},
    DISTRICT: {},
    CITY: {},
    "qingshi:nobody": {"known": False},
}
"""What the small world says of each party on the day, by hand: the model's half of the walk below."""
CENTRES_ABOVE: Chain = (
    ("990102001001", ()),
    ("990102001000", (Serving(STREET, "centre"),)),
    ("990102000000", (Serving(DISTRICT, "centre"),)),
    ("990100000000", (Serving(CITY, "centre"),)),
    ("990000000000", (Serving("wanghai:centre", "centre"),)),
)


def modelled(folded: Folded, by: str) -> Party:
    """A party as the model has it: the bureau stands above the district's housing, each centre above the one below."""
    above = {HOUSING: {BUREAU}, STREET: {DISTRICT, CITY}, DISTRICT: {CITY}}
    standing = {"known": True, "superior": by in above.get(folded.lead, set())} | STANDINGS[by]
    return Party(by, chain=CENTRES_ABOVE, centres=("centre",), **standing)


def children_of(events: Sequence[Event]) -> tuple[str, ...]:
    """Tasks that were assigned at the meeting of one; nobody in the walk ends them."""
    return tuple(sorted(json.loads(event.payload)["child"] for event in events if event.type == "assign"))


ENDING = ["void", "exclude", "merge"]


def asked_by_chance(chance: random.Random, life: str, task: str, version: int, number: int, into: str) -> ActionRequest:
    """Any action by anybody, mostly with what it must carry, now and then without or with a stale version."""
    lasting = [action for action in all_actions(life) if action not in ENDING]
    request = ActionRequest(
        task,
        chance.choice(lasting * 40 + ENDING),
        chance.choice(list(STANDINGS)),
        f"walk-{task}-{number}",
        version if chance.random() < 0.95 else version - 1,
        text=chance.choice(["", "x", "x"]),
        unit=chance.choice(["", HOUSING, POLICE, BUREAU, DISTRICT, "qingshi:nobody"]),
        extension=chance.choice(["", "2 days"]),
        passed=chance.choice([None, True, False]),
        rating=chance.choice([None, Rating(1, 2, 3)]),
        review=chance.choice([None, date(2023, 9, 1)]),
        into=chance.choice(["", into]),
        contacted=chance.choice([None, True, False]),
        solved=chance.choice([None, True, False]),
        satisfaction=chance.choice([None, 1, 5]),
    )
    return request if chance.random() < 0.1 else carried(request, life)


@pytest.mark.parametrize("seed", [0, 1, 2])
async def test_a_random_walk_is_answered_by_the_store_as_by_the_model(case: Case, seed: int, clock: FixedClock) -> None:
    """Two walks of a whistle, and one of an ordinary matter from its report on."""
    life = "matter" if seed == 2 else "standard"
    chance, lifecycle = random.Random(seed), shipped(life)
    lineage = ("road-collapse", "sudden-event")
    earlier, case = (
        case,
        await (
            reported(case.services, "路面塌陷")
            if seed == 2
            else blown(case, kind="emergency" if seed else "daily-work")
        ),
    )
    terms = terms_of(
        prevailing(case.services.definitions, [], case.task.called_at.date(), case.task.kind),
        case.task.kind,
        lineage,
        case.task.severity,
    )
    events, done, kept = list(case.task.events), 0, fold(earlier.task.events)
    for number in range(60):
        folded = fold(events)
        for _ in range(chance.choice([1, 40])):  # now and then something that will be done
            request = asked_by_chance(chance, life, case.task.id, folded.version, number, earlier.task.id)
            known = request.unit not in ("", "qingshi:nobody")
            circumstances = Circumstances(children_of(events), into=kept if request.into else None)
            expected = outcome_of(
                lifecycle, folded, modelled(folded, request.by), request, known, terms, circumstances=circumstances
            )
            if isinstance(expected, Outcome):
                break
        try:
            task = (await case.services.actions.act(TESTER, request)).task
        except NotFound:
            assert request.by == "qingshi:nobody", request
        except TaskConflict:
            assert request.expected_version == folded.version - 1
        except ActionRefused as refused:
            assert isinstance(expected, Refusal), (request, expected)
            assert (refused.obstacle, refused.needed) == (expected.obstacle, expected.needed), request
        else:
            assert isinstance(expected, Outcome), (request, expected)
            assert task.events[:-1] == tuple(events) and task.state == expected.state
            events, done = list(task.events), done + 1
            assert {part.organisation.code for part in task.parts} == (
                set() if lifecycle.states[task.state].final else set(fold(events).in_hand)
            )
    assert done >= 5
    day = clock.today()
    supervision = await case.services.supervisor.supervision(TESTER, "990100000000", day, day)
    assert told(supervision) == await supervised(case.services, "990100000000", day, day)
    assert await faults_of(case.services.store) == []
