"""Routing: where candidates come from, and who is preferred."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.asked import Asked, read_asked, wrong_asked
from orgraph.definitions.tasks.kinds import KINDS
from orgraph.definitions.titles import Title, read_source
from orgraph.domain.said import Said, said
from orgraph.domain.track_record import TRACK_KEYS
from orgraph.domain.whistle import Source

SPECIALTY = "specialty"

ORDERS = ("distance", SPECIALTY, "tier", "open-load", *TRACK_KEYS, "id")

CATEGORY, ALL = "category", "all"


@dataclass(frozen=True, slots=True)
class TrackTerms:
    """
    What of a track record is weighed: the last `months`, the rate from `at_least` matters on, `of` the CATEGORY of the
    matter with those below it, or of ALL.
    """

    months: int = 12
    at_least: int = 10
    of: str = CATEGORY


@dataclass(frozen=True, slots=True)
class Serving:
    """
    Who takes a task that has one of these values in each of some `fields`: an organisation of `kinds` that serves the
    place or an area above it, if `level` is not empty an area of that level.
    """

    kinds: tuple[str, ...]
    fields: tuple[Asked, ...]
    level: str = ""


@dataclass(frozen=True, slots=True)
class Routing:
    """
    Sources of the lead in order, sort keys among candidates of one source, sources of helpers, kinds of backstop.

    `serving` come before all sources, the first that fits the fields of a task.
    """

    key: str
    lead: tuple[Source, ...]
    order: tuple[str, ...]
    helpers: tuple[Source, ...]
    backstop: tuple[str, ...]
    source: Title
    under: str = ""
    track: TrackTerms = TrackTerms()
    serving: tuple[Serving, ...] = ()


def read_routing(entry: Entry) -> Routing:
    """One entry of routing.yaml."""
    sources = tuple(source.value for source in Source if source is not Source.SERVING)
    routing = Routing(
        key=entry.key,
        lead=tuple(Source(name) for name in entry.choices("lead", sources, required=True)),
        order=entry.choices("order", ORDERS, required=True),
        helpers=tuple(Source(name) for name in entry.choices("helpers", sources)),
        backstop=entry.refers_all("backstop", "organisations", required=True),
        source=read_source(entry),
        under=entry.text("under"),
        track=read_track(entry),
        serving=tuple(_serving(one) for one in entry.mappings("serving")),
    )
    if routing.lead and routing.lead[-1] is not Source.BACKSTOP:
        last = Source.BACKSTOP.value
        entry.fault(said("must-end-with", name=last), said("mend-put-last", name=last), "lead")
    check_order(entry, routing.order)
    entry.done()
    return routing


def _serving(entry: Entry) -> Serving:
    found = Serving(
        kinds=entry.refers_all("kinds", "organisations", required=True),
        fields=tuple(read_asked(entry, ("kinds", "level"))),
        level=entry.refers("level", "levels"),
    )
    entry.done()
    if not found.fields:
        entry.fault(said("serves-all"), said("mend-ask-a-field"))
    return found


def read_track(entry: Entry) -> TrackTerms:
    """What `track` says, for an order that weighs it; a fault where none does."""
    below, usual = entry.mapping("track"), TrackTerms()
    if below is None:
        return usual
    terms = TrackTerms(
        months=below.whole("months", usual.months, low=1, high=120),
        at_least=below.whole("at_least", usual.at_least, low=1, high=10_000),
        of=below.choice("of", (CATEGORY, ALL), CATEGORY),
    )
    below.done()
    if not set(TRACK_KEYS) & set(entry.texts("order")):
        entry.fault(said("track-unweighed", these=TRACK_KEYS), said("mend-leave-out", name="track"), "track")
    return terms


def check_order(entry: Entry, order: tuple[str, ...]) -> None:
    """A fault for an order that leaves ties."""
    if order and order[-1] != ORDERS[-1]:
        entry.fault(said("must-end-with", name=ORDERS[-1]), said("mend-put-last", name=ORDERS[-1]), "order")


def check_routing(routings: Sequence[Routing], whole: Whole) -> Iterator[tuple[Routing, Said, Said]]:
    """What it asks of fields they can be in some kind."""
    kinds = whole.of(KINDS)
    for one in routings:
        asked = (field for serving in one.serving for field in serving.fields)
        yield from ((one, *wrong) for wrong in wrong_asked(asked, kinds, whole, said("a-routing")))


ROUTING = Section("routing", read_routing, rooted=True, check=check_routing)
