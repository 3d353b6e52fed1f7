"""What audits demand, in any combination: the compiled statement against the oracle, which reads the same YAML."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.domain.area import Area
from orgraph.graph.audits import measure, question
from orgraph.services.audits import Audits
from orgraph.services.places import Places

from ..clock import FixedClock
from ..oracle import Oracle
from ..packs import Desk
from ..small_world import PACKS, ROOT, TESTER

PROVINCE, HEDONG = "990000000000", "990102000000"
ROLES = ["village-secretary", "grid-lead", "grid-worker", "township-head", "township-secretary", "duty-contact"]
ROLES += ["unit-leader", "political-legal-officer", "building-head", "branch-secretary"]
PROFESSIONS = ["police-officer", "judge", "justice-officer", "cadre", "grid-staff", "resident"]
KINDS = ["governance-centre", "police", "housing", "talk-point", "political-legal-branch", "grid-branch", "justice"]
RELATIONS = ["SERVES", "LEADS", "PAIRED_WITH", "RESPONSIBLE_FOR"]
HOW_MANY = 60
HOW_OFTEN = {"embedded": slice(0, HOW_MANY), "neo4j_5": slice(0, 7), "neo4j_2026": slice(7, 14)}
"""Which of them each engine is asked: Neo4j takes a second to plan one, and the text is the same."""


def some(chance: random.Random, values: list[str], most: int = 3) -> list[str]:
    return chance.sample(values, chance.randint(1, most))


def count(chance: random.Random, *, areas: bool) -> dict[str, Any]:
    """Persons or organisations, with some of what may be said of them."""
    up = {"up": chance.randint(1, 4)} if areas and chance.random() < 0.3 else {}
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
    (said,) = [asked[name] for name in ("post", "organisation") if name in asked]
    if chance.random() < 0.3 and (said.get("professions") or said.get("roles") or said.get("kinds")):
        asked["every"] = True
    if areas and chance.random() < 0.15:
        asked["per"] = chance.choice([{"households": 50}, {"buildings": 2}])
    return asked


def made(seed: int) -> dict[str, Any]:
    """An audit by chance."""
    chance = random.Random(seed)
    if chance.random() < 0.75:
        each: dict[str, Any] = {"level": chance.choice(["grid", "village", "township", "county", "building"])}
        if each["level"] == "village" and chance.random() < 0.3:
            each["kinds"] = ["residents-committee"]
    else:
        each = {"organisations": some(chance, KINDS)}
    for name in ("having", "without"):
        if chance.random() < 0.25:
            each[name] = [demand(chance, areas="level" in each)]
    wanted: dict[str, Any] = {}
    for one in (demand(chance, areas="level" in each) for _ in range(chance.randint(1, 3))):
        wanted.setdefault(str(one.get("post") or one.get("organisation")), one)
    return {
        "under": PROVINCE,
        "title": {"zh": f"检查{seed}", "en": f"audit {seed}"},
        "each": each,
        "must": list(wanted.values()),
        "by": "county",
        "mend": {"role": "township-secretary", "level": "township"},
        "source": "by chance",
    }


def distinct(audit: Mapping[str, Any], oracle: Oracle) -> bool:
    """Whether each demand has a name of its own, by which its findings are told apart."""
    names = [what for one in audit["must"] for what, _ in oracle._one_by_one(one)]
    return len(names) == len(set(names))


@pytest.fixture(scope="module")
def chosen(oracle: Oracle) -> dict[str, dict[str, Any]]:
    """Audits by chance."""
    found = {f"chance-{seed}": made(seed) for seed in range(3 * HOW_MANY)}
    return dict([(key, one) for key, one in found.items() if distinct(one, oracle)][:HOW_MANY])


@pytest.fixture(scope="module")
def demanding(chosen: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Definitions:
    """The definitions with those audits."""
    folder = tmp_path_factory.mktemp("demands") / "definitions"
    (folder / "audits").mkdir(parents=True)
    (folder / "audits" / "chance.yaml").write_text(yaml.safe_dump(chosen, allow_unicode=True), encoding="utf-8")
    return load_definitions(ROOT / "schema", [*PACKS, folder.parent])


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
    assert gaps > 10


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


@pytest.mark.parametrize("key", STORIES)
async def test_a_shipped_audit_has_a_gap_until_what_it_demands_is_there(
    services: Services, tmp_path: Path, key: str
) -> None:
    before, gaps, after = STORIES[key]
    desk = Desk(services, tmp_path)
    for table, row in before:
        desk.add(table, row)
    await desk.load()
    (audit,) = services.definitions.audits.of(key)
    root = Area(desk.said("{p}0000000000"), "", "province")

    async def found() -> list[str]:
        asked = question(audit, root, [root.code], date(2023, 8, 22), True, services.definitions)
        measured = await measure(services.store, asked, root.code, audit.by, date(2023, 8, 22), "", 100)
        assert sum(one.audited for one in measured.by_area) >= len(measured.findings)
        return [one.subject for one in measured.findings]

    assert await found() == sorted(desk.said(gap) for gap in gaps)
    for table, row in after:
        desk.add(table, row)
    await desk.load()
    assert await found() == []
