"""What belongs to one moment, while whistles go on being blown: a pure rule over nodes as they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from orgraph.domain.canonical import canonical
from orgraph.domain.numbering import number_typed

_OWNER = {"Task": "id", "Event": "task", "Content": "id", "Timer": "id", "Notice": "event", "Request": "task"}
"""Shapes that are written together with a task, and which property names that task; a content's may name its event."""


class Snapshot:
    """Remembers the tasks seen first, with their versions: of what comes with tasks only that belongs to the moment."""

    def __init__(self) -> None:
        self._versions: dict[str, int] = {}
        self._ends: dict[str, tuple[int, str]] = {}
        self._given: dict[str, dict[str, int]] = {}

    def begin(self, task: Mapping[str, Any]) -> None:
        """A task that was there at the start, with all events up to its version."""
        self._versions[task["id"]] = task["version"]
        number = number_typed(task.get("number") or "")
        if number:
            given, year = self._given.setdefault(task["book"], {}), str(number.year)
            given[year] = max(given.get(year, 0), number.serial)

    def holds_node(self, shape: str, values: Mapping[str, Any]) -> bool:
        """
        Whether a node belongs to the moment; books do not, as they are made anew from their events, nor do track
        records, which are counted anew of the tasks that have ended.
        """
        if shape in ("Book", "TrackRecord"):
            return False
        if shape in _OWNER and not self._holds(values[_OWNER[shape]], values.get("sequence", 0)):
            return False
        if shape == "Event":
            end = self._ends.get(values["book"], (0, ""))
            self._ends[values["book"]] = max(end, (values["position"], values["hash"]))
        return True

    def holds_relationship(self, source_shape: str, source: str, target: str) -> bool:
        """Whether a relationship belongs to the moment; those of tasks start at the task and may lead to its events."""
        if source_shape != "Task":
            return True
        return self._holds(target if target.startswith(f"{source}#") else source, 0)

    def _holds(self, owner: str, sequence: int) -> bool:
        """Whether a task, its event task#sequence or a content of that, task#sequence#field, belongs to the moment."""
        task, named, *_ = (*owner.split("#"), "")
        return task in self._versions and max(sequence, int(named or 0)) <= self._versions[task]

    def books(self) -> Iterator[dict[str, Any]]:
        """The books as they ended at the moment, with how many numbers they had given in each year."""
        for code, (position, hash_) in sorted(self._ends.items()):
            given = self._given.get(code)
            yield {
                "code": code,
                "position": position,
                "hash": hash_,
                **({"numbered": canonical(given)} if given else {}),
            }
