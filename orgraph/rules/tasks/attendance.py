"""Whether the units that were called have come: a pure rule over the events of a task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orgraph.domain.deadline import span_of
from orgraph.domain.event import ARRIVED, CALLED_AGAIN, DECLINED, RELEASED, RULED, SIGNED
from orgraph.domain.task import Presence
from orgraph.domain.time import epoch_milliseconds
from orgraph.rules.tasks.effects import Noted
from orgraph.rules.tasks.past import Past


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


def attendance(past: Past, now: int) -> tuple[Attended, ...]:
    """
    Each unit that was called and did not decline, in the order in which it was called, as it stands at `now`.

    Where the whistle gave an appointment, who came after it and its grace is late, and who has not come by then is
    absent; both only for units that were called before it. Who was released before it need not come.
    """
    units = {unit: Attended(unit, at) for unit, at in past.called.items()}
    for told in past.told:
        if told.unit in units:
            _note(told, units[told.unit])
    latest = _latest(past.events[0].said)
    for one in units.values():
        one.presence = _presence(one, latest, now)
    return tuple(one for one in units.values() if not one.declined)


def _note(told: Noted, one: Attended) -> None:
    if told.mark == SIGNED:
        one.signed = one.signed or told.at
    elif told.mark == RULED:
        one.signed = told.at  # a ruling binds as a signature does
    elif told.mark == ARRIVED:
        one.arrived = one.arrived or told.at
    elif told.mark == RELEASED:
        one.released = told.at
    elif told.mark == CALLED_AGAIN:
        one.released, one.declined = None, False
    elif told.mark == DECLINED:
        one.declined = True


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
