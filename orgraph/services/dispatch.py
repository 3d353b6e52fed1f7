"""A whistle is blown: who must come, who helps, who is next, and why they."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import chain

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.tasks.kinds import REPORT, WHISTLE, TaskKind
from orgraph.definitions.titles import worded
from orgraph.domain.actor import Actor
from orgraph.domain.canonical import digest
from orgraph.domain.errors import AlreadyOpen, InvalidInput, NotEntitled, OrgraphError
from orgraph.domain.journal import Asked, Entry, Locked, Look, Opening
from orgraph.domain.said import Said, Term, said
from orgraph.domain.task import CalledTask, Task
from orgraph.domain.time import from_epoch_milliseconds
from orgraph.domain.whistle import Candidate, Decision, Source, Whistle
from orgraph.domain.worded import Worded
from orgraph.graph.whistles import Surroundings
from orgraph.rules.clocks.bounds import check_meeting
from orgraph.rules.ledger.contents import carried
from orgraph.rules.ledger.keys import check_key
from orgraph.rules.ledger.masking import masked_by_format_1
from orgraph.rules.tasks.fields import check_bounds, strange, values_of
from orgraph.rules.tasks.fields import missing as missing_fields
from orgraph.rules.whistles.candidates import neighbouring
from orgraph.rules.whistles.entitlement import Posts, entitled, missing_details, refusal
from orgraph.rules.whistles.meaning import Understood, by_fields, check_category, in_category, no_kind
from orgraph.rules.whistles.routing import route
from orgraph.services.fields import Fields
from orgraph.services.journal import Journal
from orgraph.services.openings import Openings, strangers
from orgraph.services.tasks import Tasks

SHOWN = 5
"""Open tasks that are named where such a one is open already."""


class Dispatch:
    """Finds who must come, opens the task and says why they."""

    def __init__(
        self,
        definitions: Definitions,
        openings: Openings,
        tasks: Tasks,
        fields: Fields,
        journal: Journal,
    ) -> None:
        self._definitions = definitions
        self._fields = fields
        self._openings = openings
        self._tasks = tasks
        self._journal = journal

    async def blow(self, actor: Actor, whistle: Whistle) -> CalledTask:
        """
        Open a task for `whistle` and call who must come.

        The same key with the same body gives the same task again, also to many callers at once. Raises NotEntitled,
        InvalidInput, IdempotencyConflict, AlreadyOpen (such a one is, and the whistle does not say `again`),
        NobodyResponsible, UnknownPlace, AmbiguousPlace and StoreUnavailable.
        """
        return await self._opened(actor, whistle, WHISTLE)

    async def report(self, actor: Actor, matter: Whistle) -> CalledTask:
        """
        Report an ordinary matter to the lowest governance centre that serves its place, which admits it or not.

        `matter.kind` may be empty where one kind of ordinary matter holds. The same key with the same body gives the
        same task again. Raises as `blow` does.
        """
        kinds = [kind.key for kind in self._definitions.tasks if kind.door == REPORT]
        return await self._opened(actor, replace(matter, kind=matter.kind or next(iter(kinds), "")), REPORT)

    async def open(self, actor: Actor, asked: Whistle) -> CalledTask:
        """Open a task of any kind, `asked.kind`, as that kind enters its lifecycle. Raises as `blow` does."""
        return await self._opened(actor, asked)

    async def _opened(self, actor: Actor, whistle: Whistle, door: str | None = None) -> CalledTask:
        """Open a task, by one of the named doors its kinds only."""
        check_key(whistle.key)
        if not self._definitions.tasks.called(whistle.kind):
            raise no_kind(whistle.kind, self._definitions, door)
        whistle = await self._openings.named(in_category(whistle, self._definitions))
        around = await self._openings.surroundings(whistle, whistle.place)
        understood = await self._openings.blown_by(self._openings.understood(whistle, around), around)
        if door is not None:
            _check_door(understood, door)
        check_category(understood.kind, understood.category, self._definitions)
        reached = [await self._openings.surroundings(whistle, place) for place in whistle.also]
        understood = await self._said(actor, replace(understood, also=tuple(one.chain[0].code for one in reached)))
        _check_complete(understood, [around, *reached])
        _check_entitled(understood, around, self._definitions)
        beyond = [await self._from_beyond(whistle, one, around) for one in reached]
        found = dict.fromkeys(chain(await self._openings.candidates(understood, around), *beyond))
        decision = self._decide(understood, around, found)
        return await self._open(actor, understood, around, self._openings.prepare(actor, understood, around, decision))

    async def _said(self, actor: Actor, understood: Understood) -> Understood:
        """The same with what is said in the fields of its kind as it is meant. Raises InvalidInput for other fields."""
        whistle = understood.whistle
        fields = await self._fields.meant(actor, understood.kind, whistle.fields, understood.place.code)
        if wrong := strange(understood.kind, fields):
            raise wrong
        return by_fields(replace(understood, whistle=replace(whistle, fields=fields)), values_of({}, fields))

    async def _open(self, actor: Actor, understood: Understood, around: Surroundings, opening: Opening) -> CalledTask:
        """Claim the key and open the task, once."""
        new, once = opening.new, understood.kind.once and not understood.whistle.again
        asked = Asked(
            actor.id,
            understood.whistle.key,
            new.task,
            digest(understood.body()),
            digest(understood.body(masked_by_format_1)),
        )

        def decide(locked: Locked) -> Entry | OrgraphError:
            if locked.open:
                return _Open(locked.open)
            _check_times(understood, new.called_at, new.at)
            return Entry(opened=(opening,))

        try:
            look = Look(self._book(around), once=new if once else None)
            entered = await self._journal.enter(asked, look, decide)
        except _Open as held:
            raise await self._already_open(understood, held.tasks) from held
        return await self._tasks.called(entered.task, entered.repeated)

    async def _from_beyond(self, whistle: Whistle, there: Surroundings, around: Surroundings) -> tuple[Candidate, ...]:
        """Who comes from another place that a whistle reaches."""
        meant = self._openings.understood(whistle, there)
        able = await self._openings.candidates(meant, there)
        lead = self._decide(meant, there, able).lead
        found = neighbouring(lead, able, there.chain, around.chain)
        if not found:
            places = {"place": around.chain[0].name, "other": there.chain[0].name}
            raise InvalidInput(said("nothing-above-both", **places), said("mend-blow-for-each"))
        return found

    def _decide(self, understood: Understood, around: Surroundings, found: Collection[Candidate]) -> Decision:
        """Who of those that are found comes; of what is taken in only who may take it in is looked at."""
        able = [one for one in found if one.source is Source.BACKSTOP] if understood.entrance.intake else found
        decision = route(able, understood.category, understood.severity, understood.routing)
        if decision is None:
            raise self._openings.nobody(understood, around)
        return decision

    async def _already_open(self, understood: Understood, tasks: Sequence[str]) -> AlreadyOpen:
        """That such whistles are open at the place, and what to do if this is the same matter, and if it is another."""
        found = [(await self._tasks.called(one)).task for one in tasks[:SHOWN]]
        kind, place = worded(understood.kind.key, understood.kind.title), understood.place.name
        named, more = [self._named(one) for one in found], len(tasks) - SHOWN
        open_ = said("already-open", kind=kind, place=place, tasks=named)
        if more > 0:
            open_ = said("already-open-and-more", kind=kind, place=place, tasks=named, more=more)
        return AlreadyOpen(open_, said("mend-already-open", task=found[0].id), tuple(found))

    def _named(self, task: Task) -> Said:
        """A task by its number and id, when it was called, and its state."""
        number = said("numbered-task", number=task.number, task=task.id) if task.number else task.id
        title = self._definitions.life_title("states", task.state)
        return said(
            "open-task",
            task=number,
            called=task.called_at,
            state=worded(task.state, title) if title else task.state,
        )

    def _book(self, around: Surroundings) -> str:
        """The nearest area that keeps a ledger; above all of those, the place itself."""
        keeping = [area.code for area in around.chain if area.level in self._definitions.book_levels]
        return keeping[0] if keeping else around.chain[0].code


class _Open(OrgraphError):
    """Such tasks are open: what was about to be opened is undone, its key still free."""

    def __init__(self, tasks: tuple[str, ...]) -> None:
        super().__init__(said("open-already"))
        self.tasks = tasks


def _check_door(understood: Understood, door: str) -> None:
    """A whistle is blown, an ordinary matter is reported."""
    kind = understood.kind
    if kind.door == door:
        return
    title = worded(kind.key, kind.title)
    if door == WHISTLE:
        remedy = said("mend-report-it") if kind.door == REPORT else said("mend-open-it")
        raise InvalidInput(said("kind-is-no-whistle", kind=title), remedy)
    if kind.door == WHISTLE:
        raise InvalidInput(said("kind-is-whistle", kind=title), said("mend-blow-it"))
    raise InvalidInput(said("kind-is-no-matter", kind=title), said("mend-open-it-or-no-kind"))


def _check_entitled(understood: Understood, around: Surroundings, definitions: Definitions) -> None:
    if entitled(understood.by, understood.kind, around.held) is None:
        roles, levels = definitions.roles, definitions.levels
        posts = Posts(
            {key: role.levels for key, role in roles.items()},
            {key: worded(key, role.title) for key, role in roles.items()},
            {key: worded(key, level.title) for key, level in levels.items()},
        )
        found = refusal(understood.by, understood.kind, around.chain, around.held, around.ended, posts)
        raise NotEntitled(_not_entitled(understood.kind, found.why), found.remedy, found.nearest)


def _not_entitled(kind: TaskKind, why: Said) -> Said:
    title = worded(kind.key, kind.title)
    if kind.door == WHISTLE:
        return said("not-entitled-to-whistle", kind=title, why=why)
    if kind.door == REPORT:
        return said("not-entitled-to-report", kind=title, why=why)
    return said("not-entitled-to-open", kind=title, why=why)


def _check_times(understood: Understood, called_at: int, now: int) -> None:
    """
    What is entered afterwards: only of a kind that may be, within its time, and not before it was blown; and nobody is
    called to a meeting that has been. Asked of a new whistle only: one that is repeated was asked before.
    """
    whistle, kind = understood.whistle, understood.kind
    if whistle.blown_at and kind.afterwards is None:
        raise InvalidInput(said("not-afterwards", kind=worded(kind.key, kind.title)), said("mend-leave-out-blown"))
    if whistle.blown_at and kind.afterwards and not 0 <= now - called_at <= kind.afterwards.milliseconds:
        raise InvalidInput(
            said("afterwards-too-late", at=whistle.blown_at, span=kind.afterwards), said("mend-when-blown")
        )
    check_bounds(kind.fields, whistle.fields, {}, from_epoch_milliseconds(now))
    if whistle.meeting:
        check_meeting(whistle.meeting.at, from_epoch_milliseconds(called_at))


def _check_complete(understood: Understood, arounds: Sequence[Surroundings]) -> None:
    kind, whistle = understood.kind, understood.whistle
    if missing := (*missing_details(kind, whistle), *missing_fields(kind, whistle.fields)):
        named = [_field(kind, name) for name in missing]
        raise InvalidInput(
            said("must-carry", kind=worded(kind.key, kind.title), missing=named), said("mend-add-missing")
        )
    if unknown := strangers(understood.whistle, arounds):
        raise InvalidInput(
            said("units-elsewhere", units=unknown, places=[one.chain[0].name for one in arounds]),
            said("mend-units-of-place", place=arounds[0].chain[0].code),
        )


def _field(kind: TaskKind, name: str) -> Worded | Term:
    """What a detail is called that a kind must carry, its own or a field that the kind declares."""
    field = kind.field(name)
    return worded(name, field.title) if field else carried(name)
