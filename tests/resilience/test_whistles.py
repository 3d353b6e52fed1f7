"""Processes and engines die in the middle of whistles: what was acknowledged is there, and nothing is half done."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from ..ledger import faults_of, open_tasks, raw
from ..small_world import TESTER
from .conftest import engine_of
from .crews import Helper
from .helper import opened

pytestmark = pytest.mark.xdist_group("resilience")


async def test_a_service_that_is_killed_loses_nothing_that_it_acknowledged(folder: Path) -> None:
    with Helper(folder, "blow", "steady=s=2000") as steady, Helper(folder, "blow", "victim=v=2000") as victim:
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
    with Helper(folder, "blow", "first=f=2000") as first, Helper(folder, "blow", "second=s=2000") as second:
        first.told("called", 10)
        second.told("called", 10)
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


async def test_processes_at_once_fill_one_book_and_open_one_task_a_key(folder: Path, full: bool) -> None:
    """Four of them, eight in the full suite: each blows whistles of its own, then some that all want with one body, then some that each wants with another."""
    crowd = 8 if full else 4
    wanted = [(f"own{number}=mine=6", "ours=one body=5", f"theirs=body {number}=2") for number in range(crowd)]
    async with opened(folder) as services:
        with ExitStack() as stack:
            helpers = [stack.enter_context(Helper(folder, "blow", *words, "--race")) for words in wanted]
            for helper in helpers:
                helper.told("ready")
            for helper in helpers:
                helper.go()
            for helper in helpers:
                helper.finish()
        told = Counter((key, task) for helper in helpers for key, task in helper.lines("called"))

        own = {task for key, task in told if key.startswith("own")}
        ours = {(key, task): count for (key, task), count in told.items() if key.startswith("ours")}
        theirs = [Counter({t: n for (k, t), n in told.items() if k == f"theirs-{number}"}) for number in range(2)]
        assert len(own) == crowd * 6
        assert sorted(key for key, _ in ours) == [f"ours-{number}" for number in range(5)]
        assert set(ours.values()) == {crowd}
        winners = [next(task for task in answers if not task.startswith("conflict:")) for answers in theirs]
        assert theirs == [Counter({task: 1, f"conflict:{task}": crowd - 1}) for task in winners]

        assert await open_tasks(services.store) == own | {task for _, task in ours} | set(winners)
        assert await faults_of(services.store) == []
        assert await raw(services.store, "MATCH (b:Book) RETURN b.code, b.position") == [
            ["990102000000", 2 * (crowd * 6 + 7)]
        ]


@pytest.mark.full
async def test_whoever_is_killed_within_actions_no_acknowledged_one_is_lost_and_none_is_half_done(folder: Path) -> None:
    """Services and engine die by kill -9 in the middle of some 500 actions; each goes on by itself."""
    with Helper(folder, "act", "steady=500") as steady, Helper(folder, "act", "victim=500") as victim:
        steady.told("acted", 20)
        victim.told("acted", 20)
        victim.kill()
        os.kill(engine_of(folder), signal.SIGKILL)
        steady.told("acted", len(steady.lines("acted")) + 20)
        os.kill(engine_of(folder), signal.SIGKILL)
        steady.told("acted", len(steady.lines("acted")) + 20)
        steady.kill()
    acknowledged = [line for helper in (steady, victim) for line in helper.lines("acted")]
    assert len(acknowledged) >= 80
    async with opened(folder) as services:
        assert await faults_of(services.store) == []
        assert (await services.ledger.verify(TESTER)).broken == ()
        rows = await raw(services.store, "MATCH (e:Event {type: 'acted'}) RETURN e.task, e.sequence, e.payload")
        there = {(task, sequence): json.loads(payload)["action"] for task, sequence, payload in rows}
        assert all(there[task, int(version)] == action for task, version, action in acknowledged)
