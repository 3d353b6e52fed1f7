"""Nobody but the journal writes what happens: the source says so, by its syntax tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from orgraph.graph import catalogue

from ..contract.test_zz_every_statement import NAMES
from ..small_world import ROOT
from .test_circles import imported, modules

WHAT_HAPPENS = re.compile(
    r"CREATE[^\n]*:(?:Task|Event|Content|HAS_EVENT|OPEN_AT|IN_HAND_OF|HANDLED_BY|CHILD_OF|MERGED_INTO|RULED_FOR)\b"
    r"|MERGE \(\w+:(?:Book|Request)\b|SET [^\n]*\b[a-z]+\.(?:position|redacted|state|final) = "
)
"""What a statement of the ledger writes: tasks, events, contents, hands, books and keys."""

ELSEWHERE = ("upkeep/", "importing/")
"""Restores and migrates a store as a whole; imports rows, whose own state is that of an import."""


def ledgers_own() -> list[str]:
    """Statements that write what happens."""
    return [name for name in NAMES if WHAT_HAPPENS.search(catalogue.text(name)) and not name.startswith(ELSEWHERE)]


def named(path: Path) -> Iterator[str]:
    """Every text in a file's syntax tree."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def naming(files: Mapping[str, Path], names: list[str]) -> set[str]:
    """Modules that name one of these statements."""
    return {module for module, path in files.items() if set(names) & set(named(path))}


def importing(files: Mapping[str, Path], module: str) -> set[str]:
    """Modules that import another, or something of it."""
    return {name for name, path in files.items() if module in imported(path, files)}


def test_the_statements_that_write_what_happens_lie_together() -> None:
    assert sorted(ledgers_own()) == ["journal/lock", "journal/open", "journal/redact", "journal/write"]


def test_only_the_journal_runs_them() -> None:
    files = modules(ROOT)
    assert naming(files, ledgers_own()) == {"orgraph.graph.journal"}
    assert importing(files, "orgraph.graph.journal") == {"orgraph.services.journal"}


def test_all_to_whom_something_happens_enter_through_it() -> None:
    found = importing(modules(ROOT), "orgraph.services.journal")
    assert found == {f"orgraph.services.{one}" for one in ("actions", "dispatch", "escalation", "ledger")} | {
        "orgraph.bootstrap"
    }


def test_another_writer_is_found(tmp_path: Path) -> None:
    (tmp_path / "orgraph").mkdir()
    texts = {
        "hand_made": 'WRITE = statement("journal/write")\n',
        "beside": "def late():\n    from orgraph.journal import lock\n",
        "journal": "",
    }
    for name, text in texts.items():
        (tmp_path / "orgraph" / f"{name}.py").write_text(text, encoding="utf-8")
    files = modules(tmp_path)
    assert naming(files, ["journal/write"]) == {"orgraph.hand_made"}
    assert importing(files, "orgraph.journal") == {"orgraph.beside"}
