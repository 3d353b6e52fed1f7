"""Start-up: help comes without the heavy libraries, and shows an example of each verb."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from orgraph.cli.main import app
from tests.small_world import ROOT, SMALL

from .conftest import World, orgraph

SERVICE = {"strawberry", "networkx", "rich", "uvicorn", "uvloop", "jpype", "prometheus_client"}
HEAVY = SERVICE | {"neo4j", "pydantic", "yaml", "orjson"}

LOOK = """
import sys
from orgraph.cli.main import run
code = run(sys.argv[1:])
print(code, *sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""


def heavy(*words: str, **given: str) -> set[str]:
    """The heavy libraries that a command has imported when it ends; `given` are settings."""
    env = os.environ | {f"ORGRAPH_{name.upper()}": value for name, value in given.items()}
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    code, *loaded = done.stderr.split()
    assert code == "0"
    return HEAVY & set(loaded)


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_imports_nothing_heavy(asked: str) -> None:
    assert heavy(asked) == set()


def test_the_help_of_a_verb_imports_only_what_reads_options() -> None:
    assert heavy("who-covers", "--help") <= {"pydantic"}  # by which typer reads options


def test_an_answer_imports_nothing_of_the_service(world: World) -> None:
    found = heavy("who-covers", "南河社区", folder=str(world.folder), seeds_dir=str(SMALL), linger="5")

    assert "neo4j" in found
    assert not found & SERVICE


def verbs(command: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every verb, with the groups that it stands in."""
    for name, below in getattr(command, "commands", {}).items():
        yield from verbs(below, (*above, name)) if hasattr(below, "commands") else [(*above, name)]


VERBS = list(verbs(typer.main.get_command(app)))


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_the_help_of_a_verb_shows_an_example(verb: tuple[str, ...]) -> None:
    example = f"orgraph {' '.join(verb)}"

    assert any(line.strip().startswith(example) for line in orgraph(*verb, "--help").out.splitlines()[2:])
    assert example in orgraph("--help").out.split("Examples:")[1]


def test_the_lines_of_the_list_of_verbs_are_whole() -> None:
    for group in ([], ["definitions"], ["pack"]):
        assert "..." not in orgraph(*group, "--help").out.split("Commands:")[1]
