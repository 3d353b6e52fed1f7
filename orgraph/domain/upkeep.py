"""What backups hold and upgrades do."""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = 3
"""The format of the graph that this version writes; `orgraph upgrade` brings older ones to it."""


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """How many nodes and relationships a backup holds, and the SHA-256 of its lines."""

    nodes: int
    relationships: int
    digest: str
