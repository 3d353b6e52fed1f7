"""Whoever writes asks in its own transaction whether the store is still of the format that it knows."""

from __future__ import annotations

from orgraph.domain.errors import StoreMismatch
from orgraph.domain.said import said
from orgraph.domain.upkeep import FORMAT

COLUMN = "store_format"
"""The last column of a statement that locks before a transaction writes: the formats that the store's record names."""


def in_step(found: int | None, known: int = FORMAT) -> None:
    """
    Raise StoreMismatch unless the store has the format `known`.

    Whoever writes asks this in its transaction, of what the statement that locks has read: another process may have
    brought the store to a newer format since this one opened it.
    """
    if found != known:
        raise StoreMismatch(
            said("format-meanwhile", found=str(found), known=known),
            said("mend-start-that-version"),
        )
