"""大连: the shipped audits of promotion, each with a gap until what it demands is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.load import load_definitions
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.area import Area
from orgraph.graph.audits import Frame, measure, question

from ..clock import FixedClock
from ..packs import Desk
from ..small_world import ROOT, under
from .test_records_demanded import mediated

pytestmark = pytest.mark.full


@pytest.mark.parametrize(("tier", "next_tier", "enough"), [("ordinary", "brand", 5), ("brand", "demonstration", 10)])
async def test_a_room_may_be_promoted_once_its_record_has_what_the_others_lack(
    services: Services, clock: FixedClock, tmp_path: Path, tier: str, next_tier: str, enough: int
) -> None:
    """大连: the last of so many agreements earns it; the next tier held, nothing is left to be done."""
    shipped = load_definitions(ROOT / "schema", sorted(path.parent for path in ROOT.glob("seeds/*/pack.yaml")))
    desk = Desk(services, tmp_path)
    desk.services = under(services, shipped)
    plain = "{k}:room,{n}调解室,mediation-room,"
    desk.add("organisations", f"{plain}{tier},")
    desk.add("organisations", "{k}:committee,{n}里社区调委会,mediation-committee,,")  # takes in what the room mediates
    for body in ("room", "committee"):
        desk.add("relations", f"SERVES,{{k}}:{body},{{p}}0101001001,2021-01-01,,,,,")
    await desk.load()
    clock.move_to("2024-03-11")
    root, room = Area(desk.said("{p}0000000000"), "", "province"), desk.said("{k}:room")

    async def found(key: str) -> list[tuple[str, int, int]]:
        (audit,), day = shipped.audits.of(key), date(2024, 3, 31)
        asked = question(audit, Frame(root, prevailing(services.definitions, [root.code], day), day, True))
        measured = await measure(services.store, asked, root.code, day, "", 100)
        assert {one.subject.partition("#")[0] for one in measured.findings} <= {room}
        return [(one.what, one.required, one.present) for one in measured.findings]

    await mediated(desk, "room", (True,) * (enough - 1))
    lacking = await found(f"lacks-for-{next_tier}")
    assert [(what, present) for what, _, present in lacking] == [("done", enough - 1), ("success-rate", 0)]
    assert await found(f"may-be-{next_tier}") == []

    await mediated(desk, "room", (True,))
    assert await found(f"lacks-for-{next_tier}") == []
    assert len(await found(f"may-be-{next_tier}")) == 1

    desk.replace("organisations", f"{plain}{tier}", f"{plain}{next_tier}")
    desk.write_manifest(as_of="2024-03-20")
    await desk.load()
    assert await found(f"may-be-{next_tier}") == []
