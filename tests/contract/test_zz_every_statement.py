"""No statement is left without proof, and none breaks the rules of the house. Runs last, after the other contracts."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.graph import catalogue
from orgraph.graph.store import Store

from ..small_world import TESTER

FOLDER = Path(str(files(catalogue)))
NAMES = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.cypher"))

FORBIDDEN = {
    "a path without an upper bound": r"\[[^\]]*\*\s*(\d+\s*(\.\.)?\s*)?\]",
    "a bound that is a parameter": r"[:|]\w+\*[^\]]*\$",
    "a way of many steps that ends at a key, which a planner may begin with": r"\*\d\.\.[^\]]*\]->\(\w*(:\w+)? ?\{",
    "counting where a key would do": r"\bSKIP\b",
    "a label that is added later": r"\bSET\s+\w+:\w",
    "a procedure or a function of one engine": r"\b(apoc|gds|db|algo)\.",
    "a comma that joins everything with everything": r"^MATCH \([a-z]+(:\w+)?\)\s*,\s*\(",
    "shortestPath, which the engines read differently": r"shortestPath|SHORTEST",
    "CALL in transactions": r"IN TRANSACTIONS",
    "elementId or id(), which name nothing outside of one engine": r"\b(elementId|id)\(",
    "today, which the clock alone knows": r"\b(date|datetime|timestamp|localdatetime)\(",
    "chance": r"\brand\(|randomUUID",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_keeps_to_the_rules(name: str) -> None:
    text = catalogue.text(name)
    broken = [rule for rule, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE | re.MULTILINE)]
    assert not broken
    assert re.search(r"\bRETURN\b", text), "a statement answers, so that one can see that it did something"


async def test_a_compiled_statement_keeps_to_them_too(services: Services) -> None:
    for audit in services.audits.all(TESTER):
        if audit.under.startswith("21"):
            continue  # of a real city, which is not in this world
        text = (await services.audits.explain(TESTER, audit.key, audit.under or "990000000000")).statement
        broken = [rule for rule, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE | re.MULTILINE)]
        assert not broken, audit.key


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_says_what_it_is_and_names_its_parameters(name: str) -> None:
    lines = (FOLDER / f"{name}.cypher").read_text(encoding="utf-8").splitlines()
    comment = " ".join(line.removeprefix("//") for line in lines if line.startswith("//"))
    asked = set(re.findall(r"\$([a-z_]+)", catalogue.text(name)))
    told = set(re.findall(r"\$([a-z_]+)", comment))
    assert comment.strip().endswith((".", ")", "]")) or comment
    assert asked <= told, f"the comment does not name {sorted(asked - told)}"


@pytest.mark.parametrize("name", NAMES)
def test_values_are_parameters_only(name: str) -> None:
    """Literal strings are states and words of the model, never of a city, and no slot stands where a value does."""
    text = catalogue.text(name)
    literals = set(re.findall(r"'([^']*)'", text))
    assert literals <= {
        "",
        "|",
        "#",
        "lead",
        "running",
        "done",
        "superseded",
        "PAIRED_WITH",
        "SERVES",
        "RESPONSIBLE_FOR",
    }
    assert not re.search(r"[=<>]\s*\{\{|'\{\{|\{\{[^}]*\}\}'", text)


async def test_every_statement_was_run_on_this_engine(store: Store) -> None:
    run = {asked.name for asked in store._texts}
    assert sorted(set(NAMES) - run) == []
