"""Areas, organisations and officers by their keys, and what stands next to each: many at once in one statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from orgraph.domain.area import Area, Candidate
from orgraph.domain.coverage import RelatedOrganisation
from orgraph.domain.organisation import Officer, Organisation, PostHolder
from orgraph.domain.page import Page
from orgraph.domain.registry import NamedOrganisation, Posting
from orgraph.graph import unpack
from orgraph.graph.store import Statement, Store, statement

AREAS = statement("registry/areas")
CHAINS = statement("registry/chains")
CHILDREN = statement("registry/children")
POSTS_AT_AREAS = statement("registry/posts", at="Area")
POSTS_IN_ORGANISATIONS = statement("registry/posts", at="Unit")  # the first label of both kinds of organisation
RELATED = statement("registry/related")
ORGANISATIONS = statement("registry/organisations")
SUPERIORS = statement("registry/above", line="UNDER")
UNITS_OF = statement("registry/above", line="OF")
BENEATH = statement("registry/beneath")
OFFICERS = statement("registry/officers")
POSTINGS = statement("registry/postings")
SEARCH_AREAS = statement("registry/search_areas")
SEARCH_ORGANISATIONS = statement("registry/search_organisations")
ORGANISATIONS_NAMED = statement("registry/organisations_named")
ORGANISATIONS_EVER = statement("registry/organisations_ever")

Item = TypeVar("Item")
Codes = Sequence[str]
Cut = tuple[int, str]
"""How a list is cut into pages: at most so many rows, behind the key of the last row of the page before."""


async def areas(store: Store, codes: Codes, on: date) -> dict[str, Area]:
    """The areas that had `codes` on `on`, by code."""
    (rows,) = await store.read(AREAS, codes=list(codes), on=on.isoformat())
    return {row[0]: unpack.area(row) for row in rows}


async def chains(store: Store, codes: Codes, on: date) -> dict[str, tuple[Area, ...]]:
    """For each area that had one of `codes` on `on`: itself and the areas above it, the top last."""
    (rows,) = await store.read(CHAINS, codes=list(codes), on=on.isoformat())
    return {code: tuple(unpack.area(row) for row in chain) for code, chain in rows}


async def children(store: Store, codes: Codes, on: date, cut: Cut) -> dict[str, Page[Area]]:
    """For each area a page of those that are part of it, by code."""
    return await _pages(store, CHILDREN, codes, on, cut, unpack.area)


async def posts_at_areas(store: Store, codes: Codes, on: date, cut: Cut) -> dict[str, Page[PostHolder]]:
    """For each area a page of who is posted to it."""
    return await _pages(store, POSTS_AT_AREAS, codes, on, cut, _holder)


async def posts_in_organisations(store: Store, codes: Codes, on: date, cut: Cut) -> dict[str, Page[PostHolder]]:
    """For each organisation a page of who is posted to it."""
    return await _pages(store, POSTS_IN_ORGANISATIONS, codes, on, cut, _holder)


async def related(store: Store, codes: Codes, on: date, cut: Cut) -> dict[str, Page[RelatedOrganisation]]:
    """For each area a page of the organisations that serve, lead, are paired with or answer for it."""
    return await _pages(store, RELATED, codes, on, cut, _related)


async def organisations(store: Store, codes: Codes, on: date) -> dict[str, Organisation]:
    """The organisations that had `codes` on `on`, by code."""
    (rows,) = await store.read(ORGANISATIONS, codes=list(codes), on=on.isoformat())
    return {row[0]: unpack.organisation(row) for row in rows}


async def superiors(store: Store, codes: Codes, on: date) -> dict[str, Organisation]:
    """What each organisation is under; one that is under nothing is not among them."""
    return await _above(store, SUPERIORS, codes, on)


async def units_of(store: Store, codes: Codes, on: date) -> dict[str, Organisation]:
    """The unit that each party organisation is of."""
    return await _above(store, UNITS_OF, codes, on)


async def beneath(store: Store, codes: Codes, on: date, cut: Cut) -> dict[str, Page[Organisation]]:
    """For each organisation a page of those directly under it, by code."""
    return await _pages(store, BENEATH, codes, on, cut, unpack.organisation)


async def officers(store: Store, ids: Sequence[str]) -> dict[str, Officer]:
    """The officers with `ids`."""
    (rows,) = await store.read(OFFICERS, ids=list(ids))
    return {row[0]: unpack.officer(row) for row in rows}


async def postings(store: Store, ids: Codes, on: date, cut: Cut) -> dict[str, Page[Posting]]:
    """For each officer a page of the posts held on `on`."""
    return await _pages(store, POSTINGS, ids, on, cut, _posting)


async def areas_beginning(store: Store, prefix: str, on: date, limit: int) -> tuple[Candidate, ...]:
    """Areas whose short name or alias begins or began with `prefix`: first those called so on the day, the shortest."""
    (rows,) = await store.read(SEARCH_AREAS, prefix=prefix, on=on.isoformat(), limit=limit)
    return tuple(unpack.candidate(row) for row in rows)


async def organisations_beginning(store: Store, prefix: str, on: date, limit: int) -> tuple[NamedOrganisation, ...]:
    """Organisations of which a name or alias begins with `prefix`: first those called so on `on`, the shortest."""
    (rows,) = await store.read(SEARCH_ORGANISATIONS, prefix=prefix, on=on.isoformat(), limit=limit)
    return tuple(unpack.named_organisation(row) for row in rows)


async def organisations_named(store: Store, name: str, on: date, limit: int) -> tuple[NamedOrganisation, ...]:
    """Organisations of this name or alias: first those called so on `on`, by code."""
    (rows,) = await store.read(ORGANISATIONS_NAMED, name=name, on=on.isoformat(), limit=limit)
    return tuple(unpack.named_organisation(row) for row in rows)


async def keys_beginning(store: Store, shape: str, prefix: str, limit: int) -> tuple[str, ...]:
    """Keys of a shape of nodes, Unit for all organisations or Officer, that begin with `prefix`, in their order."""
    (keys,) = await store.read(statement("registry/keys_beginning", shape=shape), prefix=prefix, limit=limit)
    return tuple(keys)


async def organisations_ever(
    store: Store, name: str, code: str, on: date, limit: int
) -> tuple[tuple[Organisation, date, date], ...]:
    """Organisations of a name or a code that are not there on `on`: each with its first day and the first after it."""
    (rows,) = await store.read(ORGANISATIONS_EVER, name=name, code=code, on=on.isoformat(), limit=limit)
    return tuple((unpack.organisation(row[2:]), date.fromisoformat(row[0]), date.fromisoformat(row[1])) for row in rows)


async def _pages(
    store: Store, asked: Statement, codes: Codes, on: date, cut: Cut, item: Callable[[unpack.Row], Item]
) -> dict[str, Page[Item]]:
    """Rows are (code, how many in all or None, rows of the page); one row too many says that a next page follows."""
    first, after = cut
    (rows,) = await store.read(asked, codes=list(codes), on=on.isoformat(), after=after, limit=first + 1)
    return {
        code: Page(
            tuple(item(row) for row in found[:first]), tuple(row[0] for row in found[:first]), len(found) > first, total
        )
        for code, total, found in rows
    }


async def _above(store: Store, asked: Statement, codes: Codes, on: date) -> dict[str, Organisation]:
    (rows,) = await store.read(asked, codes=list(codes), on=on.isoformat())
    return {code: unpack.organisation(found[0]) for code, found in rows if found}


def _holder(row: unpack.Row) -> PostHolder:
    return unpack.holder(row[1:])


def _related(row: unpack.Row) -> RelatedOrganisation:
    return unpack.related(row[1:])


def _posting(row: unpack.Row) -> Posting:
    """key, role, principal, employment, since, until, is it at an area, columns of `area`, of `organisation`."""
    return Posting(
        role=row[1],
        at=unpack.area(row[7]) if row[6] else unpack.organisation(row[8]),
        employment=row[3] or "",
        principal=bool(row[2]),
        since=unpack.day(row[4]),
        until=unpack.day(row[5]),
    )
