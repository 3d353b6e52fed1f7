"""Tables with a header and no row: said so, and never taken for an order to end everything."""

from __future__ import annotations

import pytest

from orgraph.cli.render.plan import plan_lines
from orgraph.cli.speech import Speech
from orgraph.definitions.definitions import Definitions
from orgraph.domain.imports import ImportRefused, Plan
from tests.said import fails

from ..packs import TABLES, Desk

pytestmark = pytest.mark.xdist_group("embedded")


def emptied(desk: Desk) -> None:
    for table, rows in TABLES.items():
        desk.write(table, rows.strip().splitlines()[0] + "\n,,,\n\n")


def said(plan: Plan, definitions: Definitions) -> str:
    return "\n".join(plan_lines(plan, (), Speech(definitions, "en")))


async def test_a_new_pack_without_a_row_says_so_each_time(desk: Desk, definitions: Definitions) -> None:
    emptied(desk)
    for _ in range(2):
        plan = (await desk.prepare()).plan
        assert "No row in areas.csv, officers.csv" in said(plan, definitions).replace("organisations.csv, ", "")
        assert "already" not in said(plan, definitions)
        await desk.load()


async def test_a_list_without_a_row_ends_nothing_unless_told_how_much(desk: Desk, definitions: Definitions) -> None:
    await desk.load()
    before = await desk.state("2023-09-01")
    emptied(desk)
    desk.write_manifest(as_of="2023-09-01")
    plan = (await desk.prepare()).plan
    assert "all that is held would end" in said(plan, definitions)
    with fails(ImportRefused, match=f"would end {plan.ends} of 34"):
        await desk.load(allow_ending=plan.ends - 1, accept_hanging=100)
    assert await desk.state("2023-09-01") == before


async def test_the_share_that_may_end_unasked_is_none_of_an_empty_list(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orgraph.services.importing.ENDING_SHARE", 1.0)
    await desk.load()
    emptied(desk)
    desk.write_manifest(as_of="2023-09-01")
    with fails(ImportRefused, match="would end"):
        await desk.load(accept_hanging=100)


async def test_changes_without_a_row_say_so(desk: Desk, definitions: Definitions) -> None:
    await desk.load()
    desk.changes("2023-09-01", areas="change,code,name\n")
    assert "No row in areas.csv; nothing to write" in said((await desk.prepare()).plan, definitions)


async def test_changes_without_a_table_say_so(desk: Desk, definitions: Definitions) -> None:
    await desk.load()
    desk.changes("2023-09-01")
    for _ in range(2):
        text = said((await desk.prepare()).plan, definitions)
        assert "There is no table" in text and "already" not in text
        await desk.load()


async def test_a_list_without_a_table_ends_nothing_unasked(
    desk: Desk, definitions: Definitions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orgraph.services.importing.ENDING_SHARE", 1.0)
    await desk.load()
    desk.clear()
    desk.write_manifest(as_of="2023-09-01")
    assert "no table in the folder: all that is held would end" in said((await desk.prepare()).plan, definitions)
    with fails(ImportRefused, match="would end"):
        await desk.load(accept_hanging=100)
