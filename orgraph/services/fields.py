"""What is said in the fields of a kind, as it is meant: units, places, posts, categories and tasks by their codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from orgraph.definitions.definitions import Definitions, words_of
from orgraph.definitions.tasks.kinds import TaskKind
from orgraph.domain.actor import Actor
from orgraph.domain.errors import InvalidInput, NotFound
from orgraph.domain.field import LISTS, FieldType
from orgraph.domain.field import Said as InField
from orgraph.domain.said import said
from orgraph.domain.time import Clock, business_day
from orgraph.rules.tasks.fields import named, read
from orgraph.rules.tasks.parties import role_meant
from orgraph.rules.tasks.wanted import categories_known, no_task, unknown
from orgraph.services.parties import Parties
from orgraph.services.places import Places
from orgraph.services.tasks import Tasks


class Fields:
    """Looks up what fields name."""

    def __init__(self, definitions: Definitions, places: Places, parties: Parties, tasks: Tasks, clock: Clock) -> None:
        self._definitions = definitions
        self._places = places
        self._parties = parties
        self._tasks = tasks
        self._clock = clock

    async def meant(self, actor: Actor, kind: TaskKind, given: Sequence[InField], place: str) -> tuple[InField, ...]:
        """
        What is said, as the fields of the kind are, at a place (its code), in their order; what is said in a field that
        the kind has not is left as it is, for who refuses it.

        Raises InvalidInput for what a field cannot be, or is said twice, NotFound, UnknownPlace and AmbiguousPlace.
        """
        names = [one.name for one in given]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise InvalidInput(said("field-twice", field=twice), said("mend-give-once"))
        found = []
        for one in given:
            field = kind.field(one.name)
            if field is None:
                found.append(one)
                continue
            meant = read(field, one)
            try:
                found.append(await self._looked_up(actor, meant, place))
            except (InvalidInput, NotFound) as error:
                raise named(field, error) from error
        order = [field.name for field in kind.fields]
        return tuple(sorted(found, key=lambda one: order.index(one.name) if one.name in order else len(order)))

    async def _looked_up(self, actor: Actor, one: InField, place: str) -> InField:
        if one.type in LISTS and isinstance(one.value, tuple):
            codes = [await self._code(actor, one.type, text, place) for text in one.value]
            return replace(one, value=tuple(dict.fromkeys(codes)) if one.type is not FieldType.TEXTS else tuple(codes))
        if isinstance(one.value, str) and one.type is not None:
            return replace(one, value=await self._code(actor, one.type, one.value, place))
        return one

    async def _code(self, actor: Actor, type_: FieldType, text: str, place: str) -> str:
        today = business_day(self._clock.now())
        match type_:
            case FieldType.UNIT | FieldType.UNITS:
                code = await self._parties.organisation(text, today)
                await self._parties.check_known(code, today)
                return code
            case FieldType.PLACE | FieldType.PLACES:
                return await self._place(text, today)
            case FieldType.POST:
                return await self._post(text, place, today)
            case FieldType.CATEGORY:
                return self._category(text)
            case FieldType.TASK:
                return await self._task(actor, text)
        return text

    async def _place(self, text: str, today: date) -> str:
        return (await self._places.find(text, today)).area.code

    async def _post(self, text: str, place: str, today: date) -> str:
        if role_meant(text, self._definitions) is None:
            raise unknown("role", text.partition("@")[0].strip(), words_of(self._definitions.roles.values()))
        party = await self._parties.by(text, place, today)
        await self._parties.check_known(party, today)
        return party

    def _category(self, text: str) -> str:
        found = self._definitions.categories.called(text)
        if not found:
            raise unknown("category", text, categories_known(self._definitions))
        return found[0].key

    async def _task(self, actor: Actor, text: str) -> str:
        """The id of a task, which must be there."""
        task = await self._tasks.identified(actor, text)
        if not await self._tasks.there(task):
            raise no_task(text)
        return task
