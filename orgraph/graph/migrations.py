"""Numbered migrations: each brings a store from the format before to its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from orgraph.graph.store import Store


@dataclass(frozen=True, slots=True)
class Migration:
    """What changes between two formats; `run` must bear being run again, as it may be interrupted."""

    brings_to: int
    title: str
    run: Callable[[Store], Awaitable[None]]


MIGRATIONS: tuple[Migration, ...] = ()
"""In order. Format 1 is the first: nothing comes before it."""
