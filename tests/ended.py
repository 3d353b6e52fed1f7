"""What has ended with other things left open, as older imports left it: the graph is changed past them, and put back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from orgraph.graph.store import Store

from .ledger import raw

_NODE = "MATCH (n:{label} {{code: $code}}) WITH n, n.until AS before SET n.until = $day RETURN before"
_STEPS = "MATCH (a:Area {code: $code})-[p:PART_OF]->() RETURN p.id, p.until"
_STEP = "MATCH (a:Area {code: $code})-[p:PART_OF]->() WHERE p.id = $id SET p.until = $day RETURN p.id"


@asynccontextmanager
async def ended(
    store: Store,
    day: str,
    *,
    areas: Iterable[str] = (),
    organisations: Iterable[str] = (),
    cut: Iterable[str] = (),
) -> AsyncIterator[None]:
    """`areas` and `organisations` are no more from `day` on, and those in `cut` are part of nothing."""
    nodes = [*(("Area", code) for code in areas), *(("Organisation", code) for code in organisations)]
    before = [(*one, (await _set(store, *one, day))) for one in nodes]
    steps = [
        (code, identifier, until)
        for code in cut
        for identifier, until in await raw(store, _STEPS, code=code)
        if until > day
    ]
    for code, identifier, _ in steps:
        await raw(store, _STEP, code=code, id=identifier, day=day)
    try:
        yield
    finally:
        for label, code, until in before:
            await _set(store, label, code, until)
        for code, identifier, until in steps:
            await raw(store, _STEP, code=code, id=identifier, day=until)


async def _set(store: Store, label: str, code: str, day: str) -> str:
    ((before,),) = await raw(store, _NODE.format(label=label), code=code, day=day)
    return str(before)
