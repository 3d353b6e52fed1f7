"""No circle of modules anywhere, not even one that hides behind TYPE_CHECKING or inside a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import networkx as nx

from ..small_world import ROOT


def modules(root: Path) -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted((root / "orgraph").rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


def imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """Modules of ours that a file imports, wherever in it, and those that it names as text to be imported later."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (name if (name := f"{node.module}.{one.name}") in known else node.module for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in known:
            yield node.value


def circles(files: Mapping[str, Path]) -> list[list[str]]:
    """Groups of modules each of which imports all others, by whatever way."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, path in files.items():
        graph.add_edges_from((name, other) for other in imported(path, files) if other in files)
    return [sorted(group) for group in nx.strongly_connected_components(graph) if len(group) > 1]


def test_no_module_imports_itself_by_way_of_others() -> None:
    files = modules(ROOT)
    assert len(files) > 200
    assert circles(files) == []


def test_a_circle_is_found_wherever_it_hides(tmp_path: Path) -> None:
    (tmp_path / "orgraph").mkdir()
    texts = {
        "one": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from orgraph.two import Two\n",
        "two": "def late():\n    from orgraph import three\n",
        "three": "from orgraph.one import One\n",
        "four": "import orgraph.one\n",
    }
    for name, text in texts.items():
        (tmp_path / "orgraph" / f"{name}.py").write_text(text, encoding="utf-8")

    assert circles(modules(tmp_path)) == [["orgraph.one", "orgraph.three", "orgraph.two"]]
