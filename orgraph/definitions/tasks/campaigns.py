"""Campaigns: for a time, in an area, other rules hold: tighter limits, another ladder, an audit of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from orgraph.definitions.demands.audits import AUDITS
from orgraph.definitions.demands.quotas import CHAINS, QUOTAS, SCOPES
from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.findings import FINDINGS
from orgraph.definitions.tasks.ladders import LADDERS
from orgraph.definitions.tasks.limits import DEADLINES
from orgraph.definitions.tasks.routing import ROUTING
from orgraph.definitions.titles import NO_SOURCE, Title, read_source, read_title
from orgraph.domain.said import Said, said

_OF_PLACES: tuple[Section[Any], ...] = (SCOPES, QUOTAS, CHAINS, AUDITS)
"""Sections that ask about places, whatever is the matter there."""

_OF_MATTERS: tuple[Section[Any], ...] = (ROUTING, DEADLINES, LADDERS, FINDINGS)

_OVERRIDABLE = {one.name: one for one in (*_OF_MATTERS, *_OF_PLACES)}
"""
Sections that a campaign may override for a time. A lifecycle, a kind and a calendar are none of them: what has begun by
those goes on by them.
"""


@dataclass(frozen=True, slots=True)
class Campaign:
    """
    Entries that hold instead of others of their sections, or besides them, from `since` up to but not including
    `until`, below `under` (empty: everywhere), for matters of `kinds` and `categories` (each empty: all). A matter is
    at least as grave as `severity_at_least`, 1 to 5.
    """

    key: str
    title: Title
    since: date
    until: date
    kinds: tuple[str, ...]
    categories: tuple[str, ...]
    severity_at_least: int
    overrides: Mapping[str, tuple[Any, ...]] = field(hash=False)
    source: Title = NO_SOURCE
    under: str = ""

    def concerns(self, kind: str, lineage: Sequence[str]) -> bool:
        """Whether it is about a matter of this kind and category, `lineage` the category and those above it."""
        of_kind = not self.kinds or kind in self.kinds
        return of_kind and (not self.categories or bool(set(self.categories) & set(lineage)))

    def holds(self, chain: Sequence[str], on: date) -> bool:
        """Whether it is on at a place that day, `chain` the place's code and those above."""
        return self.since <= on < self.until and (not self.under or self.under in chain)


def read_campaign(entry: Entry) -> Campaign:
    """One entry of campaigns.yaml."""
    since, until = entry.day("since"), entry.day("until")
    under = entry.text("under")
    campaign = Campaign(
        key=entry.key,
        title=read_title(entry),
        since=since,
        until=until,
        kinds=entry.refers_all("kinds", "tasks"),
        categories=entry.refers_all("categories", "categories"),
        severity_at_least=entry.whole("severity_at_least", 1, low=1, high=5),
        overrides=_overrides(entry, under),
        source=read_source(entry),
        under=under,
    )
    entry.done()
    if since >= until and entry.has("since") and entry.has("until"):
        entry.fault(said("ends-before", until=until), said("mend-later"), "until")
    wide = [one.name for one in _OF_PLACES if one.name in campaign.overrides]
    if wide and (campaign.kinds or campaign.categories):
        entry.fault(said("about-places", these=wide), said("mend-campaign-of-places"), "overrides")
    if not campaign.overrides and campaign.severity_at_least == 1:
        entry.fault(said("changes-nothing"), said("mend-add-one-of", these=("overrides", "severity_at_least")))
    return campaign


def _overrides(entry: Entry, under: str) -> dict[str, tuple[Any, ...]]:
    below = entry.mapping("overrides")
    found: dict[str, tuple[Any, ...]] = {}
    for name in below.names() if below else ():
        assert below is not None
        section = _OVERRIDABLE.get(name)
        if section is None:
            remedy = said("mend-use", these=tuple(_OVERRIDABLE))
            below.fault(said("not-overridden", name=name), remedy, line=below.line_of(name))
            below.mapping(name)
            continue
        found[name] = tuple(_read(one, under, section) for one in _entries(below, name))
    return found


def _entries(below: Entry, name: str) -> tuple[Entry, ...]:
    inside = below.mapping(name)
    return tuple(inside.entries()) if inside else ()


def _read(entry: Entry, under: str, section: Section[Any]) -> Any:
    if entry.has("under"):
        entry.fault(said("under-in-campaign"), said("mend-leave-out", name="under"), "under")
    return replace(section.reader(entry), under=under)


def check_campaigns(campaigns: Sequence[Campaign], whole: Whole) -> Iterator[tuple[Campaign, Said, Said]]:
    """What a campaign overrides is checked as what stands in a file of its own, and told at the campaign's line."""
    for campaign in campaigns:
        for name, instead in campaign.overrides.items():
            for _, problem, remedy in _OVERRIDABLE[name].check(instead, whole):
                yield campaign, problem, remedy


CAMPAIGNS = Section("campaigns", read_campaign, rooted=True, check=check_campaigns)
