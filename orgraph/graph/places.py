"""Areas by what people type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from orgraph.domain.area import Area, AreaPath
from orgraph.graph import unpack
from orgraph.graph.store import Statement, Store, statement

BY_CODE = statement("places/by_code")
BY_MCA = statement("places/by_mca")
BY_NAME = statement("places/by_name")
BY_ALIAS = statement("places/by_alias")
BENEATH = statement("places/beneath")
CHAIN = statement("places/chain")
TOPS = statement("places/tops")


async def areas_by_code(store: Store, code: str, on: date) -> tuple[AreaPath, ...]:
    """The area with a statistical or own code on `on`: one or none."""
    return await _areas(store, BY_CODE, on, code=code)


async def areas_by_mca(store: Store, mca: str, on: date) -> tuple[AreaPath, ...]:
    """Areas with a code of the Ministry of Civil Affairs."""
    return await _areas(store, BY_MCA, on, mca=mca)


async def areas_by_short(store: Store, shorts: Sequence[str], on: date, limit: int) -> tuple[AreaPath, ...]:
    """Areas whose short name is one of `shorts`, at most `limit`, by code."""
    return await _areas(store, BY_NAME, on, shorts=list(shorts), limit=limit)


async def areas_by_alias(store: Store, alias: str, on: date, limit: int) -> tuple[AreaPath, ...]:
    """Areas that carry `alias`, at most `limit`."""
    return await _areas(store, BY_ALIAS, on, alias=alias, limit=limit)


async def areas_beneath(
    store: Store, codes: Sequence[str], shorts: Sequence[str], on: date, limit: int
) -> tuple[AreaPath, ...]:
    """Areas up to three levels below any of `codes` whose short name is one of `shorts`, at most `limit`."""
    return await _areas(store, BENEATH, on, codes=list(codes), shorts=list(shorts), limit=limit)


async def _areas(store: Store, asked: Statement, on: date, **parameters: Any) -> tuple[AreaPath, ...]:
    (rows,) = await store.read(asked, on=on.isoformat(), **parameters)
    return tuple(unpack.area_path(row) for row in rows)


async def chain_of(store: Store, code: str, on: date) -> tuple[Area, ...]:
    """An area and those above it on `on`, nearest first; nothing if it did not exist then."""
    (rows,) = await store.read(CHAIN, code=code, on=on.isoformat())
    return tuple(unpack.area(row) for row in rows)


async def top_areas(store: Store, levels: Sequence[str], on: date) -> tuple[Area, ...]:
    """Areas of `levels`, those that lie in nothing."""
    (rows,) = await store.read(TOPS, levels=list(levels), on=on.isoformat())
    return tuple(unpack.area(row) for row in rows)
