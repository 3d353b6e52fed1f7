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

from orgraph.cli.aligned import width
from orgraph.cli.audit import ScopeChoice
from orgraph.cli.chinese import CHOICES, TEXTS
from orgraph.cli.choices import one_of
from orgraph.cli.main import app
from orgraph.cli.reader import language_of
from orgraph.cli.speech import Speech
from orgraph.cli.tasks import OPTIONS, POINTER
from orgraph.cli.whistle import ActingKey
from orgraph.definitions.definitions import Definitions
from orgraph.domain.audit import Every
from orgraph.domain.deadline import Light
from orgraph.domain.listing import Order
from orgraph.domain.weak_point import WeakPointKind

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
    ("audit", "k", "--scope", "half"),
    ("weak-points", "x", "--only", "nobody"),
    ("tasks", "x", "--light", "purple"),
    ("tasks", "x", "--order", "size"),
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


CHOSEN = {"every": Every, "scope": ScopeChoice, "only": WeakPointKind, "light": Light, "order": Order}


@pytest.mark.parametrize("family", CHOICES)
def test_words_to_choose_among_are_read_by_key_and_by_each_of_their_titles(family: str) -> None:
    parse = one_of(family, CHOSEN[family])
    assert set(CHOICES[family]) == {one.value for one in CHOSEN[family]}
    for key, called in CHOICES[family].items():
        assert {parse(word) for word in (key, key.upper(), f" {key} ", *called)} == {CHOSEN[family](key)}
    titles = [word for called in CHOICES[family].values() for word in called]
    assert len(titles) == len(set(titles))


def test_lights_are_read_as_answers_show_them(definitions: Definitions) -> None:
    speech = Speech(definitions, "zh")
    assert {one_of("light", Light)(speech.of("light", light.value)) for light in Light} == set(Light)


def test_help_shows_words_to_choose_among_in_the_readers_language() -> None:
    zh, en = (orgraph("audit", "--help", "--lang", lang).out for lang in ("zh", "en"))
    assert "--every [日|周|月|季|年]" in zh and "[默认：月]" in zh
    assert "--every [day|week|month|quarter|year]" in en and "[default: month]" in en
    told = orgraph("tasks", "x", "--light", "紫", "--lang", "zh").err
    assert "紫 不在可选之列：绿、黄、红、超期、暂停、停止" in told


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
    monkeypatch.setenv("COLUMNS", "80")
    for lang in ("zh", "en"):
        lines = orgraph("task", "--help", "--lang", lang).out.splitlines()
        assert len(lines) <= 24 and max(map(width, lines)) <= 80


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
