"""Failures in words: all that is wrong and what to do, on stderr, with an exit code and never a traceback."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from orgraph.services.coverage import Coverage
from orgraph.services.importing import Importing
from tests.small_world import SMALL

from .conftest import Answer, World, orgraph

UNEXPECTED = 70
INTERRUPTED = 130


def refused(answer: Answer, code: str) -> str:
    """What stderr says of an expected failure with this code, after the checks that hold for all of them."""
    assert answer.code == 2
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert answer.err.startswith(f"错误[{code}]")
    return answer.err


def test_an_ambiguous_name_lists_its_candidates_with_their_paths(world: World) -> None:
    said = refused(world("who-covers", "东沟村"), "ambiguous_place")

    assert "  990121100200  望海省/青石市/榆岭满族自治县/榆岭镇/东沟村村民委员会" in said
    assert "  990121101200  望海省/青石市/榆岭满族自治县/柳沟满族乡/东沟村村委会" in said
    assert "怎么办：" in said


def test_an_unknown_place_names_what_comes_nearest(world: World) -> None:
    assert "  990102001001  望海省" in refused(world("who-covers", "北塔街道/南河社区"), "unknown_place")


def test_the_remedy_is_worded_in_the_language_asked_for(world: World) -> None:
    assert world("who-covers", "nowhere", "--lang", "en").err.splitlines()[1].startswith("what to do: ")


@pytest.mark.parametrize(
    "words",
    [
        ["who-covers"],
        ["who-covers", "南河社区", "--on", "2023-02-30"],
        ["who-covers", "南河社区", "--lang", "fr"],
        ["who-covers", "南河社区", "--lang"],
        ["whistle", "南河社区", "--by", "x", "--kind", "y", "--category", "z", "--severity", "6"],
        ["whistle", "南河社区", "--by", "x", "--kind", "y", "--category", "z", "--meeting-at", "noon"],
        ["no-such-verb"],
    ],
)
def test_wrong_usage_is_refused_before_anything_starts(words: list[str], tmp_path: Path) -> None:
    answer = orgraph(*words, folder=tmp_path / "never-made")

    assert answer.code == 2
    assert answer.err
    assert not (tmp_path / "never-made").exists()


def test_a_meeting_needs_a_time_and_a_place(tmp_path: Path) -> None:
    words = ("whistle", "南河社区", "--by", "x", "--kind", "y", "--category", "z", "--meeting-place", "街道")

    assert "--meeting-at" in refused(orgraph(*words, folder=tmp_path), "invalid_input")


def test_a_post_that_may_not_blow_is_told_which_may(world: World) -> None:
    words = ("--by", "village-secretary", "--kind", "emergency", "--category", "路面塌陷", "--text", "塌陷")

    assert "township-secretary@990102001000" in refused(world("whistle", "南河社区", *words), "not_entitled")


def test_an_emergency_that_is_open_is_shown_with_what_to_do(world: World) -> None:
    words = ("--by", "township-secretary", "--kind", "emergency", "--category", "燃气管道破裂", "--text", "漏气")
    world.text("whistle", "南河社区", *words, "--key", "gas", task="task-gas")
    answer = refused(world("whistle", "南河社区", *words), "already_open")
    english = world("whistle", "南河社区", *words, "--lang", "en").err

    assert "已有同类别的“应急处置哨”在办" in answer and "is open at 南河社区居民委员会 already" in english
    for told in (answer, english):
        assert "  task-gas  township-secretary@990102001000  " in told
        assert "--again" in told and "task-gas" in told.splitlines()[-1]


def test_a_blank_key_is_no_key(world: World) -> None:
    words = ("--by", "township-secretary", "--kind", "daily-work", "--category", "路面塌陷", "--text", "塌陷")
    for key in ("", " "):
        assert "没有防重复编号" in refused(world("whistle", "南河社区", *words, "--key", key), "invalid_input")


def test_an_action_that_is_repeated_with_its_key_is_done_once(world: World) -> None:
    """Without --version, too: what it had itself written is nothing that happened since."""
    words = ("--by", "township-secretary", "--kind", "daily-work", "--category", "物业纠纷", "--text", "停水")
    world.text("whistle", "滨江社区", *words, "--key", "again-1", task="task-again")
    noted = ("task", "note", "task-again", "--by", "township-secretary@990102001000", "--key", "again-2", "--text")
    first = world.text(*noted, "再次催问")
    again = world.text(*noted, "再次催问").splitlines()
    (repeated,) = [line for line in again if line.startswith("同一编号此前已操作")]
    assert [line for line in again if line != repeated] == first.splitlines()
    refused(world(*noted, "另一件事"), "idempotency_conflict")


def test_bad_settings_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGRAPH_PORT", "many")
    monkeypatch.setenv("ORGRAPH_HEAP", "half")
    answer = orgraph("settings")

    assert answer.code == 2
    assert "ORGRAPH_PORT" in answer.err
    assert "ORGRAPH_HEAP" in answer.err


def test_every_bad_row_of_a_pack_is_named_at_once(world: World, tmp_path: Path) -> None:
    pack = copytree(SMALL / "qingshi", tmp_path / "qingshi")
    with (pack / "postings.csv").open("a", encoding="utf-8") as file:
        file.write("qingshi:nobody,grid-lead,990102001001001,,,,,,\nqingshi:g-1,no-such-role,990102001001001,,,,,,\n")
    said = refused(world("import", pack), "import_refused")

    assert "no-such-role" in said


def test_a_pack_that_would_end_too_much_is_planned_and_refused(world: World, tmp_path: Path) -> None:
    pack = copytree(SMALL / "qingshi", tmp_path / "qingshi")
    rows = (pack / "postings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (pack / "postings.csv").write_text("".join(row for row in rows if "building-head" not in row), encoding="utf-8")
    answer = world("import", pack)

    assert answer.code == 2
    assert "终止" in answer.out
    assert "--allow-ending 8" in answer.err


def test_a_pack_that_is_not_there_names_those_that_are(world: World) -> None:
    assert "qingshi、wanghai" in refused(world("import", "nowhere"), "invalid_input")


def broken(*_: object, **__: object) -> object:
    """A fault of ours."""
    raise ValueError("a secret that belongs to nobody's screen")


def test_an_unexpected_failure_is_one_line_with_an_id_that_the_log_has(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Coverage, "who_covers", broken)
    answer = world("who-covers", "南河社区")
    number = answer.err.split()[1]

    assert answer.code == UNEXPECTED
    assert len(answer.err.splitlines()) == 1
    assert "secret" not in answer.err
    log = (world.folder / "log" / "cli.log").read_text(encoding="utf-8")
    assert number in log
    assert "ValueError: a secret" in log


def test_debugging_shows_the_trace(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Coverage, "who_covers", broken)
    monkeypatch.setenv("ORGRAPH_DEBUG", "1")

    assert "Traceback" in world("who-covers", "南河社区").err


async def pressed_while_writing(*_: object, **__: object) -> None:
    """Ctrl-C while a batch is on its way to the server."""
    import asyncio

    signal.raise_signal(signal.SIGINT)
    await asyncio.sleep(30)


async def pressed_while_computing(*_: object, **__: object) -> None:
    """Ctrl-C in a computation that never waits: the loop cannot see it."""
    signal.raise_signal(signal.SIGINT)
    raise AssertionError("went on computing")


@pytest.mark.parametrize(("phase", "press"), [("apply", pressed_while_writing), ("prepare", pressed_while_computing)])
def test_ctrl_c_ends_an_import_at_once_and_says_how_to_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch, phase: str, press: Callable[..., object]
) -> None:
    monkeypatch.setattr(Importing, phase, press)
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell has what it runs beside itself ignore it
    try:
        answer = world("import", "wanghai")
    finally:
        signal.signal(signal.SIGINT, before)

    assert answer.code == INTERRUPTED
    assert "再次运行同一命令即可补完" in answer.err
    assert "Traceback" not in answer.err
