"""Who offers what, at itself or where it sits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from orgraph.domain.area import Area
from orgraph.domain.offers import OfferedWithin, Service
from orgraph.domain.organisation import Organisation
from orgraph.domain.weekly import Weekly
from orgraph.graph import unpack
from orgraph.graph.store import Store, statement

STANDING = statement("offers/standing")
SITTING = statement("offers/sitting")
OFFERED = statement("offers/offered")
ITEMS = statement("offers/items")
WITHIN = statement("offers/within")
NEAR = statement("offers/near")
NEAR_SITTING = statement("offers/near_sitting")


@dataclass(frozen=True, slots=True)
class Seat:
    """An organisation that sits at another, `at` (its code)."""

    at: str
    organisation: Organisation
    weekly: Weekly


@dataclass(frozen=True, slots=True)
class ItsOffer:
    """What an organisation (its code) offers."""

    by: str
    service: Service
    weekly: Weekly


@dataclass(frozen=True, slots=True)
class NearOffer:
    """Who offers a service where: `at` is where it sits, if not at itself; all of `weekly` holds at once."""

    area: Area
    by: Organisation
    service: Service
    weekly: tuple[Weekly, ...]
    at: Organisation | None = None


async def standing_at(store: Store, areas: Sequence[str], on: date) -> dict[str, list[Organisation]]:
    """The organisations that serve or lead each of some areas on a day, by the code of the area."""
    (rows,) = await store.read(STANDING, codes=list(areas), on=on.isoformat())
    found: dict[str, dict[str, Organisation]] = {}
    for area, columns in rows:
        one = unpack.organisation(columns)
        found.setdefault(area, {})[one.code] = one
    return {area: [several[code] for code in sorted(several)] for area, several in found.items()}


async def sitting_at(store: Store, organisations: Sequence[str], on: date) -> list[Seat]:
    """Who sits at some organisations, on whichever days; in the order of both codes."""
    (rows,) = await store.read(SITTING, codes=list(organisations), on=on.isoformat())
    found = [Seat(at, unpack.organisation(columns), _weekly(days, weeks)) for at, columns, days, weeks in rows]
    return sorted(found, key=lambda one: (one.at, one.organisation.code, one.weekly.weekdays, one.weekly.weeks))


async def offered_by(store: Store, organisations: Sequence[str], on: date) -> list[ItsOffer]:
    """What some organisations offer, on whichever days; in the order of organisations and services."""
    (rows,) = await store.read(OFFERED, codes=list(organisations), on=on.isoformat())
    found = [ItsOffer(by, _service(columns), _weekly(days, weeks)) for by, columns, days, weeks in rows]
    return sorted(found, key=lambda one: (one.by, one.service.code, one.weekly.weekdays, one.weekly.weeks))


async def all_services(store: Store) -> tuple[Service, ...]:
    """All service items that there are, by code."""
    row = await store.read(ITEMS)
    return tuple(sorted((_service(columns) for columns in (row[0] if row else ())), key=lambda one: one.code))


async def offered_within(store: Store, area: str, on: date) -> tuple[OfferedWithin, ...]:
    """How many organisations below an area offer each service, by code of the service."""
    rows = await store.rows(WITHIN, code=area, on=on.isoformat())
    return tuple(sorted((OfferedWithin(_service(row[0]), row[1]) for row in rows), key=lambda one: one.service.code))


async def offered_near(
    store: Store, area: str, services: Sequence[str], on: date, limit: int
) -> tuple[int, tuple[NearOffer, ...]]:
    """How many offers of some services there are in or below an area, and the first of them, by area."""
    asked: dict[str, Any] = {"code": area, "items": list(services), "on": on.isoformat(), "limit": limit}
    own = await store.read(NEAR, **asked) or (0, ())
    sitting = await store.read(NEAR_SITTING, **asked) or (0, ())
    found = [_near(row) for row in (*own[1], *sitting[1])]
    found.sort(key=lambda one: (one.area.code, one.by.code, one.service.code))
    return own[0] + sitting[0], tuple(found[:limit])


def _near(row: unpack.Row) -> NearOffer:
    area, by, service, days, weeks, *seat = row
    offered = _weekly(days, weeks)
    if not seat:
        return NearOffer(unpack.area(area), unpack.organisation(by), _service(service), (offered,))
    at, *sits = seat
    weekly = (_weekly(*sits), offered)
    return NearOffer(unpack.area(area), unpack.organisation(by), _service(service), weekly, unpack.organisation(at))


def _service(row: unpack.Row) -> Service:
    """code, name, group, synthetic."""
    return Service(row[0], row[1], row[2] or "", bool(row[3]))


def _weekly(weekdays: Sequence[str] | None, weeks: Sequence[str] | None) -> Weekly:
    return Weekly(tuple(weekdays or ()), tuple(weeks or ()))
