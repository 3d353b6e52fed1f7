"""
Whether a lifecycle holds together: states in reach and with a way out, clocks that start, stop and are never forgotten,
memories that somebody fills, actions that somebody may do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.endings import stuck
from orgraph.definitions.tasks.lifecycle import FIELD, OUTCOMES, SETS, ActionRule, Clocks, Lifecycle, Way
from orgraph.definitions.tasks.standing import RESTS, RUNS, Situation, situations
from orgraph.domain.supervision import counts


def check_lifecycle(entry: Entry, entries: Mapping[str, Entry], lifecycle: Lifecycle) -> None:
    """Note a fault for all that does not hold together; `entries` are those of its actions."""
    _check_ways(entry, lifecycle)
    _check_clocks(entry, entries, lifecycle)
    _check_memories(entry, entries, lifecycle)
    _check_endings(entry, lifecycle)
    _check_outcomes(entry, lifecycle)
    for key, rule in lifecycle.actions.items():
        if rule.who and not set(rule.who) - set(rule.never):
            remedy = "take one of them out of never:"
            entries[key].fault(f"{key}: nobody may, as never: has all of who:", remedy, entries[key].line_of("never"))


def _check_ways(entry: Entry, lifecycle: Lifecycle) -> None:
    """Every state can be reached, and left unless it is final."""
    reached, ways = {one.state for one in lifecycle.entrances.values()}, list(_ways(lifecycle))
    while more := {to for state, to in ways if state in reached and to not in reached}:
        reached |= more
    for state in lifecycle.states.values():
        if state.key not in reached:
            entry.fault(f"{entry.key}: no task can reach the state {state.key!r}", "let an action lead to it")
        leads_on = any(one == state.key and to != state.key for one, to in ways)
        if not state.final and not leads_on:
            entry.fault(f"{entry.key}: no way out of the state {state.key!r}", "add an action, or final: true")


def _ways(lifecycle: Lifecycle) -> Iterable[tuple[str, str]]:
    yield from ((state, way.to) for rule, way in _outcomes(lifecycle) if way.to for state in rule.states)


def _outcomes(lifecycle: Lifecycle) -> Iterator[tuple[ActionRule, Way]]:
    yield from ((rule, way) for rule in lifecycle.actions.values() for way in rule.ways)


def _check_outcomes(entry: Entry, lifecycle: Lifecycle) -> None:
    """What is rated by its outcome ends with one, unless it is left out of the rates."""
    for state in lifecycle.states.values():
        if lifecycle.by_outcome and state.final and not state.outcome and counts(state.counts_as):
            problem = f"{entry.key}: {state.key!r} counts as {state.counts_as}, and other states have an outcome"
            entry.fault(problem, f"add outcome: one of {', '.join(OUTCOMES)}")


def _check_clocks(entry: Entry, entries: Mapping[str, Entry], lifecycle: Lifecycle) -> None:
    """Every clock that is named starts and stops, none is paused for ever, none is forgotten by who pauses another."""
    _check_named(entry, lifecycle)
    within = [(key, rule.within) for key, rule in lifecycle.actions.items()]
    within += [(key, rule.opens.within) for key, rule in lifecycle.actions.items() if rule.opens]
    for key, stage in (*within, ("answered_within", lifecycle.answered_within)):
        if stage and stage not in lifecycle.started():
            remedy = f"use one of {', '.join(lifecycle.started())}"
            entry.fault(f"{entry.key}: {key} is within {stage!r}, a clock that never starts", remedy)
    for stage in lifecycle.started():
        found = situations(lifecycle, stage)
        running = {state for state, standing in found if standing == RUNS}
        for key, rule in lifecycle.actions.items():
            for way in rule.ways:
                _check_pausing(entries[key], rule, way.clocks, stage, running)
        _check_ends(entry, lifecycle, stage, found)
        _check_resumed(entry, stage, found)


def _check_named(entry: Entry, lifecycle: Lifecycle) -> None:
    all_of = list(lifecycle.all_clocks())
    for stage in sorted(set(lifecycle.stages) - set(lifecycle.started())):
        remedy = "let an entrance or an action start it, or take it away"
        entry.fault(f"{entry.key}: no clock of the stage {stage!r} ever starts", remedy)
    for stage in sorted({stage for clocks in all_of for stage in clocks.named()}):
        if not any(stage in clocks.starts for clocks in all_of):
            entry.fault(f"{entry.key}: the clock {stage!r} never starts", "let an action start it under clocks:")
        if not any(stage in clocks.stops for clocks in all_of):
            entry.fault(f"{entry.key}: the clock {stage!r} never stops", "let an action stop it under clocks:")
        if stage not in lifecycle.stages:
            remedy = f"add {stage}: {{title: {{zh: …, en: …}}}} under stages:"
            entry.fault(f"{entry.key}: the clock {stage!r} is no stage that has a title", remedy)
        paused = any(stage in clocks.pauses for clocks in all_of)
        if paused and not any(stage in clocks.resumes for clocks in all_of):
            entry.fault(f"{entry.key}: the clock {stage!r} is paused for ever", "let an action resume it under clocks:")


def _check_pausing(entry: Entry, rule: ActionRule, clocks: Clocks, stage: str, running: set[str]) -> None:
    """Who pauses a clock says of every clock that may run then what becomes of it."""
    where = [state for state in rule.states if state in running]
    said = (*clocks.starts, *clocks.stops, *clocks.pauses, *clocks.runs_on)
    if clocks.pauses and where and stage not in said:
        paused, states = ", ".join(clocks.pauses), ", ".join(where)
        problem = f"{entry.key}: pauses {paused} and says nothing of {stage!r}, which may run then (in {states})"
        entry.fault(problem, f"add {stage} to stop, pause or runs_on", entry.line_of("clocks"))
    if stage in clocks.runs_on and not where:
        problem = f"{entry.key}: {stage!r} runs on, but it cannot run in {', '.join(rule.states)}"
        entry.fault(problem, "take it away", entry.line_of("clocks"))


def _check_ends(entry: Entry, lifecycle: Lifecycle, stage: str, found: Iterable[Situation]) -> None:
    """No clock outlives its task, be it running or paused."""
    for state in sorted({state for state, standing in found if standing and lifecycle.states[state].final}):
        problem = f"{entry.key}: the clock {stage!r} may not have stopped in {state!r}, where the task has ended"
        entry.fault(problem, f"let the actions on the way to {state} stop it")


def _check_resumed(entry: Entry, stage: str, found: set[Situation]) -> None:
    """Where a clock runs, it does not stand still for those who came there from where it was paused."""
    states = {state for state, standing in found if standing == RESTS and (state, RUNS) in found}
    for state in sorted(states):
        problem = f"{entry.key}: the clock {stage!r} runs in {state!r}, but may have been paused before and stand still"
        entry.fault(problem, f"let the actions that lead to {state} from where it is paused resume it")


def _check_endings(entry: Entry, lifecycle: Lifecycle) -> None:
    """Whatever happens to a task, somebody can lead it to an end."""
    for one in stuck(lifecycle):
        with_ = f"with {', '.join(sorted(one.filled))} remembered" if one.filled else "with nothing remembered"
        problem = f"{entry.key}: a task in {one.state!r} may be locked in, {with_} and {_helping(one.helped)}"
        remedy = (
            f"let somebody who is surely there lead it from {one.state} on to a final state, whatever was remembered"
        )
        entry.fault(problem, remedy)


def _helping(helped: bool) -> str:
    return "somebody helping" if helped else "nobody helping"


def _check_memories(entry: Entry, entries: Mapping[str, Entry], lifecycle: Lifecycle) -> None:
    """What somebody asks for is remembered by some action, and what is remembered is asked for."""
    filled = {memory for rule in lifecycle.actions.values() for memory, _ in rule.remembers}
    for key, rule in lifecycle.actions.items():
        for memory in sorted(_asked(rule) - filled):
            entries[key].fault(
                f"{key}: asks for the memory {memory!r}, which no action fills",
                f"let one say remembers: {{{memory}: …}}",
            )
    asked = {memory for rule in lifecycle.actions.values() for memory in _asked(rule)}
    asked |= {memory for one in lifecycle.relations.values() for memory in (one.past, *one.above_all_of)}
    for memory in lifecycle.memories:
        if memory not in filled | asked:
            entry.fault(f"{entry.key}: the memory {memory!r} is never filled and never asked for", "take it away")


def _asked(rule: ActionRule) -> set[str]:
    """The memories that an action looks at, or forgets."""
    conditions = [condition.of for way in rule.ways for condition in way.when if condition.at_least]
    spans = [memory for way in rule.ways for memory in (way.clocks.extends or {}).values()]
    needed = [need.of for need in rule.needs if need.of and need.word != FIELD and need.of not in SETS]
    return {*conditions, *spans, *needed, *rule.forgets} - {""}
