"""What a task keeps of its fold, as statements write it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from orgraph.domain.journal import Projected
from orgraph.graph.sortable import sortable


def kept(then: Projected) -> dict[str, Any]:
    """The properties of a task; `pending` is its due as text."""
    return {
        "state": then.state,
        "final": then.final,
        "ended_at": then.ended_at,
        **asdict(then.turns),
        "pending": sortable(then.turns.due),
    }
