"""What becomes of what was called or reported: ways in which it goes in practice, from the call to its end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.load import load_definitions
from orgraph.domain.action import Obstacle, Rating
from orgraph.domain.deadline import Light
from orgraph.domain.decision import DecisionKind, SkippedStep
from orgraph.domain.errors import InvalidInput
from orgraph.domain.time import CHINA
from orgraph.domain.whistle import Meeting, Source, Whistle
from orgraph.services.escalation import Escalation
from orgraph.services.journal import Journal
from orgraph.settings import schema_folder
from tests.said import fails

from ..clock import FixedClock
from ..ledger import faults_of
from ..renamed import ours
from ..renaming import PREFIX
from ..small_world import PACKS, TESTER
from .lives import DISTRICT, HEAD, HOUSING, KEYS, POLICE, STREET, URBAN, Life, whistle
from .scene import Scene


@pytest.mark.xdist_group("lives")
async def test_anshan_a_department_is_late_over_a_weekend_with_a_make_up_sunday(
    embedded_services: Services, clock: FixedClock
) -> None:
    """
    吹哨报到: Wednesday 21 June 2023 before Dragon Boat, with Sunday the 25th worked. The department signs late, comes
    late, reports late; each time the ladder tells the next, and in the end the street rates it.
    """
    life = await whistle(embedded_services, clock, "06-21T10:00", "990102001001", "daily-work", "物业纠纷")
    assert (await life.now()).lead.organisation.code == HOUSING

    await life.comes("06-21T10:50")
    assert await life.told("sign-in") == []
    await life.comes("06-21T11:10")  # an hour of work has passed: 10:00 to 11:00
    assert [one["role"] for one in await life.told("sign-in")] == ["duty-contact"]
    await life.comes("06-21T11:45")
    assert [one["role"] for one in await life.told("sign-in")] == ["duty-contact", "unit-leader"]
    await life.does(HOUSING, "sign-in")
    assert await life.light("sign-in") == (Light.STOPPED, True)

    await life.does(HEAD, "arrive", unit=HOUSING)
    (report,) = [one for one in (await life.now()).deadlines if one.stage == "report"]
    assert report.due and report.due.date().isoformat() == "2023-06-29"  # 22, 23, 24 off; Sunday the 25th is worked
    assert await life.light("report") == (Light.GREEN, False)
    await life.comes("06-27T11:00")
    assert await life.light("report") == (Light.YELLOW, False)
    await life.comes("06-29T10:20")
    assert await life.light("report") == (Light.OVERDUE, True)
    assert len(await life.told("report")) == 1

    await life.does(HOUSING, "submit", text="已调处", proof=("photo-1",))
    await life.does(HEAD, "verify", passed=True)
    await life.does(HEAD, "close")
    await life.does(HEAD, "rate", unit=HOUSING, rating=Rating(2, 3, 2), text="来得太晚")
    await life.does(HOUSING, "reply", text="当周另有两起险情")
    ended = (await life.now()).task
    assert ended.state == "closed" and ended.due is None and ended.parts == ()
    await life.comes("07-20T10:00")
    assert len(await life.told("report")) == 1  # who has ended it is told nothing more
    assert await faults_of(embedded_services.store) == []


@pytest.mark.xdist_group("lives")
async def test_fuxin_two_refuse_the_arbiter_decides_and_who_signs_keeps_it_to_the_end(
    embedded_services: Services, clock: FixedClock
) -> None:
    """首问负责: a quarrel over ownership ends with the ruling of the named arbiter; afterwards there is no way out."""
    life = await whistle(embedded_services, clock, "08-28T10:00", "990102001001", "daily-work", "路面塌陷")
    await life.does(HOUSING, "decline", text="属市政管网")
    assert await life.refuses(HOUSING, "transfer", unit=URBAN, text="应由其办") is Obstacle.NOT_ENTITLED
    await life.does(HEAD, "transfer", unit=URBAN, text="请城管接办")
    await life.does(URBAN, "decline", text="不在城管职责")
    assert (await life.now()).task.state == "disputed"
    assert await life.refuses(HEAD, "transfer", unit=HOUSING, text="还是你们") is Obstacle.WRONG_STATE
    assert await life.refuses(STREET, "rule", unit=HOUSING, text="你们办") is Obstacle.NOT_ENTITLED
    await life.does(DISTRICT, "rule", unit=HOUSING, text="依职责清单第三条")

    assert (await life.now()).task.state == "in-hand"
    assert await life.refuses(HOUSING, "decline", text="仍非我职责") is Obstacle.WRONG_STATE
    for who in (HEAD, DISTRICT, HOUSING):
        assert await life.refuses(who, "transfer", unit=URBAN, text="换一家") is Obstacle.WRONG_STATE
    await life.does(HOUSING, "add-helper", unit=URBAN)
    assert await life.refuses(URBAN, "release-helper", unit=URBAN) is Obstacle.NOT_ENTITLED
    await life.does(DISTRICT, "release-helper", unit=URBAN)
    routing, ruling = (await life.now()).decisions
    assert (routing.kind, routing.chosen) == (DecisionKind.ROUTING, HOUSING)
    assert (ruling.kind, ruling.by, ruling.chosen) == (DecisionKind.ARBITRATION, DISTRICT, HOUSING)
    assert (ruling.declined, ruling.text) == ((HOUSING, URBAN), "依职责清单第三条")
    await life.does(HOUSING, "submit", text="已修复")
    assert await life.refuses(HOUSING, "verify", passed=True) is Obstacle.NOT_ENTITLED
    await life.does(DISTRICT, "verify", passed=True)
    await life.does(HEAD, "close")
    assert (await life.now()).task.state == "closed"

    assert life.task not in {one.task for one in (await life.now()).precedents}  # its own is none for it
    again = await whistle(embedded_services, clock, "08-29T10:00", "990102001002", "daily-work", "路面塌陷")
    precedent = (await again.now()).precedents[0]
    assert (precedent.task, precedent.by.code, precedent.unit.code) == (life.task, DISTRICT, HOUSING)
    assert (precedent.area.code, precedent.text) == ("990102000000", "依职责清单第三条")
    other = await whistle(embedded_services, clock, "08-29T11:00", "990102001001", "daily-work", "物业纠纷")
    assert (await other.now()).precedents == ()


@pytest.mark.xdist_group("lives")
async def test_fuxin_what_a_grid_lead_reports_is_admitted_and_answered_within_seven_days(
    embedded_services: Services, clock: FixedClock
) -> None:
    """阜政通: an ordinary matter from its report on. The street assists only, so the district's department leads it."""
    clock.move_by(datetime(2023, 8, 28, 9, 0, tzinfo=CHINA) - clock.now())
    reporter = "village-secretary@990102001001"
    matter = Whistle("99010200100100001", reporter, "", "市容环境类", f"life-{next(KEYS)}", "楼前占道", severity=3)
    reported = await embedded_services.dispatch.report(TESTER, matter)
    life = Life(embedded_services, clock, reported.task.id)
    assert (reported.lead.organisation.code, reported.task.state) == (STREET, "reported")
    await life.comes("08-29T10:00")  # a working day has passed and nobody has admitted it
    assert [one["role"] for one in await life.told("admission")][:1] == ["duty-contact"]
    await life.does(STREET, "accept")
    assert await life.light("admission") == (Light.STOPPED, True)
    assert await life.refuses(HOUSING, "dispatch") is Obstacle.NOT_ENTITLED
    await life.does(STREET, "dispatch")

    sent = await life.now()
    assert sent.lead.organisation.code == URBAN and STREET in {one.organisation.code for one in sent.helpers}
    reasons = {one.reason.value for one in sent.decision.proof if one.candidate.organisation.code == STREET}
    assert reasons == {"helps"}
    await life.does(URBAN, "sign-in")
    (report,) = [one for one in (await life.now()).deadlines if one.stage == "report"]
    assert report.due and report.due.date().isoformat() == "2023-09-04"  # seven days from the report, not the sign-in
    await life.does(URBAN, "contact-resident", text="已电话联系")
    assert await life.refuses(URBAN, "submit", text="已清理") is Obstacle.UNMET  # the resident has not been answered
    await life.does(URBAN, "answer-resident", text="已清理，请查看")
    await life.does(URBAN, "submit", text="已清理")
    await life.does(reporter, "verify", passed=True)
    assert await life.refuses(reporter, "close") is Obstacle.UNMET  # nor called back
    said = {"contacted": True, "solved": True, "satisfaction": 5}
    assert await life.refuses(URBAN, "call-resident-back", passed=True, text="满意", **said) is Obstacle.NOT_ENTITLED
    await life.does(reporter, "call-resident-back", passed=True, text="满意", **said)
    await life.does(reporter, "close")
    assert [one.kind for one in (await life.now()).decisions][:1] == [DecisionKind.ROUTING]
    assert (await life.now()).task.state == "closed" and await faults_of(embedded_services.store) == []


@pytest.fixture
async def fushun(embedded_services: Services, clock: FixedClock, tmp_path: Path) -> AsyncIterator[Escalation]:
    """五级化解: a ladder from the building over grid, community and street to what lies above, as a city's own data."""
    folder = tmp_path / "fushun" / "definitions"
    folder.mkdir(parents=True)
    steps = [
        "{title: {zh: 楼院, en: building}, of: post, roles: [building-head], level: building, within: 1 days}",
        "{title: {zh: 网格, en: grid}, of: post, roles: [grid-lead], level: grid, within: 1 days}",
        "{title: {zh: 社区, en: community}, of: post, roles: [village-secretary], level: village, within: 1 days}",
        "{title: {zh: 街道, en: street}, of: post, roles: [township-head], level: township, within: 1 days}",
        "{title: {zh: 联盟, en: alliance}, of: organisation, kinds: [governance-centre], level: county}",
    ]
    rules = 'standard:\n  under: "990100000000"\n  title: {zh: 五级化解, en: five levels}\n  source: a story\n'
    renamed = embedded_services.definitions.lifecycles.find("standard") is None
    stage = PREFIX + "sign-in" if renamed else "sign-in"
    text = rules + f"  stages: [{stage}]\n  steps:\n" + "".join(f"    - {step}\n" for step in steps)
    (folder / "ladders.yaml").write_text(text, encoding="utf-8")
    definitions = load_definitions(schema_folder(embedded_services.settings), [*PACKS, folder.parent])
    ids, store = (f"fushun-{number}" for number in count()).__next__, embedded_services.store
    yield Escalation(store, definitions, Journal(store, definitions, clock, ids, []), clock, ids)


@pytest.mark.xdist_group("lives")
async def test_fushun_the_ladder_of_five_levels_passes_over_a_vacant_grid_lead(
    embedded_services: Services, clock: FixedClock, fushun: Escalation
) -> None:
    building = "99010200100200001"  # its grid has no lead
    life = await whistle(embedded_services, clock, "06-12T10:00", building, "daily-work", "邻里纠纷")
    told: list[tuple[int, str]] = []
    for _ in range(6):
        clock.move_by(timedelta(days=1, minutes=1))
        while await fushun.turn():
            pass
        told = [(one["step"], one.get("post", one.get("unit", ""))) for one in await life.told("sign-in")]
    assert told == [
        (0, f"building-head@{building}"),
        (2, "village-secretary@990102001002"),
        (3, "township-head@990102001000"),
        (4, DISTRICT),
    ]
    second = (await life.now()).decisions[2]
    assert (second.kind, second.step, second.ladder) == (DecisionKind.ESCALATION, 3, "standard")
    assert second.skipped == (SkippedStep(2, "vacant"),)


@pytest.mark.xdist_group("lives")
async def test_a_joint_whistle_over_two_districts_at_night(embedded_services: Services, clock: FixedClock) -> None:
    """
    联合执法: night stalls on both sides of the border of 河东区 and 榆岭县. The street calls units of both to an
    appointment at ten at night; one is late, one never comes; the meeting's record makes a task in each district.
    """
    clock.move_by(datetime(2023, 8, 22, 19, 0, tzinfo=CHINA) - clock.now())
    over_there, theirs = "990121100200", "qingshi:urban-yuling"
    meeting = Meeting(datetime(2023, 8, 22, 22, 0, tzinfo=CHINA), "界桥桥头")
    blown = Whistle(
        *("990102001001", HEAD, "joint-enforcement", "市容环境类", f"life-{next(KEYS)}", "夜间占道烧烤"),
        basis="联合执法办法",
        departments=(URBAN, POLICE),
        meeting=meeting,
        severity=3,
        also=(over_there,),
    )
    called = await embedded_services.dispatch.blow(TESTER, blown)
    life = Life(embedded_services, clock, called.task.id)
    assert called.lead.organisation.code == URBAN
    (neighbour,) = [one.candidate for one in called.decision.proof if one.candidate.source is Source.NEIGHBOURING]
    assert neighbour.organisation.code in (theirs, "qingshi:cityscape-yuling") and neighbour.at.code == "990100000000"
    theirs = neighbour.organisation.code
    assert {theirs, POLICE} <= {one.organisation.code for one in called.helpers}
    assert called.meeting == meeting

    await life.does(URBAN, "sign-in")
    await life.does(POLICE, "acknowledge")
    await life.does(theirs, "acknowledge")
    await life.comes("08-22T22:05")
    await life.does(HEAD, "arrive", unit=URBAN, when=datetime(2023, 8, 22, 21, 55, tzinfo=CHINA))
    assert await life.presence() == {URBAN: "arrived", POLICE: "signed", theirs: "signed"}
    await life.comes("08-22T22:40")
    await life.does(HEAD, "arrive", unit=theirs)
    assert await life.presence() == {URBAN: "arrived", POLICE: "absent", theirs: "late"}
    (contact,) = [one for one in (await life.now()).deadlines if one.stage == "contact"]
    assert contact.stopped == datetime(2023, 8, 22, 21, 55, tzinfo=CHINA)

    await life.does(HEAD, "assign", unit=URBAN, text="清理桥西摊位", limit="1 days")
    await life.does(HEAD, "assign", unit=theirs, place=over_there, text="清理桥东摊位", limit="12 hours")
    children = [one.id for one in (await life.now()).task.linked]
    ours, beyond = (Life(embedded_services, clock, one) for one in children)
    assert (await beyond.now()).chain[0].code == over_there
    await life.does(HEAD, "release-helper", unit=theirs)
    await life.does(URBAN, "submit", text="现场已清")
    await life.does(HEAD, "verify", passed=True)
    assert await life.refuses(HEAD, "close") is Obstacle.CHILDREN_OPEN

    for child, unit in ((ours, URBAN), (beyond, theirs)):
        await child.does(unit, "sign-in")
    await life.comes("08-23T10:45")  # twelve hours of natural time, through the night
    assert await beyond.light("report") == (Light.OVERDUE, True) and await ours.light("report") == (Light.YELLOW, False)
    for child, unit in ((ours, URBAN), (beyond, theirs)):
        await child.does(unit, "submit", text="已清理")
        await child.does(HEAD, "verify", passed=True)
        await child.does(HEAD, "close")
    await life.does(HEAD, "close")
    await life.does(HEAD, "rate", unit=POLICE, rating=Rating(1, 1, 1), text="始终未到")
    assert (await embedded_services.dispatch.blow(TESTER, blown)).repeated  # the meeting has been, the key is the same
    with fails(InvalidInput, match="the meeting was 2023-08-22T22:00"):
        await embedded_services.dispatch.blow(TESTER, replace(blown, key=f"life-{next(KEYS)}"))
    ended = await life.now()
    assert ended.task.state == "closed" and {one.state for one in ended.task.linked} == {"closed"}
    assert next(one for one in ended.attendance if one.organisation.code == theirs).released is not None
    assert await faults_of(embedded_services.store) == []


@pytest.mark.xdist_group("real-world")
async def test_benxi_from_the_call_to_the_call_back_with_the_paired_branch(benxi: Scene) -> None:
    """吹哨、支部报到: the branch that is paired with the community helps, and the four verbs show on the timeline."""
    services = benxi.services
    called = await benxi.whistle("平山区/南地街道/南地社区", "路面塌陷", kind="emergency")
    whistler, lead = called.task.called_by, called.lead.organisation.code
    (branch,) = [one.organisation for one in called.helpers if one.organisation.kind == "political-legal-branch"]
    life = Life(services, benxi.clock, called.task.id)
    await life.does(lead, "sign-in")
    await life.does(whistler, "arrive", unit=lead)
    await life.does(whistler, "arrive", unit=branch.code)
    await life.does(branch.code, "note", text="已组织党员疏导交通")
    assert await life.refuses(branch.code, "submit", text="已修复") is Obstacle.NOT_ENTITLED
    await life.does(whistler, "urge", text="天黑前请围挡")
    await life.does(lead, "submit", text="已回填", proof=("photo-1",))
    await life.does(whistler, "verify", passed=True)
    await life.does(whistler, "call-back", text="居民满意")
    await life.does(whistler, "close")
    await life.does(whistler, "rate", unit=branch.code, rating=Rating(5, 5, 5))

    task = (await life.now()).task
    rules = {ours(rule.key): rule for life in services.definitions.lifecycles for rule in life.actions.values()}
    assert task.state == "closed"
    verbs = {rules[event.type].verb.value for event in task.events[2:]}
    assert verbs == {"handle", "supervise"} and [event.type for event in task.events[:2]] == ["called", "dispatched"]
    assert next(event.text for event in task.events if event.type == "call-back") == "居民满意"
    assert await faults_of(services.store) == []
