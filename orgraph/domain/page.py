"""Pages of lists that can grow: by key, never by counting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item", covariant=True)


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some rows of a list in order; `cursors` are the keys of the rows, `total` counts all where that is cheap."""

    items: tuple[Item, ...]
    cursors: tuple[str, ...]
    has_next: bool
    total: int | None = None
