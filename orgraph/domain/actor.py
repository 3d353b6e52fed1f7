"""Who asks: every service method is told, nothing is done in nobody's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller as the door made it known: `id` from a trusted setting, or from a header on loopback."""

    id: str
