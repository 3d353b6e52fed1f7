"""Several processes on one socket: all answer, one that is killed is replaced, none outlives the parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import httpx
import pytest

from orgraph.api.transport import workers
from orgraph.api.transport.workers import TRIES, WorkersFailed, serve_by_workers
from orgraph.bootstrap import Services
from tests.said import fails
from tests.small_world import ROOT, SMALL

QUERY = {"query": '{ area(code: "990102000000") { name } }'}


@contextmanager
def served(services: Services) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`orgraph serve` with two workers over the store of `services`, and its address."""
    given = {
        "ORGRAPH_FOLDER": str(services.settings.folder),
        "ORGRAPH_SEEDS_DIR": str(SMALL),
        "ORGRAPH_LANG": "en",
        "PYTHONPATH": str(ROOT),
    }
    words = [sys.executable, "-m", "orgraph.cli.main", "serve", "--port", "0", "--workers", "2"]
    with subprocess.Popen(
        words, env=os.environ | given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().split()[2]
        finally:
            process.kill()


def workers_of(process: subprocess.Popen[str]) -> set[int]:
    """The workers that live, by what the system says."""
    asked = ["pgrep", "-P", str(process.pid), "-f", "orgraph.api.transport.workers"]
    return {int(line) for line in subprocess.run(asked, capture_output=True, text=True).stdout.split()}


def lives(process: int) -> bool:
    """Whether it is there and no zombie."""
    asked = ["ps", "-o", "stat=", "-p", str(process)]
    return subprocess.run(asked, capture_output=True, text=True).stdout.strip()[:1] not in ("", "Z")


def wait_until(true: Callable[[], bool]) -> None:
    """Wait, at most half a minute: the machine may have other things to do."""
    end = monotonic() + 30
    while not true():
        assert monotonic() < end
        sleep(0.05)


def ask_alone(address: str, one: int, all_of_them: set[int]) -> None:
    """Have `one` answer while the others stand still."""
    others = all_of_them - {one}
    for other in others:
        os.kill(other, signal.SIGSTOP)
    try:
        answer = httpx.post(f"{address}/graphql", json=QUERY, timeout=30)
        assert answer.json()["data"] == {"area": {"name": "河东区"}}
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


async def test_each_answers_and_a_killed_one_is_replaced_until_all_end(embedded_services: Services) -> None:
    with served(embedded_services) as (process, address):
        first = workers_of(process)
        assert len(first) == 2
        for one in first:
            ask_alone(address, one, first)

        killed = first.pop()
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: len(workers_of(process) - {killed}) == 2)
        now = workers_of(process)
        (successor,) = now - first
        ask_alone(address, successor, now)

        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)

    assert process.returncode == 0
    assert out.splitlines()[-1] == "Stopped."
    assert [line for line in err.splitlines() if '"event":"request"' not in line and str(killed) not in line] == []
    assert not any(lives(one) for one in now)


@pytest.mark.full
async def test_no_worker_outlives_a_parent_that_is_killed(embedded_services: Services) -> None:
    with served(embedded_services) as (process, _):
        found = workers_of(process)
        process.kill()
        process.wait()
        wait_until(lambda: not any(lives(one) for one in found))

    assert len(found) == 2


@pytest.mark.full
async def test_workers_that_do_not_start_end_it_in_words(
    embedded_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    monkeypatch.setattr(workers, "BACK_OFF", 0.01)
    settings = embedded_services.settings.model_copy(update={"port": 0})

    with fails(WorkersFailed, match=f"{TRIES} times in a row: exit status 1") as failed:
        await serve_by_workers(settings, 2, lambda _: None)
    assert failed.value.remedy
