"""Who must come to a matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from .names import Names
from .world import TIERS


@dataclass(frozen=True)
class Able:
    """An organisation that could act in a matter, in the words of routing.yaml."""

    code: str
    source: str
    distance: int
    severity_from: int = 1


@dataclass(frozen=True)
class Ruling:
    """Who leads, who helps, who comes next."""

    lead: str
    helpers: frozenset[str]
    following: tuple[str, ...]
    backstop: bool


class Whistles(Names):
    """Decisions, step by step as docs/routing.md tells them."""

    @cached_property
    def _categories(self) -> list[dict[str, Any]]:
        files = [self._schema / "categories.yaml", *(pack / "definitions" / "categories.yaml" for pack in self._packs)]
        read = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files if file.exists()]
        return [{"key": key, **entry} for one in read for key, entry in one.items()]

    def category(self, key: str, chain: Sequence[str]) -> dict[str, Any]:
        """A category as it holds at a place, with what it has from its parents."""
        fitting = [one for one in self._categories if one["key"] == key and one.get("under", chain[0]) in chain]
        nearest = min(fitting, key=lambda one: chain.index(one["under"]) if "under" in one else len(chain))
        above = self.category(nearest["parent"], chain) if "parent" in nearest else {"lineage": []}
        return {**above, **nearest, "lineage": [key, *above["lineage"]]}

    def able(self, place: str, category: str, on: str, asked: Sequence[str] = ()) -> list[Able]:
        """Every organisation that may have to do with a matter, and how."""
        chain = self.chain(place, on)
        lineage = self.category(category, chain)["lineage"]
        found: list[Able] = []
        for distance, area in enumerate(chain):
            for relation, code, categories, part, least in self.organisations(area, on):
                kind = self.graph.nodes[code]["kind"]
                if relation == "RESPONSIBLE_FOR" and set(categories.split(";")) & set(lineage):
                    found.append(Able(code, "responsible" if part == "lead" else "assisting", distance, least))
                if relation == "PAIRED_WITH" and kind == "political-legal-branch":
                    found.append(Able(code, "paired", distance, least))
                if relation == "SERVES" and kind == "governance-centre":
                    found.append(Able(code, "backstop", distance, least))
                if code in asked:
                    found.append(Able(code, "asked", distance, least))
        return found

    def ruling(
        self,
        place: str,
        category: str,
        severity: int | None,
        on: str,
        asked: Sequence[str] = (),
        load: Mapping[str, int] | None = None,
    ) -> Ruling:
        """The decision, step by step as docs/routing.md tells it."""
        said = self.category(category, self.chain(place, on))
        grave = severity or said["severity"]
        rank = self._rank(load or {})
        able = sorted(self.able(place, category, on, asked), key=rank)
        leads = self._leads(able, said, grave)
        lead = leads[0]
        helpers = {one.code for one in self._helpers(able, grave)} - {lead.code}
        backstops = [one.code for one in able if one.source == "backstop"]
        following = dict.fromkeys([*(one.code for one in leads[1:2]), *backstops])
        return Ruling(
            lead.code,
            frozenset(helpers),
            tuple(code for code in following if code != lead.code),
            lead.source == "backstop",
        )

    def _rank(self, load: Mapping[str, int]) -> Callable[[Able], tuple[Any, ...]]:
        """Nearest level, then tier, then open load, then code."""
        return lambda one: (one.distance, TIERS[self.graph.nodes[one.code]["tier"]], load.get(one.code, 0), one.code)

    def _leads(self, able: Sequence[Able], said: Mapping[str, Any], grave: int) -> list[Able]:
        """Those of the first source that has any: units in charge of a fitting kind, branches where allowed, centres."""
        responsible = [
            one
            for one in able
            if one.source == "responsible"
            and one.severity_from <= grave
            and self.graph.nodes[one.code]["kind"] in said["lead_kinds"]
        ]
        paired = [one for one in able if one.source == "paired" and said.get("branch_may_lead", False)]
        return responsible or paired or [one for one in able if one.source == "backstop"]

    def _helpers(self, able: Sequence[Able], grave: int) -> Iterator[Able]:
        """Assistants and branches of the nearest level that has any, and whoever was asked for."""
        for source in ("assisting", "paired"):
            fitting = [one for one in able if one.source == source and one.severity_from <= grave]
            nearest = min((one.distance for one in fitting), default=0)
            yield from (one for one in fitting if one.distance == nearest)
        yield from (one for one in able if one.source == "asked" and one.severity_from <= grave)
