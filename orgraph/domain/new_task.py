"""A task that is to be opened."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.domain.content import Text
from orgraph.domain.deadline import Turns


@dataclass(frozen=True, slots=True)
class NewTask:
    """All that a new task consists of but its place in the ledger; `at`, `called_at` and `turns` are in epoch ms."""

    task: str
    state: str
    kind: str
    category: str
    severity: int
    place: str
    called_by: str
    at: int
    called_at: int
    turns: Turns
    backstop: bool
    definitions: str
    texts: tuple[Text, ...]
    tags: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    parent: str = ""
