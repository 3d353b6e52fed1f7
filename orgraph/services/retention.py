"""Takes out what was typed into tasks when the time is over for which their kinds keep it."""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.tasks.keeping import Keeping
from orgraph.domain.actor import Actor
from orgraph.domain.canonical import canonical, digest
from orgraph.domain.event import KEEPER, Event
from orgraph.domain.said import as_text, said
from orgraph.domain.time import DAY, Clock, business_day, start_of
from orgraph.graph.ledger import note_retained, retained, typed_before
from orgraph.graph.store import Store
from orgraph.graph.task_lists import EARLIEST
from orgraph.rules.ledger.expiring import expired
from orgraph.rules.tasks.matter import chain_of
from orgraph.services.background import LOOK
from orgraph.services.ledger import Ledger

RETENTION = Actor(KEEPER)

AGAIN = 31 * DAY
"""
What had been looked through is looked through again, so far back: something may be typed into a task after its end.
"""

FEW, LONGEST = 250, 32 * DAY
"""Tasks of a stretch of time below which the next one is twice as long, as there may be years with none; its most."""


class Retention:
    """Once a day all that has become due; `failures` is for those that watch work."""

    failures = 0

    def __init__(self, store: Store, definitions: Definitions, ledger: Ledger, clock: Clock) -> None:
        self._store = store
        self._definitions = definitions
        self._ledger = ledger
        self._clock = clock
        self._done: date | None = None

    @property
    def part(self) -> str:
        """What it is."""
        return "retention"

    @property
    def target(self) -> str:
        """It works for all."""
        return ""

    @property
    def wanted(self) -> bool:
        """Whether some kind says how long it keeps something."""
        return any(kind.keeps for kind in self._definitions.tasks)

    async def rest(self) -> float:
        """Nothing is to be done for a while when it was done today."""
        return LOOK if self._done == self._today() else 0.0

    async def turn(self) -> int:
        """
        All that has become due since the last time, however long ago, once a day. Returns from how many events
        something was taken out.
        """
        today = self._today()
        if self._done == today:
            return 0
        taken = await self.expire(anew=False)
        self._done = today
        return taken

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def expire(self, *, anew: bool = True) -> int:
        """
        Take out what is kept no more, of all tasks; not `anew`: of those that nobody has looked through yet.

        The store notes, stretch by stretch, up to which end of tasks that was done, by each time that something is
        kept; where kinds say otherwise than then, all begins from the beginning. Returns from how many events something
        was taken out. Run again it takes out nothing. Raises StoreUnavailable.
        """
        taken, today, done = 0, self._today(), await self._looked_through()
        for keeping in dict.fromkeys(one for kind in self._definitions.tasks for one in kind.keeps):
            kinds = sorted({kind.key for kind in self._definitions.tasks if keeping in kind.keeps})
            name, before = f"{keeping.what} {keeping}", start_of(keeping.ended_by(today))
            at = EARLIEST if anew else max(EARLIEST, done.get(name, EARLIEST) - AGAIN)
            stretch = DAY
            while at < before:
                until, tasks = min(at + stretch, before), 0
                async for task, events in typed_before(self._store, kinds, at, until):
                    taken += await self._task(task, events, today)
                    tasks += 1
                at, stretch = until, min(stretch * 2, LONGEST) if tasks < FEW else max(DAY, stretch // 2)
                if tasks >= FEW or at >= before:
                    await self._note(done, name, at)
        return taken

    async def _looked_through(self) -> dict[str, int]:
        """By each time that something is kept the end of tasks up to which it was taken out; nothing by other times."""
        noted = json.loads(await retained(self._store) or "{}")
        return dict(noted["until"]) if noted.get("by") == self._times else {}

    async def _note(self, done: dict[str, int], name: str, until: int) -> None:
        if until > done.get(name, EARLIEST):
            done[name] = until
            await note_retained(self._store, canonical({"by": self._times, "until": {**done}}))

    @cached_property
    def _times(self) -> str:
        """The digest of all that kinds say on how long something is kept."""
        return digest(
            [[kind.key, kind.under, *(f"{one.what} {one}" for one in kind.keeps)] for kind in self._definitions.tasks]
        )

    async def _task(self, task: str, events: tuple[Event, ...], today: date) -> int:
        due = expired(events, self._keeps(events), today)
        for one in due:
            by = one.by.count
            kept = said("no-longer-kept-years", years=by) if one.by.years else said("no-longer-kept-days", days=by)
            key = f"retention|{task}|{one.sequence}|{','.join(one.fields)}"
            await self._ledger.redact(RETENTION, task, one.sequence, as_text(kept), key, one.fields)
        return len(due)

    def _keeps(self, events: tuple[Event, ...]) -> tuple[Keeping, ...]:
        kind = self._definitions.tasks.find(events[0].said["kind"], chain_of(events))
        return kind.keeps if kind else ()

    def _today(self) -> date:
        return business_day(self._clock.now())
