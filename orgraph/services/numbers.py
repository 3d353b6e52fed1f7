"""Finds tasks by the numbers that people say on the phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgraph.definitions.definitions import Definitions
from orgraph.domain.numbering import DIGITS, MatterNumber, ending_typed, name_in_number, number_typed
from orgraph.domain.task import Task
from orgraph.domain.time import Clock, epoch_milliseconds
from orgraph.graph.store import Store
from orgraph.graph.tasks import tasks_of_numbers, tasks_of_serial
from orgraph.rules.places.naming import keys_typed

LONGEST, MOST = 40, 200
"""Characters of a name that may be of a city and of a county; tasks of one serial that are looked through."""


class Numbers:
    """The one look-up of numbers, however they are typed."""

    def __init__(self, store: Store, definitions: Definitions, clock: Clock) -> None:
        self._store = store
        self._levels = definitions.levels
        self._clock = clock

    async def whole(self, text: str) -> tuple[Task, ...]:
        """
        Tasks whose whole number `text` is, by id; none for what is no number, several where two counties bear one name.

        County and city may be given in every form of their names, what is numbered just so goes first: 河东区-2026-123
        is 河东-2026-000123, 沈阳市铁西区-2026-1 is 沈阳铁西-2026-000001. The county's name will do.
        """
        typed = number_typed(text)
        if typed is None:
            return ()
        names = [name_in_number(one, "") for one in (typed.name, *self._names(typed.name))]
        numbers = [str(MatterNumber(name, typed.year, typed.serial)) for name in dict.fromkeys(names)]
        found = await tasks_of_numbers(self._store, numbers, self._now())
        exact = tuple(one for one in found if one.number == numbers[0])
        return exact or tuple({one.id: one for one in (*found, *await self._of_county(numbers, typed))}.values())

    def _names(self, typed: str) -> Iterator[str]:
        """Every short name that is meant, and where it is that of a city and of a county in it, both short."""
        yield from keys_typed(typed, self._levels)
        for at in range(1, min(len(typed), LONGEST)):
            city, county = (keys_typed(one, self._levels) for one in (typed[:at], typed[at:]))
            yield from (one + other for one in city for other in (*county, typed[at:]))

    async def _of_county(self, numbers: Sequence[str], typed: MatterNumber) -> tuple[Task, ...]:
        """Tasks of that year and serial whose number is one of these but for the city before the county."""
        ending = f"-{typed.year}-{typed.serial:0{DIGITS}}"
        same = await tasks_of_serial(self._store, typed.serial, ending, MOST, self._now())
        return tuple(
            sorted((one for one in same if (one.number or "").endswith(tuple(numbers))), key=lambda one: one.id)
        )

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
