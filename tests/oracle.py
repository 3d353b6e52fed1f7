"""
A second opinion: the same questions answered over the CSV files themselves, with networkx and no line of orgraph.

It is slow and simple on purpose. Where it and orgraph disagree, one of the two misread the rules.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
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


@dataclass(frozen=True)
class Audited:
    """What was looked at (subject to area) and what falls short (subject to how many are there)."""

    looked_at: dict[str, str]
    gaps: dict[str, int]


class Oracle:
    """A folder of packs as one graph with dated edges."""

    def __init__(self, packs: Sequence[Path], schema: Path) -> None:
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self._packs = packs
        self._schema = schema
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
        for row in _rows(pack / "officers.csv"):
            self.graph.add_node(row["id"], what="officer", **row)
        for row in _rows(pack / "postings.csv"):
            row["key_"] = row.pop("key", "")  # networkx has a meaning of its own for it
            self.graph.add_edge(row["officer"], row["at"], type="POSTED_TO", **row | period(row))
        for row in _rows(pack / "relations.csv"):
            row["key_"] = row.pop("key", "")
            self.graph.add_edge(row["source"], row["target"], **row | period(row))

    # ---- reading the graph on a day

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

    # ---- who covers

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

    # ---- names

    @cached_property
    def _endings(self) -> dict[str, dict[str, str]]:
        levels = yaml.safe_load((self._schema / "levels.yaml").read_text(encoding="utf-8"))
        return {key: level.get("endings", {}) for key, level in levels.items()}

    def _shorter(self, name: str, level: str) -> str:
        for ending, rest in self._endings[level].items():
            if name.endswith(ending) and len(name) - len(ending) + len(rest) >= 2:
                return name[: len(name) - len(ending)] + rest
        return name

    def _spoken(self, name: str, level: str) -> list[str]:
        """A name and what is left of it, ending by ending."""
        forms = [name]
        while (shorter := self._shorter(forms[-1], level)) not in forms:
            forms.append(shorter)
        return forms

    def _called(self, code: str, text: str) -> bool:
        """Its name, or less of it, or another body's ending (three characters or more) in the place of its own."""
        node = self.graph.nodes[code]
        mine = self._spoken(node["name"], node["level"])
        endings = self._endings[node["level"]].items()
        bodies = [text[: -len(ending)] + rest for ending, rest in endings if len(ending) > 2 and text.endswith(ending)]
        return bool({text, *bodies[:1]} & set(mine))

    def named(self, text: str, among: Sequence[str]) -> set[str]:
        """Areas among some that a name means; those called exactly so before others."""
        found = {code for code in among if self._called(code, text)}
        return {code for code in found if self.graph.nodes[code]["name"] == text} or found

    def place(self, text: str, on: str) -> set[str]:
        """Every area that a text may mean."""
        areas = self.all_areas(on)
        if text.startswith("mca:"):
            return {code for code in areas if self.graph.nodes[code].get("mca") == text[4:]}
        if text in areas:
            return {text}
        if "/" in text:
            return self._along(text.strip("/").split("/"), on)
        return self.named(text, areas) or {
            code for code in areas if text in (self.graph.nodes[code].get("aliases") or "").split(";")
        }

    def _along(self, segments: Sequence[str], on: str) -> set[str]:
        """Down a path on which levels may be left out, up to three levels a step."""
        found = self.place(segments[0], on)
        for segment in segments[1:]:
            near = {code for code in self.all_areas(on) if set(self.chain(code, on)[1:4]) & found}
            found = self.named(segment, sorted(near))
        return found

    # ---- whistles

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

    # ---- audits

    def defined(self, section: str) -> dict[str, dict[str, Any]]:
        """Entries of a section of the schema and of the packs; a later one of the same key takes its place."""
        folders = [self._schema, *(pack / "definitions" for pack in self._packs)]
        found: dict[str, dict[str, Any]] = {}
        for file in (
            file for folder in folders for file in (*folder.glob(f"{section}.yaml"), *folder.glob(f"{section}/*"))
        ):
            found |= yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        return found

    def audit(self, key: str, root: str, on: str, *, whole: bool = False) -> Audited:
        """What an audit of an area must find, and what it must have looked at."""
        said = self.defined("audits")[key]
        if "quota" in said:
            return self.demanded(self.defined("quotas")[said["quota"]], root, on, whole=whole)
        if "must" in said:
            return self.demanded(said, root, on, whole=whole)
        if "chain" in said:
            return self._breaks(self.defined("chains")[said["chain"]], root, on, whole)
        if "leads" in said:
            return self._leadless(root, on, said["leads"]["level"])
        if "reachable" in said:
            return self._unreachable(root, on)
        if "whistlers" in said:
            return self._silent(root, on, said["whistlers"]["level"])
        return self._ending(root, on, said["terms"]["within_days"])

    def _under(self, root: str, on: str, levels: Sequence[str], left_out: Sequence[str] = ()) -> list[str]:
        return sorted(
            code
            for code in self.below(root, on)
            if self.there(code, on) and self.graph.nodes[code]["level"] in levels and code not in left_out
        )

    def _scope(self, key: str | None, whole: bool) -> list[str]:
        return list(self.defined("scopes")[key]["left_out"]) if key and not whole else []

    def demanded(self, said: Mapping[str, Any], root: str, on: str, *, whole: bool = False) -> Audited:
        """What an audit or a quota with `each` and `must` must find: read from its YAML, in other words than the compiler's."""
        each, audited, gaps = said["each"], {}, {}
        if "postings" in each:
            return self._held_to(said, root, on)
        if "relations" in each:
            return self._related(each["relations"], root, on)
        if "units" in each:
            return self._housed(each["units"], root, on)
        if "level" in each:
            places = {
                code: code for code in self._under(root, on, [each["level"]], self._scope(each.get("scope"), whole))
            }
            places = {
                code: code
                for code in places
                if self.graph.nodes[code]["kind"] in each.get("kinds", [self.graph.nodes[code]["kind"]])
            }
        else:
            places = {}
            for area in self._under(root, on, [each["at"]] if "at" in each else LEVELS):
                standing = [code for _, code, *_ in self.organisations(area, on)]
                for code in [*standing, *(member for unit in standing for member, _ in self.into(unit, on, "OF"))]:
                    if self.there(code, on) and self.graph.nodes[code]["kind"] in each["organisations"]:
                        places.setdefault(code, area)
        demands = [one for demand in said["must"] for one in self._one_by_one(demand)]
        for code, area in places.items():
            if not all(self._met(code, one, on) is None for one in self._all_of(each.get("having", []))):
                continue
            if any(self._met(code, one, on) is None for one in self._all_of(each.get("without", []))):
                continue
            for what, demand in demands:
                key = code if len(demands) == 1 else f"{code}#{what}"
                audited[key] = area
                missed = self._met(code, demand, on)
                if missed is not None:
                    gaps[key] = missed
        return Audited(audited, gaps)

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

    def way(self, code: str, on: str) -> tuple[list[str], list[str]]:
        """
        The way up as it goes on where something has ended: each step the last that was begun while all below was there.

        With it, of each area on the way, the day since when it is no more or part of nothing, if it is.
        """
        way, gone, day = [code], [""], on
        while True:
            until = self.graph.nodes[way[-1]]["until"]
            gone[-1] = until if until <= on else ""
            day = min(day, _before(until))
            steps = [
                (edge["until"], edge["since"], above)
                for _, above, edge in self.graph.out_edges(way[-1], data=True)
                if edge["type"] == "PART_OF" and edge["since"] <= day and edge["since"] < edge["until"]
            ]
            if not steps:
                return way, gone
            left, _, above = max(steps)
            gone[-1] = gone[-1] or (left if left <= on else "")
            day = min(day, _before(left))
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

    def _breaks(self, chain: Mapping[str, Any], root: str, on: str, whole: bool) -> Audited:
        links = {level: link for link in chain["links"] for level in link["levels"]}
        left_out = set(self._scope(chain.get("scope"), whole))
        places = [code for code in self._under(root, on, list(links)) if not left_out & set(self.chain(code, on))]
        broken = {code: 0 for code in places if not self._linked(code, links[self.graph.nodes[code]["level"]], on)}
        return Audited({code: code for code in places}, broken)

    def _linked(self, code: str, link: Mapping[str, Any], on: str) -> bool:
        heads = [code]
        if "relation" in link:
            heads = [
                who for who, _ in self.into(code, on, link["relation"]) if self.graph.nodes[who]["kind"] == link["kind"]
            ]
        return any(edge["role"] == link["head"] for head in heads for _, edge in self.into(head, on, "POSTED_TO"))

    def _leadless(self, root: str, on: str, level: str) -> Audited:
        audited, gaps = {}, {}
        above = self.chain(root, on)
        keys = {one["key"] for one in self._categories if one.get("under", above[0]) in above}
        for code in self._under(root, on, [level]):
            for key in keys:
                said = self.category(key, above)
                leads = [
                    one
                    for one in self.able(code, key, on)
                    if one.source == "responsible"
                    and self.graph.nodes[one.code]["kind"] in said["lead_kinds"]
                    and one.severity_from <= said["severity"]
                ]
                nearest = {one.code for one in leads if one.distance == min(lead.distance for lead in leads)}
                audited[f"{code}#{key}"] = code
                if len(nearest) != 1:
                    gaps[f"{code}#{key}"] = len(nearest)
        return Audited(audited, gaps)

    def _unreachable(self, root: str, on: str) -> Audited:
        audited, gaps = {}, {}
        for area in self._under(root, on, LEVELS):
            for _, code, *_ in self.organisations(area, on):
                if code in audited or not self.there(code, on) or not self.graph.nodes[code]["duty_phone"]:
                    continue
                audited[code] = area
                if not any(
                    role == "duty-contact" and (not away or deputy) for role, _, away, deputy in self.posts(code, on)
                ):
                    gaps[code] = 0
        return Audited(audited, gaps)

    def _silent(self, root: str, on: str, level: str) -> Audited:
        audited, gaps = {}, {}
        for code in self._under(root, on, [level]):
            present = {role for role, _, away, deputy in self.posts(code, on) if not away or deputy}
            for key, kind in self.defined("whistles").items():
                if kind.get("admission"):
                    continue  # reported, not blown
                audited[f"{code}#{key}"] = code
                if not present & set(kind["may_blow"]):
                    gaps[f"{code}#{key}"] = 0
        return Audited(audited, gaps)

    def _ending(self, root: str, on: str, days: int) -> Audited:
        horizon = (date.fromisoformat(on) + timedelta(days=days)).isoformat()
        audited, gaps = {}, {}
        places = {area: area for area in self._under(root, on, LEVELS)}
        for area in list(places):
            for _, code, *_ in self.organisations(area, on):
                places.setdefault(code, area)
        for code in places:
            posts = [edge for _, _, edge in self.graph.in_edges(code, data=True) if edge["type"] == "POSTED_TO"]
            held = [edge for edge in posts if edge["since"] < edge["until"]]
            for one in (edge for edge in held if edge["since"] <= on):
                followed = any(
                    next_["role"] == one["role"]
                    and next_["since"] > one["since"]
                    and (next_["since"] > on or next_["until"] > one["until"])
                    for next_ in held
                )
                id_ = self._posting_id(one["officer"], code, one)
                ends = one["until"] <= horizon and not followed
                if ends or one["until"] > on:
                    audited[id_] = places[code]
                if ends:
                    gaps[id_] = 0
        return Audited(audited, gaps)


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
