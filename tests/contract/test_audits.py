"""What is missing where: every audit, at several areas and on several days, against the oracle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.speech import Speech
from orgraph.definitions.demands.audits import WhistlersMeasure
from orgraph.definitions.demands.requirements import MustMeasure, OrganisationCount, PostCount, Requirement, Subject
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.area import Area
from orgraph.domain.audit import AuditReport, Gap
from orgraph.domain.errors import InvalidInput, NotFound
from orgraph.domain.whistle import Whistle
from orgraph.graph.audits import Frame, Question, measure, question
from orgraph.graph.compiling.demands import compiled
from orgraph.graph.compiling.ground import Reach
from orgraph.graph.store import Statement
from tests.said import fails, in_english

from ..clock import FixedClock
from ..ledger import raw
from ..oracle import Audited, Oracle
from ..packs import Desk
from ..small_world import TESTER

DAY = date(2023, 8, 22)
PROVINCE, CITY, HEDONG, YULING = "990000000000", "990100000000", "990102000000", "990121000000"
WHERE = {
    "grid-lead": (PROVINCE, HEDONG, YULING),
    "grid-full-time-worker": (PROVINCE, HEDONG, YULING),
    "category-lead": (HEDONG, "990121100000"),
    "unit-reachable": (PROVINCE, HEDONG, YULING),
    "township-whistlers": (PROVINCE, HEDONG, YULING),
    "postings-ending": (PROVINCE, HEDONG, YULING),
    "village-secretary": (PROVINCE, HEDONG, YULING),
    "dual-officers": (CITY, YULING, "990121100000"),
    "talk-point": (HEDONG,),
    "five-level-chain": (HEDONG,),
}


async def all_findings(services: Services, key: str, area: str, on: date, first: int, whole: bool) -> list[Gap]:
    findings: list[Gap] = []
    after = ""
    while True:
        page = (await services.audits.run(TESTER, key, area, on, first, after, whole)).findings
        findings += page.items
        if not page.has_next:
            return findings
        after = page.cursors[-1]


async def test_an_audit_and_its_level_are_asked_for_by_key_or_title(services: Services) -> None:
    by_title = await services.audits.run(TESTER, "一村双警配备缺口", CITY, DAY, by="乡镇(街道)")
    assert by_title == await services.audits.run(TESTER, "dual-officers", CITY, DAY, by="township")
    assert by_title.key == "dual-officers"
    with pytest.raises(NotFound):
        await services.audits.run(TESTER, "一村双警", CITY, DAY)


@pytest.mark.parametrize(("key", "area"), [("grid-lead", HEDONG), ("dual-officers", "")])
async def test_a_page_takes_two_statements(services: Services, key: str, area: str) -> None:
    first = await services.audits.run(TESTER, key, area, DAY, first=1)
    before = services.store.statements
    again = await services.audits.run(TESTER, key, area, DAY, first=1)
    assert (services.store.statements - before, again) == (2, first)


async def test_where_an_audit_runs_is_found_anew_when_that_has_moved(services: Services, tmp_path: Path) -> None:
    desk = Desk(services, tmp_path)
    await desk.load()
    village, day = desk.said("{p}0102100200"), date(2023, 9, 1)
    before = await services.audits.run(TESTER, "village-grid", village, day)
    desk.changes(
        "2023-09-01", areas=f"change,code,name,level,parent\nchange,{village},{{n}}山村村委会,,{{p}}0101001000\n"
    )
    await desk.load()
    after = await services.audits.run(TESTER, "village-grid", village, day)
    assert before.findings.items[0].path.split("/")[:-2] != after.findings.items[0].path.split("/")[:-2]
    assert after == await services.audits.run(TESTER, "village-grid", village, day)
    await desk.vanish()


async def test_watching_says_what_each_change_has_opened_and_closed(services: Services, tmp_path: Path) -> None:
    desk = Desk(services, tmp_path)
    await desk.load()
    moves: Iterator[Callable[[], object]] = iter(
        [
            lambda: desk.add("postings", "{k}:three,township-secretary,{p}0102100000,2021-01-01,,,"),
            lambda: None,
            lambda: desk.remove("postings", "{k}:three,township-secretary,{p}0101001000"),
        ]
    )

    async def pause() -> None:
        next(moves)()
        await desk.load(allow_ending=1)

    area, seen = desk.said("{p}0000000000"), []
    with pytest.raises(RuntimeError):  # the moves have run out
        async for change in services.audits.changes(TESTER, "long-terms", area, DAY, False, pause):
            seen.append(change)
    assert [(len(one.opened), len(one.closed), one.gaps) for one in seen] == [(0, 0, 0)]

    moves = iter(
        [
            lambda: desk.add("postings", "{k}:three,township-secretary,{p}0102100000,2011-01-01,2020-01-01,,"),
            lambda: desk.add("postings", "{k}:three,township-secretary,{p}0101001000,2010-01-01,2020-12-31,,"),
            lambda: desk.add("postings", "{k}:two,township-secretary,{p}0101001000,2010-01-01,,,"),
            lambda: None,
            lambda: desk.remove("postings", "{k}:two,township-secretary,{p}0101001000"),
        ]
    )
    seen.clear()
    with pytest.raises(RuntimeError):
        async for change in services.audits.changes(TESTER, "long-terms", area, DAY, False, pause):
            seen.append(change)
    assert [(len(one.opened), len(one.closed), one.gaps) for one in seen] == [(0, 0, 0), (1, 0, 1), (0, 1, 0)]


async def test_pages_of_an_export_hold_every_gap_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orgraph.services.audits.EXPORT_PAGE", 3)
    pages = [page async for page in services.audits.pages(TESTER, "dual-officers", CITY, DAY)]
    subjects = [one.subject for page in pages for one in page.findings.items]
    assert len(pages) > 2 and len(subjects) == len(set(subjects)) == pages[0].gaps
    assert subjects == [
        one.subject for one in (await services.audits.everything(TESTER, "dual-officers", CITY, DAY)).findings.items
    ]


async def test_where_either_of_two_roles_would_do_a_gap_names_both(services: Services, tmp_path: Path) -> None:
    desk = Desk(services, tmp_path)
    await desk.load()
    either = Requirement(PostCount(("township-secretary", "township-head")), 2, what="township-secretary")
    asked = MustMeasure(Subject("township"), (either,))
    found = compiled(asked, services.definitions, Reach(2, 1), [], DAY)
    question = Question(Statement("audits/compiled", written=found.text), {"by": "county", **found.values}, {})
    measured = await measure(services.store, question, desk.said("{p}0000000000"), DAY, "", 10)
    assert {(one.what, one.required, one.present) for one in measured.findings} == {
        ("township-secretary|township-head", 2, 1),
        ("township-secretary|township-head", 2, 0),
    }
    assert Speech(services.definitions, "en").anything(either.asked_for) == (
        "township party secretary/township head or street director"
    )
    await desk.vanish()


async def test_two_thousand_gaps_on_one_page_fit_into_the_memory_of_a_transaction(
    services: Services, tmp_path: Path
) -> None:
    desk = Desk(services, tmp_path)
    villages = ("{p}0101001001", "{p}0102100200")
    for village, number in product(villages, range(1, 1000)):
        desk.add("areas", f"{village}{number:03},第{number}网格,grid,{village},grid,")
    await desk.load()
    report = await services.audits.everything(TESTER, "grid-lead", desk.said("{p}0000000000"), DAY)
    assert (report.gaps, len(report.findings.items)) == (1998, 1998)
    assert {one.area.name: one.gaps for one in report.by_area} == dict.fromkeys(
        (desk.said("{n}东区"), desk.said("{n}西县")), 999
    )
    await desk.vanish()


@pytest.mark.parametrize("key", WHERE)
async def test_an_audit_finds_what_the_oracle_finds(
    services: Services, oracle: Oracle, key: str, days: tuple[str, ...]
) -> None:
    for area, day in product(WHERE[key], days[1::2]):
        for whole in (False, True):
            expected = oracle.audit(key, area, day, whole=whole)
            report = await services.audits.run(TESTER, key, area, date.fromisoformat(day), 1000, "", whole)
            found = report.findings.items
            assert {one.subject: one.area.code for one in found} == {
                gap: expected.looked_at[gap] for gap in expected.gaps
            }, (area, day)
            assert [one.subject for one in found] == sorted(expected.gaps)
            assert {one.subject: one.present for one in found} == expected.gaps
            assert (report.audited, report.gaps) == (len(expected.looked_at), len(expected.gaps))
            assert rolled_up(report) == counted_by(oracle, "county", expected, area, day)


@pytest.mark.parametrize("key", ["dual-officers", "grid-lead", "unit-reachable", "postings-ending", "five-level-chain"])
@pytest.mark.parametrize("level", ["province", "city", "township", "village", "grid"])
async def test_gaps_are_counted_by_areas_of_any_level(services: Services, oracle: Oracle, key: str, level: str) -> None:
    for area in WHERE[key][:2]:
        expected = oracle.audit(key, area, DAY.isoformat())
        report = await services.audits.run(TESTER, key, area, DAY, 1000, by=level)
        assert {one.subject for one in report.findings.items} == set(expected.gaps)
        assert rolled_up(report) == counted_by(oracle, level, expected, area, DAY.isoformat()), area


@pytest.mark.parametrize("level", ["building", "village"])
async def test_who_opened_by_a_whistle_is_looked_for_at_any_level(
    services: Services, oracle: Oracle, level: str
) -> None:
    (audit,) = services.definitions.audits.of("township-whistlers")
    at_level = replace(audit, measure=WhistlersMeasure(level))
    for root, of in ((CITY, "city"), (HEDONG, "county")):
        asked = question(
            at_level, Frame(Area(root, "", of), prevailing(services.definitions, [root, PROVINCE], DAY), DAY, True)
        )
        measured = await measure(services.store, asked, root, DAY, "", 1000)
        expected = oracle._silent(root, DAY.isoformat(), level)
        assert {one.subject for one in measured.findings} == set(expected.gaps)
        assert measured.audited == len(expected.looked_at) > 0


async def test_a_level_that_is_none_is_refused_with_those_that_are(services: Services) -> None:
    with fails(InvalidInput, match="no level 'shire'") as refused:
        await services.audits.run(TESTER, "grid-lead", HEDONG, DAY, by="shire")
    assert "township, village" in in_english(refused.value.remedy)


@pytest.mark.parametrize(("key", "area"), [("dual-officers", CITY), ("postings-ending", PROVINCE)])
async def test_what_has_opened_and_closed_between_two_days(
    services: Services, oracle: Oracle, key: str, area: str
) -> None:
    since, day = "2022-12-31", "2023-08-22"
    then, now = (oracle.audit(key, area, one).gaps for one in (since, day))
    found = await services.audits.compare(TESTER, key, date.fromisoformat(since), date.fromisoformat(day), area)
    assert [one.subject for one in found.opened] == sorted(now.keys() - then.keys())
    assert [one.subject for one in found.closed] == sorted(then.keys() - now.keys())
    assert found.still_open == len(now.keys() & then.keys())
    assert (found.before.audited - found.before.met, found.now.audited - found.now.met) == (len(then), len(now))
    with fails(InvalidInput, match="is not before"):
        await services.audits.compare(TESTER, key, date.fromisoformat(day), date.fromisoformat(day), area)


def rolled_up(report: AuditReport) -> dict[str, tuple[int, int]]:
    return {count.area.code: (count.gaps, count.audited) for count in report.by_area}


def counted_by(oracle: Oracle, level: str, expected: Audited, root: str, day: str) -> dict[str, tuple[int, int]]:
    def area(subject: str) -> str:
        chain = oracle.chain(expected.looked_at[subject], day)
        below_root = chain[: chain.index(root) + 1]
        return next((code for code in below_root if oracle.graph.nodes[code]["level"] == level), root)

    audited, gaps = Counter(map(area, expected.looked_at)), Counter(map(area, expected.gaps))
    return {code: (gaps[code], audited[code]) for code in audited}


@pytest.mark.parametrize("key", ["dual-officers", "category-lead", "township-whistlers", "postings-ending"])
async def test_page_by_page_the_findings_are_the_same(services: Services, key: str) -> None:
    on = date(2023, 8, 22)
    area, size = ("990121102000", 60) if key == "category-lead" else (CITY, 2)
    whole = (await services.audits.run(TESTER, key, area, on, 1000)).findings
    assert await all_findings(services, key, area, on, size, False) == list(whole.items)
    assert whole.total == len(whole.items) and not whole.has_next


async def test_one_person_or_organisation_counts_once_however_often_it_is_there(
    services: Services, tmp_path: Path
) -> None:
    desk = Desk(services, tmp_path)
    await desk.load()
    village = desk.said("{p}0101001001")
    twice = """
        MATCH (who {{{key}: $who}}) MATCH (a:Area {{code: $code}})
        CREATE (who)-[r:{type} {{id: $id, role: $role, since: '2022-01-01', until: '9999-12-31'}}]->(a) RETURN r.id
    """
    for key, type_, who in (("id", "POSTED_TO", "{k}:one"), ("code", "PAIRED_WITH", "{k}:branch")):
        values = {"id": f"{village}:{type_}:twice", "role": "political-legal-officer"}
        await raw(services.store, twice.format(key=key, type=type_), who=desk.said(who), code=village, **values)

    posts = PostCount(("political-legal-officer",))
    branches = OrganisationCount("PAIRED_WITH", ("political-legal-branch",))
    for counted, at_least, present in ((posts, 3, 2), (branches, 2, 1)):
        asked = MustMeasure(Subject("village"), (Requirement(counted, at_least, what=counted.what),))
        found = compiled(asked, services.definitions, Reach(2, 2), [], DAY)
        values = {"by": "county", **found.values}
        question = Question(Statement("audits/compiled", written=found.text), values, {})
        measured = await measure(services.store, question, desk.said("{p}0000000000"), DAY, "", 10)
        assert (village, present) in [(one.subject, one.present) for one in measured.findings]


async def test_a_gap_says_where_what_since_when_and_who_could_mend_it(services: Services) -> None:
    report = await services.audits.run(TESTER, "dual-officers", CITY, date(2023, 8, 22))
    told = {one.name: one for one in report.findings.items}
    binjiang = told["滨江社区居民委员会"]
    assert binjiang.path == "望海省/青石市/河东区/南河街道/滨江社区居民委员会"
    assert (binjiang.what, binjiang.required, binjiang.present, binjiang.detail) == (
        "political-legal-officer",
        2,
        1,
        ("丁一鸣",),
    )
    assert binjiang.since == date(2023, 6, 30)
    assert binjiang.mender and binjiang.mender.area.name == "河东区" and binjiang.mender.holder == "郎松年"
    assert told["东村村民委员会"].since is None  # what was retracted never was
    assert told["老爷岭村村委会"].mender and told["老爷岭村村委会"].mender.holder == ""
    assert [(one.code, one.reason) for one in report.exclusions] == [
        ("990102001498", "虚拟社区，无居民"),
        ("990102400500", "企业生活区，不作村计"),
    ]
    assert report.rate == pytest.approx(3 / 13)


async def test_breaks_of_the_chain_name_the_missing_link(services: Services) -> None:
    report = await services.audits.run(TESTER, "five-level-chain", on=date(2023, 8, 22))
    assert [(one.name, one.what) for one in report.findings.items] == [
        ("滨江社区居民委员会", "village-party-organisation"),
        ("滨江社区2号楼", "building-head"),
        ("滨江社区第1网格", "branch-secretary"),
        ("河东经济开发区", "branch-secretary"),
    ]


async def test_two_leads_of_one_category_are_a_gap_with_both_names(services: Services) -> None:
    report = await services.audits.run(TESTER, "category-lead", "榆岭镇", date(2023, 8, 22), 1000)
    told = {one.what: one for one in report.findings.items}
    assert (told["event-06"].present, set(told["event-06"].detail)) == (2, {"榆岭县城管局", "榆岭县市容中心"})
    assert (told["pollution-dispute"].present, told["pollution-dispute"].detail) == (0, ())
    assert "contract-dispute" not in told


async def test_what_only_a_backstop_took_is_found(services: Services, clock: FixedClock) -> None:
    whistle = Whistle(
        "990121101201", "township-deputy", "daily-work", "环境污染纠纷", "contract-audit-backstop", "河水发黑"
    )
    task = (await services.dispatch.blow(TESTER, whistle)).task
    report = await services.audits.run(TESTER, "backstop-tasks", "柳沟满族乡", clock.today())
    found = {one.subject: one for one in report.findings.items}
    assert (found[task.id].what, found[task.id].detail, found[task.id].area.name) == (
        "pollution-dispute",
        ("青石市综治中心",),
        "柳沟村村委会",
    )
    elsewhere = await services.audits.run(TESTER, "backstop-tasks", "河东区", clock.today())
    assert task.id not in {one.subject for one in elsewhere.findings.items}


async def test_where_an_audit_runs_when_nobody_says(services: Services, clock: FixedClock) -> None:
    assert (await services.audits.run(TESTER, "dual-officers")).area.code == CITY
    assert (await services.audits.run(TESTER, "dual-officers")).on == clock.today()
    narrowed = await services.audits.run(TESTER, "five-level-chain", "青石市")
    assert narrowed.area.code == HEDONG
    assert [(one.key, one.area) for one in narrowed.notices] == [("scope-narrowed", "河东区")]


async def test_what_cannot_be_audited_is_refused(services: Services) -> None:
    with pytest.raises(NotFound):
        await services.audits.run(TESTER, "no-such-audit")
    with pytest.raises(InvalidInput):
        await services.audits.run(TESTER, "five-level-chain", YULING)
    for first in (0, 1001):
        with pytest.raises(InvalidInput):
            await services.audits.run(TESTER, "grid-lead", "青石市", first=first)
