"""The cities as `orgraph demo --city` plays them: each from its own pack, on the real divisions, to the outcome."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from orgraph.cli.common import Session
from orgraph.cli.main import run
from orgraph.seeding.scripts import SCENARIO

from ..small_world import ROOT

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("cities")]

SEEDS = ROOT / "seeds"
CITIES = sorted(path.parent.name for path in SEEDS.glob(f"*/{SCENARIO}"))
Played = Callable[[str, str], str]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """What a city's play says in a language; each is played once."""
    kept: dict[tuple[str, str], str] = {}
    folder = tmp_path_factory.mktemp("cities")

    def play(city: str, lang: str) -> str:
        if (city, lang) not in kept:
            out = StringIO()
            session = Session({"folder": folder / "store", "seeds_dir": SEEDS, "schema_dir": ROOT / "schema"})
            with redirect_stdout(out), redirect_stderr(out):
                code = run(["demo", "--city", city, "--once", "--lang", lang], session)
            assert code == 0, out.getvalue()
            kept[city, lang] = out.getvalue()
        return kept[city, lang]

    return play


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("city", CITIES)
def test_a_city_plays_and_all_that_it_expects_holds(played: Played, city: str, lang: str) -> None:
    told = played(city, lang)

    assert "✗" not in told and "✓" in told
    assert "演示数据" in told if lang == "zh" else "Demonstration data" in told


def test_benxi_the_paired_branch_comes_and_the_four_verbs_are_seen(played: Played) -> None:
    told = played("benxi", "zh")

    assert "达标 499 / 应查 499" in told
    assert re.search(r"结对社区\(村\) +(= )?499 +499 +✓", told)
    assert re.search(r"四级网格员 +(= )?47,444 +47,444 +✓", told)
    life = told[told.rindex("经过：") if "已办结" in told else 0 :]
    shown = told[told.index("全过程：呼、转、办、督") : told.index("六、支部只协办")]
    assert {"呼", "转", "办", "督"} <= set(re.findall(r"\+08:00  (\S)  ", shown)), life
    assert re.search(r"办  协办签收 +平山区人民法院第1党支部", shown)
    assert re.search(r"督  回访 ", shown)
    assert "任务" in shown and "已办结" in shown


def test_dandong_one_village_is_the_gap_and_its_two_officers_mediate(played: Played) -> None:
    told = played("dandong", "zh")

    assert "达标 874 / 应查 874" in told and "达标 873 / 应查 874" in told
    assert re.search(r"首次进村走访 +(= )?874 +874 +✓", told)
    for title, number in (
        ("排查矛盾纠纷", "796"),
        ("化解矛盾纠纷", "781"),
        ("法律咨询", "284"),
        ("法治宣传活动", "133"),
    ):
        assert re.search(rf"{title} +(= )?{number} +{number} +据报道", told), title
    assert "公布数字：可计的 3 项中 3 项相符" in told
    life = told[told.rindex("经过：") :]
    order = (
        "推荐调解组织",
        "当事人不选所推荐的调解组织",
        "当事人选定调解组织",
        "受理调解",
        "调解(会商)笔录",
        "达成协议",
        "登记履行",
        "调解回访",
        "归档(卷宗)",
    )
    found = [life.index(one) for one in order]
    assert found == sorted(found)
    assert re.search(r"调解\(会商\)笔录 +边门村委会 驻村政法干警", life)
    assert re.search(r"达成协议 +边门镇人民调解委员会", life)


def test_dalian_the_parties_refuse_one_room_and_choose_the_next_and_records_promote(played: Played) -> None:
    told = played("dalian", "zh")

    assert re.search(r"人民调解组织 +(= )?1,918 +1,918 +✓", told) and re.search(r"品牌调解室 +(= )?390 +390 +✓", told)
    assert re.search(r"金牌调解员 +(= )?60 +60 +✓", told) and re.search(r"调解员 +≥ 11,000 +11,000 +✓", told)
    assert re.search(r"≥ 25,000 +– ", told) and re.search(r"≥ 98 +– ", told)

    proposed = told[told.index("推荐：先看专长") : told.index("不是调解组织的不能选")]
    rows = re.findall(r"^  ✓  (\S+?)\* +推荐 +\S+ +专长：医疗纠纷、调解成功率(?: (\d+)‰|未知)", proposed, re.M)
    assert rows == [
        ("沙河口区医疗纠纷第1品牌调解室", "1000"),
        ("沙河口区医疗纠纷第2品牌调解室", "909"),
        ("沙河口区医疗纠纷人民调解委员会", ""),
    ], "the same specialty, place, tier and load: their rate decides, who has none comes by tier"

    life = told[told.index("全过程：推荐") : told.index("五、提档")]
    assert re.search(r"沙河口区医疗纠纷第1品牌调解室\* +当事人不选 ", life)
    life = life[life.rindex("经过：") :]
    order = ("推荐调解组织", "当事人不选", "当事人选定", "受理调解", "笔录", "达成协议", "登记履行", "调解回访", "归档")
    found = [life.index(one) for one in order]
    assert found == sorted(found)
    assert re.search(r"调解回访 +沙河口区社会治安综合治理中心", life), "by somebody else than who mediated"

    promoted = told[told.index("五、提档") :]
    assert re.search(r"第2品牌调解室 +调解成功率\(‰\) 应有980，现有916 \(11/12\)", promoted)
    assert "等级：品牌 → 示范" in promoted and "等级：普通 → 品牌" in promoted
    assert "结果不同 0 次" in promoted and "台账完好" in promoted


@pytest.mark.parametrize("city", ["benxi", "dalian", "dandong"])
def test_published_figures_that_are_no_count_stand_as_published(city: str) -> None:
    """796 and 781 are held as published: no rows stand for matters, and the rate is their quotient."""
    from yaml import safe_load

    text = Path(SEEDS / city / "figures.yaml").read_text(encoding="utf-8")
    figures = safe_load(text)
    assert all(one["comparator"] in ("exact", "at_least", "nearly") for one in figures.values())
    if city == "dandong":
        found, resolved, rate = (figures[key] for key in ("disputes-found", "disputes-resolved", "resolution-rate"))
        assert (found["value"], resolved["value"]) == (796, 781)
        assert round(100 * resolved["value"] / found["value"], 1) == rate["value"] == 98.1
        assert (figures["consultations"]["value"], figures["publicity-events"]["value"]) == (284, 133)
        assert (figures["publicity-reach"]["value"], figures["publicity-reach"]["comparator"]) == (15000, "at_least")
        held = [figures[key]["count"]["of"] for key in ("disputes-found", "disputes-resolved", "publicity-reach")]
        assert held == ["counts"] * 3 and "count" not in rate


def test_shenyang_a_property_dispute_is_settled_by_who_sits_at_the_station_that_day(played: Played) -> None:
    told = played("shenyang", "zh")

    assert "达标 2,692 / 应查 2,692" in told and "达标 2,691 / 应查 2,692" in told
    assert "达标 8,076 / 应查 8,076" in told and "达标 8,075 / 应查 8,076" in told
    for title, number in (
        ("“三零”工作室", "2,692"),
        ("工作室专业人员", "8,076"),
        ("服务事项", "100"),
        ("服务类别", "30"),
    ):
        assert re.search(rf"{title} +[≥=] [\d,]+ +{number} +✓", told), title
    assert re.search(r"工作室化解矛盾纠纷 +≥ 71,000 +– +–", told)
    assert re.search(
        r"物业纠纷调解\* +沈阳市物业纠纷人民调解委员会\* +在民航“三零”工作室\* +每月第一个周二 +当日在", told
    )
    there = told[told.index("当日驻点：") :]
    assert "沈阳市物业纠纷人民调解委员会" in there[:200]
    life = told[told.rindex("经过：") :]
    order = (
        "推荐调解组织",
        "当事人选定调解组织",
        "受理调解",
        "调解(会商)笔录",
        "达成协议",
        "登记履行",
        "调解回访",
        "归档(卷宗)",
    )
    found = [life.index(one) for one in order]
    assert found == sorted(found)


def test_anshan_a_department_reports_in_late_is_pressed_and_rated(played: Played) -> None:
    told = played("anshan", "zh")

    assert "达标 19,072 / 应查 19,072" in told and "达标 39 / 应查 40" in told and "达标 361 / 应查 362" in told
    for title, number in (("网格员", "71,083"), ("参与的企业", "24,876"), ("社区社会组织", "7,816")):
        assert re.search(rf"{title} +[≥=] [\d,]+ +{number} +✓", told), title
    assert re.search(r"志愿者 +≥ 516,000 +– +–", told)
    late = told[told.index("值班联络员病假无人代理") : told.index("仍未签收，督办到区综治中心")]
    assert re.search(r"签收 +超期 +限30分钟", late) and re.search(r"督 +逐级督办", late)
    assert "已办结" in told


def test_fushun_opinions_go_by_their_class_and_a_dispute_climbs_past_a_vacant_post(played: Played) -> None:
    told = played("fushun", "zh")

    assert "达标 931 / 应查 931" in told and "达标 320 / 应查 320" in told and "达标 25 / 应查 25" in told
    assert "达标 930 / 应查 931" in told and "达标 24 / 应查 25" in told
    for which, who in (("三、", "“雷锋·红”调解服务站"), ("四、", "网格议事会"), ("五、", "站前街道综治中心")):
        assert who in told[told.index(which) :]
    life = told[told.rindex("经过：") :]
    told_to = [line for line in life.splitlines() if "逐级督办" in line]
    assert len(told_to) == 4
    for line, whom in zip(told_to, ("楼长", "村(社区)党组织书记", "乡镇(街道)党(工)委书记", "联盟"), strict=True):
        assert whom in line
    assert "空缺" in told_to[1]
