"""Supervision as a workbook: a sheet of areas or periods, one of units, one on how each rate is counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orgraph.cli.render.sheets import cell_text, complete, new_book
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
    book = new_book(file)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    share = book.add_format({"num_format": "0.00%"})

    def sheet(name: str, heads: Sequence[str], lines: Sequence[Sequence[object]], code: int | None = None) -> None:
        """`code` is the column for programs: it is there, but not shown, as in the workbook of an audit."""
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            page.set_column(column, column, 28 if column == 0 else 14, None, {"hidden": column == code})
            page.write_string(0, column, head, bold)
        for number, line in enumerate(lines, start=1):
            for column, cell in enumerate(line):
                if cell is None:
                    continue
                if isinstance(cell, float):
                    page.write_number(number, column, cell, share)
                elif isinstance(cell, int):
                    page.write_number(number, column, cell)
                elif isinstance(cell, str):
                    page.write_string(number, column, cell_text(cell))
                else:
                    page.write_datetime(number, column, cell, day)

    sums = sums_of(rows)
    heads = ("area", "code", "from", "to", "found")
    sheet(
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
        sheet(
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
    sheet(speech("sheet-counted"), ["", ""], told)
    complete(book, file)


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
