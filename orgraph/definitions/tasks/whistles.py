"""Routing and whistles: where candidates come from, who may blow, what a whistle must carry."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.sections import Section
from orgraph.definitions.source import Entry
from orgraph.definitions.titles import Title, read_title
from orgraph.domain.deadline import Span, Unit, span_of
from orgraph.domain.whistle import Source

ORDERS = ("distance", "tier", "open-load", "id")
CARRIES = ("text", "basis", "departments", "meeting", "channel")


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


@dataclass(frozen=True, slots=True)
class WhistleKind:
    """
    A kind of whistle: roles that may blow it, what it must carry, the least severity that it gives a matter, and how
    long afterwards it may be entered; None: at once only. Until `grace` after a meeting began nobody is late.
    With `admission` it is no whistle but an ordinary matter, which a centre admits or not; what is `work_first`
    is worked on first and argued over later. What is `once` is not called for a second time at a place, in the same
    category, while the first is open, unless by somebody who says so.
    """

    key: str
    title: Title
    may_blow: tuple[str, ...]
    must_carry: tuple[str, ...]
    severity_at_least: int = 1
    afterwards: Span | None = None
    grace: Span | None = None
    admission: bool = False
    work_first: bool = False
    once: bool = False
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


def read_whistle(entry: Entry) -> WhistleKind:
    """One entry of whistles.yaml."""
    kind = WhistleKind(
        key=entry.key,
        title=read_title(entry),
        may_blow=entry.refers_all("may_blow", "roles", required=True),
        must_carry=entry.choices("must_carry", CARRIES),
        afterwards=_natural(entry, "afterwards", "24 hours"),
        grace=_natural(entry, "grace", "15 minutes"),
        admission=entry.truth("admission"),
        work_first=entry.truth("work_first"),
        once=entry.truth("once"),
        severity_at_least=entry.whole("severity_at_least", 1, low=1, high=5),
        under=entry.text("under"),
    )
    entry.done()
    return kind


def _natural(entry: Entry, name: str, example: str) -> Span | None:
    said = entry.text(name)
    span = span_of(said) if said else None
    if said and (span is None or span.unit in (Unit.WORKING_HOURS, Unit.WORKING_DAYS)):
        entry.fault(f"{entry.key}.{name}: {said!r} is no natural time", f"write it as {example}", entry.line_of(name))
    return span


ROUTING = Section("routing", read_routing, rooted=True)
WHISTLES = Section("whistles", read_whistle, rooted=True)
