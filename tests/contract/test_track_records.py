"""What an organisation has brought to its end is counted as tasks end, and weighed by orders that ask for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.tasks.routing import TrackTerms
from orgraph.definitions.variants import Variants
from orgraph.domain.track_record import TrackRecord, months_up_to
from orgraph.domain.whistle import Whistle
from orgraph.graph.track_records import kept_records, track_records
from orgraph.services.track_records import count_track_records

from ..clock import FixedClock
from ..ledger import raw
from ..oracle.track_records import Counted, Key, counted
from ..small_world import TESTER, under
from .cases import KEYS, STREET, Case

JUSTICE, ABOVE = "qingshi:justice-nanhe", "qingshi:justice-hedong"
SECRETARY = "township-secretary@990102001000"
DISPUTE = "neighbour-dispute"


async def dispute(services: Services, category: str = "邻里纠纷") -> Case:
    """A dispute that the street's justice office mediates."""
    asked = Whistle(
        "990102001001", SECRETARY, "mediation", category, f"track-{next(KEYS)}", "漏水", channel="申请", again=True
    )
    case = Case(services, (await services.dispatch.open(TESTER, asked)).task)
    await case.do("accept-mediation", JUSTICE)
    await case.do("record", JUSTICE, text="会商")
    return case


async def settled(services: Services) -> Case:
    """One that was agreed upon, performed, confirmed and filed."""
    case = await dispute(services)
    await case.do("agree", JUSTICE, text="协议")
    await case.do("perform", JUSTICE, text="已履行")
    await case.do("return-visit", STREET, passed=True, text="满意")
    await case.do("file", JUSTICE)
    return case


async def kept(services: Services) -> dict[Key, Counted]:
    """What the store counts, but for what came to nothing."""
    found = {one.key: Counted(one.done, one.tried, one.succeeded) for one in await kept_records(services.store)}
    return {key: one for key, one in found.items() if any(one)}


async def of_justice(services: Services, month: str) -> TrackRecord:
    return (await track_records(services.store, [JUSTICE], [month], None))[JUSTICE]


async def test_ends_are_counted_by_the_month_of_the_end(services: Services, clock: FixedClock) -> None:
    """One settled, one failed, one withdrawn: three ended, two tried, one succeeded, in the month of the end."""
    clock.move_to("2025-03-31")
    await settled(services)
    failed, withdrawn = await dispute(services), await dispute(services)
    await failed.do("fail", JUSTICE, text="告知可起诉")
    assert await of_justice(services, "2025-03") == TrackRecord(2, 2, 1)
    clock.move_to("2025-04-01")
    await withdrawn.do("withdraw", SECRETARY, text="撤回")
    assert await of_justice(services, "2025-04") == TrackRecord()
    assert await kept(services) == await counted(services.store)
    by_category = await track_records(services.store, [JUSTICE, ABOVE], ["2025-02", "2025-03"], [DISPUTE])
    assert by_category == {JUSTICE: TrackRecord(2, 2, 1), ABOVE: TrackRecord()}
    assert await track_records(services.store, [JUSTICE], ["2025-03"], ["medical-dispute"]) == {JUSTICE: TrackRecord()}


@pytest.mark.neo4j_too
async def test_ends_at_one_time_are_all_counted(services: Services, clock: FixedClock) -> None:
    clock.move_to("2025-05-06")
    some = [await dispute(services) for _ in range(6)]
    await asyncio.gather(*(case.do("fail", JUSTICE, text="告知可起诉") for case in some))
    assert await of_justice(services, "2025-05") == TrackRecord(6, 6, 0)
    assert await kept(services) == await counted(services.store)


async def test_what_is_opened_again_counts_no_more_until_it_ends_again(services: Services, clock: FixedClock) -> None:
    clock.move_to("2025-06-09")
    housing, whistler = "qingshi:housing-hedong", "township-head@990102001000"
    whistle = Whistle("990102001001", whistler, "daily-work", "路面塌陷", f"track-{next(KEYS)}", "塌了", again=True)
    case = Case(services, (await services.dispatch.blow(TESTER, whistle)).task)
    for action in ("sign-in", "submit"):
        await case.do(action, housing, text="已修")
    await case.do("verify", STREET, passed=True, text="属实")
    await case.do("close", whistler)
    assert (await track_records(services.store, [housing], ["2025-06"], None))[housing].done == 1
    await case.do("reopen", whistler, text="又塌了")
    assert (await track_records(services.store, [housing], ["2025-06"], None))[housing].done == 0
    assert await kept(services) == await counted(services.store)


async def test_they_can_be_counted_anew_while_tasks_end(services: Services, clock: FixedClock) -> None:
    clock.move_to("2025-07-01")
    some = [await dispute(services) for _ in range(3)]
    await asyncio.gather(
        count_track_records(services.store), *(case.do("fail", JUSTICE, text="告知可起诉") for case in some)
    )
    assert await kept(services) == await counted(services.store)
    assert await count_track_records(services.store) == len(await kept(services))
    assert await kept(services) == await counted(services.store)


async def test_what_a_killed_restore_left_uncounted_an_upgrade_counts(
    embedded_services: Services, clock: FixedClock
) -> None:
    """A restore that was killed before it counted leaves a store with ends and no counts: nothing else is to be done."""
    services = embedded_services
    clock.move_to("2025-08-04")
    await settled(services)
    await raw(services.store, "MATCH (r:TrackRecord) DELETE r")
    await services.upkeep.upgrade(TESTER)
    found = await kept(services)
    assert found and found == await counted(services.store)


async def test_who_leads_is_weighed_by_what_they_are_best_at_and_have_achieved(
    services: Services, clock: FixedClock
) -> None:
    """The decision records what it weighed, is told with it, and is found again by replay."""
    clock.move_to("2025-09-01")
    for _ in range(2):
        await settled(services)
    failed = await dispute(services)
    await failed.do("fail", JUSTICE, text="告知可起诉")
    standard = next(iter(services.definitions.routing))
    keys = ("distance", "specialty", "success-rate", "done", "id")
    routing = replace(standard, order=keys, track=TrackTerms(months=1, at_least=3))
    later = under(services, replace(services.definitions, routing=Variants((routing,))))
    asked = Whistle("990102001001", SECRETARY, "daily-work", "邻里纠纷", f"track-{next(KEYS)}", "漏水", again=True)
    called = await later.dispatch.blow(TESTER, asked)
    assert called.decision.order == keys
    weighed = {one.candidate.organisation.code: one.candidate for one in called.decision.proof}
    track = weighed[JUSTICE].track
    assert track and (track.months, track.at_least, track.done, track.tried, track.rate) == (1, 3, 3, 3, 666)
    above = weighed[ABOVE].track
    assert above and above.rate is None
    again = await services.tasks.task(TESTER, called.task.id)  # under definitions that know nothing of it
    assert [(one.candidate.track, one.reason) for one in again.decision.proof] == [
        (one.candidate.track, one.reason) for one in called.decision.proof
    ]
    assert (await later.ledger.replay(TESTER, date(2025, 9, 1))).differences == ()


def test_months_run_over_the_turn_of_the_year() -> None:
    assert months_up_to(date(2025, 2, 28), 3) == ("2024-12", "2025-01", "2025-02")
    assert months_up_to(date(2025, 12, 1), 12)[0] == "2025-01"
    assert TrackRecord(40, 32, 31).rate(10) == 968
    assert TrackRecord(9, 9, 9).rate(10) is None
    assert TrackRecord(0, 0, 0).rate(0) is None
