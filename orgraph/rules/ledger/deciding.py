"""The decisions that the events of a task tell of, in order: a pure rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from orgraph.domain.action import Action
from orgraph.domain.decision import DecisionKind, SkippedStep, TaskDecision
from orgraph.domain.event import ESCALATED, Event
from orgraph.domain.time import from_epoch_milliseconds
from orgraph.rules.whistles.opening import ROUTINGS


def decisions_of(events: Iterable[Event]) -> tuple[TaskDecision, ...]:
    """Every decision of a task; the proof of the first is the recorded routing itself."""
    found: list[TaskDecision] = []
    declined: list[str] = []
    for event in events:
        said = event.said
        if event.type in ROUTINGS:
            found.append(_routing(event, said["result"]["lead"]))
        elif event.type == ESCALATED:
            found.append(_escalation(event, said))
        elif event.type in (Action.DECLINE, Action.CONTEST):
            declined.append(said["by"])
        elif event.type in (Action.RULE, Action.SETTLE):
            found.append(
                TaskDecision(
                    DecisionKind.ARBITRATION,
                    event.sequence,
                    from_epoch_milliseconds(event.at),
                    said["by"],
                    said["unit"],
                    declined=tuple(declined),
                    text=event.text,
                )
            )
    return tuple(found)


def _routing(event: Event, lead: Mapping[str, Any]) -> TaskDecision:
    return TaskDecision(
        DecisionKind.ROUTING,
        event.sequence,
        from_epoch_milliseconds(event.at),
        event.by,
        lead["organisation"],
        officer=lead["officer"] or "",
        deputy=lead["deputy"] or "",
    )


def _escalation(event: Event, said: Mapping[str, Any]) -> TaskDecision:
    return TaskDecision(
        DecisionKind.ESCALATION,
        event.sequence,
        from_epoch_milliseconds(event.at),
        event.by,
        said.get("unit") or said.get("post") or "",
        officer=said.get("officer", ""),
        deputy=said.get("deputy", ""),
        stage=said["stage"],
        due=from_epoch_milliseconds(said["due"]),
        ladder=said["ladder"],
        step=said["step"] + 1,
        skipped=tuple(SkippedStep(one["step"] + 1, one["reason"]) for one in said["skipped"]),
    )
