"""The lifecycle of a task: its states, and for each action when, by whom, with what, and what its clocks do then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orgraph.definitions.source import IDENTIFIER, Entry
from orgraph.definitions.titles import Title, read_title
from orgraph.domain.action import Action, Relation, Verb

CARRIES = ("text", "unit", "extension", "proof", "passed", "rating", "review", "into")
CHANGES = ("starts", "stops", "pauses", "resumes")


@dataclass(frozen=True, slots=True)
class State:
    """A state of a task; a final one leaves it in nobody's hand."""

    key: str
    title: Title
    final: bool = False


@dataclass(frozen=True, slots=True)
class Clocks:
    """Stages whose clocks an action starts, stops, pauses and resumes."""

    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionRule:
    """
    An action: the states it may happen in, the one it leads to (empty: it stays), and `back`, where a failed check
    leads, with the clocks that run on then; the relations that may act, and those that may not although they have
    another; what it must carry, and from whom a text besides; `within`: the stage whose limit must not have passed,
    empty: no matter.
    """

    action: Action
    title: Title
    verb: Verb
    states: tuple[str, ...]
    to: str
    back: str
    who: tuple[Relation, ...]
    never: tuple[Relation, ...]
    must_carry: tuple[str, ...]
    reason_from: tuple[Relation, ...]
    within: str
    clocks: Clocks
    back_clocks: Clocks


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """
    States and actions; `begins` and `clocks` hold for a task just dispatched, `arbiter_after` counts refusals; `admits`
    and `admission_clocks` for an ordinary matter just reported, empty where none are taken.
    """

    key: str
    title: Title
    begins: str
    disputed: str
    arbiter_after: int
    clocks: Clocks
    states: dict[str, State]
    actions: dict[Action, ActionRule]
    source: str
    under: str = ""
    admits: str = ""
    admission_clocks: Clocks = Clocks()

    def stages(self) -> tuple[str, ...]:
        """Stages whose clocks are started somewhere in it."""
        started = (
            self.admission_clocks.starts,
            self.clocks.starts,
            *(rule.clocks.starts for rule in self.actions.values()),
        )
        return tuple(dict.fromkeys(stage for some in started for stage in some))


def read_lifecycle(entry: Entry) -> Lifecycle:
    """One entry of lifecycle.yaml; faults for states out of reach or without end, clocks without start or stop."""
    states = _states(entry)
    actions = _actions(entry, tuple(states))
    lifecycle = Lifecycle(
        key=entry.key,
        title=read_title(entry),
        begins=entry.choice("begins", states, required=True),
        disputed=entry.choice("disputed", states, required=True),
        arbiter_after=entry.whole("arbiter_after", required=True, low=1, high=100),
        clocks=_clocks(entry),
        states=states,
        actions=actions,
        source=entry.text("source", required=True),
        under=entry.text("under"),
        admits=entry.choice("admits", states),
        admission_clocks=Clocks(starts=entry.texts("admission_starts")),
    )
    entry.done()
    if lifecycle.begins and lifecycle.disputed:
        _check_ways(entry, lifecycle)
        _check_clocks(entry, lifecycle)
    return lifecycle


def _states(entry: Entry) -> dict[str, State]:
    states = {}
    below = entry.mapping("states", required=True)
    for one in below.entries() if below else ():
        states[one.key] = State(one.key, read_title(one), one.truth("final"))
        one.done()
    return states


def _actions(entry: Entry, states: tuple[str, ...]) -> dict[Action, ActionRule]:
    rules = {}
    below = entry.mapping("actions", required=True)
    known = tuple(action.value for action in Action)
    for one in below.entries(IDENTIFIER) if below else ():
        if one.key not in known:
            one.fault(f"{one.key}: no such action", f"use one of {', '.join(known)}")
            continue
        rule = ActionRule(
            action=Action(one.key),
            title=read_title(one),
            verb=Verb(one.choice("verb", tuple(verb.value for verb in Verb), "handle", required=True)),
            states=one.choices("in", states, required=True),
            to=one.choice("to", states),
            back=one.choice("back", states),
            who=_relations(one, "who", required=True),
            never=_relations(one, "never"),
            must_carry=one.choices("must_carry", CARRIES),
            reason_from=_relations(one, "reason_from"),
            within=one.text("within"),
            clocks=_clocks(one),
            back_clocks=Clocks(resumes=one.texts("back_resumes")),
        )
        one.done()
        rules[rule.action] = rule
    return rules


def _relations(entry: Entry, name: str, *, required: bool = False) -> tuple[Relation, ...]:
    known = tuple(relation.value for relation in Relation)
    return tuple(Relation(value) for value in entry.choices(name, known, required))


def _clocks(entry: Entry) -> Clocks:
    return Clocks(*(entry.texts(change) for change in CHANGES))


def _check_ways(entry: Entry, lifecycle: Lifecycle) -> None:
    reached, ways = {lifecycle.begins, lifecycle.admits} - {""}, list(_ways(lifecycle))
    while more := {to for state, to in ways if state in reached and to not in reached}:
        reached |= more
    for state in lifecycle.states.values():
        if state.key not in reached:
            entry.fault(f"{entry.key}: no task can reach the state {state.key!r}", "let an action lead to it")
        leads_on = any(one == state.key and to != state.key for one, to in ways)
        if not state.final and not leads_on:
            entry.fault(f"{entry.key}: no way out of the state {state.key!r}", "add an action, or final: true")


def _ways(lifecycle: Lifecycle) -> Iterable[tuple[str, str]]:
    for rule in lifecycle.actions.values():
        targets = [to for to in (rule.to, rule.back) if to]
        if rule.action is Action.DECLINE:
            targets.append(lifecycle.disputed)
        yield from ((state, to) for state in rule.states for to in targets)


def _check_clocks(entry: Entry, lifecycle: Lifecycle) -> None:
    rules = lifecycle.actions.values()
    all_of = [
        lifecycle.clocks,
        lifecycle.admission_clocks,
        *(rule.clocks for rule in rules),
        *(rule.back_clocks for rule in rules),
    ]
    for rule in rules:
        if rule.within and rule.within not in lifecycle.stages():
            entry.fault(
                f"{entry.key}: {rule.action.value} is within {rule.within!r}, a clock that never starts",
                f"use one of {', '.join(lifecycle.stages())}",
            )
    named = {stage for clocks in all_of for change in CHANGES for stage in getattr(clocks, change)}
    for stage in sorted(named):
        for change in ("starts", "stops"):
            if not any(stage in getattr(clocks, change) for clocks in all_of):
                entry.fault(f"{entry.key}: the clock {stage!r} never {change}", f"let an action name it in {change}:")
        paused = any(stage in clocks.pauses for clocks in all_of)
        if paused and not any(stage in clocks.resumes for clocks in all_of):
            entry.fault(f"{entry.key}: the clock {stage!r} is paused for ever", "let an action name it in resumes:")
