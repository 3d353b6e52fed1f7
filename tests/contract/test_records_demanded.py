"""大连: which mediation rooms may be promoted by what they have brought to its end, and what each other room lacks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.load import load_definitions
from orgraph.domain.audit import AuditReport
from orgraph.domain.whistle import Whistle

from ..clock import FixedClock
from ..packs import Desk
from ..small_world import ROOT, TESTER, under
from .cases import KEYS, Case

ROOMS = """
code,name,kind,tier
{k}:centre,{n}综治中心,governance-centre,first
{k}:police,{n}公安局,police,second
{k}:branch,{n}公安党支部,political-legal-branch,
{k}:brand,{n}品牌调解室,mediation-room,first
{k}:good,{n}一号调解室,mediation-room,third
{k}:poor,{n}二号调解室,mediation-room,third
{k}:few,{n}三号调解室,mediation-room,third
{k}:idle,{n}四号调解室,mediation-room,
{k}:committee,{n}里社区调委会,mediation-committee,
"""
LACKS = """rooms-lack:
  under: "{p}0000000000"
  title: {{zh: 调解室提档还差什么, en: what rooms lack for promotion}}
  each: {{organisations: [mediation-room], without: [{{organisation: {{itself: true, tiers: [first]}}}}]}}
  must:
    - {{track_record: {{of: done, months: 12}}, at_least: 4}}
    - {{track_record: {{of: success-rate, months: 12, tried: 3}}, at_least: 700}}
  by: county
  mend: {{role: township-secretary, level: township}}
  source: an example
"""
MAY = """rooms-may:
  under: "{p}0000000000"
  title: {{zh: 可提档的调解室, en: rooms that may be promoted}}
  each:
    organisations: [mediation-room]
    having:
      - {{track_record: {{of: done, months: 12}}, at_least: 4}}
      - {{track_record: {{of: success-rate, months: 12, tried: 3}}, at_least: 700}}
  must: [{{organisation: {{itself: true, tiers: [first, second]}}}}]
  by: county
  mend: {{role: township-secretary, level: township}}
  source: an example
"""
OF_ONE = """rooms-of-one:
  under: "{p}0000000000"
  title: {{zh: 邻里纠纷过少的调解室, en: rooms with few disputes between neighbours}}
  each: {{organisations: [mediation-room]}}
  must: [{{track_record: {{of: done, months: 1, categories: [neighbour-dispute]}}, at_least: 1, at_most: 3}}]
  by: county
  mend: {{role: township-secretary, level: township}}
  source: an example
"""
TIER = """rooms-first:
  under: "{p}0000000000"
  title: {{zh: 非一级的调解室, en: rooms that are not first}}
  each: {{organisations: [mediation-room]}}
  must: [{{organisation: {{itself: true, tiers: [first]}}}}]
  by: county
  mend: {{role: township-secretary, level: township}}
  source: an example
"""
FILES = {"rooms-first": TIER, "rooms-lack": LACKS, "rooms-may": MAY, "rooms-of-one": OF_ONE}


@pytest.fixture(scope="module")
async def desk(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Rooms that serve one community, with audits of what they have brought to its end."""
    desk = Desk(services, tmp_path_factory.mktemp("records"))
    desk.write("organisations", ROOMS)
    (desk.folder / "definitions" / "audits").mkdir(parents=True)
    for name, text in FILES.items():
        (desk.folder / "definitions" / "audits" / f"{name}.yaml").write_text(desk.said(text), encoding="utf-8")
    for room in ("brand", "good", "poor", "few", "idle", "committee"):
        desk.add("relations", f"SERVES,{{k}}:{room},{{p}}0101001001,2021-01-01,,,,,")
    desk.services = under(services, load_definitions(ROOT / "schema", [desk.folder]))
    await desk.load()
    return desk


async def mediated(desk: Desk, room: str, outcomes: Iterable[bool], category: str = "neighbour-dispute") -> None:
    """Disputes that a room has brought to an agreement that was kept, or to none."""
    by, unit = desk.said("township-secretary@{p}0101001000"), desk.said(f"{{k}}:{room}")
    for agreed in outcomes:
        place, key = desk.said("{p}0101001001"), f"record-{next(KEYS)}"
        asked = Whistle(place, by, "mediation", category, key, "漏水", channel="申请", again=True)
        case = Case(desk.services, (await desk.services.dispatch.open(TESTER, asked)).task)
        await case.do("choose", by, unit=unit, text="双方同意")
        await case.do("accept-mediation", unit)
        await case.do("record", unit, text="会商")
        if not agreed:
            await case.do("fail", unit, text="告知可起诉")
            continue
        await case.do("agree", unit, text="协议")
        await case.do("perform", unit, text="已履行")
        await case.do("return-visit", by, passed=True, text="满意")
        await case.do("file", unit)


async def audited(
    desk: Desk, key: str, on: str
) -> tuple[AuditReport, list[tuple[str, str, int, int, tuple[str, ...]]]]:
    found = await desk.services.audits.run(TESTER, key, on=date.fromisoformat(on))
    gaps = [
        (one.subject.split("#")[0], one.what, one.required, one.present, one.detail) for one in found.findings.items
    ]
    return found, sorted(gaps)


async def test_rooms_that_may_be_promoted_are_found_by_their_record_and_of_others_what_each_lacks(
    desk: Desk, clock: FixedClock
) -> None:
    """Four with three agreed: 750‰. Four with two: 500‰. Two, both agreed: too few for a rate. One that did nothing."""
    good, poor, few, idle = (desk.said(f"{{k}}:{room}") for room in ("good", "poor", "few", "idle"))
    clock.move_to("2024-03-11")
    await mediated(desk, "good", (True, True, True, False))
    await mediated(desk, "poor", (True, False))
    clock.move_to("2024-05-13")
    await mediated(desk, "poor", (True, False), "medical-dispute")
    await mediated(desk, "few", (True, True))

    found, lacks = await audited(desk, "rooms-lack", "2024-05-31")
    assert lacks == sorted(
        [
            (poor, "success-rate", 700, 500, ("2/4",)),
            (few, "done", 4, 2, ()),
            (few, "success-rate", 700, 0, ("2/2",)),
            (idle, "done", 4, 0, ()),
            (idle, "success-rate", 700, 0, ("0/0",)),
        ]
    )
    assert (found.audited, found.gaps) == (8, 5)
    _, may = await audited(desk, "rooms-may", "2024-05-31")
    assert [(subject, what) for subject, what, *_ in may] == [(good, "first|second")]

    _, earlier = await audited(desk, "rooms-may", "2024-02-29")
    assert earlier == [], "nobody has done anything yet"
    _, later = await audited(desk, "rooms-lack", "2025-03-31")
    assert (good, "done", 4, 0, ()) in later, "a year later nothing of it is in the last twelve months"
    trend = await desk.services.audits.trend(TESTER, "rooms-may", date(2024, 2, 29), date(2024, 5, 31))
    assert [(score.audited, score.met) for score in trend.scores][-1] == (1, 0)
    assert {score.audited for score in trend.scores if score.on < date(2024, 3, 1)} == {0}


async def test_who_is_promoted_is_proposed_no_more(desk: Desk, clock: FixedClock) -> None:
    clock.move_to("2024-09-09")
    await mediated(desk, "idle", (True, True, True, True))
    idle = desk.said("{k}:idle")
    assert idle in [subject for subject, *_ in (await audited(desk, "rooms-may", "2024-09-30"))[1]]
    desk.replace(
        "organisations", "{k}:idle,{n}四号调解室,mediation-room,", "{k}:idle,{n}四号调解室,mediation-room,second"
    )
    desk.write_manifest(as_of="2024-09-20")
    await desk.load()
    assert idle not in [subject for subject, *_ in (await audited(desk, "rooms-may", "2024-09-30"))[1]]
    assert idle in [subject for subject, *_ in (await audited(desk, "rooms-may", "2024-09-19"))[1]], "it was not then"


async def test_a_record_may_be_of_a_category_and_of_those_below_it_and_bounded_from_above(
    desk: Desk, clock: FixedClock
) -> None:
    clock.move_to("2024-12-09")
    await mediated(desk, "few", (True,))
    await mediated(desk, "poor", (True,), "medical-dispute")
    await mediated(desk, "good", (False,) * 4)
    few, good = desk.said("{k}:few"), desk.said("{k}:good")
    found, gaps = await audited(desk, "rooms-of-one", "2024-12-31")
    told = {subject: (required, present) for subject, _, required, present, _ in gaps}
    assert few not in told and told[good] == (3, 4) and told[desk.said("{k}:poor")] == (1, 0)
    assert found.audited == 5


async def test_what_an_organisation_itself_is_may_be_all_that_is_asked_on_any_day(desk: Desk) -> None:
    found, gaps = await audited(desk, "rooms-first", "2023-06-30")
    rooms = sorted(desk.said(f"{{k}}:{room}") for room in ("good", "poor", "few", "idle"))
    assert [gap[:4] for gap in gaps] == [(room, "first", 1, 0) for room in rooms]
    trend = await desk.services.audits.trend(TESTER, "rooms-first", date(2020, 12, 31), date(2023, 6, 30))
    scores = {score.on: (score.audited, score.met) for score in trend.scores}
    assert scores[date(2020, 12, 31)] == (0, 0) and scores[date(2023, 6, 30)] == (5, 1)
    by_day = await desk.services.audits.scorecard(TESTER, found.area.code, date(2023, 6, 30))
    assert {line.key: (line.audited, line.met) for line in by_day.lines}["rooms-first"] == (5, 1)
