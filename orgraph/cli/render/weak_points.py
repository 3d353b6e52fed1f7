"""Single points of failure in words."""

from __future__ import annotations

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.weak_point import Uncovered, WeakPoint, WeakPoints

NAMED = 3
"""Places or categories that a line names."""


def weak_points_lines(found: WeakPoints, speech: Speech) -> list[str]:
    """A line each: what it is, how many buildings hang on it, what would be left alone."""
    total = found.points.total or 0
    if not total:
        return [*speech.warnings(found.incomplete), speech("weak-none")]
    heading = speech("weak-heading", area=speech.name(found.area), day=found.on, count=total)
    rows = [_row(one, speech) for one in found.points.items]
    rest = [speech("weak-rest", count=total - len(rows))] if found.points.has_next else []
    lines = aligned(rows, indent=2, room=terminal_room())
    return [*speech.warnings(found.incomplete), heading, *lines, *rest, *speech.notes()]


def _row(one: WeakPoint, speech: Speech) -> list[str]:
    name = speech.words(one.name, one.synthetic) + (f" → {one.above}" if one.above else "")
    buildings = speech("weak-buildings", count=one.buildings)
    shown = speech.joined([_left(left, speech) for left in one.leaves[:NAMED]])
    if len(one.leaves) > NAMED:
        shown = speech("weak-more", shown=shown, count=len(one.leaves))
    return [speech.of("weak", one.kind), name, buildings, shown]


def _left(left: Uncovered, speech: Speech) -> str:
    if not left.category:
        return left.name
    return speech("weak-category", place=left.name, category=speech.category(left.category))
