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
from orgraph.domain.numbering import MatterNumber, Namesake, name_in_number
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
    namesakes: Sequence[Namesake] = (),
) -> Numbering:
    """
    The numbering of a book that lies with `area`, as that is called on the day, its numbers given by no other.

    A county of its city's short name goes by its own name, 铁岭县: the city's own tasks have 铁岭. One with
    `namesakes`, areas elsewhere that have or had its short name, has the short name of what it lies in before its own:
    沈阳铁西. Where one of them lies, or lay, in the same, or in what was called so, it is its full name, 青石河东区;
    where that was also another's, the digits of its code are behind it.
    """
    return Numbering(name_in_number(_name(area, above, levels, namesakes) if area else "", book), given)


def _name(area: Area, above: Area | None, levels: Mapping[str, Level], namesakes: Sequence[Namesake]) -> str:
    short, city = _short(area, levels), _short(above, levels) if above else ""
    beside = [one for one in namesakes if above is None or not one.within.isdisjoint((above.code, city))]
    alone = not any(area.name in one.names for one in beside)
    if city == short and alone:
        return area.name
    if not namesakes:
        return short
    if not beside:
        return city + short
    return city + area.name if alone else city + short + _digits(area, levels)


def _digits(area: Area, levels: Mapping[str, Level]) -> str:
    level = levels.get(area.level)
    return area.code[: (level.code.significant if level else 0) or None]


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
