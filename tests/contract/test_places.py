"""What people type for a place: codes, paths with levels left out, names with and without endings, aliases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.errors import AmbiguousPlace, PlaceEnded, UnknownPlace
from orgraph.graph.places import top_areas
from tests.said import fails, in_english

from ..oracle import Oracle

TODAY = date(2023, 8, 22)


async def meant(services: Services, text: str, on: date = TODAY) -> set[str]:
    """Codes of every area that the text may mean."""
    try:
        return {(await services.places.find(text, on)).area.code}
    except AmbiguousPlace as ambiguous:
        return {one.area.code for one in ambiguous.candidates}
    except UnknownPlace:
        return set()


@pytest.mark.parametrize(
    ("text", "unknown", "near"),
    [
        ("河东区/南河街/南河社区", "no area '南河街' in 河东区", "南河街道"),
        ("河东区/南河街道/没有的村", "no area '没有的村' in 河东区/南河街道", ""),
        ("南河街", "no area '南河街'", "南河街道"),
        ("河东区没有的街道9号楼", "no area '河东区没有的街道9号楼'", "河东区"),
    ],
)
async def test_the_part_that_is_unknown_is_said_with_what_comes_nearest(
    services: Services, text: str, unknown: str, near: str
) -> None:
    with pytest.raises(UnknownPlace) as refused:
        await services.places.find(text, TODAY)
    assert in_english(refused.value.message).startswith(unknown)
    assert near in "".join(one.area.name for one in refused.value.nearest)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("990102001001", "990102001001"),
        (" 990102001001 ", "990102001001"),
        ("990121100200H0002", "990121100200H0002"),
        ("mca:990102001", "990102002000"),
        ("青石市", "990100000000"),
        ("青石", "990100000000"),
        ("南河街道", "990102001000"),
        ("南河街道办事处", "990102001000"),
        ("南河社区", "990102001001"),
        ("南河社区居委会", "990102001001"),
        ("东村", "990102002200"),
        ("光明社区居委会", "990102002002"),
        ("东村村民委员会", "990102002200"),
        ("江边小区", "990102001002"),
        ("榆岭自治县", "990121000000"),
        ("榆岭镇", "990121100000"),
        ("柳沟满族乡", "990121101000"),
        ("榆岭镇/东沟村", "990121100200"),
        ("望海省/青石市/榆岭满族自治县/柳沟满族乡/东沟村村委会", "990121101200"),
        ("青石市/老爷岭村", "990121102201"),
        ("河东区/南河社区第2网格", "990102001001002"),
        ("/柳沟满族乡/大石湖村/", "990121102202"),
        ("南河街道办", "990102001000"),
        ("河东区/江边小区", "990102001002"),
        ("青石市/河东/江边小区/2号楼", "99010200100200002"),
        ("河东区南河街道南河社区1号楼", "99010200100100001"),
        ("青石市河东区南河街道南河社区居民委员会1号楼", "99010200100100001"),
        ("望海省青石市榆岭镇东沟村", "990121100200"),
        ("990102001001/第2网格", "990102001001002"),
        ("河东区/990102001001/第2网格", "990102001001002"),
        ("990102000000/南河街道/南河社区/1号楼", "99010200100100001"),
        ("mca:990102001/北塔社区1号楼", "99010200200100001"),
        ("江边小区2号楼", "99010200100200002"),
        ("河东区江边小区2号楼", "99010200100200002"),
        *((f"南河社区{number}号楼", "99010200100100001") for number in "一１①壹"),
        *((f"河东区/南河社区/{number}号楼", "99010200100100001") for number in "一１①壹"),
        ("南河社区二#楼", "99010200100100002"),
        ("河东区南河社区第二网格", "990102001001002"),
    ],
)
async def test_one_place_is_meant(services: Services, text: str, code: str) -> None:
    assert await meant(services, text) == {code}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("南河", ["望海省/青石市/河东区/南河街道", "望海省/青石市/河东区/南河街道/南河社区居民委员会"]),
        (
            "东沟村",
            [
                "望海省/青石市/榆岭满族自治县/柳沟满族乡/东沟村村委会",
                "望海省/青石市/榆岭满族自治县/榆岭镇/东沟村村民委员会",
            ],
        ),
        (
            "榆岭",
            [
                "望海省/青石市/榆岭满族自治县",
                "望海省/青石市/榆岭满族自治县/榆岭镇",
                "望海省/青石市/榆岭满族自治县/榆岭镇/榆岭社区居委会",
            ],
        ),
    ],
)
async def test_a_name_of_several_places_lists_them_with_their_paths(
    services: Services, text: str, paths: list[str]
) -> None:
    with pytest.raises(AmbiguousPlace) as ambiguous:
        await services.places.find(text, TODAY)
    assert sorted(one.path for one in ambiguous.value.candidates) == paths
    assert ambiguous.value.more == 0


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("990102001999", "990102001000"),
        ("990121102204", "990121102000"),
        ("石门镇/大石湖村", "990121102202"),
        ("mca:000000", ""),
        ("没有这个村", ""),
        ("990121102299/甲网格", "990121102000"),
        ("990102001001/第九网格", "990102001001"),
        ("南河社区/九号楼", "990102001001"),
        ("青石市江边小区九号楼", "990102001002"),
        ("老窑/1号楼", "990121102203"),
        ("旧窑村/一组", "990121102203"),
        ("三#楼", "99010200100100003"),
        ("第三网格", ""),
        ("三里社区", ""),
        ("江边", "990102001002"),
        ("滨江花", "990102001002"),
    ],
)
async def test_an_unknown_place_names_what_comes_nearest(services: Services, text: str, nearest: str) -> None:
    with pytest.raises(UnknownPlace) as unknown:
        await services.places.find(text, TODAY)
    assert [one.area.code for one in unknown.value.nearest] == ([nearest] if nearest else [])
    assert unknown.value.remedy


async def test_a_building_that_is_not_there_shows_others_of_its_village(services: Services) -> None:
    for typed in ("南河社区九号楼", "南河社区⑨号楼", "河东区南河社区9号楼"):
        with pytest.raises(UnknownPlace) as unknown:
            await services.places.find(typed, TODAY)
        assert unknown.value.nearest, typed


async def test_a_number_without_its_village_shows_those_of_every_village(services: Services) -> None:
    for typed in ("一号楼", "1号楼", "①号楼"):
        with pytest.raises(UnknownPlace) as unknown:
            await services.places.find(typed, TODAY)
        assert [one.area.name for one in unknown.value.nearest] == ["南河社区1号楼", "滨江社区1号楼", "北塔社区1号楼"]


async def test_a_path_below_a_code_says_what_is_unknown_in_it(services: Services) -> None:
    with fails(UnknownPlace, match="no area '丁网格' in 990121102201 on 2023-08-22"):
        await services.places.find("990121102201/丁网格", TODAY)
    for gone in ("990121102000/旧窑村", "990121102000/老窑", "990121102000/990121102203"):
        with pytest.raises(PlaceEnded):
            await services.places.find(gone, TODAY)
    with fails(UnknownPlace, match="no area '990121102202' in 石门镇"):
        await services.places.find("石门镇/990121102202", TODAY)


async def test_a_place_is_found_where_it_lay_on_the_day(services: Services) -> None:
    before, after = date(2023, 4, 30), date(2023, 5, 1)
    assert await meant(services, "石门镇/大石湖村", before) == {"990121102202"}
    assert await meant(services, "石门镇/大石湖村", after) == set()
    assert await meant(services, "柳沟满族乡/大石湖村", after) == {"990121102202"}
    assert (await services.places.find("大石湖村", before)).path.endswith("石门镇/大石湖村村委会")
    assert (await services.places.find("大石湖村", after)).path.endswith("柳沟满族乡/大石湖村村委会")


async def test_the_top_is_what_lies_in_nothing(services: Services) -> None:
    tops = await top_areas(services.store, ["province", "city"], TODAY)
    assert "990000000000" in {one.code for one in tops}
    assert {one.level for one in tops} == {"province"}


def ways_to_say(oracle: Oracle, code: str, on: str) -> Iterator[str]:
    """The names, codes and paths of an area, with endings changed and levels left out."""
    node = oracle.graph.nodes[code]
    forms = oracle._spoken(node["name"], node["level"])
    yield from (code, *forms, f"{forms[-1]}村委会", f"{forms[-1]}社区", node["name"][:-1])
    names = [oracle.graph.nodes[step]["name"] for step in oracle.chain(code, on)]
    for above in names[1:]:
        yield f"{above}/{names[0]}"
    if len(names) > 2:
        yield "/".join(reversed(names))
        yield f"{names[2]}/{names[1]}/{forms[-1]}"


async def test_every_way_to_say_a_place_means_what_the_oracle_says(
    services: Services, oracle: Oracle, days: tuple[str, ...]
) -> None:
    day = days[-3] if len(days) > 2 else days[0]
    on = date.fromisoformat(day)
    said = {text for code in oracle.all_areas(day) for text in ways_to_say(oracle, code, day)}
    nodes = [node for _, node in oracle.graph.nodes(data=True) if node["what"] == "area"]
    said |= {name for node in nodes for name in (node["name"], *(node.get("aliases") or node["name"]).split(";"))}
    wrong = {}
    for text in sorted(said):
        if (found := await meant(services, text, on)) != oracle.place(text, day):
            wrong[text] = (found, oracle.place(text, day))
    assert not wrong
