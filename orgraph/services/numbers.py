"""Finds tasks by the numbers that people say on the phone."""

from __future__ import annotations

from orgraph.definitions.definitions import Definitions
from orgraph.domain.numbering import DIGITS, MatterNumber, ending_typed, name_in_number, number_typed
from orgraph.domain.task import Task
from orgraph.domain.time import Clock, epoch_milliseconds
from orgraph.graph.store import Store
from orgraph.graph.tasks import tasks_of_numbers, tasks_of_serial
from orgraph.rules.places.naming import keys_typed


class Numbers:
    """The one look-up of numbers, however they are typed."""

    def __init__(self, store: Store, definitions: Definitions, clock: Clock) -> None:
        self._store = store
        self._levels = definitions.levels
        self._clock = clock

    async def whole(self, text: str) -> tuple[Task, ...]:
        """
        Tasks whose whole number `text` is, by id; none for what is no number, several where two counties bear one name.

        The county may be given in every form of its name, what is numbered just so goes first: 河东区-2026-123 is
        河东-2026-000123.
        """
        typed = number_typed(text)
        if typed is None:
            return ()
        names = [name_in_number(one, "") for one in (typed.name, *keys_typed(typed.name, self._levels))]
        numbers = [str(MatterNumber(name, typed.year, typed.serial)) for name in dict.fromkeys(names)]
        found = await tasks_of_numbers(self._store, numbers, self._now())
        return tuple(one for one in found if one.number == numbers[0]) or found

    async def found(self, text: str, limit: int) -> tuple[Task, ...]:
        """The same, or tasks whose number ends so, 000123 or 2026-123, the last called first; at most `limit`."""
        ending = ending_typed(text)
        if ending is None:
            return (await self.whole(text))[:limit]
        year = f"-{ending.year}" if ending.year else ""
        number = f"{year}-{ending.serial:0{DIGITS}}"
        return await tasks_of_serial(self._store, ending.serial, number, limit, self._now())

    def _now(self) -> int:
        return epoch_milliseconds(self._clock.now())
