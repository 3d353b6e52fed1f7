"""Reads the files of lifecycles/."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgraph.definitions.guides import read_guide
from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import IDENTIFIER, Entry
from orgraph.definitions.tasks.action_reader import Known, read_action
from orgraph.definitions.tasks.lifecycle import (
    BACKSTOP,
    COUNTS_AS,
    OUTCOMES,
    SETS,
    Entrance,
    Lifecycle,
    Memory,
    Relation,
    Stage,
    State,
)
from orgraph.definitions.tasks.lifecycle_checks import check_lifecycle
from orgraph.definitions.titles import Title, otherwise, read_source, read_title
from orgraph.domain.event import ENGINE
from orgraph.domain.guide import NO_GUIDE
from orgraph.domain.said import Said, said

VERBS = frozenset({"show", "actions"})
"""Verbs of `orgraph task` that are no actions."""


def read_lifecycle(entry: Entry) -> Lifecycle:
    """One entry; faults for what does not hold together are those of lifecycle_checks.py."""
    before = entry.faulty
    states = {one.key: one for one in _states(entry)}
    memories = {one.key: one for one in _memories(entry)}
    relations = {one.key: one for one in _relations(entry, tuple(memories))}
    entrances = {one.key: one for one in _entrances(entry, tuple(states))}
    known = Known(tuple(states), tuple(relations), tuple(memories), tuple(entrances))
    below = entry.mapping("actions", required=True)
    entries = {one.key: one for one in below.entries(IDENTIFIER)} if below else {}
    for key in ENGINE & set(entries):
        entries[key].fault(said("event-of-ours"), said("mend-other-name"))
    for key in VERBS & set(entries):
        entries[key].fault(said("reserved-name"), said("mend-other-name"))
    lifecycle = Lifecycle(
        key=entry.key,
        title=read_title(entry),
        entrances=entrances,
        states=states,
        stages={one.key: one for one in _stages(entry)},
        relations=relations,
        memories=memories,
        actions={key: read_action(one, known) for key, one in entries.items()},
        source=read_source(entry),
        under=entry.text("under"),
        answered_within=entry.text("answered_within"),
    )
    entry.done()
    if lifecycle.entrances and entry.faulty == before:  # of what is misspelt, all that follows would be told as well
        check_lifecycle(entry, entries, lifecycle)
    return lifecycle


def _entrances(entry: Entry, states: tuple[str, ...]) -> Iterator[Entrance]:
    below = entry.mapping("entrances", required=True)
    for one in below.entries(IDENTIFIER) if below else ():
        state, starts = one.choice("state", states, required=True), one.texts("starts")
        intake = one.texts("intake")
        if intake != (BACKSTOP,):
            one.refers_all("intake", "organisations")
        one.done()
        yield Entrance(one.key, state, starts, intake)


def _states(entry: Entry) -> Iterator[State]:
    below = entry.mapping("states", required=True)
    for one in below.entries() if below else ():
        if one.truth("final") and not one.has("counts_as"):
            one.fault(said("final-uncounted"), said("mend-add-choice", name="counts_as", these=COUNTS_AS))
        counts_as, outcome = one.choice("counts_as", COUNTS_AS), one.choice("outcome", OUTCOMES)
        guide = read_guide(one) or NO_GUIDE
        yield State(one.key, read_title(one), one.truth("final"), counts_as, outcome, guide)
        one.done()


def _stages(entry: Entry) -> Iterator[Stage]:
    below = entry.mapping("stages")
    for one in below.entries(IDENTIFIER) if below else ():
        yield Stage(one.key, read_title(one))
        one.done()


def _memories(entry: Entry) -> Iterator[Memory]:
    below = entry.mapping("memories")
    for one in below.entries(IDENTIFIER) if below else ():
        if one.key in SETS:
            one.fault(said("reserved-name"), said("mend-other-name"))
        yield Memory(one.key, read_title(one), one.choice("holds", ("one", "many"), required=True) == "many")
        one.done()


def _relations(entry: Entry, memories: tuple[str, ...]) -> Iterator[Relation]:
    below = entry.mapping("relations", required=True)
    for one in below.entries(IDENTIFIER) if below else ():
        stands = one.choice("stands", ("SERVES", "UNDER"))
        relation = Relation(
            one.key,
            read_title(one),
            past=one.choice("is", (*SETS, *memories)),
            serves=stands == "SERVES",
            kinds=one.refers_all("kinds", "organisations"),
            above_lead=stands == "UNDER",
            roles=one.refers_all("roles", "roles"),
            above_all_of=one.choices("above_all_of", memories),
        )
        one.choice("from", ("lead",) if relation.above_lead else ("place",), required=bool(stands))
        one.one_of(("is", "stands", "roles", "above_all_of"))
        if relation.kinds and not relation.serves:
            remedy = said("mend-write", form="stands: SERVES, from: place")
            one.fault(said("missing-beside", name="stands: SERVES", needing="kinds"), remedy, "kinds")
        one.done()
        yield relation


def _check_titles(lifecycles: Sequence[Lifecycle], _: Whole) -> Iterator[tuple[Lifecycle, Said, Said]]:
    """One key, one title: lists show what all lifecycles beside each other."""
    known: dict[tuple[Said, str], tuple[Title, str]] = {}
    for one in lifecycles:
        named = (
            (said("the-state"), one.states),
            (said("the-stage"), one.stages),
            (said("the-action"), one.actions),
            (said("the-relation"), one.relations),
            (said("the-memory"), one.memories),
        )
        for what, some in named:
            for key, entry in some.items():
                title, where = known.setdefault((what, key), (entry.title, one.key))
                if title != entry.title:
                    differ = otherwise(entry.title, title)
                    problem = said("titled-otherwise", what=what, name=key, **differ, where=where)
                    yield one, problem, said("mend-same-title")


LIFECYCLES = Section("lifecycles", read_lifecycle, rooted=True, folder=True, check=_check_titles)
