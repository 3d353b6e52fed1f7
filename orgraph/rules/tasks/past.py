"""A task is what its events say: the fold of its part of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from orgraph.definitions.tasks.format_1 import FORMER_ANSWER
from orgraph.domain.event import CALLED, DECLINED, DISPATCHED, ESCALATED, JOINED, NUMBER, Event, is_routing
from orgraph.domain.field import Kept, kept_in
from orgraph.rules.clocks.marks import START, Mark, marks_of
from orgraph.rules.tasks.effects import DISTANCES, Noted, does_of, is_act, noted


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

    `number` is how it is called on the phone, None if it was opened before there were numbers.
    `final`: it has ended, at `ended_at` (epoch ms); `counts_as`: what it counts as in supervision, empty while it is
    open or when it was handled like any other; `by_outcome`: it is rated by the `outcome` that it has, empty while it
    has none. `lead` and `helpers` stay on record when it is closed. `called` lists
    every unit that ever had it in hand, which is who may be rated; `declined` those that refused it, in order;
    `memories` is what else is remembered of it, by the names that its lifecycle gives; `called_at` is when it was
    blown, in epoch ms; `callers` are posts whose duplicates were merged into it; `work_first`: it is an emergency;
    `answered_within`: the stage in which who leads has to answer; `fields`: those that its kind declares, as they were
    said last.
    """

    version: int = 0
    state: str = ""
    final: bool = False
    ended_at: int | None = None
    counts_as: str = ""
    by_outcome: bool = False
    outcome: str = ""
    place: str = ""
    kind: str = ""
    category: str = ""
    severity: int = 0
    number: str | None = None
    whistler: str = ""
    called_at: int = 0
    callers: tuple[str, ...] = ()
    lead: str = ""
    helpers: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    memories: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    work_first: bool = False
    answered_within: str = FORMER_ANSWER
    marks: tuple[Mark, ...] = ()
    escalated: tuple[Escalated, ...] = ()
    fields: Mapping[str, Kept] = field(default_factory=dict)

    @property
    def distances(self) -> tuple[tuple[str, int], ...]:
        """How far above the place the candidates of its dispatch, and units that it was passed to, stood."""
        return self.memories.get(DISTANCES, ())

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


@dataclass(slots=True)
class Past:
    """
    What has happened to a task, as its events tell it: `folded` is what it came to.

    `called` is when each unit first had it in hand, in that order; `leads` since when each led, `acts` who acted when;
    `noted` what was told of units, event by event; `entered` when it came into its state. Instants in epoch ms.
    """

    events: Sequence[Event]
    folded: Folded = Folded()
    called: dict[str, int] = field(default_factory=dict)
    leads: list[tuple[int, str]] = field(default_factory=list)
    acts: list[tuple[int, str]] = field(default_factory=list)
    noted: list[tuple[Event, tuple[Noted, ...]]] = field(default_factory=list)
    entered: int = 0

    def lead_at(self, at: int) -> str:
        """Who led at an instant: an end that is looked at falls before what happened in the same millisecond."""
        found = [unit for since, unit in self.leads if since < at]
        return found[-1] if found else self.leads[0][1]

    @property
    def told(self) -> Iterator[Noted]:
        """All that was told of units, in order."""
        return (one for _, some in self.noted for one in some)


def past_of(events: Sequence[Event]) -> Past:
    """What has happened to a task, given its events in order of their sequence."""
    past = Past(events)
    for event in events:
        before, does = past.folded, does_of(event, past.folded.lead, past.folded.marks)
        past.folded = now = _after(before, event, does)
        if now.state != before.state:
            past.entered = event.at
        if now.lead and now.lead != before.lead:
            past.leads.append((event.at, now.lead))
        for unit in now.in_hand if now.lead else ():
            past.called.setdefault(unit, event.at)
        if is_act(event):
            past.acts.append((event.at, event.said.get("by", "")))
        past.noted.append((event, tuple(noted(event, does))))
    return past


def routing_of(events: Iterable[Event]) -> Mapping[str, Any]:
    """The last routing of a task as its event keeps it: the decision's whole `input` and its `result`."""
    return [event.said for event in events if is_routing(event)][-1]


def units_named(events: Iterable[Event]) -> tuple[str, ...]:
    """Codes of all organisations that actions were taken by or named, each once."""
    acted = [event.said for event in events if event.type not in (CALLED, DISPATCHED)]
    named = [said[part] for said in acted for part in ("by", "unit") if part in said]
    return tuple(dict.fromkeys(code for code in named if "@" not in code))


def after(folded: Folded, event: Event) -> Folded:
    """What becomes of a task by one more event. An event of a type that is not known here changes the version only."""
    return _after(folded, event, does_of(event, folded.lead, folded.marks))


def _after(folded: Folded, event: Event, does: Mapping[str, Any]) -> Folded:
    said, version = event.said, event.sequence
    if event.recorded_type == CALLED:
        return replace(
            folded,
            version=version,
            number=said.get(NUMBER),
            whistler=said["by"],
            called_at=event.at,
            work_first=said.get("work_first", False),
            place=said["place"],
            kind=said["kind"],
            category=said["category"],
            severity=said["severity"],
            fields=kept_in(said, event.sequence),
        )
    if event.recorded_type == JOINED:
        new = [post for post in said["callers"] if post not in (folded.whistler, *folded.callers)]
        return replace(folded, version=version, callers=(*folded.callers, *new))
    if event.recorded_type == ESCALATED:
        others = [one for one in folded.escalated if one.stage != said["stage"]]
        taken = Escalated(said["stage"], said["step"], said["next"])
        return replace(folded, version=version, escalated=(*others, taken))
    return _done(folded, event, does)


def _done(folded: Folded, event: Event, does: Mapping[str, Any]) -> Folded:
    """What becomes of a task by what an event does to it."""
    lead, helpers = does.get("lead", folded.lead), tuple(does.get("helpers", folded.helpers))
    called = (*folded.called, *(unit for unit in (lead, *helpers) if unit and unit not in folded.called))
    marks = tuple(marks_of(does, event.at))
    begun = {mark.stage for mark in marks if mark.change == START}
    final = does.get("final", folded.final)
    return replace(
        folded,
        version=event.sequence,
        escalated=tuple(one for one in folded.escalated if one.stage not in begun),
        state=does.get("state", folded.state),
        final=final,
        ended_at=(folded.ended_at if folded.final else event.at) if final else None,
        counts_as=does.get("counts_as", folded.counts_as),
        by_outcome=does.get("by_outcome", folded.by_outcome),
        outcome=does.get("outcome", "" if "state" in does else folded.outcome),
        called_at=does.get("called_at", folded.called_at),
        answered_within=does.get("answered_within", folded.answered_within),
        lead=lead,
        helpers=helpers,
        called=called,
        declined=(*folded.declined, *(one.unit for one in noted(event, does) if one.mark == DECLINED)),
        memories=_remembered(folded.memories, does),
        marks=(*folded.marks, *marks),
        fields=_fields(folded.fields, event, does),
    )


def _fields(before: Mapping[str, Kept], event: Event, does: Mapping[str, Any]) -> Mapping[str, Kept]:
    """The fields of a task after an event that says which of those that it carries the task has from now on."""
    sets = does.get("fields", ())
    if not sets:
        return before
    said = kept_in(event.said, event.sequence)
    return {**before, **{name: said[name] for name in sets}}


def _remembered(before: Mapping[str, tuple[Any, ...]], does: Mapping[str, Any]) -> Mapping[str, tuple[Any, ...]]:
    sets, adds, clears = does.get("sets", {}), does.get("adds", {}), does.get("clears", ())
    if not (sets or adds or clears):
        return before
    kept = {memory: held for memory, held in before.items() if memory not in clears}
    kept |= {memory: tuple(held) for memory, held in sets.items()}
    return kept | {memory: (*kept.get(memory, ()), *held) for memory, held in adds.items()}
