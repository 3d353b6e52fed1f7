"""Columns of text that line up where Chinese signs take two places; the last column wraps on a narrow terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Collection, Sequence
from unicodedata import combining, east_asian_width

GAP = "  "
BREAKS = ("；;", "、,→", " ")
"""Where a line is broken, the better places first."""

NARROWEST = 24
"""Places that the last column needs to be wrapped within; with fewer the terminal wraps as it likes."""


def width(text: str) -> int:
    """How many places `text` takes on a terminal."""
    return sum(2 if east_asian_width(sign) in "WF" else 0 if combining(sign) else 1 for sign in text)


def padded(text: str, places: int, right: bool = False) -> str:
    """`text` filled up with spaces to `places`."""
    fill = " " * (places - width(text))
    return fill + text if right else text + fill


def aligned(
    rows: Sequence[Sequence[str]], right: Collection[int] = (), indent: int = 0, room: int | None = None
) -> list[str]:
    """
    `rows` as lines with their columns in line; columns in `right` are set to the right.

    With `room` the last column is wrapped so that lines have at most so many places.
    """
    if not rows:
        return []
    columns = max(len(row) for row in rows)
    widths = [max((width(row[at]) for row in rows if at < len(row)), default=0) for at in range(columns)]
    return [line for row in rows for line in _lines(row, widths, right, indent, room)]


def _lines(
    row: Sequence[str], widths: Sequence[int], right: Collection[int], indent: int, room: int | None
) -> list[str]:
    cells = [padded(cell, widths[at], at in right) for at, cell in enumerate(row)]
    start = " " * indent + "".join(cell + GAP for cell in cells[:-1])
    return [line.rstrip() for line in _wrapped(start, cells[-1].rstrip(), room)]


def _wrapped(start: str, last: str, room: int | None) -> list[str]:
    left = width(start)
    if room is None or room - left < NARROWEST or left + width(last) <= room:
        return [start + last]
    parts = list(_broken(last, room - left))
    return [start + parts[0], *(" " * left + part for part in parts[1:])]


def _broken(text: str, room: int) -> list[str]:
    """Break between clauses, else between items, else between words; in a long run of Chinese any place will do."""
    parts: list[str] = []
    rest = text
    while width(rest) > room:
        fit = _fitting(rest, room)
        cut = next((at for signs in BREAKS if (at := _last(rest, signs, fit)) > fit // 3), fit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest]


def _last(text: str, signs: str, before: int) -> int:
    """Where `text` may be cut after the last of `signs` that lies before a place."""
    return max(text.rfind(sign, 0, before) + 1 for sign in signs)


def _fitting(text: str, room: int) -> int:
    """How many signs of `text` fit into `room` places."""
    used = 0
    for at, sign in enumerate(text):
        used += width(sign)
        if used > room:
            return max(at, 1)
    return len(text)


def terminal_room() -> int | None:
    """The width of the terminal that stdout is, None when it goes elsewhere: what is piped is never wrapped."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
