"""Tasks as they stand, and the recorded decision behind each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import Prevailing
from orgraph.domain.acting import ActingParty
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area
from orgraph.domain.content import MEETING_PLACE
from orgraph.domain.deadline import Deadline
from orgraph.domain.errors import InvalidInput, NotFound
from orgraph.domain.event import CALLED, Event
from orgraph.domain.field import TaskField, tag
from orgraph.domain.listing import ANY, Order, TaskCounts, Wanted
from orgraph.domain.nearest import Words
from orgraph.domain.numbering import number_typed
from orgraph.domain.organisation import Organisation
from orgraph.domain.page import Page
from orgraph.domain.said import said
from orgraph.domain.task import Attendance, CalledTask, Task
from orgraph.domain.time import Clock, business_day, epoch_milliseconds, from_epoch_milliseconds, shifted, start_of
from orgraph.domain.whistle import Meeting
from orgraph.graph.store import Store
from orgraph.graph.task_lists import (
    EARLIEST,
    LATEST,
    Filter,
    Slice,
    carried,
    counts_in,
    inbox_counts,
    inbox_of_organisation,
    inbox_of_post,
    tasks_in,
)
from orgraph.graph.tasks import Names, acting_parties, events_of, names, task_by_id, task_of_key
from orgraph.rules.clocks.deadlines import calendars_of, clocks, deadline
from orgraph.rules.ledger.campaigns import campaigns_of
from orgraph.rules.ledger.decisions import decisions_of
from orgraph.rules.ledger.rerun import rerun
from orgraph.rules.tasks.attendance import attendance
from orgraph.rules.tasks.fields import codes_in, shown, standing
from orgraph.rules.tasks.guides import guide_of
from orgraph.rules.tasks.handling import handling, units_of
from orgraph.rules.tasks.matter import chain_of, matter_at
from orgraph.rules.tasks.past import Folded, Past, fold, past_of, routing_of, units_named
from orgraph.rules.tasks.wanted import (
    categories_known,
    check_wanted,
    choices_known,
    keys_meant,
    kinds_known,
    no_choice,
    no_task,
    states_known,
    unknown,
    with_below,
)
from orgraph.rules.whistles.proposing import codes_in as codes_in_proposal
from orgraph.rules.whistles.proposing import proposal_of
from orgraph.services.numbers import Numbers
from orgraph.services.parties import Parties
from orgraph.services.places import Places

Recorded = Mapping[str, Any]

OF_KEY = "key:"
"""Before an idempotency key that is given in place of a task's id."""

_CURSOR = re.compile(rf"({'|'.join(Order)}):(-?[0-9]{{1,17}})\|(.+)", re.DOTALL)
"""An order, a rank in it, and the identifier of a task."""


class Tasks:
    """Reads tasks."""

    def __init__(
        self,
        store: Store,
        definitions: Definitions,
        places: Places,
        parties: Parties,
        numbers: Numbers,
        clock: Clock,
    ) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._parties = parties
        self._clock = clock
        self._numbers = numbers

    async def task(self, actor: Actor, task: str) -> CalledTask:
        """
        A task, by its id, number or `key:` as `identified` reads it, with its decision and the proof.

        Raises NotFound, and InvalidInput for a number that several tasks have.
        """
        return await self.called(await self.identified(actor, task))

    async def identified(self, actor: Actor, given: str) -> str:
        """
        The id of a task: as given, or that of the task whose number is given, 河东-2026-000123, or for which an
        idempotency key of the actor stands, `key:…`.

        Raises NotFound for a key or number of none, and InvalidInput for a number that several tasks have.
        """
        if not given.startswith(OF_KEY):
            return await self._of_number(given)
        key = given.removeprefix(OF_KEY)
        found = await task_of_key(self._store, actor.id, key)
        if found is None:
            raise NotFound(said("no-task-of-key", key=key), said("mend-give-id"))
        return found

    async def there(self, task: str) -> bool:
        """Whether there is a task of this id."""
        return bool(await events_of(self._store, [task]))

    async def _of_number(self, given: str) -> str:
        """The id of the task that has a number; what is no number is an id."""
        typed = number_typed(given)
        if typed is None:
            return given
        found = await self._numbers.whole(given)
        if not found:
            end = said("mend-search-number", end=f"{typed.year}-{typed.serial}")
            raise NotFound(said("number-unknown", number=given), end)
        if len(found) > 1:
            named = [said("task-at", task=one.id, place=one.place.name, code=one.place.code) for one in found]
            raise InvalidInput(said("number-ambiguous", number=given, tasks=named), said("mend-give-task-id"))
        return found[0].id

    async def tasks(
        self,
        actor: Actor,
        area: str,
        first: int = 20,
        after: str = "",
        wanted: Wanted = ANY,
        order: Order = Order.CALLED,
    ) -> Page[Task]:
        """
        Tasks at places in an area, also one that has ended, that are `wanted`, in an order; at most `first` (1 to 100)
        behind the cursor `after`.

        Raises UnknownPlace, AmbiguousPlace, NotFound (a unit) and InvalidInput.
        """
        page = _slice(order, first, after)
        chosen = await self._chosen(wanted)
        if code := self._places.code_of(area):
            found = await tasks_in(self._store, code, self._today(), chosen, page)
            if found.items:
                return found  # an area without any is looked up: it may be none
        place = await self._places.find_last(area, self._today())
        return await tasks_in(self._store, place.area.code, self._today(), chosen, page)

    async def counts(self, actor: Actor, area: str, wanted: Wanted = ANY) -> TaskCounts:
        """How many of these tasks there are. Raises as `tasks` does."""
        chosen = await self._chosen(wanted)
        if code := self._places.code_of(area):
            found = await counts_in(self._store, code, chosen)
            if found.total:
                return found
        return await counts_in(self._store, (await self._places.find_last(area, self._today())).area.code, chosen)

    async def inbox(
        self, actor: Actor, of: str, first: int = 20, after: str = "", wanted: Wanted = ANY, order: Order = Order.DUE
    ) -> Page[Task]:
        """
        Open tasks of an organisation (those it leads or helps in) or of a post (role@area: those it called for), each
        by code or name, that are `wanted`, in an order; at most `first` (1 to 100) behind the cursor `after`.

        Raises NotFound and InvalidInput.
        """
        page = _slice(order, first, after)
        party, chosen = await self._inbox_of(of, wanted)
        if "@" in party:
            return await inbox_of_post(self._store, party, self._today(), chosen, page)
        found = await inbox_of_organisation(self._store, party, self._today(), chosen, page)
        if found is None:
            raise await self._parties.unknown(said("no-such", what=said("noun-organisation"), word=of), party)
        if not found.items:
            await self._parties.check_there(party, self._today())
        return found

    async def inbox_counts(self, actor: Actor, of: str, wanted: Wanted = ANY) -> TaskCounts:
        """How many of these tasks there are. Raises as `inbox` does."""
        party, chosen = await self._inbox_of(of, wanted)
        if "@" not in party:
            await self._parties.check_known(party, self._today())
        return await inbox_counts(self._store, party, chosen)

    async def clocks_of(self, actor: Actor, tasks: Sequence[str]) -> dict[str, tuple[Deadline, ...]]:
        """The clocks of some tasks, as they stand now; by the task's id. An unknown one is not there."""
        found = await events_of(self._store, tasks)
        return {task: self._deadlines(fold(events), chain_of(events)) for task, events in found.items()}

    async def acting(self, actor: Actor, asked: Sequence[tuple[str, date]]) -> dict[tuple[str, date], ActingParty]:
        """
        Parties (codes of organisations, or role@area) that acted on a day: posts with who held them then.

        What is not known is not there.
        """
        return await acting_parties(self._store, asked, self._today())

    async def _inbox_of(self, of: str, wanted: Wanted) -> tuple[str, Filter]:
        chosen = await self._chosen(wanted)
        if wanted.ended:
            raise InvalidInput(said("inbox-open-only"), said("mend-tasks-of-area"))
        return await self._parties.party(of, self._today(), ever=True), chosen

    async def _chosen(self, wanted: Wanted) -> Filter:
        """A filter by keys and instants. Raises InvalidInput for words that mean nothing, NotFound for such a unit."""
        check_wanted(wanted)
        unit = "" if wanted.unit is None else await self._parties.organisation(wanted.unit, self._today(), ever=True)
        if unit:
            await self._parties.check_known(unit, self._today())
        definitions = self._definitions
        tags = await self._tags(wanted.fields)
        categories = await self._keys("category", wanted.categories, categories_known(definitions))
        return Filter(
            now=epoch_milliseconds(self._clock.now()),
            states=await self._keys("state", wanted.states, states_known(definitions)),
            kinds=await self._keys("kind", wanted.kinds, kinds_known(definitions)),
            categories=with_below(definitions, categories),
            lights=tuple(light.value for light in wanted.lights),
            tags=tuple(tag(name, value) for name, values in tags.items() for value in values),
            tagged=len(tags),
            unit=unit,
            since=start_of(wanted.since) if wanted.since else EARLIEST,
            until=start_of(shifted(wanted.until, 1)) if wanted.until else LATEST,
            ended=wanted.ended,
        )

    async def _keys(self, what: str, words: Sequence[str], known: Words) -> tuple[str, ...]:
        """Keys for words; one that no definition has, or has any more, may still be on tasks."""
        found: dict[str, None] = {}
        for word in words:
            keys = keys_meant(word, known)
            if not keys and not (word and await carried(self._store, what, word)):
                raise unknown(what, word, known)
            found |= dict.fromkeys(keys or (word,))
        return tuple(found)

    async def _tags(self, fields: Sequence[tuple[str, str]]) -> dict[str, set[str]]:
        """Of each field by name the values that are wanted; what no kind declares any more may still be on tasks."""
        choices, found = choices_known(self._definitions), dict[str, set[str]]()
        for name, value in fields:
            key, values = choices.meant(name, value)
            if not values and not (name and value and await carried(self._store, "tag", tag(key, value))):
                raise no_choice(name, value, choices)
            found.setdefault(key, set()).update(values or (value,))
        return found

    def _today(self) -> date:
        return business_day(self._clock.now())

    async def called(self, task: str, repeated: bool = False) -> CalledTask:
        """The answer to the whistle that opened `task`, from its record. Raises NotFound."""
        found = await task_by_id(self._store, task, epoch_milliseconds(self._clock.now()))
        if found is None:
            raise no_task(task)
        past, payload = past_of(found.events), routing_of(found.events)
        result, folded = payload["result"], past.folded
        following = [one["organisation"] for one in result["following"]]
        acting, units = units_named(found.events), units_of(folded, following)
        areas, organisations = payload["input"]["chain"], _organisations(payload)
        organisations += [code for event in found.events for code in codes_in_proposal(event)]
        known = await names(
            self._store,
            areas,
            dict.fromkeys([*organisations, *acting, *units]),
            [],
            self._today(),
            category=found.category,
            task=found.id,
            units=units,
            contacts=(*self._definitions.duty_roles, *self._definitions.principal_roles),
        )
        decision = rerun(payload["input"], lambda code: _area(known, code), lambda code: _organisation(known, code))
        assert decision is not None  # it was recorded because it had a lead
        calls = handling(
            folded,
            result["lead"]["organisation"],
            following,
            known.staffed,
            lambda code: _organisation(known, code),
            self._definitions.duty_roles,
            ended=found.ended_at is not None,
            backstop=result["backstop"],
        )
        filled = await self._fields(found.events, folded)
        return CalledTask(
            found,
            decision,
            calls.lead,
            calls.helpers,
            calls.following,
            tuple(_area(known, code) for code in areas),
            repeated,
            tuple(known.organisations[code] for code in acting if code in known.organisations),
            self._deadlines(folded, areas),
            decisions_of(past),
            known.precedents,
            _meeting(found.events),
            self._attendance(past, known),
            campaigns_of(found.events),
            filled,
            standing(self._definitions, filled),
            guide_of(self._rules(folded, areas), folded, found.ended_at is not None),
            proposal_of(found.events, lambda code: _area(known, code), lambda code: _organisation(known, code)),
        )

    async def _fields(self, events: Sequence[Event], folded: Folded) -> tuple[TaskField, ...]:
        """What was said in fields of its kind, with what areas and organisations are called that they name."""
        places, units = codes_in(events)
        called: dict[str, str] = {}
        if places or units:
            known = await names(self._store, places, units, [], self._today())
            found: Iterable[Area | Organisation] = (*known.areas.values(), *known.organisations.values())
            called = {one.code: one.name for one in found}
        return tuple(shown(self._definitions, events, folded.fields, called))

    def _attendance(self, past: Past, known: Names) -> tuple[Attendance, ...]:
        now = epoch_milliseconds(self._clock.now())
        return tuple(
            Attendance(
                _organisation(known, one.unit),
                one.presence,
                from_epoch_milliseconds(one.called),
                *(from_epoch_milliseconds(at) if at else None for at in (one.signed, one.arrived, one.released)),
            )
            for one in attendance(past, now)
        )

    def _deadlines(self, folded: Folded, chain: Sequence[str]) -> tuple[Deadline, ...]:
        """The clocks of a task as they stand now; its calendar may have been corrected, or be gone, since then."""
        now, rules = epoch_milliseconds(self._clock.now()), self._rules(folded, chain)
        calendars, profiles = calendars_of(rules), {profile.key: profile for profile in rules.all_limits}
        return tuple(deadline(clock, profiles, calendars, now) for clock in clocks(folded.marks))

    def _rules(self, folded: Folded, chain: Sequence[str]) -> Prevailing:
        """What prevails today for a task."""
        return matter_at(self._definitions, chain, self._today(), folded)


def _meeting(events: Sequence[Event]) -> Meeting | None:
    """The appointment that the whistle gave."""
    called = next(event for event in events if event.type == CALLED)
    meeting = called.said.get("meeting")
    place = "".join(called.typed(MEETING_PLACE))
    return Meeting(datetime.fromisoformat(meeting["at"]), place) if meeting else None


def _slice(order: Order, first: int, after: str) -> Slice:
    """A page of a list. Raises InvalidInput for a size out of bounds, and a cursor of another list or order."""
    if not 1 <= first <= 100:
        raise InvalidInput(said("page-out-of-bounds", first=first), said("mend-one-to", most=100))
    if not after:
        return Slice(order, first)
    found = _CURSOR.fullmatch(after)
    if found is None:
        raise InvalidInput(said("no-cursor", after=after), said("mend-cursor-of-page"))
    if found[1] != order:
        raise InvalidInput(
            said("cursor-of-other-order", after=after, order=found[1]), said("mend-same-order", order=order.value)
        )
    return Slice(order, first, int(found[2]), found[3])


def _organisations(payload: Recorded) -> list[str]:
    result = payload["result"]
    people = [result["lead"], *result["helpers"], *result["following"]]
    return sorted({row["organisation"] for row in (*payload["input"]["candidates"], *people)})


def _area(known: Names, code: str) -> Area:
    return known.areas.get(code) or Area(code, code, "")


def _organisation(known: Names, code: str) -> Organisation:
    return known.organisations.get(code) or Organisation(code, code, "")
