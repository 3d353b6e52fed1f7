"""What an audit must find."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from .postings import Postings
from .whistles import Whistles
from .world import LEVELS, Audited


class Oracle(Whistles, Postings):
    """All questions, answered over the files themselves."""

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
            for key, kind in self.defined("tasks").items():
                if kind.get("door") != "whistle":
                    continue  # reported, not blown
                audited[f"{code}#{key}"] = code
                if not present & set(kind["opened_by"]):
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
