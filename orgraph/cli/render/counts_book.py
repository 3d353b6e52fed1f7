"""What was counted as a workbook: a sheet of numbers, one of what is missing, one on how it was counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from orgraph.cli.render.counts import BESIDE, period, titled
from orgraph.cli.render.sheets import Pages
from orgraph.cli.speech import Speech
from orgraph.domain.area import Area
from orgraph.domain.counts import Compared, Counted, MeasureCount

CODE = 1
"""Where the codes of areas stand."""


def write_counts(file: Path, speech: Speech, found: Counted) -> None:
    """Write what was counted into `file`. Raises Unusable where that cannot be done."""
    pages = Pages(file)
    heads = ["area", "code", "of", "from", "to", "value", *(BESIDE if found.against else ()), "missing"]
    pages.add(
        speech("supervision-sheet-counts"),
        [speech.of("counts", name) for name in heads],
        [row for one in found.measures for row in _rows(one, found, speech)],
        code=CODE,
    )
    pages.add(
        speech("counts-sheet-missing"),
        [speech.of("counts", name) for name in ("area", "code", "of", "why")],
        list(_missing(found, speech)),
        code=CODE,
    )
    told = [[speech("counts-how")]]
    told += [
        [speech("counts-source", measure=titled(one, speech), sources=speech.joined(one.sources))]
        for one in found.measures
        if one.sources
    ]
    told += [[line] for line in speech.notes() if line]
    pages.add(speech("sheet-counted"), [""], told)
    pages.complete()


def _rows(one: MeasureCount, found: Counted, speech: Speech) -> Iterator[list[object]]:
    for part in one.parts:
        name = speech.name(part.area) if part.area else speech("counts-elsewhere")
        yield _row(name, part.area, one, found, speech, part.value, part.compared, part.missing)
    name = found.path if not one.parts else speech("counts-total")
    yield _row(name, found.area, one, found, speech, one.value, one.compared, one.missing.number)


def _row(
    name: str,
    area: Area | None,
    one: MeasureCount,
    found: Counted,
    speech: Speech,
    value: int | None,
    beside: Compared | None,
    missing: int,
) -> list[object]:
    code = area.code if area else found.organisation.code if found.organisation else ""
    days = found.days
    row: list[object] = [name, code, titled(one, speech), days.first, days.last, value]
    if beside:
        share = None if beside.per_mille is None else beside.per_mille / 1000
        row += [beside.value, beside.difference, share]
    return [*row, missing]


def _missing(found: Counted, speech: Speech) -> Iterator[list[object]]:
    for one in found.measures:
        title = speech.measure(one.measure)
        for place in one.missing.places:
            yield [place.path, place.code, title, speech("counts-missing")]
        for short in one.missing.short:
            why = speech("counts-short", days=short.days, of=short.of)
            yield [short.place.path, short.place.code, title, why]
        for part in one.missing.partly:
            why = speech("counts-partly", days=period(part.days, speech), value=part.value)
            yield [part.place.path, part.place.code, title, why]
