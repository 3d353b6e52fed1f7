"""What definitions said that were taken over, kept under their digests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict

from orgraph.domain.upkeep import KeptDefinition
from orgraph.graph.store import Store, Transaction, statement

KEEP = statement("upkeep/keep_definitions")
KEPT = statement("upkeep/kept_definitions")

LAST = "g"
"""Comes after every digest."""

PAGE = 500
"""Texts read at once."""


async def keep_definitions(store: Store, kept: Sequence[KeptDefinition], now: int) -> None:
    """Keep what is not kept yet, in one statement; `now` in epoch milliseconds."""
    rows = [{**asdict(one), "names": list(one.names)} for one in kept]

    async def work(transaction: Transaction) -> None:
        await transaction.run(KEEP, rows=rows, now=now)

    await store.write(work)


async def kept_under(store: Store, digest: str, limit: int = 2) -> tuple[KeptDefinition, ...]:
    """What is kept under a digest, or under all that begin with it, at most `limit`."""
    return tuple([_kept(*row) for row in await store.rows(KEPT, first=digest, last=digest + LAST, limit=limit)])


async def all_kept(store: Store) -> AsyncIterator[KeptDefinition]:
    """All that is kept, by digest."""
    first = ""
    while True:
        rows = await store.rows(KEPT, first=first, last=LAST, limit=PAGE)
        for row in rows:
            yield _kept(*row)
        if len(rows) < PAGE:
            return
        first = rows[-1][0] + " "  # the first that comes after it


def _kept(digest: str, names: Sequence[str], text: str) -> KeptDefinition:
    return KeptDefinition(digest, tuple(names), text)
