"""Whether an action may happen to a task, by whom and with what: pure rules over the fold of its events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from orgraph.definitions.tasks.fields import Field
from orgraph.definitions.tasks.lifecycle import (
    BY,
    CALLED,
    CALLERS,
    FIELD,
    HELPERS,
    IN_HAND,
    LEAD,
    OPENER,
    PROPOSABLE,
    TEXT,
    UNIT,
    ActionRule,
    Lifecycle,
    Need,
    Relation,
    Stage,
    State,
    Way,
)
from orgraph.definitions.titles import Title, worded
from orgraph.domain.action import FIELD_TYPES, ActionRequest, Available, FormField, Obstacle
from orgraph.domain.standing import Chain, Serving
from orgraph.domain.text import is_blank
from orgraph.domain.worded import Worded
from orgraph.rules.tasks.fields import form_field
from orgraph.rules.tasks.past import Folded
from orgraph.rules.whistles.arbitration import arbiters


@dataclass(frozen=True, slots=True)
class Party:
    """
    Who acts, as the graph knows it at that moment.

    `known`: the post is held, or the organisation exists, today. `chain` is the areas from the place upward with the
    organisations that serve each; `centres` are the kinds that are governance centres; `superior`: it stands above the
    lead in its own line.
    """

    by: str
    known: bool
    chain: Chain = ()
    centres: Collection[str] = ()
    superior: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """
    What a task's own events do not say: children that are still open, whether the parent has ended, the task to merge
    into, None where there is no such task in the same book, stages whose limit has passed by now, and by the keys of
    proposals the kinds of organisations that may be proposed.
    """

    open_children: tuple[str, ...] = ()
    parent_ended: bool = False
    into: Folded | None = None
    overdue: frozenset[str] = frozenset()
    proposable: Mapping[str, Collection[str]] = field(default_factory=dict)


ALONE = Circumstances()
"""A task that no other belongs to, and nothing is late."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an action does not happen; `needed` are relations, states or details that it would take."""

    obstacle: Obstacle
    needed: tuple[str, ...] = ()
    title: Title | None = None


def relations(lifecycle: Lifecycle, folded: Folded, party: Party) -> frozenset[str]:
    """How a party stands to a task, by the keys of the lifecycle's relations."""
    if not party.known:
        return frozenset()
    return frozenset(one.key for one in lifecycle.relations.values() if _stands(one, folded, party))


def _stands(one: Relation, folded: Folded, party: Party) -> bool:
    if one.past:
        return party.by in among(one.past, folded)
    if one.serves:
        return _serves(party.chain, party.by, one.kinds or party.centres)
    if one.above_lead:
        return party.superior
    if one.roles:
        role, post, area = party.by.partition("@")
        return bool(post) and role in one.roles and area in {code for code, _ in party.chain}
    return party.by in arbiters(folded, party.chain, party.centres, one.above_all_of)


def among(of: str, folded: Folded) -> tuple[str, ...]:
    """The parties of a set that every task has, or what is remembered under that name."""
    sets = {
        LEAD: (folded.lead,),
        HELPERS: folded.helpers,
        IN_HAND: folded.in_hand,
        CALLED: folded.called,
        CALLERS: folded.callers,
        OPENER: (folded.whistler,),
    }
    return sets[of] if of in sets else folded.memories.get(of, ())


def refusal_of(
    lifecycle: Lifecycle,
    rule: ActionRule,
    folded: Folded,
    party: Party,
    request: ActionRequest,
    unit_known: bool,
    circumstances: Circumstances,
) -> Refusal | None:
    """Why an action is not possible whatever way it would go; None: it is. `unit_known`: the unit exists today."""
    held = relations(lifecycle, folded, party)
    return (
        _may(rule, folded, held)
        or _in_time(rule, circumstances)
        or _complete(rule, held, request)
        or _mergeable(rule, folded, request, circumstances)
        or _known(request, unit_known)
        or _met(rule, folded, party, request.unit, circumstances)
    )


def linked(lifecycle: Lifecycle, way: Way, folded: Folded, circumstances: Circumstances) -> Refusal | None:
    """Why a way is closed: a parent ends after its children, and no child goes on after its parent."""
    if not way.to:
        return None
    final = lifecycle.states[way.to].final
    if circumstances.open_children and final:
        return Refusal(Obstacle.CHILDREN_OPEN, circumstances.open_children)
    if circumstances.parent_ended and folded.final and not final:
        return Refusal(Obstacle.PARENT_ENDED)
    return None


def available(
    lifecycle: Lifecycle,
    folded: Folded,
    party: Party,
    circumstances: Circumstances = ALONE,
    fields: Sequence[Field] = (),
) -> tuple[Available, ...]:
    """
    Every action of the lifecycle, in its order: possible for the party now, or why not. `fields` are those that the
    kind declares.
    """
    held, declared = relations(lifecycle, folded, party), {one.name: one for one in fields}
    return tuple(
        _available(lifecycle, rule, folded, party, held, circumstances, declared) for rule in lifecycle.actions.values()
    )


def _available(
    lifecycle: Lifecycle,
    rule: ActionRule,
    folded: Folded,
    party: Party,
    held: frozenset[str],
    circumstances: Circumstances,
    declared: Mapping[str, Field],
) -> Available:
    closed = [linked(lifecycle, way, folded, circumstances) for way in rule.ways]
    refusal = (
        _may(rule, folded, held)
        or (None if None in closed else closed[0])
        or _in_time(rule, circumstances)
        or _met(rule, folded, party, None, circumstances)
    )
    needed = _to_carry(rule, held)
    return Available(
        action=rule.key,
        title=worded(rule.key, rule.title),
        verb=rule.verb,
        possible=refusal is None,
        obstacle=refusal.obstacle if refusal else None,
        needed=refusal.needed if refusal else needed,
        words=_worded(refusal),
        form=tuple(_with_units(one, rule, lifecycle, folded) for one in form_of(rule, needed, declared)),
        titles=_titles(lifecycle, refusal) if refusal else _titled(needed, declared),
    )


def _titles(lifecycle: Lifecycle, refusal: Refusal | None) -> tuple[Worded, ...]:
    """What the states, the relations, or the stage, are called that it would take."""
    sections: Mapping[Obstacle, Mapping[str, State | Relation | Stage]] = {
        Obstacle.WRONG_STATE: lifecycle.states,
        Obstacle.NOT_ENTITLED: lifecycle.relations,
        Obstacle.TOO_LATE: lifecycle.stages,
    }
    if refusal is None or refusal.obstacle not in sections:
        return ()
    section = sections[refusal.obstacle]
    return tuple(worded(key, section[key].title) for key in refusal.needed)


def _worded(refusal: Refusal | None) -> Worded | None:
    """The words of an obstacle that only its lifecycle words."""
    title = refusal.title if refusal else None
    return worded(refusal.obstacle.value, title) if refusal and title else None


def form_of(rule: ActionRule, required: Sequence[str], declared: Mapping[str, Field]) -> tuple[FormField, ...]:
    """
    What an action takes, what must be given first; the text, which every action takes, last of what may be. `declared`
    are the fields of the kind.
    """
    may = dict.fromkeys([*rule.required_from, *rule.optional, TEXT])
    named = [*((name, True) for name in required), *((name, False) for name in may if name not in required)]
    return tuple(
        _form_field(name, needed, declared) for name, needed in named if name in FIELD_TYPES or name in declared
    )


def _with_units(one: FormField, rule: ActionRule, lifecycle: Lifecycle, folded: Folded) -> FormField:
    """The field of the unit with those, by code, that it is chosen among, or that were proposed for it."""
    if one.name != UNIT:
        return one
    asked = [need.of for need in rule.needs if need.word == UNIT and not need.unless]
    by = {need.of for need in rule.needs if need.word == PROPOSABLE}
    asked += [each.proposes.into for each in lifecycle.actions.values() if each.proposes and each.proposes.by in by]
    codes = dict.fromkeys(str(code) for of in asked for code in among(of, folded) if code)
    return replace(one, choices=tuple(Worded(code, code, code) for code in codes))


def _form_field(name: str, required: bool, declared: Mapping[str, Field]) -> FormField:
    if name in declared:
        return form_field(declared[name], required=required)
    return FormField(name, required, FIELD_TYPES[name])


def _titled(names: Iterable[str], declared: Mapping[str, Field]) -> tuple[Worded, ...]:
    """What fields are called that the kind declares."""
    return tuple(worded(name, declared[name].title) for name in names if name in declared)


def _may(rule: ActionRule, folded: Folded, held: frozenset[str]) -> Refusal | None:
    if folded.state not in rule.states:
        return Refusal(Obstacle.WRONG_STATE, rule.states)
    if not held & set(rule.who) or held & set(rule.never):
        return Refusal(Obstacle.NOT_ENTITLED, rule.who)
    return None


def _in_time(rule: ActionRule, circumstances: Circumstances) -> Refusal | None:
    """Whether the limit that an action must keep has not passed."""
    if rule.within not in circumstances.overdue:
        return None
    return Refusal(Obstacle.TOO_LATE, (rule.within,))


def _to_carry(rule: ActionRule, held: frozenset[str]) -> tuple[str, ...]:
    """What a party's action must carry: from some relations more, unless it may act by another as well."""
    more = [
        name
        for name, asked in rule.required_from.items()
        if name not in rule.required and not held & (set(rule.who) - set(asked))
    ]
    return (*rule.required, *more)


def _complete(rule: ActionRule, held: frozenset[str], request: ActionRequest) -> Refusal | None:
    """Whether it carries what it must, and nothing that it does not take: that would be dropped without a word."""
    wanted = _to_carry(rule, held)
    missing = [name for name in wanted if _is_empty(request.says(name))]
    if missing:
        return Refusal(Obstacle.INCOMPLETE, tuple(missing))
    strange = [name for name in request.given() if name not in rule.carried]
    return Refusal(Obstacle.NOT_CARRIED, tuple(strange)) if strange else None


def _is_empty(said: object) -> bool:
    """Whether a detail says nothing: blank is no text, and a list of blanks no list."""
    if isinstance(said, str):
        return is_blank(said)
    return said is None or (isinstance(said, tuple) and all(_is_empty(one) for one in said))


def _mergeable(
    rule: ActionRule, folded: Folded, request: ActionRequest, circumstances: Circumstances
) -> Refusal | None:
    """
    Only into an open task that was called no later: nobody gains time by merging. That a matter of another category is
    the same one is said in so many words.
    """
    if not rule.joins:
        return None
    into = circumstances.into
    if into is None or into.final or into.called_at > folded.called_at:
        return Refusal(Obstacle.NOT_MERGEABLE, (request.into,))
    if into.category != folded.category and not request.across:
        return Refusal(Obstacle.OTHER_CATEGORY, (folded.category, into.category))
    return None


def _known(request: ActionRequest, unit_known: bool) -> Refusal | None:
    return Refusal(Obstacle.UNKNOWN_UNIT, (request.unit,)) if request.unit and not unit_known else None


def _met(
    rule: ActionRule, folded: Folded, party: Party, unit: str | None, circumstances: Circumstances
) -> Refusal | None:
    """Whether what the action needs is there; `unit` None: which it will name is not known yet, and not looked at."""
    for need in rule.needs:
        if need.word in (UNIT, PROPOSABLE) and unit is None:
            continue
        if need.word == PROPOSABLE:
            holds = _serves(party.chain, unit or "", circumstances.proposable.get(need.of, ()))
        else:
            holds = _holds(need, folded, party.by, unit or "")
        if holds == need.unless:
            return Refusal(need.obstacle, _would_take(need, folded, unit or ""), need.title)
    return None


def _serves(chain: Chain, unit: str, kinds: Collection[str]) -> bool:
    return any(Serving(unit, kind) in serving for _, serving in chain for kind in kinds)


def _holds(need: Need, folded: Folded, by: str, unit: str) -> bool:
    if need.word == "work_first":
        return folded.work_first
    if need.word == FIELD:
        return need.of in folded.fields and folded.fields[need.of].value in need.values
    found = among(need.of, folded)
    return {UNIT: unit in found, BY: by in found}.get(need.word, bool(found))


def _would_take(need: Need, folded: Folded, unit: str) -> tuple[str, ...]:
    """The unit that must not be there, or those of which one must."""
    if need.word == UNIT and need.unless:
        return (unit,)
    return among(need.of, folded) if need.word in (UNIT, BY) else ()
