"""
Whether a lifecycle holds together: states in reach and with a way out, clocks that start, stop and are never forgotten,
memories that somebody fills, actions that somebody may do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.endings import stuck
from orgraph.definitions.tasks.lifecycle import FIELD, OUTCOMES, PROPOSABLE, SETS, ActionRule, Clocks, Lifecycle, Way
from orgraph.definitions.tasks.standing import RESTS, RUNS, Situation, situations
from orgraph.domain.said import said
from orgraph.domain.supervision import counts


def check_lifecycle(entry: Entry, entries: Mapping[str, Entry], lifecycle: Lifecycle) -> None:
    """Note a fault for all that does not hold together; `entries` are those of its actions."""
    _check_ways(entry, lifecycle)
    if _all_titled(entry, lifecycle):
        _check_clocks(entry, entries, lifecycle)
    _check_memories(entry, entries, lifecycle)
    _check_endings(entry, lifecycle)
    _check_outcomes(entry, lifecycle)
    for key, rule in lifecycle.actions.items():
        if rule.who and not set(rule.who) - set(rule.never):
            entries[key].fault(said("nobody-may"), said("mend-nobody-may"), "never")


def _check_ways(entry: Entry, lifecycle: Lifecycle) -> None:
    """Every state can be reached, and left unless it is final."""
    reached, ways = {one.state for one in lifecycle.entrances.values()}, list(_ways(lifecycle))
    while more := {to for state, to in ways if state in reached and to not in reached}:
        reached |= more
    for state in lifecycle.states.values():
        if state.key not in reached:
            entry.fault(said("state-unreached", state=state.key), said("mend-lead-there"))
        leads_on = any(one == state.key and to != state.key for one, to in ways)
        if not state.final and not leads_on:
            entry.fault(said("state-without-way", state=state.key), said("mend-lead-on"))


def _ways(lifecycle: Lifecycle) -> Iterable[tuple[str, str]]:
    yield from ((state, way.to) for rule, way in _outcomes(lifecycle) if way.to for state in rule.states)


def _outcomes(lifecycle: Lifecycle) -> Iterator[tuple[ActionRule, Way]]:
    yield from ((rule, way) for rule in lifecycle.actions.values() for way in rule.ways)


def _check_outcomes(entry: Entry, lifecycle: Lifecycle) -> None:
    """What is rated by its outcome ends with one, unless it is left out of the rates."""
    for state in lifecycle.states.values():
        if lifecycle.by_outcome and state.final and not state.outcome and counts(state.counts_as):
            problem = said("state-without-outcome", state=state.key, counts_as=state.counts_as)
            entry.fault(problem, said("mend-add-choice", name="outcome", these=OUTCOMES))


def _check_clocks(entry: Entry, entries: Mapping[str, Entry], lifecycle: Lifecycle) -> None:
    """Every clock that is named starts and stops, none is paused for ever, none is forgotten by who pauses another."""
    _check_named(entry, lifecycle)
    within = [(key, rule.within) for key, rule in lifecycle.actions.items()]
    within += [(key, rule.opens.within) for key, rule in lifecycle.actions.items() if rule.opens]
    for key, stage in (*within, ("answered_within", lifecycle.answered_within)):
        if stage and stage not in lifecycle.started():
            problem = said("within-unstarted", name=key, stage=stage)
            entry.fault(problem, said("mend-use", these=lifecycle.started()))
    for stage in lifecycle.started():
        found = situations(lifecycle, stage)
        running = {state for state, standing in found if standing == RUNS}
        for key, rule in lifecycle.actions.items():
            for way in rule.ways:
                _check_pausing(entries[key], rule, way.clocks, stage, running)
        _check_ends(entry, lifecycle, stage, found)
        _check_resumed(entry, stage, found)


def _all_titled(entry: Entry, lifecycle: Lifecycle) -> bool:
    """Whether every clock that is named is a stage; one that is misspelt is told alone, not with what follows of it."""
    untitled = sorted({stage for clocks in lifecycle.all_clocks() for stage in clocks.named()} - set(lifecycle.stages))
    for stage in untitled:
        remedy = said("mend-add-below", name=f"{stage}: {{title: {{zh: …, en: …}}}}", below="stages")
        entry.fault(said("clock-untitled", stage=stage), remedy)
    return not untitled


def _check_named(entry: Entry, lifecycle: Lifecycle) -> None:
    all_of = list(lifecycle.all_clocks())
    for stage in sorted(set(lifecycle.stages) - set(lifecycle.started())):
        entry.fault(said("stage-unstarted", stage=stage), said("mend-start-stage"))
    for stage in sorted({stage for clocks in all_of for stage in clocks.named()}):
        if not any(stage in clocks.starts for clocks in all_of):
            entry.fault(said("clock-unstarted", stage=stage), said("mend-clock-start"))
        if not any(stage in clocks.stops for clocks in all_of):
            entry.fault(said("clock-unstopped", stage=stage), said("mend-clock-stop"))
        paused = any(stage in clocks.pauses for clocks in all_of)
        if paused and not any(stage in clocks.resumes for clocks in all_of):
            entry.fault(said("clock-unresumed", stage=stage), said("mend-clock-resume"))


def _check_pausing(entry: Entry, rule: ActionRule, clocks: Clocks, stage: str, running: set[str]) -> None:
    """Who pauses a clock says of every clock that may run then what becomes of it."""
    where = [state for state in rule.states if state in running]
    told = (*clocks.starts, *clocks.stops, *clocks.pauses, *clocks.runs_on)
    if clocks.pauses and where and stage not in told:
        problem = said("clock-untold", paused=clocks.pauses, stage=stage, states=where)
        entry.fault(problem, said("mend-clock-untold", stage=stage), "clocks")
    if stage in clocks.runs_on and not where:
        problem = said("clock-never-there", stage=stage, states=rule.states)
        entry.fault(problem, said("mend-leave-out", name=stage), "clocks")


def _check_ends(entry: Entry, lifecycle: Lifecycle, stage: str, found: Iterable[Situation]) -> None:
    """No clock outlives its task, be it running or paused."""
    for state in sorted({state for state, standing in found if standing and lifecycle.states[state].final}):
        entry.fault(said("clock-outlives", stage=stage, state=state), said("mend-clock-outlives", state=state))


def _check_resumed(entry: Entry, stage: str, found: set[Situation]) -> None:
    """Where a clock runs, it does not stand still for those who came there from where it was paused."""
    states = {state for state, standing in found if standing == RESTS and (state, RUNS) in found}
    for state in sorted(states):
        entry.fault(said("clock-may-rest", stage=stage, state=state), said("mend-clock-may-rest", state=state))


def _check_endings(entry: Entry, lifecycle: Lifecycle) -> None:
    """Whatever happens to a task, somebody can lead it to an end."""
    for one in stuck(lifecycle):
        kept = said("remembered", memories=sorted(one.filled)) if one.filled else said("nothing-remembered")
        helping = said("somebody-helping") if one.helped else said("nobody-helping")
        problem = said("locked-in", state=one.state, kept=kept, helping=helping)
        entry.fault(problem, said("mend-locked-in", state=one.state))


def _check_memories(entry: Entry, entries: Mapping[str, Entry], lifecycle: Lifecycle) -> None:
    """What somebody asks for is remembered by some action, and what is remembered is asked for."""
    filled = {memory for rule in lifecycle.actions.values() for memory in rule.fills}
    for key, rule in lifecycle.actions.items():
        for memory in sorted(_asked(rule) - filled):
            remedy = said("mend-remember", form=f"remembers: {{{memory}: …}}")
            entries[key].fault(said("memory-unfilled", memory=memory), remedy)
    asked = {memory for rule in lifecycle.actions.values() for memory in _asked(rule)}
    asked |= {memory for one in lifecycle.relations.values() for memory in (one.past, *one.above_all_of)}
    for memory in lifecycle.memories:
        if memory not in filled | asked:
            entry.fault(said("memory-unused", memory=memory), said("mend-leave-out", name=memory))


def _asked(rule: ActionRule) -> set[str]:
    """The memories that an action looks at, or forgets."""
    conditions = [condition.of for way in rule.ways for condition in way.when if condition.at_least]
    spans = [memory for way in rule.ways for memory in (way.clocks.extends or {}).values()]
    needed = [one.of for one in rule.needs if one.word not in (FIELD, PROPOSABLE) and one.of not in SETS]
    without = [rule.proposes.without] if rule.proposes else []
    return {*conditions, *spans, *needed, *without, *rule.forgets} - {""}
