"""
Clients that others write with: relay-compiler, graphql-codegen, and the audit that graphql-http makes of a server.

They are fetched once, as tests/clients/package-lock.json has them, into .cache/clients. Without Node, or where nothing can
be fetched, the tests are skipped and say so; in CI they fail.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import orjson
import pytest
from filelock import FileLock

from orgraph.api.schema.whole import make_schema
from orgraph.api.transport.documents import Documents
from orgraph.api.transport.limits import Limits
from tests.api.conftest import Caller, api
from tests.api.test_server import logs_as_before
from tests.api.test_transport import served
from tests.small_world import ROOT

__all__ = ["api", "logs_as_before"]

HERE = Path(__file__).parent
SCHEMA = ROOT / "schema" / "orgraph.graphql"


@pytest.fixture(scope="session")
def tools() -> Path:
    """A folder with the clients in it."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        left_out("there is no Node here")
    files = [HERE / name for name in ("package.json", "package-lock.json", ".npmrc")]
    known = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    folder = ROOT / ".cache" / "clients" / known
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "done").exists():
            for file in files:
                shutil.copy(file, folder)
            fetched = subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=folder, capture_output=True, timeout=300)
            if fetched.returncode:
                left_out(f"the clients cannot be fetched: {fetched.stderr.decode(errors='replace')[-300:]}")
            (folder / "done").touch()
        for script in HERE.glob("*.mjs"):
            shutil.copy(script, folder)
    return folder


def left_out(reason: str) -> NoReturn:
    """Skip with a reason; fail where nothing may be left out."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


async def said(*command: str | Path, folder: Path) -> str:
    """What a program prints that ends well."""
    running = await asyncio.create_subprocess_exec(
        *map(str, command), cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    async with asyncio.timeout(60):
        out = (await running.communicate())[0].decode()
    assert running.returncode == 0, out
    return out


async def test_relay_compiles_a_page_whose_parts_are_refetched_and_grow(tools: Path, tmp_path: Path) -> None:
    shutil.copytree(HERE / "relay", tmp_path, dirs_exist_ok=True)
    shutil.copy(SCHEMA, tmp_path)
    (tmp_path / "made").mkdir()
    await said(tools / "node_modules/relay-compiler/cli.js", "relay.config.json", folder=tmp_path)

    made = {file.name.partition(".")[0]: file.read_text(encoding="utf-8") for file in (tmp_path / "made").iterdir()}
    assert {"TreeRefetchQuery", "TreePostsQuery", "TreeOfficerQuery", "TreeFindingsQuery", "TreePointsQuery"} <= set(
        made
    )
    documents = Documents(make_schema().graphql, Limits())
    texts = [orjson.loads(found) for text in made.values() for found in re.findall(r'"text": (".*")', text)]
    assert len(texts) >= 9
    assert [documents.prepare(text).errors for text in texts] == [()] * len(texts)


async def test_generated_types_have_one_name_each(tools: Path) -> None:
    made = await said("node", "codegen.mjs", SCHEMA, HERE / "operations.graphql", folder=tools)
    for part in made.split("// operations"):
        names = Counter(re.findall(r"^export (?:type|enum) (\w+)", part, re.MULTILINE))
        assert names and [name for name, times in names.items() if times > 1] == []


async def test_the_audit_of_graphql_over_http_finds_nothing(tools: Path, api: Caller) -> None:
    async with served(api) as port:
        found = orjson.loads(await said("node", "audits.mjs", f"http://127.0.0.1:{port}/graphql", folder=tools))

    demanded = [one for one in found if one["name"].startswith(("MUST", "SHOULD"))]
    assert len(demanded) == 36
    assert [one for one in demanded if one["status"] != "ok"] == []
