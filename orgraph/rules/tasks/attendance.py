"""Whether the units that were called have come: a pure rule over the events of a task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orgraph.domain.action import Action
from orgraph.domain.deadline import span_of
from orgraph.domain.event import CALLED, Event
from orgraph.domain.task import Presence
from orgraph.domain.time import epoch_milliseconds
from orgraph.rules.tasks.past import Folded, after


@dataclass
class Attended:
    """What the events say of one unit; instants in epoch milliseconds."""

    unit: str
    called: int
    signed: int | None = None
    arrived: int | None = None
    released: int | None = None
    declined: bool = False
    presence: Presence = Presence.CALLED


def attendance(events: Iterable[Event], now: int) -> tuple[Attended, ...]:
    """
    Each unit that was called and did not decline, in the order in which it was called, as it stands at `now`.

    Where the whistle gave an appointment, who came after it and its grace is late, and who has not come by then is
    absent; both only for units that were called before it. Who was released before it need not come.
    """
    folded, units, latest = Folded(), dict[str, Attended](), None
    for event in events:
        said = event.said
        folded = after(folded, event)
        if event.type == CALLED:
            latest = _latest(said)
        for unit in folded.in_hand if folded.lead else ():
            units.setdefault(unit, Attended(unit, event.at))
        _note(event, said, units)
    for one in units.values():
        one.presence = _presence(one, latest, now)
    return tuple(one for one in units.values() if not one.declined)


def _note(event: Event, said: Mapping[str, Any], units: dict[str, Attended]) -> None:
    if event.type in (Action.SIGN_IN, Action.ACKNOWLEDGE):
        one = units[said["by"]]
        one.signed = one.signed or event.at
    elif event.type == Action.RULE:
        units[said["unit"]].signed = event.at  # a ruling binds as a signature does
    elif event.type == Action.ARRIVE:
        one = units[said["unit"]]
        one.arrived = one.arrived or said.get("when", event.at)
    elif event.type == Action.RELEASE_HELPER:
        units[said["unit"]].released = event.at
    elif event.type == Action.ADD_HELPER:
        units[said["unit"]].released = None
    elif event.type == Action.DECLINE:
        units[said["by"]].declined = True
    if event.type in (Action.TRANSFER, Action.RULE, Action.ADD_HELPER):
        units[said["unit"]].declined = False


def _latest(said: Mapping[str, Any]) -> int | None:
    """When the grace of the appointment ends."""
    meeting = said.get("meeting")
    if not meeting:
        return None
    grace = span_of(said.get("grace", ""))
    return epoch_milliseconds(datetime.fromisoformat(meeting["at"])) + (grace.milliseconds if grace else 0)


def _presence(one: Attended, latest: int | None, now: int) -> Presence:
    bound = latest is not None and one.called <= latest
    if one.arrived is not None:
        return Presence.LATE if bound and latest is not None and one.arrived > latest else Presence.ARRIVED
    excused = one.released is not None and latest is not None and one.released <= latest
    if bound and latest is not None and now > latest and not excused:
        return Presence.ABSENT
    return Presence.SIGNED if one.signed is not None else Presence.CALLED
