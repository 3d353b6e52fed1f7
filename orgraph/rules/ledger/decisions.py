"""The decisions that the events of a task tell of, in order: a pure rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from orgraph.domain.decision import DecisionKind, SkippedStep, TaskDecision
from orgraph.domain.event import CONTESTED, DECLINED, ESCALATED, RULED, SETTLED, Event, is_routing
from orgraph.domain.time import from_epoch_milliseconds
from orgraph.rules.tasks.past import Past


def decisions_of(past: Past) -> tuple[TaskDecision, ...]:
    """Every decision of a task; the proof of the first is the recorded routing itself."""
    found: list[TaskDecision] = []
    declined: list[str] = []
    for event, told in past.noted:
        if is_routing(event):
            found.append(_routing(event, event.said["result"]["lead"]))
        elif event.type == ESCALATED:
            found.append(_escalation(event, event.said))
        declined += [one.unit for one in told if one.mark in (DECLINED, CONTESTED)]
        found += [_ruling(event, one.unit, declined) for one in told if one.mark in (RULED, SETTLED)]
    return tuple(found)


def _ruling(event: Event, unit: str, declined: Sequence[str]) -> TaskDecision:
    return TaskDecision(
        DecisionKind.ARBITRATION,
        event.sequence,
        from_epoch_milliseconds(event.at),
        event.said["by"],
        unit,
        declined=tuple(declined),
        text=event.text,
    )


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
