"""Supervision of a year of a city: how long it takes and what it holds of memory, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from itertools import count
from statistics import median
from typing import Any
from uuid import uuid4

from benchmarks.children import run_python
from benchmarks.engines import Running
from benchmarks.floor import floor_on
from benchmarks.processes import own_peak_megabytes
from benchmarks.questions import ACTOR
from benchmarks.world import CITY_ROOT, world_of
from orgraph.bootstrap import Services, assemble, definitions_of, open_services
from orgraph.cli.common import read_settings
from orgraph.domain.action import ActionRequest, Rating
from orgraph.domain.event import Event
from orgraph.domain.supervision import Summary
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.domain.whistle import Whistle
from orgraph.graph.store import Statement, Store, Transaction
from orgraph.rules.tasks.past import Folded, fold
from orgraph.rules.tasks.summaries import counted_as, summary_of
from tests.clock import FixedClock

ENDED, OPEN = 100_000, 2_000
BATCH = 500
TIMES = 7
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
"""The year that is asked for; its working days have been published."""

_DAY = 24 * 60 * 60 * 1000

_UNITS = """
MATCH (org:Unit) WHERE org.pack = $pack WITH org.code AS code ORDER BY code RETURN collect(code) AS codes
"""
_FILL = Statement(
    "year",
    written="""
UNWIND $rows AS row
MATCH (org:Organisation {code: row.lead})
MATCH (a:Area {code: row.place})
CREATE (t:Task {id: row.id, state: row.state, version: row.version, kind: row.kind, category: row.category, severity: 3,
  place: row.place, book: 'year', called_by: row.called_by, called_at: row.called_at, opened_on: row.opened_on,
  backstop: false, pending: row.pending, tally: row.tally, counted_as: row.counted_as,
  measured_by: row.measured_by, findings: row.findings,
  found_at: row.found_at, measured_in: row.measured_in})
CREATE (t)-[:AT]->(a)
FOREACH (one IN CASE WHEN row.final THEN [] ELSE [1] END |
  CREATE (t)-[:IN_HAND_OF {part: 'lead', since_event: 2}]->(org))
FOREACH (one IN CASE WHEN row.final THEN [1] ELSE [] END |
  CREATE (t)-[:HANDLED_BY {part: 'lead', since_event: 2}]->(org))
FOREACH (one IN row.events |
  CREATE (t)-[:HAS_EVENT]->(e:Event {
    id: one.id, task: one.task, sequence: one.sequence, book: one.book, position: one.position, at: one.at, by: one.by,
    type: one.type, payload: one.payload, previous: one.previous, hash: one.hash
  })
)
RETURN count(t) AS made
""",
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A life that was really led, of which others are copies: its events, who led it at the end, and how often."""

    events: tuple[Event, ...]
    lead: str
    place: str
    weight: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A life on another day, folded, and what it keeps."""

    events: tuple[Event, ...]
    folded: Folded
    summary: Summary | None


async def year(engine: Running, ended: int = ENDED, open_: int = OPEN) -> dict[str, Any]:
    """Fills the store with a year of tasks, and asks for its supervision in a child process."""
    definitions, settings, clock = definitions_of(read_settings({})), read_settings({}), FixedClock()
    async with floor_on(engine.engine.endpoint()) as floor, Store(engine.engine, definitions) as store:
        world = await world_of(floor, 4_000)
        units = (await floor.values(_UNITS, pack="benxi"))[0]
        lives = Lives(assemble(settings, definitions, store, clock, lambda: str(uuid4())), clock, world.villages)
        patterns = [await life for life in lives.all()]
        filling = Filling(lives.services, patterns, [*world.villages, *world.buildings], units)
        events = await filling.fill(ended, open_)
    printed = await run_python("benchmarks.year", [CITY_ROOT], engine.settings)
    return {"ended": ended, "open": open_, "events": events, **json.loads(printed.splitlines()[-1])}


class Lives:
    """A handful of lives, led by the services."""

    def __init__(self, services: Services, clock: FixedClock, places: Sequence[str]) -> None:
        self.services = services
        self._clock = clock
        self._places = iter(places)

    def all(self) -> Iterator[Any]:
        """One life after the other: closed well, late, sent back, passed around, void, and still in hand."""
        well = ["sign-in", "note", "note", "arrive", "submit", "verify", "close", "rate"]
        yield self.led(60, well)
        yield self.led(15, ["wait", *well, "reply"])
        yield self.led(8, [*well[:5], "fail", "note", "submit", "verify", "close", "bad", "reply"])
        yield self.led(5, [*well[:7], "reopen", "note", "submit", "verify", "close", "bad"])
        yield self.led(3, ["note", "note", "void"])
        yield self.led(0, well[:3])

    async def led(self, weight: int, steps: Sequence[str]) -> Pattern:
        """A life at the next place."""
        self._clock.move_to("2023-08-22")
        place = next(self._places)
        whistle = Whistle(place, "township-head", "daily-work", "road-collapse", f"life-{uuid4()}", "塌陷", again=True)
        task = (await self.services.dispatch.blow(ACTOR, whistle)).task
        for step in steps:
            self._clock.move_by(timedelta(hours=30) if step == "wait" else timedelta(minutes=20))
            if step != "wait":
                await self._done(task.id, step)
        found = (await self.services.tasks.task(ACTOR, task.id)).task
        return Pattern(found.events, fold(found.events).lead, found.place.code, weight)

    async def _done(self, task: str, step: str) -> None:
        now = (await self.services.tasks.task(ACTOR, task)).task
        lead, whistler = fold(now.events).lead, fold(now.events).whistler
        said: dict[str, tuple[str, str, dict[str, Any]]] = {
            "note": ("note", lead, {"text": "已到现场，正在处置"}),
            "void": ("void", whistler, {"text": "误吹"}),
            "sign-in": ("sign-in", lead, {}),
            "arrive": ("arrive", whistler, {"unit": lead}),
            "submit": ("submit", lead, {"text": "已修复"}),
            "verify": ("verify", whistler, {"passed": True}),
            "fail": ("verify", whistler, {"passed": False}),
            "close": ("close", whistler, {}),
            "rate": ("rate", whistler, {"unit": lead, "rating": Rating(5, 4, 5)}),
            "bad": ("rate", whistler, {"unit": lead, "rating": Rating(2, 3, 3)}),
            "reply": ("reply", lead, {"text": "材料短缺"}),
            "reopen": ("reopen", whistler, {"text": "又塌了"}),
        }
        action, by, more = said[step]
        request = ActionRequest(task, action, by, f"life-act-{uuid4()}", now.version, **more)
        await self.services.actions.act(ACTOR, request)


class Filling:
    """Copies of lives, each of another task at another place on another day, led by another unit."""

    def __init__(
        self,
        services: Services,
        patterns: Sequence[Pattern],
        places: Sequence[str],
        units: Sequence[str],
    ) -> None:
        self._services = services
        self._patterns = patterns
        self._places = places
        self._units = units
        self._chance = random.Random(20240101)
        self._position = count(1)
        self._moved: dict[tuple[int, int], Moved] = {}
        self._prefix = uuid4().hex[:8]

    async def fill(self, ended: int, open_: int) -> int:
        """Write them all. Returns how many events they have."""
        weights, (*over, going) = [one.weight for one in self._patterns[:-1]], self._patterns
        drawn = [*self._chance.choices(over, weights[: len(over)], k=ended), *[going] * open_]
        events = 0
        for begin in range(0, len(drawn), BATCH):
            rows = [self._row(begin + at, one) for at, one in enumerate(drawn[begin : begin + BATCH])]
            await self._write(rows)
            events += sum(len(row["events"]) for row in rows)
            if begin % 20_000 == 0:
                print(f"tasks: {begin} of {len(drawn)}", file=sys.stderr, flush=True)
        return events

    async def _write(self, rows: list[dict[str, Any]]) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.run(_FILL, rows=rows)

        await self._services.store.write(work)

    def _row(self, number: int, pattern: Pattern) -> dict[str, Any]:
        task, place = f"{self._prefix}-{number:07}", self._places[number % len(self._places)]
        lead = self._chance.choice(self._units)
        days = (date(2023, 8, 22) - FIRST).days - self._chance.randrange((LAST - FIRST).days + 1)
        like = self._like(pattern, days)
        events = [self._copied(one, pattern, task, place, lead) for one in like.events]
        folded, kept = like.folded, like.summary or Summary("", "", "", None, None)
        tally = kept.tally.replace(pattern.lead, lead)
        return {
            "id": task,
            "state": folded.state,
            "final": folded.final,
            "version": folded.version,
            "kind": folded.kind,
            "category": folded.category,
            "place": place,
            "lead": lead,
            "called_by": folded.whistler,
            "called_at": folded.called_at,
            "opened_on": business_day(from_epoch_milliseconds(events[0].at)).isoformat(),
            "pending": None if folded.final else f"{folded.whistler}|9",
            "tally": tally or None,
            "counted_as": counted_as(tally) if tally else None,
            "measured_by": kept.measured_by or None,
            "findings": kept.findings and kept.findings.replace(pattern.lead, lead),
            "found_at": kept.found_at,
            "measured_in": kept.measured_in,
            "events": [{**asdict(one), "id": one.id, "type": one.recorded_type} for one in events],
        }

    def _like(self, pattern: Pattern, days: int) -> Moved:
        """The life so many days earlier; folded once, since all its copies of that day were handled alike."""
        key = (self._patterns.index(pattern), days)
        if key not in self._moved:
            events = tuple(replace(one, at=one.at - days * _DAY, contents=()) for one in pattern.events)
            self._moved[key] = Moved(events, fold(events), summary_of(self._services.definitions, events))
        return self._moved[key]

    def _copied(self, event: Event, pattern: Pattern, task: str, place: str, lead: str) -> Event:
        said = event.payload.replace(pattern.lead, lead).replace(pattern.place, place)
        return replace(event, task=task, book="year", position=next(self._position), payload=said)


async def _asked(area: str) -> dict[str, Any]:
    """What the supervision of the year takes this process, which is new."""
    async with open_services(read_settings({})) as services:
        seconds, before = [], own_peak_megabytes()
        for _ in range(TIMES):
            begun = time.perf_counter()
            found = await services.supervisor.supervision(ACTOR, area, FIRST, LAST)
            seconds.append(time.perf_counter() - begun)
    return {
        "found": found.found,
        "resolved": found.rates.completion.count,
        "units": len(found.units),
        "findings": found.findings_in_all,
        "first_s": round(seconds[0], 2),
        "p50_s": round(median(seconds), 2),
        "peak_megabytes": own_peak_megabytes(),
        "megabytes_before": before,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_asked(sys.argv[1]))))
