"""Who must come: every place and many matters against the oracle, and the tasks that real whistles open."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.whistle import Candidate, Decision, Reason, Whistle
from orgraph.graph.whistles import Surroundings, surroundings
from orgraph.rules.whistles.candidates import candidates
from orgraph.rules.whistles.routing import route

from ..clock import FixedClock
from ..oracle import Oracle, Ruling
from ..small_world import TESTER

DAY = "2023-08-22"
MATTERS = (
    "neighbour-dispute",
    "family-dispute",
    "homestead-dispute",
    "pollution-dispute",
    "contract-dispute",
    "road-collapse",
    "road-flooding",
    "water-main-burst",
    "gas-leak",
    "crowd-incident",
    "event-06-001",
    "property-management-dispute",
)


class Matter:
    """A matter at a place, with all that its decision needs gathered once."""

    def __init__(
        self, services: Services, place: str, matter: str, around: Surroundings, asked: tuple[str, ...]
    ) -> None:
        definitions = services.definitions
        meant = definitions.categories.find(matter, [area.code for area in around.chain])
        routing = definitions.routing.find("standard")
        assert meant and routing
        rank = definitions.tier_rank
        self._category, self._routing = meant, routing
        self._candidates = candidates(around.standings, around.chain, meant.lineage, asked, routing, rank)
        self.load = {one.organisation.code: one.open_load for one in around.standings}

    def decide(self, severity: int | None = None) -> Decision:
        """The decision as dispatch reaches it, without opening a task."""
        decision = route(self._candidates, self._category, severity or self._category.severity, self._routing)
        assert decision is not None
        return decision


async def matter_at(services: Services, place: str, matter: str, day: str = DAY, asked: tuple[str, ...] = ()) -> Matter:
    lineage = next(one for one in services.definitions.categories.of(matter) if not one.under).lineage
    around = await surroundings(
        services.store,
        place,
        date.fromisoformat(day),
        posts=["township-secretary"],
        lineage=lineage,
        backstop=["governance-centre"],
        asked=asked,
        contacts=["duty-contact"],
    )
    return Matter(services, place, matter, around, asked)


def ruling(decision: Decision) -> Ruling:
    def codes(of: tuple[Candidate, ...]) -> tuple[str, ...]:
        return tuple(one.organisation.code for one in of)

    return Ruling(
        decision.lead.organisation.code,
        frozenset(codes(decision.helpers)),
        codes(decision.following),
        decision.backstop,
    )


async def test_every_matter_at_every_place_is_decided_as_the_rules_say(
    services: Services, oracle: Oracle, engine: str
) -> None:
    days = ("2023-06-30", DAY, "2023-10-01") if engine == "embedded" else (DAY,)
    for day, matter in product(days, MATTERS):
        for place in (code for code in oracle.all_areas(day) if oracle.graph.nodes[code]["level"] == "village"):
            here = await matter_at(services, place, matter, day)
            for severity in (None, 1, 5):
                expected = oracle.ruling(place, matter, severity, day, load=here.load)
                assert ruling(here.decide(severity)) == expected, (day, place, matter, severity)


async def test_a_unit_that_is_asked_for_helps(services: Services, oracle: Oracle) -> None:
    asked = ("qingshi:urban-hedong", "qingshi:housing")
    here = await matter_at(services, "990102001001", "road-collapse", DAY, asked)
    for severity in (1, 3, 5):
        expected = oracle.ruling("990102001001", "road-collapse", severity, DAY, asked, here.load)
        assert ruling(here.decide(severity)) == expected
    assert "qingshi:urban-hedong" in ruling(here.decide()).helpers


@pytest.mark.parametrize(
    ("place", "matter", "lead", "reason"),
    [
        ("990102001001", "neighbour-dispute", "qingshi:justice-nanhe", "nearer than the bureau of the district"),
        ("990102002001", "neighbour-dispute", "qingshi:justice-hedong", "the bureau of the district"),
        ("990121100200", "family-dispute", "qingshi:branch-court", "no unit is in charge, and a branch may lead"),
        ("990121100200", "neighbour-dispute", "qingshi:centre", "in 榆岭 a branch may not, and its centre has closed"),
        ("990121102200", "neighbour-dispute", "qingshi:centre-shimen", "the town has a centre of its own"),
        ("990102002001", "pollution-dispute", "qingshi:centre-hedong", "nobody answers for it"),
        ("990121100001", "road-collapse", "qingshi:housing", "the county's bureau gave it up on 2023-07-01"),
        ("990102002001", "event-06-001", "qingshi:centre-hedong", "not grave enough for urban management"),
        ("990121100001", "event-06-001", "qingshi:urban-yuling", "of the higher tier"),
    ],
)
async def test_who_leads_and_why(services: Services, place: str, matter: str, lead: str, reason: str) -> None:
    decision = (await matter_at(services, place, matter)).decide()
    assert decision.lead.organisation.code == lead, reason


async def test_the_proof_has_one_verdict_a_candidate(services: Services) -> None:
    decision = (await matter_at(services, "990102001001", "road-collapse")).decide(4)
    told = {(one.candidate.organisation.code, one.candidate.source.value): one.reason for one in decision.proof}
    assert len(told) == len(decision.proof)
    assert told == {
        ("qingshi:housing-hedong", "responsible"): Reason.LEADS,
        ("qingshi:housing", "responsible"): Reason.NEXT,
        ("qingshi:police-hedong", "assisting"): Reason.HELPS,
        ("qingshi:police", "assisting"): Reason.NEARER_LEVEL_DECIDED,
        ("qingshi:utilities-hedong", "assisting"): Reason.SEVERITY_TOO_LOW,
        ("qingshi:branch-police", "paired"): Reason.HELPS,
        ("qingshi:branch-justice", "paired"): Reason.HELPS,
        ("qingshi:centre-nanhe", "backstop"): Reason.NEXT,
        ("qingshi:centre-hedong", "backstop"): Reason.NEXT,
        ("qingshi:centre", "backstop"): Reason.NEXT,
        ("wanghai:centre", "backstop"): Reason.NEXT,
    }
    assert decision.lead.path == ("南河社区居民委员会", "南河街道", "河东区", "河东区住建局")


async def test_a_whistle_opens_a_task_and_names_whom_to_call(services: Services, clock: FixedClock) -> None:
    called = await services.dispatch.blow(
        TESTER,
        Whistle(
            place="滨江社区",
            by="乡镇长(街道办主任)@南河街道",
            kind="应急处置哨",
            category="路面塌陷",
            key="contract-road",
            text="桥头塌了，联系13800001234",
            again=True,
        ),
    )
    task = called.task
    assert (task.state, task.category, task.kind, task.severity) == ("dispatched", "road-collapse", "emergency", 5)
    assert (task.place.name, task.called_by, task.text) == (
        "滨江社区居民委员会",
        "township-head@990102001000",
        "桥头塌了，联系138****1234",
    )
    assert (task.lead and task.lead.name, called.repeated) == ("河东区住建局", False)
    assert called.lead.person and called.lead.person.officer.name == "竺可新"
    police = next(one for one in called.helpers if one.organisation.code == "qingshi:police-hedong")
    assert police.person and police.person.acting and police.person.acting.name == "申长风"
    utilities = next(one for one in called.helpers if one.organisation.code == "qingshi:utilities-hedong")
    assert utilities.person is None
    assert [event.type for event in task.events] == ["called", "dispatched"]
    again = await services.tasks.task(TESTER, task.id)
    assert (again.task, again.decision, again.lead, again.helpers, again.following) == (
        called.task,
        called.decision,
        called.lead,
        called.helpers,
        called.following,
    )


async def test_of_two_equal_leads_the_one_with_less_in_hand_comes(services: Services, clock: FixedClock) -> None:
    leads = []
    for number in range(4):
        called = await services.dispatch.blow(
            TESTER,
            Whistle(
                place="990121100001",
                by="township-head",
                kind="daily-work",
                category="自来水管破裂",
                key=f"contract-water-{number}",
                text="水管又破了",
            ),
        )
        leads.append(called.lead.organisation.code)
    assert leads == ["qingshi:heat-yuling", "qingshi:water-yuling"] * 2
