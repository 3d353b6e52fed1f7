"""Which campaigns gave a task its rules: how events keep that, and what they tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from orgraph.definitions.tasks.campaigns import Campaign
from orgraph.domain.campaign import Applied, Given
from orgraph.domain.canonical import Json
from orgraph.domain.event import Event

Said = Mapping[str, Any]


def kept(campaign: Campaign) -> dict[str, Json]:
    """As an event keeps it: later definitions may not have it any more."""
    return {"key": campaign.key, "since": campaign.since.isoformat(), "until": campaign.until.isoformat()}


def campaigns_of(events: Iterable[Event]) -> tuple[Applied, ...]:
    """The campaigns that gave a task something, in the order in which they did."""
    found: dict[tuple[str, str, str], set[Given]] = {}
    for event in events:
        for given, said in _told(event.said):
            found.setdefault((said["key"], said["since"], said["until"]), set()).add(given)
    return tuple(
        Applied(key, date.fromisoformat(since), date.fromisoformat(until), tuple(one for one in Given if one in given))
        for (key, since, until), given in found.items()
    )


def _told(said: Said) -> Iterator[tuple[Given, Said]]:
    for given, campaign in said.get("input", {}).get("campaigns", {}).items():
        yield Given(given), campaign
    if campaign := said.get("terms", {}).get("campaign"):
        yield Given.LIMITS, campaign
    if campaign := said.get("campaign"):
        yield Given.LADDER, campaign
