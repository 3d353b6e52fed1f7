"""
Writes the events of tasks that went every way, and what this version reads from them: what later readings are held against.

`python -m tests.upkeep.make_ledger tests/upkeep/ledger.json.gz`, with the version that is to be remembered: see README.md.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from orgraph.bootstrap import Services, assemble
from orgraph.cli.as_json import plain
from orgraph.definitions.load import load_definitions
from orgraph.definitions.tasks.findings import Finding
from orgraph.definitions.tasks.limits import Calendar
from orgraph.definitions.titles import NO_SOURCE, Title
from orgraph.domain.action import ActionRequest, Rating
from orgraph.domain.errors import OrgraphError
from orgraph.domain.event import Event
from orgraph.domain.whistle import Whistle
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.ledger import stored_tasks
from orgraph.graph.store import Store
from orgraph.rules.clocks.deadlines import Calendars
from orgraph.rules.ledger.decisions import decisions_of
from orgraph.rules.tasks.attendance import attendance
from orgraph.rules.tasks.measures import Measures
from orgraph.rules.tasks.past import fold, past_of, units_named
from orgraph.rules.tasks.supervision import handled
from orgraph.settings import Settings

from ..clock import FixedClock
from ..lifecycles import all_actions, carried
from ..small_world import PACKS, ROOT, SMALL, TESTER, import_packs
from .make_store import BUREAU, CITY, DISTRICT, HEAD, HOUSING, PLACE, POLICE, SECRETARY, STREET, URBAN, live

FOLDED = (
    *("version", "state", "final", "counts_as", "place", "kind", "category", "severity", "whistler", "called_at"),
    *("callers", "lead", "helpers", "declined", "called", "distances", "work_first", "marks", "escalated"),
)
REMEMBERED = ("arrived", "rated", "contested")
"""All that the fold of a task's events tells, besides an extension that was asked for; what is remembered by these names."""

EVENT = ("task", "sequence", "book", "position", "at", "by", "type", "payload")
"""Of an event; its hashes are not looked at, and would take up most of the file."""

PARTIES = (HEAD, SECRETARY, HOUSING, POLICE, URBAN, STREET, DISTRICT, CITY, BUREAU)
HOUR = 60 * 60 * 1000


STAGES = ("sign-in", "contact", "report", "admission")
PLAINLY = Measures(
    findings=(
        Finding("idle", Title("", ""), "idle", STAGES, 1, NO_SOURCE),
        Finding("late", Title("", ""), "late", STAGES, 1, NO_SOURCE),
        Finding("passed-on", Title("", ""), "passed-on", (), 1, NO_SOURCE),
        Finding("sent-back", Title("", ""), "sent-back", (), 1, NO_SOURCE),
    ),
    calendars=Calendars({}, Calendar("", Title("", ""), ((0, 24 * 60),), frozenset(), frozenset(), NO_SOURCE)),
)
"""What no later definition changes: published working days, and one finding of each kind."""


def read_from(events: Sequence[Event]) -> dict[str, Any]:
    """What is read from the events of a task, some hours after the last."""
    past, now = past_of(events), events[-1].at + 5 * HOUR
    folded = fold(events)
    said = {
        "folded": {name: getattr(folded, name) for name in FOLDED}
        | {name: folded.memories.get(name, ()) for name in REMEMBERED}
        | {"asked": "".join(folded.memories.get("asked", ()))},
        "attendance": attendance(past, now),
        "handled": handled(past, PLAINLY, now),
        "decisions": decisions_of(past),
        "named": units_named(events),
    }
    found: dict[str, Any] = json.loads(json.dumps(plain(said)))
    return found


class Walk:
    """Tasks that go on by chance, with what can be done preferred to what was done often."""

    def __init__(self, services: Services, clock: FixedClock) -> None:
        self.services, self.clock, self.chance = services, clock, random.Random(2026)
        self._keys, self._done = count(1), dict.fromkeys(all_actions(), 0)

    async def begin(self, kind: str, by: str = HEAD, **said: Any) -> str:
        """A task by a whistle, or by a report."""
        whistle = Whistle(PLACE, by, kind, "路面塌陷", f"walk-{next(self._keys)}", "塌了", again=True, **said)
        dispatch = self.services.dispatch
        return (await (dispatch.blow(TESTER, whistle) if kind else dispatch.report(TESTER, whistle))).task.id

    async def step(self, task: str, into: str) -> None:
        """One thing that may happen to a task now, if any does."""
        ways = []
        for by in PARTIES:
            found = await self.services.actions.available(TESTER, task, by)
            ways += [(one.action, by) for one in found if one.possible]
        self.chance.shuffle(ways)
        for action, by in sorted(ways, key=lambda way: self._done[way[0]] + 3 * (way[0] in _ENDS)):
            if await self._did(task, action, by, into):
                return

    async def _did(self, task: str, action: str, by: str, into: str) -> bool:
        chance, now = self.chance, (await self.services.tasks.task(TESTER, task)).task
        said: dict[str, Any] = {
            "text": "x",
            "unit": chance.choice([HOUSING, POLICE, URBAN, BUREAU]),
            "extension": "2 working days",
            "passed": chance.random() < 0.6,
            "rating": Rating(*(chance.randint(1, 5) for _ in range(3))),
            "review": date(2023, 12, 1),
        }
        if action == "arrive":
            said |= {"when": now.called_at + timedelta(minutes=5)} if chance.random() < 0.5 else {}
        if action == "merge":
            said |= {"into": into, "across": True}
        request = carried(ActionRequest(task, action, by, f"walk-{next(self._keys)}", now.version, **said))
        try:
            await self.services.actions.act(TESTER, request)
        except OrgraphError:
            return False
        self._done[action] += 1
        self.clock.move_by(timedelta(minutes=chance.choice([1, 5, 60, 60 * 10])))
        return True


_ENDS = ("void", "exclude", "merge", "refuse-admission")


async def walked(services: Services, clock: FixedClock) -> None:
    """The life of make_store, then tasks by chance."""
    await live(services, clock)
    clock.move_by(timedelta(days=1))
    walk = Walk(services, clock)
    earlier = ""
    for number in range(28):
        kind = ("daily-work", "emergency", "joint-enforcement", "")[number % 4]
        said: dict[str, Any] = {"departments": (HOUSING, POLICE)} if kind == "joint-enforcement" else {}
        if kind == "joint-enforcement":
            said |= {"basis": "条例第九条", "meeting": _meeting(clock)}
        by = SECRETARY if kind == "joint-enforcement" else HEAD
        earlier = earlier if number % 10 else await walk.begin("daily-work", SECRETARY)
        task = await walk.begin(kind, by, **said)
        for _ in range(14):
            await walk.step(task, earlier)
        if number % 5 == 0:
            await services.escalation.turn()


def _meeting(clock: FixedClock) -> Any:
    from orgraph.domain.whistle import Meeting

    return Meeting(clock.now().replace(second=0, microsecond=0) + timedelta(hours=2), "会议室")


async def make(file: Path) -> None:
    """Write the events of each task, and what is read from them after each event."""
    definitions, clock, ids = load_definitions(ROOT / "schema", PACKS), FixedClock(), count(1)
    with TemporaryDirectory() as scratch:
        settings = Settings(seeds_dir=SMALL, actor=TESTER.id)
        async with embedded_engine(Path(scratch) / "store", linger=0) as engine, Store(engine, definitions) as store:
            services = assemble(settings, definitions, store, clock, lambda: f"t{next(ids)}")
            await services.upkeep.prepare()
            await import_packs(services, PACKS)
            await walked(services, clock)
            tasks = [task.events async for task in stored_tasks(store)]
    if missing := set(all_actions()) - {event.type for events in tasks for event in events}:
        raise SystemExit(f"never happened: {sorted(missing)}")
    file.write_bytes(packed([*tasks, *of_format_1()]))


def of_format_1() -> list[list[Event]]:
    """The events of the store that format 1 has written, task by task."""
    lines = gzip.decompress((Path(__file__).parent / "format-1.ndjson.gz").read_bytes()).decode().splitlines()
    rows = [row["values"] for row in map(json.loads, lines) if row.get("node") == "Event"]
    found: dict[str, list[Event]] = {}
    for row in sorted(rows, key=lambda row: (row["task"], row["sequence"])):
        found.setdefault(row["task"], []).append(Event(*[row[name] for name in EVENT] + ["", ""]))
    return list(found.values())


def packed(tasks: Sequence[Sequence[Event]]) -> bytes:
    """Events of tasks with what is read from them after each."""
    found = [
        [
            {"event": [getattr(event, name) for name in EVENT], "read": read_from(events[: event.sequence])}
            for event in events
        ]
        for events in tasks
    ]
    return gzip.compress(json.dumps(found, ensure_ascii=False, sort_keys=True).encode(), 9, mtime=0)


def unpacked(file: Path) -> list[list[tuple[Event, Mapping[str, Any]]]]:
    """The same as it was written."""
    tasks = json.loads(gzip.decompress(file.read_bytes()))
    return [[(Event(*one["event"] + ["", ""]), one["read"]) for one in task] for task in tasks]


if __name__ == "__main__":
    asyncio.run(make(Path(sys.argv[1])))
