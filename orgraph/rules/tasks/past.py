"""A task is what its events say: the fold of its part of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from orgraph.domain.action import Action
from orgraph.domain.event import CALLED, DISPATCHED, ESCALATED, JOINED, Event
from orgraph.rules.clocks.marks import EXTEND, START, Mark, marks_of, running
from orgraph.rules.whistles.opening import ROUTINGS

UNSAID = {
    "refused": (True, "refused"),
    "closed": (True, "resolved"),
    "excluded": (True, "excluded"),
    "merged": (True, "merged"),
    "void": (True, "void"),
    "carried-over": (False, "carried-over"),
}
"""Whether a task has ended in a state, and what it counts as then, where events do not say so: those written up to
November 2026. No definition changes it, and nothing is added to it."""


@dataclass(frozen=True, slots=True)
class Escalated:
    """The last step (from 0) of a ladder that was taken for a stage, and when the next is due; None: it was the top."""

    stage: str
    step: int
    next: int | None


@dataclass(frozen=True, slots=True)
class Folded:
    """
    A task as its events tell it.

    `final`: it has ended, at `ended_at` (epoch ms); `counts_as`: what it counts as in supervision, empty while it is
    open or when it was handled like any other. `lead` and `helpers` stay on record when it is closed. `declined` lists
    the units that refused it, in order; `called` every unit that ever had it in hand, which is who may be rated;
    `distances` tells how far above the place the candidates of its dispatch, and units that it was passed to, stood;
    `asked` is the extension asked for and not yet granted; `contested` is who contests that it leads, and whom it names
    instead; `called_at` is when it was blown, in epoch ms; `callers` are posts whose duplicates were merged into it;
    `work_first`: it is an emergency.
    """

    version: int = 0
    state: str = ""
    final: bool = False
    ended_at: int | None = None
    counts_as: str = ""
    place: str = ""
    kind: str = ""
    category: str = ""
    severity: int = 0
    whistler: str = ""
    called_at: int = 0
    callers: tuple[str, ...] = ()
    lead: str = ""
    helpers: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    arrived: tuple[str, ...] = ()
    rated: tuple[str, ...] = ()
    distances: tuple[tuple[str, int], ...] = ()
    asked: str = ""
    contested: tuple[str, ...] = ()
    work_first: bool = False
    marks: tuple[Mark, ...] = ()
    escalated: tuple[Escalated, ...] = ()

    @property
    def in_hand(self) -> tuple[str, ...]:
        """The units that have, or at the end had, the task in hand: the lead, then the helpers."""
        return (self.lead, *self.helpers)

    @property
    def parts(self) -> dict[str, str]:
        """The same with the part of each."""
        return {self.lead: "lead"} | dict.fromkeys(self.helpers, "helper")


def fold(events: Iterable[Event]) -> Folded:
    """The task that events tell of, given in order of their sequence."""
    folded = Folded()
    for event in events:
        folded = after(folded, event)
    return folded


def units_named(events: Iterable[Event]) -> tuple[str, ...]:
    """Codes of all organisations that actions were taken by or named, each once."""
    acted = [event.said for event in events if event.type not in (CALLED, DISPATCHED)]
    named = [said[part] for said in acted for part in ("by", "unit") if part in said]
    return tuple(dict.fromkeys(code for code in named if "@" not in code))


def after(folded: Folded, event: Event) -> Folded:
    """What becomes of a task by one more event. An event of a type that is not known here changes the version only."""
    said = event.said
    folded = replace(folded, version=event.sequence)
    if event.type == CALLED:
        return replace(
            folded,
            whistler=said["by"],
            called_at=event.at,
            work_first=said.get("work_first", False),
            place=said["place"],
            kind=said["kind"],
            category=said["category"],
            severity=said["severity"],
        )
    if event.type in ROUTINGS:
        result = said["result"]
        helpers = tuple(one["organisation"] for one in result["helpers"])
        moved = {"state": DISPATCHED, **said, "lead": result["lead"]["organisation"], "helpers": helpers}
        distances = tuple((one["organisation"], one["distance"]) for one in said["input"]["candidates"])
        return _effects(
            replace(folded, distances=distances, called_at=said.get("since", folded.called_at)), event.at, moved
        )
    if event.type in {action.value for action in Action}:
        return _acted(_effects(folded, event.at, said), Action(event.type), event.at, said)
    if event.type == JOINED:
        new = [post for post in said["callers"] if post not in (folded.whistler, *folded.callers)]
        return replace(folded, callers=(*folded.callers, *new))
    if event.type == ESCALATED:
        others = [one for one in folded.escalated if one.stage != said["stage"]]
        return replace(folded, escalated=(*others, Escalated(said["stage"], said["step"], said["next"])))
    return folded


def _effects(folded: Folded, at: int, said: Mapping[str, Any]) -> Folded:
    """State, hands and clocks, which every event may move."""
    lead, helpers = said.get("lead", folded.lead), tuple(said.get("helpers", folded.helpers))
    called = (*folded.called, *(unit for unit in (lead, *helpers) if unit not in folded.called))
    marks = tuple(marks_of(said, at))
    begun = {mark.stage for mark in marks if mark.change == START}
    state = said.get("state", folded.state)
    final, counts_as = UNSAID.get(state, (False, "")) if "state" in said else (folded.final, folded.counts_as)
    final = said.get("final", final)
    return replace(
        folded,
        escalated=tuple(one for one in folded.escalated if one.stage not in begun),
        state=state,
        final=final,
        ended_at=(folded.ended_at if folded.final else at) if final else None,
        counts_as=said.get("counts_as", counts_as),
        lead=lead,
        helpers=helpers,
        called=called,
        marks=(*folded.marks, *marks),
    )


def _acted(folded: Folded, action: Action, at: int, said: Mapping[str, Any]) -> Folded:
    """What an action leaves behind besides."""
    if said.get("distance") is not None:
        unit = said.get("lead", said["unit"])
        folded = replace(folded, distances=(*folded.distances, (unit, said["distance"])))
    if action is Action.DECLINE:
        return replace(folded, declined=(*folded.declined, said["by"]))
    if action in (Action.CONTEST, Action.SETTLE):
        return replace(folded, contested=(said["by"], said["unit"]) if action is Action.CONTEST else ())
    if action is Action.ARRIVE:
        return replace(folded, arrived=(*folded.arrived, said["unit"]))
    if action is Action.RATE:
        return replace(folded, rated=(*folded.rated, said["unit"]))
    if action is Action.ASK_EXTENSION:
        return replace(folded, asked=said["extension"])
    if action is Action.GRANT_EXTENSION:
        named = EXTEND in said.get("clocks", {})  # events once named no stage: what ran then is longer ever since
        granted = () if named else [Mark(stage, EXTEND, at, said["extension"]) for stage in running(folded.marks)]
        return replace(folded, asked="", marks=(*folded.marks, *granted))
    return folded
