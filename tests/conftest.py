"""
What every test may ask for: the definitions, a clock to move, and the small world on each engine.

`services` (and `store`) runs a test once on each engine; `embedded_services` only on the embedded one. The world in them
is shared by the whole run: a test that writes uses tasks and keys of its own, or asks for an engine of its own.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from orgraph import bootstrap
from orgraph.bootstrap import Services
from orgraph.cli.main import GARBAGE
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.definitions.titles import Title
from orgraph.domain.actor import Actor
from orgraph.graph.engines.embedded import embedded_engine
from orgraph.graph.store import Store

from . import plainly
from .clock import FixedClock
from .engines import class_archive
from .engines.fixtures import neo4j_5, neo4j_2026
from .engines.neo4j_jars import Neo4jServer
from .engines.processes import alive
from .renamed import renamed_world
from .small_world import PACKS, ROOT, TESTER, copied_world, neo4j_engine, services_on

__all__ = ["neo4j_5", "neo4j_2026"]

ENGINES = [
    pytest.param("embedded", marks=pytest.mark.xdist_group("embedded")),
    pytest.param("neo4j_5", marks=[pytest.mark.neo4j, pytest.mark.xdist_group("neo4j_5")]),
    pytest.param("neo4j_2026", marks=[pytest.mark.neo4j, pytest.mark.xdist_group("neo4j_2026")]),
    pytest.param("renamed", marks=[pytest.mark.xdist_group("renamed")]),
]


TOGETHER = {"api": "embedded", "cli": "cli", "installed": "installed", "seeding": "seeding"}
"""Folders whose tests share what takes long to make, and the group in which they run if they name no other."""

# The suite starts dozens of engines that live for seconds: compiling for the long run costs a quarter of its time, and to
# compile simply, but sooner than Java would by itself, saves a tenth.
COMPILER = "-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=0.2"
os.environ.setdefault("JAVA_TOOL_OPTIONS", class_archive.options(f"{COMPILER} -XX:+UseSerialGC"))

plainly.note_failures()

settings.register_profile("quick", max_examples=30, deadline=None, derandomize=True, database=None)
settings.register_profile("full", max_examples=400, deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    """The same examples in every `make test`, so that it fails for a change; new ones in `make test-full`."""
    settings.load_profile("full" if in_full(config) else "quick")
    gc.set_threshold(GARBAGE)  # as in the program itself: at the usual 700 a sixth of the time goes into the searches


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """
    Services do not read definitions again whose files say what they said: hundreds of commands begin with them.

    What is tested of reading itself calls `load_definitions`, which is left alone.
    """
    known: dict[tuple[object, ...], Definitions] = {}

    def read(schema: Path, packs: Sequence[Path] = (), *rest: Mapping[str, Title]) -> Definitions:
        said = hashlib.sha256()
        for folder in (schema, *(pack / "definitions" for pack in packs)):
            for path in sorted(folder.rglob("*.y*ml")):
                said.update(f"{path}\0".encode() + path.read_bytes() + b"\0")
        key = (schema, *packs, said.digest(), *map(id, rest))
        if key not in known:
            known[key] = load_definitions(schema, packs, *rest)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "load_definitions", read)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Whatever fails in a test, as it should or not, is told in Chinese that is Chinese and in English that is."""
    plainly.made.clear()
    yield
    wrong = {one for what in plainly.made[:200] for one in plainly.strange(what)}
    assert not wrong, "\n".join(sorted(wrong))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """
    Search for cycles a last time while the run is going on, and then leave what remains alone.

    pytest searches once more as a process ends, when a worker has said that it is done. Through all that is kept by then
    this took longer than the five seconds after which pytest-xdist sends a worker Ctrl-C, which was told as ignored.
    """
    gc.collect()
    gc.freeze()


def in_full(config: pytest.Config) -> bool:
    """Whether all is run, as in `make test-full`, and not only what `make test` runs."""
    return bool(config.getoption("markexpr") == "")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Neo4j is asked its share, and tests of one group run in one worker."""
    if not in_full(config):
        _spare(config, items)
    _spare_renamed(config, items)
    _group(config, items)


def _spare(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Neo4j 5 is asked what is marked `neo4j_too`, the newer one nothing; in full both are asked everything.

    The text is the same on every engine, and to plan it costs Neo4j more than all else that a test does. What is named
    for a version (`-k neo4j_5`) is asked of it. The last contract sees to it that Neo4j 5 plans every statement.
    """
    asked = [(item, _version(item)) for item in items]
    if {version for _, version in asked} >= {"neo4j_5", "neo4j_2026"}:
        spared = {item for item, version in asked if version and not _asked(item, version)}
        items[:] = [item for item in items if item not in spared]
        config.hook.pytest_deselected(items=list(spared))


RENAMED = ("actions", "random_walks")
RENAMED_IN_FULL = (
    *(
        "campaigns",
        "conflicts",
        "contents",
        "dispatch",
        "emergencies",
        "ended",
        "ended_places",
        "escalation",
        "hard_matters",
        "journal",
    ),
    *("keys", "ledger", "left_behind", "mediation", "merging_and_meetings", "numbers", "ordinary_matters", "parties"),
    *("proposals", "supervision", "tasks", "twice"),
    *("guides", "notices", "words_of_lists"),
)
"""
Contracts that are asked with other names for all that tasks have, too. The others ask for no task, write rows of their
own past the services, or put services of their own together.
"""


def _spare_renamed(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The world with other names is asked what is about tasks: the first of them, in full or by `-k renamed` all."""
    all_of_them = in_full(config) or "renamed" in str(config.getoption("keyword"))
    names = {f"test_{name}" for name in (*RENAMED, *(RENAMED_IN_FULL if all_of_them else ()))}
    spared = {item for item in items if _engine(item) == "renamed" and item.path.stem not in names}
    spared |= {item for item in items if _names(item) == "renamed" and not _tells_of_tasks(item)}
    if spared:
        items[:] = [item for item in items if item not in spared]
        config.hook.pytest_deselected(items=list(spared))


COMMANDS_OF_TASKS = (
    *("acting", "answers", "explained_kinds", "exports", "failures", "inert", "json", "reading", "remedies"),
    *("runs", "terminal", "wording"),
)
"""Tests of the command line in which tasks have a part."""


def _tells_of_tasks(item: pytest.Item) -> bool:
    told = item.path.stem in {f"test_{name}" for name in (*COMMANDS_OF_TASKS, *STORIES_OF_TASKS)}
    return told and item.get_closest_marker("our_names") is None


STORIES_OF_TASKS = ("a_hard_matter", "benxi_whistle", "lives_of_tasks")
"""Stories in which tasks have a part; the others tell of postings and units, which keep their names."""


def _names(item: pytest.Item) -> str:
    """Which names a command or a story is asked in, empty for what is neither."""
    found = getattr(item, "callspec", None)
    return str(found.params.get("names") or found.params.get("real_world", "")) if found else ""


def _engine(item: pytest.Item) -> str:
    """The engine that a test is run on, empty if it asks for none in turn."""
    found = getattr(item, "callspec", None)
    return str(found.params.get("engine", "")) if found else ""


def _version(item: pytest.Item) -> str:
    """Of which version of Neo4j a test by `engine` is asked, empty for none."""
    engine = _engine(item)
    return engine if engine.startswith("neo4j") else ""


def _asked(item: pytest.Item, version: str) -> bool:
    return version == "neo4j_5" and item.get_closest_marker("neo4j_too") is not None


def _group(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Tests of one group run in one worker, so that a server is started once, and a city generated once.

    pytest-xdist 3.8 writes the group where pytest 9.2 no longer looks, and the option does nothing without a word.
    """
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        named = sorted({str(mark.args[0]) for mark in item.iter_markers("xdist_group")})
        shares = "embedded_services" in getattr(item, "fixturenames", ())
        group = "_".join(named) or ("embedded" if shares else TOGETHER.get(item.path.parent.name, ""))
        if group and hasattr(item, "_id") and not item.nodeid.endswith(f"@{group}"):
            item._id = type(item._id).parse(f"{item.nodeid}@{group}")


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    """Whether this is `make test-full`: what costs by its number may be more there."""
    return in_full(pytestconfig)


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    """The general schema with the definitions of the small world."""
    return load_definitions(ROOT / "schema", PACKS)


@pytest.fixture(scope="session")
def world_clock() -> FixedClock:
    """The clock of all services over the small world; a test asks for `clock`."""
    return FixedClock()


@pytest.fixture
def clock(world_clock: FixedClock) -> Iterator[FixedClock]:
    """The clock of the services, to be moved: it goes back to 2023-08-22, ten in the morning, after the test."""
    world_clock.reset()
    yield world_clock
    world_clock.reset()


@pytest.fixture(scope="session")
def actor() -> Actor:
    """In whose name tests ask."""
    return TESTER


@pytest.fixture(scope="session")
async def small_store(tmp_path_factory: pytest.TempPathFactory, definitions: Definitions) -> Path:
    """The files of a store with the small world, at rest: imported once for all workers, and copied by who needs one."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    folder, made = shared / "small-store", shared / "small-store.made"
    with FileLock(shared / "small-store.lock"):
        if not made.exists():
            async with services_on(embedded_engine(folder, linger=0), definitions, FixedClock(), folder=folder):
                pass
            while alive(int((folder / "orgraph.lock").read_text())):
                await asyncio.sleep(0.02)
            made.touch()
    return folder


@pytest.fixture(scope="session")
async def embedded_services(
    small_store: Path, tmp_path_factory: pytest.TempPathFactory, definitions: Definitions, world_clock: FixedClock
) -> AsyncIterator[Services]:
    """The small world on the embedded engine."""
    folder = tmp_path_factory.mktemp("small-world") / "store"
    async with copied_world(small_store, folder, definitions, world_clock) as services:
        yield services


@pytest.fixture(scope="session")
async def neo4j_5_services(
    neo4j_5: Neo4jServer, definitions: Definitions, world_clock: FixedClock
) -> AsyncIterator[Services]:
    """The small world on Neo4j 5.26."""
    async with services_on(neo4j_engine(neo4j_5), definitions, world_clock) as services:
        yield services


@pytest.fixture(scope="session")
async def neo4j_2026_services(
    neo4j_2026: Neo4jServer, definitions: Definitions, world_clock: FixedClock
) -> AsyncIterator[Services]:
    """The small world on Neo4j 2026.x."""
    async with services_on(neo4j_engine(neo4j_2026), definitions, world_clock) as services:
        yield services


@pytest.fixture(scope="session")
async def renamed_services(
    small_store: Path, tmp_path_factory: pytest.TempPathFactory, world_clock: FixedClock
) -> AsyncIterator[Services]:
    """The small world on the embedded engine, under definitions in which all that tasks have has another name."""
    folder = tmp_path_factory.mktemp("renamed-world") / "store"
    shutil.copytree(small_store, folder)
    async with renamed_world(folder, world_clock) as services:
        yield services


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn, by name."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def services(engine: str, request: pytest.FixtureRequest) -> Services:
    """The small world on each engine in turn."""
    found: Services = request.getfixturevalue(f"{engine}_services")
    return found


@pytest.fixture(scope="session")
def store(services: Services) -> Store:
    """The store of `services`."""
    return services.store
