"""What audits demand, in any combination: the compiled statement against the oracle, which reads the same YAML."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.area import Area
from orgraph.domain.audit import Every
from orgraph.graph.audits import Frame, measure, question
from orgraph.services.audits import Audits
from orgraph.services.places import Places

from ..clock import FixedClock
from ..ledger import raw
from ..oracle import Oracle
from ..packs import Desk
from ..random_world import fill, lived
from ..small_world import PACKS, ROOT, TESTER

PROVINCE, HEDONG = "990000000000", "990102000000"
ROLES = ["village-secretary", "grid-lead", "grid-worker", "township-head", "township-secretary", "duty-contact"]
ROLES += ["unit-leader", "political-legal-officer", "building-head", "branch-secretary"]
PROFESSIONS = ["police-officer", "judge", "justice-officer", "cadre", "grid-staff", "resident"]
KINDS = ["governance-centre", "police", "housing", "talk-point", "political-legal-branch", "grid-branch", "justice"]
RELATIONS = ["SERVES", "LEADS", "PAIRED_WITH", "RESPONSIBLE_FOR"]
BOUNDS = ("at_least", "at_most", "exactly")
FRAME = {
    "title": {"zh": "随机检查", "en": "an audit by chance"},
    "by": "county",
    "mend": {"role": "township-secretary", "level": "township"},
    "source": "by chance",
}
LEVELS, POSTS = (
    yaml.safe_load((ROOT / "schema" / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("levels", "roles")
)
HOW_MANY = 80
HOW_OFTEN = {"embedded": slice(0, HOW_MANY), "neo4j_5": slice(0, 2), "neo4j_2026": slice(2, 4)}
"""Which of them each engine is asked: Neo4j takes a second to plan one, and the text is the same."""


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


@pytest.fixture(scope="module")
def chosen(oracle: Oracle) -> dict[str, dict[str, Any]]:
    """Audits by chance."""
    return by_chance(PROVINCE, oracle, HOW_MANY)


def by_chance(under: str, oracle: Oracle, how_many: int, first: int = 0) -> dict[str, dict[str, Any]]:
    """So many audits whose demands have names of their own."""
    found = {f"chance-{seed}": made(seed, under) for seed in range(first, first + 12 * how_many)}
    fitting = [(key, one) for key, one in found.items() if distinct(one, oracle) and possible(one)]
    assert len(fitting) >= how_many
    return dict(fitting[:how_many])


@pytest.fixture(scope="module")
def demanding(chosen: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Definitions:
    """The definitions with those audits."""
    return defining(chosen, tmp_path_factory.mktemp("demands"))


def defining(audits: dict[str, dict[str, Any]], folder: Path) -> Definitions:
    """The definitions with those audits in a pack of their own."""
    (folder / "definitions" / "audits").mkdir(parents=True)
    text = yaml.safe_dump(audits, allow_unicode=True)
    (folder / "definitions" / "audits" / "chance.yaml").write_text(text, encoding="utf-8")
    return load_definitions(ROOT / "schema", [*PACKS, folder])


async def test_whatever_is_demanded_the_oracle_finds_the_same(
    services: Services,
    engine: str,
    oracle: Oracle,
    chosen: dict[str, dict[str, Any]],
    demanding: Definitions,
    clock: FixedClock,
) -> None:
    audits = Audits(services.store, demanding, Places(services.store, demanding), clock)
    gaps = 0
    turn = HOW_OFTEN[engine]
    for number, (key, said) in list(enumerate(chosen.items()))[turn]:
        area, day = (PROVINCE, HEDONG)[number % 2], ("2023-08-22", "2022-12-31")[number % 3 == 0]
        expected = oracle.demanded(said, area, day)
        report = await audits.run(TESTER, key, area, date.fromisoformat(day), 1000)
        assert {one.subject: one.present for one in report.findings.items} == expected.gaps, (said, area, day)
        assert (report.audited, report.gaps) == (len(expected.looked_at), len(expected.gaps)), said
        gaps += len(expected.gaps)
    assert gaps > 10 or engine != "embedded"


async def _same_as_day_by_day(audits: Audits, key: str, area: str) -> None:
    """A trend, read in one statement, is what the audit of each day says."""
    told = await audits.trend(TESTER, key, date(2022, 2, 28), date(2023, 9, 1), Every.QUARTER, area)
    assert len(told.scores) == 7
    for score in told.scores:
        report = await audits.run(TESTER, key, area, score.on, 1)
        assert (score.audited, score.met) == (report.audited, report.met), (key, score)


@pytest.mark.parametrize("seed", range(1, 5))
async def test_in_worlds_by_chance_too(
    services: Services, engine: str, tmp_path: Path, clock: FixedClock, seed: int
) -> None:
    if engine != "embedded" and (seed > 1 or engine == "neo4j_5"):
        pytest.skip("the text is the same on every engine: one world is asked on the newest")
    desk = Desk(services, tmp_path)
    fill(desk, seed)
    await lived(desk, tmp_path)
    oracle, province = Oracle([desk.folder], ROOT / "schema"), desk.said("{p}0000000000")
    chosen = by_chance(province, oracle, 24, first=1000 * seed)
    if engine != "embedded":
        shares = [key for key, said in chosen.items() if "balanced" in said["must"][0]]
        postings = [key for key, said in chosen.items() if "postings" in said["each"]]
        chosen = {key: chosen[key] for key in (shares[0], postings[0])}
    definitions = defining(chosen, tmp_path / "asking")
    audits = Audits(services.store, definitions, Places(services.store, definitions), clock)
    seen = 0
    for number, (key, said) in enumerate(chosen.items()):
        day = ("2023-08-22", "2022-12-31", "2023-05-01")[number % 3]
        area = (province, desk.said("{p}0101000000"))[number % 2]
        expected = oracle.demanded(said, area, day)
        report = await audits.run(TESTER, key, area, date.fromisoformat(day), 1000)
        assert {one.subject: one.present for one in report.findings.items} == expected.gaps, (said, area, day)
        assert (report.audited, report.gaps) == (len(expected.looked_at), len(expected.gaps)), said
        seen += len(expected.gaps)
        if number % 3 == 0 or "organisations" in said["each"] or "building" in str(said):
            await _same_as_day_by_day(audits, key, area)
    assert seen > 10 or engine != "embedded"
    await desk.vanish()


OPENED = """
UNWIND $rows AS row MATCH (a:Area {code: row[1]})
CREATE (t:Task {id: row[0], pending: 'x', category: 'dispute'})-[:AT]->(a)
"""
ENDED = ("ended-area-postings", "ended-area-relations", "ended-area-units", "ended-area-tasks")


@pytest.mark.parametrize("seed", range(5, 8))
async def test_in_worlds_by_chance_all_that_stands_where_something_has_ended_is_found(
    services: Services, engine: str, tmp_path: Path, seed: int
) -> None:
    if engine != "embedded" and seed > 5:
        pytest.skip("the text is the same on every engine: one world is asked there")
    desk = Desk(services, tmp_path)
    fill(desk, seed)
    await lived(desk, tmp_path)
    oracle, found = Oracle([desk.folder], ROOT / "schema"), Counter[str]()
    tasks = {f"{desk.key}-{area}": area for area, node in oracle.graph.nodes(data=True) if node["what"] == "area"}
    await raw(services.store, OPENED, rows=[list(one) for one in tasks.items()])
    roots = {"province": desk.said("{p}0000000000"), "county": desk.said("{p}0102000000")}
    for number, (key, day) in enumerate(product(ENDED, ("2023-08-22", "2023-05-01", "2024-06-01"))):
        level = ("province", "county")[number % 2]
        root, on = Area(roots[level], "", level), date.fromisoformat(day)
        of_tasks = key == "ended-area-tasks"
        expected = oracle.stranded(tasks, root.code, day) if of_tasks else oracle.audit(key, root.code, day)
        (audit,) = services.definitions.audits.of(key)
        asked = question(audit, Frame(root, prevailing(services.definitions, [root.code], on), on, True, "township"))
        measured = await measure(services.store, asked, root.code, on, "", 1000)
        assert {one.subject: one.area.code for one in measured.findings} == {
            gap: expected.looked_at[gap] for gap in expected.gaps
        }, (key, day)
        ever = oracle._ever(root.code, day)
        said = {one.area.code: one.since and one.since.isoformat() for one in measured.findings if ever[one.area.code]}
        assert key == "ended-area-units" or said == {code: ever[code] for code in said}, (key, day)
        audited, gaps = (
            Counter(oracle.over(expected.looked_at[one], "township", root.code, day) for one in many)
            for many in (expected.looked_at, expected.gaps)
        )
        assert {one.area.code: (one.audited, one.gaps) for one in measured.by_area} == {
            code: (count, gaps[code]) for code, count in audited.items()
        }, (key, day)
        found[key] += len(expected.gaps)
    assert engine != "embedded" or all(found[key] > 3 for key in ENDED), found
    await raw(services.store, "MATCH (t:Task) WHERE t.id STARTS WITH $key DETACH DELETE t", key=f"{desk.key}-")
    await desk.vanish()


GRID = "{p}0101001001001,{n}里第1网格,grid,{p}0101001001,grid,"
STORIES: dict[str, tuple[list[tuple[str, str]], list[str], list[tuple[str, str]]]] = {
    "grid-branch": (
        [("areas", GRID)],
        ["{p}0101001001001"],
        [
            ("organisations", "{k}:group,{n}第1网格党小组,grid-branch,,"),
            ("relations", "LEADS,{k}:group,{p}0101001001001,2021-01-01,,,,,"),
        ],
    ),
    "grid-legal-professionals": (
        [("areas", GRID), ("postings", "{k}:one,grid-professional,{p}0101001001001,2021-01-01,,,")],
        ["{p}0101001001001#judge", "{p}0101001001001#lawyer", "{p}0101001001001#prosecutor"],
        [
            ("officers", "{k}:law,文四,lawyer"),
            ("officers", "{k}:pro,文五,prosecutor"),
            ("postings", "{k}:two,grid-professional,{p}0101001001001,2021-01-01,,,"),
            ("postings", "{k}:law,grid-professional,{p}0101001001001,2021-01-01,,,"),
            ("postings", "{k}:pro,grid-professional,{p}0101001001001,2021-01-01,,,"),
        ],
    ),
    "village-legal-adviser": (
        [("officers", "{k}:law,文四,lawyer"), ("postings", "{k}:law,legal-adviser,{p}0101001001,2021-01-01,,,")],
        ["{p}0102100200"],
        [("postings", "{k}:law,legal-adviser,{p}0102100200,2021-01-01,,,")],
    ),
    "street-joint-committee": (
        [],
        ["{p}0101001000"],
        [
            ("organisations", "{k}:joint,{n}一街道大工委,street-joint-committee,,"),
            ("relations", "LEADS,{k}:joint,{p}0101001000,2021-01-01,,,,,"),
        ],
    ),
    "community-joint-committee": (
        [],
        ["{p}0101001001"],
        [
            ("organisations", "{k}:joint,{n}里社区大党委,community-joint-committee,,"),
            ("relations", "LEADS,{k}:joint,{p}0101001001,2021-01-01,,,,,"),
        ],
    ),
    "community-workstation": (
        [],
        ["{p}0101001001"],
        [
            ("organisations", "{k}:station,{n}里工作室,workstation,,"),
            ("relations", "SERVES,{k}:station,{p}0101001001,2021-01-01,,,,,"),
        ],
    ),
    "township-head-vacant": (
        [
            ("postings", "{k}:two,township-head,{p}0102100000,2021-01-01,2023-07-24,,"),
            ("postings", "{k}:two,township-head,{p}0101001000,2021-01-01,2023-07-23,,"),
        ],
        ["{p}0101001000"],
        [("postings", "{k}:three,township-head,{p}0101001000,2023-08-01,,,")],
    ),
    "unit-superior": (
        [
            ("relations", "SERVES,{k}:office,{p}0102000000,2021-01-01,,,,,"),
            ("organisations", "{k}:office,{n}西县公安局,police,,"),
        ],
        ["{k}:centre", "{k}:office"],
        [
            ("organisations", "{k}:committee,{n}市委,party-committee,,"),
            ("relations", "UNDER,{k}:centre,{k}:committee,2021-01-01,,,,,"),
            ("relations", "UNDER,{k}:office,{k}:police,2021-01-01,,,,,"),
        ],
    ),
    "pairing-load": (
        [
            ("areas", "{p}0101001002,{n}南社区居委会,village,{p}0101001000,residents-committee,"),
            ("areas", "{p}0101001003,{n}北社区居委会,village,{p}0101001000,residents-committee,"),
            ("organisations", "{k}:second,{n}法院党支部,political-legal-branch,,"),
            ("relations", "PAIRED_WITH,{k}:branch,{p}0101001002,2021-01-01,,,,,"),
            ("relations", "PAIRED_WITH,{k}:branch,{p}0101001003,2021-01-01,,,,,"),
            ("relations", "PAIRED_WITH,{k}:second,{p}0101001001,2021-01-01,,,,,"),
        ],
        ["{p}0101000000"],
        [("relations", "PAIRED_WITH,{k}:second,{p}0101001003,2021-01-01,,,,,")],
    ),
    "unpaired-branch": (
        [
            ("organisations", "{k}:second,{n}刑警党支部,political-legal-branch,,"),
            ("relations", "OF,{k}:second,{k}:police,2021-01-01,,,,,"),
        ],
        ["{k}:second"],
        [("relations", "PAIRED_WITH,{k}:second,{p}0102100200,2021-01-01,,,,,")],
    ),
    "officer-first-visit": (
        [
            ("relations", "VISITED,{k}:two,{p}0101001001,2020-12-31,,,,,"),
            ("relations", "VISITED,{k}:one,{p}0101001001,2021-01-05,,,,,"),
        ],
        ["POSTED_TO:{k}:two:political-legal-officer:{p}0101001001:2021-01-01"],
        [("relations", "VISITED,{k}:two,{p}0101001001,2021-01-06,,,,,first")],
    ),
    "mediation-committee": (
        [
            ("organisations", "{k}:committee,{n}调委会,mediation-committee,,"),
            ("relations", "SERVES,{k}:committee,{p}0101001000,2021-01-01,,,,,"),
            ("postings", "{k}:one,mediation-member,{k}:committee,2021-01-01,,,"),
            ("postings", "{k}:one,mediation-women-member,{k}:committee,2021-01-01,2022-01-01,,"),
            ("postings", "{k}:two,mediation-member,{k}:committee,2021-01-01,,,"),
        ],
        ["{k}:committee#mediation-member", "{k}:committee#mediation-women-member"],
        [("postings", "{k}:three,mediation-women-member,{k}:committee,2021-01-01,,,")],
    ),
    "station-professions": (
        [
            ("organisations", "{k}:station,{n}里工作室,workstation,,"),
            ("relations", "SERVES,{k}:station,{p}0101001001,2021-01-01,,,,,"),
            ("postings", "{k}:one,station-professional,{k}:station,2021-01-01,,,"),
        ],
        ["{k}:station#emergency-staff", "{k}:station#lawyer"],
        [
            ("officers", "{k}:law,文四,lawyer"),
            ("officers", "{k}:fire,文五,emergency-staff"),
            ("postings", "{k}:law,station-professional,{k}:station,2021-01-01,,,"),
            ("postings", "{k}:fire,station-professional,{k}:station,2021-01-01,,,"),
        ],
    ),
    "station-chief-seconded": (
        [
            ("postings", "{k}:one,seconded-station-chief,{p}0101001000,2021-01-01,,,seconded"),
            ("postings", "{k}:two,seconded-station-chief,{p}0102100000,2021-01-01,,,seconded"),
        ],
        ["{p}0102100000"],
        [("postings", "{k}:one,seconded-station-chief,{p}0102100000,2021-01-01,,,seconded")],
    ),
    "joint-station-members": (
        [
            ("organisations", "{k}:joint,{n}联动站,joint-station,,"),
            ("organisations", "{k}:point,{n}说事点,talk-point,,"),
            ("relations", "SERVES,{k}:joint,{p}0101001001,2021-01-01,,,,,"),
            ("relations", "MEMBER_OF,{k}:police,{k}:joint,2021-01-01,,,,,"),
            ("relations", "MEMBER_OF,{k}:point,{k}:joint,2021-01-01,2022-01-01,,,,"),
        ],
        ["{k}:joint#governance-centre", "{k}:joint#talk-point"],
        [
            ("relations", "MEMBER_OF,{k}:centre,{k}:joint,2021-01-01,,,,,"),
            ("relations", "MEMBER_OF,{k}:point,{k}:joint,2022-02-01,,,,,"),
        ],
    ),
    "joint-committee-members": (
        [
            ("organisations", "{k}:joint,{n}里社区大党委,community-joint-committee,,"),
            ("relations", "LEADS,{k}:joint,{p}0101001001,2021-01-01,,,,,"),
        ],
        ["{k}:joint"],
        [("relations", "MEMBER_OF,{k}:branch,{k}:joint,2021-01-01,,,,,")],
    ),
    "grid-services": (
        [
            ("areas", GRID),
            ("organisations", "{k}:house,{n}住建局,housing,,"),
            ("relations", "SERVES,{k}:house,{p}0101001001001,2021-01-01,,,,,"),
        ],
        ["{p}0101001001001#human-resources"],
        [
            ("organisations", "{k}:social,{n}人社局,human-resources,,"),
            ("relations", "SERVES,{k}:social,{p}0101001001001,2021-01-01,,,,,"),
        ],
    ),
    "grid-property-company": (
        [
            ("areas", GRID),
            ("areas", "{p}0102100200001,{n}山第1网格,grid,{p}0102100200,grid,"),
            ("organisations", "{k}:company,{n}物业,property-company,,"),
            ("relations", "SERVES,{k}:company,{p}0101001001,2021-01-01,,,,,"),
        ],
        ["{p}0101001001001"],
        [("relations", "SERVES,{k}:company,{p}0101001001001,2021-01-01,,,,,")],
    ),
    "micro-grid-worker": (
        [
            ("areas", GRID),
            ("areas", "{p}0101001001H0001,{n}微网格,household-group,{p}0101001001001,micro-grid,"),
            ("areas", "{p}0101001001H0002,{n}中心户,household-group,{p}0101001001001,household-group,"),
        ],
        ["{p}0101001001H0001"],
        [("postings", "{k}:three,micro-grid-worker,{p}0101001001H0001,2021-01-01,,,")],
    ),
    "township-backstop": (
        [
            ("areas", "{p}0200000000,{n}别市,city,{p}0000000000,prefecture-city,"),
            ("areas", "{p}0201000000,{n}别县,county,{p}0200000000,county,"),
            ("areas", "{p}0201100000,{n}别镇,township,{p}0201000000,town,"),
        ],
        ["{p}0201100000"],
        [("relations", "SERVES,{k}:centre,{p}0201000000,2021-01-01,,,,,")],
    ),
    "centre-residents": (
        [
            ("organisations", "{k}:county,{n}东区综治中心,governance-centre,,"),
            ("organisations", "{k}:court,{n}东区法院,court,,"),
            ("organisations", "{k}:justice,{n}东区司法局,justice,,"),
            ("relations", "SERVES,{k}:county,{p}0101000000,2021-01-01,,,,,"),
            ("relations", "MEMBER_OF,{k}:police,{k}:county,2021-01-01,,,,,"),
            ("relations", "MEMBER_OF,{k}:court,{k}:county,2021-01-01,,,,,"),
        ],
        ["{k}:county#justice", "{k}:county#procuratorate"],
        [
            ("organisations", "{k}:prosecutors,{n}东区检察院,procuratorate,,"),
            ("relations", "MEMBER_OF,{k}:justice,{k}:county,2021-01-01,,,,,"),
            ("relations", "MEMBER_OF,{k}:prosecutors,{k}:county,2021-01-01,,,,,"),
        ],
    ),
    "village-grid": (
        [("areas", GRID)],
        ["{p}0102100200"],
        [("areas", "{p}0102100200001,{n}山第1网格,grid,{p}0102100200,grid,")],
    ),
    "posting-during-leave": (
        [("postings", "{k}:two,township-head,{p}0101001000,2023-08-10,,,")],
        ["POSTED_TO:{k}:two:township-head:{p}0101001000:2023-08-10"],
        [("-postings", "{k}:two,township-head")],
    ),
    "person-in-two-counties": (
        [
            ("postings", "{k}:three,township-head,{p}0101001000,2021-01-01,,,"),
            ("postings", "{k}:three,township-head,{p}0102100000,2021-01-01,,,"),
        ],
        [
            "POSTED_TO:{k}:three:township-head:{p}0101001000:2021-01-01",
            "POSTED_TO:{k}:three:township-head:{p}0102100000:2021-01-01",
            "POSTED_TO:{k}:three:township-secretary:{p}0101001000:2021-01-01",
        ],
        [("-postings", "{k}:three,township-head,{p}0102100000")],
    ),
    "long-terms": (
        [
            ("postings", "{k}:three,village-secretary,{p}0101001001,2013-08-21,,,"),
            ("postings", "{k}:three,village-secretary,{p}0102100200,2013-08-22,,,"),
        ],
        ["POSTED_TO:{k}:three:village-secretary:{p}0101001001:2013-08-21"],
        [("-postings", "{k}:three,village-secretary,{p}0101001001")],
    ),
    "court-room-mediator": (
        [
            ("organisations", "{k}:room,{n}调解室,court-mediation-room,,"),
            ("relations", "SERVES,{k}:room,{p}0101000000,2021-01-01,,,,,"),
            ("postings", "{k}:three,mediator,{k}:room,2021-01-01,,,"),
            ("relations", "AWAY,{k}:three,{k}:room,2023-08-01,2023-09-01,,,,leave"),
        ],
        ["{k}:room"],
        [("relations", "DEPUTISES_FOR,{k}:one,{k}:three,2021-01-01,,,,,")],
    ),
}
"""Of each audit the rows with which it has gaps, those gaps, and the rows that close them."""


@pytest.fixture(scope="module")
def shipped() -> Definitions:
    """The definitions of the schema and of the cities' packs."""
    return load_definitions(ROOT / "schema", sorted(path.parent for path in ROOT.glob("seeds/*/pack.yaml")))


@pytest.mark.parametrize("key", STORIES)
async def test_a_shipped_audit_has_a_gap_until_what_it_demands_is_there(
    services: Services, shipped: Definitions, engine: str, tmp_path: Path, key: str
) -> None:
    if engine != "embedded" and list(STORIES).index(key) % 14:
        pytest.skip("the text is the same on every engine: every fourteenth is asked there")
    before, gaps, after = STORIES[key]
    desk = Desk(services, tmp_path)
    for table, row in before:
        desk.add(table, row)
    await desk.load()
    (audit,) = shipped.audits.of(key)
    root = Area(desk.said("{p}0000000000"), "", "province")

    async def found() -> list[str]:
        asked = question(
            audit,
            Frame(root, prevailing(services.definitions, [root.code], date(2023, 8, 22)), date(2023, 8, 22), True),
        )
        measured = await measure(services.store, asked, root.code, date(2023, 8, 22), "", 100)
        assert sum(one.audited for one in measured.by_area) >= len(measured.findings)
        return [one.subject for one in measured.findings]

    assert await found() == sorted(desk.said(gap) for gap in gaps)
    for table, row in after:
        if table.startswith("-"):
            desk.remove(table.removeprefix("-"), row)
        else:
            desk.add(table, row)
    await desk.load(allow_ending=1)
    assert await found() == []
    await desk.vanish()


async def test_a_posting_at_an_area_that_has_ended_is_a_gap_until_it_ends_too(
    services: Services, tmp_path: Path
) -> None:
    desk = Desk(services, tmp_path)
    await desk.load()
    (audit,) = services.definitions.audits.of("ended-area-postings")
    root = Area(desk.said("{p}0000000000"), "", "province")

    async def found(day: date) -> list[str]:
        asked = question(audit, Frame(root, prevailing(services.definitions, [root.code], day), day, True))
        measured = await measure(services.store, asked, root.code, day, "", 100)
        return [one.subject for one in measured.findings]

    header = "change,code,name,level,parent,kind,until"
    desk.changes("2023-09-01", areas=f"{header}\nend,{{p}}0101001001,,,,,2023-09-01")
    await desk.load(allow_ending=10, accept_hanging=3)
    posted = [
        f"POSTED_TO:{desk.key}:{who}:political-legal-officer:{{p}}0101001001:2021-01-01" for who in ("one", "two")
    ]
    assert await found(date(2023, 8, 31)) == []
    assert await found(date(2023, 9, 1)) == [desk.said(one) for one in posted]
    await desk.vanish()
