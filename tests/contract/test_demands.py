"""What audits demand, in any combination: the compiled statement against the oracle, which reads the same YAML."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.domain.audit import Every
from orgraph.services.audits import Audits
from orgraph.services.places import Places

from ..clock import FixedClock
from ..oracle import Oracle
from ..packs import Desk
from ..random_world import fill, lived
from ..small_world import ROOT, TESTER
from .chance import HEDONG, PROVINCE, by_chance, defining

HOW_MANY = 80
HOW_OFTEN = {"embedded": slice(0, HOW_MANY), "neo4j_5": slice(0, 2), "neo4j_2026": slice(2, 4)}
"""Which of them each engine is asked: Neo4j takes a second to plan one, and the text is the same."""


@pytest.fixture(scope="module")
def chosen(oracle: Oracle) -> dict[str, dict[str, Any]]:
    """Audits by chance."""
    return by_chance(PROVINCE, oracle, HOW_MANY)


@pytest.fixture(scope="module")
def demanding(chosen: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Definitions:
    """The definitions with those audits."""
    return defining(chosen, tmp_path_factory.mktemp("demands"))


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


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(2, 5))])
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
