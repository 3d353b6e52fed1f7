"""The lists of three years, imported one after the other as a user would: each is right on its day and between."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.domain.imports import ImportRefused, Plan
from orgraph.graph.catalogue import dated, held
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.seeding.manifest import load_manifest
from tests.said import in_english

from ..clock import FixedClock
from ..ledger import raw
from ..small_world import TESTER, services_on
from .national_lists import LISTS, PARENT, Division, county, divisions, write_pack

Read = Callable[[str], list[Division]]
NOW = "MATCH (a:Area) RETURN a.code, a.name"
THERE = f"MATCH (a:Area) WHERE {held('a')} RETURN a.code, {dated('a', 'name')} AS name, a.level"


@pytest.fixture
async def empty(tmp_path: Path, definitions: Definitions, clock: FixedClock) -> AsyncIterator[Services]:
    """A store without anything in it."""
    folder = tmp_path / "store"
    async with services_on(embedded_engine(folder, linger=0), definitions, clock, (), folder=folder) as services:
        yield services


async def imported(services: Services, folder: Path, day: str, rows: list[Division]) -> tuple[Plan, list[str]]:
    """Import a list; what the codes that seem to be of other areas now are is decided when it is asked."""
    decisions: dict[str, str] = {}
    try:
        prepared = await services.importing.prepare(TESTER, load_manifest(write_pack(folder, day, rows, {})))
    except ImportRefused as refused:
        asked = {in_english(fault.problem).split()[0]: fault for fault in refused.faults}
        assert all("recoded" in in_english(fault.remedy) for fault in asked.values()), refused.faults
        decisions = dict.fromkeys(asked, "replace")
        prepared = await services.importing.prepare(TESTER, load_manifest(write_pack(folder, day, rows, decisions)))
    ends, hanging = prepared.plan.ends, len(prepared.plan.hanging)
    await services.importing.apply(TESTER, prepared, allow_ending=ends, accept_hanging=hanging)
    return prepared.plan, sorted(decisions)


async def stood(services: Services, day: date) -> set[Division]:
    """What stands on a day: code, name and level."""
    return {(code, name, level) for code, name, level in await raw(services.store, THERE, on=day.isoformat())}


def paths(rows: list[Division]) -> dict[str, str]:
    """The path of each code in a list, from the top down."""
    found: dict[str, str] = {}
    for code, name, level in rows:  # from the top down
        above = found.get(code[: PARENT[level]].ljust(12, "0"), "") if level in PARENT else ""
        found[code] = f"{above}/{name}" if above else name
    return found


def renamed_since(read: Read, day: str) -> dict[str, str]:
    """The codes of a list whose last name, in whatever list has them last, is another: the name of that day."""
    last = {code: name for each in LISTS for code, name, _ in read(each)}
    return {code: name for code, name, _ in read(day) if last[code] != name}


async def hold_names(services: Services, read: Read, day: date) -> int:
    """Each area that has another name now answers on `day` under that of its list; how many there are."""
    first = min(LISTS)
    renamed, way = renamed_since(read, first), paths(read(first))
    now = dict(await raw(services.store, NOW))
    then = {code: name for code, name, _ in await stood(services, day)}
    assert {code: name for code, name in then.items() if now[code] != name} == renamed
    for code, name in renamed.items():
        assert (await services.places.find(code, day)).area.name == name
        found = await services.places.find(way[code], day)
        assert (found.area.code, found.area.name) == (code, name), way[code]
    return len(renamed)


def by_county(rows: set[Division]) -> Counter[tuple[str, str]]:
    return Counter((code[:6], level) for code, _, level in rows)


async def hold(services: Services, read: Read, folder: Path) -> list[tuple[Plan, list[str]]]:
    """Import all lists, then ask about each day of a list and the days before and after."""
    done = [await imported(services, folder, day, read(day)) for day in LISTS]
    days = [date.fromisoformat(day) for day in LISTS]
    for day, next_day in zip(days, [*days[1:], days[-1] + timedelta(days=900)], strict=True):
        rows = set(read(day.isoformat()))
        for asked in (day, day + timedelta(days=1), next_day - timedelta(days=1)):
            there = await stood(services, asked)
            assert by_county(there) == by_county(rows), asked
            assert there == rows, asked
    assert await stood(services, days[0] - timedelta(days=1)) == set()
    return done


async def test_one_county_in_three_lists(empty: Services, tmp_path: Path) -> None:
    """太和区 of 锦州: 女儿河街道's code is 大薛街道's a year later, and 女儿河街道 has another."""
    (_, none), (_, decided), (_, later) = await hold(empty, county, tmp_path / "divisions")

    assert none == later == []
    assert "210711008000" in decided
    assert await hold_names(empty, county, date(2019, 12, 31)) == len(renamed_since(county, "2019-10-31")) > 0
    then, now = date(2020, 6, 29), date(2020, 6, 30)
    assert (await empty.places.find("女儿河街道", then)).area.code == "210711008000"
    assert (await empty.places.find("女儿河街道", now)).area.code != "210711008000"
    assert (await empty.places.find("大薛街道", now)).area.code == "210711008000"


@pytest.mark.full
async def test_the_whole_province_in_three_lists(empty: Services, tmp_path: Path) -> None:
    (first, _), (second, decided), (third, _) = await hold(empty, divisions, tmp_path / "divisions")

    counts = [sum(count.add for count in plan.counts) for plan in (first, second, third)]
    assert counts[0] == 36_227  # 18,114 divisions, each but the province part of another
    assert (counts[1], second.ends) == (3_168, 3_602)
    assert len(decided) >= 22
    assert await hold_names(empty, divisions, date(2019, 12, 31)) == 1_207
