"""Code knows the words that definitions are written in, and no key that they give: neither an action nor a state."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orgraph.definitions.tasks.kinds import DOORS
from orgraph.definitions.tasks.lifecycle import COUNTS_AS, KEPT_AS_HELPER, OUTCOMES, SETS
from orgraph.domain.action import Verb
from orgraph.domain.event import ENGINE, MARKS
from orgraph.domain.field import FieldType
from orgraph.domain.listing import Order
from orgraph.domain.task import Presence
from orgraph.domain.whistle import Source

from ..small_world import ROOT

WORDS = {
    *SETS,  # who has, had or called for a task, as relations and needs say it
    KEPT_AS_HELPER,
    *COUNTS_AS,  # what supervision counts a state as
    *OUTCOMES,  # how a dispute stands in a state
    *MARKS,  # what is told of a unit
    *ENGINE,  # types of events that orgraph itself writes
    *DOORS,
    *(verb.value for verb in Verb),
    *(source.value for source in Source),
    *(presence.value for presence in Presence),
    *(order.value for order in Order),
    *(one.value for one in FieldType),
}
"""Words of orgraph's own languages, closed lists that its code declares; some keys of ours are such a word, too."""

EXCEPT = {
    ("api/transport/endpoint", "accept"): "a header of HTTP",
    ("cli/whistle", "open"): "a verb of the command line, the door of all kinds",
    ("cli/render/whistle", "matter"): "the phrases of the door reportMatter",
    ("cli/ledger", "verify"): "a verb of the command line: orgraph ledger verify",
    ("cli/failures", "file"): "the code of an error that is told of a file",
    ("cli/render/supervision", "open"): "how many tasks are open",
    ("cli/settings", "file"): "where a setting comes from",
    ("cli/render/audit", "closed"): "gaps that were closed between two days of an audit",
    ("definitions/tasks/action_reader", "resume"): "a word below clocks:",
    ("definitions/tasks/fields", "failed"): "an option of the command line: --failed",
    ("definitions/tasks/format_1", "sign-in"): "stores of format 1 do not say in which stage the lead answered",
    ("definitions/words/categories", "admission"): "the field of a category",
    ("rules/ledger/rerun", "admission"): "the field of a category, as decisions recorded it",
    ("seeding/cells", "note"): "a column of lists",
    ("seeding/figures", "note"): "a field of figures.yaml",
    ("seeding/manifest", "note"): "a field of pack.yaml",
    ("seeding/skeleton", "note"): "a column of lists",
}
"""Modules with a word of another kind that is a key as well, and what it is there."""

HOLDS_KEYS = re.compile(
    r"^(actions?|states?|stages?|relations|memory|memories|entrances?|kinds?|lifecycles?|answered_within)$"
)
"""Names of what is a key, or is looked up by keys: there even a word of a language would be a key."""


@dataclass(frozen=True)
class Found:
    """A constant that equals a key."""

    module: str
    line: int
    word: str
    held: bool
    """Whether it is compared with, or looked up among, what is named as keys are."""


@cache
def keys() -> frozenset[str]:
    """Every key of a kind, a lifecycle, and of what lies in lifecycles; stages are those of the limits."""
    found: set[str] = set()
    for file in [*(ROOT / "schema/tasks").iterdir(), *(ROOT / "schema/lifecycles").iterdir()]:
        for key, entry in _read(file).items():
            found |= {key}.union(
                *(entry.get(one, ()) for one in ("entrances", "relations", "memories", "states", "actions"))
            )
    return frozenset(found.union(*(entry["stages"] for entry in _read(ROOT / "schema/deadlines.yaml").values())))


def _read(file: Path) -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return said


def constants(tree: ast.AST) -> Iterator[tuple[ast.Constant, bool]]:
    """Every text that is a value, docstrings left out, and whether it is held against something that is named as keys are."""
    above = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not isinstance(above[id(node)], ast.Expr):
            yield node, _is_held(node, above)


def _is_held(node: ast.AST, above: Mapping[int, ast.AST]) -> bool:
    """`x.state == "y"`, `x.state in ("y", "z")`, `x.states["y"]`, `x.states.get("y")`, `case "y"` of a `match x.state`."""
    inner, outer = node, above.get(id(node))
    while isinstance(outer, (ast.Tuple, ast.Set, ast.List, ast.MatchValue, ast.MatchOr, ast.match_case)):
        inner, outer = outer, above.get(id(outer))
    if isinstance(outer, ast.Compare):
        return any(_named(one) for one in (outer.left, *outer.comparators) if one is not inner)
    if isinstance(outer, ast.Subscript):
        return inner is outer.slice and _named(outer.value)
    if isinstance(outer, ast.Call):
        return isinstance(outer.func, ast.Attribute) and _named(outer.func.value)
    return isinstance(outer, ast.Match) and _named(outer.subject)


def _named(node: ast.AST) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        name = str(node.slice.value)
    return bool(HOLDS_KEYS.match(name))


def spelled(root: Path, known: frozenset[str]) -> list[Found]:
    """Every constant below a folder that equals a key."""
    return [
        Found(path.relative_to(root).with_suffix("").as_posix(), node.lineno, str(node.value), held)
        for path in sorted(root.rglob("*.py"))
        for node, held in constants(ast.parse(path.read_text(encoding="utf-8")))
        if node.value in known
    ]


def test_no_constant_is_a_key() -> None:
    found = spelled(ROOT / "orgraph", keys())
    wrong = [one for one in found if one.word not in WORDS and (one.module, one.word) not in EXCEPT]
    assert wrong == [], "give the definitions a word for it"
    assert set(EXCEPT) <= {(one.module, one.word) for one in found}, "take away what is no exception any more"


def test_no_word_is_held_against_a_key() -> None:
    assert [one for one in spelled(ROOT / "orgraph", keys()) if one.held] == []


def test_no_statement_has_a_key() -> None:
    texts = {
        (path.relative_to(ROOT).as_posix(), text)
        for path in (ROOT / "orgraph").rglob("*.cypher")
        for text in re.findall(r"'([^']*)'", path.read_text(encoding="utf-8"))
    }
    assert len(texts) > 10
    assert [one for one in sorted(texts) if one[1] in keys() - WORDS] == []


def test_a_key_is_found_however_it_is_asked(tmp_path: Path) -> None:
    (tmp_path / "some.py").write_text(
        '"""lead"""\n'
        "def of(task, life):\n"
        '    """lead"""\n'
        '    part = "lead"\n'
        '    a = task.state == "lead"\n'
        '    b = task["stage"] in ("x", "lead")\n'
        '    c = life.actions["lead"]\n'
        '    d = life.memories.get("lead")\n'
        "    match task.action:\n"
        '        case "x" | "lead":\n'
        "            pass\n",
        encoding="utf-8",
    )
    found = spelled(tmp_path, frozenset({"lead"}))
    assert sorted((one.line, one.held) for one in found) == [(4, False), *((line, True) for line in (5, 6, 7, 8, 10))]
