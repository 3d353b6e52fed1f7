"""A folder of packs as one graph with dated edges, and who stands where in it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import networkx as nx
import yaml

FOREVER = "9999-12-31"
LEVELS = ("province", "city", "county", "township", "village", "grid", "building", "household-group")
LEAVES = ("building", "household-group")
STANDING = ("SERVES", "LEADS", "PAIRED_WITH", "RESPONSIBLE_FOR")
TIERS = {"first": 1, "second": 2, "third": 3, "": 100}

Edge = dict[str, Any]
Post = tuple[str, str, str, str]
"""Role, officer, why away (empty: there), who stands in."""


@dataclass(frozen=True)
class Audited:
    """What was looked at (subject to area) and what falls short (subject to how many are there)."""

    looked_at: dict[str, str]
    gaps: dict[str, int]


class World:
    """A folder of packs as one graph with dated edges."""

    def __init__(self, packs: Sequence[Path], schema: Path) -> None:
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self._packs = packs
        self._schema = schema
        self._defined: dict[str, dict[str, dict[str, Any]]] = {}
        for pack in packs:
            since = str(yaml.safe_load((pack / "pack.yaml").read_text(encoding="utf-8"))["since"])
            self._read(pack, since)

    def _read(self, pack: Path, since: str) -> None:
        def period(row: Mapping[str, str]) -> dict[str, str]:
            return {"since": row.get("since") or since, "until": row.get("until") or FOREVER}

        for row in _rows(pack / "areas.csv"):
            self.graph.add_node(row["code"], what="area", **row | period(row))
            if row["parent"]:
                self.graph.add_edge(row["code"], row["parent"], type="PART_OF", **period(row))
        for row in _rows(pack / "organisations.csv"):
            self.graph.add_node(row["code"], what="organisation", **row | period(row))
        for row in _rows(pack / "services.csv"):
            self.graph.add_node(row["code"], what="service", **row)
        for row in _rows(pack / "officers.csv"):
            self.graph.add_node(row["id"], what="officer", **row)
        for row in _rows(pack / "postings.csv"):
            row["key_"] = row.pop("key", "")  # networkx has a meaning of its own for it
            self.graph.add_edge(row["officer"], row["at"], type="POSTED_TO", **row | period(row))
        for row in _rows(pack / "relations.csv"):
            row["key_"] = row.pop("key", "")
            self.graph.add_edge(row["source"], row["target"], **row | period(row))

    def there(self, code: str, on: str) -> bool:
        """Whether this area or organisation exists on the day."""
        node = self.graph.nodes.get(code)
        return node is not None and node["since"] <= on < node["until"]

    def all_areas(self, on: str) -> list[str]:
        """Codes of every area on a day."""
        return sorted(
            code for code, node in self.graph.nodes(data=True) if node["what"] == "area" and self.there(code, on)
        )

    def into(self, code: str, on: str, *types: str) -> Iterator[tuple[str, Edge]]:
        """Edges of some types in force that end at `code`, with where they start."""
        for source, _, edge in self.graph.in_edges(code, data=True):
            if edge["type"] in types and edge["since"] <= on < edge["until"]:
                yield source, edge

    def out_of(self, code: str, on: str, *types: str) -> Iterator[tuple[str, Edge]]:
        """Edges of some types in force that start at `code`, with where they end."""
        for _, target, edge in self.graph.out_edges(code, data=True):
            if edge["type"] in types and edge["since"] <= on < edge["until"]:
                yield target, edge

    def chain(self, code: str, on: str) -> list[str]:
        """The area and what it is part of, up to the top; nothing if it does not exist then."""
        way = [code] if self.there(code, on) else []
        while way and (above := [target for target, _ in self.out_of(way[-1], on, "PART_OF")]):
            way.extend(above)
        return way

    def path(self, code: str, on: str) -> str:
        """Names from the top down."""
        return "/".join(self.graph.nodes[step]["name"] for step in reversed(self.chain(code, on)))

    def below(self, code: str, on: str) -> set[str]:
        """The area and everything that is part of it."""
        found = {code}
        for child, _ in self.into(code, on, "PART_OF"):
            found |= self.below(child, on)
        return found

    def leaves(self, code: str, on: str) -> set[str]:
        """Buildings and household groups of an area."""
        return {one for one in self.below(code, on) if self.graph.nodes[one]["level"] in LEAVES}

    def posts(self, code: str, on: str) -> list[Post]:
        """Who is posted to an area or organisation, with absence and deputy."""
        return sorted(
            (edge["role"], officer, *self._absence(officer, code, on))
            for officer, edge in self.into(code, on, "POSTED_TO")
        )

    def _absence(self, officer: str, at: str, on: str) -> tuple[str, str]:
        reasons = [edge["reason"] for target, edge in self.out_of(officer, on, "AWAY") if target == at]
        if not reasons:
            return "", ""
        deputies = (deputy for deputy, _ in self.into(officer, on, "DEPUTISES_FOR"))
        present = sorted(deputy for deputy in deputies if not list(self.out_of(deputy, on, "AWAY")))
        return reasons[0], present[0] if present else ""

    def organisations(self, code: str, on: str) -> list[tuple[str, str, str, str, int]]:
        """Relation, organisation, categories, part and least severity of all that stands to an area."""
        found = self.into(code, on, "SERVES", "LEADS", "PAIRED_WITH", "RESPONSIBLE_FOR")
        return sorted(
            (edge["type"], who, edge.get("categories", ""), edge.get("part", ""), int(edge.get("severity_from") or 1))
            for who, edge in found
        )

    def covered(self, who: str, on: str) -> list[tuple[str, str, str, int]]:
        """Area, its path, how (role or relation) and number of buildings, of all that somebody covers."""
        found = self.out_of(who, on, "POSTED_TO", "SERVES", "LEADS", "PAIRED_WITH", "RESPONSIBLE_FOR")
        return sorted(
            (area, self.path(area, on), edge.get("role") or edge["type"], len(self.leaves(area, on)))
            for area, edge in found
            if self.graph.nodes[area]["what"] == "area"
        )

    def buildings_of(self, who: str, on: str) -> int:
        """How many different buildings somebody covers."""
        return len(set().union(*(self.leaves(area, on) for area, *_ in self.covered(who, on))))

    def defined(self, section: str) -> dict[str, dict[str, Any]]:
        """Entries of a section of the schema and of the packs, read once; a later one of a key takes its place."""
        if section not in self._defined:
            self._defined[section] = self._entries(section)
        return self._defined[section]

    def _entries(self, section: str) -> dict[str, dict[str, Any]]:
        folders = [self._schema, *(pack / "definitions" for pack in self._packs)]
        found: dict[str, dict[str, Any]] = {}
        for file in (
            file for folder in folders for file in (*folder.glob(f"{section}.yaml"), *folder.glob(f"{section}/*"))
        ):
            found |= yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        return found

    def _under(self, root: str, on: str, levels: Sequence[str], left_out: Sequence[str] = ()) -> list[str]:
        return sorted(
            code
            for code in self.below(root, on)
            if self.there(code, on) and self.graph.nodes[code]["level"] in levels and code not in left_out
        )

    def _scope(self, key: str | None, whole: bool) -> list[str]:
        return list(self.defined("scopes")[key]["left_out"]) if key and not whole else []


def day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
