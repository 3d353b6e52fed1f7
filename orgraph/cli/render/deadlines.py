"""The clocks of a task, as an official reads them."""

from __future__ import annotations

from collections.abc import Sequence

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.deadline import Deadline


def deadline_lines(found: Sequence[Deadline], speech: Speech) -> list[str]:
    """
    A line a clock: how it stands, its limit, when it is due, what is left; years without a published table; calendars
    that are gone.
    """
    rows = _rows(found, _running(found), speech)
    unpublished = sorted({year for one in found for year in one.unpublished})
    lost = sorted({one.lost_calendar for one in found if one.lost_calendar})
    notes = []
    if unpublished:
        notes.append(speech("deadline-unpublished", years=speech.joined([str(year) for year in unpublished])))
    if lost:
        notes.append(speech("deadline-lost-calendar", calendars=speech.joined(lost)))
    return [speech("deadlines"), *aligned(rows, indent=2, room=terminal_room()), *notes]


def running_lines(found: Sequence[Deadline], speech: Speech) -> list[str]:
    """A line for each clock that runs, the one that ends first above the others; none where none runs."""
    running = _running(found)
    return aligned(_rows(running, running, speech), indent=2, room=terminal_room())


def _running(found: Sequence[Deadline]) -> list[Deadline]:
    """The clocks that run, in the order in which they end."""
    running = [(one.due, one.stage, one) for one in found if one.due is not None and one.stopped is None]
    return [one for _, _, one in sorted(running, key=lambda row: row[:2])]


def _rows(found: Sequence[Deadline], running: Sequence[Deadline], speech: Speech) -> list[list[str]]:
    """A row a clock; of several that run the one that ends first is marked."""
    first = running[0] if len(running) > 1 else None
    return [[*_deadline(one, speech), *([speech("deadline-first")] if one is first else [])] for one in found]


def _deadline(one: Deadline, speech: Speech) -> list[str]:
    stood = one.stopped.isoformat(timespec="minutes") if one.stopped else ""
    due = one.due.isoformat(timespec="minutes") if one.due else ""
    state = speech.of("light", "late" if one.stopped and one.late else one.light.value)
    return [
        speech.stage(one.stage),
        state,
        speech("deadline-limit", limit=" + ".join(speech.span(span) for span in one.limits)),
        speech("deadline-due", due=due) if due else "",
        speech("deadline-stopped", stopped=stood) if stood else _left(one, speech),
    ]


def _left(one: Deadline, speech: Speech) -> str:
    count = speech.of("unit", one.limits[0].unit.value, count=f"{abs(one.remaining):g}")
    return speech("deadline-over", over=count) if one.remaining < 0 else speech("deadline-left", left=count)
