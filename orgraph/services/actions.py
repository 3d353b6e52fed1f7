"""What happens to a task after dispatch: each action checked against its lifecycle and entered in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import Prevailing, backstop_kinds, prevailing
from orgraph.definitions.tasks.lifecycle import Lifecycle
from orgraph.definitions.tasks.limits import Calendar
from orgraph.domain.action import Acted, Action, ActionRequest, Available, Obstacle
from orgraph.domain.actor import Actor
from orgraph.domain.canonical import digest
from orgraph.domain.errors import ActionRefused, InvalidInput, NotFound, TaskConflict, Worded
from orgraph.domain.ledger import BookEnd
from orgraph.domain.notice import Target
from orgraph.domain.sealing import sealed
from orgraph.domain.task import LinkKind, Task
from orgraph.domain.time import Clock, business_day, epoch_milliseconds, from_epoch_milliseconds
from orgraph.graph.actions import Locked, Ruling, Standing, act, lock, standing
from orgraph.graph.store import Store, Transaction
from orgraph.graph.tasks import task_by_id
from orgraph.graph.whistles import open_task
from orgraph.rules.clocks.bounds import check_review, check_span
from orgraph.rules.clocks.deadlines import NO_TERMS, Terms, calendars_of, next_due, overdue, terms_of
from orgraph.rules.clocks.escalation import wakes
from orgraph.rules.ledger.chain import chained, draft
from orgraph.rules.ledger.contents import hashes
from orgraph.rules.ledger.contents import kept as kept_apart
from orgraph.rules.ledger.keys import check_key, check_same
from orgraph.rules.ledger.masking import masked, masked_by_format_1
from orgraph.rules.tasks.lifecycle import (
    Circumstances,
    Outcome,
    Party,
    Refusal,
    Routed,
    available,
    decide,
    joining,
    lifecycle_of,
    records,
)
from orgraph.rules.tasks.matter import lineage_of, matter_at
from orgraph.rules.tasks.notices import notices_of
from orgraph.rules.tasks.past import Folded, fold
from orgraph.rules.whistles.arbitration import arbiters, seat
from orgraph.rules.whistles.opening import JOINED
from orgraph.services.assignments import Assignments
from orgraph.services.openings import Draft
from orgraph.services.parties import Parties


class Actions:
    """Carries tasks from dispatch to their end."""

    def __init__(
        self,
        store: Store,
        definitions: Definitions,
        assignments: Assignments,
        parties: Parties,
        clock: Clock,
        new_id: Callable[[], str],
        targets: Sequence[Target],
    ) -> None:
        self._store = store
        self._definitions = definitions
        self._assignments = assignments
        self._parties = parties
        self._clock = clock
        self._targets = targets
        self._new_id = new_id
        self._centres = backstop_kinds(definitions)

    async def act(self, actor: Actor, request: ActionRequest) -> Acted:
        """
        Do what `request` asks for, once for each key of the actor.

        Raises NotFound, InvalidInput (a malformed detail), ActionRefused (not now, or not by this party), TaskConflict
        (something happened since the version expected), IdempotencyConflict and StoreUnavailable.
        """
        check_key(request.key)
        _check_details(request, self._clock.now())
        request = await self._meant(request)
        found = await self._standing(request.task, request.by, request.unit)
        rules = _rules_at(self._definitions, found, business_day(self._clock.now()))
        child = await self._child(actor, request) if found.unit_known else None
        routed = await self._routed(request, rules)
        body, before = digest(_body(request)), digest(_body(request, masked_by_format_1))
        me, seal = self._new_id(), sealed(body, self._new_id())

        async def work(transaction: Transaction) -> bool:
            at = epoch_milliseconds(self._clock.now())
            locked = await lock(
                transaction, request.task, actor=actor.id, key=request.key, seal=seal, at=at, me=me, into=request.into
            )
            check_same(request.key, locked.seal, body, locked.task, before)
            if locked.done is not None:
                return True
            check_review(request.review, business_day(from_epoch_milliseconds(at)))
            _check_version(locked, request)
            folded = fold(locked.events)
            outcome = decide(
                rules.lifecycle,
                folded,
                _party(request.by, found, folded),
                request,
                found.unit_known,
                self._terms(rules, request.action, folded),
                found.unit_distance,
                Circumstances(
                    locked.open_children,
                    locked.parent_ended,
                    fold(locked.other.events) if locked.other else None,
                    _late(rules, request.action, folded, at),
                ),
                routed,
            )
            if isinstance(outcome, Refusal):
                raise _refused(rules.lifecycle, folded, request.action, outcome, self._categories(rules, outcome))
            if request.when is not None and epoch_milliseconds(request.when) < folded.called_at:
                raise InvalidInput("it arrived before it was called", "give when it arrived")
            if child:
                outcome = replace(outcome, payload={**outcome.payload, "child": child.opening.task})
            at = max(at, locked.events[-1].at)
            end = locked.end
            if request.into and locked.other:
                end = await self._join(transaction, actor, request, folded, locked, at)
            end = await self._write(transaction, actor, request, replace(locked, end=end), outcome, at, rules, found)
            if child:
                events, end = chained(end, child.events)
                notices = notices_of(events, self._targets)
                await open_task(transaction, child.opening, events, end, child.timer, notices)
            return False

        repeated = await self._store.write(work)
        task = await task_by_id(self._store, request.task, business_day(self._clock.now()))
        assert task is not None
        return Acted(task, repeated)

    async def available(self, actor: Actor, task: str, by: str) -> tuple[Available, ...]:
        """Every action on a task: possible now for the party `by`, or why not. Raises NotFound and InvalidInput."""
        by = (await self._meant(ActionRequest(task, Action.NOTE, by, "", 0))).by
        found = await self._standing(task, by, "")
        shown = await self._task(task)
        folded = fold(shown.events)
        now = self._clock.now()
        rules = _rules_at(self._definitions, found, business_day(now))
        late = overdue(folded.marks, rules.calendars, epoch_milliseconds(now))
        return available(rules.lifecycle, folded, _party(by, found, folded), replace(_linked(shown), overdue=late))

    async def _meant(self, request: ActionRequest) -> ActionRequest:
        """The request with its party and the units that it names by their codes. Raises NotFound and InvalidInput."""
        units = (request.unit, *request.helpers)
        if self._parties.settled(request.by) and all(":" in unit for unit in units if unit):
            return request
        today, place = business_day(self._clock.now()), (await self._task(request.task)).place
        unit, *helpers = [unit and await self._parties.organisation(unit, today) for unit in units]
        by = await self._parties.by(request.by, place.code, today)
        return replace(request, by=by, unit=unit, helpers=tuple(helpers))

    async def _task(self, task: str) -> Task:
        found = await task_by_id(self._store, task, business_day(self._clock.now()))
        if found is None:
            raise _no_task(task)
        return found

    async def _standing(self, task: str, by: str, unit: str) -> Standing:
        role, post, area = by.partition("@")
        today = business_day(self._clock.now())
        found = await standing(
            self._store,
            task,
            today,
            role=role if post else "",
            area=area,
            organisation="" if post else by,
            unit=unit,
            centres=self._centres,
        )
        if found is None:
            raise _no_task(task)
        if not found.held and not found.existing:
            await self._parties.check_known(by, today)
        return found

    async def _child(self, actor: Actor, request: ActionRequest) -> Draft | None:
        """The task that is to be opened besides, None for all but an assignment."""
        if request.action is not Action.ASSIGN or not request.unit:
            return None
        return await self._assignments.prepare(actor, request, await self._task(request.task))

    async def _routed(self, request: ActionRequest, rules: _Rules) -> Routed | None:
        """Where a dispatch sends the task, None for all else, and where it is not possible anyway."""
        rule = rules.lifecycle.actions.get(request.action)
        if request.action is not Action.DISPATCH or rule is None:
            return None
        task = await self._task(request.task)
        return await self._assignments.routed(task) if task.state in rule.states else None

    def _categories(self, rules: _Rules, refusal: Refusal) -> tuple[Worded, ...]:
        """What the categories are called that are in the way of a merger."""
        keys = refusal.needed if refusal.obstacle is Obstacle.OTHER_CATEGORY else ()
        found = filter(None, (rules.prevailing.category(key) for key in keys))
        return tuple(Worded(one.key, one.title("zh"), one.title("en")) for one in found)

    def _terms(self, rules: _Rules, action: Action, folded: Folded) -> Terms:
        """The limits of clocks that an action starts: who starts none needs none, whatever has become of them."""
        rule = rules.lifecycle.actions.get(action)
        if rule is None or not rule.clocks.starts:
            return NO_TERMS
        matter = rules.of(folded)
        return terms_of(matter, folded.kind, lineage_of(self._definitions, matter.chain, folded), folded.severity)

    async def _write(
        self,
        transaction: Transaction,
        actor: Actor,
        request: ActionRequest,
        locked: Locked,
        outcome: Outcome,
        at: int,
        rules: _Rules,
        found: Standing,
    ) -> BookEnd:
        sequence = locked.events[-1].sequence + 1
        texts = kept_apart(f"{request.task}#{sequence}", outcome.contents, self._new_id)
        said = {**outcome.payload, **hashes(texts)}
        event = draft(request.task, sequence, at, actor.id, request.action.value, said)
        events, end = chained(locked.end, [event])
        final = rules.lifecycle.states[outcome.state].final
        before, after = fold(locked.events), fold([*locked.events, *events])
        gone, kept = records(rules.lifecycle, before, after)
        await act(
            transaction,
            events,
            end,
            actor=actor.id,
            key=request.key,
            state=outcome.state,
            due=None if final else next_due(after.marks, rules.calendars),
            timer=None if final else wakes(rules.of(after).ladder, after, rules.calendars),
            notices=notices_of(events, self._targets),
            texts=texts,
            ruling=_ruling(request, after, found, at),
            into=request.into,
            ended=(*outcome.ended, *gone),
            begun=outcome.begun,
            kept=kept,
        )
        return end

    async def _join(
        self, transaction: Transaction, actor: Actor, request: ActionRequest, merged: Folded, locked: Locked, at: int
    ) -> BookEnd:
        """Tell the task that a duplicate is merged into, which keeps its callers; the end of the book after that."""
        other = locked.other
        assert other is not None  # the rule has looked at it
        last, said = other.events[-1], joining(request.task, merged, request.by)
        joined = draft(last.task, last.sequence + 1, max(at, last.at), actor.id, JOINED, said)
        events, end = chained(locked.end, [joined])
        await act(
            transaction,
            events,
            end,
            actor=actor.id,
            key=request.key,
            state=other.state,
            due=other.due,
            timer=other.timer,
            notices=notices_of(events, self._targets),
        )
        return end


@dataclass(frozen=True, slots=True)
class _Rules:
    """What prevails at the place of a task on the day of the action."""

    prevailing: Prevailing
    on: date
    lifecycle: Lifecycle
    calendars: Mapping[str, Calendar]

    def of(self, folded: Folded) -> Prevailing:
        """The same for the matter that it is."""
        return matter_at(self.prevailing.definitions, self.prevailing.chain, self.on, folded)


def _rules_at(definitions: Definitions, found: Standing, on: date) -> _Rules:
    rules = prevailing(definitions, [code for code, _ in found.chain], on)
    return _Rules(rules, on, lifecycle_of(rules), calendars_of(rules))


def _late(rules: _Rules, action: Action, folded: Folded, at: int) -> frozenset[str]:
    """Stages whose limit has passed, where the action must keep one: calendars are costly to count in."""
    rule = rules.lifecycle.actions.get(action)
    return overdue(folded.marks, rules.calendars, at) if rule and rule.within else frozenset()


def _linked(task: Task) -> Circumstances:
    """What the tasks that belong to it say of what is possible."""
    children = [one.id for one in task.linked if one.kind is LinkKind.CHILD and not one.ended]
    parents = [one for one in task.linked if one.kind is LinkKind.PARENT]
    return Circumstances(tuple(children), parent_ended=any(one.ended for one in parents))


def _party(by: str, found: Standing, folded: Folded) -> Party:
    centres = {code for _, centres in found.chain for code in centres}
    return Party(
        by,
        known=found.held if "@" in by else found.existing,
        centre=by in centres,
        superior=found.superior,
        arbiter=by in arbiters(folded, found.chain),
    )


def _ruling(request: ActionRequest, folded: Folded, found: Standing, at: int) -> Ruling | None:
    """What a ruling leaves for the next decision on such a matter."""
    if request.action not in (Action.RULE, Action.SETTLE):
        return None
    return Ruling(seat(request.by, found.chain), folded.category, request.unit, request.by, at)


def _check_details(request: ActionRequest, now: datetime) -> None:
    marks = request.rating
    if marks and not all(1 <= mark <= 5 for mark in (marks.arrival, marks.attitude, marks.result)):
        raise InvalidInput("a mark is out of bounds", "give 1 to 5, 5 best")
    for span in (request.extension, request.limit):
        check_span(span)
    if request.when is not None and request.when > now:
        raise InvalidInput("it has not arrived yet", "confirm what has happened")


def _body(
    request: ActionRequest, mask: Callable[[str], str] = masked
) -> list[str | int | bool | list[str] | list[int] | None]:
    marks = request.rating
    return [
        request.task,
        request.action.value,
        request.by,
        request.expected_version,
        mask(request.text),
        request.unit,
        request.extension,
        list(request.proof),
        request.passed,
        [marks.arrival, marks.attitude, marks.result] if marks else None,
        request.review.isoformat() if request.review else None,
        request.into,
        request.when.isoformat() if request.when else None,
        list(request.helpers),
        request.place,
        request.limit,
        *(["across"] if request.across else []),
    ]


def _check_version(locked: Locked, request: ActionRequest) -> None:
    version = locked.events[-1].sequence
    if request.expected_version != version:
        since = tuple(event for event in locked.events if event.sequence > request.expected_version)
        raise TaskConflict(
            f"the task is at version {version}, not {request.expected_version}",
            "look at what happened since, then decide anew",
            request.task,
            version,
            since,
        )


def _refused(
    lifecycle: Lifecycle, folded: Folded, action: Action, refusal: Refusal, titles: tuple[Worded, ...] = ()
) -> ActionRefused:
    needed = ", ".join(refusal.needed)
    worded = {
        "wrong-state": f"not in the state {folded.state}",
        "not-entitled": "this party may not, or is no longer what it was",
        "incomplete": f"it must carry: {needed}",
        "unknown-unit": f"no unit {needed} today",
        "in-hand-already": f"{needed} has it in hand already",
        "no-helper": "the unit does not help in it",
        "not-asked": "nobody has asked for an extension",
        "never-called": "the unit was never called to it",
        "not-rated": "the unit was not rated",
        "not-mergeable": f"{needed} is no open task of this ledger that was called no later",
        "children-open": "tasks that were assigned at its meeting are still open",
        "parent-ended": "the task that it belongs to has ended",
        "too-late": f"the limit for {needed} has passed",
        "work-first": "an emergency is worked on first",
        "no-emergency": "only an emergency is argued over while it is worked on",
        "not-contested": "nobody contests it",
        "other-category": f"the two are of different categories, {needed}",
    }[refusal.obstacle.value]
    remedies = {
        "wrong-state": f"possible in: {needed or 'no state of this lifecycle'}",
        "not-entitled": f"it takes: {needed}",
        "incomplete": "add what is missing",
        "unknown-unit": "use a code that who-covers shows",
        "not-mergeable": "merge the later call into the earlier one",
        "children-open": f"close first: {needed}",
        "parent-ended": "reopen that one first",
        "other-category": "merge them across categories (across: true, --across) and say why in the text",
        "too-late": "sign for it; a centre may transfer what was declined in time only",
        "work-first": "sign for it, and contest it while it is worked on",
        "no-emergency": "what is another's is declined before it is signed for",
    }
    fallback = f"fitting: {needed}" if needed else "see availableActions"
    remedy = remedies.get(refusal.obstacle.value, fallback)
    title = lifecycle.actions[action].title("en") if action in lifecycle.actions else action.value
    return ActionRefused(
        f"{title}: {worded}",
        remedy,
        action.value,
        refusal.obstacle.value,
        refusal.needed,
        (*_titles(lifecycle, action), *titles),
    )


def _titles(lifecycle: Lifecycle, action: Action) -> tuple[Worded, ...]:
    """What the action and all states are called."""
    titled = {key: state.title for key, state in lifecycle.states.items()}
    if action in lifecycle.actions:
        titled[action.value] = lifecycle.actions[action].title
    return tuple(Worded(key, title("zh"), title("en")) for key, title in titled.items())


def _no_task(task: str) -> NotFound:
    return NotFound(f"no task {task!r}", "orgraph tasks lists those of an area")
