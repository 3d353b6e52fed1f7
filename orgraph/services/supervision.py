"""How the tasks of an area and a period were handled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import Prevailing
from orgraph.domain.actor import Actor
from orgraph.domain.errors import InvalidInput
from orgraph.domain.event import Event, is_routing
from orgraph.domain.organisation import Organisation
from orgraph.domain.supervision import Share, Supervision, UnitFinding, UnitSupervision
from orgraph.domain.time import CHINA, Clock, business_day, epoch_milliseconds, from_epoch_milliseconds
from orgraph.graph.store import Store
from orgraph.graph.supervision import tasks_called
from orgraph.graph.tasks import names
from orgraph.rules.tasks.matter import matter_at
from orgraph.rules.tasks.past import Folded
from orgraph.rules.tasks.supervision import CARRIED_OVER, EXCLUDED, GOOD, MERGED, REFUSED, VOID, Handled, handled
from orgraph.services.places import Places

DAY = 24 * 60 * 60 * 1000
"""Milliseconds; there is no other day in Asia/Shanghai."""

MOST = 100
"""Findings that one answer lists."""


@dataclass
class _Unit:
    """What is counted for one unit."""

    tasks: int = 0
    counted: int = 0
    answered: int = 0
    asked: int = 0
    closed: int = 0
    ratings: list[float] = field(default_factory=list)
    findings: Counter[str] = field(default_factory=Counter)


class Supervisor:
    """Counts from the ledger, never from what units say of themselves."""

    def __init__(self, store: Store, definitions: Definitions, places: Places, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._clock = clock

    async def supervision(self, actor: Actor, area: str, first: date, last: date) -> Supervision:
        """
        Tasks called at places in `area` on days from `first` to `last`, both included, and how units handled them.

        Raises UnknownPlace, AmbiguousPlace and InvalidInput (a period that ends before it begins).
        """
        if last < first:
            raise InvalidInput(f"the period ends on {last}, before it begins on {first}", "give a later end")
        place = (await self._places.find_last(area, business_day(self._clock.now()))).area
        units: dict[str, _Unit] = {}
        states: Counter[str] = Counter()
        found, overdue, ended, closed, counted = [], 0, 0, 0, 0
        async for task, events in tasks_called(self._store, place.code, _start(first), _start(last) + DAY):
            one = self._handled(events)
            states[one.counts_as] += 1
            ended += one.final
            overdue += one.overdue
            counted += one.counts
            closed += one.counts_as == "resolved"
            found += _findings(task, one)
            _count(units, one)
        known = await names(self._store, [], sorted(units), [], business_day(self._clock.now()))
        return Supervision(
            area=place,
            first=first,
            last=last,
            found=states.total(),
            resolved=Share(closed, counted),
            excluded=states[EXCLUDED],
            merged=states[MERGED],
            refused=states[REFUSED],
            void=states[VOID],
            carried_over=states[CARRIED_OVER],
            open=states.total() - ended,
            overdue=overdue,
            units=tuple(
                _unit(known.organisations.get(code) or Organisation(code, code, ""), units[code])
                for code in sorted(units)
            ),
            findings=tuple(found[:MOST]),
            truncated=len(found) > MOST,
        )

    def _handled(self, events: Sequence[Event]) -> Handled:
        chain = next(one.said["input"]["chain"] for one in events if is_routing(one))
        now = epoch_milliseconds(self._clock.now())

        def rules(folded: Folded, at: int) -> Prevailing:
            return matter_at(self._definitions, chain, business_day(from_epoch_milliseconds(at)), folded)

        return handled(events, rules, now)


def _start(day: date) -> int:
    return epoch_milliseconds(datetime.combine(day, time(), CHINA))


def _findings(task: str, one: Handled) -> list[UnitFinding]:
    return [
        UnitFinding(each.key, task, each.unit, from_epoch_milliseconds(each.at), each.unit in one.replied)
        for each in one.findings
    ]


def _count(units: dict[str, _Unit], one: Handled) -> None:
    lead = units.setdefault(one.lead, _Unit())
    lead.tasks += 1
    if one.counts:
        lead.counted += 1
        lead.closed += one.counts_as == "resolved"
        lead.asked += one.answered is not None
        lead.answered += one.answered is True
    for unit, mark in one.ratings:
        units.setdefault(unit, _Unit()).ratings.append(mark)
    for found in one.findings:
        units.setdefault(found.unit, _Unit()).findings[found.key] += 1


def _unit(organisation: Organisation, one: _Unit) -> UnitSupervision:
    return UnitSupervision(
        organisation=organisation,
        tasks=one.tasks,
        response=Share(one.answered, one.asked),
        resolution=Share(one.closed, one.counted),
        satisfaction=Share(sum(mark >= GOOD for mark in one.ratings), len(one.ratings)),
        findings=tuple(sorted(one.findings.items())),
    )
