"""A decision as the ledger keeps it: the rule's whole input in identifiers, so that it can be run again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from orgraph.definitions.tasks.routing import Routing, TrackTerms
from orgraph.definitions.titles import NO_SOURCE, Title
from orgraph.definitions.words.categories import Category
from orgraph.domain.area import Area
from orgraph.domain.canonical import Json
from orgraph.domain.organisation import Organisation
from orgraph.domain.track_record import TRACK_KEYS, Track
from orgraph.domain.whistle import Candidate, Decision, Source
from orgraph.rules.whistles.routing import Admission, route

Recorded = Mapping[str, Any]


def recorded_input(
    chain: Sequence[Area],
    candidates: Sequence[Candidate],
    category: Category,
    severity: int,
    routing: Routing,
    admission: Admission | None = None,
) -> dict[str, Json]:
    """All that `route` compares, identifiers and values only, no names; candidates in an order of their own."""
    rows = sorted(candidates, key=lambda one: (one.distance, one.source, one.organisation.code, one.severity_from))
    return {
        "chain": [area.code for area in chain],
        "candidates": [_candidate(one) for one in rows],
        "category": {
            "key": category.key,
            "lead_kinds": list(category.lead_kinds),
            "branch_may_lead": category.branch_may_lead,
        },
        "severity": severity,
        "routing": {
            "key": routing.key,
            "lead": [source.value for source in routing.lead],
            "order": list(routing.order),
            "helpers": [source.value for source in routing.helpers],
            **(terms_as_recorded(routing.track) if set(TRACK_KEYS) & set(routing.order) else {}),
        },
        **({"admission": {"kind": admission.kind, "local": admission.local}} if admission else {}),
    }


def rerun(
    recorded: Recorded,
    area: Callable[[str], Area],
    organisation: Callable[[str], Organisation],
) -> Decision | None:
    """Run the rule again on a recorded input; `area` and `organisation` give names for codes."""
    chain = [area(code) for code in recorded["chain"]]
    routing = _routing(recorded["routing"])
    candidates = [
        candidate_recorded(row, chain, organisation(row["organisation"]), routing.track)
        for row in recorded["candidates"]
    ]
    said = recorded.get("admission")
    admission = Admission(said["kind"], said["local"]) if said else None
    return route(candidates, _category(recorded["category"]), recorded["severity"], routing, admission)


def _candidate(one: Candidate) -> dict[str, Json]:
    return {
        "organisation": one.organisation.code,
        "kind": one.organisation.kind,
        "label": one.organisation.label,
        "source": one.source.value,
        "distance": one.distance,
        "tier_rank": one.tier_rank,
        "open_load": one.open_load,
        "severity_from": one.severity_from,
        **weighed_as_recorded(one),
    }


def weighed_as_recorded(one: Candidate) -> dict[str, Json]:
    """What only some orders weigh, of a candidate: decisions of before say nothing of it."""
    track = one.track
    return {
        **({} if one.best_at is None else {"best_at": one.best_at}),
        **({"track": {"done": track.done, "tried": track.tried, "per_mille": track.rate}} if track else {}),
    }


def terms_as_recorded(terms: TrackTerms) -> dict[str, Json]:
    """By which terms track records were weighed."""
    return {"track": {"months": terms.months, "at_least": terms.at_least, "of": terms.of}}


def terms_recorded(row: Recorded) -> TrackTerms:
    """The same, read."""
    said = row.get("track")
    return TrackTerms(said["months"], said["at_least"], said["of"]) if said else TrackTerms()


def track_recorded(row: Recorded, terms: TrackTerms) -> Track | None:
    """The track record of a candidate, None where none was weighed."""
    said = row.get("track")
    return Track(terms.months, terms.at_least, said["done"], said["tried"], said["per_mille"]) if said else None


def candidate_recorded(row: Recorded, chain: Sequence[Area], named: Organisation, terms: TrackTerms) -> Candidate:
    """A candidate as it was recorded: `named` is what its organisation is called now."""
    way = chain[: row["distance"] + 1]
    organisation = replace(named, kind=row["kind"], label=row["label"])
    return Candidate(
        organisation=organisation,
        source=Source(row["source"]),
        at=way[-1],
        distance=row["distance"],
        path=(*(step.name for step in way), organisation.name),
        tier_rank=row["tier_rank"],
        open_load=row["open_load"],
        severity_from=row["severity_from"],
        best_at=row.get("best_at"),
        track=track_recorded(row, terms),
    )


def _category(row: Recorded) -> Category:
    title, kinds = Title(row["key"], row["key"]), tuple(row["lead_kinds"])
    return Category(row["key"], title, kinds, 1, "core", row["branch_may_lead"], (row["key"],), NO_SOURCE)


def _routing(row: Recorded) -> Routing:
    return Routing(
        key=row["key"],
        lead=tuple(Source(name) for name in row["lead"]),
        order=tuple(row["order"]),
        helpers=tuple(Source(name) for name in row["helpers"]),
        backstop=(),
        source=NO_SOURCE,
        track=terms_recorded(row),
    )
