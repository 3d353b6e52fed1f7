"""
Whether every task of a lifecycle can be ended, whatever has happened to it before: nobody is locked out by a memory
that is missing, by helpers that have left, or by a limit that has passed.

A situation is a state with the memories that hold something and whether somebody helps. What may be asked for by
somebody who is surely there leads on; who opened a task, who leads it, the centre, the superior and the holders of
posts are taken to be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from orgraph.definitions.tasks.lifecycle import (
    BY,
    CALLED,
    CALLERS,
    FIELD,
    HELPERS,
    IN_HAND,
    LEAD,
    OPENER,
    ROUTED,
    UNIT,
    ActionRule,
    Lifecycle,
    Need,
    Relation,
    Way,
)
from orgraph.domain.action import FIELD_TYPES

WITHIN = {
    LEAD: (LEAD, IN_HAND, CALLED),
    HELPERS: (HELPERS, IN_HAND, CALLED),
    IN_HAND: (IN_HAND, CALLED),
    CALLED: (CALLED,),
}
"""By a set of units the sets that it lies in."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a task may stand: its state, the memories that hold something, and whether somebody helps."""

    state: str
    filled: frozenset[str]
    helped: bool


def stuck(lifecycle: Lifecycle) -> list[Situation]:
    """Situations that a task may come to, from which nobody can surely lead it to an end; one for each state."""
    lives = _Lives(lifecycle)
    found: dict[str, Situation] = {}
    for one in sorted(lives.reached - lives.ended(), key=lambda one: (one.state, sorted(one.filled), one.helped)):
        found.setdefault(one.state, one)
    return list(found.values())


class _Lives:
    """All situations of a lifecycle, and which of them lead on to an end."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._life = lifecycle
        self._asked = _looked_at(lifecycle)
        self._by_state = {
            state: [rule for rule in lifecycle.actions.values() if state in rule.states] for state in lifecycle.states
        }
        self._set_later = {field for rule in lifecycle.actions.values() for field in rule.sets}
        self._first_held: dict[str, set[str]] = {}
        for rule in lifecycle.actions.values():
            for memory, names in rule.remembers:
                self._first_held.setdefault(memory, set()).add(names[0] if names else "")
            if rule.proposes:
                self._first_held.setdefault(rule.proposes.into, set()).add(UNIT)

    @cached_property
    def reached(self) -> set[Situation]:
        """Every situation that a task may come to: what may be possible at all is."""
        begun = (one.state for one in self._life.entrances.values())
        ahead = {Situation(state, frozenset(), helped) for state, helped in product(begun, (True, False))}
        found = set[Situation]()
        while ahead:
            found.add(now := ahead.pop())
            rules = (rule for rule in self._by_state.get(now.state, ()) if self._may_be(rule, now))
            ahead |= {one for rule in rules for way in rule.ways for one in self._after(rule, way, now)} - found
        return found

    def ended(self) -> set[Situation]:
        """Those that somebody can surely lead to a final state."""
        good = {one for one in self.reached if self._life.states[one.state].final}
        steps = {one: self._steps(one) for one in self.reached - good}
        while more := {one for one, ahead in steps.items() if any(step <= good for step in ahead)}:
            good |= more
            for one in more:
                del steps[one]
        return good

    def _steps(self, now: Situation) -> list[set[Situation]]:
        """Of each thing that somebody can surely do, all that the task may come to by it."""
        rules = (rule for rule in self._by_state.get(now.state, ()) if self._surely(rule, now))
        return [
            {one for way in ways for one in self._after(rule, way, now)} for rule in rules for ways in _chosen(rule)
        ]

    def _after(self, rule: ActionRule, way: Way, now: Situation) -> Iterator[Situation]:
        """What a task may come to by an action on a way."""
        filled = (now.filled - set(rule.forgets)) | rule.fills
        yield from (Situation(way.to or now.state, filled & self._asked, one) for one in _helped(rule, now.helped))

    def _may_be(self, rule: ActionRule, now: Situation) -> bool:
        """Whether an action may be possible: what it needs of memories is there."""
        return all((need.of in now.filled) != need.unless for need in rule.needs if need.word == "any")

    def _surely(self, rule: ActionRule, now: Situation) -> bool:
        """Whether somebody who is there may do it, whatever the matter is and however late it is."""
        if rule.within or rule.joins or not self._may_be(rule, now):
            return False
        named = [need for need in rule.needs if need.word == UNIT]
        if len(named) > 1 or not all(self._named(need, now) for need in named):
            return False
        if not all(need.word in ("any", UNIT, BY) or self._can_be_said(need) for need in rule.needs):
            return False
        return any(self._acts(one, rule, now) for one in self._relations(rule.who))

    def _can_be_said(self, need: Need) -> bool:
        """Whether somebody can give a field the value that is asked for: what only the opening says stays as it is."""
        return need.word == FIELD and not need.unless and need.of in self._set_later

    def _relations(self, keys: Iterable[str]) -> Iterator[Relation]:
        return (self._life.relations[key] for key in keys if key in self._life.relations)

    def _named(self, need: Need, now: Situation) -> bool:
        """Whether a unit can be named that is in a set, or with `unless` one that is not: there are enough others."""
        if need.unless:
            return True
        if need.of in self._life.memories:
            return need.of in now.filled and self._holds(need.of, {UNIT})
        return need.of in (LEAD, IN_HAND, CALLED) or (need.of == HELPERS and now.helped)

    def _holds(self, memory: str, values: set[str]) -> bool:
        """Whether a memory holds these first, whoever fills it."""
        return self._first_held.get(memory, set()) <= values

    def _acts(self, one: Relation, rule: ActionRule, now: Situation) -> bool:
        """Whether somebody surely stands in a relation, and in none that bars it."""
        if one.past in self._life.memories:
            there = one.past in now.filled and self._holds(one.past, {BY, UNIT})
        else:
            there = one.past != CALLERS and (one.past != HELPERS or now.helped)
        by = [need for need in rule.needs if need.word == BY]
        barred = [*self._relations(rule.never), *(Relation("", one.title, past=need.of) for need in by if need.unless)]
        asked = [need.of for need in by if not need.unless]
        return (
            there
            and all(of == one.past or of in WITHIN.get(one.past, ()) for of in asked)
            and all(_apart(one, other, now.helped) for other in barred)
        )


def _looked_at(lifecycle: Lifecycle) -> frozenset[str]:
    """Memories by which it is decided whether somebody may act."""
    needs = {need.of for rule in lifecycle.actions.values() for need in rule.needs}
    return frozenset((needs | {one.past for one in lifecycle.relations.values()}) & set(lifecycle.memories))


def _helped(rule: ActionRule, before: bool) -> tuple[bool, ...]:
    """Whether somebody may help afterwards."""
    if rule.keeps_lead or rule.adds_helper:
        return (True,) if before or rule.adds_helper else (True, False)
    if rule.lead == ROUTED:
        return (True, False)
    return (True, False) if before and (rule.lead == UNIT or rule.removes_helper) else (before,)


def _chosen(rule: ActionRule) -> Iterator[tuple[Way, ...]]:
    """
    The ways among which whoever acts can choose, each as all that it may come to.

    What is said in the action itself is chosen; how often something happened, and what the matter is, are not, unless
    the action counts itself and stays where it is until it is often enough.
    """
    own = {memory for memory, _ in rule.remembers}
    open_: list[Way] = []
    for number, way in enumerate(rule.ways):
        told = [one for one in way.when if not one.at_least]
        counted = [one for one in way.when if one.at_least]
        later = rule.ways[number + 1 :]
        waits = all(not other.to or (other.to,) == rule.states for other in later)
        if open_ or not way.when:
            open_.append(way)
        elif not counted and all(one.of in FIELD_TYPES for one in told):
            yield (way,)
        elif not told and waits and all(one.of in own and one.of not in rule.forgets for one in counted):
            yield (way,)
            open_.append(way)
        else:
            open_.append(way)
    yield tuple(open_)


def _apart(one: Relation, other: Relation, helped: bool) -> bool:
    """Whether somebody who stands in a relation surely does not stand in another."""
    if not one.past:
        return bool(other.past) or _sort(one) != _sort(other)
    if not other.past:
        return one.past == OPENER and not other.roles
    if one.past == OPENER:
        return other.past in WITHIN
    if one.past not in WITHIN or (other.past not in WITHIN and other.past != OPENER):
        return False
    if other.past == OPENER or {one.past, other.past} == {LEAD, HELPERS}:
        return True
    if other.past in WITHIN[one.past]:
        return False
    return other.past == HELPERS or (other.past == LEAD and helped)


def _sort(one: Relation) -> tuple[bool, bool, bool]:
    """What a relation is by the graph; the arbiter is a centre that serves the place, too."""
    return one.serves or bool(one.above_all_of), one.above_lead, bool(one.roles)
