"""Routing: where candidates come from, and who is preferred."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.sections import Section
from orgraph.definitions.source import Entry
from orgraph.definitions.titles import Title, read_source
from orgraph.domain.said import said
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
    source: Title
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
        source=read_source(entry),
        under=entry.text("under"),
    )
    if routing.lead and routing.lead[-1] is not Source.BACKSTOP:
        last = Source.BACKSTOP.value
        entry.fault(said("must-end-with", name=last), said("mend-put-last", name=last), "lead")
    if routing.order and routing.order[-1] != ORDERS[-1]:
        entry.fault(said("must-end-with", name=ORDERS[-1]), said("mend-put-last", name=ORDERS[-1]), "order")
    entry.done()
    return routing


ROUTING = Section("routing", read_routing, rooted=True)
