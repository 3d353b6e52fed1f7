"""The lists of packages: what the code imports is asked for, and what is asked for is in the list that people install."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.small_world import ROOT

ONLY_ENGINES = {"arcadedb_embedded"}
"""Imported by a name in a text, so that a machine without it can still use Neo4j."""


def imported() -> dict[str, str]:
    """Each foreign package that a file of ours imports, wherever in the file, with one such file."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "orgraph").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                continue
            found |= {name.partition(".")[0]: path.relative_to(ROOT).as_posix() for name in names}
    ours = {"orgraph", *sys.stdlib_module_names}
    return {name: file for name, file in found.items() if name not in ours} | dict.fromkeys(ONLY_ENGINES, "engines")


def asked() -> list[Requirement]:
    """What pyproject.toml asks for to run and to build."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [Requirement(text) for text in (*project["project"]["dependencies"], *project["dependency-groups"]["build"])]


def listed(lock: str) -> dict[str, str]:
    """The versions in a list; of several for different Pythons the one for ours."""
    found: dict[str, str] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if re.match(r"[a-z0-9]", line):
            one = Requirement(line.rstrip("\\ "))
            if one.marker is None or one.marker.evaluate():
                found[canonicalize_name(one.name)] = str(one.specifier)
    return found


def needed(one: Requirement, seen: set[tuple[str, str]]) -> Iterator[str]:
    """A requirement and all that it brings with it, its extras and no others."""
    name = canonicalize_name(one.name)
    for extra in ("", *sorted(one.extras)):
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        yield name
        try:
            below = requires(name) or []
        except PackageNotFoundError:
            continue
        for further in map(Requirement, below):
            if further.marker is None or further.marker.evaluate({"extra": extra}):
                yield from needed(further, seen)


def test_what_the_code_imports_is_asked_for_by_name() -> None:
    provides = packages_distributions()
    names = {canonicalize_name(one.name) for one in asked()}
    missing = {
        module: file
        for module, file in imported().items()
        if not names & {canonicalize_name(one) for one in provides.get(module, ["nobody"])}
    }
    assert not missing, "imported, but not among the dependencies of pyproject.toml"


def test_what_is_asked_for_is_in_the_list_that_people_install_with_all_that_it_needs() -> None:
    have = listed("requirements.lock")
    ours = [one for one in asked() if one.marker is None or one.marker.evaluate()]
    seen: set[tuple[str, str]] = set()
    wanted = {name: str(one) for one in ours for name in needed(one, seen)}
    assert not {name: why for name, why in wanted.items() if name not in have}


def test_both_lists_name_the_same_versions() -> None:
    run, dev = listed("requirements.lock"), listed("requirements-dev.lock")
    assert len(run) > 30
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_what_needs_a_backend_of_its_own_names_it() -> None:
    """`httpcore` looks for `anyio` only when it sends, so that nothing else shows that it is missing."""
    (httpcore,) = (one for one in asked() if one.name == "httpcore")
    assert httpcore.extras == {"asyncio"} and "anyio" in listed("requirements.lock")
