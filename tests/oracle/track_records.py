"""Track records by the long way: every event of the store read again, what each task came to told from what they say."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from orgraph.graph.store import Store

from ..ledger import raw

_EVENTS = "MATCH (e:Event) RETURN e.task, e.sequence, e.book, e.at, e.payload ORDER BY e.task, e.sequence"
NOT_COUNTED = ("excluded", "merged", "refused", "void", "on-the-spot")

Key = tuple[str, str, str, str]
"""Book, organisation, category, month."""


class Counted(NamedTuple):
    """Done, tried, succeeded."""

    done: int
    tried: int
    succeeded: int


async def counted(store: Store) -> dict[Key, Counted]:
    """What each organisation has brought to its end in each category and month, book by book."""
    tasks: dict[str, dict[str, object]] = {}
    for task, _, book, at, payload in await raw(store, _EVENTS):
        said = json.loads(payload)
        now = tasks.setdefault(task, {"book": book, "category": said.get("category")})
        does = said.get("does", {})
        if "state" in does:
            now["outcome"] = does.get("outcome", "")
            if does["final"] and not now.get("final"):
                now["ended"] = at
            now |= {"final": does["final"], "as": does["counts_as"]}
        now |= {name: does[name] for name in ("lead", "by_outcome") if name in does}
    return _summed(tasks)


def _summed(tasks: dict[str, dict[str, object]]) -> dict[Key, Counted]:
    found: dict[Key, Counter[str]] = {}
    for one in tasks.values():
        if not one.get("final") or one["as"] in NOT_COUNTED:
            continue
        ended = datetime.fromtimestamp(int(str(one["ended"])) / 1000, UTC) + timedelta(hours=8)
        key = (str(one["book"]), str(one["lead"]), str(one["category"]), f"{ended:%Y-%m}")
        outcome = one["outcome"] if one.get("by_outcome") else ""
        found.setdefault(key, Counter()).update(
            {"done": 1, "tried": int(bool(outcome)), "succeeded": int(outcome in ("agreed", "settled"))}
        )
    return {key: Counted(one["done"], one["tried"], one["succeeded"]) for key, one in found.items()}
