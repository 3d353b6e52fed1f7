"""Takes out what was typed into tasks when the time is over for which their kinds keep it."""

from __future__ import annotations

from datetime import date

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.tasks.keeping import Keeping
from orgraph.domain.actor import Actor
from orgraph.domain.event import Event
from orgraph.domain.time import DAY, Clock, business_day, start_of
from orgraph.graph.ledger import typed_before
from orgraph.graph.store import Store
from orgraph.graph.task_lists import EARLIEST
from orgraph.rules.ledger.expiring import expired
from orgraph.rules.tasks.matter import chain_of
from orgraph.services.background import LOOK
from orgraph.services.ledger import Ledger

RETENTION = Actor("orgraph:retention")
"""Who takes out what is kept no more."""

BACK = 31
"""Days before today for which a worker still looks for what it should have taken out: so long may none have run."""


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
        """All that became due lately, once a day. Returns from how many events something was taken out."""
        today = self._today()
        if self._done == today:
            return 0
        taken = await self.expire(back=BACK)
        self._done = today
        return taken

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def expire(self, back: int | None = None) -> int:
        """
        Take out what is kept no more; with `back` only of tasks for which that came in the last so many days.

        Returns from how many events something was taken out. Run again it takes out nothing. Raises StoreUnavailable.
        """
        taken, today = 0, self._today()
        for keeping in dict.fromkeys(one for kind in self._definitions.tasks for one in kind.keeps):
            kinds = sorted({kind.key for kind in self._definitions.tasks if keeping in kind.keeps})
            before = start_of(keeping.ended_by(today))
            leap = keeping.count if keeping.years else 0
            since = EARLIEST if back is None else max(EARLIEST, before - (back + leap) * DAY)
            async for task, events in typed_before(self._store, kinds, since, before):
                taken += await self._task(task, events, today)
        return taken

    async def _task(self, task: str, events: tuple[Event, ...], today: date) -> int:
        due = expired(events, self._keeps(events), today)
        for one in due:
            reason = f"保存期满 (kept no longer: {', '.join(f'{each.what} {each}' for each in one.by)})"
            key = f"retention|{task}|{one.sequence}|{','.join(one.fields)}"
            await self._ledger.redact(RETENTION, task, one.sequence, reason, key, one.fields)
        return len(due)

    def _keeps(self, events: tuple[Event, ...]) -> tuple[Keeping, ...]:
        kind = self._definitions.tasks.find(events[0].said["kind"], chain_of(events))
        return kind.keeps if kind else ()

    def _today(self) -> date:
        return business_day(self._clock.now())
