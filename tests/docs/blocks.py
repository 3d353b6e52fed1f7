"""Fenced blocks of the pages, and running them: commands as typed, queries as asked, files as shown."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import re
import shlex
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from orgraph.api.transport.app import create_app
from orgraph.bootstrap import open_services
from orgraph.cli.common import Session
from orgraph.cli.main import run
from orgraph.settings import Settings
from tests.small_world import ROOT

DOCS = ROOT / "docs"
CHINESE = DOCS / "zh"
"""Pages in Chinese, each with the name of the one in English whose content it has."""

PAGES = (
    ROOT / "README.md",
    ROOT / "README.zh.md",
    *sorted(DOCS.glob("*.md")),
    *sorted(CHINESE.glob("*.md")),
)
LAST = ("imports.md", "own-kind.md")
"""These pages load packs and definitions of their own, so they are run after the others, in this order."""

WORLD = "small"
"""The invented world that the pages ask, as `orgraph demo --world small` loads it."""

SEEDS_DIR = "ORGRAPH_SEEDS_DIR"
"""The variable that names the folder of packs, the only one that a page sets besides that of the world."""

WIDTH = 110
"""Characters that a line of JSON may have in a page."""

_FENCE = re.compile(r"^```(\S*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_UNSTEADY = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?\+08:00"), "TIME"),
    (re.compile(r"[\d.,]+ (秒|s)(\D+?)[\d.,]+( 行| a second)"), r"# \1\2#\3"),
    (re.compile(r"[0-9a-f]{64}"), "HASH"),
    (re.compile(r"(position|第) \d+"), r"\1 N"),
    (re.compile(r"(?<=河东-2023-)\d{6}"), "SERIAL"),
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words behind it, its text, where the text begins in the page."""

    page: Path
    language: str
    words: tuple[str, ...]
    text: str
    start: int

    @property
    def line(self) -> int:
        """The line of the page it begins on."""
        return self.page.read_text(encoding="utf-8").count("\n", 0, self.start)

    @property
    def file(self) -> str:
        """The name of the file that the block shows, empty if it shows none."""
        return next((word for word in self.words if re.search(r"\.(csv|yaml)$", word)), "")

    def commands(self) -> list[tuple[str, str]]:
        """Each command of a console block with what is shown below it."""
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)
        return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts[1:])]


def in_order(pages: Iterable[Path]) -> list[Path]:
    """Pages as they are run: those of LAST behind all others."""
    return sorted(pages, key=lambda page: (page.parent == CHINESE, LAST.index(page.name) if page.name in LAST else -1))


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page in order."""
    for found in _FENCE.finditer(page.read_text(encoding="utf-8")):
        yield Block(page, found[1], tuple(found[2].split()), found[3], found.start(3))


def steady(text: str) -> str:
    """A text without what differs from run to run: identifiers, times, durations, hashes."""
    for pattern, word in _UNSTEADY:
        text = pattern.sub(word, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def fits(shown: str, answer: str) -> bool:
    """Whether an answer is as shown; a line `…` in the page stands for any lines."""
    parts = [re.escape(part.strip("\n")) for part in re.split(r"^…$", steady(shown), flags=re.MULTILINE)]
    return re.fullmatch(r"(?s:.*)".join(parts), steady(answer)) is not None or steady(shown) == steady(answer)


def as_json(value: object, indent: str = "") -> str:
    """JSON as a page shows it: on one line what fits there."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(flat) <= WIDTH or not isinstance(value, (dict, list)):
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        rows = [f"{inner}{json.dumps(key)}: {as_json(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + as_json(item, inner) for item in value) + f"\n{indent}]"


class Desk:
    """Somebody who works through a page, over the store in `folder`, in a directory of their own."""

    def __init__(self, page: Path, folder: Path, at: Path, *, small: bool = True) -> None:
        self.at = at
        own: dict[str, Any] = {"world": WORLD} if small else {"actor": page.name}
        self._overrides = {"folder": folder, "linger": 5, **own}

    def orgraph(self, words: Sequence[str]) -> tuple[int, str]:
        """Run a command in this process; its exit code, and what it prints on both streams."""
        session = Session(dict(self._overrides))
        out = io.StringIO()
        with contextlib.chdir(self.at), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = run(list(words), session)
        return code, out.getvalue()

    def prepare(self, command: str) -> None:
        """What a page has done with other commands than ours: packs copied, and named as those that count."""
        words = shlex.split(command)
        if words[:2] == ["cp", "-r"]:
            shutil.copytree(ROOT / words[2], self.at / words[3])
        elif words[0] in ("export", "unset") and words[1].startswith(SEEDS_DIR):
            self._overrides.pop("seeds_dir", None)
            if words[0] == "export":
                self._overrides["seeds_dir"] = self.at / words[1].partition("=")[2]

    def ask(self, query: str) -> dict[str, Any]:
        """The answer of the API to a query."""
        return asyncio.run(self._ask(query))

    async def _ask(self, query: str) -> dict[str, Any]:
        async with open_services(Settings(**self._overrides)) as services:
            transport = httpx.ASGITransport(create_app(services))
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                answer: dict[str, Any] = (await client.post("/graphql", json={"query": query})).json()
                return answer

    def write(self, block: Block) -> None:
        """Write the file that a block shows."""
        path = self.at / block.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def answers(self, page: Path, *, real: bool = False) -> Iterator[tuple[Block, str, str, str]]:
        """Work through a page: each thing done with its block, what the page shows, and what came out."""
        previous: Block | None = None
        for block in blocks(page):
            if block.file and not real:
                self.write(block)
            elif block.language == "console" and "parse" not in block.words and ("real" in block.words) == real:
                for command, shown in block.commands():
                    if command.startswith("orgraph "):
                        yield block, command, shown, self.orgraph(shlex.split(command)[1:])[1]
                    else:
                        self.prepare(command)
            elif block.language == "json" and previous and previous.language == "graphql" and not real:
                yield block, previous.text, block.text, as_json(self.ask(previous.text))
            previous = block


def make_small_world(folder: Path) -> None:
    """Load the small world into a new store, as the pages say."""
    code, said = Desk(ROOT / "README.md", folder, ROOT).orgraph(["demo", "--once"])
    assert code == 0, said
