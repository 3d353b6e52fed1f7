"""What is offered at a place, by the long way: every organisation on the way up, every seat, every offer, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from .world import Edge, World

Offer = tuple[str, str, str, str, bool, str]
"""Service, who, where that one sits (empty: at itself), the area, whether there on the day, the first day from it on."""


class ServicesOracle:
    """Asks a world of packs what is offered where."""

    def __init__(self, world: World) -> None:
        self._world = world

    def offers(self, place: str, on: str) -> set[Offer]:
        """All that is offered to a place on a day."""
        found = set()
        for area in self._world.chain(place, on):
            for seat in self._standing(area, on):
                found |= {(item, seat, "", area, *_days(on, edge)) for item, edge in self._offered(seat, on)}
                for who, sits in self._world.into(seat, on, "SITS_AT"):
                    if self._world.there(who, on):
                        offered = self._offered(who, on)
                        found |= {(item, who, seat, area, *_days(on, sits, edge)) for item, edge in offered}
        return found

    def sitting(self, place: str, on: str) -> set[tuple[str, str, bool, str]]:
        """Who sits where: the seat, who, whether on the day, the first day from it on."""
        return {
            (seat, who, *_days(on, edge))
            for area in self._world.chain(place, on)
            for seat in self._standing(area, on)
            for who, edge in self._world.into(seat, on, "SITS_AT")
            if self._world.there(who, on)
        }

    def within(self, place: str, on: str) -> dict[str, int]:
        """How many organisations below a place offer each service."""
        below = {who for area in self._world.below(place, on) - {place} for who in self._standing(area, on)}
        found: dict[str, set[str]] = {}
        for who in below:
            for item, _ in self._offered(who, on):
                found.setdefault(item, set()).add(who)
        return {item: len(several) for item, several in found.items()}

    def _standing(self, area: str, on: str) -> set[str]:
        return {who for who, _ in self._world.into(area, on, "SERVES", "LEADS") if self._world.there(who, on)}

    def _offered(self, who: str, on: str) -> list[tuple[str, Edge]]:
        return list(self._world.out_of(who, on, "OFFERS"))


def _days(on: str, *edges: Edge) -> tuple[bool, str]:
    day = date.fromisoformat(on)
    for _ in range(367):
        if all(_holds(day, edge) for edge in edges):
            return day.isoformat() == on, day.isoformat()
        day += timedelta(days=1)
    return False, ""


def _holds(day: date, edge: Edge) -> bool:
    try:
        worked = bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        worked = day.isoweekday() < 6
    weekdays, weeks = edge.get("weekdays") or "", edge.get("weeks") or ""
    if not weekdays:
        return worked
    nth = sum(1 for number in range(1, day.day + 1) if day.replace(day=number).isoweekday() == day.isoweekday())
    return (
        str(day.isoweekday()) in weekdays.split(";")
        and (not weeks or str(nth) in weeks.split(";"))
        and (worked or day.isoweekday() > 5)
    )
