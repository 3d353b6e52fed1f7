"""Instants as text in the order of time: the embedded engine finds ranges of text by an index, not those of numbers."""

from __future__ import annotations

from typing import overload

from orgraph.domain.event import Event, is_proposal, is_routing

DIGITS = 16
"""Enough for any instant, and for the one after all (rules/clocks/deadlines.py, FAR)."""


@overload
def sortable(at: int) -> str: ...
@overload
def sortable(at: int | None) -> str | None: ...
def sortable(at: int | None) -> str | None:
    """An instant in epoch milliseconds as text; None (never) stays None."""
    return None if at is None else f"{at:0{DIGITS}d}"


@overload
def instant(text: str) -> int: ...
@overload
def instant(text: str | None) -> int | None: ...
def instant(text: str | None) -> int | None:
    """The instant that a text stands for, in epoch milliseconds; None (never) stays None."""
    return None if text is None else int(text)


def routed(event: Event) -> str | None:
    """By what a routing or a proposal is found, its instant; None for all other events."""
    return sortable(event.at) if is_routing(event) or is_proposal(event) else None
