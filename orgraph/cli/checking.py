"""Checks definitions and the YAML files of packs as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from orgraph.cli.packs import MANIFEST, packs_in
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.faults import DefinitionsFaulty, Fault
from orgraph.definitions.load import load_definitions
from orgraph.definitions.source import Reading
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import said
from orgraph.seeding.figures import read_figures
from orgraph.seeding.manifest import read_manifest
from orgraph.seeding.references import check_references
from orgraph.seeding.steps_reader import read_synthesis
from orgraph.settings import Settings, schema_folder, seeds_folder, shipped_phrases

SCHEMA = "graph.yaml"
"""The file that a folder of general definitions cannot lack."""


def places_of(folder: Path | None, settings: Settings) -> tuple[Path, list[Path]]:
    """The schema and the packs that `folder` means: a schema, a pack, packs, or the parent of schema/ and seeds/."""
    schema, seeds = schema_folder(settings), seeds_folder(settings)
    if folder is None:
        return schema, packs_in(seeds)
    if (folder / SCHEMA).is_file():
        return folder, packs_in(seeds)
    if (folder / MANIFEST).is_file():
        others = [pack for pack in packs_in(seeds) if pack.resolve().name != folder.resolve().name]
        return schema, [*others, folder]
    if (folder / "schema").is_dir() or (folder / "seeds").is_dir():
        return folder / "schema" if (folder / "schema").is_dir() else schema, packs_in(folder / "seeds")
    if packs := packs_in(folder):
        return schema, packs
    raise InvalidInput(said("neither-schema-nor-pack", folder=str(folder)), said("mend-name-a-folder"))


def faults_of(schema: Path, packs: Sequence[Path]) -> tuple[tuple[Fault, ...], Definitions | None]:
    """Every fault of the definitions and of each pack's YAML files; the definitions, if they could be read."""
    try:
        definitions = load_definitions(schema, packs, shipped_phrases())
    except DefinitionsFaulty as error:
        return error.faults, None
    faults = [fault for pack in packs for fault in _of_pack(pack, definitions)]
    return tuple(sorted(set(faults))), definitions


def _of_pack(folder: Path, definitions: Definitions) -> Iterator[Fault]:
    reading = Reading()
    manifest = read_manifest(reading, folder)
    if manifest is not None:
        read_synthesis(reading, manifest, definitions)
    check_references(reading, definitions)
    yield from reading.faults.all()
    try:
        read_figures(folder, definitions)
    except DefinitionsFaulty as error:
        yield from error.faults
