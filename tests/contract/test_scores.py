"""Scorecards: of each audit how many were looked at and fall short, and no more."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.area import Area
from orgraph.graph.audits import SCORED, Frame, Question, question, score
from orgraph.graph.compiling.ground import ROLL_UP

from ..oracle import Oracle
from ..small_world import TESTER

DAY = date(2023, 8, 22)
PROVINCE, CITY, HEDONG = "990000000000", "990100000000", "990102000000"


async def test_a_scorecard_says_of_every_audit_that_holds_what_the_audit_itself_says(services: Services) -> None:
    card = await services.audits.scorecard(TESTER, HEDONG, DAY)
    held = {one.key for one in services.definitions.audits.in_force([HEDONG, CITY, PROVINCE])}
    assert {line.key for line in card.lines} == held and "dual-officers" in held
    for line in card.lines:
        report = await services.audits.run(TESTER, line.key, HEDONG, DAY, 1)
        assert (line.audited, line.met, line.rate) == (report.audited, report.met, report.rate), line.key


@pytest.mark.parametrize(
    "key",
    [
        "dual-officers",
        "unit-reachable",
        "postings-ending",
        "township-whistlers",
    ],
)
async def test_a_score_counts_without_a_word_of_who_and_where(services: Services, oracle: Oracle, key: str) -> None:
    """What is not wanted is not planned either, which was half of what the first asking takes Neo4j."""
    asked = _asked(services, key, CITY)
    expected = oracle.audit(key, CITY, DAY.isoformat())
    assert await score(services.store, asked, CITY, DAY) == (len(expected.looked_at), len(expected.gaps))
    assert len(expected.gaps) > 0
    whole = services.store.shown(asked.asked)
    assert whole.count(ROLL_UP) == 1, "a score ends where that begins"
    (sent,) = [one for one in services.store._texts.values() if one == whole.partition(ROLL_UP)[0] + SCORED]
    assert "past_name" in whole and "past_name" not in sent


async def test_a_score_of_nothing_is_none(embedded_services: Services) -> None:
    asked = _asked(embedded_services, "postings-ending", HEDONG)
    assert await score(embedded_services.store, asked, "nowhere", DAY) == (0, 0)


def _asked(services: Services, key: str, root: str) -> Question:
    codes = [root, *([CITY] if root != CITY else []), PROVINCE]
    audit = services.definitions.audits.find(key, codes)
    assert audit is not None
    level = "city" if root == CITY else "county"
    return question(audit, Frame(Area(root, "", level), prevailing(services.definitions, codes, DAY), DAY, False))
