"""No statement is left without proof, and none breaks the rules of the house. Runs last, after the other contracts."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from orgraph.definitions.definitions import Definitions
from orgraph.domain.deadline import Light
from orgraph.domain.listing import Order
from orgraph.graph import catalogue
from orgraph.graph.compiling.gate import faults
from orgraph.graph.store import Store, compiled_statement
from tests.said import fails

from ..ledger import raw

FOLDER = Path(str(files(catalogue)))
NAMES = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.cypher"))


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_keeps_to_the_rules(name: str) -> None:
    text = catalogue.text(name)
    assert not faults(text)
    assert re.search(r"\bRETURN\b", text), "a statement answers, so that one can see that it did something"


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (s)-[out:PART_OF*0..7]->(:Area {code: $area}) RETURN s",
        "MATCH (root:Area {code: $area})<-[down:PART_OF*0..7]-(a:Area)\nWHERE a.level = $level RETURN a",
        "MATCH (a:Area {code: $area})<-[s:SERVES]-(org) RETURN org ORDER BY COUNT { MATCH (a)<-[:PART_OF]-(x)<-[r]-(org) } DESC",
    ],
)
def test_a_compiled_statement_keeps_to_them_too(text: str) -> None:
    """Those of trends did not: they took Neo4j six to eleven times as long as one day."""
    with fails(ValueError, match="a compiled statement has"):
        compiled_statement(text)


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
    lights, orders = {one.value for one in Light}, {one.value for one in Order}
    assert literals <= lights | orders | {
        "",
        "|",
        "#",
        "lead",
        "running",
        "done",
        "superseded",
        "PAIRED_WITH",
        "SERVES",
        "Task",
        "#text",
        "#1#text",
        "change",
        "RESPONSIBLE_FOR",
    }
    assert not re.search(r"[=<>]\s*\{\{|'\{\{|\{\{[^}]*\}\}'", text)


@pytest.mark.neo4j_too
async def test_every_statement_was_run_on_this_engine(
    store: Store, engine: str, definitions: Definitions, full: bool
) -> None:
    """A Neo4j that was spared the contract of a statement plans it at least."""
    left = sorted(set(NAMES) - {asked.name for asked in store._texts})
    if engine == "embedded" or full:
        assert left == []
    for name in left:
        await raw(store, "EXPLAIN " + filled(name, definitions), **asked_by(catalogue.text(name)))


def filled(name: str, definitions: Definitions) -> str:
    """A statement with some choice for each of its slots."""
    slots = re.findall(r"\{\{([a-z_]+)(?::([A-Za-z_]+))?\}\}", catalogue.text(name))
    chosen = dict.fromkeys(catalogue.BOUNDS, "2")
    for what, slot in slots:
        chosen.setdefault(slot, "POSTED_TO" if what in ("relationship", "said") else "Area")
    return catalogue.render(name, definitions.graph, definitions.max_depth, chosen)


def asked_by(text: str) -> dict[str, None]:
    """Parameters of a statement that is only planned."""
    return dict.fromkeys(re.findall(r"\$([a-z_]+)", text))
