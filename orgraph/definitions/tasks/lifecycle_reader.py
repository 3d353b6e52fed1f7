"""Reads lifecycle.yaml."""

from __future__ import annotations

from orgraph.definitions.sections import Section
from orgraph.definitions.source import IDENTIFIER, Entry
from orgraph.definitions.tasks.lifecycle import CARRIES, CHANGES, COUNTS_AS, ActionRule, Clocks, Lifecycle, State
from orgraph.definitions.tasks.lifecycle_checks import check_clocks, check_ways
from orgraph.definitions.titles import read_title
from orgraph.domain.action import Action, Relation, Verb


def read_lifecycle(entry: Entry) -> Lifecycle:
    """One entry of lifecycle.yaml; faults for states out of reach or without end, clocks without start or stop."""
    states = _states(entry)
    entries = _actions(entry)
    actions = {action: _rule(one, action, tuple(states)) for action, one in entries.items()}
    lifecycle = Lifecycle(
        key=entry.key,
        title=read_title(entry),
        begins=entry.choice("begins", states, required=True),
        disputed=entry.choice("disputed", states, required=True),
        arbiter_after=entry.whole("arbiter_after", required=True, low=1, high=100),
        clocks=Clocks(starts=entry.texts("starts")),
        states=states,
        actions=actions,
        source=entry.text("source", required=True),
        under=entry.text("under"),
        admits=entry.choice("admits", states),
        admission_clocks=Clocks(starts=entry.texts("admission_starts")),
    )
    entry.done()
    if lifecycle.begins and lifecycle.disputed:
        check_ways(entry, lifecycle)
        check_clocks(entry, entries, lifecycle)
    return lifecycle


def _states(entry: Entry) -> dict[str, State]:
    states = {}
    below = entry.mapping("states", required=True)
    for one in below.entries() if below else ():
        if one.truth("final") and not one.has("counts_as"):
            one.fault(f"{one.key} is final and counts as nothing", f"add counts_as: one of {', '.join(COUNTS_AS)}")
        states[one.key] = State(one.key, read_title(one), one.truth("final"), one.choice("counts_as", COUNTS_AS))
        one.done()
    return states


def _actions(entry: Entry) -> dict[Action, Entry]:
    found = {}
    below = entry.mapping("actions", required=True)
    known = tuple(action.value for action in Action)
    for one in below.entries(IDENTIFIER) if below else ():
        if one.key in known:
            found[Action(one.key)] = one
        else:
            one.fault(f"{one.key}: no such action", f"use one of {', '.join(known)}")
    return found


def _rule(one: Entry, action: Action, states: tuple[str, ...]) -> ActionRule:
    rule = ActionRule(
        action=action,
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
        clocks=Clocks(**{change: one.texts(change) for change in (*CHANGES, "runs_on")}),
        back_clocks=Clocks(resumes=one.texts("back_resumes")),
    )
    one.done()
    return rule


def _relations(entry: Entry, name: str, *, required: bool = False) -> tuple[Relation, ...]:
    known = tuple(relation.value for relation in Relation)
    return tuple(Relation(value) for value in entry.choices(name, known, required))


LIFECYCLE = Section("lifecycle", read_lifecycle, rooted=True)
