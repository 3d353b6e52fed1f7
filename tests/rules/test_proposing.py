"""Who is proposed: what holds for any candidates whatever."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.tasks.proposals import ProposalRule
from orgraph.definitions.tasks.routing import TrackTerms
from orgraph.definitions.titles import NO_SOURCE, Title
from orgraph.domain.area import Area
from orgraph.domain.canonical import canonical
from orgraph.domain.event import PROPOSAL, Event
from orgraph.domain.organisation import UNIT, Organisation
from orgraph.domain.track_record import TrackRecord, track_of
from orgraph.domain.whistle import Candidate, Source
from orgraph.rules.whistles.proposing import proposal_of, proposed, proposed_again, proposing

CHAIN = tuple(Area(f"a{number}", f"area {number}", "village") for number in range(4))
KEYS = ("specialty", "distance", "tier", "open-load", "success-rate", "done")

rules = st.tuples(st.permutations(KEYS), st.integers(0, len(KEYS)), st.integers(1, 5)).map(
    lambda said: ProposalRule(
        "p", Title("p", "p"), ("room",), (*said[0][: said[1]], "id"), said[2], TrackTerms(), NO_SOURCE
    )
)


@st.composite
def rooms(draw: st.DrawFn) -> tuple[Candidate, ...]:
    """Rooms of the chain, each once."""

    def room(number: int) -> Candidate:
        distance, tried = draw(st.integers(0, 3)), draw(st.integers(0, 12))
        organisation = Organisation(f"x:{number}", f"room {number}", "room", UNIT)
        track = track_of(TrackRecord(tried, tried, draw(st.integers(0, tried))), 12, 10)
        return Candidate(
            organisation,
            Source.SERVING,
            CHAIN[distance],
            distance,
            (*(area.name for area in CHAIN[: distance + 1]), organisation.name),
            draw(st.integers(1, 3)),
            draw(st.integers(0, 2)),
            best_at=draw(st.none() | st.integers(0, 2)),
            track=track,
        )

    return tuple(room(number) for number in range(draw(st.integers(0, 7))))


def told(said: object) -> Event:
    """An event that proposes."""
    payload = canonical({PROPOSAL: said})  # type: ignore[dict-item]
    return Event("t", 3, "b", 3, 0, "x", "acted", payload, "", "")


def rank(one: Candidate, order: Sequence[str]) -> list[object]:
    """Where a room stands, said again in other words."""
    assert one.track is not None
    said: dict[str, object] = {
        "specialty": (one.best_at is None, one.best_at or 0),
        "distance": one.distance,
        "tier": one.tier_rank,
        "open-load": one.open_load,
        "success-rate": (one.track.rate is None, -(one.track.rate or 0)),
        "done": -one.track.done,
        "id": one.organisation.code,
    }
    return [said[key] for key in order]


@given(rooms(), rules, st.data())
def test_the_first_by_the_order_are_proposed_without_those_turned_down_and_found_again_from_the_record(
    found: tuple[Candidate, ...], rule: ProposalRule, data: st.DataObject
) -> None:
    codes = [one.organisation.code for one in found]
    gone = data.draw(st.lists(st.sampled_from(codes), unique=True)) if codes else []
    input_ = proposing(data.draw(st.permutations(found)), CHAIN, "c", rule)
    expected = [one.organisation.code for one in sorted(found, key=lambda one: rank(one, rule.order))]
    assert list(input_.codes) == expected
    said = proposed(input_, gone)
    assert said["units"] == [code for code in expected if code not in gone][: rule.first]

    names = {one.organisation.code: one.organisation for one in found}
    by_code = {one.code: one for one in CHAIN}.__getitem__
    again = proposal_of([told(json.loads(json.dumps(said)))], by_code, names.__getitem__)
    assert again is not None and list(again.proposed) == said["units"]
    assert list(proposed_again(said, by_code, names.__getitem__)) == said["units"]
    assert [one.organisation.code for one in again.candidates] == expected
