"""Lists of tasks, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.deadline import Light
from orgraph.domain.listing import TaskCounts
from orgraph.domain.task import Task


def tasks_lines(tasks: Sequence[Task], cursor: str, speech: Speech) -> list[str]:
    """A line a task; `cursor` asks for those that follow, empty at the end."""
    if not tasks:
        return [speech("tasks-none")]
    rows = [[called(task), *task_cells(task, speech)] for task in tasks]
    more = ["", speech("tasks-more", cursor=cursor)] if cursor else []
    return [*aligned(rows, room=terminal_room()), *more, *speech.notes()]


def inbox_lines(tasks: Sequence[Task], cursor: str, speech: Speech) -> list[str]:
    """A line an open task with when it is due; `cursor` as above."""
    if not tasks:
        return [speech("inbox-none")]
    rows = [[_due(task, speech), *task_cells(task, speech)] for task in tasks]
    more = ["", speech("inbox-more", cursor=cursor)] if cursor else []
    return [*aligned(rows, room=terminal_room()), *more, *speech.notes()]


def counts_lines(found: TaskCounts, speech: Speech) -> list[str]:
    """How many tasks there are, then a line a state and a line a light."""
    rows = [[speech.state(one.key), str(one.number)] for one in found.by_state]
    rows += [[_light(Light(one.key), speech), str(one.number)] for one in found.by_light]
    total = speech("tasks-counted", total=found.total, open=found.total - found.ended, ended=found.ended)
    return [total, *aligned(rows, right={1}, indent=2, room=terminal_room()), *speech.notes()]


def ended(day: date | None, speech: Speech) -> str:
    """Since when a place is no more; nothing while it is there."""
    return f" ({speech('level-ended', day=day)})" if day else ""


def task_cells(task: Task, speech: Speech) -> list[str]:
    """A task as it stands in a line of a list: number, id, state, light, what it is, who leads, where, its text."""
    lead = speech.name(task.lead) if task.lead else speech("nobody")
    return [
        task.number or "",
        task.id,
        speech.state(task.state),
        _light(task.light, speech) if task.light else "",
        _about(task, speech),
        speech("severity", severity=task.severity),
        lead,
        f"{speech.name(task.place)} {task.place.code}{ended(task.place_ended, speech)}",
        _text(task, speech),
    ]


def _about(task: Task, speech: Speech) -> str:
    """Its category, and what it has in fields that are choices."""
    choices = [speech.chosen(tag) for tag in task.tags]
    category = speech.category(task.category)
    return speech("tasks-about", category=category, choices=speech.joined(choices)) if choices else category


def called(task: Task) -> str:
    """When it was called."""
    return task.called_at.isoformat(timespec="minutes")


def _due(task: Task, speech: Speech) -> str:
    return speech("deadline-due", due=task.due.isoformat(timespec="minutes")) if task.due else ""


def _light(light: Light, speech: Speech) -> str:
    return speech("inbox-standing") if light is Light.STOPPED else speech.of("light", light.value)


def _text(task: Task, speech: Speech) -> str:
    if task.redacted:
        return speech("content-redacted", field=speech.of("carry", "text"))
    return " ".join(task.text.split())
