"""The next number of a book for each task that begins: pure, asked while the book is held."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orgraph.definitions.words.levels import Level
from orgraph.domain.area import Area
from orgraph.domain.canonical import canonical
from orgraph.domain.event import NUMBER, Event
from orgraph.domain.journal import Opening
from orgraph.domain.numbering import MatterNumber, name_in_number
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.rules.places.naming import short_name


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a book's area is called in numbers, and how many the book gave in each year, as JSON; empty: none yet."""

    name: str
    given: str


def numbering(
    book: str,
    area: Area | None,
    above: Area | None,
    levels: Mapping[str, Level],
    given: str,
    *,
    namesake: bool = False,
) -> Numbering:
    """
    The numbering of a book that lies with `area`, as that is called on the day.

    A county of its city's short name goes by its own name, 铁岭县: the city's own tasks have 铁岭. One with a
    `namesake`, an area of its level and short name elsewhere, has the short name of what it lies in before its own:
    沈阳铁西.
    """
    short = _short(area, levels) if area else ""
    if area and above and _short(above, levels) == short:
        short = area.name
    elif area and above and namesake:
        short = _short(above, levels) + short
    return Numbering(name_in_number(short, book), given)


def numbered(openings: Sequence[Opening], held: Numbering) -> tuple[tuple[Opening, ...], Numbering]:
    """
    Tasks that begin with their numbers, in the year of the day on which each is entered, and the numbering after them.

    Years are counted apart, so that a clock that was set back over new year's day gives no number again.
    """
    given: dict[str, int] = json.loads(held.given or "{}")
    found = []
    for opening in openings:
        year = business_day(from_epoch_milliseconds(opening.new.at)).year
        given[str(year)] = serial = given.get(str(year), 0) + 1
        found.append(_with(opening, MatterNumber(held.name, year, serial)))
    return tuple(found), replace(held, given=canonical(given))


def _with(opening: Opening, number: MatterNumber) -> Opening:
    called, *others = opening.events
    return replace(opening, events=(_saying(called, number), *others), number=number)


def _saying(called: Event, number: MatterNumber) -> Event:
    return replace(called, payload=canonical({**called.said, NUMBER: str(number)}))


def _short(area: Area, levels: Mapping[str, Level]) -> str:
    level = levels.get(area.level)
    return short_name(area.name, level) if level else area.name
