"""Who acts on a task: how a party stands to it, as the graph has it on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from orgraph.domain.standing import PartyStanding, Serving, Subject
from orgraph.graph.store import Store, statement
from orgraph.graph.ways import along, last_way

PARTY = statement("actions/party")
PARTY_ALONG = statement("actions/party_along")


async def standing(
    store: Store, task: str, on: date, *, role: str, area: str, organisation: str, unit: str, kinds: Sequence[str]
) -> PartyStanding | None:
    """
    How a post (`role` at `area`) or an `organisation` stands to a task on a day; None if there is no such task.

    `kinds` are those of organisations that may act because they serve the place or an area above it.
    """
    asked: dict[str, Any] = {"on": on.isoformat(), "unit": unit, "kinds": list(kinds)}
    row = await store.read(PARTY, task=task, role=role, area=area, organisation=organisation, **asked)
    if not row:
        return None
    held, existing, superior, unit_known, links, subject = row
    about = Subject(*subject)
    if not links or links[-1][3]:  # the way ends where it once went on
        (links,) = await store.read(PARTY_ALONG, way=along(await last_way(store, about.place, on)), **asked)
    chain = tuple((code, tuple(Serving(*one) for one in serving)) for code, serving, *_ in links)
    distance = next((number for number, (_, _, stands, _) in enumerate(links) if stands), None)
    return PartyStanding(about, held, existing, superior, unit_known, distance, chain)
