"""What a terminal shows: columns in line, lines that wrap, progress that speaks up late, pipes that close early."""

from __future__ import annotations

import io
import subprocess
import sys
import time

from orgraph.cli.aligned import aligned, width
from orgraph.cli.progress import Progress
from tests.small_world import ROOT

BROKEN_PIPE = 141


def test_chinese_signs_take_two_places() -> None:
    assert width("村a") == 3
    assert width("ü") == width("u\u0308") == 1


def test_columns_line_up() -> None:
    assert aligned([["村", "a", "1"], ["abcd", "社区", "12"]], right={2}, indent=1) == [
        " 村    a      1",
        " abcd  社区  12",
    ]
    assert aligned([["a", ""], ["bb", "c"]]) == ["a", "bb  c"]
    assert aligned([]) == []


def test_the_last_column_wraps_between_clauses() -> None:
    lines = aligned([["村", "主办 住房和城乡建设局 0414；协办 公安局；及其他4项"]], room=34)

    assert lines == ["村  主办 住房和城乡建设局 0414；", "    协办 公安局；及其他4项"]
    assert all(width(line) <= 34 for line in lines)


def test_a_long_run_of_chinese_breaks_anywhere() -> None:
    lines = aligned([["a", "村" * 40]], room=40)

    assert "".join(line.strip().removeprefix("a").strip() for line in lines) == "村" * 40
    assert all(width(line) <= 40 for line in lines)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_silent_until_it_takes_long() -> None:
    terminal = Terminal()
    with Progress(lambda: "writing", terminal, patience=5) as progress:
        progress.update(1, 2)

    assert terminal.getvalue() == ""


def test_progress_shows_a_bar_with_a_rate_and_wipes_it_away() -> None:
    terminal = Terminal()
    with Progress(lambda: "writing", terminal, patience=0) as progress:
        progress.update(50, 100)
        time.sleep(0.5)

    assert "writing [############............] 50/100" in terminal.getvalue()
    assert "/s" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_progress_is_silent_where_no_terminal_is() -> None:
    stream = io.StringIO()
    with Progress(lambda: "writing", stream, patience=0):
        time.sleep(0.3)

    assert stream.getvalue() == ""


def test_a_reader_that_goes_away_is_no_failure() -> None:
    words = [sys.executable, "-m", "orgraph.cli.main", "definitions", "list", "categories", "--json"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()

    assert process.returncode == BROKEN_PIPE
    assert said == b""
