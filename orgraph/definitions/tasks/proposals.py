"""Proposals: which organisations may be proposed to take a task, and who of them first."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.sections import Section
from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.routing import ORDERS, TrackTerms, check_order, read_track
from orgraph.definitions.titles import Title, read_source, read_title

MOST = 20
"""So many are proposed at most at once."""


@dataclass(frozen=True, slots=True)
class ProposalRule:
    """
    Organisations of `kinds` that SERVE the place or an area above it, the `first` of them by `order`; of the keys none
    goes before the others, as the level does in a routing.
    """

    key: str
    title: Title
    kinds: tuple[str, ...]
    order: tuple[str, ...]
    first: int
    track: TrackTerms
    source: Title
    under: str = ""


def read_proposal(entry: Entry) -> ProposalRule:
    """One entry of proposals.yaml."""
    rule = ProposalRule(
        key=entry.key,
        title=read_title(entry),
        kinds=entry.refers_all("kinds", "organisations", required=True),
        order=entry.choices("order", ORDERS, required=True),
        first=entry.whole("first", 3, low=1, high=MOST),
        track=read_track(entry),
        source=read_source(entry),
        under=entry.text("under"),
    )
    check_order(entry, rule.order)
    entry.done()
    return rule


PROPOSALS = Section("proposals", read_proposal, rooted=True)
