"""Routing: where candidates come from, and who is preferred."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.sections import Section
from orgraph.definitions.source import Entry
from orgraph.domain.whistle import Source

ORDERS = ("distance", "tier", "open-load", "id")


@dataclass(frozen=True, slots=True)
class Routing:
    """Sources of the lead in order, sort keys among candidates of one source, sources of helpers, kinds of backstop."""

    key: str
    lead: tuple[Source, ...]
    order: tuple[str, ...]
    helpers: tuple[Source, ...]
    backstop: tuple[str, ...]
    source: str
    under: str = ""


def read_routing(entry: Entry) -> Routing:
    """One entry of routing.yaml."""
    sources = tuple(source.value for source in Source)
    routing = Routing(
        key=entry.key,
        lead=tuple(Source(name) for name in entry.choices("lead", sources, required=True)),
        order=entry.choices("order", ORDERS, required=True),
        helpers=tuple(Source(name) for name in entry.choices("helpers", sources)),
        backstop=entry.refers_all("backstop", "organisations", required=True),
        source=entry.text("source", required=True),
        under=entry.text("under"),
    )
    if routing.lead and routing.lead[-1] is not Source.BACKSTOP:
        entry.fault(f"{entry.key}.lead: must end with backstop", "put backstop last", entry.line_of("lead"))
    if routing.order and routing.order[-1] != "id":
        entry.fault(f"{entry.key}.order: must end with id", "put id last: ties need an end", entry.line_of("order"))
    entry.done()
    return routing


ROUTING = Section("routing", read_routing, rooted=True)
