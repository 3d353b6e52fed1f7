"""Areas: the tree from the province down to the building."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """An area of any level; `flag` names an oddity of its source, `synthetic` that it was made up."""

    code: str
    name: str
    level: str
    kind: str = ""
    flag: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class AreaPath:
    """An area with the names of the areas above it, from the top: `path` reads 本溪市/平山区/南地街道."""

    area: Area
    path: str
