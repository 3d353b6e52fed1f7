"""Reads schema/ and the packs' definitions, merges them, checks them as a whole, freezes and hashes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from orgraph.definitions.checks import check_all
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.demands.audits import read_audit
from orgraph.definitions.demands.quotas import read_chain, read_quota, read_scope
from orgraph.definitions.graph_model import GraphModel, read_graph_model
from orgraph.definitions.source import Entry, Reading, read_file
from orgraph.definitions.tasks.campaigns import read_campaign
from orgraph.definitions.tasks.findings import read_finding
from orgraph.definitions.tasks.ladders import read_ladder
from orgraph.definitions.tasks.lifecycle_reader import read_lifecycle
from orgraph.definitions.tasks.limits import read_calendar, read_deadlines
from orgraph.definitions.tasks.whistles import read_routing, read_whistle
from orgraph.definitions.titles import Title
from orgraph.definitions.variants import Variants
from orgraph.definitions.words.categories import inherit, read_category
from orgraph.definitions.words.kinds import (
    read_area_kind,
    read_organisation_kind,
    read_profession,
    read_role,
    read_tier,
    read_word,
)
from orgraph.definitions.words.levels import read_level

Reader = Callable[[Entry], Any]

VOCABULARY: dict[str, Reader] = {"levels": read_level, "roles": read_role}
"""Sections of words: one entry a key, whoever brings it."""

KINDS: dict[str, Reader] = {
    "areas": read_area_kind,
    "organisations": read_organisation_kind,
    "professions": read_profession,
    "employments": read_word,
    "tiers": read_tier,
    "absences": read_word,
}
"""The lists of kinds.yaml."""

_OVERRIDABLE: dict[str, Reader] = {
    "routing": read_routing,
    "deadlines": read_deadlines,
    "ladders": read_ladder,
    "findings": read_finding,
    "scopes": read_scope,
    "quotas": read_quota,
    "chains": read_chain,
    "audits": read_audit,
}
"""
Sections of rules that a campaign may override for a time. A lifecycle, a kind and a calendar are none of them: what
has begun by those goes on by them.
"""

RULES: dict[str, Reader] = {
    **_OVERRIDABLE,
    "categories": read_category,
    "whistles": read_whistle,
    "lifecycle": read_lifecycle,
    "calendars": read_calendar,
    "campaigns": partial(read_campaign, readers=_OVERRIDABLE),
}
"""Sections of rules: a city may have its own variant, under its root area."""

Item = TypeVar("Item")


@dataclass
class Draft:
    """What has been read so far; `places` says where each (section, key, under) was first defined."""

    reading: Reading = field(default_factory=Reading)
    graph: GraphModel | None = None
    sections: dict[str, list[Any]] = field(default_factory=dict)
    wording: dict[str, Title] = field(default_factory=dict)
    places: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def keyed(self, section: str) -> dict[str, Any]:
        """The items of a section by key."""
        return {item.key: item for item in self.sections.get(section, [])}


def load_definitions(schema: Path, packs: Sequence[Path] = ()) -> Definitions:
    """
    The definitions of the folder `schema` merged with `definitions/` of each pack folder.

    Raises DefinitionsFaulty with every fault of every file at once.
    """
    draft = Draft()
    _read_folder(draft, schema, schema.name, in_pack=False)
    for pack in packs:
        if (pack / "definitions").is_dir():
            _read_folder(draft, pack / "definitions", f"{pack.name}/definitions", in_pack=True)
    if draft.graph is None:
        draft.reading.faults.add(
            f"{schema.name}/graph.yaml", 1, "missing", "copy it from the schema that orgraph ships"
        )
    check_all(draft.reading, draft.sections, draft.graph, draft.places)
    draft.reading.faults.raise_if_any()
    return _freeze(draft)


def _read_folder(draft: Draft, folder: Path, shown: str, in_pack: bool) -> None:
    if not folder.is_dir():
        draft.reading.faults.add(shown, 1, "no such folder", "name a folder that holds definitions")
        return
    for path in sorted(folder.rglob("*.y*ml")):
        name = path.relative_to(folder)
        top = read_file(draft.reading, path, f"{shown}/{name.as_posix()}")
        if top is not None:
            _read_top(draft, top, "audits" if name.parts[0] == "audits" else name.stem, in_pack)


def _read_top(draft: Draft, top: Entry, section: str, in_pack: bool) -> None:
    if section == "graph" and not in_pack:
        draft.graph = read_graph_model(top)
        draft.digests["graph"] = top.digest()
    elif section == "wording":
        _read_wording(draft, top)
    elif section == "kinds":
        for name in KINDS:
            below = top.mapping(name)
            if below is not None:
                _read_section(draft, below, name, KINDS[name], rooted=False)
        top.done()
    elif section in VOCABULARY:
        _read_section(draft, top, section, VOCABULARY[section], rooted=False)
    elif section in RULES:
        _read_section(draft, top, section, RULES[section], rooted=in_pack)
    else:
        known = ", ".join(sorted({"graph", "kinds", "wording", *VOCABULARY, *RULES}))
        top.fault(f"unknown file of definitions: {section}", f"name it one of {known}")


def _read_section(draft: Draft, top: Entry, section: str, reader: Reader, rooted: bool) -> None:
    for entry in top.entries():
        item = reader(entry)
        under = getattr(item, "under", "")
        if rooted and not under:
            entry.fault(f"{entry.key}: an entry of a pack holds 'under'", "add under: with the code of its root area")
        if under and not (len(under) == 12 and under.isdigit()):
            entry.fault(f"{entry.key}.under: {under!r} is no area code", "write 12 digits", entry.line_of("under"))
        first = draft.places.setdefault((section, entry.key, under), (entry.file, entry.line))
        if first != (entry.file, entry.line):
            entry.fault(f"{entry.key} is defined twice, first at {first[0]}:{first[1]}", "keep one of the two")
        draft.sections.setdefault(section, []).append(item)
        draft.digests[f"{section}/{entry.key}" + (f" under {under}" if under else "")] = entry.digest()


def _read_wording(draft: Draft, top: Entry) -> None:
    for entry in top.entries():
        if entry.key in draft.wording:
            entry.fault(f"{entry.key} is worded twice", "keep one")
        draft.wording[entry.key] = Title(entry.text("zh", required=True), entry.text("en", required=True))
        entry.done()


def _freeze(draft: Draft) -> Definitions:
    assert draft.graph is not None  # raise_if_any has seen to it
    content = json.dumps(draft.digests, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def rules(section: str) -> Variants[Any]:
        return Variants(tuple(sorted(draft.sections.get(section, []), key=lambda item: (item.key, item.under))))

    return Definitions(
        graph=draft.graph,
        levels=dict(sorted(draft.keyed("levels").items(), key=lambda item: item[1].rank)),
        area_kinds=draft.keyed("areas"),
        organisation_kinds=draft.keyed("organisations"),
        professions=draft.keyed("professions"),
        employments=draft.keyed("employments"),
        tiers=draft.keyed("tiers"),
        absences=draft.keyed("absences"),
        roles=draft.keyed("roles"),
        categories=Variants(inherit(tuple(draft.sections.get("categories", [])))),
        scopes=rules("scopes"),
        quotas=rules("quotas"),
        chains=rules("chains"),
        routing=rules("routing"),
        whistles=rules("whistles"),
        lifecycle=rules("lifecycle"),
        calendars=rules("calendars"),
        deadlines=rules("deadlines"),
        ladders=rules("ladders"),
        findings=rules("findings"),
        audits=rules("audits"),
        campaigns=rules("campaigns"),
        wording=draft.wording,
        hash=hashlib.sha256(content.encode()).hexdigest(),
        content=content,
    )
