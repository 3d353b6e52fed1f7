"""Benxi: each audit of its pairings, and of its streets' secretaries, fails by a change of the real rows and passes after the next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest

from ..ledger import raw
from .scene import Scene

pytestmark = [pytest.mark.xdist_group("real-world"), pytest.mark.full]

MINGSHAN = "明山区"
PAIRED = """MATCH (county:Area {code: $county})<-[:PART_OF*2..2]-(v:Area)<-[p:PAIRED_WITH]-(b:Organisation)
WHERE p.since <= $on AND $on < p.until RETURN b.code, v.code, v.name ORDER BY b.code, v.code"""
ROW = "change,type,source,target,since,until\n"


@dataclass(frozen=True)
class Pairing:
    """A branch and the community that it is paired with."""

    branch: str
    community: str
    name: str

    def ends(self, on: str) -> str:
        return f"end,PAIRED_WITH,{self.branch},{self.community},,{on}\n"

    def begins(self, on: str) -> str:
        return f"add,PAIRED_WITH,{self.branch},{self.community},{on},\n"


async def pairings(benxi: Scene, on: str) -> list[Pairing]:
    """All pairings of 明山区 on a day, by branch."""
    county = await benxi.place(MINGSHAN)
    return [Pairing(*row) for row in await raw(benxi.services.store, PAIRED, county=county.code, on=on)]


def loads(paired: list[Pairing]) -> Counter[str]:
    """How many communities of the county each branch has."""
    return Counter(one.branch for one in paired)


async def found_by(benxi: Scene, key: str, on: str) -> set[str]:
    """The subjects that an audit of the city finds short on a day."""
    return {one.subject for one in (await benxi.audit(key, on=on)).findings.items}


async def test_a_community_whose_pairing_ends_is_unpaired_until_another_branch_comes(benxi: Scene) -> None:
    paired = await pairings(benxi, "2024-09-01")
    one = next(each for each in paired if loads(paired)[each.branch] > 1)
    other = min(loads(paired).items(), key=lambda each: (each[1], each[0]))[0]
    assert await benxi.gaps("paired-branch", on="2024-09-01") == []

    await benxi.change("2024-09-02", relations=ROW + one.ends("2024-09-02"))
    assert await benxi.gaps("paired-branch", on="2024-09-01") == []
    (gap,) = (await benxi.audit("paired-branch", on="2024-09-02")).findings.items
    assert (gap.subject, gap.required, gap.present) == (one.community, 1, 0)
    assert gap.mender and gap.mender.area.name == MINGSHAN

    await benxi.change("2024-09-09", relations=ROW + Pairing(other, one.community, one.name).begins("2024-09-09"))
    assert await benxi.gaps("paired-branch", on="2024-09-08") == [gap.path]
    assert await benxi.gaps("paired-branch", on="2024-09-09") == []


async def test_a_branch_whose_only_pairing_ends_is_paired_with_nothing_until_it_has_another(benxi: Scene) -> None:
    paired = await pairings(benxi, "2024-10-01")
    one = next(each for each in paired if loads(paired)[each.branch] == 1)
    assert await found_by(benxi, "unpaired-branch", "2024-10-01") == set()

    await benxi.change("2024-10-02", relations=ROW + one.ends("2024-10-02"))
    assert await found_by(benxi, "unpaired-branch", "2024-10-01") == set()
    assert await found_by(benxi, "unpaired-branch", "2024-10-02") == {one.branch}

    await benxi.change("2024-10-09", relations=ROW + one.begins("2024-10-09"))
    assert await found_by(benxi, "unpaired-branch", "2024-10-09") == set()


async def test_branches_that_share_unevenly_are_found_until_a_community_goes_over(benxi: Scene) -> None:
    """The branch with most takes one of a branch that has more than one; a week later it goes back."""
    county = await benxi.place(MINGSHAN)
    paired = await pairings(benxi, "2024-11-01")
    many = max(loads(paired).items(), key=lambda each: (each[1], each[0]))[0]
    moved = next(each for each in paired if each.branch != many and loads(paired)[each.branch] > 1)
    taken = Pairing(many, moved.community, moved.name)
    assert await found_by(benxi, "pairing-load", "2024-11-01") == set()

    await benxi.change("2024-11-02", relations=ROW + moved.ends("2024-11-02") + taken.begins("2024-11-02"))
    assert await found_by(benxi, "pairing-load", "2024-11-01") == set()
    report = await benxi.audit("pairing-load", on="2024-11-02")
    (gap,) = report.findings.items
    counted = loads(await pairings(benxi, "2024-11-02"))
    assert (gap.subject, gap.required) == (county.code, 1)
    assert gap.present == max(counted.values()) - min(counted.values()) == 2
    assert (report.audited, report.met) == (6, 5)

    await benxi.change("2024-11-09", relations=ROW + taken.ends("2024-11-09") + moved.begins("2024-11-09"))
    assert await found_by(benxi, "pairing-load", "2024-11-08") == {county.code}
    assert await found_by(benxi, "pairing-load", "2024-11-09") == set()


async def test_a_street_whose_secretary_leaves_is_found_until_the_next_one_comes(benxi: Scene) -> None:
    street = await benxi.place("明山区/新明街道")
    secretary = street.holders("township-secretary")[0]
    before = await benxi.gaps("township-secretary", on="2024-12-01")
    await benxi.end_posting(secretary, at=street.code, on="2024-12-02")
    assert await benxi.gaps("township-secretary", on="2024-12-01") == before
    assert {*await benxi.gaps("township-secretary", on="2024-12-02")} == {*before, street.path}

    again = f"add,{secretary.officer.id},township-secretary,{street.code},2024-12-09\n"
    await benxi.change("2024-12-09", postings=f"change,officer,role,at,since\n{again}")
    assert await benxi.gaps("township-secretary", on="2024-12-09") == before
