"""
Whether a lifecycle holds together: states in reach and with a way out, clocks that start, stop and are never forgotten.

Which clocks may run in a state is found by reachability: from the two beginnings every action is tried in every state
that it may happen in, with what it does to the clock of each stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.lifecycle import CHANGES, ActionRule, Clocks, Lifecycle
from orgraph.domain.action import Action

RUNS, RESTS = "runs", "rests"
"""How the clock of a stage stands; the empty text: it never started, or was stopped."""

Situation = tuple[str, str]
"""A state of a task, and how the clock of one stage stands in it."""


@dataclass(frozen=True, slots=True)
class Way:
    """One outcome of an action: the states it may happen in, where it leads (empty: it stays), what the clocks do."""

    rule: ActionRule
    to: str
    clocks: Clocks


def check_ways(entry: Entry, lifecycle: Lifecycle) -> None:
    """Every state can be reached, and left unless it is final."""
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
    yield from ((state, way.to) for way in _outcomes(lifecycle) if way.to for state in way.rule.states)


def _outcomes(lifecycle: Lifecycle) -> Iterator[Way]:
    for rule in lifecycle.actions.values():
        yield Way(rule, rule.to, rule.clocks)
        if rule.back:
            yield Way(rule, rule.back, rule.back_clocks)
        if rule.action is Action.DECLINE:
            yield Way(rule, lifecycle.disputed, rule.clocks)


def check_clocks(entry: Entry, entries: Mapping[Action, Entry], lifecycle: Lifecycle) -> None:
    """Every clock that is named starts and stops, none is paused for ever, none is forgotten by who pauses another."""
    _check_named(entry, lifecycle)
    for action, rule in lifecycle.actions.items():
        if rule.within and rule.within not in lifecycle.stages():
            entry.fault(
                f"{entry.key}: {action.value} is within {rule.within!r}, a clock that never starts",
                f"use one of {', '.join(lifecycle.stages())}",
            )
        if (action is Action.GRANT_EXTENSION) != bool(rule.clocks.extends):
            _check_extends(entries[action], rule, lifecycle)
    for stage in lifecycle.stages():
        situations = _situations(lifecycle, stage)
        running = {state for state, standing in situations if standing == RUNS}
        for action, rule in lifecycle.actions.items():
            _check_pausing(entries[action], rule, stage, running)
        _check_ends(entry, lifecycle, stage, situations)
        _check_resumed(entry, stage, situations)


def _check_named(entry: Entry, lifecycle: Lifecycle) -> None:
    all_of = [lifecycle.clocks, lifecycle.admission_clocks, *(way.clocks for way in _outcomes(lifecycle))]
    named = {stage for clocks in all_of for change in (*CHANGES, "runs_on") for stage in getattr(clocks, change)}
    for stage in sorted(named):
        for change in ("starts", "stops"):
            if not any(stage in getattr(clocks, change) for clocks in all_of):
                entry.fault(f"{entry.key}: the clock {stage!r} never {change}", f"let an action name it in {change}:")
        paused = any(stage in clocks.pauses for clocks in all_of)
        if paused and not any(stage in clocks.resumes for clocks in all_of):
            entry.fault(f"{entry.key}: the clock {stage!r} is paused for ever", "let an action name it in resumes:")


def _check_extends(entry: Entry, rule: ActionRule, lifecycle: Lifecycle) -> None:
    if rule.clocks.extends:
        remedy = "take extends: away, and let grant-extension say it"
        entry.fault(f"{entry.key}: it is granted no time that it could extend", remedy, entry.line_of("extends"))
    else:
        remedy = f"add extends: with some of {', '.join(lifecycle.stages())}"
        entry.fault(f"{entry.key}: says of no clock that it extends it", remedy)


def _check_pausing(entry: Entry, rule: ActionRule, stage: str, running: set[str]) -> None:
    """Who pauses a clock says of every clock that may run then what becomes of it."""
    clocks, where = rule.clocks, [state for state in rule.states if state in running]
    said = (*clocks.starts, *clocks.stops, *clocks.pauses, *clocks.runs_on)
    if clocks.pauses and where and stage not in said:
        paused, states = ", ".join(clocks.pauses), ", ".join(where)
        problem = f"{entry.key}: pauses {paused} and says nothing of {stage!r}, which may run then (in {states})"
        entry.fault(problem, f"add {stage} to stops, pauses or runs_on", entry.line_of("pauses"))
    if stage in clocks.runs_on and not where:
        problem = f"{entry.key}: {stage!r} runs on, but it cannot run in {', '.join(rule.states)}"
        entry.fault(problem, "take it away", entry.line_of("runs_on"))


def _check_ends(entry: Entry, lifecycle: Lifecycle, stage: str, situations: Iterable[Situation]) -> None:
    """No clock outlives its task, be it running or paused."""
    for state in sorted({state for state, standing in situations if standing and lifecycle.states[state].final}):
        problem = f"{entry.key}: the clock {stage!r} may not have stopped in {state!r}, where the task has ended"
        entry.fault(problem, f"let the actions on the way to {state} name it in stops:")


def _check_resumed(entry: Entry, stage: str, situations: set[Situation]) -> None:
    """Where a clock runs, it does not stand still for those who came there from where it was paused."""
    states = {state for state, standing in situations if standing == RESTS and (state, RUNS) in situations}
    for state in sorted(states):
        problem = f"{entry.key}: the clock {stage!r} runs in {state!r}, but may have been paused before and stand still"
        entry.fault(problem, f"let the actions that lead to {state} from where it is paused name it in resumes:")


def _situations(lifecycle: Lifecycle, stage: str) -> set[Situation]:
    """Every state that a task can reach, with each way in which the clock of a stage may stand there."""
    outcomes, found = tuple(_outcomes(lifecycle)), set[Situation]()
    begin = [(lifecycle.begins, lifecycle.clocks), (lifecycle.admits, lifecycle.admission_clocks)]
    ahead = {(state, RUNS if stage in clocks.starts else "") for state, clocks in begin if state}
    while ahead:
        found.add(now := ahead.pop())
        fitting = [way for way in outcomes if now[0] in way.rule.states]
        ahead |= {(way.to or now[0], _moved(now[1], way.clocks, stage)) for way in fitting} - found
    return found


def _moved(standing: str, clocks: Clocks, stage: str) -> str:
    """How a clock stands after an action, in the order in which an event changes it."""
    standing = RUNS if stage in clocks.starts else standing
    standing = "" if stage in clocks.stops else standing
    standing = RESTS if stage in clocks.pauses and standing == RUNS else standing
    return RUNS if stage in clocks.resumes and standing == RESTS else standing
