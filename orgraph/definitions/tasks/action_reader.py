"""Reads the actions of a lifecycle: when and by whom each is possible, and what it does in the words of effects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.definitions.faults import define_or_use
from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.lifecycle import (
    BY,
    CARRIES,
    EXTENSION,
    FIELD,
    INTO,
    KEPT_AS_HELPER,
    LEAD,
    PASSED,
    PRECEDENT,
    PROPOSABLE,
    ROUTED,
    SAME,
    SETS,
    UNIT,
    WHEN,
    ActionRule,
    Clocks,
    Condition,
    Need,
    Opens,
    Proposes,
    Way,
)
from orgraph.definitions.titles import read_title
from orgraph.domain.action import FIELD_TYPES, Obstacle, Verb
from orgraph.domain.event import MARKS, VALUED
from orgraph.domain.field import FieldType
from orgraph.domain.said import Said, said

VALUES = (BY, UNIT, EXTENSION)
"""What can be remembered: who acts, the unit that is named, the time that is asked for."""

MARKED = (BY, UNIT, LEAD)
"""Whom a mark can be of: who acts, the unit that is named, who leads when the action begins."""

TOLD_BY = (PASSED, *(name for name in CARRIES if name != PASSED and FIELD_TYPES[name] is FieldType.TRUTH))
"""Fields that an outcome can be told by."""

_NEEDS = ("any", "unit", "by", "work_first", FIELD, PROPOSABLE)

PROPOSALS = "proposals"
"""The section that actions name which propose."""

FIELDS = "fields"
"""What all kinds declare together, as a section that names refer to."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the lifecycle of an action has declared."""

    states: tuple[str, ...]
    relations: tuple[str, ...]
    memories: tuple[str, ...]
    entrances: tuple[str, ...]

    @property
    def sets(self) -> tuple[str, ...]:
        """What a unit or a party may be among."""
        return (*SETS, *self.memories)


def read_action(one: Entry, known: Known) -> ActionRule:
    """One action; a fault for a field that it uses and does not carry."""
    required, optional, required_from = _carries(one, known)
    clocks, marks = _clocks(one, known), _marks(one)
    lead = one.choice("lead", (UNIT, ROUTED))
    rule = ActionRule(
        key=one.key,
        title=read_title(one),
        verb=Verb(one.choice("verb", tuple(verb.value for verb in Verb), "handle", required=True)),
        states=one.choices("in", known.states, required=True),
        who=one.choices("who", known.relations, required=True),
        never=one.choices("never", known.relations),
        required=required,
        optional=optional,
        required_from=required_from,
        within=one.text("within"),
        needs=(*_needs(one, "needs", known), *_needs(one, "unless", known)),
        ways=_ways(one, known, clocks, marks),
        lead=lead,
        keeps_lead=one.choice("kept", (KEPT_AS_HELPER,)) == KEPT_AS_HELPER,
        remembers=tuple(_remembers(one, known)),
        forgets=one.choices("forgets", known.memories),
        opens=_opens(one, known),
        joins=one.choice("joins", (INTO,)) == INTO,
        keeps_precedent=one.choice("keeps", (PRECEDENT,)) == PRECEDENT,
        sets=one.texts("sets"),
        proposes=_proposes(one, known),
        **_helpers(one),
    )
    one.done()
    _check_carried(one, rule)
    return rule


def _carries(one: Entry, known: Known) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Fields that must come, that may, and those that some relations must give."""
    below = one.mapping("carries")
    if below is None:
        return (), (), {}
    asked = below.mapping("required_from")
    required_from = {}
    for name in asked.names() if asked else ():
        assert asked is not None
        if name not in CARRIES:
            asked.refer(name, FIELDS)
        required_from[name] = asked.choices(name, known.relations)
    required, optional = (below.name_list(word, CARRIES, FIELDS) for word in ("required", "optional"))
    below.done()
    return required, optional, required_from


def _clocks(one: Entry, known: Known) -> Clocks:
    below = one.mapping("clocks")
    if below is None:
        return Clocks()
    longer = below.mapping("extend")
    clocks = Clocks(
        starts=below.texts("start"),
        stops=below.texts("stop"),
        pauses=below.texts("pause"),
        resumes=below.texts("resume"),
        runs_on=below.texts("runs_on"),
        extends={stage: longer.choice(stage, known.memories) for stage in longer.names()} if longer else None,
        happened=below.choice("at", (WHEN,)) == WHEN,
    )
    below.done()
    return clocks


def _marks(one: Entry) -> tuple[tuple[str, str], ...]:
    below = one.mapping("marks")
    if below is None:
        return ()
    for name in below.names():
        if name not in MARKS:
            below.fault(said("no-such-mark", name=name), said("mend-use", these=tuple(MARKS)), line=below.line_of(name))
    return tuple((name, below.choice(name, MARKED)) for name in below.names())


def _needs(one: Entry, word: str, known: Known) -> Iterator[Need]:
    """The conditions under `needs`, or under `unless`."""
    for need in one.mappings(word):
        name = need.one_of(_NEEDS)
        if not name:
            continue
        values: tuple[str | bool, ...] = ()
        if name == PROPOSABLE:
            of = need.refers(name, PROPOSALS)
        elif name == FIELD:
            of, values = need.refers(name, FIELDS), need.values("is")
        else:
            of = "" if name == "work_first" else need.choice(name, known.memories if name == "any" else known.sets)
        if name == "work_first" and not need.truth(name):
            need.only_true(name)
        obstacle = Obstacle(need.choice("else", tuple(one.value for one in Obstacle), Obstacle.UNMET.value))
        title = read_title(need) if obstacle is Obstacle.UNMET else None
        need.done()
        yield Need(name, of, word == "unless", obstacle, title, values)


def _ways(one: Entry, known: Known, clocks: Clocks, marks: tuple[tuple[str, str], ...]) -> tuple[Way, ...]:
    """The outcomes, each with what the action does in any case; without any the one way to `to`."""
    if not one.has("outcomes"):
        return (Way((), one.choice("to", known.states), clocks, marks),)
    one.one_of(("to", "outcomes"))
    ways = []
    for outcome in one.mappings("outcomes", required=True):
        when = tuple(_conditions(one, outcome, known))
        to = outcome.choice("to", known.states)
        ways.append(Way(when, to, _both(clocks, _clocks(outcome, known)), (*marks, *_marks(outcome))))
        outcome.done()
    if not ways or ways[-1].when or not all(way.when for way in ways[:-1]):
        one.fault(said("last-outcome"), said("mend-last-outcome"), "outcomes")
    return tuple(ways) or (Way(),)


def _conditions(one: Entry, outcome: Entry, known: Known) -> Iterator[Condition]:
    when = outcome.mapping("when")
    for name in when.names() if when else ():
        assert when is not None
        if name in known.memories:
            counted = when.mapping(name, required=True)
            if counted is not None:
                yield Condition(name, at_least=counted.whole("at_least", required=True, low=1, high=100))
                counted.done()
        elif name in TOLD_BY:
            yield Condition(name, (when.truth(name),))
        elif when.holds_mapping(name):
            when.mapping(name)
            when.fault(*_no_memory(name, known), line=when.line_of(name))
        elif name in CARRIES:
            remedy = said("mend-use-or-field", these=(*TOLD_BY, *known.memories))
            when.fault(said("tells-nothing", name=name), remedy, line=when.line_of(name))
            when.values(name)
        else:
            when.refer(name, FIELDS)
            yield Condition(name, when.values(name))


def _both(first: Clocks, second: Clocks) -> Clocks:
    return Clocks(
        starts=(*first.starts, *second.starts),
        stops=(*first.stops, *second.stops),
        pauses=(*first.pauses, *second.pauses),
        resumes=(*first.resumes, *second.resumes),
        extends={**(first.extends or {}), **(second.extends or {})} or None,
        runs_on=(*first.runs_on, *second.runs_on),
        happened=first.happened or second.happened,
    )


def _helpers(one: Entry) -> dict[str, bool]:
    below = one.mapping("helpers")
    found = {"adds_helper": "add", "removes_helper": "remove"}
    if below is None:
        return {}
    helpers = {field: below.choice(word, (UNIT,)) == UNIT for field, word in found.items()}
    below.done()
    return helpers


def _remembers(one: Entry, known: Known) -> Iterator[tuple[str, tuple[str, ...]]]:
    below = one.mapping("remembers")
    for name in below.names() if below else ():
        assert below is not None
        if name not in known.memories:
            below.fault(*_no_memory(name, known), line=below.line_of(name))
        yield name, below.choices(name, VALUES, required=True)


def _no_memory(name: str, known: Known) -> tuple[Said, Said]:
    return said("not-among", name=name, section="memories"), define_or_use(set(known.memories), name)


def _opens(one: Entry, known: Known) -> Opens | None:
    below = one.mapping("opens")
    if below is None:
        return None
    below.choice("kind", (SAME,), required=True)
    found = Opens(below.choice("entrance", known.entrances, required=True), below.text("within"))
    below.done()
    return found


def _proposes(one: Entry, known: Known) -> Proposes | None:
    below = one.mapping("proposes")
    if below is None:
        return None
    found = Proposes(
        below.refers("by", PROPOSALS, required=True),
        below.choice("into", known.memories, required=True),
        below.choice("without", known.memories),
    )
    below.done()
    return found


def _check_carried(one: Entry, rule: ActionRule) -> None:
    """What the words of an action use it carries, too."""
    remembered = [name for _, names in rule.remembers for name in names]
    marked = [name for way in rule.ways for _, name in way.marks]
    marked_as = [mark for way in rule.ways for mark, _ in way.marks]
    told_by = [condition.of for way in rule.ways for condition in way.when if condition.of in TOLD_BY]
    values = [field for mark in marked_as for field in VALUED.get(mark, ())]
    by_unit = (
        *(UNIT if need.word == PROPOSABLE else need.word for need in rule.needs),
        *remembered,
        *marked,
        rule.lead,
        *([UNIT] if rule.adds_helper or rule.removes_helper or rule.opens else ()),
    )
    wanted: Sequence[tuple[str, bool]] = (
        (UNIT, UNIT in by_unit),
        (EXTENSION, EXTENSION in remembered),
        (INTO, rule.joins),
        *((name, True) for name in dict.fromkeys((*told_by, *values))),
    )
    for name, uses in wanted:
        if uses and name not in rule.required:
            one.fault(said("uses-uncarried", name=name), said("mend-carry", name=name), "carries")
    for name in rule.sets:
        if name in CARRIES or name not in rule.carried:
            one.fault(said("sets-no-field", name=name), said("mend-carry-either", name=name), "sets")
    if any(way.clocks.happened for way in rule.ways) and WHEN not in rule.carried:
        one.fault(said("happened-untold"), said("mend-carry-either", name=WHEN))
