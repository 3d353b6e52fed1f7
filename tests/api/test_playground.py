"""The playground: served from here alone, and its examples are valid queries."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from graphql import parse, validate

from orgraph.api.playground import PAGES
from orgraph.api.schema.whole import make_schema

from ..small_world import ROOT
from .conftest import Caller

EXAMPLES = ROOT / "orgraph" / "api" / "playground" / "examples.js"


async def test_it_needs_nothing_from_elsewhere(api: Caller) -> None:
    for path, (_, type_) in PAGES.items():
        answer = await api.client.get(path)
        assert answer.status_code == 200 and answer.headers["content-type"] == type_
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy
        assert not re.search(r"(https?:)?//[a-z]", answer.text.replace("// ", "")), path


async def test_the_page_loads_only_what_is_there(api: Caller) -> None:
    page = (await api.client.get("/")).text
    scripts = re.findall(r'(?:src|href)="([^"]+)"', page)

    assert {f"/{name}" for name in scripts if not name.startswith("data:")} <= set(PAGES)
    assert not re.search(r"<script(?![^>]*src=)|style=|onclick=", page)


@pytest.mark.parametrize("path", ["/../server.py", "/index.html", "/playground/__init__.py", "/playground.js/"])
async def test_no_other_file_is_read(api: Caller, path: str) -> None:
    assert (await api.client.get(path)).status_code == 404


def test_its_queries_are_valid() -> None:
    schema = make_schema().graphql
    queries = re.findall(r"query: `([^`]+)`", EXAMPLES.read_text(encoding="utf-8"))
    explorer = (EXAMPLES.parent / "explorer.js").read_text(encoding="utf-8")
    queries += re.findall(r"QUESTION = `([^`]+)`", explorer)

    assert len(queries) == 6
    assert [validate(schema, parse(query)) for query in queries] == [[]] * 6


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node to read the examples as the browser does")
def test_its_variables_fit() -> None:
    read = f"import({json.dumps(EXAMPLES.as_uri())}).then((m) => console.log(JSON.stringify(m.examples)))"
    found = subprocess.run(["node", "-e", read], capture_output=True, check=True, text=True).stdout

    for example in json.loads(found):
        declared = set(re.findall(r"\$(\w+):", example["query"].split("{")[0]))
        assert set(example["variables"]) == declared
        assert example["zh"] and example["en"]
