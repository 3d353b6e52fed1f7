"""What was counted, by the long way: every row of counts.csv, each with all in which its place lay on its last day."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from .world import FOREVER, Edge, World


@dataclass(frozen=True)
class Row:
    """A row of counts.csv: `until` is the first day after."""

    measure: str
    at: str
    since: str
    until: str
    value: int


@dataclass(frozen=True)
class Said:
    """What is counted: the sum, how many rows it is of, how many lie below others, places without any, rows too long."""

    value: int | None
    rows: int
    below: int
    missing: tuple[str, ...]
    partly: tuple[str, ...]


def rows_of(packs: list[Path]) -> list[Row]:
    """All rows of some packs."""
    found = []
    for pack in packs:
        if (pack / "counts.csv").is_file():
            with (pack / "counts.csv").open(encoding="utf-8") as file:
                for one in csv.DictReader(file):
                    until = one["until"] or FOREVER
                    found.append(Row(one["measure"], one["at"], one["since"], until, int(one["value"])))
    return found


class Counts:
    """Adds up rows over a world of packs."""

    def __init__(self, world: World, rows: list[Row]) -> None:
        self._world = world
        self._rows = rows

    def counted(self, measure: str, area: str, first: str, last: str, adds: str, due: tuple[str, ...]) -> Said:
        """What is counted below an area; `due`: levels or kinds that must report."""
        after = day_after(last)
        met = [one for one in self._rows if one.measure == measure and one.since < after and first < one.until]
        met = [one for one in met if area in self.above(one.at, min(day_before(one.until), last))]
        if adds == "last":
            met = [one for one in met if not any(one.at == other.at and one.since < other.since for other in met)]
        whole = [one for one in met if adds == "last" or (first <= one.since and one.until <= after)]
        kept: list[Row] = []
        for one in sorted(whole, key=lambda one: len(self.above(one.at, min(day_before(one.until), last)))):
            around = self.above(one.at, min(day_before(one.until), last))[1:]
            around = around[: around.index(area) + 1] if area in around else []
            over = [other for other in kept if other.at in around]
            if not any(adds == "last" or (one.since < other.until and other.since < one.until) for other in over):
                kept.append(one)
        return Said(
            value=sum(one.value for one in kept) if kept else None,
            rows=len(kept),
            below=len(whole) - len(kept),
            missing=tuple(self._missing(area, first, last, due, {one.at for one in kept})),
            partly=tuple(sorted({one.at for one in met if one not in whole})),
        )

    def _missing(self, area: str, first: str, last: str, due: tuple[str, ...], there: set[str]) -> Iterator[str]:
        for code in sorted(self._world.graph.nodes):
            node = self._world.graph.nodes[code]
            if node["what"] == "officer" or not {node.get("level"), node.get("kind")} & set(due):
                continue
            on = min(last, day_before(node["until"]))
            if max(node["since"], first) > on or on < first:
                continue
            around = self.above(code, on)
            if area in around and not there & set(around[: around.index(area) + 1]):
                yield code

    def above(self, code: str, on: str) -> list[str]:
        """A place and all in which it lies on a day, last lay before it, or first lay after it, from below."""
        node = self._world.graph.nodes[code]
        on = min(on, day_before(node["until"]))
        edges: Iterator[tuple[str, str, Edge]] = iter(self._world.graph.out_edges(code, data=True))
        ways = [(target, edge) for _, target, edge in edges if edge["type"] in ("PART_OF", "SERVES")]
        if not ways:
            return [code]
        on = max(on, min(edge["since"] for _, edge in ways))
        there = [(edge["until"], target) for target, edge in ways if edge["since"] <= on]
        until, target = max(there)
        return [code, *self.above(target, min(on, day_before(until)))]


def day_after(day: str) -> str:
    """The next day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def day_before(day: str) -> str:
    """The day before; of no end none."""
    return day if day == FOREVER else (date.fromisoformat(day) - timedelta(days=1)).isoformat()
