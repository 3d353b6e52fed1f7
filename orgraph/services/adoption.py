"""Taking over other definitions: what open tasks would lose by it is told, by its word and their names, before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from orgraph.definitions.definitions import Definitions
from orgraph.domain.errors import StoreMismatch
from orgraph.domain.said import Lines, Said, said
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


def lines(found: Sequence[Loss]) -> list[Said]:
    """A line a word, with the tasks that need it."""
    return [said("needed-by", section=one.section, key=one.key, tasks=_tasks(one)) for one in found]


def refusal(found: Sequence[Loss]) -> StoreMismatch:
    """That definitions are not taken over as things stand."""
    return StoreMismatch(
        said("definitions-lack", words=Lines(tuple(lines(found)))),
        said("mend-define-again"),
    )


def _tasks(one: Loss) -> Said:
    named, more = one.tasks[:NAMED], len(one.tasks) - NAMED
    if more > 0:
        return said("open-tasks-and-more", count=len(one.tasks), tasks=named, more=more)
    return said("open-tasks", count=len(one.tasks), tasks=named)
