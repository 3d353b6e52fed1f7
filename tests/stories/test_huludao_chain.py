"""Huludao: county committee, township committee, village organisation, grid branch, building head; no link may break."""

from __future__ import annotations

import pytest

from ..small_world import ROOT
from .scene import Scene

pytestmark = [pytest.mark.xdist_group("real-world"), pytest.mark.full]


async def test_who_covers_a_building_returns_all_five_levels(huludao: Scene) -> None:
    building = await huludao.place("兴城市/古城街道/春和社区/1号楼", on="2023-08-22")

    organisations = {
        level.area.level: {one.organisation.kind for one in level.organisations if one.relation == "LEADS"}
        for level in building.coverage.levels
    }
    assert organisations["county"] == {"party-committee"}
    assert organisations["township"] == {"township-party-committee"}
    assert organisations["village"] == {"village-party-organisation"}
    assert organisations["grid"] == {"grid-branch"}
    assert building.holders("building-head")


async def test_the_one_vacant_secretary_is_the_one_broken_link(huludao: Scene) -> None:
    report = await huludao.audit("five-level-chain", on="2023-08-22")

    (finding,) = report.findings.items
    assert (finding.area.code, finding.what) == ("211421103204", "branch-secretary")
    assert report.audited > 49_000


async def test_every_village_has_its_talk_point(huludao: Scene) -> None:
    report = await huludao.audit("talk-point", on="2023-08-22")

    assert report.gaps == 0 and report.audited >= 1_284
    checks = await huludao.services.figures.check(huludao.services.actor, ROOT / "seeds" / "huludao")
    assert all(check.holds for check in checks if check.counted is not None)
