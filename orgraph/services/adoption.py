"""Taking over other definitions: what open tasks would lose by it is told, by its word and their names, before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from orgraph.definitions.definitions import Definitions
from orgraph.domain.errors import StoreMismatch
from orgraph.graph.ledger import open_tasks
from orgraph.graph.store import Store
from orgraph.rules.packs.adoption import Loss, losses, lost_words

NAMED = 20
"""Tasks that are named for each word."""


async def losses_by(store: Store, definitions: Definitions, on: date) -> tuple[Loss, ...]:
    """The words that open tasks of a store need and `definitions` have not on a day."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    async for task, events in open_tasks(store):
        for word in lost_words(events, definitions, on):
            found[word].append(task)
    return losses(found)


def lines(found: Sequence[Loss]) -> list[str]:
    """A line a word, with the tasks that need it."""
    return [f"  {one.section} {one.key}: {_tasks(one)}" for one in found]


def refusal(found: Sequence[Loss]) -> StoreMismatch:
    """That definitions are not taken over as things stand."""
    return StoreMismatch(
        "open tasks need what these definitions have not:\n" + "\n".join(lines(found)),
        "define it again, or end these tasks first; to take the definitions over all the same: "
        "orgraph upgrade --adopt-definitions --accept-losses",
    )


def _tasks(one: Loss) -> str:
    named, more = ", ".join(one.tasks[:NAMED]), len(one.tasks) - NAMED
    return f"{len(one.tasks)} open, {named}" + (f" and {more} more" if more > 0 else "")
