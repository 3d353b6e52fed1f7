"""Areas by what people type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from orgraph.domain.area import Area, Candidate
from orgraph.graph import unpack
from orgraph.graph.store import Statement, Store, statement

BY_CODE = statement("places/by_code")
BY_MCA = statement("places/by_mca")
BY_NAME = statement("places/by_name")
BY_ALIAS = statement("places/by_alias")
BENEATH = statement("places/beneath")
ALIAS_BENEATH = statement("places/alias_beneath")
EVER_BENEATH = statement("places/ever_beneath")
INSIDE = statement("places/inside")
CHAIN = statement("places/chain")
TOPS = statement("places/tops")


async def areas_by_code(store: Store, code: str, on: date) -> tuple[Candidate, ...]:
    """The area with a statistical or own code: one or none."""
    return await _areas(store, BY_CODE, on, code=code)


async def areas_by_mca(store: Store, mca: str, on: date, limit: int) -> tuple[Candidate, ...]:
    """
    Areas with a code of the Ministry of Civil Affairs, those that have it on `on` or, if there are none, that have or
    had it on another day; at most `limit`.
    """
    asked = {"mca": mca, "former": f"mca:{mca}", "limit": limit}
    return await _areas(store, BY_MCA, on, ever=False, **asked) or await _areas(store, BY_MCA, on, ever=True, **asked)


async def areas_by_short(store: Store, shorts: Sequence[str], on: date, limit: int) -> tuple[Candidate, ...]:
    """Areas whose short name is or was one of `shorts`, at most `limit`: first those that are there then."""
    return await _areas(store, BY_NAME, on, shorts=list(shorts), limit=limit)


async def areas_by_alias(store: Store, names: Sequence[str], on: date, limit: int) -> tuple[Candidate, ...]:
    """Areas that carry one of `names` among their aliases, at most `limit`, in the same order."""
    return await _areas(store, BY_ALIAS, on, names=list(names), limit=limit)


async def areas_beneath(
    store: Store, codes: Sequence[str], shorts: Sequence[str], on: date, limit: int
) -> tuple[Candidate, ...]:
    """Areas up to three levels below any of `codes` whose short name is or was one of `shorts`, at most `limit`."""
    return await _areas(store, BENEATH, on, codes=list(codes), shorts=list(shorts), limit=limit)


async def areas_ever_beneath(
    store: Store, codes: Sequence[str], shorts: Sequence[str], names: Sequence[str], on: date, limit: int
) -> tuple[Candidate, ...]:
    """
    The same of those that lay there on whatever day, there on `on` or not, and of those that carry one of `names` among
    their aliases.
    """
    asked = {"codes": list(codes), "shorts": list(shorts), "names": list(names)}
    return await _areas(store, EVER_BENEATH, on, limit=limit, **asked)


async def aliases_beneath(
    store: Store, codes: Sequence[str], names: Sequence[str], on: date, limit: int
) -> tuple[Candidate, ...]:
    """Areas up to three levels below any of `codes` that carry one of `names` among their aliases, at most `limit`."""
    return await _areas(store, ALIAS_BENEATH, on, codes=list(codes), names=list(names), limit=limit)


async def areas_inside(store: Store, levels: Sequence[str], text: str, on: date, limit: int) -> tuple[Candidate, ...]:
    """Areas of `levels` that are there on `on` with `text` anywhere in their short name, at most `limit`, by code."""
    return await _areas(store, INSIDE, on, levels=list(levels), text=text, limit=limit)


async def _areas(store: Store, asked: Statement, on: date, **parameters: Any) -> tuple[Candidate, ...]:
    (rows,) = await store.read(asked, on=on.isoformat(), **parameters)
    return tuple(unpack.candidate(row) for row in rows)


async def chain_of(store: Store, code: str, on: date) -> tuple[Area, ...]:
    """An area and those above it on `on`, nearest first; nothing if it did not exist then."""
    (rows,) = await store.read(CHAIN, code=code, on=on.isoformat())
    return tuple(unpack.area(row) for row in rows)


async def top_areas(store: Store, levels: Sequence[str], on: date) -> tuple[Area, ...]:
    """Areas of `levels`, those that lie in nothing."""
    (rows,) = await store.read(TOPS, levels=list(levels), on=on.isoformat())
    return tuple(unpack.area(row) for row in rows)
