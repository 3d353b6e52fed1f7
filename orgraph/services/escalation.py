"""Acts when a limit passes: finds who is told next, and writes it into the ledger, once."""

from __future__ import annotations

from collections.abc import Callable

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import backstop_kinds, every_ladder
from orgraph.domain.canonical import digest
from orgraph.domain.errors import OrgraphError
from orgraph.domain.event import CLOCK, ESCALATED
from orgraph.domain.journal import Asked, Change, Entry, Locked, Look
from orgraph.domain.said import said
from orgraph.domain.time import Clock, business_day, epoch_milliseconds
from orgraph.graph.ledger import stored_task
from orgraph.graph.store import Store, Transaction
from orgraph.graph.tasks import names
from orgraph.graph.timers import Claimed, claim_timers, next_timer, release_timer
from orgraph.graph.whistles import surroundings
from orgraph.rules.clocks.deadlines import calendars_of
from orgraph.rules.clocks.escalation import Around, DueStep, climb, due_steps, recorded, wakes
from orgraph.rules.clocks.marks import START
from orgraph.rules.ledger.chain import following
from orgraph.rules.tasks.fields import values_of
from orgraph.rules.tasks.matter import matter_at
from orgraph.rules.tasks.past import Folded, after, fold
from orgraph.services.background import LOOK, report
from orgraph.services.journal import Fenced, Journal

LEASE = 60_000
"""Milliseconds that a worker may hold a timer; then another may take it."""

AT_ONCE = 50
"""Timers that are taken at once."""

TRIES = 3
"""How often a task is looked at again when something happened to it meanwhile."""


class Escalation:
    """Works through timers that are due; any number of workers may do so at once."""

    def __init__(
        self, store: Store, definitions: Definitions, journal: Journal, clock: Clock, new_id: Callable[[], str]
    ) -> None:
        self._store = store
        self._definitions = definitions
        self._clock = clock
        self._journal = journal
        self._new_id = new_id
        self.failures = 0
        """Timers that could not be acted on so far; each is tried again."""

    @property
    def part(self) -> str:
        """What it is called as a part of the background work."""
        return "escalation"

    @property
    def target(self) -> str:
        """It works for all."""
        return ""

    async def rest(self) -> float:
        """Seconds until the next timer is due, at most LOOK. Raises StoreUnavailable."""
        now = epoch_milliseconds(self._clock.now())
        at = await next_timer(self._store, now=now, by=now + int(LOOK * 1000))
        return LOOK if at is None else (at - now) / 1000

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def turn(self, limit: int = AT_ONCE) -> int:
        """
        Take timers that are due, the earliest first, and act on each. Returns how many were taken.

        Raises StoreUnavailable when they cannot be taken.
        """
        now, me = epoch_milliseconds(self._clock.now()), self._new_id()
        claimed = await claim_timers(self._store, now=now, until=now + LEASE, me=me, limit=limit)
        for one in claimed:
            try:
                await self.wake(one)
            except Exception as error:
                # Its lease ends by itself, and it is tried again then: one task must not hold up the others.
                self.failures += 1
                report(f"task {one.task}: its timer waits", error)
        return len(claimed)

    async def wake(self, claimed: Claimed) -> bool:
        """
        Do what is due for a claimed task. False if somebody else has taken its timer since.

        What was done before is seen in the ledger, which is locked first: nothing is done twice.
        """
        for _ in range(TRIES):
            try:
                return await self._wake(claimed)
            except _Moved:
                continue
            except Fenced:
                return False
        return False  # somebody is busy with it: the lease ends by itself

    async def _wake(self, claimed: Claimed) -> bool:
        task = await stored_task(self._store, claimed.task)
        if task is None:
            return False
        before = fold(task.events)
        around = await self._around(before)
        codes = [area.code for area in around.chain]
        rules = matter_at(self._definitions, codes, business_day(self._clock.now()), before)
        ladder, calendars = rules.ladder, calendars_of(rules)
        now = epoch_milliseconds(self._clock.now())
        due = due_steps(ladder, before, calendars, now) if ladder else ()
        if not due or ladder is None:
            return await self._given_back(claimed, wakes(ladder, before, calendars))
        step = due[0]
        found, skipped = climb(ladder, step.step, before.lead, values_of(before.fields, ()), around)

        def decide(locked: Locked) -> Entry | OrgraphError:
            (held,) = locked.tasks
            if held.events[-1].sequence != before.version:
                return _Moved(said("moved-meanwhile"))
            at = max(locked.at, held.events[-1].at)
            campaign = rules.campaign_of("ladders")
            payload = recorded(ladder, step, found, skipped, calendars[step.calendar], at, campaign)
            event = following(held.events, at, CLOCK, ESCALATED, payload)
            timer = wakes(ladder, after(before, event), calendars)
            return Entry((Change(event, held.now, timer, fence=claimed.fence),))

        key = _key(claimed.task, step, before)
        asked = Asked(CLOCK, key, claimed.task, digest([claimed.task, key]))
        if (await self._journal.enter(asked, Look(task.book, (claimed.task,)), decide)).repeated:
            raise _Moved(said("moved-meanwhile"))
        return True

    async def _given_back(self, claimed: Claimed, at: int | None) -> bool:
        """Give back the timer of a task to which nothing happens. False if somebody else has taken it since."""
        me = self._new_id()

        async def work(transaction: Transaction) -> bool:
            return await release_timer(transaction, claimed, at, me)

        return await self._store.write(work)

    async def _around(self, folded: Folded) -> Around:
        """The graph around the place today: who holds posts, and who answers in the units that steps may name."""
        ladders = every_ladder(self._definitions)
        steps = [step for ladder in ladders for step in ladder.steps]
        roles = sorted({role for step in steps for role in step.roles})
        centres = backstop_kinds(self._definitions)
        kinds = sorted({*centres, *(kind for step in steps for kind in step.kinds)})
        contacts = sorted({*self._definitions.duty_roles, *self._definitions.principal_roles, *roles})
        today = business_day(self._clock.now())
        found = await surroundings(
            self._store,
            folded.place,
            today,
            posts=roles,
            lineage=[],
            backstop=kinds,
            asked=[],
            contacts=contacts,
            also_ended=True,
        )
        known = await names(self._store, [], [], [], today, units=[folded.lead], contacts=contacts)
        return Around(
            found.chain,
            found.held,
            found.standings,
            self._definitions.duty_roles,
            known.staffed.get(folded.lead),
            frozenset(found.ended),
            centres,
        )


class _Moved(OrgraphError):
    """Something happened to the task after it was read: what was about to be done is undone, and looked at again."""

    code = "moved"


def _key(task: str, step: DueStep, before: Folded) -> str:
    """One key a step, each time that its clock runs: the store itself does not let it be taken twice."""
    began = max(mark.at for mark in before.marks if mark.stage == step.stage and mark.change == START)
    return f"{task} {step.stage} {began} {step.step}"
