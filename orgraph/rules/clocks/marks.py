"""What happened to the clocks of a task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from orgraph.domain.canonical import Json

START, STOP, PAUSE, RESUME, EXTEND = "starts", "stops", "pauses", "resumes", "extends"


@dataclass(frozen=True, slots=True)
class Mark:
    """
    What happened to the clock of a stage, at an instant in epoch milliseconds.

    `span` is its limit, for START, or the time granted, for EXTEND. `profile` says where the limit comes from, empty if
    a meeting gave it, `calendar` in what it counts, `yellow` and `red` the percent at which it warns.
    """

    stage: str
    change: str
    at: int
    span: str = ""
    profile: str = ""
    calendar: str = ""
    yellow: int = 0
    red: int = 0


def marks_of(does: Mapping[str, Any], at: int) -> Iterator[Mark]:
    """The marks that an event at an instant leaves, from what it does (rules/tasks/effects.py)."""
    for row in does.get("clocks", ()):
        yield Mark(**{"at": at, **row})


def rows_of(marks: Iterable[Mark]) -> list[Json]:
    """Marks as an event keeps them: what is empty is left out, and so is an instant of 0, for that of the event."""
    return [{name: value for name, value in asdict(mark).items() if value} for mark in marks]


def former_marks(said: Mapping[str, Any]) -> Iterator[Mark]:
    """The marks of an event that keeps its clocks by what they do, their limits apart; 0 for its own instant."""
    changed, terms = said.get("clocks", {}), said.get("terms", {})
    for stage in changed.get(START, ()):
        span = terms.get("limits", {}).get(stage, "")
        profile = "" if stage in terms.get("given", ()) else terms.get("profile", "")
        lights = [terms.get(name, 0) for name in ("yellow", "red")]
        yield Mark(stage, START, said.get("since", 0), span, profile, terms.get("calendar", ""), *lights)
    for stage in changed.get(EXTEND, ()):
        yield Mark(stage, EXTEND, 0, said["extension"])
    for change in (STOP, PAUSE, RESUME):
        instant = said.get("when", 0) if change == STOP else 0  # what is entered afterwards stopped when it happened
        for stage in changed.get(change, ()):
            yield Mark(stage, change, instant)


def running(marks: Iterable[Mark]) -> tuple[str, ...]:
    """Stages whose clock has started and not stopped."""
    found: dict[str, None] = {}
    for mark in marks:
        if mark.change == START:
            found[mark.stage] = None
        elif mark.change == STOP:
            found.pop(mark.stage, None)
    return tuple(found)
