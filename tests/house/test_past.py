"""The past is read by what events say they did: no reader of it knows an action or asks a definition."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

import pytest

from orgraph.definitions.tasks.format_1 import format_1
from orgraph.domain.event import ENGINE

from ..lifecycles import all_actions
from ..small_world import ROOT

RULES = ROOT / "orgraph" / "rules"
READERS = [
    *(
        RULES / "tasks" / f"{name}.py"
        for name in ("past", "effects", "attendance", "supervision", "parties", "handling")
    ),
    *(RULES / "tasks" / f"{name}.py" for name in ("matter", "projecting")),
    RULES / "clocks" / "marks.py",
    RULES / "packs" / "adoption.py",
    *(RULES / "ledger" / f"{name}.py" for name in ("decisions", "verifying", "contents", "redacting", "campaigns")),
]


@pytest.mark.parametrize("file", READERS, ids=lambda file: file.stem)
def test_no_reader_of_the_past_knows_an_action(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert not named & {"ActionRule", "Lifecycle"}
    compared = {
        one.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for one in ast.walk(node)
        if isinstance(one, ast.Constant)
    }
    assert not compared & set(all_actions())


@pytest.mark.parametrize("name", ["past", "effects"])
def test_the_fold_reads_no_definition(name: str) -> None:
    tree = ast.parse((RULES / "tasks" / f"{name}.py").read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {one for one in imported if one.startswith("orgraph.definitions")} <= {"orgraph.definitions.tasks.format_1"}


def test_what_events_once_left_unsaid_is_frozen() -> None:
    file = ROOT / "orgraph" / "definitions" / "tasks" / "format-1.yaml"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == FROZEN
    assert not format_1().actions.keys() & ENGINE


def test_no_action_is_called_as_what_orgraph_itself_writes() -> None:
    assert not set(all_actions()) & ENGINE


FROZEN = "33d122f9e47c5102d96bac11d3f1a11beac1249ad12058d53e21b7a30f5e8489"
