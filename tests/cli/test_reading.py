"""What people read, read: every verb's answer and what is refused, in both languages, as a stranger to the code does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from orgraph.cli.main import app
from orgraph.definitions.definitions import Definitions
from orgraph.settings import shipped_phrases

from ..reading import CHINESE, JARGON, strange_in_chinese, strange_in_english
from .conftest import DAY, GOLDENS, World

BLOW = ("whistle", "南河社区", "--by", "township-secretary", "--kind", "daily-work", "--category", "物业纠纷")
MONTH = ("supervision", "青石市", "--from", "2023-08-01", "--to", "2023-08-31")

HALF = ("counts", "青石市", "--from", "2023-01-01", "--to", "2023-06-30")

READ: list[tuple[str, ...]] = [
    (*BLOW, "--text", "电梯停运", "--again"),
    ("report", "南河社区", "--by", "grid-worker", "--category", "道路积水", "--text", "积水", "--again"),
    ("open", "daily-work", "南河社区", "--by", "township-secretary", "--category", "物业纠纷", "--text", "停运", "--again"),
    ("who-covers", "南河社区", "--on", DAY), ("who-covers", "南河社区", "--all", "--on", DAY),
    ("covered-by", "qingshi:police", "--on", DAY), ("search", "南河", "--on", DAY),
    ("services", "南河社区", "--on", DAY), ("services", "河东区", "--on", DAY), ("services", "老爷岭村", "--item", "咨询", "--on", "2030-08-22"),
    ("tasks", "青石市"), ("tasks", "青石市", "--counts"), ("inbox", "qingshi:housing-hedong"),
    ("task", "show", "reading-task"), ("task", "actions", "reading-task"),
    ("task", "actions", "reading-task", "--by", "township-secretary@990102001000"),
    ("task", "urge", "reading-task", "--by", "township-secretary@990102001000", "--text", "请尽快"),
    ("audits",), ("audits", "--area", "青石市", "--on", DAY), ("audit", "grid-lead", "--on", DAY),
    ("audit", "grid-lead", "--by", "county", "--on", DAY), ("audit", "grid-lead", "--with", "2023-06-01", "--on", DAY),
    ("audit", "grid-lead", "--from", "2023-06-01", "--on", DAY),
    ("weak-points", "青石市", "--on", DAY), MONTH, (*MONTH, "--by", "county"), (*MONTH, "--every", "week"),
    (*HALF, "--with", "year-before"), (*HALF, "--by", "township", "--measure", "事故"), ("counts", "旧窑村"),
    ("figures",), ("imports",), ("imports", "qingshi"), ("import", "qingshi", "--dry-run"), ("ledger", "verify"),
    ("replay", "--since", DAY), ("settings",), ("outbox",), ("definitions", "explain", "mediation"),
    ("definitions", "explain", "应急处置哨"), ("definitions", "explain", "物业纠纷"), ("definitions", "check"),
    ("definitions", "list", "levels"), ("definitions", "list"), ("ledger", "redact", "reading-task", "--event", "1", "--reason", "有误"),
    ("ledger", "expire"), ("upgrade",),
]  # fmt: skip
"""Every verb that answers in words, with what it is mostly asked."""

UNREAD = {
    ("serve",), ("worker",), ("demo",), ("backup",), ("restore",), ("pack", "new"), ("definitions", "show"),
    ("ledger",), ("task",), ("definitions",), ("pack",), ("outbox", "retry"), (),
}  # fmt: skip
"""Verbs that go on, write files or tell data, and those that only hold others."""

REFUSED: list[tuple[str, ...]] = [
    ("who-covers", "榆岭", "--on", DAY), ("who-covers", "旧窑村", "--on", DAY), ("who-covers", "没有的地方"),
    ("covered-by", "没有的单位"), ("inbox", "gardener@南河街道"), ("tasks", "青石市", "--state", "没有的状态"),
    ("task", "show", "没有的任务"), ("task", "sign-in", "reading-task", "--by", "qingshi:police"),
    ("audit", "没有的核查"), ("audit", "grid-lead", "--by", "没有的层级"),
    ("counts", "青石市", "--measure", "accident"), ("counts", "南河社区", "--by", "county"), ("counts", "青石市", "--by", "building"),
    ("services", "南河社区", "--item", "法律资询"), ("services", "没有的地方"), ("counts", "青石市", "--with", "上周"), (*HALF[:3], "2023-09-01"), ("counts", "qingshi:nothing"),
    ("import", "没有的包"), ("imports", "没有的包"), ("definitions", "list", "没有的"), ("definitions", "explain", "没有的"),
    ("definitions", "show", "roles", "没有的"), ("definitions", "show", "roles"),
    (*BLOW[:5], "没有的哨", *BLOW[6:], "--text", "停运"), (*BLOW[:7], "没有的类别", "--text", "停运"),
    (*BLOW, "--text", ""), (*BLOW, "--text", "停运", "--severity", "9"), (*BLOW, "--text", "停运", "--department", "没有的"),
    (*BLOW, "--text", "停运", "--meeting-place", "三楼"), (*MONTH[:3], "2023-09-01", *MONTH[4:]),
    ("whistle", "南河社区", "--by", "township-deputy", "--kind", "hard-problem", "--category", "物业纠纷", "--text", "停运"),
    ("ledger", "verify", "--against", "没有的文件"),
]  # fmt: skip

OFFERED = re.compile(r"(相近的有|可用的有|可写|did you mean|they are)[：:]?.*")
"""Keys that are offered, to be typed."""

COLUMN = re.compile(r"^ *(?:\S+ +)?[a-z][a-z0-9-]*(?=  )|\([a-z0-9-]+\)")
"""Keys that stand before, or in brackets behind, what they are called."""


@pytest.fixture(scope="module")
def read(world: World) -> World:
    """The world with a task of its own."""
    assert world(*BLOW, "--text", "电梯停运", "--again", task="reading-task").code == 0
    return world


@pytest.fixture
def ids(read: World) -> list[str]:
    """What tests call their tasks."""
    found = read("tasks", "望海省", "--first", "100", "--json").out
    return sorted({"reading-task", *re.findall(r'"id": "([^"]+)"', found)}, key=len, reverse=True)


@pytest.fixture(scope="module")
def sources(definitions: Definitions) -> tuple[str, ...]:
    """What rules rest on, in Chinese: names of standards and pages stand in it."""
    sections = (definitions.audits, definitions.categories, definitions.deadlines, definitions.lifecycles)
    found = {one.source.zh for section in sections for one in section}
    return tuple(sorted((one for one in found if one), key=len, reverse=True))


def lines(text: str, known: tuple[str, ...]) -> Iterator[str]:
    for line in text.splitlines():
        for one in sorted(known, key=len, reverse=True):
            line = line.replace(one, " ")
        yield COLUMN.sub(" ", OFFERED.sub(" ", line))


@pytest.mark.parametrize("words", [*READ, *REFUSED], ids=" ".join)
def test_a_chinese_reader_meets_no_english_no_key_and_no_jargon(
    read: World, sources: tuple[str, ...], ids: list[str], words: tuple[str, ...]
) -> None:
    answer = read(*words, "--lang", "zh")
    told = [*lines(answer.out + answer.err, (*sources, *ids, *words))]
    assert any(CHINESE.search(line) for line in told)
    assert [(strange, line) for line in told for strange in strange_in_chinese(line)] == []


def test_every_verb_is_read() -> None:
    def verbs(command: object, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        yield above
        for name, below in getattr(command, "commands", {}).items():
            yield from verbs(below, (*above, name))

    begun = {words[:depth] for words in READ for depth in (1, 2)}
    assert set(verbs(get_command(app))) - begun - UNREAD == set()


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_an_english_reader_meets_no_chinese(read: World, words: tuple[str, ...], small_names: str) -> None:
    answer = read(*words, "--lang", "en")
    told = answer.out + answer.err
    assert answer.code == 2 and re.search("[a-z]{3}", told)
    assert list(strange_in_english(told, small_names + " ".join(words))) == []


@pytest.fixture(scope="module")
def small_names() -> str:
    """All that stands in the tables of the small world."""
    from ..small_world import SMALL

    return "\n".join(path.read_text(encoding="utf-8") for path in SMALL.glob("*/*.csv"))


def test_no_phrase_mixes_languages_or_names_what_officials_do_not_know() -> None:
    wrong = {
        key: found
        for key, phrase in shipped_phrases().items()
        if (found := [*strange_in_chinese(phrase.zh), *strange_in_english(phrase.en)])
    }
    assert wrong == {}


@pytest.mark.parametrize("file", sorted(GOLDENS.glob("*.zh.txt")), ids=lambda one: one.stem)
def test_agreed_answers_name_no_jargon(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert [word for word in JARGON if word in text] == []
