"""Audits: one YAML each, one measure each."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.demands.place_rules import PlacesMeasure, asks_for_places, read_places
from orgraph.definitions.demands.possible import check_demands
from orgraph.definitions.demands.posting_rules import PostingsMeasure, read_postings
from orgraph.definitions.demands.requirements import MustMeasure, read_must
from orgraph.definitions.sections import Section
from orgraph.definitions.source import Entry
from orgraph.definitions.titles import Title, read_source, read_title


@dataclass(frozen=True, slots=True)
class QuotaMeasure:
    """Areas that fall short of a quota."""

    quota: str


@dataclass(frozen=True, slots=True)
class ChainMeasure:
    """Areas where a link of a chain is missing or vacant, and leaves whose way up lacks a level."""

    chain: str


@dataclass(frozen=True, slots=True)
class LeadMeasure:
    """Categories of an area of `level` that have no lead, or more than one, at the nearest area that names any."""

    level: str


@dataclass(frozen=True, slots=True)
class ReachableMeasure:
    """Organisations of `kinds` (all with a duty phone where empty) without a present duty contact or deputy."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermsMeasure:
    """Postings in `roles` (all where empty) that end within `within_days`, or have lapsed, without a successor."""

    roles: tuple[str, ...]
    within_days: int


@dataclass(frozen=True, slots=True)
class WhistlersMeasure:
    """Areas of `level` where some kind of whistle has nobody present who may blow it."""

    level: str


@dataclass(frozen=True, slots=True)
class BackstopMeasure:
    """Open tasks that nobody was responsible for and a backstop holds."""


Measure = (
    QuotaMeasure
    | MustMeasure
    | PostingsMeasure
    | PlacesMeasure
    | ChainMeasure
    | LeadMeasure
    | ReachableMeasure
    | TermsMeasure
    | WhistlersMeasure
    | BackstopMeasure
)
MEASURES = ("quota", "must", "chain", "leads", "reachable", "terms", "whistlers", "backstops")


@dataclass(frozen=True, slots=True)
class Mend:
    """The post that could mend a gap: a role, held at the nearest area of `level` from the gap upward."""

    role: str
    level: str


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit; gaps are rolled up by areas of level `by`."""

    key: str
    title: Title
    measure: Measure
    by: str
    mend: Mend
    source: Title
    under: str = ""


def read_audit(entry: Entry) -> Audit:
    """One entry of a file under audits/."""
    audit = Audit(
        key=entry.key,
        title=read_title(entry),
        measure=_read_measure(entry),
        by=entry.refers("by", "levels", required=True),
        mend=_read_mend(entry),
        source=read_source(entry),
        under=entry.text("under"),
    )
    entry.done()
    return audit


def _read_mend(entry: Entry) -> Mend:
    mend = entry.mapping("mend", required=True)
    if mend is None:
        return Mend("", "")
    read = Mend(mend.refers("role", "roles", required=True), mend.refers("level", "levels", required=True))
    mend.done()
    return read


def _read_measure(entry: Entry) -> Measure:
    asked = entry.one_of(MEASURES)
    if asked in ("", "quota"):
        return QuotaMeasure(entry.refers("quota", "quotas"))
    if asked == "must":
        each = entry.mapping("each")
        if asks_for_places(each):
            return read_places(entry)
        return read_postings(entry) if each and each.has("postings") else read_must(entry)
    if asked == "chain":
        return ChainMeasure(entry.refers("chain", "chains"))
    return _read_detailed(entry, asked)


def _read_detailed(entry: Entry, name: str) -> Measure:
    detail = entry.mapping(name)
    measure: Measure = BackstopMeasure()
    if detail is None:
        return measure
    if name == "leads":
        measure = LeadMeasure(detail.refers("level", "levels", required=True))
    elif name == "reachable":
        measure = ReachableMeasure(detail.refers_all("kinds", "organisations"))
    elif name == "terms":
        days = detail.whole("within_days", 60, required=True, low=0, high=3650)
        measure = TermsMeasure(detail.refers_all("roles", "roles"), days)
    elif name == "whistlers":
        measure = WhistlersMeasure(detail.refers("level", "levels", required=True))
    detail.done()
    return measure


AUDITS = Section("audits", read_audit, rooted=True, check=check_demands, folder=True)
