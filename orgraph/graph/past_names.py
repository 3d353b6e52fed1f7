"""Names that stores of format 1 wrote over, out of what their imports have recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.domain.dated import DATED, held_values
from orgraph.domain.records import AREA
from orgraph.domain.text import spelled
from orgraph.graph.store import Store, Transaction, statement

RECORDED = statement("upkeep/recorded_changes")
KEPT = {"changed", "past_until", "was", "earlier", "renamed", *(f"past_{one}" for all in DATED.values() for one in all)}
PAGE = 2_000
"""Records that are read, and nodes that are written, at once."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an import changed: its day, when it was begun, all values before and after."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    day: str = ""
    started: int = 0


async def recover_names(store: Store, definitions: Definitions) -> None:
    """Areas and organisations get the names, kinds and tiers that they had before each recorded change."""
    found: dict[str, list[Recorded]] = {}
    after = ""
    while True:
        (rows,) = await store.read(RECORDED, after=after, limit=PAGE)
        for _, row, imported, before, now in rows:
            one = Recorded(json.loads(before), json.loads(now), *(imported or [[]])[0])
            if imported and "code" in one.before:
                found.setdefault(row, []).append(one)
        if len(rows) < PAGE:
            break
        after = rows[-1][0]
    for table in (AREA, "Unit"):
        past = {code: _past(table, several) for code, several in found.items() if _is(table, several)}
        told = [{"key": code, "values": values} for code, values in past.items() if values]
        for first in range(0, len(told), PAGE):
            await _write(store, table, told[first : first + PAGE])


def _is(table: str, several: Sequence[Recorded]) -> bool:
    return (table == AREA) == ("level" in several[0].before)


def _past(table: str, several: Sequence[Recorded]) -> dict[str, Any]:
    """What is kept of the past, from one change to the next in the order in which they were made."""
    several = sorted(several, key=lambda one: (one.started, one.day))
    stands = _respelled(several[0].before)
    for one in several:
        now, then = _respelled(one.after), _respelled(one.before)
        new = {name: now.get(name) for name in DATED[table] if now.get(name) != then.get(name)}
        stands |= held_values(table, stands, new, one.day)
    return {name: value for name, value in stands.items() if name in KEPT} if stands.get("changed") else {}


def _respelled(values: Mapping[str, Any]) -> dict[str, Any]:
    """With the short name as it is looked up now."""
    return {**values, "short": spelled(str(values.get("short") or ""))}


async def _write(store: Store, table: str, rows: list[dict[str, Any]]) -> None:
    async def work(transaction: Transaction) -> None:
        await transaction.run(statement("importing/change_nodes", shape=table), rows=rows)

    await store.write(work)
