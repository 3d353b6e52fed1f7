"""`make soak`: how it counts and what it takes for an error; in short form that it ends, also by Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from itertools import repeat
from pathlib import Path
from time import monotonic

import pytest

from benchmarks.soak_load import OK, REFUSED, UNAVAILABLE, Histogram, Kind, Reply, Tally, outcome
from tests.engines.processes import until
from tests.small_world import ROOT

SOAK = [sys.executable, "-m", "benchmarks.soak"]
AREA = Kind("area", 1, "", repeat({}), "Area")


def test_a_quantile_is_right_within_its_step() -> None:
    times = Histogram()
    for milliseconds in range(1, 1001):
        times.add(milliseconds / 1000)
    assert times.count == 1000
    assert 0.5 <= times.quantile(0.5) <= 0.5 * 1.05
    assert 0.99 <= times.quantile(0.99) <= 0.99 * 1.05
    assert Histogram().quantile(0.99) == 0


@pytest.mark.parametrize(
    ("status", "head", "body", "meant"),
    [
        (200, "", '{"data":{"area":{"__typename":"Area"}}}', OK),
        (200, "", '{"data":{"area":null}}', 'HTTP 200, {"data":{"area":null}}'),
        (200, "", '{"errors":[{"extensions":{"code":"store_unavailable"}}],"data":null}', UNAVAILABLE),
        (200, "", '{"errors":[{"extensions":{"code":"internal"}}],"data":null}', "HTTP 200, internal"),
        (200, "", '{"errors":[{"extensions":{"code":"store_busy"}}],"data":null}', REFUSED),
        (503, "", "", UNAVAILABLE),
        (429, "retry-after: 1\r\n", '{"errors":[{"extensions":{"code":"refused"}}]}', REFUSED),
        (429, "", '{"errors":[{"extensions":{"code":"refused"}}]}', "HTTP 429, refused"),
        (502, "", "bad gateway", "HTTP 502, bad gateway"),
    ],
)
def test_what_an_answer_means(status: int, head: str, body: str, meant: str) -> None:
    reply = Reply(status, f"http/1.1 {status}\r\n{head}\r\n".encode(), body.encode())
    assert outcome(reply, "Area") == meant


def test_failures_without_end_are_counted_under_a_few_names() -> None:
    tally = Tally()
    for number in range(1000):
        tally.note(AREA, f"failure {number}", monotonic())
    assert tally.failures.total() == 1000 and len(tally.failures) == 21


@pytest.mark.full
def test_a_short_soak_meets_only_what_it_may() -> None:
    done = subprocess.run([*SOAK, "--minutes", "0.1"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    found = re.search(r"benchmarks/results/soak-\S+\.json", done.stdout)
    assert found, done.stderr[-2000:]
    result = json.loads((ROOT / found[0]).read_text(encoding="utf-8"))
    assert list(result["phases"]) == ["normal", "overload", "settling", "again", "killed"]
    for phase in result["phases"].values():
        kinds = [row["kind"] for row in phase["rows"]]
        assert kinds[:5] == ["area", "audit", "whistle", "who-covers", "all served"]
        assert all(0 < row["p50_ms"] <= row["p99_ms"] for row in phase["rows"])
        assert phase["failures"] == {}
    assert len(result["memory"]) > 20 and all(server > 0 for _, server, _ in result["memory"])
    assert result["killed"]["sought"] > 0 and result["killed"]["lost"] == []
    missed = [one["target"] for one in result["targets"] if not one["held"]]
    assert done.returncode == (1 if missed else 0)
    # A few seconds on a machine with other work tell little of times, and in so few a request may wait its turn without a refusal.
    assert all("p99" in one or one == "overload: refusals" for one in missed), missed


@pytest.mark.full
def test_ctrl_c_leaves_no_process_behind(tmp_path: Path) -> None:
    environment: Mapping[str, str] = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(SOAK, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stderr is not None
        said = iter(running.stderr.readline, "")
        assert any(line.startswith("normal:") for line in said)
        (lock,) = tmp_path.glob("orgraph-soak-*/engine/orgraph.lock")
        engine, server = int(lock.read_text(encoding="ascii")), _server_of(running.pid)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
        assert list(said)[-1] == "stopped\n"
    until(lambda: _gone(engine) and _gone(server))


def _server_of(parent: int) -> int:
    """The child of a process that is `orgraph serve`."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    (server,) = (child for child, command in commands.items() if b"serve" in command.split(b"\0"))
    return server


def _gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False
