"""A kind of task with all that holds for it put together: its life as far as a task of this kind can come in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import foremost
from orgraph.definitions.tasks.kinds import TaskKind
from orgraph.definitions.tasks.ladders import Ladder
from orgraph.definitions.tasks.lifecycle import SETS, ActionRule, Clocks, Entrance, Lifecycle, Need, Relation, State
from orgraph.definitions.tasks.limits import Deadlines, Limit
from orgraph.definitions.tasks.routing import Serving
from orgraph.definitions.tasks.standing import RESTS, RUNS, situations
from orgraph.definitions.titles import Title


@dataclass(frozen=True, slots=True)
class StageClock:
    """The clock of a stage in a state: it may run there, or it is paused."""

    stage: str
    paused: bool


@dataclass(frozen=True, slots=True)
class StateLife:
    """A state, its clocks, and the keys of the actions that are possible in it."""

    state: State
    clocks: tuple[StageClock, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Barred:
    """An action that no task of the kind can ever have, and what bars it."""

    action: str
    need: Need


@dataclass(frozen=True, slots=True)
class KindLife:
    """
    A kind as it holds under the area `under` (empty: in general) and what it names; None where nothing is defined.

    `begins`: how it is opened; `child`: the entrances by which its actions open others of the kind. `relations`,
    `actions` and `states` are those that a task of the kind can come to, each action in such states only; `limits` has
    of each stage of its life the limits that may fit it, `serving` who takes it for what it has in its fields.
    """

    kind: TaskKind
    under: str
    lifecycle: str
    source: Title
    begins: Entrance
    child: tuple[Entrance, ...]
    relations: tuple[Relation, ...]
    actions: Mapping[str, ActionRule]
    states: tuple[StateLife, ...]
    barred: tuple[Barred, ...]
    limits: Mapping[str, tuple[Limit, ...]]
    profile: Deadlines | None
    ladder: Ladder | None
    serving: tuple[Serving, ...] = ()


def kind_life(definitions: Definitions, kind: TaskKind, under: str = "") -> KindLife | None:
    """
    What holds for `kind` under an area by code, empty: in general. None if its lifecycle does not hold there.

    Whoever is opened by this kind only counts: a state that an emergency cannot reach is none of its states.
    """
    chain = tuple(code for code in dict.fromkeys((under, kind.under)) if code)
    lifecycle = definitions.lifecycles.find(kind.lifecycle, chain)
    if lifecycle is None or kind.entrance not in lifecycle.entrances:
        return None
    own, barred = _of_kind(lifecycle, kind)
    profile = definitions.deadlines.find(kind.limits, chain)
    used = {name for rule in own.actions.values() for name in (*rule.who, *rule.never)}
    return KindLife(
        kind=kind,
        under=under or kind.under,
        lifecycle=own.key,
        source=own.source,
        begins=own.entrances[kind.entrance],
        child=tuple(one for key, one in own.entrances.items() if key != kind.entrance),
        relations=tuple(one for key, one in own.relations.items() if key in used),
        actions=own.actions,
        states=tuple(_states(own)),
        barred=barred,
        limits={stage: _fitting(profile, stage, kind) for stage in own.started()},
        profile=profile,
        ladder=definitions.ladders.find(kind.ladder, chain),
        serving=_serving(definitions, kind, chain),
    )


def _serving(definitions: Definitions, kind: TaskKind, chain: Sequence[str]) -> tuple[Serving, ...]:
    """Of the routing in force the rows that may fit a task of the kind."""
    rules = foremost(definitions.routing, chain)
    rows = rules.serving if rules else ()
    return tuple(row for row in rows if all(kind.field(name) for name, _ in row.fields))


def done_in(state: StateLife, life: KindLife) -> Iterator[ActionRule]:
    """The actions that are possible in a state; what they do to clocks that do not stand there is left out."""
    stages = [clock.stage for clock in state.clocks]
    yield from (_with_clocks(life.actions[key], stages) for key in state.actions)


def _of_kind(lifecycle: Lifecycle, kind: TaskKind) -> tuple[Lifecycle, tuple[Barred, ...]]:
    """The part of a lifecycle that a task of the kind can come to, and the actions that the kind itself rules out."""
    barred = {key: need for key, rule in lifecycle.actions.items() if (need := _bar(rule, kind)) is not None}
    rules = {key: rule for key, rule in lifecycle.actions.items() if key not in barred}
    while True:
        reached = _reached(lifecycle, rules, kind.entrance)
        filled = {name for rule in rules.values() for name in rule.fills}
        narrowed = {
            key: replace(rule, states=tuple(state for state in rule.states if state in reached))
            for key, rule in rules.items()
            if _may_be(rule, filled) and reached.intersection(rule.states)
        }
        if narrowed == rules:
            break
        rules = narrowed
    entrances = {kind.entrance, *_opened(rules)}
    own = replace(
        lifecycle,
        entrances={key: one for key, one in lifecycle.entrances.items() if key in entrances},
        states={key: one for key, one in lifecycle.states.items() if key in reached},
        actions=rules,
    )
    stages = own.started()
    own = replace(own, actions={key: _with_clocks(rule, stages) for key, rule in rules.items()})
    return own, tuple(Barred(key, need) for key, need in barred.items())


def _with_clocks(rule: ActionRule, stages: Sequence[str]) -> ActionRule:
    """The action without what it stops, pauses, resumes or extends besides these clocks."""
    return replace(rule, ways=tuple(replace(way, clocks=_some(way.clocks, stages)) for way in rule.ways))


def _some(clocks: Clocks, stages: Sequence[str]) -> Clocks:
    def kept(named: Sequence[str]) -> tuple[str, ...]:
        return tuple(one for one in named if one in stages)

    longer = {stage: memory for stage, memory in (clocks.extends or {}).items() if stage in stages}
    return Clocks(
        starts=clocks.starts,
        stops=kept(clocks.stops),
        pauses=kept(clocks.pauses),
        resumes=kept(clocks.resumes),
        extends=longer or None,
        runs_on=kept(clocks.runs_on),
        happened=clocks.happened,
    )


def _bar(rule: ActionRule, kind: TaskKind) -> Need | None:
    """What bars the action from every task of the kind, as work comes first in it, or does not."""
    return next((one for one in rule.needs if one.word == "work_first" and kind.work_first == one.unless), None)


def _may_be(rule: ActionRule, filled: set[str]) -> bool:
    """Whether the memories that it needs something of are ever filled."""
    asked = {one.of for one in rule.needs if one.word == "any" and not one.unless}
    return not asked - filled - set(SETS)


def _reached(lifecycle: Lifecycle, rules: Mapping[str, ActionRule], entrance: str) -> set[str]:
    """States that a task which began by the entrance comes to, or a child that is opened on the way."""
    reached = {lifecycle.entrances[entrance].state}
    while True:
        possible = {key: rule for key, rule in rules.items() if reached.intersection(rule.states)}
        more = {way.to for rule in possible.values() for way in rule.ways if way.to}
        more |= {lifecycle.entrances[one].state for one in _opened(possible)}
        if more <= reached:
            return reached
        reached |= more


def _opened(rules: Mapping[str, ActionRule]) -> Iterator[str]:
    """Entrances by which actions open children."""
    yield from (rule.opens.entrance for rule in rules.values() if rule.opens)


def _states(own: Lifecycle) -> Iterator[StateLife]:
    standing = [(stage, situations(own, stage)) for stage in own.started()]
    for key, state in own.states.items():
        clocks = tuple(
            StageClock(stage, (key, RUNS) not in found)
            for stage, found in standing
            if not state.final and found.intersection(((key, RUNS), (key, RESTS)))
        )
        yield StateLife(state, clocks, tuple(name for name, rule in own.actions.items() if key in rule.states))


def _fitting(profile: Deadlines | None, stage: str, kind: TaskKind) -> tuple[Limit, ...]:
    """The limits of a stage that may fit a task of the kind, in the order in which they are tried."""
    found: list[Limit] = []
    tried: Sequence[Limit] = profile.stages.get(stage, ()) if profile else ()
    for one in tried:
        if not one.kinds or kind.key in one.kinds:
            always = one.severity_from <= kind.severity_at_least
            found.append(replace(one, kinds=(), severity_from=1) if always else replace(one, kinds=()))
            if always and not one.categories and not one.fields:
                break
    return tuple(found)
