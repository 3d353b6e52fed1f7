"""Kinds of task, a file each: who may open one, what it must carry, which lifecycle it has and how it enters that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.definitions.faults import some_of
from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.lifecycle_reader import LIFECYCLES
from orgraph.definitions.titles import Title, read_title
from orgraph.domain.deadline import Span, Unit, span_of

CARRIES = ("text", "basis", "departments", "meeting", "channel")

WHISTLE, REPORT = "whistle", "report"
DOORS = (WHISTLE, REPORT)
"""Doors with a name of their own: a whistle is blown, an ordinary matter reported; all else is opened by its kind."""


@dataclass(frozen=True, slots=True)
class TaskKind:
    """
    A kind of task: roles that may open one, what it must carry, its lifecycle and how it enters that,
    its limits and its ladder, by keys.

    `door`: of DOORS, empty for all other kinds. `severity_at_least`: the least severity that it gives a matter;
    `afterwards`: how long afterwards it may be entered; None: at once only. Until `grace` after a meeting began nobody
    is late. What is `work_first` is worked on first and argued over later. What is `once` is not opened for a second
    time at a place, in the same category, while the first is open, unless by somebody who says so.
    """

    key: str
    title: Title
    lifecycle: str
    entrance: str
    limits: str
    ladder: str
    opened_by: tuple[str, ...]
    must_carry: tuple[str, ...]
    door: str = ""
    severity_at_least: int = 1
    afterwards: Span | None = None
    grace: Span | None = None
    work_first: bool = False
    once: bool = False
    under: str = ""


def read_kind(entry: Entry) -> TaskKind:
    """One entry of a file below tasks/."""
    kind = TaskKind(
        key=entry.key,
        title=read_title(entry),
        lifecycle=entry.refers("lifecycle", "lifecycles", required=True),
        entrance=entry.text("entrance", required=True),
        limits=entry.refers("limits", "deadlines", required=True),
        ladder=entry.refers("ladder", "ladders", required=True),
        opened_by=entry.refers_all("opened_by", "roles", required=True),
        must_carry=entry.choices("must_carry", CARRIES),
        door=entry.choice("door", DOORS),
        afterwards=_natural(entry, "afterwards", "24 hours"),
        grace=_natural(entry, "grace", "15 minutes"),
        work_first=entry.truth("work_first"),
        once=entry.truth("once"),
        severity_at_least=entry.whole("severity_at_least", 1, low=1, high=5),
        under=entry.text("under"),
    )
    entry.done()
    return kind


def _natural(entry: Entry, name: str, example: str) -> Span | None:
    said = entry.text(name)
    span = span_of(said) if said else None
    if said and (span is None or span.unit in (Unit.WORKING_HOURS, Unit.WORKING_DAYS)):
        entry.fault(f"{entry.key}.{name}: {said!r} is no natural time", f"write it as {example}", entry.line_of(name))
    return span


def _check_kinds(kinds: Sequence[TaskKind], whole: Whole) -> Iterator[tuple[TaskKind, str, str]]:
    """Each kind enters its lifecycle, in every variant of that, where there is an entrance."""
    for kind in kinds:
        for lifecycle in whole.of(LIFECYCLES):
            if lifecycle.key == kind.lifecycle and kind.entrance and kind.entrance not in lifecycle.entrances:
                problem = f"{kind.key}: the lifecycle {lifecycle.key!r} has no entrance {kind.entrance!r}"
                yield kind, problem, f"use {some_of(set(lifecycle.entrances))}"


KINDS = Section("tasks", read_kind, rooted=True, folder=True, check=_check_kinds)
