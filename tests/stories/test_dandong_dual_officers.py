"""Dandong: two political-legal officers in each of 874 villages, for the round of 2023 to 2025."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.domain.audit import Every

from ..small_world import ROOT, TESTER
from .scene import Scene

pytestmark = pytest.mark.xdist_group("real-world")


async def test_every_village_in_scope_has_its_two_officers_and_five_rows_are_left_out_with_a_reason(
    dandong: Scene,
) -> None:
    report = await dandong.audit("dual-officers", on="2023-08-22")

    assert (report.met, report.audited, report.rate) == (874, 874, 1.0)
    assert len(report.exclusions) == 5
    assert all(exclusion.reason for exclusion in report.exclusions)
    assert {count.area.name for count in report.by_area} == {
        *("元宝区", "振兴区", "振安区", "宽甸满族自治县", "东港市", "凤城市")
    }


async def test_a_village_that_loses_an_officer_is_the_only_gap_from_that_day_on(dandong: Scene) -> None:
    village = await dandong.place("凤城市/边门镇/边门村")
    await dandong.end_posting(village.holders("political-legal-officer")[0], at=village.code, on="2024-03-01")

    assert await dandong.gaps("dual-officers", on="2024-02-29") == []
    assert await dandong.gaps("dual-officers", on="2024-03-01") == [village.path]

    became = await dandong.services.audits.compare(TESTER, "dual-officers", date(2024, 2, 29), date(2024, 3, 1))
    assert ([one.path for one in became.opened], became.closed, became.still_open) == ([village.path], (), 0)

    (finding,) = (await dandong.audit("dual-officers", on="2024-03-01")).findings.items
    secretary = finding.mender
    assert (finding.required, finding.present) == (2, 1)
    assert secretary and (secretary.role, secretary.area.name) == ("county-political-legal-secretary", "凤城市")
    assert secretary.holder


async def test_the_village_shows_its_vacancy_to_whoever_asks_who_covers_it(dandong: Scene) -> None:
    village = await dandong.place("凤城市/边门镇/明亮村")
    before = village.level("village").vacancies
    await dandong.end_posting(village.holders("political-legal-officer")[1], at=village.code, on="2024-05-01")

    after = (await dandong.place("凤城市/边门镇/明亮村", on="2024-05-01")).level("village").vacancies

    assert before == ()
    assert [(vacancy.quota, vacancy.required, vacancy.present) for vacancy in after] == [("dual-officers", 2, 1)]


async def test_one_person_posted_twice_to_a_village_counts_once(dandong: Scene) -> None:
    village = await dandong.place("东港市/前阳镇/脉起村")
    stays, goes = village.holders("political-legal-officer")
    await dandong.end_posting(goes, at=village.code, on="2024-06-01")
    again = f"add,{stays.officer.id},political-legal-officer,{village.code},2024-07-01,2024-08-01,once-more\n"
    await dandong.end_posting(stays, at=village.code, on="2024-07-01")
    await dandong.change("2024-06-01", postings=f"change,officer,role,at,since,until,key\n{again}")

    assert village.path in await dandong.gaps("dual-officers", on="2024-07-15")


async def test_asked_after_the_round_the_audit_says_first_that_it_has_ended(dandong: Scene) -> None:
    report = await dandong.audit("dual-officers", on="2026-11-23")

    assert report.met == 0
    assert [(notice.key, notice.day) for notice in report.notices] == [("round-ended", date(2026, 1, 1))]


async def test_half_a_year_before_its_end_the_round_has_no_successors(dandong: Scene) -> None:
    early = await dandong.audit("postings-ending", on="2025-10-01", first=1)
    late = await dandong.audit("postings-ending", on="2025-12-01", first=1)

    ended_already = early.gaps
    assert ended_already < 10
    assert late.gaps > 1700


async def test_every_published_figure_that_the_graph_holds_is_met(dandong: Scene) -> None:
    checks = await dandong.services.figures.check(dandong.services.actor, ROOT / "seeds" / "dandong")

    assert {check.figure.key: check.holds for check in checks if check.counted is not None} == {
        "officers": True,
        "villages": True,
        "first-visits": True,
        "disputes-found": None,
        "disputes-resolved": None,
        "consultations": None,
        "publicity-events": None,
        "publicity-reach": None,
    }
    assert all(check.as_published for check in checks if check.counted is not None and check.holds is None)


async def test_the_last_of_the_first_visits_are_made_until_july_and_the_trend_shows_it(dandong: Scene) -> None:
    trend = await dandong.services.audits.trend(
        TESTER, "officer-first-visit", date(2023, 6, 30), date(2023, 7, 4), Every.DAY
    )
    met = [score.met for score in trend.scores]

    assert {score.audited for score in trend.scores} == {1748}  # the list of areas begins on 30 June 2023
    assert met == sorted(met)
    assert 1700 < met[0] < met[-1] == 1748

    to_do = await dandong.gaps("officer-first-visit", on="2023-06-30")
    assert len(to_do) == 1748 - met[0]
