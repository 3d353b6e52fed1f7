"""What a demand counts at a place, and whether that is enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from .world import Edge, World


class Demands(World):
    """Demands of audits and quotas, read from their YAML in other words than the compiler's."""

    def _all_of(self, demands: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        return [one for demand in demands for _, one in self._one_by_one(demand)]

    def _one_by_one(self, demand: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
        """A demand with what it counts; one of `every` profession, role or kind taken apart."""
        kind = next(one for one in ("post", "organisation", "area") if one in demand)
        asked = demand[kind]
        if demand.get("every"):
            lists = ("professions", "roles") if kind == "post" else ("kinds",)
            name = next(one for one in lists if asked.get(one))
            apart = [{**demand, "every": False, kind: {**asked, name: [value]}} for value in asked[name]]
            return list(zip(asked[name], apart, strict=True))
        if kind == "organisation":
            return [(asked.get("kinds", [asked["relation"]])[0], demand)]
        if kind == "area":
            return [([*asked.get("kinds", []), asked.get("level") or asked["relation"]][0], demand)]
        roles, professions = asked.get("roles", []), asked.get("professions", [])
        first = professions if len(professions) == 1 and not roles else [*roles, *professions, "post"]
        return [(first[0], demand)]

    def _met(self, code: str, demand: Mapping[str, Any], on: str) -> int | None:
        """How many are there where that is not enough, or too many; None where it is right."""
        if "balanced" in demand:
            return self._uneven(code, demand, on)
        there = self._counted(code, demand, on)
        least, most = self._bounds(code, demand, on)
        return None if least <= len(there) <= most else len(there)

    def _uneven(self, code: str, demand: Mapping[str, Any], on: str) -> int | None:
        """How far the shares of areas below are apart where that is too far."""
        bare = {name: value for name, value in demand.items() if name in ("post", "organisation")}
        areas = self._under(code, on, [demand["balanced"]["over"]])
        shares = Counter(who for area in areas for who in self._counted(area, bare, on))
        if not shares:
            return None
        most, fewest = max(shares.values()), min(shares.values())
        apart = 100 * most // fewest if demand["balanced"].get("ratio") else most - fewest
        return None if demand.get("at_least", 0) <= apart <= demand["at_most"] else apart

    def _counted(self, code: str, demand: Mapping[str, Any], on: str) -> set[str]:
        """Who or what is there of what is asked for."""
        if "area" in demand:
            asked = demand["area"]
            among = {area for area, _ in self.out_of(code, on, asked.get("relation", ""))}
            if "relation" not in asked:
                among = self.below(code, on) - {code}
            nodes = ((area, self.graph.nodes[area]) for area in among if self.there(area, on))
            return {
                area
                for area, node in nodes
                if node["level"] == asked.get("level", node["level"])
                and node["kind"] in asked.get("kinds", [node["kind"]])
            }
        asked = demand.get("post") or demand.get("organisation") or {}
        spots = [code]
        if asked.get("up"):
            spots = self.chain(code, on)[: asked["up"] + 1] if self.graph.nodes[code]["what"] == "area" else [code]
        if "organisation" in demand:
            return {
                who
                for spot in spots
                for who, _ in (self.out_of if asked.get("outward") else self.into)(spot, on, asked["relation"])
                if self.graph.nodes[who]["what"] == "organisation" and self._fits(who, asked)
            }
        return {
            who
            for spot in spots
            for who, edge in self._lately(spot, on, asked.get("within_days", 0))
            if self._posted(who, spot, edge, demand.get("post") or {}, on)
        }

    def _lately(self, spot: str, on: str, days: int) -> Iterator[tuple[str, Edge]]:
        """Who is posted there, or was on one of the days before."""
        first = (date.fromisoformat(on) - timedelta(days=days)).isoformat()
        for who, _, edge in self.graph.in_edges(spot, data=True):
            days_there = edge["since"] < edge["until"] and edge["since"] <= on and edge["until"] > first
            if edge["type"] == "POSTED_TO" and days_there:
                yield who, edge

    def _bounds(self, code: str, demand: Mapping[str, Any], on: str) -> tuple[int, int]:
        bounded = {"at_least", "at_most", "exactly"} & set(demand)
        least = demand.get("exactly", demand.get("at_least", 0 if bounded else 1))
        most = demand.get("exactly", demand.get("at_most", 10**9))
        times = 1
        if "percent_of" in demand:
            base = len(self._counted(code, demand["percent_of"], on))
            return -(-least * base // 100), most * base // 100 if "at_most" in demand or "exactly" in demand else most
        for name, so_many in demand.get("per", {}).items():
            node = self.graph.nodes[code]
            size = int(node.get("households") or 0) if name == "households" else len(self.leaves(code, on))
            times = -(-size // so_many)
        return least * times, most * times if bounded & {"at_most", "exactly"} else most

    def _fits(self, who: str, asked: Mapping[str, Any]) -> bool:
        node = self.graph.nodes[who]
        return (
            node["kind"] in asked.get("kinds", [node["kind"]])
            and node["tier"] in asked.get("tiers", [node["tier"]])
            and all(node[name] for name in asked.get("having", []))
        )

    def _posted(self, who: str, spot: str, edge: Edge, asked: Mapping[str, Any], on: str) -> bool:
        node = self.graph.nodes[who]
        if edge["role"] not in asked.get("roles", [edge["role"]]):
            return False
        if asked.get("employment") not in (None, edge.get("employment")):
            return False
        if node["profession"] not in asked.get("professions", [node["profession"]]):
            return False
        if node.get("tier") not in asked.get("tiers", [node.get("tier")]):
            return False
        if "principal" in asked and (edge.get("principal") == "true") != asked["principal"]:
            return False
        if not asked.get("on_duty"):
            return True
        return any(
            (role, officer) == (edge["role"], who) and (not away or deputy)
            for role, officer, away, deputy in self.posts(spot, on)
        )
