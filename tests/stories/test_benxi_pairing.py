"""Benxi: each audit of its pairing fails where it should, and passes again."""

from __future__ import annotations

import pytest

from ..ledger import raw
from .scene import Scene

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("real-world")]

PAIRS = """
MATCH (b:Organisation)-[p:PAIRED_WITH]->(a:Area) WHERE p.since <= $on AND $on < p.until
RETURN b.code, a.code ORDER BY b.code, a.code
"""
ENDS, BACK = "2024-05-06", "2024-06-03"


async def pairs(scene: Scene, county: str) -> dict[str, list[str]]:
    """The communities of each branch of a county's own units, on the day of the survey."""
    found: dict[str, list[str]] = {}
    for branch, area in await raw(scene.services.store, PAIRS, on="2023-08-22"):
        if f"-{county}-" in branch:
            found.setdefault(branch, []).append(area)
    return found


async def test_a_pairing_that_ends_leaves_one_community_and_one_branch_alone_until_it_is_renewed(benxi: Scene) -> None:
    branch, (area,) = next(
        (branch, areas) for branch, areas in (await pairs(benxi, "210502")).items() if len(areas) == 1
    )
    end = f"change,type,source,target,until\nend,PAIRED_WITH,{branch},{area},{ENDS}\n"
    await benxi.change(ENDS, relations=end)

    assert await benxi.gaps("paired-branch", on="2024-05-05") == []
    (gap,) = (await benxi.audit("paired-branch", on=ENDS)).findings.items
    assert gap.subject == area and (gap.required, gap.present) == (1, 0)
    assert gap.mender and gap.mender.role == "county-political-legal-secretary"
    assert [one.subject for one in (await benxi.audit("unpaired-branch", on=ENDS)).findings.items] == [branch]

    await benxi.change(BACK, relations=f"change,type,source,target,since\nadd,PAIRED_WITH,{branch},{area},{BACK}\n")
    assert (await benxi.audit("paired-branch", on=BACK)).met == 499
    assert (await benxi.audit("unpaired-branch", on=BACK)).met == 268


async def test_a_branch_with_two_more_than_another_makes_its_county_uneven(benxi: Scene) -> None:
    there = await pairs(benxi, "210503")
    many = max(there, key=lambda branch: len(there[branch]))
    others = [areas[0] for branch, areas in there.items() if branch != many]
    rows = "".join(f"add,PAIRED_WITH,{many},{area},2024-07-01,2024-08-01\n" for area in others[:2])
    await benxi.change("2024-07-01", relations=f"change,type,source,target,since,until\n{rows}")

    assert await benxi.gaps("pairing-load", on="2024-06-30") == []
    assert [one.subject for one in (await benxi.audit("pairing-load", on="2024-07-15")).findings.items] == [
        "210503000000"
    ]
    assert await benxi.gaps("pairing-load", on="2024-08-01") == []


async def test_the_street_without_a_secretary_is_the_only_one_until_one_is_posted(benxi: Scene) -> None:
    (gap,) = (await benxi.audit("township-secretary", on="2023-08-22")).findings.items
    assert gap.subject == "210503010000"

    head = await benxi.place("溪湖区/石桥子街道")
    officer = head.holders("township-head")[0].officer.id
    row = f"add,{officer},township-secretary,210503010000,2024-09-02,2024-10-01\n"
    await benxi.change("2024-09-02", postings=f"change,officer,role,at,since,until\n{row}")

    assert await benxi.gaps("township-secretary", on="2024-09-02") == []
