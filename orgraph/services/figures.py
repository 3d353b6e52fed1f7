"""Holds published figures against the graph's count."""

from __future__ import annotations

from orgraph.definitions.definitions import Definitions
from orgraph.graph.store import Store


class Figures:
    """Counts what a pack's figures speak of."""

    def __init__(self, store: Store, definitions: Definitions) -> None:
        self._store = store
        self._definitions = definitions
