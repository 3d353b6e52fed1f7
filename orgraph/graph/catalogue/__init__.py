"""
Named statements, one `.cypher` file each, rendered once from checked definitions.

A statement is named by its path: `coverage/who_covers`. Its text may hold slots, and nothing else is ever put into it:
`{{max_depth}}`, the longest way up; `{{over}}` and `{{under}}`, shorter ones that the caller knows; `{{part:NAME}}`,
what several statements of the folder have in common, in a `.part` file beside them, `{{part:FOLDER/NAME}}` that of
another folder; `{{held:X}}`, that the node or relation X is there on the day `$on`, and `{{steps:WAY}}`, that all steps
of a way are; of a node that the statement
calls NODE, `{{area:NODE}}` and `{{organisation:NODE}}`, the columns that graph/unpack.py reads, and
`{{dated:NODE.name}}`, one of its values, all as they were on $on; and for a name SLOT that the caller chooses and the
graph model must hold:
`{{relationship:SLOT}}` its type, `{{labels:SLOT}}` all labels of a node shape, `{{label:SLOT}}` its first label,
`{{key:SLOT}}` its unique key, `{{properties:SLOT}}` its properties as `name: row.name`, `{{columns:SLOT}}` the same
of rows that are lists, see `columns`, `{{said:SLOT}}` what a relationship `r` says besides its identity and period.
Values are parameters only.

An index may serve where a statement or a branch of a union begins, and nowhere else; for a range on the embedded engine
only if no WITH follows outside of what is in braces. Farther on a planner that expects no row at all takes
any plan for the best: for each organisation the way from the root down through every area, instead of a few steps up.
So a condition on an indexed property that is met on the way is written `coalesce(x.code, '') = …`: none serves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from orgraph.definitions.graph_model import GraphModel

STAMP = ("pack", "import")
"""Properties that all rows of one import share: parameters of a statement whose rows are lists."""

BOUNDS = ("over", "under")
"""Slots of numbers of steps."""

_PART = re.compile(r"\{\{part:(?:([a-z]+)/)?([a-z_]+)\}\}")
_VALUES = re.compile(r"\{\{(area|organisation|dated|held|steps):([a-z_]+)(?:\.([a-z_]+))?\}\}")
_SLOT = re.compile(r"\{\{([a-z_]+)(?::([A-Za-z_]+))?\}\}")


@cache
def text(name: str) -> str:
    """The statement as written, without its leading comment; KeyError if there is no such file."""
    folder = name.rpartition("/")[0]
    return _whole(folder, _read(f"{name}.cypher"))


def part(name: str, **bounds: int) -> str:
    """The part `name` of a folder's statements, for one that is compiled; `bounds` fill its slots."""
    text = _whole(name.rpartition("/")[0], _read(f"{name}.part"))
    return _SLOT.sub(lambda match: str(bounds[match.group(1)]), text)


def _whole(folder: str, text: str) -> str:
    """A text with the parts that it names, which may name others, and the values of nodes."""
    parted = _PART.sub(lambda match: _part(match.group(1) or folder, match.group(2)), text)
    return _VALUES.sub(_value, parted)


def _part(folder: str, name: str) -> str:
    return _whole(folder, _read(f"{folder}/{name}.part"))


def _value(match: re.Match[str]) -> str:
    what, node, name = match.groups()
    if what == "dated":
        return dated(node, name)
    if what in ("held", "steps"):
        return held(node) if what == "held" else steps(node)
    return area(node) if what == "area" else organisation(node)


def area(node: str) -> str:
    """The columns of an area that `unpack.area` reads."""
    return f"{node}.code, {_called(node, 'kind')}, {node}.level, {node}.kind, {node}.flag, {node}.synthetic"


def organisation(node: str) -> str:
    """The columns of an organisation that `unpack.organisation` reads."""
    name = _called(node, "kind", "tier", "specialty")
    columns = ("kind", "tier", "duty_phone", "synthetic", "specialty")
    kind, *others = (f"{node}.{one}" for one in columns)
    return f"{node}.code, {name}, {kind}, {node}:Unit, {', '.join(others)}"


def held(name: str) -> str:
    """That a node or a relation is there on the day: whatever is asked about the organisation tests both."""
    return f"{name}.since <= $on AND $on < {name}.until"


def steps(way: str) -> str:
    """That all steps of a way are there on the day."""
    return f"all(step IN {way} WHERE step.since <= $on AND $on < step.until)"


def dated(node: str, name: str) -> str:
    """
    A value of an area or organisation as it was on $on: the present one, or one of those that domain/dated.py kept.

    Of nearly all it is the present one, so that is what is cheap.
    """
    return _as_of(node, name, f"{node}.past_{name}[i]")


def _called(node: str, *others: str) -> str:
    """The name; if it or one of `others` was another on $on, a list of them all in its place: one look, not several."""
    return _as_of(node, "name", f"[{', '.join(f'{node}.past_{one}[i]' for one in ('name', *others))}]")


def _as_of(node: str, name: str, past: str) -> str:
    spans = f"i IN range(0, size({node}.past_until) - 1) WHERE $on < {node}.past_until[i]"
    return f"CASE WHEN $on < {node}.changed THEN [{spans} | {past}][0] ELSE {node}.{name} END"


@cache
def _read(name: str) -> str:
    path = files(__package__).joinpath(*name.split("/"))
    if not path.is_file():
        raise KeyError(name)
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//")).strip()


def render(name: str, model: GraphModel, max_depth: int, chosen: Mapping[str, str]) -> str:
    """
    The statement `name` with its slots filled from `chosen`, slot to name of a node shape or relationship.

    Raises KeyError for a name that the graph model does not hold: what is not defined is never rendered.
    """

    def fill(match: re.Match[str]) -> str:
        what, slot = match.group(1), match.group(2) or ""
        if what == "max_depth":
            return str(max_depth)
        if what in BOUNDS:
            return str(int(chosen[what]))
        return _filling(what, chosen[slot], model)

    return _SLOT.sub(fill, text(name))


def columns(properties: Iterable[str]) -> list[str]:
    """The properties that a row which is a list holds, in their order."""
    return [name for name in properties if name not in STAMP]


def said(properties: Iterable[str]) -> list[str]:
    """The properties of a relationship that are neither its identity nor its period nor an import's."""
    return [name for name in properties if name not in ("id", "since", "until", "digest", *STAMP)]


def _filling(what: str, name: str, model: GraphModel) -> str:
    if what == "relationship":
        return model.relationships[name].type
    if what == "said":
        return ", ".join(f"r.{name}" for name in said(model.relationships[name].properties))
    if what in ("properties", "columns"):
        shape = model.nodes[name] if name in model.nodes else model.relationships[name]
        if what == "properties":
            return ", ".join(f"{key}: row.{key}" for key in shape.properties)
        return _listed(shape.properties, first=0 if name in model.nodes else 2)
    node = model.nodes[name]
    return {"labels": ":".join(node.labels), "label": node.labels[0], "key": node.key}[what]


def _listed(properties: Iterable[str], first: int) -> str:
    """Properties from the column `first` on: the row of a relationship begins with the keys of its two ends."""
    said = [f"{name}: row[{number}]" for number, name in enumerate(columns(properties), first)]
    return ", ".join([*said, *(f"{name}: ${name}" for name in STAMP)])
