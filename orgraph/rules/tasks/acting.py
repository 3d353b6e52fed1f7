"""What an action enters in the ledger: a pure rule over what was looked at while the book is held."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import Prevailing, backstop_kinds, prevailing
from orgraph.definitions.tasks.fields import Field
from orgraph.definitions.tasks.lifecycle import PROPOSABLE, ActionRule, Lifecycle
from orgraph.definitions.tasks.limits import Calendar
from orgraph.definitions.titles import worded
from orgraph.domain.action import ActionRequest, Obstacle
from orgraph.domain.errors import ActionRefused, InvalidInput, TaskConflict
from orgraph.domain.event import ACTED, JOINED
from orgraph.domain.field import named
from orgraph.domain.journal import Change, Entry, Locked, Looked, Opening, Ruling
from orgraph.domain.said import said
from orgraph.domain.standing import PartyStanding
from orgraph.domain.task import LinkKind, Task
from orgraph.domain.time import business_day, epoch_milliseconds, from_epoch_milliseconds
from orgraph.domain.worded import Worded
from orgraph.rules.clocks.bounds import check_review
from orgraph.rules.clocks.deadlines import NO_TERMS, Terms, calendars_of, overdue, terms_of
from orgraph.rules.clocks.escalation import wakes
from orgraph.rules.ledger.chain import following
from orgraph.rules.tasks.fields import check_bounds, values_of
from orgraph.rules.tasks.lifecycle import Outcome, joining, lifecycle_of, outcome_of, records
from orgraph.rules.tasks.matter import lineage_of, matter_at
from orgraph.rules.tasks.past import Folded, after, fold
from orgraph.rules.tasks.possible import Circumstances, Party, Refusal
from orgraph.rules.tasks.projecting import projected
from orgraph.rules.tasks.refusing import refused
from orgraph.rules.tasks.resolving import Routed
from orgraph.rules.whistles.arbitration import seat
from orgraph.rules.whistles.proposing import Proposing


@dataclass(frozen=True, slots=True)
class InForce:
    """What prevails at the place of a task on the day of an action; `fields` are those that its kind declares."""

    prevailing: Prevailing
    on: date
    lifecycle: Lifecycle
    calendars: Mapping[str, Calendar]
    fields: tuple[Field, ...] = ()

    def of(self, folded: Folded) -> Prevailing:
        """The same for the matter that it is."""
        return matter_at(self.prevailing.definitions, self.prevailing.chain, self.on, folded)

    def proposable(self, rule: ActionRule | None) -> dict[str, tuple[str, ...]]:
        """By the keys of proposals that an action asks for the kinds of organisations that may be proposed."""
        asked = [one.of for one in rule.needs if one.word == PROPOSABLE] if rule else []
        found = {key: self.prevailing.proposal(key) for key in asked}
        return {key: one.kinds for key, one in found.items() if one}


def in_force(definitions: Definitions, found: PartyStanding, on: date) -> InForce:
    """What prevails on a day at the place that a party stands to. Raises InvalidInput where there is no lifecycle."""
    rules = prevailing(definitions, [code for code, _ in found.chain], on)
    lifecycle, kind = lifecycle_of(rules, found.task.kind), rules.kind(found.task.kind)
    return InForce(rules, on, lifecycle, calendars_of(rules), kind.fields if kind else ())


@dataclass(frozen=True, slots=True)
class Acting:
    """
    An action that is about to be entered, by `actor`: what was asked for, and what was read before the book was held.

    `party` is who acts, `child` the task that is to be opened besides, `routed` where a dispatch sends the task,
    `proposing` who could be proposed for it.
    """

    actor: str
    request: ActionRequest
    party: Party
    found: PartyStanding
    rules: InForce
    child: Opening | None = None
    routed: Routed | None = None
    proposing: Proposing | None = None

    @property
    def rule(self) -> ActionRule | None:
        """What the lifecycle says of the action; None where it has none such."""
        return self.rules.lifecycle.actions.get(self.request.action)

    def entry(self, locked: Locked) -> Entry | ActionRefused:
        """
        What is written, in this order: in the task that a duplicate is merged into, in its own, the task that begins.

        Raises TaskConflict (something happened since the version expected) and InvalidInput.
        """
        request, (task, *others) = self.request, locked.tasks
        other = others[0] if others else None
        check_review(request.review, business_day(from_epoch_milliseconds(locked.at)))
        _check_version(task, request, request.expected_version)
        _check_version(task, request, self.routed.seen if self.routed else None)
        folded = fold(task.events)
        check_bounds(self.rules.fields, request.fields, folded.fields, from_epoch_milliseconds(locked.at))
        outcome = self._outcome(folded, task, other, locked.at)
        if isinstance(outcome, Refusal):
            titles = (*self._categories(outcome), *(worded(one.name, one.title) for one in self.rules.fields))
            return refused(self.rules.lifecycle, folded, request, outcome, titles)
        if request.when is not None and epoch_milliseconds(request.when) < folded.called_at:
            raise InvalidInput(said("arrived-before-called", when=request.when), said("mend-when-arrived"))
        merged = other if self.rule and self.rule.joins else None
        joined = (self._joined(folded, merged, max(locked.at, task.events[-1].at)),) if merged else ()
        own = self._change(folded, task, outcome, locked.at)
        return Entry((*joined, own), (self.child,) if self.child else ())

    def _outcome(self, folded: Folded, task: Looked, other: Looked | None, at: int) -> Outcome | Refusal:
        circumstances = Circumstances(
            task.open_children,
            task.parent_ended,
            fold(other.events) if other else None,
            self._late(folded, at),
            self.rules.proposable(self.rule),
        )
        found = self.found
        return outcome_of(
            self.rules.lifecycle,
            folded,
            self.party,
            self.request,
            found.unit_known,
            self._terms(folded),
            found.unit_distance,
            circumstances,
            self.routed,
            self.proposing,
        )

    def _change(self, before: Folded, task: Looked, outcome: Outcome, now: int) -> Change:
        """What becomes of the task itself."""
        request, rules = self.request, self.rules
        payload = {**outcome.payload, "child": self.child.new.task} if self.child else dict(outcome.payload)
        event = following(task.events, now, self.actor, ACTED, payload)
        then = after(before, event)
        gone, kept = records(before, then)
        return Change(
            event,
            projected(rules.prevailing.definitions, (*task.events, event), then, rules.calendars),
            timer=None if then.final else wakes(rules.of(then).ladder, then, rules.calendars),
            contents=outcome.contents,
            ruling=self._ruling(then, event.at),
            into=request.into if self.rule and self.rule.joins else "",
            ended=(*outcome.ended, *gone),
            begun=outcome.begun,
            kept=kept,
        )

    def _joined(self, merged: Folded, other: Looked, at: int) -> Change:
        """What becomes of the task that a duplicate is merged into: it keeps its callers."""
        payload = joining(self.request.task, merged, self.request.by)
        event = following(other.events, at, self.actor, JOINED, payload)
        return Change(event, other.now, other.timer)

    def _terms(self, folded: Folded) -> Terms:
        """The limits of clocks that it starts: who starts none needs none, whatever has become of them."""
        if self.rule is None or not self.rule.starts:
            return NO_TERMS
        matter = self.rules.of(folded)
        lineage = lineage_of(matter.definitions, matter.chain, folded)
        fields = values_of(folded.fields, named(self.rule.sets, self.request.fields))
        return terms_of(matter, folded.kind, lineage, folded.severity, fields)

    def _late(self, folded: Folded, at: int) -> frozenset[str]:
        """Stages whose limit has passed, where the action must keep one: calendars are costly to count in."""
        within = self.rule.within if self.rule else ""
        return overdue(folded.marks, self.rules.calendars, at) if within else frozenset()

    def _ruling(self, folded: Folded, at: int) -> Ruling | None:
        """What a ruling leaves for the next decision on such a matter."""
        request = self.request
        if self.rule is None or not self.rule.keeps_precedent:
            return None
        return Ruling(seat(request.by, self.found.chain), folded.category, request.unit, request.by, at)

    def _categories(self, refusal: Refusal) -> tuple[Worded, ...]:
        """What the categories are called that are in the way of a merger."""
        keys = refusal.needed if refusal.obstacle is Obstacle.OTHER_CATEGORY else ()
        found = filter(None, (self.rules.prevailing.category(key) for key in keys))
        return tuple(worded(one.key, one.title) for one in found)


def party_of(by: str, found: PartyStanding, centres: Collection[str]) -> Party:
    """Who acts, of a post or an organisation as the graph has it; `centres` are the kinds of governance centres."""
    return Party(by, found.held if "@" in by else found.existing, found.chain, centres, found.superior)


def serving_kinds(definitions: Definitions) -> tuple[str, ...]:
    """Kinds of organisations that may act on a task, or be proposed for it, as they serve its place or one above."""
    named = {kind for one in definitions.lifecycles for relation in one.relations.values() for kind in relation.kinds}
    proposed = {kind for one in definitions.proposals for kind in one.kinds}
    return tuple(sorted({*named, *proposed, *backstop_kinds(definitions)}))


def linked(task: Task) -> Circumstances:
    """What the tasks that belong to it say of what is possible."""
    children = [one.id for one in task.linked if one.kind is LinkKind.CHILD and not one.ended]
    parents = [one for one in task.linked if one.kind is LinkKind.PARENT]
    return Circumstances(tuple(children), parent_ended=any(one.ended for one in parents))


def _check_version(task: Looked, request: ActionRequest, seen: int | None) -> None:
    version = task.events[-1].sequence
    if seen is not None and seen != version:
        since = tuple(event for event in task.events if event.sequence > seen)
        raise TaskConflict(
            said("task-moved-on", version=version, seen=seen),
            said("mend-look-then-decide"),
            request.task,
            version,
            since,
        )
