"""Audits by chance: whatever the language can say, for the oracle and the compiled statement to agree on."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions

from ..oracle import Oracle
from ..small_world import PACKS, ROOT

PROVINCE, HEDONG = "990000000000", "990102000000"
ROLES = ["village-secretary", "grid-lead", "grid-worker", "township-head", "township-secretary", "duty-contact"]
ROLES += ["unit-leader", "political-legal-officer", "building-head", "branch-secretary"]
PROFESSIONS = ["police-officer", "judge", "justice-officer", "cadre", "grid-staff", "resident"]
KINDS = ["governance-centre", "police", "housing", "talk-point", "political-legal-branch", "grid-branch", "justice"]
RELATIONS = ["SERVES", "LEADS", "PAIRED_WITH", "RESPONSIBLE_FOR"]
BOUNDS = ("at_least", "at_most", "exactly")
FRAME = {
    "title": {"zh": "随机核查", "en": "an audit by chance"},
    "by": "county",
    "mend": {"role": "township-secretary", "level": "township"},
    "source": "by chance",
}
LEVELS, POSTS = (
    yaml.safe_load((ROOT / "schema" / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("levels", "roles")
)


def some(chance: random.Random, values: list[str], most: int = 3) -> list[str]:
    return chance.sample(values, chance.randint(1, most))


def count(chance: random.Random, *, areas: bool) -> dict[str, Any]:
    """Persons or organisations, with some of what may be said of them."""
    up = {"up": chance.randint(1, 4)} if areas and chance.random() < 0.3 else {}
    if chance.random() < 0.15:
        found: dict[str, Any] = {"level": chance.choice(["village", "grid"])} if areas or chance.random() < 0.5 else {}
        if not areas:
            found["relation"] = chance.choice(RELATIONS)
        return {"area": found}
    if chance.random() < 0.4:
        said: dict[str, Any] = {"relation": chance.choice(RELATIONS if areas else ["UNDER", "OF"]), **up}
        if not areas and chance.random() < 0.5:
            said["outward"] = True
        if chance.random() < 0.7:
            said["kinds"] = some(chance, KINDS)
        if chance.random() < 0.2:
            said["tiers"] = some(chance, ["first", "second", "third"])
        if chance.random() < 0.2:
            said["having"] = ["duty_phone"]
        return {"organisation": said}
    said = {**up}
    for name, values in (("roles", ROLES), ("professions", PROFESSIONS), ("tiers", ["first", "second", "third"])):
        if chance.random() < {"roles": 0.8, "professions": 0.3, "tiers": 0.1}[name]:
            said[name] = some(chance, values)
    if chance.random() < 0.15:
        said["employment"] = chance.choice(["full-time", "part-time"])
    if chance.random() < 0.2:
        said["principal"] = chance.choice([True, False])
    if chance.random() < 0.4:
        said["on_duty"] = True
    elif chance.random() < 0.3:
        said["within_days"] = chance.choice([30, 400])
    return {"post": said or {"roles": ["grid-lead"]}}


def demand(chance: random.Random, *, areas: bool) -> dict[str, Any]:
    """A count with its bounds; only areas have households and buildings to ask so many for."""
    bounds = chance.choice([{}, {"at_least": 2}, {"at_most": 1}, {"exactly": 1}, {"at_least": 1, "at_most": 2}])
    asked = {**count(chance, areas=areas), **bounds}
    (said,) = [asked[name] for name in ("post", "organisation", "area") if name in asked]
    if chance.random() < 0.3 and (said.get("professions") or said.get("roles") or said.get("kinds")):
        asked["every"] = True
    if areas and chance.random() < 0.15:
        asked["per"] = chance.choice([{"households": 50}, {"buildings": 2}])
    elif chance.random() < 0.2:
        bounds = chance.choice([{"at_least": 60}, {"at_most": 50}, {"exactly": 100}])
        asked = {name: value for name, value in asked.items() if name not in BOUNDS} | bounds
        asked["percent_of"] = count(chance, areas=areas)
    return asked


def uneven(chance: random.Random) -> dict[str, Any]:
    """A demand on how evenly something is shared."""
    asked: dict[str, Any] = chance.choice(
        [
            {"organisation": {"relation": chance.choice(RELATIONS)}, "balanced": {"over": "village"}},
            {"organisation": {"relation": "PAIRED_WITH"}, "balanced": {"over": "village"}},
            {"organisation": {"relation": "LEADS"}, "balanced": {"over": "grid"}},
            {"post": {"roles": some(chance, ["grid-lead", "grid-worker"], 2)}, "balanced": {"over": "grid"}},
            {"post": {"roles": ["village-secretary", "political-legal-officer"]}, "balanced": {"over": "village"}},
        ]
    )
    ratio = chance.random() < 0.5
    return {
        **asked,
        "balanced": {**asked["balanced"], "ratio": ratio},
        "at_most": 150 if ratio else chance.choice([0, 1]),
    }


def rules(chance: random.Random) -> list[dict[str, Any]]:
    """What may be asked of postings."""
    found: list[dict[str, Any]] = [
        {"visited": chance.choice([{"since_posting": True}, {"within_days": chance.choice([60, 400])}])},
        {"not_with": chance.choice([{"roles": some(chance, ROLES)}, {"another": "county"}, {"another": "grid"}])},
        {"begun_present": True},
        {"place_there": True},
        {"at_most_years": chance.choice([1, 2])},
    ]
    return chance.sample(found, chance.randint(1, 3))


def standing(chance: random.Random) -> dict[str, Any]:
    """Relations of units, or units, whose places may be asked for."""
    said: dict[str, Any] = {"kinds": some(chance, KINDS)} if chance.random() < 0.3 else {}
    if chance.random() < 0.5:
        return {"units": said}
    return {"relations": {**said, "types": some(chance, ["SERVES", "LEADS", "PAIRED_WITH"])}}


def made(seed: int, under: str) -> dict[str, Any]:
    """An audit by chance that holds in the area `under`."""
    return {"under": under, **FRAME, **asked_by(seed)}


def asked_by(seed: int) -> dict[str, Any]:
    """What an audit by chance looks at, and what must be there."""
    chance = random.Random(seed)
    if seed % 5 == 4:
        which: dict[str, Any] = {"roles": some(chance, ROLES)} if chance.random() < 0.5 else {}
        if chance.random() < 0.3:
            which["level"] = chance.choice(["village", "grid"])
        return {"each": {"postings": which}, "must": rules(chance)}
    if seed % 9 == 2:
        return {"each": standing(chance), "must": [{"place_there": True}]}
    if chance.random() < 0.75:
        each: dict[str, Any] = {"level": chance.choice(["grid", "village", "township", "county", "building"])}
        if each["level"] == "village" and chance.random() < 0.3:
            each["kinds"] = ["residents-committee"]
    else:
        each = {"organisations": some(chance, KINDS)}
        if chance.random() < 0.3:
            each["at"] = chance.choice(["county", "township"])
    for name in ("having", "without"):
        if chance.random() < 0.25:
            each[name] = [demand(chance, areas="level" in each)]
    wanted: dict[str, Any] = {}
    for one in (demand(chance, areas="level" in each) for _ in range(chance.randint(1, 3))):
        wanted.setdefault(str(one.get("post") or one.get("organisation") or one["area"]), one)
    must = list(wanted.values())
    if each.get("level") in ("township", "county") and chance.random() < 0.6:
        must = [uneven(chance)]
    return {"each": each, "must": must}


def distinct(audit: Mapping[str, Any], oracle: Oracle) -> bool:
    """Whether each demand has a name of its own, by which its findings are told apart."""
    if "level" not in audit["each"] and "organisations" not in audit["each"]:
        return True
    names = [what for one in audit["must"] for what, _ in oracle._one_by_one(one)]
    return len(names) == len(set(names))


def possible(audit: Mapping[str, Any]) -> bool:
    """Whether what is demanded can be there at all: what cannot is refused when the audit is read."""
    each = audit["each"]
    demands = [one for name in ("having", "without") for one in each.get(name, [])]
    demands += audit["must"] if "level" in each or "organisations" in each else []
    return all(
        can_be(count, one.get("balanced", {}).get("over", each.get("level", "")), one.get("every", False))
        for one in demands
        for count in (one, one.get("percent_of", {}))
    )


def can_be(count: Mapping[str, Any], level: str, every: bool) -> bool:
    """Whether one of the roles (`every`: each) may be posted at a level or above it, or such areas lie below it."""
    rank = LEVELS.get(level, {}).get("rank", 0)
    if "area" in count and level and "level" in count["area"]:
        return bool(LEVELS[count["area"]["level"]]["rank"] > rank)
    asked = count.get("post", {})
    near = {key for key, one in LEVELS.items() if rank - asked.get("up", 0) <= one["rank"] <= rank}
    fit = [
        bool(near & set(POSTS[role]["at"].get("levels", []))) if level else bool(POSTS[role]["at"].get("organisations"))
        for role in asked.get("roles", [])
    ]
    apart = every and not asked.get("professions")
    return not fit or (all(fit) if apart else any(fit))


def by_chance(under: str, oracle: Oracle, how_many: int, first: int = 0) -> dict[str, dict[str, Any]]:
    """So many audits whose demands have names of their own."""
    found = {f"chance-{seed}": made(seed, under) for seed in range(first, first + 12 * how_many)}
    fitting = [(key, one) for key, one in found.items() if distinct(one, oracle) and possible(one)]
    assert len(fitting) >= how_many
    return dict(fitting[:how_many])


def defining(audits: dict[str, dict[str, Any]], folder: Path) -> Definitions:
    """The definitions with those audits in a pack of their own."""
    (folder / "definitions" / "audits").mkdir(parents=True)
    text = yaml.safe_dump(audits, allow_unicode=True)
    (folder / "definitions" / "audits" / "chance.yaml").write_text(text, encoding="utf-8")
    return load_definitions(ROOT / "schema", [*PACKS, folder])
