"""Organisations that are proposed for a task, to be chosen or refused, and why they."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.domain.whistle import Candidate


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    The last proposal of a task, as its event `sequence` keeps it: by the entry `key` of proposals.yaml all `candidates`
    in the order of its keys, `first` so many of whom were `proposed`, and who had been `turned_down`; by their codes.
    """

    sequence: int
    key: str
    order: tuple[str, ...]
    first: int
    candidates: tuple[Candidate, ...]
    proposed: tuple[str, ...]
    turned_down: tuple[str, ...]
