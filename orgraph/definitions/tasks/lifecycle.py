"""
The lifecycle of a task: its states, who stands how to it, what it remembers, and what each action is and does.

The words here are all that code knows of a lifecycle: no action, state, stage, relation or memory is named in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orgraph.definitions.titles import Title
from orgraph.domain.action import Obstacle, Verb
from orgraph.domain.guide import NO_GUIDE, Guide
from orgraph.domain.supervision import AGREED, FAILED, SETTLED

TEXT, UNIT, EXTENSION, PASSED, INTO, WHEN = "text", "unit", "extension", "passed", "into", "when"
CARRIES = (
    *(TEXT, UNIT, EXTENSION, "proof", PASSED, "rating", "review", INTO, WHEN),
    *("helpers", "place", "limit", "across"),
    *("contacted", "solved", "satisfaction"),
)
"""What an action may carry: fields of ActionRequest (domain/action.py)."""

COUNTS_AS = ("resolved", "unresolved", "carried-over", "excluded", "merged", "refused", "void", "on-the-spot")
"""What a task in a state counts as in supervision."""

OUTCOMES = (AGREED, SETTLED, FAILED)
"""How a dispute stands in a state: agreed upon, settled (performed, as was confirmed), or not to be agreed upon."""

BY, LEAD, HELPERS = "by", "lead", "helpers"
IN_HAND, CALLED, CALLERS, OPENER = "in-hand", "called", "callers", "opener"
SETS = (LEAD, HELPERS, IN_HAND, CALLED, CALLERS, OPENER)
"""Parties that every task has, besides those that it remembers."""

BACKSTOP, FIELD, PROPOSABLE = "backstop", "field", "proposable"
ROUTED, KEPT_AS_HELPER, PRECEDENT, SAME = "routed", "helper", "precedent", "same"


@dataclass(frozen=True, slots=True)
class State:
    """
    A state of a task; a final one leaves it in nobody's hand. `counts_as`: of COUNTS_AS, empty: open or handled;
    `outcome`: of OUTCOMES, empty: none as yet, or its life knows none; `guide`: what is to be done first in it, before
    what the category says.
    """

    key: str
    title: Title
    final: bool = False
    counts_as: str = ""
    outcome: str = ""
    guide: Guide = NO_GUIDE


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a task, which has a limit: what people read of its clock."""

    key: str
    title: Title


@dataclass(frozen=True, slots=True)
class Memory:
    """What a task remembers under a name. `many`: all is kept; else what comes later takes its place."""

    key: str
    title: Title
    many: bool


@dataclass(frozen=True, slots=True)
class Entrance:
    """
    How a task begins: in which state, with which clocks, and with whom.

    `intake`: the nearest organisation of these kinds that SERVES the place or an area above takes it in, BACKSTOP among
    them stands for the kinds that the routing has as its last resort; empty: whoever the routing finds leads it.
    """

    key: str
    state: str
    starts: tuple[str, ...]
    intake: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """
    How the acting party stands to the task; of these words an entry has one.

    `past`: it is, or is among, what the task has as this (of SETS, or a memory). `serves`: an organisation of `kinds`
    (none: a governance centre) that SERVES the place or an area above. `above_lead`: UNDER leads from the lead up to
    it. `roles`: a post of one of these at the place or above. `above_all_of`: the centre that serves the lowest area
    above the lead and all units in these memories, itself none of them.
    """

    key: str
    title: Title
    past: str = ""
    serves: bool = False
    kinds: tuple[str, ...] = ()
    above_lead: bool = False
    roles: tuple[str, ...] = ()
    above_all_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """
    What an action needs, or with `unless` what must not be; else `obstacle`, which `title` words if it is UNMET.

    `word` is one of: any (the memory `of` holds something), unit or by (the unit named, or who acts, is in the set
    `of`), work_first (the task is an emergency), field (the task has one of `values` in the field `of`), proposable
    (the unit named could be proposed by the entry `of` of proposals.yaml, though it was not).
    """

    word: str
    of: str
    unless: bool
    obstacle: Obstacle
    title: Title | None = None
    values: tuple[str | bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """
    A field, as the action carries it or else as the task has it, is one of `values`, or the memory `of` holds
    `at_least` so many by then.
    """

    of: str
    values: tuple[Any, ...] = ()
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Clocks:
    """
    Stages whose clocks an action starts, stops, pauses, resumes and extends (by the span in a memory); `runs_on` are
    those that it leaves alone though it pauses others: a word for the check, and for who reads the lifecycle.
    `happened`: they stop when it happened, which the action may say, not when it is entered.
    """

    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: Mapping[str, str] | None = None
    runs_on: tuple[str, ...] = ()
    happened: bool = False

    def named(self) -> frozenset[str]:
        """Every stage that is named."""
        some = (self.starts, self.stops, self.pauses, self.resumes, self.extends or (), self.runs_on)
        return frozenset(stage for stages in some for stage in stages)


@dataclass(frozen=True, slots=True)
class Way:
    """One way on: where it leads (empty: it stays), what the clocks do, and which units are marked, by whom it is."""

    when: tuple[Condition, ...] = ()
    to: str = ""
    clocks: Clocks = Clocks()
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Opens:
    """
    A child of the same kind that begins by an entrance; the limit that is given for it is that of the stage `within`,
    empty: it takes none.
    """

    entrance: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Proposes:
    """
    Organisations are proposed by an entry of proposals.yaml; who is proposed now is remembered as `into`, and nobody of
    the memory `without` is among them.
    """

    by: str
    into: str
    without: str = ""


@dataclass(frozen=True, slots=True)
class ActionRule:
    """
    An action: the states it may happen in, the relations that may act, and those that may not although they have
    another; what it carries, and which relations have to give a field that others need not; `within`: the stage whose
    limit must not have passed, empty: no matter; what it needs.

    What it does: it goes the first of its `ways` that fits. `lead`: who leads then, the UNIT named or where it is
    ROUTED to, empty: as before; `keeps_lead`: who led before helps. `adds_helper`, `removes_helper`: the unit named.
    `remembers`: of each memory the values by name (BY, or a field); `forgets`: memories. `opens`: a child;
    `joins`: it ends in the task INTO; `keeps_precedent`: who decides such a matter next sees what was ruled. `sets`:
    fields that it carries and the task has from then on; `proposes`: who may take it.
    """

    key: str
    title: Title
    verb: Verb
    states: tuple[str, ...]
    who: tuple[str, ...]
    never: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    required_from: Mapping[str, tuple[str, ...]]
    within: str
    needs: tuple[Need, ...]
    ways: tuple[Way, ...]
    lead: str = ""
    keeps_lead: bool = False
    adds_helper: bool = False
    removes_helper: bool = False
    remembers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    forgets: tuple[str, ...] = ()
    opens: Opens | None = None
    joins: bool = False
    keeps_precedent: bool = False
    sets: tuple[str, ...] = ()
    proposes: Proposes | None = None

    @property
    def carried(self) -> frozenset[str]:
        """All fields that it takes; a text every action does."""
        return frozenset((TEXT, *self.required, *self.optional, *self.required_from))

    @property
    def field_values(self) -> tuple[tuple[str, tuple[str | bool, ...]], ...]:
        """The values that it asks fields of the kind for."""
        conditions = [(one.of, one.values) for way in self.ways for one in way.when if not one.at_least]
        needs = [(one.of, one.values) for one in self.needs if one.word == FIELD]
        return (*((name, values) for name, values in conditions if name not in CARRIES), *needs)

    @property
    def asks_fields(self) -> tuple[str, ...]:
        """Fields of the kind that it looks at."""
        return tuple(dict.fromkeys(name for name, _ in self.field_values))

    @property
    def fills(self) -> frozenset[str]:
        """Memories that it fills."""
        into = {self.proposes.into} if self.proposes else set()
        return frozenset(into.union(memory for memory, _ in self.remembers))

    @property
    def starts(self) -> frozenset[str]:
        """Stages whose clocks it may start."""
        return frozenset(stage for way in self.ways for stage in way.clocks.starts)


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """
    States, stages, relations, memories and actions.

    `answered_within`: the stage in which who leads answers, by whose limit supervision measures responses.
    """

    key: str
    title: Title
    entrances: Mapping[str, Entrance]
    states: Mapping[str, State]
    stages: Mapping[str, Stage]
    relations: Mapping[str, Relation]
    memories: Mapping[str, Memory]
    actions: Mapping[str, ActionRule]
    source: Title
    under: str = ""
    answered_within: str = ""

    @property
    def by_outcome(self) -> bool:
        """Whether tasks are rated by their outcomes, in place of whether they were closed: where a state has one."""
        return any(one.outcome for one in self.states.values())

    def all_clocks(self) -> Iterator[Clocks]:
        """What its clocks do, from the beginning on, by every action on every way."""
        yield from (Clocks(starts=one.starts) for one in self.entrances.values())
        yield from (way.clocks for rule in self.actions.values() for way in rule.ways)

    def started(self) -> tuple[str, ...]:
        """Stages whose clocks are started somewhere in it."""
        return tuple(dict.fromkeys(stage for clocks in self.all_clocks() for stage in clocks.starts))
