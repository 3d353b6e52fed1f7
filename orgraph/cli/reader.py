"""The language in which help and wrong usage are told, and help laid out in it; nothing is read for that."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import typer

from orgraph.cli.aligned import aligned, width
from orgraph.cli.chinese import CHOICES, TEXTS, TITLES, VALUES

Lang = Literal["zh", "en"]
LANG = "orgraph.lang"
"""Where a command finds the reader's language in its context."""

_EXTRA = re.compile(r"(?P<text>.*?)(?:(?:^|  )\[(?P<extra>[^\]]*)\])?\Z", re.DOTALL)
_VALUE = re.compile(r"[A-Z]+…?")
_PARTS = re.compile(r"[^\u2e80-\uffef\s]+[，。；：、）]*\s*|[\u2e80-\uffef][，。；：、）]*\s*|\s+")
"""What a line is not broken within."""

_CALLED = {key: called[0] for family in CHOICES.values() for key, called in family.items()}
_CHOSEN = {"|".join(family): "|".join(called[0] for called in family.values()) for family in CHOICES.values()}
"""Words to choose among as help has them, each and together."""

_TYPE = re.compile(r" <\w+>")


def language_of(args: Sequence[str], overrides: Mapping[str, Any]) -> Lang:
    """The language of `--lang` among `args`, else of a setting, else of the locale; English where none says Chinese."""
    said = [after for word, after in pairwise(args) if word == "--lang"]
    said += [word.partition("=")[2] for word in args if word.startswith("--lang=")]
    known = [*reversed(said), str(overrides.get("lang", "")), os.environ.get("ORGRAPH_LANG", ""), _in_file(), _locale()]
    return next(("zh" if one == "zh" else "en" for one in known if one in ("zh", "en")), "en")


def reader(ctx: Any) -> Lang:
    """The reader's language, as the root has found it."""
    return "zh" if ctx.meta.get(LANG) == "zh" else "en"


def _in_file() -> str:
    """What .env says; it is read as a whole where an answer is asked for."""
    with suppress(OSError, UnicodeDecodeError):
        for line in Path(".env").read_text(encoding="utf-8").splitlines():
            name, _, value = line.removeprefix("export ").partition("=")
            if name.strip().upper() == "ORGRAPH_LANG":
                return value.strip().strip("'\"")
    return ""


def _locale() -> str:
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    name = named if named is not None else locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else ""


class Context(typer.Context):
    """A context whose help is told in the reader's language."""

    def make_formatter(self) -> Any:
        """What lays out help."""
        found = super().make_formatter()
        return Chinese(found.width) if reader(self) == "zh" else found


def spoken(command: Any) -> Any:
    """`command` with all below it, telling help in the reader's language."""
    command.context_class = Context
    for below in getattr(command, "commands", {}).values():
        spoken(below)
    return command


class Chinese:
    """Lays out help in Chinese: by the English texts, and with columns where a sign takes two places."""

    def __init__(self, room: int) -> None:
        self.width = room
        self.buffer: list[str] = []
        self._indent = 0

    def getvalue(self) -> str:
        """All that was written."""
        return "".join(self.buffer)

    def write(self, text: str) -> None:
        """Write as it is."""
        self.buffer.append(text)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how a verb is used."""
        for word in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(word, TITLES[word])
        self._filled(f"{TITLES['Usage: ']}{prog} {value_in_chinese(args)}")

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        self.write(f"{' ' * self._indent}{TITLES.get(heading, heading)}：\n")

    def write_paragraph(self) -> None:
        """A line that parts."""
        if self.buffer:
            self.write("\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, those behind \\b as they are."""
        for number, paragraph in enumerate(re.split(r"\n\s*\n", text)):
            if number:
                self.write("\n")
            if paragraph.startswith("\b"):
                self.write("".join(f"{' ' * self._indent}{line}\n" for line in paragraph.splitlines()[1:]))
            else:
                self._filled(in_chinese(" ".join(paragraph.split())))

    def write_dl(self, rows: Sequence[tuple[str, str]], **_: int) -> None:
        """Options, arguments or verbs, each with what it is."""
        self._lines([[value_in_chinese(_TYPE.sub("", first)), _described(second)] for first, second in rows])

    def section(self, name: str) -> Chinese:
        """A section below a heading."""
        self.write_paragraph()
        self.write_heading(name)
        return self

    def indentation(self) -> Chinese:
        """What is set in."""
        return self

    def __enter__(self) -> None:
        self._indent += 2

    def __exit__(self, *_: object) -> None:
        self._indent -= 2

    def _filled(self, text: str) -> None:
        """A paragraph in lines that are full: between Chinese signs any place will do, but not before a stop."""
        room, line = self.width - self._indent, ""
        for part in _PARTS.findall(text):
            if line and width(line + part.rstrip()) > room:
                self.write(f"{' ' * self._indent}{line.rstrip()}\n")
                line = ""
            line += part
        self.write(f"{' ' * self._indent}{line.rstrip()}\n")

    def _lines(self, rows: list[list[str]]) -> None:
        self.write("".join(f"{line}\n" for line in aligned(rows, indent=self._indent, room=self.width)))


def in_chinese(text: str) -> str:
    """A text of help in Chinese; of its first sentence alone, as lists have it, the first; others as they are."""
    if text in TEXTS:
        return TEXTS[text]
    begun = text.removesuffix("...")  # cut where the English list had no more room
    whole = next((zh for en, zh in TEXTS.items() if begun and en.startswith(begun)), None)
    return text if whole is None else whole.partition("。")[0] + "。"


def value_in_chinese(text: str) -> str:
    """`text` with the words that stand for values in Chinese."""
    if text in VALUES:
        return VALUES[text]
    for keys, called in _CHOSEN.items():
        text = text.replace(keys, called)
    return _VALUE.sub(lambda match: VALUES.get(match[0], match[0]), text)


def _described(text: str) -> str:
    """A description in Chinese, with what stands behind it in brackets: [default: 20; required]."""
    found = _EXTRA.match(text)
    if found is None or found["extra"] is None:
        return in_chinese(text)
    parts = [TITLES.get(name, name) + mark + value for name, mark, value in map(_parted, found["extra"].split("; "))]
    return f"{in_chinese(found['text'])}  [{'；'.join(parts)}]".strip()


def _parted(extra: str) -> tuple[str, str, str]:
    name, mark, value = extra.partition(": ")
    return name, "：" if mark else "", _CALLED.get(value, value)
