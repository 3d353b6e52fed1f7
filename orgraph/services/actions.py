"""What happens to a task after dispatch: each action checked against its lifecycle and entered in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from orgraph.definitions.definitions import Definitions, words_of
from orgraph.definitions.prevailing import backstop_kinds, kinds_by_fields
from orgraph.definitions.tasks.lifecycle import ROUTED, UNIT, Lifecycle
from orgraph.definitions.titles import with_key
from orgraph.domain.action import Acted, ActionRequest, Available, FormField
from orgraph.domain.actor import Actor
from orgraph.domain.canonical import digest
from orgraph.domain.errors import ActionRefused, InvalidInput
from orgraph.domain.field import named
from orgraph.domain.guide import NO_GUIDE
from orgraph.domain.journal import Asked, Entered, Entry, Locked, Look, Opening
from orgraph.domain.nearest import instead_of
from orgraph.domain.said import said
from orgraph.domain.standing import PartyStanding, Subject
from orgraph.domain.task import LinkKind, Task
from orgraph.domain.time import Clock, business_day, epoch_milliseconds
from orgraph.domain.worded import Worded
from orgraph.graph.actions import standing
from orgraph.graph.registry import organisations
from orgraph.graph.store import Store
from orgraph.graph.tasks import task_by_id
from orgraph.rules.clocks.deadlines import overdue
from orgraph.rules.ledger.keys import check_key
from orgraph.rules.ledger.masking import masked_by_format_1
from orgraph.rules.tasks.acting import Acting, InForce, in_force, linked, party_of, serving_kinds
from orgraph.rules.tasks.fields import values_of
from orgraph.rules.tasks.guides import guide_in
from orgraph.rules.tasks.past import fold
from orgraph.rules.tasks.possible import available
from orgraph.rules.tasks.requests import body_of, check_details
from orgraph.rules.tasks.resolving import Routed
from orgraph.rules.tasks.wanted import no_task
from orgraph.services.assignments import Assignments
from orgraph.services.fields import Fields
from orgraph.services.journal import Journal
from orgraph.services.parties import Parties


class Actions:
    """Carries tasks from dispatch to their end."""

    def __init__(
        self,
        store: Store,
        definitions: Definitions,
        assignments: Assignments,
        parties: Parties,
        fields: Fields,
        journal: Journal,
        clock: Clock,
    ) -> None:
        self._store = store
        self._definitions = definitions
        self._assignments = assignments
        self._parties = parties
        self._fields = fields
        self._journal = journal
        self._clock = clock
        self._centres = backstop_kinds(definitions)
        self._kinds = serving_kinds(definitions)
        self._by_fields = bool(kinds_by_fields(definitions))

    async def act(self, actor: Actor, request: ActionRequest) -> Acted:
        """
        Do what `request` asks for, once for each key of the actor.

        Raises NotFound, InvalidInput (a malformed detail), ActionRefused (not now, or not by this party), TaskConflict
        (something happened since the version expected), IdempotencyConflict and StoreUnavailable.
        """
        check_key(request.key)
        check_details(request, self._clock.now())
        request = await self._meant(request)
        found = await self._standing(request.task, request.by, request.unit)
        rules = in_force(self._definitions, found, business_day(self._clock.now()))
        request = await self._said(actor, request, rules, found.task)
        child = await self._child(actor, request, rules, found)
        routed = await self._routed(request, rules, found.task)
        asked = Asked(
            actor.id,
            request.key,
            request.task,
            digest(body_of(request)),
            digest(body_of(request, masked_by_format_1)),
        )
        look = Look(found.task.book, tuple(dict.fromkeys(filter(None, (request.task, request.into)))))
        party = party_of(request.by, found, self._centres)
        rule = rules.lifecycle.actions.get(request.action)
        asks = rule.proposes if rule else None
        proposing = await self._assignments.proposing(found.task, asks.by) if asks else None
        acting = Acting(actor.id, request, party, found, rules, child, routed, proposing)
        entered = await self._journal.enter(asked, look, _known(acting))
        return _acted(await self._task(request.task), entered, rules.lifecycle)

    async def available(self, actor: Actor, task: str, by: str) -> tuple[Available, ...]:
        """Every action on a task: possible now for the party `by`, or why not. Raises NotFound and InvalidInput."""
        by = (await self._meant(ActionRequest(task, "", by, "", None))).by
        found = await self._standing(task, by, "")
        shown = await self._task(task)
        folded = fold(shown.events)
        now = self._clock.now()
        rules = in_force(self._definitions, found, business_day(now))
        late = overdue(folded.marks, rules.calendars, epoch_milliseconds(now))
        return await self._with_names(
            available(
                rules.lifecycle,
                folded,
                party_of(by, found, self._centres),
                replace(linked(shown), overdue=late),
                rules.fields,
            ),
            business_day(now),
        )

    async def _with_names(self, found: tuple[Available, ...], on: date) -> tuple[Available, ...]:
        """The same with the names of units that an action may name."""
        codes = {code.key for one in found for field in one.form if field.name == UNIT for code in field.choices}
        if not codes:
            return found
        known = await organisations(self._store, sorted(codes), on)

        def named(field: FormField) -> FormField:
            if field.name != UNIT:
                return field
            units = [(one.key, known[one.key].name if one.key in known else one.key) for one in field.choices]
            return replace(field, choices=tuple(Worded(code, name, name) for code, name in units))

        return tuple(replace(one, form=tuple(named(field) for field in one.form)) for one in found)

    async def _meant(self, request: ActionRequest) -> ActionRequest:
        """The request with its party and the units that it names by their codes. Raises NotFound and InvalidInput."""
        units = (request.unit, *request.helpers)
        if self._parties.settled(request.by) and all(":" in unit for unit in units if unit):
            return request
        today, place = business_day(self._clock.now()), (await self._task(request.task)).place
        unit, *helpers = [unit and await self._parties.organisation(unit, today) for unit in units]
        by = await self._parties.by(request.by, place.code, today)
        return replace(request, by=by, unit=unit, helpers=tuple(helpers))

    async def _said(self, actor: Actor, request: ActionRequest, rules: InForce, task: Subject) -> ActionRequest:
        """The request with what is said in fields of the kind as it is meant."""
        kind = rules.prevailing.kind(task.kind)
        if not request.fields or kind is None:
            return request
        return replace(request, fields=await self._fields.meant(actor, kind, request.fields, task.place))

    async def _task(self, task: str) -> Task:
        found = await task_by_id(self._store, task, epoch_milliseconds(self._clock.now()))
        if found is None:
            raise no_task(task)
        return found

    async def _standing(self, task: str, by: str, unit: str) -> PartyStanding:
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
            kinds=self._kinds,
        )
        if found is None:
            raise no_task(task)
        if not found.held and not found.existing:
            await self._parties.check_known(by, today)
        return found

    async def _child(
        self, actor: Actor, request: ActionRequest, rules: InForce, found: PartyStanding
    ) -> Opening | None:
        """The task that is to be opened besides; None for what opens none."""
        rule = rules.lifecycle.actions.get(request.action)
        if rule is None or not rule.opens or not request.unit or not found.unit_known:
            return None
        return await self._assignments.prepare(actor, request, rule.opens, found.task)

    async def _routed(self, request: ActionRequest, rules: InForce, task: Subject) -> Routed | None:
        """Where the routing sends the task, None for what routes nothing, and where it is not possible anyway."""
        rule = rules.lifecycle.actions.get(request.action)
        if rule is None or rule.lead != ROUTED or task.state not in rule.states:
            return None
        if not self._by_fields:
            return await self._assignments.routed(task, {})
        folded = fold((await self._task(request.task)).events)
        values = values_of(folded.fields, named(rule.sets, request.fields))
        return replace(await self._assignments.routed(task, values), seen=folded.version)


def _known(acting: Acting) -> Callable[[Locked], Entry | ActionRefused]:
    """What an action enters, of one that the lifecycle has; one that is repeated was asked before."""

    def decide(locked: Locked) -> Entry | ActionRefused:
        if acting.rule is None:
            action, actions = acting.request.action, acting.rules.lifecycle.actions.values()
            possible = said("mend-see-possible", task=acting.request.task, by=acting.request.by)
            remedy = instead_of(action, words_of(actions, with_key), possible)
            raise InvalidInput(said("no-such-action", action=action), remedy)
        return acting.entry(locked)

    return decide


def _acted(task: Task, entered: Entered, lifecycle: Lifecycle) -> Acted:
    """The task as it is now, and what the action that was entered has changed."""
    assert entered.version is not None  # its key stands for an action, not for a task that was opened
    past, event = task.events[: entered.version - 1], task.events[entered.version - 1]
    child = event.said.get("child")
    opened = tuple(one for one in task.linked if one.kind is LinkKind.CHILD and one.id == child)
    before, after = fold(past).state, fold((*past, event)).state
    guide = guide_in(lifecycle, after) if after != before else NO_GUIDE
    return Acted(task, before, after, event, opened, entered.repeated, guide)
