"""What belongs to one moment, while whistles go on being blown: a pure rule over nodes as they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_OWNER = {"Task": "id", "Event": "task", "Content": "id", "Request": "task"}
"""Shapes that are written together with a task, and which property names that task."""


class Snapshot:
    """Remembers the tasks seen first; of all that comes with tasks only theirs belongs to the moment."""

    def __init__(self) -> None:
        self._tasks: set[str] = set()
        self._ends: dict[str, tuple[int, str]] = {}

    def begin(self, task: Mapping[str, Any]) -> None:
        """A task that was there at the start, and so, being written in one transaction, all that came with it."""
        self._tasks.add(task["id"])

    def holds_node(self, shape: str, values: Mapping[str, Any]) -> bool:
        """Whether a node belongs to the moment; books do not, as they are made anew from their events."""
        if shape == "Book":
            return False
        if shape in _OWNER and values[_OWNER[shape]] not in self._tasks:
            return False
        if shape == "Event":
            end = self._ends.get(values["book"], (0, ""))
            self._ends[values["book"]] = max(end, (values["position"], values["hash"]))
        return True

    def holds_relationship(self, source_shape: str, source: str) -> bool:
        """Whether a relationship belongs to the moment; those of tasks start at the task."""
        return source_shape != "Task" or source in self._tasks

    def books(self) -> Iterator[dict[str, Any]]:
        """The books as they ended at the moment."""
        for code, (position, hash_) in sorted(self._ends.items()):
            yield {"code": code, "position": position, "hash": hash_}
