"""What was counted, as an official reads it: a line a measure, or an area; below it what is not in the sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.counts import Compared, Counted, Days, MeasureCount, PartCount

NONE = "—"
"""Stands where there is no number."""

SHOWN = 20
"""Places of a list that are shown; all that the answer has are in JSON and in the workbook."""

BESIDE = ("then", "difference", "change")
"""Columns of a comparison."""


def counts_lines(found: Counted, speech: Speech) -> list[str]:
    """The measures, or with a level a table of each, then what is missing, and where the numbers come from."""
    lines = [_heading(found, speech)]
    if found.ended:
        lines.append(speech("counts-ended", day=found.ended))
    if found.known:
        lines.append(speech("counts-known", day=found.known))
    if not found.measures:
        lines.append(speech("counts-nothing"))
    elif found.level:
        for one in found.measures:
            lines += ["", *_parts(one, found, speech)]
    else:
        lines += ["", *_measures(found, speech)]
    for several in (_missing(found, speech), _short(found, speech), _partly(found, speech)):
        lines += ["", *several] if several else []
    notes = list(_notes(found, speech))
    return [*lines, *(["", *notes] if notes else []), *speech.notes()]


def titled(one: MeasureCount, speech: Speech) -> str:
    """A measure with its unit, marked where some of it is invented."""
    unit = speech.definitions.measures[one.measure].unit(speech.lang)
    return speech.words(speech("counts-measure", title=speech.measure(one.measure), unit=unit), one.synthetic)


def change(beside: Compared, speech: Speech) -> str:
    """A change in per cent, with one digit behind the point."""
    if beside.per_mille is None:
        return NONE
    size = abs(beside.per_mille)
    return f"{_sign(beside.per_mille)}{size // 10:,}.{size % 10}%"


def _heading(found: Counted, speech: Speech) -> str:
    named = found.area or found.organisation
    place = speech.words(found.path, bool(named and named.synthetic))
    days = {"since": found.days.first, "until": found.days.last}
    if found.against is None:
        return speech("counts-heading", place=place, **days)
    return speech("counts-heading-beside", place=place, then=period(found.against, speech), **days)


def period(days: Days, speech: Speech) -> str:
    """A period in words."""
    return speech("supervision-days", since=days.first, until=days.last)


def _head(first: str, found: Counted, speech: Speech) -> list[str]:
    beside = BESIDE if found.against else ()
    return [first, *(speech.of("counts", name) for name in ("value", *beside, "missing"))]


def _measures(found: Counted, speech: Speech) -> list[str]:
    rows = [
        [titled(one, speech), *_numbers(one.value, one.compared, one.missing.number, speech)] for one in found.measures
    ]
    return aligned([_head(speech("counts-of"), found, speech), *rows], right={1, 2, 3, 4, 5}, indent=2)


def _parts(one: MeasureCount, found: Counted, speech: Speech) -> list[str]:
    rows = [[_part(part, speech), *_numbers(part.value, part.compared, part.missing, speech)] for part in one.parts]
    rows.append([speech("counts-total"), *_numbers(one.value, one.compared, one.missing.number, speech)])
    head = _head(speech.level(found.level), found, speech)
    return [titled(one, speech), *aligned([head, *rows], right={1, 2, 3, 4, 5}, indent=2)]


def _part(part: PartCount, speech: Speech) -> str:
    return f"{speech.name(part.area)} {part.area.code}" if part.area else speech("counts-elsewhere")


def _numbers(value: int | None, beside: Compared | None, missing: int, speech: Speech) -> list[str]:
    then = [_number(beside.value), _signed(beside.difference), change(beside, speech)] if beside else []
    return [_number(value), *then, f"{missing:,}"]


def _number(value: int | None) -> str:
    return NONE if value is None else f"{value:,}"


def _signed(value: int | None) -> str:
    return NONE if value is None else f"{_sign(value)}{abs(value):,}"


def _sign(value: int) -> str:
    return "+" if value > 0 else "-" if value < 0 else ""


def _missing(found: Counted, speech: Speech) -> list[str]:
    rows = [
        [speech.measure(one.measure), place.path, place.code] for one in found.measures for place in one.missing.places
    ]
    number = sum(one.missing.number for one in found.measures)
    return _listed(speech("counts-missing-heading", count=number), number, rows, speech)


def _short(found: Counted, speech: Speech) -> list[str]:
    rows = [
        [speech.measure(one.measure), each.place.path, speech("counts-short", days=each.days, of=each.of)]
        for one in found.measures
        for each in one.missing.short
    ]
    number = sum(one.missing.short_number for one in found.measures)
    return _listed(speech("counts-short-heading", count=number), number, rows, speech)


def _partly(found: Counted, speech: Speech) -> list[str]:
    rows = [
        [speech.measure(one.measure), each.place.path, period(each.days, speech), _number(each.value)]
        for one in found.measures
        for each in one.missing.partly
    ]
    number = sum(one.missing.partly_number for one in found.measures)
    return _listed(speech("counts-partly-heading", count=number), number, rows, speech)


def _listed(heading: str, number: int, rows: Sequence[Sequence[str]], speech: Speech) -> list[str]:
    if not rows:
        return []
    shown = rows[:SHOWN]
    more = ["  " + speech("and-more", count=number - len(shown))] if number > len(shown) else []
    return [heading, *aligned(shown, indent=2, room=terminal_room()), *more]


def _notes(found: Counted, speech: Speech) -> Iterator[str]:
    for one in found.measures:
        title = speech.measure(one.measure)
        if one.below_number:
            yield speech("counts-below", measure=title, number=one.below_number, value=one.below_value)
    for one in found.measures:
        if one.compared and one.compared.missing:
            yield speech("counts-missing-then", measure=speech.measure(one.measure), number=one.compared.missing)
    for one in found.measures:
        if one.sources:
            yield speech("counts-source", measure=speech.measure(one.measure), sources=speech.joined(one.sources))
    if found.unobserved:
        yield speech("counts-unobserved", measures=speech.joined([speech.measure(key) for key in found.unobserved]))
