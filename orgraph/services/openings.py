"""What opens a task, whoever asks: the graph around its place, its candidates, its first events and its timer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import prevailing
from orgraph.definitions.tasks.lifecycle import Entrance
from orgraph.definitions.tasks.routing import ALL, TrackTerms
from orgraph.definitions.titles import worded
from orgraph.definitions.words.categories import Category
from orgraph.domain.actor import Actor
from orgraph.domain.campaign import Given
from orgraph.domain.canonical import Json
from orgraph.domain.deadline import Span
from orgraph.domain.errors import NobodyResponsible, UnknownPlace
from orgraph.domain.journal import Opening
from orgraph.domain.said import said
from orgraph.domain.time import Clock, business_day, epoch_milliseconds
from orgraph.domain.track_record import TRACK_KEYS, months_up_to
from orgraph.domain.whistle import Candidate, Decision, Post, Whistle
from orgraph.graph.store import Store
from orgraph.graph.track_records import track_records
from orgraph.graph.whistles import Surroundings, surroundings
from orgraph.rules.clocks.deadlines import calendars_of, terms_of, turns
from orgraph.rules.clocks.escalation import wakes
from orgraph.rules.ledger import campaigns
from orgraph.rules.ledger.contents import kept
from orgraph.rules.ledger.rerun import recorded_input
from orgraph.rules.tasks.fields import values_of
from orgraph.rules.tasks.lifecycle import first_clocks, lifecycle_of
from orgraph.rules.tasks.past import fold
from orgraph.rules.whistles.candidates import candidates, weighed
from orgraph.rules.whistles.meaning import Understood, understand, wide
from orgraph.rules.whistles.opening import calls_of, first_events, new_task
from orgraph.rules.whistles.routing import Admission
from orgraph.services.parties import Parties
from orgraph.services.places import Places


class Openings:
    """Prepares tasks; writes nothing."""

    def __init__(
        self,
        store: Store,
        definitions: Definitions,
        places: Places,
        parties: Parties,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._parties = parties
        self._clock = clock
        self._new_id = new_id

    async def named(self, whistle: Whistle) -> Whistle:
        """The whistle with the units that it names by their codes. Raises NotFound, and InvalidInput for several."""
        today = business_day(self._clock.now())
        named = [await self._parties.organisation(one, today) for one in whistle.departments]
        return replace(whistle, departments=tuple(named))

    async def blown_by(self, understood: Understood, around: Surroundings) -> Understood:
        """
        The same with the area of its post looked up where that lies neither at the place nor above it.

        Raises NotFound, and InvalidInput for several.
        """
        if understood.by.area in {area.code for area in around.chain}:
            return understood
        party = await self._parties.party(str(understood.by), business_day(self._clock.now()))
        role, _, area = party.partition("@")
        return replace(understood, by=Post(role, area))

    async def surroundings(
        self, whistle: Whistle, typed: str, *, also_ended: bool = False, serving: Sequence[str] = ()
    ) -> Surroundings:
        """
        The graph around a place, as typed, for a whistle; `also_ended`: for a task that lies there, ended or not;
        `serving`: kinds of organisations that are looked for, too, where they serve.

        Raises UnknownPlace, AmbiguousPlace and InvalidInput.
        """
        today, asked = business_day(self._clock.now()), wide(whistle, self._definitions)
        code = self._places.code_of(typed) or (await self._places.find(typed, today)).area.code
        around = await surroundings(
            self._store,
            code,
            today,
            posts=asked.posts,
            lineage=asked.lineage,
            backstop=sorted({*asked.serving, *serving}),
            asked=whistle.departments,
            contacts=[*self._definitions.duty_roles, *self._definitions.principal_roles],
            also_ended=also_ended,
        )
        if not around.chain:
            await self._places.find(typed, today)  # raises, with what comes nearest
            raise UnknownPlace(typed, said("place-unknown", place=typed, day=today), said("mend-place-nothing-near"))
        return around

    def understood(self, whistle: Whistle, around: Surroundings, *, routed: bool = False) -> Understood:
        """
        A whistle as it is meant at its place today; `routed`: a task that was taken in and is sent on now.

        Raises InvalidInput for what does not hold there.
        """
        today = business_day(self._clock.now())
        return understand(whistle, around.chain, self._definitions, today, routed=routed)

    def entrance(self, understood: Understood, around: Surroundings, key: str) -> Entrance:
        """An entrance of the lifecycle of its kind. Raises InvalidInput where the kind does not hold."""
        rules = prevailing(self._definitions, [area.code for area in around.chain], business_day(self._clock.now()))
        return lifecycle_of(rules, understood.kind.key).entrances[key]

    async def candidates(self, understood: Understood, around: Surroundings) -> tuple[Candidate, ...]:
        """Everybody who might come, with their track records where the routing weighs them."""
        lineage, asked = understood.category.lineage, understood.whistle.departments
        routing, rank = understood.routing, self._definitions.tier_rank
        found = candidates(around.standings, around.chain, lineage, asked, routing, rank)
        if not set(TRACK_KEYS) & set(routing.order):
            return found
        return await self.weighed(found, understood.category, routing.track)

    async def weighed(self, found: Sequence[Candidate], category: Category, terms: TrackTerms) -> tuple[Candidate, ...]:
        """Candidates with their track records up to this month, which are counted: nobody looks into the past."""
        below = [one.key for one in self._definitions.categories if category.key in one.lineage]
        months = months_up_to(business_day(self._clock.now()), terms.months)
        codes = {one.organisation.code for one in found}
        records = await track_records(self._store, codes, months, None if terms.of == ALL else below)
        return weighed(found, records, terms)

    def admission(self, understood: Understood, around: Surroundings) -> Admission:
        """Which level an ordinary matter is for: what lies below the areas that keep a book is the level's own."""
        levels = [area.level for area in around.chain]
        local = next((n for n, level in enumerate(levels) if level in self._definitions.book_levels), len(levels))
        return Admission(understood.category.admission, local)

    def recorded(
        self, understood: Understood, around: Surroundings, decision: Decision, admission: Admission | None = None
    ) -> dict[str, Json]:
        """The whole input of a decision, as its event keeps it."""
        recorded = recorded_input(
            around.chain,
            [verdict.candidate for verdict in decision.proof],
            understood.category,
            understood.severity,
            understood.routing,
            admission,
        )
        gave: dict[str, Json] = {given.value: campaigns.kept(one) for given, one in understood.campaigns}
        return {**recorded, **({"campaigns": gave} if gave else {})}

    def prepare(
        self,
        actor: Actor,
        understood: Understood,
        around: Surroundings,
        decision: Decision,
        limit: tuple[str, Span] | None = None,
    ) -> Opening:
        """
        The task that a decision leads to; `limit` is a stage with how long it may take, None: as defined.

        Raises InvalidInput where its kind does not hold.
        """
        codes = [area.code for area in around.chain]
        kind, lineage, now = understood.kind.key, understood.category.lineage, self._clock.now()
        rules = prevailing(self._definitions, codes, business_day(now), kind, lineage)
        lifecycle, calendars = lifecycle_of(rules, kind), calendars_of(rules)
        fields = values_of({}, understood.whistle.fields)
        terms, begun = terms_of(rules, kind, lineage, understood.severity, fields), understood.entrance
        at = epoch_milliseconds(now)
        blown = understood.whistle.blown_at
        called_at = epoch_milliseconds(blown) if blown else at
        limits = terms.giving(*limit) if limit else terms
        clocks = first_clocks(begun, limits, called_at if called_at != at else 0)
        task = self._new_id()
        new = new_task(
            understood,
            decision,
            task=task,
            state=begun.state,
            at=at,
            called_at=called_at,
            turns=turns((replace(mark, at=called_at) for mark in clocks), calendars),
            texts=kept(f"{task}#1", understood.typed(), self._new_id),
            definitions=self._definitions.hash,
            # A centre that takes in what is reported does its duty: that is no want of a responsible unit.
            backstop=decision.backstop and not begun.intake,
        )
        recorded = self.recorded(understood, around, decision)
        calls = calls_of(decision, self._definitions.duty_roles)
        events = first_events(new, actor.id, understood.details(), recorded, calls, clocks, limits, lifecycle)
        return Opening(new, events, wakes(rules.ladder, fold(events), calendars))

    def nobody(self, understood: Understood, around: Surroundings) -> NobodyResponsible:
        """That nobody, not even a backstop, answers for a matter."""
        known = self._definitions.organisation_kinds
        category, place = worded(understood.category.key, understood.category.title), around.chain[0].name
        kinds = [worded(key, known[key].title) if key in known else key for key in understood.routing.backstop]
        campaign = next((campaign for given, campaign in understood.campaigns if given is Given.ROUTING), None)
        if campaign is None:
            problem = said("nobody-answers", category=category, place=place)
            return NobodyResponsible(problem, said("mend-name-somebody", kinds=kinds))
        title = worded(campaign.key, campaign.title)
        problem = said(
            "nobody-answers-by-campaign",
            category=category,
            place=place,
            campaign=title,
            since=campaign.since,
            until=campaign.until,
        )
        remedy = said("mend-name-somebody-or-campaign", kinds=kinds, key=campaign.key)
        return NobodyResponsible(problem, remedy)


def strangers(whistle: Whistle, arounds: Sequence[Surroundings]) -> tuple[str, ...]:
    """Units that were named and stand to none of the places nor to an area above one."""
    known = {standing.organisation.code for around in arounds for standing in around.standings}
    return tuple(code for code in whistle.departments if code not in known)
