"""Help and wrong usage in the reader's language: in Chinese no English sentence, in English no Chinese."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from orgraph.cli.chinese import TEXTS
from orgraph.cli.main import app
from orgraph.cli.reader import language_of
from orgraph.cli.tasks import OPTIONS, POINTER
from orgraph.cli.whistle import ActingKey

from .conftest import orgraph

ENGLISH = re.compile(r"[A-Za-z]{2,},? [a-z]{2,},? [a-z]{2,}")
"""Three words in a row: no option, key or address."""

CHINESE = re.compile(r"[一-鿿、，。：；]")
ACTIONS = ("sign-in", "ask-extension", "verify", "rate", "call-resident-back", "merge")


def pages(command: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield above
    for name, below in getattr(command, "commands", {}).items():
        yield from pages(below, (*above, name))


PAGES = [*pages(get_command(app)), *(("task", action) for action in ACTIONS)]


def told(text: str) -> str:
    """A page without its examples, which name Chinese places."""
    shown = [line for line in text.splitlines() if not re.match(r"\s+(ORGRAPH_\w+=\S+ )?orgraph ", line)]
    return re.sub(r"orgraph( [a-z][a-z-]+)+", "orgraph", "\n".join(shown))


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_a_page_of_help_is_in_one_language(page: tuple[str, ...]) -> None:
    zh, en = (told(orgraph(*page, "--help", "--lang", lang).out) for lang in ("zh", "en"))

    assert ENGLISH.findall(re.sub(r"^  [呼转办督]  .*(\n      .*)*", "", zh, flags=re.M)) == []
    assert CHINESE.findall(en) == []
    assert "用法：" in zh and "选项：" in zh and "显示本说明后退出" in zh and "Usage: " in en


USAGE: list[tuple[str, ...]] = [
    ("serch",),
    ("search",),
    ("search", "x", "--nope"),
    ("search", "x", "--on"),
    ("search", "x", "y"),
    ("search", "x", "--json=1"),
    ("search", "x", "--on", "3/4/2023"),
    ("search", "x", "--on", "23-8-22"),
    ("search", "x", "--on", "soon"),
    ("search", "x", "--on", "9999-12-31"),
    ("search", "x", "--first", "1,5"),
    ("serve", "--port", "99999"),
    ("search", "x", "--world="),
    ("search", "x", "--world", " "),
    ("search", "\udcff"),
    ("whistle", "x"),
    ("whistle", "x", "--by", "a", "--kind", "b", "--category", "c", "--meeting-at", "soon"),
    ("audit", "k", "--every", "hour"),
    ("audit", "a", "b"),
    ("audit", "k", "--svg", "."),
    ("supervision", "x", "--from", "2023-08-01", "--to", "2023-08-31", "--by", "county", "--every", "month"),
    ("task", "sing-in", "x", "--by", "y"),
    ("pack", "old"),
]


@pytest.mark.parametrize("words", USAGE, ids=ascii)
def test_wrong_usage_is_told_in_the_readers_language(words: tuple[str, ...]) -> None:
    zh, en = (orgraph("--lang", lang, *words) for lang in ("zh", "en"))

    assert (zh.code, en.code, zh.out, en.out) == (2, 2, "", "")
    assert "用法有误：" in zh.err and ENGLISH.findall(zh.err.replace("explain", "")) == []
    assert "Error: " in en.err and CHINESE.findall(en.err) == []


def texts(command: Any) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(command.help or "")):
        if not paragraph.startswith("\b"):
            yield " ".join(paragraph.split())
    yield from (one.help for one in command.params if getattr(one, "help", None))
    for below in getattr(command, "commands", {}).values():
        yield from texts(below)


def test_each_text_of_help_has_its_chinese_and_nothing_is_left_over() -> None:
    options = [kind.__metadata__[0].help for kind, _ in (*OPTIONS.values(), (ActingKey, None))]
    own = {"Show this message and exit.", "The version that you saw; else as it is now.", POINTER}
    said = {*texts(get_command(app)), *options, *own}

    assert said - set(TEXTS) == set()
    assert set(TEXTS) - said == set()


def test_the_help_of_tasks_fits_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    for lang in ("zh", "en"):
        lines = orgraph("task", "--help", "--lang", lang).out.splitlines()
        assert len(lines) <= 24 and max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("args", "given", "env", "lang"),
    [
        (["--lang", "zh"], {"lang": "en"}, {"ORGRAPH_LANG": "en"}, "zh"),
        (["x", "--lang=en"], {}, {"ORGRAPH_LANG": "zh"}, "en"),
        ([], {}, {"ORGRAPH_LANG": "zh", "LC_ALL": "en_GB.UTF-8"}, "zh"),
        ([], {}, {"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ([], {}, {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ([], {}, {"LC_ALL": "C.UTF-8"}, "en"),
        (["--lang"], {}, {"LC_ALL": "zh_CN"}, "zh"),
    ],
)
def test_the_language_is_that_of_the_option_else_of_the_environment_else_of_the_locale(
    args: list[str],
    given: dict[str, str],
    env: dict[str, str],
    lang: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("ORGRAPH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert language_of(args, given) == lang


def test_a_language_of_the_env_file_holds_for_help_as_for_answers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ORGRAPH_LANG", raising=False)
    (tmp_path / ".env").write_text("ORGRAPH_LANG='zh'\n", encoding="utf-8")
    assert language_of([], {}) == "zh"
    assert isinstance(app, typer.Typer)
