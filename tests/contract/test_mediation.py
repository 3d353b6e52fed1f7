"""Disputes that are mediated: a life of its own, in files alone, that ends with its outcome and never with 办结."""

from __future__ import annotations

from datetime import date, timedelta

from orgraph.bootstrap import Services
from orgraph.domain.action import Obstacle
from orgraph.domain.audit import Every
from orgraph.domain.errors import InvalidInput, NotEntitled
from orgraph.domain.supervision import Share
from orgraph.domain.whistle import Whistle
from tests.said import fails, in_chinese, in_english

from ..clock import FixedClock
from ..ledger import faults_of
from ..oracle.supervision import supervised, told
from ..small_world import TESTER
from .cases import DISTRICT, HOUSING, KEYS, STREET, Case, minute

JUSTICE, ABOVE = "qingshi:justice-nanhe", "qingshi:justice-hedong"
STREET_AREA = "990102001000"
SECRETARY = "township-secretary@990102001000"


async def applied(services: Services, **said: object) -> Case:
    """A dispute at a building of 南河街道 that somebody asks to have mediated."""
    channel = str(said.get("channel", "申请"))
    asked = Whistle(
        "990102001001", SECRETARY, "mediation", "邻里纠纷", f"mediation-{next(KEYS)}", "漏水", channel=channel
    )
    return Case(services, (await services.dispatch.open(TESTER, asked)).task)


async def test_a_dispute_is_mediated_from_application_to_the_file(services: Services, clock: FixedClock) -> None:
    """The street's justice office takes it, mediates twice, records the agreement; another calls the parties back."""
    case = await applied(services)
    start = minute(case.task.called_at)
    assert (case.task.state, case.task.kind, case.hands()) == ("applied", "mediation", {JUSTICE: "lead"})
    assert not case.task.backstop
    assert (await case.refused("record", JUSTICE, text="谈")).obstacle == Obstacle.WRONG_STATE
    await case.do("choose", JUSTICE, unit=JUSTICE, text="双方同意由司法所调解")
    await case.do("accept-mediation", JUSTICE)
    (mediation,) = [
        one for one in (await services.tasks.task(TESTER, case.task.id)).deadlines if one.stage == "mediation"
    ]
    assert (str(mediation.limits[0]), minute(mediation.due)) == ("30 days", start + timedelta(days=30))

    early = await case.refused("agree", JUSTICE, text="已谈妥")
    assert early.obstacle == Obstacle.UNMET
    assert in_english(early.message) == "record the agreement was not done: there is no record of a session"
    assert in_chinese(early.message) == "“达成协议”未执行：尚无调解笔录"
    await case.do("co-mediate", JUSTICE, unit=ABOVE)
    await case.do("record", ABOVE, text="第一次会商", proof=("笔录-1",))
    await case.do("record", JUSTICE, text="第二次会商")
    assert (await case.do("agree", JUSTICE, text="口头协议", proof=("协议书",))).state == "agreed"
    assert (await case.do("perform", JUSTICE, text="已修复并赔付")).state == "performed"

    own = await case.refused("return-visit", JUSTICE, passed=True, text="满意")
    assert (own.obstacle, own.needed) == ("not-entitled", ("centre", "applicant", "superior"))
    assert (await case.refused("return-visit", STREET, text="满意")).needed == ("passed",)
    assert (await case.do("return-visit", STREET, passed=True, text="双方满意")).state == "confirmed"
    filed = await case.do("file", JUSTICE)
    assert (filed.state, filed.parts) == ("filed", ()) and filed.ended_at is not None
    assert await faults_of(services.store) == []
    assert (await services.ledger.replay(TESTER, date(2023, 8, 1))).differences == ()


async def test_what_is_not_performed_or_not_confirmed_is_mediated_again(services: Services, clock: FixedClock) -> None:
    case = await applied(services, channel="主动介入")
    await case.do("accept-mediation", JUSTICE)
    await case.do("record", JUSTICE, text="会商")
    await case.do("agree", JUSTICE, text="协议")
    assert (await case.do("mediate-again", JUSTICE, text="未付款")).state == "mediating"
    await case.do("agree", JUSTICE, text="新协议")
    await case.do("perform", JUSTICE, text="已付款")
    assert (await case.do("return-visit", DISTRICT, passed=False, text="仍在漏水")).state == "mediating"
    running = [one.stage for one in (await services.tasks.task(TESTER, case.task.id)).deadlines if one.stopped is None]
    assert running == ["mediation"]
    assert (await case.do("fail", JUSTICE, text="告知可申请仲裁或起诉")).state == "failed"


async def test_it_goes_up_to_another_body_and_what_is_not_for_mediation_is_referred(
    services: Services, clock: FixedClock
) -> None:
    case = await applied(services)
    await case.do("accept-mediation", JUSTICE)
    assert (await case.refused("pass-up", JUSTICE, unit=JUSTICE, text="?")).obstacle == Obstacle.IN_HAND_ALREADY
    await case.do("pass-up", JUSTICE, unit=ABOVE, text="跨街道")
    assert (case.task.state, case.hands()) == ("applied", {ABOVE: "lead"})
    await case.do("accept-mediation", ABOVE)
    assert (await case.do("refer", ABOVE, text="疑似家庭暴力，已转公安并告知人身安全保护令")).state == "referred"

    other = await applied(services)
    assert (await other.refused("withdraw", HOUSING, text="不愿调解")).obstacle == Obstacle.NOT_ENTITLED
    assert (await other.do("withdraw", SECRETARY, text="当事人不愿调解")).state == "withdrawn"


async def test_it_counts_by_its_outcome(services: Services, clock: FixedClock) -> None:
    """Agreed and performed is resolved, failed is not; what was withdrawn or referred counts for and against nobody."""
    clock.move_to("2023-11-06")
    day = date(2023, 11, 6)
    filed, failed, withdrawn = [await applied(services) for _ in range(3)]
    for case in (filed, failed):
        await case.do("accept-mediation", JUSTICE)
        await case.do("record", JUSTICE, text="会商")
    await filed.do("agree", JUSTICE, text="协议")
    await filed.do("perform", JUSTICE, text="已履行")
    await filed.do("return-visit", STREET, passed=True, text="满意")
    await filed.do("file", JUSTICE)
    await failed.do("fail", JUSTICE, text="告知可起诉")
    await withdrawn.do("withdraw", SECRETARY, text="撤回")
    found = await services.supervisor.supervision(TESTER, STREET_AREA, day, day)
    (unit,) = [one for one in found.units if one.organisation.code == JUSTICE]
    for rates in (unit.rates, found.rates):
        assert (rates.settlement, rates.success, rates.completion) == (Share(1, 2), Share(1, 2), Share(0, 0))
    assert found.void == 1
    assert told(found) == await supervised(services, STREET_AREA, day, day)


async def test_how_a_dispute_stands_makes_the_rates_day_by_day(services: Services, clock: FixedClock) -> None:
    """Agreed is a success at once and undone by mediating again; it is settled when the parties have confirmed it."""
    clock.move_to("2026-06-09")
    day = date(2026, 6, 9)
    case, passed, other = [await applied(services) for _ in range(3)]

    async def rates() -> tuple[Share, Share]:
        found = await services.supervisor.supervision(TESTER, STREET_AREA, day, day)
        assert told(found) == await supervised(services, STREET_AREA, day, day)
        assert found.rates.completion == Share(0, 0)
        return found.rates.settlement, found.rates.success

    assert await rates() == (Share(0, 0), Share(0, 0))  # nobody has accepted any of them
    for one in (case, passed):
        await one.do("accept-mediation", JUSTICE)
        await one.do("record", JUSTICE, text="会商")
    await passed.do("pass-up", JUSTICE, unit=ABOVE, text="跨街道")
    await other.do("refuse-mediation", JUSTICE, text="已起诉")
    assert await rates() == (Share(0, 1), Share(0, 0))  # who has it now has not accepted the one that was passed up
    await case.do("agree", JUSTICE, text="协议")
    assert await rates() == (Share(0, 1), Share(1, 1))
    await case.do("mediate-again", JUSTICE, text="未付款")
    assert await rates() == (Share(0, 1), Share(0, 0))
    await case.do("agree", JUSTICE, text="新协议")
    await case.do("perform", JUSTICE, text="已付款")
    assert await rates() == (Share(0, 1), Share(1, 1))
    await case.do("return-visit", STREET, passed=True, text="满意")
    assert await rates() == (Share(1, 1), Share(1, 1))
    await case.do("file", JUSTICE)
    await passed.do("accept-mediation", ABOVE)
    await passed.do("fail", ABOVE, text="告知可起诉")
    assert await rates() == (Share(1, 2), Share(1, 2))
    found = await services.supervisor.supervision(TESTER, STREET_AREA, day, day)
    assert {one.organisation.code: one.rates.success for one in found.units} == {
        ABOVE: Share(0, 1),
        JUSTICE: Share(1, 1),
    }
    (month,) = await services.supervisor.by_period(TESTER, STREET_AREA, day, day, Every.MONTH)
    assert (month.rates.settlement, month.refused) == (Share(1, 2), 1)
    assert (await services.ledger.replay(TESTER, day)).differences == ()


async def test_its_own_door_opens_it_and_no_other(services: Services) -> None:
    whistle = Whistle(
        "990102001001", SECRETARY, "mediation", "邻里纠纷", f"mediation-{next(KEYS)}", "漏水", channel="申请"
    )
    with fails(InvalidInput, match="mediation is no kind of whistle"):
        await services.dispatch.blow(TESTER, whistle)
    with fails(InvalidInput, match="mediation is no ordinary matter"):
        await services.dispatch.report(TESTER, whistle)
    with fails(
        NotEntitled,
        match=r"may not open this \(mediation\): the role county political-legal committee secretary may not",
    ):
        await services.dispatch.open(
            TESTER,
            Whistle(
                "990102001001",
                "county-political-legal-secretary@990102000000",
                "mediation",
                "邻里纠纷",
                "m",
                "x",
                channel="申请",
            ),
        )
    without = Whistle("990102001001", SECRETARY, "mediation", "邻里纠纷", f"mediation-{next(KEYS)}", "漏水")
    with fails(InvalidInput, match="must carry: source"):
        await services.dispatch.open(TESTER, without)
