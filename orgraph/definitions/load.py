"""Reads schema/ and the packs' definitions, merges them, checks them as a whole, freezes and hashes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from orgraph.definitions.checks import check_all
from orgraph.definitions.definitions import SECTIONS, Definitions
from orgraph.definitions.graph_model import GraphModel, read_graph_model
from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Entry, Reading, read_file
from orgraph.definitions.titles import Title
from orgraph.definitions.wording import read_own
from orgraph.domain.canonical import hash_of
from orgraph.domain.said import said

_NONE: Mapping[str, Title] = MappingProxyType({})


@dataclass
class Merged:
    """What has been read and merged so far; `places` says where each (section, key, under) was first defined."""

    reading: Reading = field(default_factory=Reading)
    graph: GraphModel | None = None
    sections: dict[str, list[Any]] = field(default_factory=dict)
    shipped: dict[str, Title] = field(default_factory=dict)
    wording: dict[str, Title] = field(default_factory=dict)
    places: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, entry: Entry) -> None:
        """Note what an entry says, by its digest, which the whole set is hashed by."""
        text = entry.said()
        digest = hash_of(text)
        self.digests[name] = digest
        self.texts[digest] = text


def load_definitions(schema: Path, packs: Sequence[Path] = (), phrases: Mapping[str, Title] = _NONE) -> Definitions:
    """
    The definitions of the folder `schema` merged with `definitions/` of each pack folder.

    `phrases` are those shipped, which word what these do not, as a copy of the schema that an earlier version made.

    Raises DefinitionsFaulty with every fault of every file at once.
    """
    merged = Merged(shipped=dict(phrases))
    _read_folder(merged, schema, schema.name, in_pack=False)
    for pack in packs:
        if (pack / "definitions").is_dir():
            _read_folder(merged, pack / "definitions", f"{pack.name}/definitions", in_pack=True)
    if merged.graph is None:
        merged.reading.faults.add(f"{schema.name}/graph.yaml", 0, said("file-missing"), said("mend-copy-shipped"))
    check_all(merged.reading, SECTIONS.values(), Whole(merged.sections), merged.graph, merged.places)
    merged.reading.faults.raise_if_any()
    return _freeze(merged)


def _read_folder(merged: Merged, folder: Path, shown: str, in_pack: bool) -> None:
    if not folder.is_dir():
        merged.reading.faults.add(shown, 0, said("folder-missing"), said("mend-name-folder"))
        return
    for path in sorted(folder.rglob("*.y*ml")):
        name = path.relative_to(folder)
        if name.parts[0] == "wording" and not in_pack:
            continue  # what code says by a code: always the words that orgraph ships
        top = read_file(merged.reading, path, f"{shown}/{name.as_posix()}")
        if top is not None:
            folders = {one.name for one in SECTIONS.values() if one.folder}
            _read_top(merged, top, name.parts[0] if name.parts[0] in folders else name.stem, in_pack)


def _read_top(merged: Merged, top: Entry, file: str, in_pack: bool) -> None:
    written = [one for one in SECTIONS.values() if one.file == file]
    if file == "graph" and not in_pack:
        merged.graph = read_graph_model(top)
        merged.keep("graph", top)
    elif file == "wording":
        _read_wording(merged, top)
    elif not written:
        known = sorted({"graph", "wording", *(one.file for one in SECTIONS.values())})
        top.fault(said("unknown-file", file=file), said("mend-name-file", these=known))
    for section in written:
        below = top.mapping(section.name) if section.within else top
        if below is not None:
            _read_section(merged, below, section, in_pack)
    if written:
        top.done()


def _read_section(merged: Merged, top: Entry, section: Section[Any], in_pack: bool) -> None:
    for entry in top.entries():
        item = section.reader(entry)
        under = getattr(item, "under", "")
        if section.rooted and in_pack and not under:
            entry.fault(said("under-nothing"), said("mend-add-root"))
        if under and not (len(under) == 12 and under.isdigit()):
            entry.fault(said("no-area-code", value=under), said("mend-area-code"), "under")
        first = merged.places.setdefault((section.name, entry.key, under), (entry.file, entry.line))
        if first != (entry.file, entry.line):
            entry.fault(said("twice-defined", file=first[0], line=first[1]), said("mend-keep-one"))
        merged.sections.setdefault(section.name, []).append(item)
        merged.keep(f"{section.name}/{entry.key}" + (f" under {under}" if under else ""), entry)


def _read_wording(merged: Merged, top: Entry) -> None:
    found = read_own(top, merged.shipped)
    for entry in top.entries():
        if entry.key in merged.wording:
            entry.fault(said("twice-worded"), said("mend-keep-one"))
    merged.wording |= found


def _freeze(merged: Merged) -> Definitions:
    assert merged.graph is not None  # raise_if_any has seen to it
    content = json.dumps(merged.digests, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    whole = Whole(merged.sections)
    kept: dict[str, Any] = {name: section.frozen(whole.of(section)) for name, section in SECTIONS.items()}
    return Definitions(
        graph=merged.graph,
        wording=merged.shipped | merged.wording,
        hash=hash_of(content),
        content=content,
        texts=merged.texts,
        **kept,
    )
