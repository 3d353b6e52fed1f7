"""The audits that are shipped: each has a gap until what it demands is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.area import Area
from orgraph.graph.audits import Frame, measure, question

from ..packs import Desk
from ..small_world import ROOT, under

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
    "community-talk-point": (
        [],
        ["{p}0101001001", "{p}0102100200"],
        [
            ("organisations", "{k}:point,{n}里说事点,talk-point,,"),
            ("relations", "SERVES,{k}:point,{p}0101001001,2021-01-01,,,,,"),
            ("organisations", "{k}:hill-point,{n}山说事点,talk-point,,"),
            ("relations", "SERVES,{k}:hill-point,{p}0102100200,2021-01-01,,,,,"),
        ],
    ),
    "community-council": (
        [],
        ["{p}0101001001"],
        [
            ("organisations", "{k}:council,{n}里议事会,residents-council,,"),
            ("relations", "SERVES,{k}:council,{p}0101001001,2021-01-01,,,,,"),
        ],
    ),
    "street-in-alliance": (
        [],
        ["{p}0101001000"],
        [
            ("organisations", "{k}:alliance,{n}联盟,street-alliance,,"),
            ("relations", "SERVES,{k}:alliance,{p}0101001000,2021-01-01,,,,,"),
        ],
    ),
    "community-workstation": (
        [],
        ["{p}0101001001", "{p}0102100200"],
        [
            ("organisations", "{k}:station,{n}里工作室,workstation,,"),
            ("relations", "SERVES,{k}:station,{p}0101001001,2021-01-01,,,,,"),
            ("organisations", "{k}:hill-station,{n}山工作室,workstation,,"),
            ("relations", "SERVES,{k}:hill-station,{p}0102100200,2021-01-01,,,,,"),
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
        [("relations", "VISITED,{k}:two,{p}0101001001,2021-01-06,,,,,")],
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
    "brand-room-branch": (
        [
            ("organisations", "{k}:room,{n}品牌调解室,mediation-room,brand,"),
            ("organisations", "{k}:plain,{n}便民调解室,mediation-room,ordinary,"),
            ("relations", "SERVES,{k}:room,{p}0101000000,2021-01-01,,,,,"),
            ("relations", "SERVES,{k}:plain,{p}0101000000,2021-01-01,,,,,"),
        ],
        ["{k}:room"],
        [
            ("organisations", "{k}:cell,{n}品牌调解室党支部,mediation-room-branch,,"),
            ("relations", "OF,{k}:cell,{k}:room,2021-01-01,,,,,"),
        ],
    ),
    "room-guidance": (
        [
            ("organisations", "{k}:room,{n}便民调解室,mediation-room,ordinary,"),
            ("relations", "SERVES,{k}:room,{p}0101000000,2021-01-01,,,,,"),
            ("relations", "UNDER,{k}:room,{k}:police,2021-01-01,,,,,"),
        ],
        ["{k}:room"],
        [
            ("organisations", "{k}:justice,{n}东区司法局,justice,,"),
            ("relations", "UNDER,{k}:room,{k}:justice,2021-01-01,,,,,"),
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


@pytest.fixture(scope="module")
def shipped() -> Definitions:
    """The definitions of the schema and of the cities' packs."""
    return load_definitions(ROOT / "schema", sorted(path.parent for path in ROOT.glob("seeds/*/pack.yaml")))


@pytest.mark.parametrize("key", STORIES)
async def test_a_shipped_audit_has_a_gap_until_what_it_demands_is_there(
    services: Services, shipped: Definitions, engine: str, tmp_path: Path, key: str
) -> None:
    asked = key == "pairing-load" or list(STORIES).index(key) % 14 == 0  # who has most is a text of its own
    if engine != "embedded" and not asked:
        pytest.skip("the text is the same on every engine: every fourteenth is asked there")
    before, gaps, after = STORIES[key]
    desk = Desk(services, tmp_path)
    desk.services = under(services, shipped)  # cities bring words of their own
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
