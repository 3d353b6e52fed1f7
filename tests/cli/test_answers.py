"""What people read, word for word: goldens in both languages, written anew with ORGRAPH_GOLDENS=write."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.small_world import SMALL

from .conftest import DAY, World

Golden = Callable[[str, str], None]
BUILDING = "99010200100100001"
WHISTLE = (
    "whistle",
    BUILDING,
    "--by",
    "township-secretary",
    "--kind",
    "emergency",
    "--category",
    "路面塌陷",
    "--text",
    "塌陷",
    "--again",
)

COMMANDS = {
    "who-covers": ("who-covers", BUILDING, "--on", DAY),
    "who-covers-category": ("who-covers", "南河社区", "--on", DAY, "--category", "road-collapse"),
    "who-covers-all": ("who-covers", "青石市/河东区/北塔街道/光明社区", "--on", DAY, "--all"),
    "services": ("services", "南河社区", "--on", DAY),
    "services-item": ("services", "老爷岭村", "--item", "法律咨询", "--on", DAY),
    "services-below": ("services", "河东区", "--on", DAY),
    "search": ("search", "南河街"),
    "covered-by-officer": ("covered-by", "qingshi:o-donggou-village", "--on", DAY),
    "covered-by-branch": ("covered-by", "qingshi:branch-court", "--on", DAY),
    "audit-dual-officers": ("audit", "dual-officers", "--on", DAY),
    "audit-five-level-chain": ("audit", "five-level-chain", "--on", DAY, "--area", "河东区"),
    "audit-whistlers": ("audit", "township-whistlers", "--on", DAY, "--area", "榆岭满族自治县"),
    "audit-trend": ("audit", "dual-officers", "--from", "2022-06-30", "--on", "2023-12-31", "--every", "quarter"),
    "audit-explained": ("audit", "explain", "dual-officers"),
    "audit-explained-postings": ("audit", "explain", "person-in-two-counties"),
    "audit-explained-chain": ("audit", "explain", "five-level-chain", "--area", "河东区"),
    "audit-explained-places": ("audit", "explain", "ended-area-units"),
    "audits": ("audits",),
    "weak-points": ("weak-points", "河东区", "--on", DAY),
    "weak-points-none": ("weak-points", BUILDING, "--on", DAY, "--only", "branch"),
    "figures": ("figures", "qingshi"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_an_answer_reads_as_agreed(world: World, golden: Golden, name: str, lang: str) -> None:
    golden(f"{name}.{lang}", world.text(*COMMANDS[name], "--lang", lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tree_of_an_area_is_drawn_with_its_gaps(world: World, golden: Golden, tmp_path: Path, lang: str) -> None:
    file = tmp_path / "gaps.svg"
    said = world.text("audit", "dual-officers", "--on", DAY, "--svg", file, "--lang", lang)
    assert str(file) in said and "10" in said
    golden(f"gap-tree.{lang}", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_whistle_says_who_comes_and_why_and_the_same_key_gives_the_same_task(
    world: World, golden: Golden, lang: str
) -> None:
    key = ("--key", f"golden-{lang}", "--lang", lang)
    first = world.text(*WHISTLE, *key, task=f"task-{lang}")
    again = world.text(*WHISTLE, *key, task="never")

    golden(f"whistle.{lang}", first)
    assert [line for line in again.splitlines() if line not in first.splitlines()] == [
        "同一编号此前已吹哨：仍是这项任务，没有新建。"
        if lang == "zh"
        else "The same task as before: this key has opened it already."
    ]


def test_a_task_shows_its_text_and_events(world: World) -> None:
    world.text(*WHISTLE, "--key", "one", task="task-one")
    shown = world.text("task", "task-one")

    assert "情况：塌陷" in shown
    assert "台账 990102000000" in shown
    assert "task-one" in world.text("tasks", "河东区", "--first", "50")


def test_a_number_that_was_said_on_the_phone_finds_its_task(world: World) -> None:
    world.text(*WHISTLE, "--key", "phone", task="task-phone")
    (number,) = re.findall(r"编号：(\S+)", world.text("task", "task-phone"))
    county, year, serial = number.split("-")
    assert "任务：task-phone" in world.text("task", f"{county}区 － {year} － {int(serial)}")
    for end in (number, f"{year}-{int(serial)}", serial):
        assert f"{number}  task-phone" in world.text("search", end)
    missing = world("task", f"{county}-{year}-{int(serial) + 9000}")
    assert missing.code == 2 and f"orgraph search {year}-{int(serial) + 9000}" in missing.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_limit_passes_and_the_task_its_inbox_and_supervision_say_so(world: World, golden: Golden, lang: str) -> None:
    said, task = ("--lang", lang), f"late-{lang}"
    world.text(*WHISTLE, "--key", task, task=task)
    late = timedelta(minutes=31)
    assert re.search(r"\d", world.text("worker", "--once", *said, later=late))
    shown = world.text("task", task, *said, later=late)
    golden(f"late.{lang}", re.sub(r"(position|第) \d+", r"\1 #", shown))

    inbox = world.text("inbox", "qingshi:housing-hedong", "--first", "100", *said, later=late)
    (line,) = (line for line in inbox.splitlines() if task in line)
    assert ("超期" if lang == "zh" else "overdue") in line
    period = ("--from", "2023-08-22", "--to", "2023-08-22")
    seen = world.text("supervision", "河东区", *period, *said, later=late)
    (line,) = (line for line in seen.splitlines() if task in line and ("不办" in line or "nothing done" in line))
    assert "河东区住建局" in line
    assert ("台账完好。" if lang == "zh" else "Everything holds.") in world.text("ledger", "verify", *said)
    assert re.search(r"[1-9]", world.text("replay", "--since", "2023-08-22", *said).split("22", 1)[1])


def test_what_is_taken_out_and_ends_that_are_kept(world: World, tmp_path: Path) -> None:
    world.text(*WHISTLE, "--key", "redacted", task="redacted")
    ends = tmp_path / "ends.json"
    world.text("ledger", "verify", "--keep", str(ends))
    world.text("ledger", "redact", "redacted", "--event", "1", "--reason", "当事人要求")
    assert "情况：" not in world.text("task", "redacted")
    assert "脱敏" in world.text("task", "redacted")
    assert "台账完好。" in world.text("ledger", "verify", "--against", str(ends))
    forged = re.sub(r'"hash": "\w', '"hash": "-', ends.read_text(encoding="utf-8"))
    ends.write_text(forged, encoding="utf-8")
    refused = world("ledger", "verify", "--against", str(ends))
    assert (refused.code, refused.err) == (1, "") and "与留存的台账末尾不符" in refused.out
    ends.write_text("{}", encoding="utf-8")
    assert world("ledger", "verify", "--against", str(ends)).code == 2
    assert world("ledger", "verify", "--against", str(tmp_path / "none")).code == 2


def test_tasks_come_in_pages(world: World) -> None:
    for number in range(3):
        world.text(*WHISTLE, "--key", f"page-{number}", task=f"page-{number}")
    page = world.text("tasks", "南河街道", "--first", "1")
    cursor = page.split("--after '")[1].split("'")[0]
    following = world.text("tasks", "南河街道", "--first", "1", "--after", cursor)

    assert page.splitlines()[0] != following.splitlines()[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_pack_that_is_loaded_has_nothing_to_plan(world: World, golden: Golden, lang: str) -> None:
    golden(f"import-again.{lang}", world.text("import", "wanghai", "qingshi", "--lang", lang))


def test_the_plan_comes_before_the_rows(world: World, golden: Golden) -> None:
    golden("import-planned.zh", world.planned.out)
    golden("import.zh", world.imported.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_plan_of_a_changed_pack_shows_what_changes_and_ends(
    world: World, golden: Golden, lang: str, tmp_path: Path
) -> None:
    pack = copytree(SMALL / "qingshi", tmp_path / "qingshi")
    postings = (pack / "postings.csv").read_text(encoding="utf-8")
    gone, changed = (
        "qingshi:h-3,building-head,99010200200100001,,,part-time,true,,\n",
        "qingshi:g-4,grid-worker,990102002001001,,,",
    )
    assert gone in postings
    assert changed + "full-time" in postings
    text = postings.replace(gone, "").replace(changed + "full-time", changed + "part-time")
    (pack / "postings.csv").write_text(text, encoding="utf-8")

    plan = world.text("import", pack, "--dry-run", "--lang", lang).splitlines()
    assert f"{pack}/definitions" in plan[0]
    golden(f"import-changed.{lang}", "".join(f"{line}\n" for line in plan if "任职" in line or "postings" in line))
