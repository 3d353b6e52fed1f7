"""A matter that takes longer than its limit, from the report to the end: its resident hears of it all the time."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import Obstacle
from orgraph.domain.deadline import Light
from orgraph.domain.time import CHINA
from orgraph.domain.whistle import Whistle

from ..clock import FixedClock
from ..ledger import faults_of
from ..small_world import TESTER
from .lives import DISTRICT, KEYS, STREET, URBAN, Life


@pytest.mark.xdist_group("lives")
async def test_fuxin_a_hard_matter_has_an_interim_reply_every_week_until_it_is_answered(
    embedded_services: Services, clock: FixedClock
) -> None:
    """
    疑难事项: stalls before the buildings of 南地社区, with nowhere to go until a market is built. The district's urban
    management is refused, asks again with a reason, is admitted, replies in time, then late, and answers in the end.
    """
    clock.move_by(datetime(2023, 9, 4, 9, 0, tzinfo=CHINA) - clock.now())
    reporter = "village-secretary@990102001001"
    matter = Whistle("99010200100100001", reporter, "", "市容环境类", f"life-{next(KEYS)}", "占道摆摊", severity=3)
    life = Life(embedded_services, clock, (await embedded_services.dispatch.report(TESTER, matter)).task.id)
    await life.does(STREET, "accept")
    await life.does(STREET, "dispatch")
    await life.does(URBAN, "sign-in")
    await life.does(URBAN, "contact-resident", text="已上门")

    assert await life.refuses(DISTRICT, "admit-hard") is Obstacle.UNMET  # nobody has asked for it
    await life.does(URBAN, "ask-hard", text="摊贩多", extension="30 days")
    for who in (URBAN, STREET):  # who leads, and who helps
        assert await life.refuses(who, "admit-hard") is Obstacle.NOT_ENTITLED
    assert await life.refuses(DISTRICT, "refuse-hard") is Obstacle.INCOMPLETE  # a reason
    await life.does(DISTRICT, "refuse-hard", text="摊贩多不是理由，请说明去处")
    assert await life.refuses(URBAN, "interim-reply", text="正在办") is Obstacle.UNMET
    assert "interim" not in await life.dues()
    await life.comes("09-05T09:00")
    await life.does(URBAN, "ask-hard", text="便民市场10月底建成，此前无处安置", extension="60 days")
    await life.does(DISTRICT, "admit-hard", text="属实，按疑难事项办理")
    assert (await life.dues()).items() >= {"report": "2023-11-10T09:00", "interim": "2023-09-12T09:00"}.items()

    await life.comes("09-11T15:00")
    assert await life.light("interim") == (Light.RED, False)
    await life.does(URBAN, "interim-reply", text="已与摊贩商定早市时间")
    assert await life.light("interim") == (Light.GREEN, False)
    await life.comes("09-18T14:50")
    assert await life.told("interim") == []
    await life.comes("09-18T15:10")
    assert [one["role"] for one in await life.told("interim")] == ["duty-contact"]
    await life.comes("09-18T17:00")
    first, second, *_ = await life.told("interim")
    assert (first["unit"], second["unit"]) == (URBAN, DISTRICT)  # its head is away, and nobody stands in
    assert await life.light("interim") == (Light.OVERDUE, True)
    await life.does(URBAN, "interim-reply", text="市场主体已封顶")
    assert await life.light("interim") == (Light.GREEN, False)
    before = len(await life.told("interim"))

    await life.comes("09-20T09:00")
    await life.does(URBAN, "answer-resident", text="摊贩已迁入临时场地")
    await life.does(URBAN, "submit", text="已迁入")
    await life.comes("10-09T09:00")  # while it is checked no reply is due
    assert len(await life.told("interim")) == before
    await life.does(reporter, "verify", passed=True)
    said = {"contacted": True, "solved": True, "satisfaction": 4}
    await life.does(reporter, "call-resident-back", passed=True, text="不再占道", **said)
    await life.does(reporter, "close")
    found = await embedded_services.supervisor.supervision(TESTER, "990102001001", date(2023, 9, 4), date(2023, 9, 4))
    assert [(one.key, one.unit) for one in found.findings if one.task == life.task] == [("slow", URBAN)]
    assert (await life.now()).task.state == "closed" and await faults_of(embedded_services.store) == []
