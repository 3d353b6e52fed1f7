"""What organisations are called besides: found by it wherever one is asked for, kept, changed and cleared by imports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.render.search import found_lines
from orgraph.cli.speech import Speech
from orgraph.domain.errors import InvalidInput, NotFound
from orgraph.domain.records import Record
from tests.said import fails, in_english

from ..ledger import raw
from ..packs import ORGANISATIONS, Desk
from ..small_world import TESTER

DAY = date(2023, 8, 22)

LISTED = (
    ORGANISATIONS.replace("duty_phone\n", "duty_phone,aliases\n")
    .replace("first,\n", "first,,{n}矛调中心；{n}一站式\n")
    .replace("0997-0000001\n", "0997-0000001,{n}警方\n")
    .replace("branch,,\n", "branch,,,{n}警方\n")
)


@pytest.fixture(scope="module")
async def desk(services: Services, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    desk = Desk(services, tmp_path_factory.mktemp("aliases"))
    await desk.load()
    desk.write("organisations", LISTED)
    plan = (await desk.prepare()).plan
    assert {one.table: one.change for one in plan.counts if one.change} == {"Unit": 2, "PartyOrganisation": 1}
    await desk.load()
    assert (await desk.prepare()).plan.changes == 0
    yield desk
    await desk.vanish()


@pytest.mark.parametrize("typed", ["{n}矛调", "{n}矛调中心", "{n}一站"])
async def test_an_alias_is_found_while_one_types_it_and_said(desk: Desk, services: Services, typed: str) -> None:
    found = await services.registry.search(TESTER, desk.said(typed), DAY)
    assert [one.code for one in found.organisations] == [desk.said("{k}:centre")]
    (alias,) = found.besides
    assert alias.code == desk.said("{k}:centre") and alias.alias.startswith(desk.said(typed))
    (line,) = found_lines(found, typed, DAY, Speech(services.definitions, "en"))
    assert f"(also called {alias.alias})" in line


async def test_a_unit_is_meant_by_its_alias_where_a_code_is_asked(desk: Desk, services: Services) -> None:
    covered = await services.coverage.covered_by(TESTER, desk.said("{n}矛调中心"), DAY)
    assert covered == await services.coverage.covered_by(TESTER, desk.said("{k}:centre"), DAY)
    with fails(InvalidInput, match="several organisations"):
        await services.coverage.covered_by(TESTER, desk.said("{n}警方"), DAY)
    with pytest.raises(NotFound) as unknown:
        await services.coverage.covered_by(TESTER, desk.said("{n}矛调中新"), DAY)
    assert desk.said("{k}:centre") in in_english(unknown.value.remedy)


async def test_a_name_comes_before_an_alias(desk: Desk, services: Services) -> None:
    desk.changes("2023-09-01", organisations="change,code,aliases\nchange,{k}:centre,{n}公安局；{n}矛调中心\n")
    await desk.load()
    found = await services.registry.search(TESTER, desk.said("{n}公安局"), date(2023, 9, 1))
    assert [one.code for one in found.organisations] == [desk.said("{k}:police"), desk.said("{k}:centre")]
    police = await services.coverage.covered_by(TESTER, desk.said("{n}公安局"), date(2023, 9, 1))
    assert police == await services.coverage.covered_by(TESTER, desk.said("{k}:police"), date(2023, 9, 1))
    desk.changes("2023-09-02", organisations="change,code,aliases\nchange,{k}:centre,-\n")
    await desk.load()
    (row,) = await raw(
        services.store, "MATCH (o:Organisation {code: $code}) RETURN o.aliases, o.aliased", code=desk.said("{k}:centre")
    )
    assert row == [None, None]


def test_an_organisation_without_aliases_is_what_older_stores_hold() -> None:
    """These hold the digest of what it said before there were any: a list that says the same changes nothing."""
    values = {"code": "x:y", "name": "甲", "tier": None}
    held = Record("Unit", "x:y", values)
    assert Record("Unit", "x:y", {**values, "aliases": None, "aliased": None}).digest() == held.digest()
    assert Record("Unit", "x:y", {**values, "aliases": ["乙"], "aliased": True}).digest() != held.digest()
