"""Processes and engines die in the middle of whistles: what was acknowledged is there, and nothing is half done."""

from __future__ import annotations

import os
import signal
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from ..ledger import faults_of, open_tasks, raw
from .conftest import engine_of
from .crews import Helper
from .helper import opened

pytestmark = pytest.mark.xdist_group("resilience")


async def test_a_service_that_is_killed_loses_nothing_that_it_acknowledged(folder: Path) -> None:
    with Helper(folder, "blow", "steady", "2000") as steady, Helper(folder, "blow", "victim", "2000") as victim:
        victim.told("called", 20)
        victim.kill()
        before = len(steady.lines("called"))
        steady.told("called", before + 20)  # the other does not notice
        steady.kill()
    acknowledged = {key: task for helper in (steady, victim) for key, task in helper.lines("called")}
    async with opened(folder) as services:
        tasks = await open_tasks(services.store)
        assert set(acknowledged.values()) <= tasks
        assert len(tasks) <= len(acknowledged) + 2  # at most the one that each was about to acknowledge
        assert await faults_of(services.store) == []


async def test_an_engine_that_is_killed_loses_nothing_that_was_acknowledged(folder: Path) -> None:
    with Helper(folder, "blow", "first", "2000") as first, Helper(folder, "blow", "second", "2000") as second:
        first.told("called", 10)
        second.told("called", 10)
        for _ in range(2):
            engine, before = engine_of(folder), len(first.lines("called"))
            os.kill(engine, signal.SIGKILL)
            first.told("called", before + 10)  # it goes on by itself, with another engine
            assert engine_of(folder) != engine
        first.kill()
        second.kill()
    acknowledged = {key: task for helper in (first, second) for key, task in helper.lines("called")}
    async with opened(folder) as services:
        assert await faults_of(services.store) == []
        tasks = await open_tasks(services.store)
        assert set(acknowledged.values()) <= tasks
        # a key that was blown again after the engine was lost still stands for one task
        assert len(set(acknowledged.values())) == len(acknowledged)
        assert len(tasks) <= len(acknowledged) + 2


async def together(folder: Path, crews: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Let processes begin at the same moment. Returns each key and the task that was told for it."""
    with ExitStack() as stack:
        helpers = [stack.enter_context(Helper(folder, "blow", *words, "--race")) for words in crews]
        for helper in helpers:
            helper.told("ready")
        for helper in helpers:
            helper.go()
        for helper in helpers:
            helper.finish()
    return [(key, task) for helper in helpers for key, task in helper.lines("called")]


async def test_eight_processes_fill_one_book_without_a_gap(folder: Path) -> None:
    async with opened(folder) as services:
        called = await together(folder, [(f"p{number}", "6") for number in range(8)])
        assert len(called) == len({task for _, task in called}) == 48
        assert await faults_of(services.store) == []
        ((book, position),) = await raw(services.store, "MATCH (b:Book) RETURN b.code, b.position")
        assert (book, position) == ("990102000000", 96)


async def test_eight_processes_that_want_the_same_keys_open_one_task_each(folder: Path) -> None:
    async with opened(folder) as services:
        crews = [(f"p{number}", "5", "--key", "ours", "--text", "one body") for number in range(8)]
        answers = Counter(await together(folder, crews))
        assert sorted(key for key, _ in answers) == [f"ours-{number}" for number in range(5)]
        assert set(answers.values()) == {8}
        assert await open_tasks(services.store) == {task for _, task in answers}

        bodies = [(f"p{number}", "2", "--key", "mine", "--text", f"body {number}") for number in range(8)]
        told = Counter(await together(folder, bodies))
        for number in range(2):
            answers = Counter({task: count for (key, task), count in told.items() if key == f"mine-{number}"})
            (winner,) = [task for task in answers if not task.startswith("conflict:")]
            assert answers == {winner: 1, f"conflict:{winner}": 7}
        assert await faults_of(services.store) == []
