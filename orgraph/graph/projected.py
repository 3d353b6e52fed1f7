"""What a task keeps of its fold, as statements write and read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from orgraph.domain.deadline import Turns
from orgraph.domain.journal import Projected
from orgraph.domain.supervision import Summary
from orgraph.graph.sortable import sortable

_NO_SUMMARY = dict.fromkeys(field.name for field in fields(Summary))


def kept(then: Projected) -> dict[str, Any]:
    """The properties of a task; `pending` is its due as text."""
    return {
        "state": then.state,
        "final": then.final,
        "ended_at": then.ended_at,
        **asdict(then.turns),
        "tags": list(then.tags) or None,
        "pending": sortable(then.turns.due),
        **(asdict(then.summary) if then.summary else _NO_SUMMARY),
    }


def read_projected(row: Sequence[Any]) -> Projected:
    """The same as catalogue/tasks/kept reads it."""
    state, final, ended_at, due, yellow, red, tags, *summary = row
    kept = Summary(*summary) if summary != [None] * len(summary) else None
    return Projected(state, bool(final), ended_at, Turns(due, yellow, red), kept, tuple(tags or ()))
