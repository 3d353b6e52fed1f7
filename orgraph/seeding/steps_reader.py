"""synthesis.yaml as steps; every fault with its line."""

from __future__ import annotations

from collections.abc import Callable

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.source import Entry, Reading, read_file
from orgraph.domain.said import said
from orgraph.domain.time import OPEN_END
from orgraph.domain.weekly import Weekly, weekdays_typed, weeks_typed
from orgraph.seeding.choices import Drawn, Shared
from orgraph.seeding.choices_reader import StepReader
from orgraph.seeding.manifest import Manifest
from orgraph.seeding.steps import (
    Absences,
    Areas,
    Offers,
    Officers,
    Organisations,
    Pairings,
    PhoneRange,
    Responsibilities,
    Rotations,
    Step,
    Synthesis,
    Under,
    Visits,
)

SYNTHESIS = "synthesis.yaml"
PARTS = ("lead", "assist")
AREA_FIELDS = ("name", "short", "n")
ORGANISATION_FIELDS = ("name", "short", "above", "of", "n")
CODE_FIELDS = ("kind", "area", "of", "n")


def read_synthesis(reading: Reading, manifest: Manifest, definitions: Definitions) -> Synthesis | None:
    """The synthesis of a pack, its faults noted in `reading`; None where the pack generates nothing."""
    path, shown = manifest.folder / SYNTHESIS, f"{manifest.shown}/{SYNTHESIS}"
    if not path.is_file():
        return None
    top = read_file(reading, path, shown)
    if top is None:
        return None
    phones = _phones(top)
    read = StepReader(reading, manifest.since, definitions)
    steps = tuple(step for item in top.mappings("steps", required=True) if (step := _step(read, item)) is not None)
    top.done()
    return Synthesis(shown, steps, phones)


def _phones(top: Entry) -> PhoneRange:
    entry = top.mapping("duty_phones")
    if entry is None:
        return PhoneRange("0000", 7)
    phones = PhoneRange(entry.text("area_code", required=True), entry.whole("digits", 7, low=4, high=8))
    entry.done()
    return phones


def _step(read: StepReader, item: Entry) -> Step | None:
    names = item.names()
    if len(names) != 1 or names[0] not in READERS:
        item.fault(said("no-such-step"), said("mend-begin-step", these=tuple(READERS)))
        return None
    entry = item.mapping(names[0], required=True)
    if entry is None:
        return None
    entry.key = names[0]
    step = READERS[names[0]](read, entry)
    entry.done()
    return step


def _areas(read: StepReader, entry: Entry) -> Step:
    households = entry.mapping("households")
    step = Areas(
        line=entry.line,
        inside=read.areas(entry, "in"),
        level=entry.refers("level", "levels", required=True),
        kind=entry.refers("kind", "areas", required=True),
        number=read.number(entry, "areas"),
        name=read.template(entry, "name", AREA_FIELDS),
        since=read.since(entry),
        households=Drawn(households.whole("from", 0), households.whole("to", 0)) if households else None,
    )
    if households:
        households.done()
    return step


def _officers(read: StepReader, entry: Entry) -> Step:
    return Officers(entry.line, read.areas(entry, "at"), read.post(entry, "areas"))


def _organisations(read: StepReader, entry: Entry) -> Step:
    part = entry.has("of")
    entry.one_of(("at", "of"), required=False)
    kinds = read.name_templates(entry, "kinds", ORGANISATION_FIELDS)
    number = read.number(entry, "organisations" if part else "areas", default=1)
    if isinstance(number, Shared) and len(kinds) > 1:
        entry.fault(said("total-of-kinds"), said("mend-total-of-kinds"), "total")
    return Organisations(
        line=entry.line,
        each=read.organisations(entry, "of") if part else read.areas(entry, "at"),
        kinds=kinds,
        number=number,
        code=read.template(entry, "code", CODE_FIELDS, "{kind}-{of}-{n}" if part else "{kind}-{area}"),
        since=read.since(entry),
        relation=entry.refers("relation", "relationships"),
        under=_under(entry),
        tier=entry.refers("tier", "tiers"),
        specialty=entry.refers_all("specialty", "categories"),
        duty_phone=entry.truth("duty_phone"),
        posts=read.posts(entry),
    )


def _under(entry: Entry) -> Under:
    under = entry.mapping("under")
    if under is None:
        return Under()
    if under.one_of(("kind", "code", "same_kind")) == "same_kind" and not under.truth("same_kind"):
        under.only_true("same_kind")
    read = Under(under.refers("kind", "organisations"), under.text("code"), under.truth("same_kind"))
    under.done()
    return read


def _pairings(read: StepReader, entry: Entry) -> Step:
    return Pairings(
        line=entry.line,
        type=entry.refers("type", "relationships", required=True),
        of=read.organisations(entry, "of"),
        to=read.areas(entry, "to"),
        since=read.since(entry),
    )


def _responsibilities(read: StepReader, entry: Entry) -> Step:
    return Responsibilities(
        line=entry.line,
        of=read.organisations(entry, "of"),
        part=entry.choice("part", PARTS, required=True),
        since=read.since(entry),
        categories=entry.refers_all("categories", "categories"),
        severity_from=entry.whole("severity_from", 1, low=1, high=5) if entry.has("severity_from") else None,
    )


def _absences(read: StepReader, entry: Entry) -> Step:
    return Absences(
        line=entry.line,
        at=entry.texts("at", required=True),
        role=entry.refers("role", "roles", required=True),
        reason=entry.refers("reason", "absences", required=True),
        since=read.since(entry),
        until=read.day(entry, "until", OPEN_END),
        deputy=entry.refers("deputy", "roles"),
    )


def _visits(read: StepReader, entry: Entry) -> Step:
    first = read.since(entry)
    last = read.day(entry, "to", first)
    if last < first:
        entry.fault(said("to-before", last=last, first=first), said("mend-later-day"), "to")
    return Visits(
        line=entry.line,
        at=read.areas(entry, "at"),
        role=entry.refers("role", "roles", required=True),
        first=first,
        last=max(first, last),
    )


def _offers(read: StepReader, entry: Entry) -> Step:
    return Offers(
        line=entry.line,
        of=read.organisations(entry, "of"),
        groups=entry.texts("groups", required=True),
        since=read.since(entry),
        weekly=Weekly(_listed(entry, "weekdays", weekdays_typed), _listed(entry, "weeks", weeks_typed)),
    )


def _listed(entry: Entry, name: str, typed: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    text = entry.text(name)
    try:
        return typed(text)
    except ValueError:
        if name == "weekdays":
            entry.fault(said("no-weekdays"), said("mend-weekdays"), name)
        else:
            entry.fault(said("no-weeks"), said("mend-weeks"), name)
        return ()


def _rotations(read: StepReader, entry: Entry) -> Step:
    return Rotations(
        line=entry.line,
        of=read.organisations(entry, "of"),
        at=read.organisations(entry, "at"),
        number=entry.whole("number", 1, low=1, high=31),
        since=read.since(entry),
        one_in=entry.refers("one_in", "levels"),
    )


READERS: dict[str, Callable[[StepReader, Entry], Step]] = {
    "areas": _areas,
    "officers": _officers,
    "organisations": _organisations,
    "pairings": _pairings,
    "responsibilities": _responsibilities,
    "absences": _absences,
    "visits": _visits,
    "offers": _offers,
    "rotations": _rotations,
}
