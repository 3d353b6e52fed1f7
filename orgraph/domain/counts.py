"""What is counted at places and organisations in a period, never of a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountedElsewhere:
    """An observation that another pack has brought."""

    id: str
    since: str
    until: str
    pack: str
