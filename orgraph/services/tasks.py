"""Tasks as they stand, and the recorded decision behind each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.domain.actor import Actor
from orgraph.domain.area import Area
from orgraph.domain.content import MEETING_PLACE
from orgraph.domain.deadline import Deadline
from orgraph.domain.errors import InvalidInput, NotFound
from orgraph.domain.event import CALLED, Event
from orgraph.domain.organisation import Organisation
from orgraph.domain.page import Page
from orgraph.domain.task import Attendance, CalledTask, Task
from orgraph.domain.time import Clock, business_day, epoch_milliseconds, from_epoch_milliseconds
from orgraph.domain.whistle import Meeting
from orgraph.graph.store import Store
from orgraph.graph.tasks import Names, inbox_of_organisation, inbox_of_post, names, task_by_id, task_of_key, tasks_in
from orgraph.rules.clocks.deadlines import calendars_of, clocks, deadline
from orgraph.rules.ledger.campaigns import campaigns_of
from orgraph.rules.ledger.deciding import decisions_of
from orgraph.rules.ledger.decisions import rerun
from orgraph.rules.tasks.attendance import attendance
from orgraph.rules.tasks.handling import handling, units_of
from orgraph.rules.tasks.matter import matter_at
from orgraph.rules.tasks.past import Folded, Past, past_of, routing_of, units_named
from orgraph.services.parties import Parties
from orgraph.services.places import Places

Recorded = Mapping[str, Any]

OF_KEY = "key:"
"""Before an idempotency key that is given in place of a task's id."""

_CURSOR = re.compile(r"[0-9]{1,16}\|.+", re.DOTALL)
"""An instant in epoch milliseconds or FAR, and the identifier of a task."""


class Tasks:
    """Reads tasks."""

    def __init__(self, store: Store, definitions: Definitions, places: Places, parties: Parties, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._parties = parties
        self._clock = clock

    async def task(self, actor: Actor, task: str) -> CalledTask:
        """A task, by its id or `key:` as `identified` reads it, with its decision and the proof. Raises NotFound."""
        return await self.called(await self.identified(actor, task))

    async def identified(self, actor: Actor, given: str) -> str:
        """
        The id of a task: as given, or that of the task which an idempotency key of the actor stands for, `key:…`.

        Raises NotFound for a key that stands for none.
        """
        if not given.startswith(OF_KEY):
            return given
        key = given.removeprefix(OF_KEY)
        found = await task_of_key(self._store, actor.id, key)
        if found is None:
            raise NotFound(f"no task of the key {key!r}", "keys belong to their actor: give the task's id instead")
        return found

    async def tasks(self, actor: Actor, area: str, first: int = 20, after: str = "") -> Page[Task]:
        """
        Tasks at places in an area, also one that has ended, the last called first; at most `first` (1 to 100) behind
        the cursor `after`.

        Raises UnknownPlace, AmbiguousPlace and InvalidInput.
        """
        _check_page(first, after)
        found = await self._places.find_last(area, self._today())
        return await tasks_in(self._store, found.area.code, self._today(), first, after)

    async def inbox(self, actor: Actor, of: str, first: int = 20, after: str = "") -> Page[Task]:
        """
        Open tasks of an organisation (those it leads or helps in) or of a post (role@area: those it called for), each
        by code or name, the one with the least time left first; at most `first` (1 to 100) behind the cursor `after`.

        Raises NotFound and InvalidInput.
        """
        _check_page(first, after)
        party = await self._parties.party(of, self._today())
        if "@" in party:
            return await inbox_of_post(self._store, party, self._today(), first, after)
        found = await inbox_of_organisation(self._store, party, self._today(), first, after)
        if found is None:
            raise NotFound(f"no organisation {of!r}", "give its name or its code, or a post as role@area")
        if not found.items:
            await self._parties.check_there(party, self._today())
        return found

    def _today(self) -> date:
        return business_day(self._clock.now())

    async def called(self, task: str, repeated: bool = False) -> CalledTask:
        """The answer to the whistle that opened `task`, from its record. Raises NotFound."""
        found = await task_by_id(self._store, task, self._today())
        if found is None:
            raise NotFound(f"no task {task!r}", "orgraph tasks lists those of an area")
        past, payload = past_of(found.events), routing_of(found.events)
        result, folded = payload["result"], past.folded
        following = [one["organisation"] for one in result["following"]]
        acting, units = units_named(found.events), units_of(folded, following)
        areas, organisations = payload["input"]["chain"], _organisations(payload)
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
            ended=not found.parts,
            backstop=result["backstop"],
        )
        return CalledTask(
            found,
            decision,
            calls.lead,
            calls.helpers,
            calls.following,
            tuple(_area(known, code) for code in areas),
            repeated,
            tuple(known.organisations[code] for code in acting if code in known.organisations),
            self._deadlines(folded, payload["input"]["chain"]),
            decisions_of(past),
            known.precedents,
            _meeting(found.events),
            self._attendance(past, known),
            campaigns_of(found.events),
        )

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
        now = epoch_milliseconds(self._clock.now())
        rules = matter_at(self._definitions, chain, business_day(from_epoch_milliseconds(now)), folded)
        calendars, profiles = calendars_of(rules), {profile.key: profile for profile in rules.all_limits}
        return tuple(deadline(clock, profiles, calendars, now) for clock in clocks(folded.marks))


def _meeting(events: Sequence[Event]) -> Meeting | None:
    """The appointment that the whistle gave."""
    called = next(event for event in events if event.type == CALLED)
    said = called.said.get("meeting")
    place = "".join(called.typed(MEETING_PLACE))
    return Meeting(datetime.fromisoformat(said["at"]), place) if said else None


def _check_page(first: int, after: str) -> None:
    if not 1 <= first <= 100:
        raise InvalidInput(f"first is {first}", "give 1 to 100")
    if after and not _CURSOR.fullmatch(after):
        raise InvalidInput(f"{after!r} is no cursor of this list", "use endCursor of the page before")


def _organisations(payload: Recorded) -> list[str]:
    result = payload["result"]
    people = [result["lead"], *result["helpers"], *result["following"]]
    return sorted({row["organisation"] for row in (*payload["input"]["candidates"], *people)})


def _area(known: Names, code: str) -> Area:
    return known.areas.get(code) or Area(code, code, "")


def _organisation(known: Names, code: str) -> Organisation:
    return known.organisations.get(code) or Organisation(code, code, "")
