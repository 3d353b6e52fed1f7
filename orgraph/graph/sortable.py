"""Instants as text in the order of time: the embedded engine finds ranges of text by an index, not those of numbers."""

from __future__ import annotations

DIGITS = 16
"""Enough for any instant, and for the one after all (rules/deadlines.py, FAR)."""


def sortable(at: int) -> str:
    """An instant in epoch milliseconds as text."""
    return f"{at:0{DIGITS}d}"


def instant(text: str) -> int:
    """The instant that a text stands for, in epoch milliseconds."""
    return int(text)
