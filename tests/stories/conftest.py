"""The real divisions of Liaoning and real city packs on the embedded engine, imported once for all stories."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.graph.engines.embedded import embedded_engine

from ..clock import FixedClock
from ..renamed import fronted, renamed_world
from ..renaming import renamed_schema
from ..small_world import ROOT, copied_world, import_packs, services_on
from .scene import Scene

SEEDS = ROOT / "seeds"
CITIES = ("liaoning", "dandong", "benxi", "huludao")
TOLD = ("2100", "2105", "2106")
"""How codes begin of the areas that every run of the stories tells of: the province's own, Benxi's, Dandong's."""
FEWER = (
    ("from: 4\n      to: 8", "from: 1\n      to: 2"),
    ("from: 7\n      to: 11", "from: 1\n      to: 2"),
    ("total: 47444", "total: 18000"),
)
"""Buildings of a grid, households' groups of one, and all who work for grids."""


@pytest.fixture(scope="session")
def story_clock() -> FixedClock:
    """The clock of the stories; each begins on the morning of the survey."""
    return FixedClock()


@pytest.fixture(scope="session", params=["ours", pytest.param("renamed", marks=pytest.mark.full)])
async def real_world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, story_clock: FixedClock, full: bool
) -> AsyncIterator[Services]:
    """
    Liaoning with Dandong and Benxi, whole in the full suite; else without its other cities, and with few buildings, and
    so where all that tasks have goes by other names.
    """
    renamed = request.param == "renamed"
    schema = renamed_schema(tmp_path_factory.mktemp("renamed-stories")) if renamed else ROOT / "schema"
    definitions = load_definitions(schema, [SEEDS / city for city in CITIES])
    folder, packs = tmp_path_factory.mktemp("real-world"), [SEEDS / city for city in CITIES[:3]]
    if renamed or not full:
        copies = tmp_path_factory.mktemp("packs")
        packs = [
            without_other_cities(packs[0], copies / "liaoning"),
            packs[1],
            with_few_buildings(packs[2], copies / "benxi"),
        ]
    engine = embedded_engine(folder, linger=0)
    async with services_on(engine, definitions, story_clock, packs, folder=folder, seeds_dir=SEEDS) as services:
        yield fronted(services) if renamed else services


def without_other_cities(pack: Path, folder: Path) -> Path:
    """A copy of Liaoning's pack with a twelfth of its areas."""
    shutil.copytree(pack, folder)
    head, *rows = (pack / "areas.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "areas.csv").write_text(head + "".join(row for row in rows if row.startswith(TOLD)), encoding="utf-8")
    return folder


def with_few_buildings(pack: Path, folder: Path) -> Path:
    """A copy of Benxi's pack with all its grids, but a fifth of what lies in them: the rest takes as long as all stories."""
    shutil.copytree(pack, folder)
    text = (pack / "synthesis.yaml").read_text(encoding="utf-8")
    for whole, few in FEWER:
        assert text.count(whole) == 1, whole
        text = text.replace(whole, few)
    (folder / "synthesis.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def morning(story_clock: FixedClock) -> Iterator[FixedClock]:
    """The story's clock, at ten in the morning of 2023-08-22; put back afterwards."""
    story_clock.reset()
    yield story_clock
    story_clock.reset()


@pytest.fixture
def dandong(real_world: Services, morning: FixedClock, tmp_path: Path) -> Scene:
    """Dandong: two political-legal officers in each village."""
    return Scene(real_world, morning, "丹东市", "dandong", tmp_path)


@pytest.fixture
def benxi(real_world: Services, morning: FixedClock, tmp_path: Path) -> Scene:
    """Benxi: whistles, paired branches, grids on four levels."""
    return Scene(real_world, morning, "本溪市", "benxi", tmp_path)


@pytest.fixture
async def huludao(real_world: Services, morning: FixedClock, tmp_path: Path) -> Scene:
    """Huludao: the five-level chain, loaded when the first story asks for it."""
    if "huludao" not in await real_world.importing.loaded(real_world.actor):
        await import_packs(real_world, [SEEDS / "huludao"])
    return Scene(real_world, morning, "葫芦岛市", "huludao", tmp_path)


@pytest.fixture(scope="session")
def town_clock() -> FixedClock:
    """The clock of these lives."""
    return FixedClock()


@pytest.fixture
def clock(town_clock: FixedClock) -> FixedClock:
    """The same, on the morning of the survey."""
    town_clock.reset()
    return town_clock


@pytest.fixture(scope="session", params=["ours", pytest.param("renamed", marks=pytest.mark.full)])
async def embedded_services(
    request: pytest.FixtureRequest,
    small_store: Path,
    tmp_path_factory: pytest.TempPathFactory,
    definitions: Definitions,
    town_clock: FixedClock,
) -> AsyncIterator[Services]:
    """A small world of its own, in full another with other names: as days go by here, all that is open is escalated."""
    folder = tmp_path_factory.mktemp("lives") / "store"
    if request.param == "renamed":
        shutil.copytree(small_store, folder)
    world = (
        renamed_world(folder, town_clock)
        if request.param == "renamed"
        else copied_world(small_store, folder, definitions, town_clock)
    )
    async with world as services:
        yield services
