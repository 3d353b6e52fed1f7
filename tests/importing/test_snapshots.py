"""A snapshot says all that a pack holds: what is new begins, what is gone ends, what is the same stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from orgraph.bootstrap import Services
from orgraph.domain.errors import OrgraphError
from orgraph.domain.imports import ImportRefused, RowAction, TableCount
from orgraph.graph.importing import incomplete_packs
from orgraph.services import importing
from tests.said import advised, in_english

from ..ledger import raw
from ..packs import AREAS, OFFICERS, ORGANISATIONS, POSTINGS, RELATIONS, Desk
from ..small_world import SMALL, TESTER

pytestmark = pytest.mark.xdist_group("embedded")


async def test_the_same_pack_twice_changes_nothing(desk: Desk) -> None:
    first = await desk.load()
    before = await raw(desk.services.store, "MATCH (n) RETURN count(n), sum(size(keys(n)))")
    second = await desk.load()
    assert (first.written, second.written, second.id) == (34, 0, first.id)
    assert await raw(desk.services.store, "MATCH (n) RETURN count(n), sum(size(keys(n)))") == before


async def test_the_same_rows_in_another_order_write_no_row(desk: Desk) -> None:
    await desk.load()
    lines = desk.said(OFFICERS).strip().splitlines()
    desk.write("officers", "\n".join([lines[0], *reversed(lines[1:])]))
    prepared = await desk.prepare()
    assert (prepared.plan.changes, {count.same for count in prepared.plan.counts if count.table == "Officer"}) == (
        0,
        {3},
    )


async def test_planning_writes_nothing_and_tells_what_it_would(desk: Desk) -> None:
    before = await raw(desk.services.store, "MATCH (n) RETURN count(n)")
    plan = (await desk.prepare()).plan
    assert await raw(desk.services.store, "MATCH (n) RETURN count(n)") == before
    assert {(count.table, count.add) for count in plan.counts} >= {
        ("Area", 8),
        ("PART_OF", 7),
        ("Unit", 2),
        ("POSTED_TO", 4),
    }
    assert (plan.ends, plan.changes, plan.pack) == (0, 34, desk.key)

    await desk.load()
    desk.write_manifest(as_of="2023-09-01")
    desk.replace("organisations", "{n}公安局,police,second", "{n}公安局,police,third")
    desk.remove("postings", "{k}:two,")
    plan = (await desk.prepare()).plan
    changed = {count.table: count for count in plan.counts if count.change or count.end}
    assert changed == {
        "POSTED_TO": TableCount("POSTED_TO", end=1, same=3),
        "Unit": TableCount("Unit", change=1, same=1),
    }
    shown = {one.table: one for one in plan.shown}
    assert (shown["Unit"].action, shown["Unit"].id) == (RowAction.CHANGE, desk.said("{k}:police"))
    assert "second" in shown["Unit"].before and "third" in shown["Unit"].after
    assert (shown["POSTED_TO"].action, plan.ends) == (RowAction.END, 1)


async def test_what_is_missing_ends_on_the_day_and_can_be_brought_back(desk: Desk) -> None:
    await desk.load()
    first = await desk.state("2023-08-31")
    desk.write_manifest(as_of="2023-09-01")
    desk.remove("postings", "{k}:two,")
    desk.remove("relations", "PAIRED_WITH,")
    await desk.load(allow_ending=2)
    assert await desk.state("2023-08-31") == first
    gone = [row for row in first if row not in await desk.state("2023-09-01")]
    assert [row[0] for row in gone] == ["AWAY", "PAIRED_WITH", "POSTED_TO"]  # the leave was over on that day anyway

    desk.write_manifest(as_of="2023-10-01")
    desk.write("postings", POSTINGS)
    desk.write("relations", RELATIONS)
    await desk.load()
    assert await desk.state("2023-10-01") == [row for row in first if row[0] != "AWAY"]
    assert len(await desk.services.importing.history(TESTER, desk.key)) == 3


async def test_more_than_two_in_a_hundred_end_only_when_told(desk: Desk) -> None:
    await desk.load()
    desk.write_manifest(as_of="2023-09-01")
    desk.remove("postings", "{k}:one,")
    for allowed in (0, 1):
        with pytest.raises(ImportRefused) as refused:
            await desk.load(allow_ending=allowed)
        assert "--allow-ending 2" in advised(refused.value) and "2 of 34" in in_english(refused.value.message)
        assert len(await desk.services.importing.history(TESTER, desk.key)) == 1
    assert (await desk.load(allow_ending=2)).written == 2


async def test_an_officer_who_is_in_no_post_any_more_stays_known(desk: Desk) -> None:
    await desk.load()
    desk.write_manifest(as_of="2023-09-01")
    desk.remove("officers", "{k}:three,")
    desk.remove("postings", "{k}:three,")
    await desk.load(allow_ending=1)
    answer = await desk.services.coverage.who_covers(TESTER, desk.said("{p}0101001000"), date(2023, 8, 31))
    assert [post.officer.name for post in answer.levels[0].posts] == ["文三"]


async def test_a_pack_is_refused_before_those_it_builds_on(desk: Desk) -> None:
    desk.write_manifest(requires="nowhere")
    with pytest.raises(ImportRefused) as refused:
        await desk.load()
    assert "nowhere" in in_english(refused.value.message) and "orgraph import nowhere" in advised(refused.value)


async def test_packs_are_loaded_in_an_order_in_which_each_finds_what_it_needs(embedded_services: Services) -> None:
    folders = [SMALL / "qingshi", SMALL / "wanghai"]
    assert [one.key for one in embedded_services.importing.ordered(folders)] == ["wanghai", "qingshi"]


async def test_packs_that_need_each_other_are_refused(desk: Desk) -> None:
    other = Desk(desk.services, desk.folder.parent, province=98)
    desk.write_manifest(requires="t98")
    other.write_manifest(requires=desk.key)
    with pytest.raises(ImportRefused) as refused:
        desk.services.importing.ordered([desk.folder, other.folder])
    assert "→" in in_english(refused.value.message)


async def test_progress_is_told_up_to_the_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "ONE_TRANSACTION", 5)
    monkeypatch.setattr(importing, "BATCH", 8)
    told: list[tuple[int, int]] = []
    await desk.services.importing.apply(TESTER, await desk.prepare(), progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told) and told[-1] == (34, 34) and len(told) > 4
    assert await incomplete_packs(desk.services.store) == ()


async def test_a_plan_that_another_import_has_overtaken_is_not_carried_out(desk: Desk) -> None:
    """Two people plan on what stands now; the second plan knows nothing of what the first import brought."""
    await desk.load()
    desk.write_manifest(as_of="2023-09-01")
    desk.add("officers", "{k}:four,文四,judge")
    desk.add("postings", "{k}:four,political-legal-officer,{p}0101001001,2023-09-01,,,")
    first = await desk.prepare()
    desk.remove("officers", "{k}:four,")
    desk.remove("postings", "{k}:four,")
    desk.replace("officers", "文三,cadre", "文三,lawyer")
    second = await desk.prepare()
    await desk.services.importing.apply(TESTER, first)
    with pytest.raises(OrgraphError):
        await desk.services.importing.apply(TESTER, second)
    await desk.load(allow_ending=1)
    assert not [row for row in await desk.state("2023-09-01") if row[1] == desk.said("{k}:four")]


MOVED = AREAS.replace("village,{p}0102100000", "village,{p}0101001000")
VARIANTS = {
    "areas": [AREAS, AREAS.replace("山村", "岭村"), MOVED],
    "organisations": [ORGANISATIONS, ORGANISATIONS.replace("second", "third")],
    "officers": [OFFICERS, OFFICERS.replace("judge", "lawyer")],
    "postings": [POSTINGS, POSTINGS.replace("{k}:two", "{k}:three"), "officer,role,at,since"],
    "relations": [RELATIONS, RELATIONS.replace("gas-leak,,assist", "gas-leak,,lead"), "type,source,target,since"],
}
others = st.fixed_dictionaries({table: st.integers(0, len(options) - 1) for table, options in VARIANTS.items()})
firsts = others.filter(lambda chosen: VARIANTS["areas"][chosen["areas"]] is not MOVED)  # a new code must fit its place


class Desks:
    """New desks, as many as examples need; hypothesis shows it without all that hangs on it."""

    def __init__(self, services: Services, folders: pytest.TempPathFactory) -> None:
        self._services, self._folders = services, folders

    def __repr__(self) -> str:
        return "desks"

    def new(self) -> Desk:
        return Desk(self._services, self._folders.mktemp("desk"))


@pytest.fixture(scope="session")
def desks(embedded_services: Services, tmp_path_factory: pytest.TempPathFactory) -> Desks:
    return Desks(embedded_services, tmp_path_factory)


@settings(max_examples=8, phases=[Phase.generate])
@given(one=firsts, other=others)
async def test_a_then_b_then_a_is_a_again(desks: Desks, one: dict[str, int], other: dict[str, int]) -> None:
    desk = desks.new()

    async def load(chosen: dict[str, int], as_of: str) -> list[list[object]]:
        desk.write_manifest(as_of=as_of)
        for table, number in chosen.items():
            desk.write(table, VARIANTS[table][number])
        await desk.load(allow_ending=100)
        return await desk.state(as_of)

    first = await load(one, "2023-08-22")
    await load(other, "2023-08-24")
    assert await load(one, "2023-08-26") == first
    assert (await desk.load()).written == 0
