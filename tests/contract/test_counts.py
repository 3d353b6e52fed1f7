"""What was counted is summed up as places lay on the days of the period, beside another period, with who is missing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.counts import Counted, Days, MeasureCount, Total
from orgraph.domain.errors import InvalidInput, NotFound, UnknownPlace

from ..oracle import Oracle
from ..oracle.counts import Counts, rows_of
from ..packs import AREAS, Desk
from ..said import fails, in_chinese, in_english
from ..small_world import PACKS, TESTER

PERIODS = (
    ("2023-01-01", "2023-06-30"),
    ("2022-01-01", "2022-06-30"),
    ("2022-01-01", "2023-06-30"),
    ("2023-02-01", "2023-07-31"),
    ("2023-06-15", "2023-06-20"),
    ("2019-01-01", "2019-12-31"),
)
CITY = "990100000000"
PUBLISHED = ("matters-found", "matters-resolved", "volunteers")
"""Told of the city as a whole, and so in each of its parts by nobody."""
HEAD = "measure,at,since,until,value,source,synthetic"


def day(text: str) -> date:
    return date.fromisoformat(text)


async def asked(
    services: Services, place: str, measure: str, first: str = "2023-01-01", last: str = "2023-06-30", **more: str
) -> MeasureCount:
    """What is counted of one measure."""
    found = await services.counts.counts(TESTER, place, [measure], day(first), day(last), **more)
    return found.measures[0]


@pytest.mark.parametrize("period", PERIODS)
async def test_everywhere_it_is_what_the_rows_say(services: Services, oracle: Oracle, period: tuple[str, str]) -> None:
    """Of every area, in every measure: the sum, what lies below others, who is missing, and what is too long."""
    counts = Counts(oracle, rows_of(list(PACKS)))
    measures = services.definitions.measures
    levels = services.definitions.levels
    for area in [code for code in oracle.all_areas(period[1]) if code.startswith("99")]:
        if levels[oracle.graph.nodes[area]["level"]].rank > levels["village"].rank:
            continue
        found = await services.counts.counts(TESTER, area, list(measures.keys()), day(period[0]), day(period[1]))
        for one in found.measures:
            measure = measures[one.measure]
            lowest = max(measure.levels, key=lambda key: levels[key].rank, default="")
            due = (*(measure.kinds or (lowest,)), *measure.organisations)
            said = counts.counted(measure.key, area, *period, measure.adds, due)
            told = (one.value, one.observations, one.below_number, one.missing.number)
            assert told == (said.value, said.rows, said.below, len(said.missing)), (area, one.measure)
            assert tuple(place.code for place in one.missing.places) == said.missing
            assert tuple(sorted({each.place.code for each in one.missing.partly})) == said.partly


async def test_areas_of_a_level_are_each_what_they_are_alone_and_together_the_whole(services: Services) -> None:
    for level in ("county", "township", "village"):
        whole = await services.counts.counts(
            TESTER, CITY, (), day("2023-01-01"), day("2023-06-30"), by=level, beside="year-before"
        )
        for one in whole.measures:
            assert sum(part.value or 0 for part in one.parts) == (one.value or 0), one.measure
            assert sum(part.missing for part in one.parts) == one.missing.number
            for part in one.parts:
                if part.area is not None and one.measure not in PUBLISHED:
                    alone = await asked(services, part.area.code, one.measure, beside="year-before")
                    assert (part.value, part.compared) == (alone.value, alone.compared), part.area.code


async def test_a_period_is_held_beside_another_and_nothing_is_divided_by_nought(services: Services) -> None:
    year = await asked(services, CITY, "accidents", beside="同比")
    assert (year.value, year.compared and year.compared.value) == (15, 28)
    assert year.compared and (year.compared.difference, year.compared.per_mille) == (-13, -464)
    from_nought = await asked(services, "990121101200", "案件", beside="2022-01-01..2022-06-30")
    assert from_nought.compared and (from_nought.compared.value, from_nought.compared.per_mille) == (0, None)
    none_then = await asked(services, CITY, "accidents", beside="2019-01-01..2019-12-31")
    assert none_then.compared and none_then.compared.value is None and none_then.compared.difference is None
    before = await services.counts.counts(TESTER, CITY, ["cases"], day("2023-01-01"), day("2023-06-30"), beside="环比")
    assert before.against and (before.against.first, before.against.last) == (day("2022-07-01"), day("2022-12-31"))


async def test_an_organisation_is_asked_by_code_or_name_also_when_it_has_ended(services: Services) -> None:
    for word in ("qingshi:talk-beita", "北塔社区评理说事点"):
        assert (await asked(services, word, "talks")).value == 7
    gone = await services.counts.counts(
        TESTER, "qingshi:talk-guangming", ["talks"], day("2022-01-01"), day("2022-06-30")
    )
    assert gone.ended == day("2023-06-01") and gone.measures[0].value == 2
    assert [one.name for one in (await asked(services, CITY, "talks")).missing.places] == ["光明社区评理说事点"]


@pytest.mark.parametrize(
    ("place", "more", "kind", "words"),
    [
        ("990199999999", {}, UnknownPlace, ""),
        ("mca:999999999999", {}, UnknownPlace, ""),
        ("没有这样的地方", {}, UnknownPlace, ""),
        ("qingshi:nobody", {}, NotFound, ""),
        (CITY, {"measures": ["accident"]}, InvalidInput, "no measure 'accident'; did you mean accidents"),
        (CITY, {"by": "parish"}, InvalidInput, "no level 'parish'"),
        (CITY, {"by": "province"}, InvalidInput, "level"),
        (CITY, {"measures": ["accidents"], "by": "grid"}, InvalidInput, "level"),
        (CITY, {"first": day("2023-07-01"), "last": day("2023-06-30")}, InvalidInput, "2023-06-30"),
        (CITY, {"first": day("2999-01-01")}, InvalidInput, "2999-01-01"),
        (CITY, {"beside": "last week"}, InvalidInput, "last week"),
        (CITY, {"beside": "2022-06-30..2022-01-01"}, InvalidInput, "2022-06-30"),
        (CITY, {"first": day("0001-01-01"), "last": day("0001-01-31"), "beside": "year-before"}, InvalidInput, ""),
    ],
)
async def test_what_cannot_be_asked_is_refused_with_a_remedy(
    services: Services, place: str, more: dict[str, object], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind) as refused:
        await services.counts.counts(TESTER, place, **more)  # type: ignore[arg-type]
    assert words in in_english(refused.value) and in_chinese(refused.value)


@pytest.fixture
async def desk(services: Services, tmp_path: Path) -> AsyncIterator[Desk]:
    """A pack without counts, not loaded."""
    made = Desk(services, tmp_path)
    yield made
    await made.vanish()


def write_areas(desk: Desk, *more: str, **ends: str) -> None:
    """The areas of the pack with a column `until`, `ends` by what stands in the rows, and some more."""
    head, *rows = AREAS.strip().splitlines()
    days = {row: day for word, day in ends.items() for row in rows if word in row}
    desk.write("areas", "\n".join([head + ",since,until", *(f"{row},,{days.get(row, '')}" for row in rows), *more]))


def by_code(found: Counted) -> dict[str, int | None]:
    return {part.area.code if part.area else "": part.value for part in found.measures[0].parts}


async def test_what_a_merged_village_counted_stays_in_the_sum_and_it_is_no_longer_missing(desk: Desk) -> None:
    """The village ends on 1 April; the one that takes it in reports for both from then on."""
    services, p = desk.services, desk.words["p"]
    write_areas(
        desk, "{p}0102100201,{n}新村村委会,village,{p}0102100000,villagers-committee,,2023-04-01,", 山村="2023-04-01"
    )
    old, new = "accidents,{p}0102100200", "accidents,{p}0102100201"
    desk.write("counts", f"{HEAD}\n{old},2023-01-01,2023-04-01,3,,\n{new},2023-04-01,2023-07-01,2,,")
    await desk.load(allow_ending=9)
    town = await asked(services, f"{p}0102100000", "accidents")
    assert (town.value, town.missing.number, town.missing.short_number) == (5, 0, 0)
    alone = await services.counts.counts(TESTER, f"{p}0102100200", ["accidents"], day("2023-01-01"), day("2023-06-30"))
    assert alone.ended == day("2023-04-01") and alone.measures[0].value == 3
    later = await asked(services, f"{p}0102100000", "accidents", "2023-04-01", "2023-06-30")
    assert (later.value, later.missing.number) == (2, 0), "what has ended before the period owes nothing"


async def test_what_a_village_counted_before_it_moved_stays_where_it_lay(desk: Desk) -> None:
    services, p = desk.services, desk.words["p"]
    write_areas(desk)
    desk.replace("areas", "{p}0102100200,{n}山村村委会,village,{p}0102100000", "{p}0102100200,{n}山村村委会,village,")
    desk.add("relations", "PART_OF,{p}0102100200,{p}0102100000,2021-01-01,2023-04-01,,,,")
    desk.add("relations", "PART_OF,{p}0102100200,{p}0101001000,2023-04-01,,,,,")
    rows = ("2023-01-01,2023-04-01,3,,", "2023-04-01,2023-07-01,2,,")
    desk.write("counts", "\n".join([HEAD, *(f"accidents,{{p}}0102100200,{row}" for row in rows)]))
    await desk.load()
    found = await services.counts.counts(
        TESTER, f"{p}0100000000", ["accidents"], day("2023-01-01"), day("2023-06-30"), by="township"
    )
    assert by_code(found) == {f"{p}0101001000": 2, f"{p}0102100000": 3}


async def test_what_stands_at_a_place_and_below_it_is_counted_once(desk: Desk) -> None:
    """The county has a number of its own for the first quarter; that of its city counts for all."""
    services, p = desk.services, desk.words["p"]
    county, city = "matters-found,{p}0101000000", "matters-found,{p}0100000000"
    half = f"{HEAD}\n{county},2023-01-01,2023-04-01,30,,\n{county},2023-04-01,2023-07-01,20,,"
    desk.write("counts", f"{half}\n{city},2023-01-01,2023-04-01,100,,")
    await desk.load()
    found = await asked(services, f"{p}0100000000", "matters-found")
    assert (found.value, found.below_number, found.below_value) == (120, 1, 30)
    parts = await services.counts.counts(
        TESTER, f"{p}0100000000", ["matters-found"], day("2023-01-01"), day("2023-06-30"), by="county"
    )
    assert by_code(parts) == {f"{p}0101000000": 20, f"{p}0102000000": None, "": 100}


@pytest.mark.parametrize("word", ["county", "县(市、区)", "县", "区", "区县", "县区"])
async def test_a_level_is_asked_for_by_key_title_and_the_short_words_of_people(services: Services, word: str) -> None:
    found = await services.counts.counts(TESTER, CITY, ["accidents"], day("2023-01-01"), day("2023-06-30"), by=word)
    assert found.level == "county"


async def test_a_revised_number_replaces_the_earlier_one(desk: Desk) -> None:
    services, p = desk.services, desk.words["p"]
    row = "accidents,{p}0101001001,2023-01-01,2023-07-01"
    for value, as_of in ((3, "2023-08-22"), (0, "2023-09-01")):
        desk.write("counts", f"{HEAD}\n{row},{value},,")
        desk.write_manifest(as_of=as_of)
        await desk.load()
        found = await asked(services, f"{p}0101000000", "accidents")
        assert (found.value, found.observations) == (value, 1)
    desk.changes("2023-09-02", counts="change,measure,at,since,until,value\ncorrect," + row[:-10] + "2023-01-01,")
    await desk.load()
    assert (await asked(services, f"{p}0101000000", "accidents")).value is None, "it was taken back"


async def test_a_total_says_what_alone_it_rests_on(desk: Desk) -> None:
    """What a published figure is held against: a number that was reported of the whole, or a sum."""
    services, p, days = desk.services, desk.words["p"], Days(day("2023-01-01"), day("2023-06-30"))
    measure = services.definitions.measures["accidents"]
    told = (("0101001001", 1, "bulletin"), ("0102100200", 2, ""))
    rows = [f"accidents,{{p}}{place},2023-01-01,2023-07-01,{value},{source},\n" for place, value, source in told]
    desk.write("counts", HEAD + "\n" + "".join(rows))
    await desk.load()
    for place, value, source in (*told, ("0100000000", 3, None)):
        found = await services.counts.total(measure, p + place, days)
        assert (found.value, found.only and found.only.source) == (value, source)
    before = Days(day("2022-01-01"), day("2022-06-30"))
    assert await services.counts.total(measure, f"{p}0100000000", before) == Total(None, None)


async def test_of_what_goes_on_the_last_number_counts(desk: Desk) -> None:
    services, p = desk.services, desk.words["p"]
    city = "volunteers,{p}0100000000"
    desk.write("counts", f"{HEAD}\n{city},2022-01-01,2023-04-01,500,,\n{city},2023-04-01,,516,,")
    await desk.load()
    for last, value in (("2021-12-31", None), ("2023-03-31", 500), ("2023-06-30", 516)):
        assert (await asked(services, f"{p}0100000000", "volunteers", "2021-01-01", last)).value == value


async def test_more_areas_than_fit_an_answer_are_refused(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orgraph.services.counts.LONGEST", 3)
    with fails(InvalidInput, match="more than 3"):
        await services.counts.counts(TESTER, CITY, ["accidents"], day("2023-01-01"), day("2023-06-30"), by="village")


async def test_what_was_counted_before_a_place_is_known_counts_where_it_first_lay(desk: Desk) -> None:
    """The list begins in 2021; what the city has published of 2019 and 2020 is none the less held against it."""
    services, p = desk.services, desk.words["p"]
    village = "accidents,{p}0101001001"
    desk.write("counts", f"{HEAD}\n{village},2019-01-01,2020-01-01,7,,\n{village},2020-01-01,2021-01-01,5,,")
    await desk.load()
    found = await services.counts.counts(
        TESTER, f"{p}0100000000", ["accidents"], day("2020-01-01"), day("2020-12-31"), by="county", beside="year-before"
    )
    [one] = found.measures
    assert (one.value, one.compared and one.compared.value, one.missing.number) == (5, 7, 0)
    assert found.known == day("2021-01-01") and by_code(found) == {f"{p}0101000000": 5}
    later = await services.counts.counts(TESTER, f"{p}0100000000", ["accidents"], day("2021-01-01"), day("2021-12-31"))
    assert later.known is None and later.measures[0].missing.number == 2
