"""A whistle is blown: who must come, who helps, who is next, and why they."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.lifecycle import Lifecycle
from orgraph.domain.actor import Actor
from orgraph.domain.errors import IdempotencyConflict, InvalidInput, NobodyResponsible, NotEntitled, UnknownPlace
from orgraph.domain.notice import Target
from orgraph.domain.task import CalledTask
from orgraph.domain.time import Clock, business_day, epoch_milliseconds
from orgraph.domain.whistle import Decision, Whistle
from orgraph.graph.store import Store, Transaction
from orgraph.graph.whistles import Claim, Surroundings, claim, open_task, surroundings
from orgraph.rules.candidates import candidates
from orgraph.rules.canonical import digest
from orgraph.rules.deadlines import calendars_at, next_due, terms_at
from orgraph.rules.decisions import recorded_input
from orgraph.rules.entitlement import entitled, missing_details, refusal
from orgraph.rules.escalation import ladder_at, wakes
from orgraph.rules.folding import fold
from orgraph.rules.ledger import chained
from orgraph.rules.lifecycle import first_clocks, lifecycle_at
from orgraph.rules.marks import marks_of
from orgraph.rules.masking import masked
from orgraph.rules.notices import notices_of
from orgraph.rules.opening import Opening, calls_of, first_events, opening_of
from orgraph.rules.routing import decide
from orgraph.rules.understanding import Understood, understand, wide
from orgraph.services.places import Places
from orgraph.services.tasks import Tasks


class Dispatch:
    """Finds who must come, opens the task and says why they."""

    def __init__(
        self,
        store: Store,
        definitions: Definitions,
        places: Places,
        tasks: Tasks,
        clock: Clock,
        new_id: Callable[[], str],
        targets: Sequence[Target],
    ) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._tasks = tasks
        self._clock = clock
        self._targets = targets
        self._new_id = new_id

    async def blow(self, actor: Actor, whistle: Whistle) -> CalledTask:
        """
        Open a task for `whistle` and call who must come.

        The same key with the same body gives the same task again, also to many callers at once. Raises NotEntitled,
        InvalidInput, IdempotencyConflict, NobodyResponsible, UnknownPlace, AmbiguousPlace and StoreUnavailable.
        """
        around = await self._surroundings(whistle)
        understood = understand(whistle, around.chain, self._definitions)
        _check_complete(understood, around)
        _check_blown(understood, epoch_milliseconds(self._clock.now()))
        if entitled(understood.by, understood.kind, around.held) is None:
            raise NotEntitled(*refusal(understood.by, understood.kind, around.chain, around.held))
        decision = self._decide(understood, around)
        claimed, new_task = await self._open(actor, understood, around, decision)
        if claimed.body != digest(understood.body()):
            raise IdempotencyConflict(
                f"the key {whistle.key!r} stands for another whistle already",
                f"use a new key, or look at task {claimed.task}",
                claimed.task,
            )
        return await self._tasks.called(claimed.task, repeated=claimed.task != new_task)

    async def _surroundings(self, whistle: Whistle) -> Surroundings:
        today, asked = business_day(self._clock.now()), wide(whistle, self._definitions)
        code = self._places.code_of(whistle.place) or (await self._places.find(whistle.place, today)).area.code
        around = await surroundings(
            self._store,
            code,
            today,
            posts=asked.posts,
            lineage=asked.lineage,
            backstop=asked.backstop,
            asked=whistle.departments,
            contacts=[*self._definitions.duty_roles, *self._definitions.principal_roles],
        )
        if not around.chain:
            await self._places.find(whistle.place, today)  # raises, with what comes nearest
            raise UnknownPlace(whistle.place, f"no area {whistle.place!r} today", "check the code")
        return around

    def _decide(self, understood: Understood, around: Surroundings) -> Decision:
        lineage, asked = understood.category.lineage, understood.whistle.departments
        rank = self._definitions.tier_rank
        found = candidates(around.standings, around.chain, lineage, asked, understood.routing, rank)
        decision = decide(found, understood.category, understood.severity, understood.routing)
        if decision is None:
            kinds = ", ".join(understood.routing.backstop)
            raise NobodyResponsible(
                f"nobody answers for {understood.category.key} at {around.chain[0].name} or above it",
                f"import a unit that is RESPONSIBLE_FOR it, or a backstop ({kinds}) that SERVES an area above",
            )
        return decision

    async def _open(
        self, actor: Actor, understood: Understood, around: Surroundings, decision: Decision
    ) -> tuple[Claim, str]:
        lifecycle = lifecycle_at(self._definitions, [area.code for area in around.chain])
        codes = [area.code for area in around.chain]
        lineage, calendars = understood.category.lineage, calendars_at(self._definitions, codes)
        terms = terms_at(self._definitions, codes, understood.kind.key, lineage, understood.severity)
        clocks = first_clocks(lifecycle, terms)
        at = epoch_milliseconds(self._clock.now())
        blown = understood.whistle.blown_at
        called_at = epoch_milliseconds(blown) if blown else at
        due = next_due(marks_of(clocks, called_at), calendars)
        opening = self._opening(understood, decision, lifecycle, at, called_at, due)
        recorded = recorded_input(
            around.chain,
            [verdict.candidate for verdict in decision.proof],
            understood.category,
            understood.severity,
            understood.routing,
        )
        calls = calls_of(decision, self._definitions.duty_roles)
        drafts = first_events(opening, actor.id, understood.details(), recorded, calls, clocks)
        timer = wakes(ladder_at(self._definitions, codes), fold(drafts), calendars)
        body, book = digest(understood.body()), self._book(around)

        async def work(transaction: Transaction) -> Claim:
            claimed = await claim(
                transaction, opening, actor=actor.id, key=understood.whistle.key, body=body, book=book
            )
            if not claimed.done:
                events, end = chained(claimed.end, drafts)
                await open_task(transaction, opening, events, end, timer, notices_of(events, self._targets))
            return claimed

        return await self._store.write(work), opening.task

    def _opening(
        self, understood: Understood, decision: Decision, lifecycle: Lifecycle, at: int, called_at: int, due: int
    ) -> Opening:
        return opening_of(
            understood,
            decision,
            task=self._new_id(),
            state=lifecycle.begins,
            at=at,
            called_at=called_at,
            due=due,
            salt=self._new_id(),
            text=masked(understood.whistle.text),
            definitions=self._definitions.hash,
        )

    def _book(self, around: Surroundings) -> str:
        """The nearest area that keeps a ledger; above all of those, the place itself."""
        keeping = [area.code for area in around.chain if area.level in self._definitions.book_levels]
        return keeping[0] if keeping else around.chain[0].code


def _check_blown(understood: Understood, now: int) -> None:
    """What is entered afterwards: only of a kind that may be, within its time, and not before it was blown."""
    blown, kind = understood.whistle.blown_at, understood.kind
    if blown is None:
        return
    ago = now - epoch_milliseconds(blown)
    if kind.afterwards is None:
        raise InvalidInput(f"a {kind.key} whistle is not entered afterwards", "leave out when it was blown")
    if not 0 <= ago <= kind.afterwards.milliseconds:
        raise InvalidInput(
            f"it was blown {blown.isoformat(timespec='minutes')}, not within the last {kind.afterwards}",
            "give when it was blown, or blow it now and say in its text what was done before",
        )


def _check_complete(understood: Understood, around: Surroundings) -> None:
    missing = missing_details(understood.kind, understood.whistle)
    if missing:
        raise InvalidInput(f"a {understood.kind.key} whistle must carry: {', '.join(missing)}", "add what is missing")
    known = {standing.organisation.code for standing in around.standings}
    strangers = [code for code in understood.whistle.departments if code not in known]
    if strangers:
        raise InvalidInput(
            f"no unit {', '.join(strangers)} stands to {around.chain[0].name} or an area above it",
            "name units by the codes that who-covers shows for this place",
        )
