"""What backups hold and upgrades do."""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = 3
"""The format of the graph that this version writes; `orgraph upgrade` brings older ones to it."""


@dataclass(frozen=True, slots=True)
class KeptDefinition:
    """
    What an entry of definitions said that were taken over, or, under the name `definitions`, what a whole set held.

    `text` is JSON: what the entry says, or the digest of each entry of the set by its name. `digest` is its SHA-256.
    """

    digest: str
    names: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """How many nodes and relationships a backup holds, and the SHA-256 of its lines."""

    nodes: int
    relationships: int
    digest: str
