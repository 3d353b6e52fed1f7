"""Supervision as a workbook: a sheet of areas or periods, one of units, one on how each rate is counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orgraph.cli.render.sheets import Pages
from orgraph.cli.render.supervision import COUNTED, how, sums_in, sums_of
from orgraph.cli.speech import Speech
from orgraph.domain.supervision import RATES, Counts, Rates, UnitSupervision

CODE = 1
"""Where the codes of areas and units stand."""


def write_supervision(file: Path, speech: Speech, rows: Sequence[Counts], units: Sequence[UnitSupervision]) -> None:
    """
    Write `rows`, and `units` if there are some, into `file`: each rate as its two counts and the share.

    Raises Unusable where that cannot be done.
    """
    pages = Pages(file)
    sums = sums_of(rows)
    heads = ("area", "code", "from", "to", "found")
    pages.add(
        speech("supervision-sheet-counts"),
        [
            *(speech.of("supervision", one) for one in heads),
            *(title(speech.lang) for title in sums.values()),
            *(speech.of("supervision", one) for one in COUNTED),
            *_rate_heads(speech),
        ],
        [
            [
                *(speech.name(one.area), one.area.code, one.first, one.last, one.found),
                *sums_in(one, sums),
                *(getattr(one, name.replace("-", "_")) for name in COUNTED),
                *_rate_cells(one.rates),
            ]
            for one in rows
        ],
        CODE,
    )
    if units:
        pages.add(
            speech("supervision-sheet-units"),
            [*(speech.of("supervision", one) for one in ("unit", "code", "tasks")), *_rate_heads(speech)],
            [
                [speech.name(one.organisation), one.organisation.code, one.tasks, *_rate_cells(one.rates)]
                for one in units
            ],
            CODE,
        )
    told = [[speech.of("share", name), how(name, speech)] for name in RATES]
    told += [[speech("supervision-unreached"), speech("supervision-unreached-how")]]
    told += [[line] for line in speech.notes() if line]
    pages.add(speech("sheet-counted"), ["", ""], told)
    pages.complete()


def _rate_heads(speech: Speech) -> list[str]:
    """Of each rate its counts and its share, then whom call-backs did not reach."""
    heads = [
        f"{speech.of('share', name)} {part}".rstrip()
        for name in RATES
        for part in (speech("supervision-numerator"), speech("supervision-denominator"), "")
    ]
    return [*heads, speech("supervision-unreached")]


def _rate_cells(rates: Rates) -> list[object]:
    cells = [cell for one in rates.by_name().values() for cell in (one.count, one.of, one.rate)]
    return [*cells, rates.not_reached]
