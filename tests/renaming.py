"""The schema with every kind of task, and every state, stage, action, memory and relation of lifecycles, under another name."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from .small_world import ROOT

PREFIX = "x-"
INSIDE = ("entrances", "relations", "memories", "states", "stages", "actions")
"""Parts of a lifecycle whose entries have keys."""


def renamed_schema(folder: Path, *, kinds: bool = True) -> Path:
    """
    A copy of schema/ in `folder` that says the same in other names, which kinds of task keep without `kinds`.

    Titles and what people read stay as they are.
    """
    schema = Path(shutil.copytree(ROOT / "schema", folder / "schema"))
    for file in (schema / "lifecycles").iterdir():
        _write(file, {PREFIX + key: _lifecycle(said) for key, said in _read(file).items()})
    for file in (schema / "tasks").iterdir():
        _write(file, {(PREFIX if kinds else "") + key: _kind(said) for key, said in _read(file).items()})
    _rewritten(schema / "deadlines.yaml", partial(_limits, kinds=kinds))
    for name in ("ladders.yaml", "findings.yaml"):
        _rewritten(schema / name, lambda one: one | ({"stages": _all(one["stages"])} if "stages" in one else {}))
    return schema


@cache
def renamed_keys() -> frozenset[str]:
    """All keys that get another name."""
    found: set[str] = set()
    for file in [*(ROOT / "schema/tasks").iterdir(), *(ROOT / "schema/lifecycles").iterdir()]:
        for key, entry in _read(file).items():
            found |= {key}.union(*(entry.get(one, ()) for one in INSIDE))
    return frozenset(found)


def _kind(said: dict[str, Any]) -> dict[str, Any]:
    return said | {name: PREFIX + said[name] for name in ("lifecycle", "entrance")}


def _limits(entry: dict[str, Any], *, kinds: bool) -> dict[str, Any]:
    def limit(one: dict[str, Any]) -> dict[str, Any]:
        return one | ({"kinds": _all(one["kinds"])} if kinds and "kinds" in one else {})

    return entry | {"stages": {PREFIX + stage: [limit(one) for one in some] for stage, some in entry["stages"].items()}}


def _rewritten(file: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    _write(file, {key: change(entry) for key, entry in _read(file).items()})


def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def _write(file: Path, said: Mapping[str, Any]) -> None:
    file.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _lifecycle(entry: dict[str, Any]) -> dict[str, Any]:
    memories = frozenset(entry["memories"])
    one: dict[str, Any] = {"answered_within": PREFIX + entry["answered_within"]}
    one["entrances"] = {PREFIX + key: _entrance(said) for key, said in entry["entrances"].items()}
    one |= {name: _keys(entry[name]) for name in ("states", "stages", "memories")}
    one["relations"] = {PREFIX + key: _relation(said, memories) for key, said in entry["relations"].items()}
    one["actions"] = {PREFIX + key: _action(said, memories) for key, said in entry["actions"].items()}
    return entry | one


def _entrance(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"state": PREFIX + said["state"], "starts": _all(said["starts"])}


def _relation(said: dict[str, Any], memories: frozenset[str]) -> dict[str, Any]:
    one = said | ({"is": _of(said["is"], memories)} if "is" in said else {})
    return one | ({"above_all_of": _all(said["above_all_of"])} if "above_all_of" in said else {})


def _action(said: dict[str, Any], memories: frozenset[str]) -> dict[str, Any]:
    one = said | {name: _all(said[name]) for name in ("in", "who", "never", "forgets") if name in said}
    one |= {name: PREFIX + said[name] for name in ("to", "within") if name in said}
    one |= {name: [_need(need, memories) for need in said[name]] for name in ("needs", "unless") if name in said}
    if "remembers" in said:
        one["remembers"] = _keys(said["remembers"])
    if "proposes" in said:
        of = said["proposes"]
        one["proposes"] = of | {name: PREFIX + of[name] for name in ("into", "without") if name in of}
    if "clocks" in said:
        one["clocks"] = _clocks(said["clocks"])
    if "opens" in said:
        one["opens"] = said["opens"] | {name: PREFIX + said["opens"][name] for name in ("entrance", "within")}
    if "required_from" in said.get("carries", {}):
        from_whom = {field: _all(whom) for field, whom in said["carries"]["required_from"].items()}
        one["carries"] = said["carries"] | {"required_from": from_whom}
    if "outcomes" in said:
        one["outcomes"] = [_outcome(way, memories) for way in said["outcomes"]]
    return one


def _outcome(way: dict[str, Any], memories: frozenset[str]) -> dict[str, Any]:
    one = way | {"to": PREFIX + way["to"]}
    if "when" in way:
        one["when"] = {_of(name, memories): value for name, value in way["when"].items()}
    return one | ({"clocks": _clocks(way["clocks"])} if "clocks" in way else {})


def _need(need: dict[str, Any], memories: frozenset[str]) -> dict[str, Any]:
    return {name: _of(of, memories) if name in ("any", "unit", "by") else of for name, of in need.items()}


def _clocks(said: dict[str, Any]) -> dict[str, Any]:
    one = {word: stages if word == "at" else _all(stages) for word, stages in said.items() if word != "extend"}
    longer = {PREFIX + stage: PREFIX + memory for stage, memory in said.get("extend", {}).items()}
    return one | ({"extend": longer} if longer else {})


def _of(name: str, memories: frozenset[str]) -> str:
    return PREFIX + name if name in memories else name


def _all(names: list[str]) -> list[str]:
    return [PREFIX + name for name in names]


def _keys(said: Mapping[str, Any]) -> dict[str, Any]:
    return {PREFIX + name: value for name, value in said.items()}
