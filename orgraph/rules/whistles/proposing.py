"""Who is proposed for a task, in what order, and how its event keeps that: pure rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orgraph.definitions.tasks.proposals import ProposalRule
from orgraph.definitions.tasks.routing import SPECIALTY
from orgraph.domain.area import Area
from orgraph.domain.canonical import Json
from orgraph.domain.event import PROPOSAL, Event, is_proposal
from orgraph.domain.organisation import Organisation
from orgraph.domain.proposal import Proposal
from orgraph.domain.standing import Standing
from orgraph.domain.track_record import TRACK_KEYS
from orgraph.domain.whistle import Candidate, Source
from orgraph.rules.ledger.rerun import (
    candidate_recorded,
    terms_as_recorded,
    terms_recorded,
    weighed_as_recorded,
)
from orgraph.rules.whistles.candidates import best_at
from orgraph.rules.whistles.routing import in_order

_ALIKE = {"source": Source.SERVING.value, "severity_from": 1}
"""What candidates of decisions record and those of proposals do not, of whom it is the same."""


@dataclass(frozen=True, slots=True)
class Proposing:
    """Everybody who could be proposed, by code in the order of the keys, and the input as the event keeps it."""

    codes: tuple[str, ...]
    first: int
    recorded: Mapping[str, Json]


def proposable(
    standings: Iterable[Standing],
    chain: Sequence[Area],
    lineage: Sequence[str],
    rule: ProposalRule,
    tier_rank: Callable[[str], int],
) -> tuple[Candidate, ...]:
    """Each organisation of the kinds that serves an area of the chain, by the nearest; `lineage`: the matter's."""
    nearest: dict[str, Standing] = {}
    for one in standings:
        if one.relation == "SERVES" and one.organisation.kind in rule.kinds:
            held = nearest.setdefault(one.organisation.code, one)
            nearest[one.organisation.code] = min(held, one, key=lambda each: each.distance)
    return tuple(
        Candidate(
            organisation=one.organisation,
            source=Source.SERVING,
            at=chain[one.distance],
            distance=one.distance,
            path=(*(area.name for area in chain[: one.distance + 1]), one.organisation.name),
            tier_rank=tier_rank(one.organisation.tier),
            open_load=one.open_load,
            best_at=best_at(one.organisation, lineage) if SPECIALTY in rule.order else None,
        )
        for one in nearest.values()
    )


def ordered(found: Iterable[Candidate], order: Sequence[str]) -> tuple[Candidate, ...]:
    """Candidates by the keys of an order, of which the last, the code, ends every tie."""
    return tuple(sorted(found, key=lambda one: in_order(one, order)))


def proposing(found: Iterable[Candidate], chain: Sequence[Area], category: str, rule: ProposalRule) -> Proposing:
    """The input of a proposal, which does not depend on who was turned down."""
    candidates = ordered(found, rule.order)
    rows = sorted(candidates, key=lambda one: one.organisation.code)
    recorded: dict[str, Json] = {
        "key": rule.key,
        "category": category,
        "chain": [area.code for area in chain],
        "order": list(rule.order),
        "first": rule.first,
        **(terms_as_recorded(rule.track) if set(TRACK_KEYS) & set(rule.order) else {}),
        "candidates": [_recorded(one) for one in rows],
    }
    return Proposing(tuple(one.organisation.code for one in candidates), rule.first, recorded)


def proposed(found: Proposing, turned_down: Collection[str]) -> dict[str, Json]:
    """How an event keeps a proposal: the input, who was turned down before, and who is proposed."""
    return {
        **found.recorded,
        "turned_down": list(turned_down),
        "units": list(_first(found.codes, found.first, turned_down)),
    }


def proposed_again(
    said: Mapping[str, Any], area: Callable[[str], Area], organisation: Callable[[str], Organisation]
) -> tuple[str, ...]:
    """Who is proposed by the rule of today from what a proposal recorded, by code."""
    codes = [one.organisation.code for one in _restored(said, area, organisation)]
    return _first(codes, said["first"], said["turned_down"])


def _first(codes: Iterable[str], first: int, turned_down: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code not in turned_down)[:first]


def codes_in(event: Event) -> tuple[str, ...]:
    """The organisations that a proposal names, none of an event that proposes nobody."""
    said = event.said.get(PROPOSAL)
    return tuple(one["organisation"] for one in said["candidates"]) if said else ()


def proposal_of(
    events: Sequence[Event], area: Callable[[str], Area], organisation: Callable[[str], Organisation]
) -> Proposal | None:
    """The last proposal among events, its order found again from what it recorded; None where nobody was proposed."""
    event = next((one for one in reversed(events) if is_proposal(one)), None)
    if event is None:
        return None
    said: Mapping[str, Any] = event.said[PROPOSAL]
    return Proposal(
        sequence=event.sequence,
        key=said["key"],
        order=tuple(said["order"]),
        first=said["first"],
        candidates=_restored(said, area, organisation),
        proposed=tuple(said["units"]),
        turned_down=tuple(said["turned_down"]),
    )


def _restored(
    said: Mapping[str, Any], area: Callable[[str], Area], organisation: Callable[[str], Organisation]
) -> tuple[Candidate, ...]:
    """The candidates of a proposal as they were recorded, in the order of its keys."""
    chain, terms = [area(code) for code in said["chain"]], terms_recorded(said)
    candidates = [
        candidate_recorded({**_ALIKE, **row}, chain, organisation(row["organisation"]), terms)
        for row in said["candidates"]
    ]
    return ordered(candidates, said["order"])


def _recorded(one: Candidate) -> dict[str, Json]:
    return {
        "organisation": one.organisation.code,
        "kind": one.organisation.kind,
        "label": one.organisation.label,
        "distance": one.distance,
        "tier_rank": one.tier_rank,
        "open_load": one.open_load,
        **weighed_as_recorded(one),
    }
