"""Where a task goes by an action: the child that a meeting assigns, the units that an admitted matter is sent to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.tasks.lifecycle import Opens
from orgraph.definitions.tasks.routing import Routing
from orgraph.domain.action import ActionRequest
from orgraph.domain.actor import Actor
from orgraph.domain.deadline import span_of
from orgraph.domain.errors import InvalidInput
from orgraph.domain.field import FieldValue
from orgraph.domain.journal import Opening
from orgraph.domain.said import said
from orgraph.domain.standing import Subject
from orgraph.domain.track_record import TRACK_KEYS
from orgraph.domain.whistle import Candidate, Decision, Source, Whistle
from orgraph.graph.whistles import Surroundings
from orgraph.rules.tasks.resolving import Routed
from orgraph.rules.whistles.meaning import Understood, by_fields
from orgraph.rules.whistles.opening import calls_of, routed, sent
from orgraph.rules.whistles.proposing import Proposing, proposable, proposing
from orgraph.rules.whistles.routing import route
from orgraph.services.openings import Openings, strangers


class Assignments:
    """Decides where tasks go after they were opened; writes nothing."""

    def __init__(self, definitions: Definitions, openings: Openings) -> None:
        self._definitions = definitions
        self._openings = openings

    async def prepare(self, actor: Actor, request: ActionRequest, opens: Opens, parent: Subject) -> Opening:
        """
        The task that `request` assigns; its whistler, kind, category and severity are those of `parent`.

        Raises UnknownPlace, AmbiguousPlace and InvalidInput (a unit stands neither to the place nor above it).
        """
        whistle = Whistle(
            place=request.place or parent.place,
            by=parent.called_by,
            kind=parent.kind,
            category=parent.category,
            key=request.key,
            text=request.text,
            departments=(request.unit, *request.helpers),
            severity=parent.severity,
        )
        at_its_place = whistle.place == parent.place
        around = await self._openings.surroundings(whistle, whistle.place, also_ended=at_its_place)
        if unknown := strangers(whistle, [around]):
            raise InvalidInput(
                said("units-elsewhere", units=unknown, places=around.chain[0].name),
                said("mend-units-of-other-place", place=around.chain[0].code),
            )
        understood = replace(self._openings.understood(whistle, around), parent=parent.id)
        entrance = self._openings.entrance(understood, around, opens.entrance)
        understood = replace(understood, routing=_as_decided(understood), entrance=entrance)
        span = span_of(request.limit) if request.limit else None
        limit = (opens.within, span) if opens.within and span else None
        return self._openings.prepare(actor, understood, around, await self._decision(understood, around), limit)

    async def routed(self, task: Subject, values: Mapping[str, FieldValue]) -> Routed:
        """
        The units that a task is sent to: by what it has in its fields, who answers for it, and which level it is for.

        Raises NobodyResponsible.
        """
        around, meant = await self._around(task)
        understood = by_fields(meant, values)
        admission = self._openings.admission(understood, around)
        found = await self._openings.candidates(understood, around)
        decision = route(found, understood.category, understood.severity, understood.routing, admission)
        if decision is None:
            raise self._openings.nobody(understood, around)
        recorded = self._openings.recorded(understood, around, decision, admission)
        calls = calls_of(decision, self._definitions.duty_roles)
        return Routed(
            decision.lead.organisation.code,
            tuple(one.organisation.code for one in decision.helpers),
            {"definitions": self._definitions.hash, **routed(recorded, calls)},
            sent(recorded, calls),
        )

    async def proposing(self, task: Subject, key: str) -> Proposing:
        """Who could be proposed for a task by an entry of proposals.yaml. Raises InvalidInput where none holds."""
        kinds = sorted({kind for one in self._definitions.proposals.of(key) for kind in one.kinds})
        around, understood = await self._around(task, kinds)
        rule = self._definitions.proposals.find(key, [area.code for area in around.chain])
        if rule is None:
            raise InvalidInput(said("no-proposals-in-force", key=key), said("mend-define-proposals"))
        category, rank = understood.category, self._definitions.tier_rank
        found = proposable(around.standings, around.chain, category.lineage, rule, rank)
        if set(TRACK_KEYS) & set(rule.order):
            found = await self._openings.weighed(found, category, rule.track)
        return proposing(found, around.chain, category.key, rule)

    async def _around(self, task: Subject, serving: Sequence[str] = ()) -> tuple[Surroundings, Understood]:
        """The graph around a task, with what serves it of some kinds, too, and the task as it is understood there."""
        whistle = Whistle(task.place, task.called_by, task.kind, task.category, "", severity=task.severity)
        around = await self._openings.surroundings(whistle, whistle.place, also_ended=True, serving=serving)
        return around, self._openings.understood(whistle, around, routed=True)

    async def _decision(self, understood: Understood, around: Surroundings) -> Decision:
        """What the meeting has decided, in the form of every decision, so that it can be shown and replayed."""
        found = await self._openings.candidates(understood, around)
        unit, *helpers = [_nearest(code, found) for code in understood.whistle.departments]
        named = [replace(unit, source=Source.ASSIGNED), *(one for one in helpers if one != unit)]
        backstops = [one for one in found if one.source is Source.BACKSTOP]
        decision = route([*named, *backstops], understood.category, understood.severity, understood.routing)
        assert decision is not None  # it names its lead
        return decision


def _as_decided(understood: Understood) -> Routing:
    """The routing of what a meeting has decided: the lead is named, the helpers are, backstops come next."""
    return replace(understood.routing, lead=(Source.ASSIGNED, Source.BACKSTOP), helpers=(Source.ASKED,))


def _nearest(code: str, found: tuple[Candidate, ...]) -> Candidate:
    """A unit by the nearest of its ways to the place; whatever it answers for, a meeting may name it."""
    ways = [one for one in found if one.organisation.code == code and one.source is Source.ASKED]
    return replace(min(ways, key=lambda one: one.distance), severity_from=1)
