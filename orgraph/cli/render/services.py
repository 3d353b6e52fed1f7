"""What is offered at a place: by class and item, who offers it where, on which days, and whether on that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.offers import Elsewhere, Offer, Offered, OfferedWithin, Service, ServicesAt, Sitting, Timetable
from orgraph.domain.weekly import WEEKDAYS, Weekly

SHOWN = 3
"""Offers of one service that are shown, the nearest; all with --all, as everything else."""

MANY = 2
"""Days one after the other that are named one by one; more are told from the first to the last."""

BELOW = 20
"""Services below the place that are shown."""


def services_lines(found: ServicesAt, speech: Speech, everything: bool = False) -> list[str]:
    """Services by class; below them who sits there, what is offered below the place, and where else."""
    lines = [*_heading(found, speech)]
    if found.services:
        for group, several in _by_group([(one.service, one) for one in found.services]):
            lines += ["", group or speech("services-no-class"), *_offered(several, speech, everything)]
    else:
        lines.append(speech("services-not-here") if found.items else speech("services-none"))
    if found.sitting and not found.items:
        lines += ["", speech("services-sitting"), *sitting_lines(found.sitting, speech)]
    if found.elsewhere:
        lines += ["", *_elsewhere(found.elsewhere, found, speech, everything)]
    elif found.items and not found.services:
        lines.append(speech("services-nowhere"))
    if found.within and not found.items:
        lines += ["", *_within(found.within, speech, everything)]
    return [*lines, *speech.notes()]


def sitting_lines(sitting: Sequence[Sitting], speech: Speech) -> list[str]:
    """A line for who sits where."""
    rows = [
        [
            speech.name(one.organisation),
            speech("services-at", at=speech.name(one.at)),
            *_when(one.timetable, speech),
        ]
        for one in sitting
    ]
    return aligned(rows, indent=2, room=terminal_room())


def when(timetable: Timetable, speech: Speech) -> str:
    """On which days, in words: all that must hold at once."""
    told = [weekly(one, speech) for one in timetable.weekly] or [speech("weekly-worked")]
    return speech("clause-separator").join(told)


def weekly(one: Weekly, speech: Speech) -> str:
    """Weekdays in words."""
    if one.weekdays == WEEKDAYS and not one.weeks:
        return speech("weekly-all")
    days = speech.joined([speech.of("weekday", day) for day in one.weekdays])
    if one.weeks:
        return speech(
            "weekly-of-month", weeks=speech.joined([speech.of("week", week) for week in one.weeks]), days=days
        )
    first, last = WEEKDAYS.index(one.weekdays[0]), WEEKDAYS.index(one.weekdays[-1])
    if len(one.weekdays) > MANY and last - first + 1 == len(one.weekdays):
        named = [speech.of("weekday", day) for day in one.weekdays]
        return speech("weekly-span", first=named[0], last=named[-1])
    return speech("weekly-days", days=days)


def _heading(found: ServicesAt, speech: Speech) -> Iterator[str]:
    place = speech.words(found.path, found.place.synthetic)
    day = speech.of("weekday", str(found.on.isoweekday()))
    yield speech("services-heading", place=place, day=found.on, weekday=day)
    if found.ended:
        yield speech("services-ended", day=found.ended)
    if not found.published:
        yield speech("services-no-holidays", year=str(found.on.year))


def _by_group(several: Sequence[tuple[Service, Offered]]) -> list[tuple[str, list[Offered]]]:
    """By class, in the order of the first code of each."""
    groups: dict[str, list[Offered]] = {}
    for service, one in several:
        groups.setdefault(service.group, []).append(one)
    return list(groups.items())


def _offered(several: Sequence[Offered], speech: Speech, everything: bool) -> list[str]:
    rows: list[list[str]] = []
    for one in several:
        offers = one.offers if everything else one.offers[:SHOWN]
        for number, offer in enumerate(offers):
            name = speech.words(one.service.name, one.service.synthetic) if number == 0 else ""
            rows.append([name, *_offer(offer, speech)])
        if more := len(one.offers) - len(offers):
            rows.append(["", speech("and-more", count=more)])
    return aligned(rows, indent=2, room=terminal_room())


def _offer(offer: Offer, speech: Speech) -> list[str]:
    at = speech("services-at", at=speech.name(offer.at)) if offer.at else speech.name(offer.area)
    return [speech.name(offer.by), at, *_when(offer.timetable, speech)]


def _when(timetable: Timetable, speech: Speech) -> list[str]:
    """On which days, and whether on this one or when next."""
    if timetable.there:
        now = speech("services-there")
    elif timetable.next:
        day = speech.of("weekday", str(timetable.next.isoweekday()))
        now = speech("services-next", day=timetable.next, weekday=day)
    else:
        now = speech("services-never")
    return [when(timetable, speech), now]


def _within(within: Sequence[OfferedWithin], speech: Speech, everything: bool) -> list[str]:
    shown = within if everything else within[:BELOW]
    rows = [
        [speech.words(one.service.name, one.service.synthetic), one.service.group, f"{one.organisations:,}"]
        for one in shown
    ]
    more = [speech("and-more", count=len(within) - len(shown))] if len(within) > len(shown) else []
    return [speech("services-within"), *aligned(rows, right={2}, indent=2), *(f"  {one}" for one in more)]


def _elsewhere(elsewhere: Elsewhere, found: ServicesAt, speech: Speech, everything: bool) -> list[str]:
    below = elsewhere.area.code == found.place.code
    where = {"area": speech.name(elsewhere.area), "number": elsewhere.number}
    heading = speech("services-below", **where) if below else speech("services-elsewhere", **where)
    told = sum(len(one.offers) for one in elsewhere.services)
    more = [f"  {speech('and-more', count=elsewhere.number - told)}"] if elsewhere.number > told else []
    return [heading, *_offered(elsewhere.services, speech, everything=True), *more]
