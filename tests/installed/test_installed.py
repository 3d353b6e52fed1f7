"""What people run: every verb, what goes on in the background, and every optional path, from a wheel and requirements.lock."""

from __future__ import annotations

import json
import ssl
import threading
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import trustme
import typer.main

from orgraph.cli.main import app
from tests.engines.neo4j_jars import Neo4jServer
from tests.installed.conftest import Answer, Installed
from tests.installed.steps import ALONE, ELSEWHERE, EVERY, SECRETARY, Step
from tests.installed.test_lists import listed
from tests.small_world import ROOT

SECRET = "whsec_c2VjcmV0LW9mLWF0LWxlYXN0LTI0LWJ5dGVz"
LATE = "2023-08-22T08:00"
"""Two hours before the clock of the small world: nobody has signed in time."""


def verbs(command: Any, path: str = "") -> Iterator[str]:
    """Every verb that the command line itself has."""
    below = getattr(command, "commands", {})
    if not below:
        yield path
    for name, one in below.items():
        yield from verbs(one, f"{path} {name}".strip())


def test_no_verb_is_left_out() -> None:
    asked = {" ".join(one.words[:count]) for one in (*EVERY, *ELSEWHERE) for count in (1, 2)}
    assert set(verbs(typer.main.get_command(app))) - asked == ALONE


def test_the_environment_holds_what_is_listed_and_nothing_else(installed: Installed) -> None:
    have = "import importlib.metadata as m; print(*sorted({d.metadata['name'] for d in m.distributions()}), sep='\\n')"
    found = {name.lower().replace("_", "-") for name in installed("-P", "-c", have, program="python").out.split()}
    assert found - {"pip", "setuptools"} == {*listed("requirements.lock"), "orgraph"}
    where = installed("-P", "-c", "import orgraph; print(orgraph.__file__)", program="python").out
    assert str(installed.environment) in where and str(ROOT) not in where


def test_the_wheel_has_every_definition_and_every_pack(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        carried = set(wheel.namelist())
    code = (path for path in (ROOT / "orgraph").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    data = (path for name in ("schema", "seeds") for path in (ROOT / name).rglob("*") if path.is_file())
    wanted = {path.relative_to(ROOT).as_posix() for path in code}
    wanted |= {f"orgraph/_data/{path.relative_to(ROOT).as_posix()}" for path in data}
    assert not wanted - carried


@pytest.fixture(scope="module")
def walked(installed: Installed) -> dict[Step, Answer]:
    """What each step answered; the store has a life behind it afterwards."""
    return dict(zip(EVERY, installed.walk(EVERY), strict=True))


def test_every_verb_answers(walked: dict[Step, Answer]) -> None:
    wrong = {step.line: answer.err or answer.out for step, answer in walked.items() if answer.code != step.code}
    assert not wrong
    assert not {step.line: answer.err for step, answer in walked.items() if answer.err and not step.code}


def test_what_verbs_write_into_files_can_be_read(installed: Installed, walked: dict[Step, Answer]) -> None:
    with zipfile.ZipFile(installed.home / "gaps.xlsx") as book:
        assert "xl/workbook.xml" in book.namelist()
    assert ElementTree.parse(installed.home / "gaps.svg").getroot().tag.endswith("svg")
    assert json.loads((installed.home / "all.ndjson").read_text(encoding="utf-8").splitlines()[0])
    assert (installed.home / "yuling" / "pack.yaml").is_file()


def test_a_backup_is_restored_elsewhere(installed: Installed, walked: dict[Step, Answer]) -> None:
    elsewhere = replace(installed, given={"ORGRAPH_FOLDER": "elsewhere", "ORGRAPH_LINGER": "5"})
    for step, answer in zip(ELSEWHERE, elsewhere.walk(ELSEWHERE), strict=True):
        assert (answer.code, answer.err) == (0, ""), step.line


@dataclass
class Receiver:
    """Another system: what it has been sent."""

    got: list[dict[str, Any]] = field(default_factory=list)

    def types(self, task: str) -> list[str]:
        """What it has been told of a task, in the order in which it was."""
        return [one["type"].removeprefix("orgraph.task.") for one in self.got if one["subject"] == task]

    def wait_for(self, task: str, *types: str) -> None:
        """Wait until it has been told these first, in this order."""
        until = time.monotonic() + 60
        while self.types(task)[: len(types)] != list(types):
            assert time.monotonic() < until, (types, self.types(task))
            time.sleep(0.05)


@contextmanager
def listening(receiver: Receiver, authority: trustme.CA | None = None) -> Iterator[str]:
    """Its address, by TLS where there is an authority."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.got.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if authority:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"{'https' if authority else 'http'}://127.0.0.1:{server.server_port}/in"
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Told:
    """An installed orgraph that tells two systems, one by plain HTTP and one by TLS."""

    installed: Installed
    plain: Receiver
    secure: Receiver

    def blow(self, key: str) -> str:
        """Blow a whistle by the command line that nobody has signed in time. Returns its task."""
        place = ("whistle", "南河社区", "--by", SECRETARY, "--kind", "emergency", "--category", "路面塌陷")
        answer = self.installed(*place, "--text", "桥头塌了", "--key", key, "--blown-at", LATE, "--again", "--json")
        assert answer.code == 0, answer.err
        return str(json.loads(answer.out)["task"]["id"])

    def wait_for(self, task: str) -> None:
        """Wait until both know that it was called, dispatched and that its time has passed."""
        for receiver in (self.plain, self.secure):
            receiver.wait_for(task, "called", "dispatched", "escalated")


@pytest.fixture(scope="module")
def told(installed: Installed, walked: dict[Step, Answer]) -> Iterator[Told]:
    """The same store, with two targets."""
    authority, plain, secure = trustme.CA(), Receiver(), Receiver()
    authority.cert_pem.write_to_path(str(installed.home / "ca.pem"))
    with listening(plain) as http, listening(secure, authority) as https:
        targets = {name: {"url": url, "secret": SECRET} for name, url in (("plain", http), ("secure", https))}
        (installed.home / "webhooks.yaml").write_text(json.dumps(targets), encoding="utf-8")
        given = {
            "ORGRAPH_WEBHOOKS": "webhooks.yaml",
            "ORGRAPH_WEBHOOK_NETWORKS": "127.0.0.0/8",
            "SSL_CERT_FILE": str(installed.home / "ca.pem"),
        }
        yield Told(replace(installed, given=given), plain, secure)


@pytest.mark.full
def test_the_worker_escalates_and_sends(told: Told) -> None:
    with told.installed.going_on("worker", first="Acting"):
        told.wait_for(told.blow("by-worker"))


@pytest.mark.parametrize("workers", [pytest.param("1", marks=pytest.mark.full), "2"])
def test_the_service_answers_escalates_and_sends_what_a_command_beside_it_has_entered(told: Told, workers: str) -> None:
    with told.installed.going_on("serve", "--port", "0", "--workers", workers, first="http") as line:
        address = next(word for word in line.split() if word.startswith("http"))
        told.wait_for(told.blow(f"beside-{workers}"))
        with urllib.request.urlopen(f"{address}/readyz", timeout=30) as answer:
            ready = json.load(answer)
        query = json.dumps({"query": '{ area(code: "990102001001") { name } }'}).encode()
        asked = urllib.request.Request(f"{address}/graphql", query, {"content-type": "application/json"})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            assert json.load(answer)["data"]["area"]["name"].startswith("南河社区")
        for page in ("/", "/playground.js"):
            with urllib.request.urlopen(f"{address}{page}", timeout=30) as answer:
                assert answer.status == 200 and answer.read()
        with urllib.request.urlopen(f"{address}/metrics", timeout=30) as answer:
            assert 'orgraph_background_failing{part="escalation",target=""} 0.0' in answer.read().decode()
    assert ready["status"] == "ready"
    assert ready["background"] == dict.fromkeys(("escalation", "notices to plain", "notices to secure"), "working")


@pytest.mark.full
@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j_5")
def test_a_neo4j_is_used_by_tls(installed: Installed, neo4j_5: Neo4jServer, tmp_path: Path) -> None:
    endpoint = neo4j_5.endpoint_by("bolt", ca=neo4j_5.ca)
    given = {
        "ORGRAPH_STORE": endpoint.url,
        "ORGRAPH_STORE_USER": endpoint.user,
        "ORGRAPH_STORE_PASSWORD": endpoint.password,
        "ORGRAPH_STORE_CA": str(neo4j_5.ca),
        "ORGRAPH_WORLD": "",
    }
    there = replace(installed, given=given, home=tmp_path)
    answer = there("who-covers", "nowhere-at-all")
    assert answer.code == 2 and answer.err.startswith(("error[unknown_place]", "error[store_mismatch]"))
