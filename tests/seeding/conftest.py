"""The shipped definitions and packs, read once a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.load import load_definitions
from orgraph.seeding.pack import Pack, read_pack
from orgraph.seeding.synthesis import generate

from .worlds import CITIES, IN_FULL, PACK, REPOSITORY, SEEDS, City, Desk, areas_under


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    """The general schema with the definitions of every shipped pack."""
    return load_definitions(REPOSITORY / "schema", [SEEDS / name for name in ("liaoning", *CITIES, *IN_FULL)])


@pytest.fixture(scope="session")
def liaoning(definitions: Definitions) -> Pack:
    """The real divisions."""
    return read_pack(SEEDS / "liaoning", definitions)


@pytest.fixture(scope="session")
def city(definitions: Definitions, liaoning: Pack) -> Callable[[str], City]:
    """A city by the name of its pack, generated once a session."""
    built: dict[str, City] = {}

    def build(name: str) -> City:
        if name not in built:
            pack = read_pack(SEEDS / name, definitions)
            base = tuple(areas_under(liaoning, pack.manifest.root))
            built[name] = City(pack, base, (*pack.rows, *generate(pack, base, definitions)))
        return built[name]

    return build


@pytest.fixture
def desk(tmp_path: Path, definitions: Definitions) -> Desk:
    """A pack about 平山区 with nothing but its manifest."""
    folder = tmp_path / "little"
    folder.mkdir()
    made = Desk(folder, definitions)
    made.write("pack.yaml", PACK)
    return made
