"""Published figures beside the graph's count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.figures import Comparator, FigureCheck

SIGNS = {Comparator.EXACT: "=", Comparator.AT_LEAST: "≥", Comparator.NEARLY: "≈"}


def figures_lines(found: Mapping[str, Sequence[FigureCheck]], days: Mapping[str, date], speech: Speech) -> list[str]:
    """A table a pack: what was published, what the graph counts on a day, whether the one fits the other."""
    lines: list[str] = []
    for pack, checks in found.items():
        heading = speech("figures-heading", pack=pack, day=days[pack])
        lines += [*([""] if lines else []), heading, *_table(checks, speech)]
    return lines or [speech("figures-none")]


def _table(checks: Sequence[FigureCheck], speech: Speech) -> list[str]:
    head = [speech(key) for key in ("figures-title", "figures-published", "figures-counted", "figures-holds")]
    rows = [[*head, speech("figures-note")], *(_row(check, speech) for check in checks)]
    return aligned(rows, right={1, 2}, indent=2, room=terminal_room())


def _row(check: FigureCheck, speech: Speech) -> list[str]:
    figure = check.figure
    title, note = figure.title(speech.lang), (figure.note or figure.words)(speech.lang)
    unproven = speech("figures-as-published") if check.as_published else "–"
    holds = {True: speech("holds"), False: speech("holds-not"), None: unproven}[check.holds]
    counted = "–" if check.counted is None else f"{check.counted:,}"
    return [title, f"{SIGNS[figure.comparator]} {figure.value:,.10g}", counted, holds, note]
