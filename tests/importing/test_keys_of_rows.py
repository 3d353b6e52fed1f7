"""The key of a posting or relation stands for one of them: what names another by it is refused."""

from __future__ import annotations

import pytest

from tests.said import in_english

from ..packs import Desk

pytestmark = pytest.mark.xdist_group("embedded")

KEYED = "change,officer,role,at,since,until,employment,key\n"
NAMED = KEYED + "add,{k}:one,political-legal-officer,{p}0102100200,2023-08-25,,,post\n"


@pytest.mark.parametrize(
    ("rows", "column", "said"),
    [
        ("add,{k}:three,political-legal-officer,{p}0102100200,,,,post", "key", "another row of the pack: {k}:one"),
        (
            "change,{k}:three,political-legal-officer,{p}0102100200,,,part-time,post",
            "key",
            "another row of the pack: {k}:one",
        ),
        (
            "correct,{k}:one,political-legal-officer,{p}0101001001,2023-08-01,,,post",
            "key",
            "another row of the pack: {k}:one",
        ),
        ("end,{k}:one,township-head,{p}0102100200,,,,post", "key", "another row of the pack: {k}:one"),
        (
            "end,{k}:one,political-legal-officer,{p}0102100200,,,,post\n"
            "add,{k}:one,political-legal-officer,{p}0102100200,2023-09-05,,,post",
            "change",
            "it ended on 2023-09-01",
        ),
    ],
    ids=["add", "change", "correct", "end", "anew"],
)
async def test_a_key_of_another_posting_writes_nothing_on_it(desk: Desk, rows: str, column: str, said: str) -> None:
    await desk.load()
    desk.changes("2023-08-25", postings=NAMED)
    await desk.load()
    desk.changes("2023-09-01", postings=KEYED + rows + "\n")
    before = await desk.state("2023-09-01")
    (fault,) = await desk.faults()
    assert fault.field == column and desk.said(said) in in_english(fault.problem) and " key" in in_english(fault.remedy)
    assert await desk.state("2023-09-01") == before


async def test_a_list_gives_no_key_to_another_posting(desk: Desk) -> None:
    rows = "officer,role,at,since,key\n{k}:%s,political-legal-officer,{p}0101001001,,post\n"
    desk.write("postings", rows % "one")
    await desk.load()
    desk.write("postings", rows % "two")
    (fault,) = await desk.faults()
    assert (fault.line, desk.said("another row of the pack: {k}:one") in in_english(fault.problem)) == (2, True)
