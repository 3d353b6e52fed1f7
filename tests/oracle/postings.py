"""Postings held to rules one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from .demands import Demands
from .ended import Ended
from .world import FOREVER, LEVELS, STANDING, Audited, Edge


class Postings(Demands, Ended):
    """What each posting must be."""

    def _held_to(self, said: Mapping[str, Any], root: str, on: str) -> Audited:
        """Postings one by one, each held to every rule."""
        which = said["each"]["postings"]
        rules = [next(iter(rule.items())) for rule in said["must"]]
        audited, gaps = {}, {}
        past = any(name == "place_there" for name, _ in rules)
        ever = self._ever(root, on) if past else {}
        for place, area in self._posts_at(which, root, on, ever).items():
            for who, edge in self.into(place, on, "POSTED_TO"):
                if not self._posted(who, place, edge, which, on):
                    continue
                id_ = self._posting_id(who, place, edge)
                for name, value in rules:
                    key = id_ if len(rules) == 1 else f"{id_}#{name}"
                    audited[key] = area
                    there = not ever.get(place, "") and on < self.graph.nodes[place]["until"]
                    if not (there if name == "place_there" else self._kept(name, value, who, place, edge, on)):
                        gaps[key] = 0
        return Audited(audited, gaps)

    def _posting_id(self, who: str, place: str, edge: Edge) -> str:
        key = edge["key_"] or ":".join([who, edge["role"], place, edge["since"]])
        return f"POSTED_TO:{key}"

    def _posts_at(self, which: Mapping[str, Any], root: str, on: str, ever: Mapping[str, str]) -> dict[str, str]:
        """Places of postings with the area that each counts for; with `ever` also areas and units of the past."""
        levels = [which["level"]] if "level" in which else LEVELS
        under = [code for code in ever or self._under(root, on, LEVELS) if self.graph.nodes[code]["level"] in levels]
        found = {area: area for area in under}
        if "level" not in which:
            for area in sorted(area for area in under if not ever.get(area, "")):
                for _, code, *_ in self.organisations(area, on):
                    if not ever or self.there(code, on):
                        found.setdefault(code, area)
                for code, _, edge in self.graph.in_edges(area, data=True) if ever else ():
                    until = self.graph.nodes[code].get("until", FOREVER)
                    standing = edge["type"] in STANDING and edge["since"] < until <= edge["until"]
                    if standing and until <= on:
                        found.setdefault(code, area)
        return found

    def _kept(self, name: str, value: Any, who: str, place: str, edge: Edge, on: str) -> bool:
        if name == "begun_present":
            absences = (e for _, _, e in self.graph.out_edges(who, data=True) if e["type"] == "AWAY")
            return not any(one["since"] < edge["since"] < one["until"] for one in absences)
        if name == "at_most_years":
            year, rest = int(edge["since"][:4]) + value, edge["since"][4:]
            return f"{year}{rest}" >= on
        if name == "visited":
            visits = [
                one["since"]
                for _, target, one in self.graph.out_edges(who, data=True)
                if one["type"] == "VISITED" and target == place and one["since"] <= on and one["since"] < one["until"]
            ]
            if "within_days" not in value:
                return any(edge["since"] <= visit for visit in visits)
            first = (date.fromisoformat(on) - timedelta(days=value["within_days"])).isoformat()
            return edge["since"] > first or any(first <= visit for visit in visits)
        others = [
            seat
            for seat, one in self.out_of(who, on, "POSTED_TO")
            if one is not edge and one["role"] in value.get("roles", [one["role"]])
        ]
        if "another" not in value:
            return not others
        home = self._lies_in(place, value["another"], on)
        return not any((self._lies_in(seat, value["another"], on) - {area}) for area in home for seat in others)

    def _lies_in(self, place: str, level: str, on: str) -> set[str]:
        """Areas of a level that a place lies in; an organisation lies where it serves or leads."""
        areas = {place}
        if self.graph.nodes[place]["what"] == "organisation":
            areas = {area for area, _ in self.out_of(place, on, "SERVES", "LEADS")}
        return {
            above
            for area in areas
            for above in [area, *self.steps(area, on)]
            if self.graph.nodes[above]["level"] == level
        }

    def steps(self, area: str, on: str) -> list[str]:
        """What an area is part of, up to the top, whether or not it still exists."""
        above = [target for target, _ in self.out_of(area, on, "PART_OF")]
        return [one for parent in above for one in [parent, *self.steps(parent, on)]]
