"""How an organisation's standing to the areas around a place makes it a candidate: a pure rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from orgraph.definitions.tasks.routing import SPECIALTY, Routing, Serving, TrackTerms
from orgraph.domain.area import Area
from orgraph.domain.organisation import PARTY_ORGANISATION, Organisation
from orgraph.domain.standing import Standing
from orgraph.domain.track_record import TrackRecord, track_of
from orgraph.domain.whistle import Candidate, Source


def candidates(
    standings: Sequence[Standing],
    chain: Sequence[Area],
    lineage: Sequence[str],
    asked: Sequence[str],
    routing: Routing,
    tier_rank: Callable[[str], int],
) -> tuple[Candidate, ...]:
    """Every candidate for a matter of category `lineage[0]`; an organisation may be one in several ways, each once."""
    found = (
        _candidate(standing, source, chain, tier_rank, lineage if SPECIALTY in routing.order else ())
        for standing in standings
        for source in _sources(standing, chain, lineage, asked, routing)
    )
    return tuple(dict.fromkeys(found))


def neighbouring(
    lead: Candidate, found: Sequence[Candidate], theirs: Sequence[Area], ours: Sequence[Area]
) -> tuple[Candidate, ...]:
    """
    Who comes from another area that a matter reaches: its `lead`, and units there that were asked for among `found`.

    `theirs` and `ours` are the chains of the two places. A unit below the lowest area above both stands to the matter
    through that area, so that whoever arbitrates stands above both. Empty where there is no such area.
    """
    codes = [area.code for area in ours]
    common = next((number for number, area in enumerate(theirs) if area.code in codes), None)
    if common is None:
        return ()
    asked = [one for one in found if one.source is Source.ASKED and one.distance < common]
    return tuple(_moved(one, common, ours, codes.index(theirs[common].code)) for one in (_named(lead), *asked))


def _named(lead: Candidate) -> Candidate:
    return replace(lead, source=Source.NEIGHBOURING, severity_from=1)


def _moved(one: Candidate, common: int, ours: Sequence[Area], joint: int) -> Candidate:
    distance = joint + max(0, one.distance - common)
    way = ours[: distance + 1]
    return replace(one, at=way[-1], distance=distance, path=(*(area.name for area in way), one.organisation.name))


def _sources(
    standing: Standing, chain: Sequence[Area], lineage: Sequence[str], asked: Sequence[str], routing: Routing
) -> tuple[Source, ...]:
    found = []
    if Source.SERVING in routing.lead and _serves(standing, chain, routing.serving):
        found.append(Source.SERVING)
    if standing.relation == "RESPONSIBLE_FOR" and set(standing.categories) & set(lineage):
        found.append(Source.RESPONSIBLE if standing.part == "lead" else Source.ASSISTING)
    if standing.relation == "PAIRED_WITH" and standing.organisation.label == PARTY_ORGANISATION:
        found.append(Source.PAIRED)
    if standing.relation == "SERVES" and standing.organisation.kind in routing.backstop:
        found.append(Source.BACKSTOP)
    if standing.organisation.code in asked:
        found.append(Source.ASKED)
    return tuple(found)


def _serves(standing: Standing, chain: Sequence[Area], serving: Iterable[Serving]) -> bool:
    return standing.relation == "SERVES" and any(
        standing.organisation.kind in one.kinds and one.level in ("", chain[standing.distance].level) for one in serving
    )


def _candidate(
    standing: Standing, source: Source, chain: Sequence[Area], tier_rank: Callable[[str], int], lineage: Sequence[str]
) -> Candidate:
    way = chain[: standing.distance + 1]
    return Candidate(
        organisation=standing.organisation,
        source=source,
        at=way[-1],
        distance=standing.distance,
        path=(*(area.name for area in way), standing.organisation.name),
        tier_rank=tier_rank(standing.organisation.tier),
        open_load=standing.open_load,
        severity_from=standing.severity_from,
        contacts=standing.contacts,
        best_at=best_at(standing.organisation, lineage),
    )


def best_at(organisation: Organisation, lineage: Sequence[str]) -> int | None:
    """Steps from a category, the first of its lineage, up to one that an organisation is best at; None: to none."""
    return next((step for step, key in enumerate(lineage) if key in organisation.specialty), None)


def weighed(found: Iterable[Candidate], records: Mapping[str, TrackRecord], terms: TrackTerms) -> tuple[Candidate, ...]:
    """Candidates with their track records, by the codes of organisations."""
    return tuple(
        replace(one, track=track_of(records[one.organisation.code], terms.months, terms.at_least)) for one in found
    )
