"""What all compiled statements stand on: conditions of a day, reach below a root, parameters so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from orgraph.definitions.definitions import Definitions
from orgraph.graph import catalogue

HELD = "{0}.since <= $on AND $on < {0}.until"
STEPS = "all(step IN {0} WHERE step.since <= $on AND $on < step.until)"
STANDS = "SERVES|LEADS|PAIRED_WITH|RESPONSIBLE_FOR"
AREA = catalogue.area("a")
ROLL_UP = catalogue.part("audits/roll_up")
"""From gaps by area to the roll-up, and the page of gaps that the rest of the statement tells about."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The text of a statement and the values of its parameters besides those that every audit has."""

    text: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """
    How many steps below the root the level that is rolled up to lies at most, and what is looked at below that; with
    `to_leaves` also buildings, one step farther.
    """

    over: int
    under: int
    to_leaves: bool = False

    def areas(self) -> str:
        """The beginning of a statement: the areas `a` within reach, and what each is counted for."""
        tops = catalogue.part("audits/tops", over=self.over) if self.over else catalogue.part("audits/root")
        below = catalogue.part("audits/all_below" if self.to_leaves else "audits/below", under=self.under)
        return f"{tops}\n{below}"


@dataclass(frozen=True, slots=True)
class Ground:
    """
    What the parts of a statement share: the definitions, its parameters so far, its subject's name and, of an area, its
    level, the day.
    """

    definitions: Definitions
    values: dict[str, Any]
    anchor: str
    on: date
    level: str = ""

    def deep(self, level: str) -> int:
        """How many steps below the subject areas of a level lie at most."""
        levels = self.definitions.levels
        known = level in levels and self.level in levels
        return max(1, levels[level].rank - levels[self.level].rank) if known else self.definitions.max_depth

    def value(self, name: str, value: object) -> str:
        """A parameter, to be written in its place."""
        self.values[name] = value
        return f"${name}"

    def among(self, property_: str, name: str, values: tuple[str, ...]) -> list[str]:
        """The condition that a property is one of some values; none where there are none."""
        if not values:
            return []
        if len(values) == 1:
            return [f"{property_} = {self.value(name, values[0])}"]
        return [f"{property_} IN {self.value(name, list(values))}"]


def met(property_: str) -> str:
    """An indexed property that is met on the way: no index is to serve, see the catalogue."""
    return f"coalesce({property_}, '')"
