"""What still stands where something has ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .world import FOREVER, STANDING, Audited, Edge, World, day_before


class Ended(World):
    """Ways up that go on where something has ended, and what hangs on them."""

    def way(self, code: str, on: str) -> tuple[list[str], list[str]]:
        """
        The way up as it goes on where something has ended: each step the last that was begun while all below was there.

        With it, of each area on the way, the day since when it is no more or part of nothing, if it is.
        """
        way, gone, day = [code], [""], on
        while True:
            until = self.graph.nodes[way[-1]]["until"]
            gone[-1] = until if until <= on else ""
            day = min(day, day_before(until))
            steps = [
                (edge["until"], edge["since"], above)
                for _, above, edge in self.graph.out_edges(way[-1], data=True)
                if edge["type"] == "PART_OF" and edge["since"] <= day and edge["since"] < edge["until"]
            ]
            if not steps:
                return way, gone
            left, _, above = max(steps)
            gone[-1] = gone[-1] or (left if left <= on else "")
            day = min(day, day_before(left))
            way.append(above)
            gone.append("")

    def over(self, code: str, level: str, root: str, on: str) -> str:
        """The area of a level on the way up that goes on, below a root; else the root."""
        way, _ = self.way(code, on)
        below = way[: way.index(root) + 1]
        return next((one for one in below if self.graph.nodes[one]["level"] == level), root)

    def _ever(self, root: str, on: str) -> dict[str, str]:
        """Areas that are under a root, or were, each with the day since when it or what is above it is no more, or ''."""
        found = {}
        for code, node in self.graph.nodes(data=True):
            if node["what"] != "area" or not node["since"] <= on or node["since"] >= node["until"]:
                continue
            way, gone = self.way(code, on)
            if root in way:
                ends = [day for day in gone[: way.index(root)] if day]
                root_gone = self.graph.nodes[root]["until"]
                ends += [root_gone] if root_gone <= on else []
                found[code] = (node["until"] if node["until"] <= on else min(ends)) if ends else ""
        return found

    def _living(self, said: Mapping[str, Any], on: str) -> Iterator[str]:
        """Organisations of some kinds that are there."""
        for code, node in self.graph.nodes(data=True):
            if node["what"] == "organisation" and node["kind"] in said.get("kinds", [node["kind"]]):
                yield from [code] if self.there(code, on) else []

    def _related(self, said: Mapping[str, Any], root: str, on: str) -> Audited:
        """Relations of living units, with those whose areas are no more."""
        ever = self._ever(root, on)
        audited = {
            self._relation_id(code, area, edge): area
            for code in self._living(said, on)
            for area, edge in self.out_of(code, on, *said.get("types", STANDING))
            if area in ever
        }
        return Audited(audited, {id_: 0 for id_, area in audited.items() if ever[area]})

    def _housed(self, said: Mapping[str, Any], root: str, on: str) -> Audited:
        """Living units where they stand, or last stood, with those that stand nowhere any more."""
        ever = self._ever(root, on)
        audited: dict[str, str] = {}
        gaps: dict[str, int] = {}
        for code in self._living(said, on):
            ways = [(code, self.graph.nodes[code]["until"])]
            ways += [
                (unit, min(edge["until"], self.graph.nodes[unit]["until"]))
                for _, unit, edge in self.graph.out_edges(code, data=True)
                if edge["type"] == "OF" and edge["since"] <= on and edge["since"] < edge["until"]
            ]
            spells = [
                (min(until, ever.get(area) or (FOREVER if area in ever else self.graph.nodes[area]["until"])), area)
                for unit, end in ways
                for since, until, area in self._stood(unit, end)
                if since <= on
            ]
            here = [(until, area) for until, area in spells if area in ever]
            latest = max((until for until, _ in here), default="")
            since_elsewhere = latest <= on and any(until > latest for until, _ in spells)
            if here and not since_elsewhere:
                audited[code] = min(area for until, area in here if until == latest)
                gaps |= {} if latest > on else {code: 0}
        return Audited(audited, gaps)

    def stranded(self, tasks: Mapping[str, str], root: str, on: str) -> Audited:
        """Of open tasks and their places those whose places are no more."""
        ever = self._ever(root, on)
        audited = {task: place for task, place in tasks.items() if place in ever}
        return Audited(audited, {task: 0 for task, place in audited.items() if ever[place]})

    def _stood(self, code: str, until: str) -> list[tuple[str, str, str]]:
        """Since when, until when at most, and where an organisation stands or stood."""
        return [
            (edge["since"], min(edge["until"], until), area)
            for _, area, edge in self.graph.out_edges(code, data=True)
            if edge["type"] in STANDING and edge["since"] < edge["until"]
        ]

    def _relation_id(self, who: str, area: str, edge: Edge) -> str:
        apart = ""
        if edge["type"] == "RESPONSIBLE_FOR":
            apart = f"{edge['part']}:{'+'.join(sorted(edge['categories'].split(';')))}:"
        return f"{edge['type']}:{edge['key_'] or f'{who}:{area}:{apart}' + edge['since']}"
