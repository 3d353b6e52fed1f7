"""The command line over the small world: commands run in this process, with a clock and ids that stand still."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from unittest.mock import patch

import pytest

from orgraph.cli.common import Session
from orgraph.cli.main import run
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.graph.engines.endpoint import Endpoint
from orgraph.settings import Settings
from tests.clock import MORNING, FixedClock
from tests.renamed import ours, theirs
from tests.renaming import renamed_schema
from tests.small_world import PACKS, ROOT, SMALL

GOLDENS = Path(__file__).parent / "goldens"
DAY = "2023-08-22"
IDS = count(1)
NOW = timedelta(0)


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@dataclass
class Names:
    """Which names all that tasks have goes by: `schema` has them, `other` says that they are not ours."""

    schema: Path = ROOT / "schema"
    other: bool = False

    def asked(self, words: Sequence[str]) -> list[str]:
        """A command as it is typed in these names: keys of actions, of kinds, and what options name."""
        if not self.other:
            return list(words)
        before = ["", *words]
        return [theirs(word, key=_names_a_key(before[: at + 1])) for at, word in enumerate(words)]

    def told(self, text: str) -> str:
        """What is told, in our names."""
        return ours(text) if self.other else text


def _names_a_key(before: Sequence[str]) -> bool:
    """Whether what is typed after `before` is an action, a kind or a state."""
    return before[-1] in ("open", "explain", "--kind", "--state") or before == ["", "task"]


NAMES = Names()


@pytest.fixture(scope="session", autouse=True, params=["ours", pytest.param("renamed", marks=pytest.mark.full)])
def names(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Names]:
    """Commands are asked and answer in our names, in full over definitions that have others, too."""
    NAMES.other = request.param == "renamed"
    NAMES.schema = renamed_schema(tmp_path_factory.mktemp("names")) if NAMES.other else ROOT / "schema"
    yield NAMES


@cache
def _read(schema: Path) -> Definitions:
    return load_definitions(schema, PACKS)


def small_definitions(settings: Settings) -> Definitions:
    """What bootstrap reads anew for each command; here once, which halves the time that these tests take."""
    return _read(settings.schema_dir or ROOT / "schema")


def orgraph(
    *words: str | Path,
    folder: Path | None = None,
    seeds: Path | None = SMALL,
    task: str = "",
    later: timedelta = NOW,
    server: Endpoint | None = None,
) -> Answer:
    """
    Run a command; `task` is the identifier that a new task gets, `later` how long after ten in the morning it runs,
    `server` a Neo4j in place of the embedded engine.
    """
    overrides: dict[str, object] = {"seeds_dir": seeds, "schema_dir": NAMES.schema, "linger": 5, "actor": "tester"}
    if server:
        overrides |= {"store": server.url, "store_password": server.password}
    if folder:
        overrides["folder"] = folder
    new_id = (lambda: task) if task else (lambda: f"id-{next(IDS):06}")
    out, err = io.StringIO(), io.StringIO()
    known = patch("orgraph.bootstrap.definitions_of", small_definitions) if seeds == SMALL else nullcontext()
    with redirect_stdout(out), redirect_stderr(err), known:
        code = run(NAMES.asked([str(word) for word in words]), Session(overrides, FixedClock(MORNING + later), new_id))
    return Answer(code, NAMES.told(out.getvalue()), NAMES.told(err.getvalue()))


@dataclass(frozen=True)
class World:
    """The small world in a store of its own; `planned` and `imported` are what its import said."""

    folder: Path
    planned: Answer
    imported: Answer

    def __call__(self, *words: str | Path, task: str = "", later: timedelta = NOW) -> Answer:
        """Run a command over it."""
        return orgraph(*words, folder=self.folder, task=task, later=later)

    def text(self, *words: str | Path, task: str = "", later: timedelta = NOW) -> str:
        """What a command prints that must answer without a word on stderr."""
        answer = self(*words, task=task, later=later)
        assert (answer.code, answer.err) == (0, "")
        return answer.out


@pytest.fixture(scope="session")
def world(names: Names, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The small world, imported by the command line itself."""
    folder = tmp_path_factory.mktemp("cli") / "store"
    planned = orgraph("import", "qingshi", "wanghai", "--dry-run", folder=folder)
    imported = orgraph("import", "qingshi", "wanghai", folder=folder)
    assert (planned.code, imported.code, imported.err) == (0, 0, "")
    return World(folder, planned, imported)


@pytest.fixture
def golden() -> Iterator[Callable[[str, str], None]]:
    """Compare a text with tests/cli/goldens/NAME.txt; with ORGRAPH_GOLDENS=write the file is written anew."""

    def check(name: str, text: str) -> None:
        path, steady = (
            GOLDENS / f"{name}.txt",
            re.sub(r"[\d.,]+ (秒|s)(\D+?)[\d.,]+( 行| a second)", r"# \1\2#\3", text),
        )
        steady = re.sub(r"-2023-\d{6}", "-2023-######", steady)  # other tests number tasks in the same book
        if os.environ.get("ORGRAPH_GOLDENS") == "write" and not NAMES.other:
            path.write_text(steady, encoding="utf-8")
        if NAMES.other:  # longer names, wider columns and lines that break elsewhere
            assert steady.split() == path.read_text(encoding="utf-8").split(), f"differs from {path.name}"
            return
        assert steady == path.read_text(encoding="utf-8"), f"differs from {path.name}; see ORGRAPH_GOLDENS"

    yield check
