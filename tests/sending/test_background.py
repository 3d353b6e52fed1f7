"""Background work: a part that fails is begun again and told, ends no other, and sleeps until there is something to do."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.errors import StoreUnavailable
from orgraph.domain.notice import Target
from orgraph.domain.said import Said
from orgraph.graph.bell import Bell
from orgraph.services import background
from orgraph.services.background import Background, PartState
from orgraph.services.notifier import Notifier
from tests.said import in_english

from ..clock import FixedClock


@dataclass
class Part:
    """Work that a test makes up: how it fails, and how long nothing is due."""

    part: str
    target: str = ""
    failing: Callable[[int], Exception | None] = lambda look: None
    due: float = 1000.0
    failures: int = 0
    looks: int = 0
    at: list[float] = field(default_factory=list)
    closed: int = 0

    async def turn(self) -> int:
        return 0

    async def rest(self) -> float:
        self.looks += 1
        self.at.append(monotonic())
        if error := self.failing(self.looks):
            raise error
        return self.due

    async def close(self) -> None:
        self.closed += 1


async def running(parts: list[Part], bell: Bell, meanwhile: Callable[[Background], object], seconds: float) -> None:
    """Let parts work for so long, then call `meanwhile` and stop."""
    work, stop = Background(parts, bell), asyncio.Event()
    task = asyncio.create_task(work.run(stop))
    await asyncio.sleep(seconds)
    meanwhile(work)
    stop.set()
    async with asyncio.timeout(1):
        await task
    assert work.states() == ()


pytestmark = pytest.mark.xdist_group("embedded")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds become hundredths."""
    monkeypatch.setattr(background, "LISTEN", 0.01)
    monkeypatch.setattr(background, "LEAST", 0.01)
    monkeypatch.setattr(background, "MOST", 0.05)


async def test_a_part_that_fails_is_begun_again_and_told_and_ends_no_other(caplog: pytest.LogCaptureFixture) -> None:
    bad = Part("notices", "hotline", failing=lambda look: RuntimeError("no backend here"))
    good = Part("escalation", due=0.0)
    told: list[PartState] = []
    with caplog.at_level(logging.WARNING, "orgraph"):
        await running([bad, good], Bell(None), lambda work: told.extend(work.states()), 0.3)

    assert good.looks > bad.looks >= 3
    pauses = [later - earlier for earlier, later in zip(bad.at, bad.at[1:], strict=False)]
    assert pauses[0] >= 0.01 and pauses[1] >= 0.02 and pauses[2] >= 0.04, "each pause is twice as long"
    assert max(pauses[3:], default=0.05) < 0.08, "up to a bound"
    failing, working = told
    assert (failing.name, in_english(failing.why)) == ("notices to hotline", "RuntimeError: no backend here")
    assert failing.keeps_failing and failing.in_a_row == failing.failures == bad.looks
    assert (working.name, working.failures, working.keeps_failing) == ("escalation", 0, False)
    assert caplog.text.count("no backend here") >= bad.looks and bad.closed >= bad.looks


async def test_a_part_that_works_again_says_so_and_its_failures_are_not_forgotten() -> None:
    part = Part("escalation", failing=lambda look: StoreUnavailable(Said("away")) if look < 4 else None)
    told: list[PartState] = []
    await running([part], Bell(None), lambda work: told.extend(work.states()), 0.2)
    (state,) = told
    assert (state.failures, state.in_a_row, state.why) == (3, 0, "")


async def test_a_part_sleeps_until_it_is_due_or_something_is_entered(tmp_path: Path) -> None:
    """Also by another process: a second bell on the same file stands for it."""
    here, there = Bell(tmp_path / "written"), Bell(tmp_path / "written")
    asleep, ticking = Part("notices"), Part("escalation", due=0.05)
    work, stop = Background([asleep, ticking], here), asyncio.Event()
    task = asyncio.create_task(work.run(stop))
    await asyncio.sleep(0.2)
    assert asleep.looks == 1 and 3 <= ticking.looks <= 5
    there.ring()
    await asyncio.sleep(0.1)
    assert asleep.looks == 2
    here.ring()
    await asyncio.sleep(0.1)
    assert asleep.looks == 3
    stop.set()
    await task


async def test_while_nothing_is_due_the_store_is_asked_once(
    embedded_services: Services, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And again when something was entered, in this process or in another."""
    store, stop = embedded_services.store, asyncio.Event()
    target = Target("nobody", "https://nobody.example.org/", b"secret")
    notifier = Notifier(store, [target], (), clock, lambda: "idle")
    clock.move_by(timedelta(days=-365))  # before anything that other tests have entered
    task = asyncio.create_task(Background((embedded_services.escalation, *notifier.works()), store.bell).run(stop))
    before = store.statements
    await asyncio.sleep(0.3)
    assert store.statements - before == 2, "one question for timers, one for notices to the target"
    Bell(embedded_services.settings.folder / "written").ring()
    await asyncio.sleep(0.2)
    assert store.statements - before == 4
    stop.set()
    await task


def test_each_ring_is_heard_however_close(tmp_path: Path) -> None:
    here, there, alone = Bell(tmp_path / "written"), Bell(tmp_path / "written"), Bell(None)
    heard = set()
    for _ in range(50):
        there.ring()
        heard.add(here.heard())
    assert len(heard) == 50 and here.reaches_others
    silent = alone.heard()
    there.ring()
    assert alone.heard() == silent and not alone.reaches_others
    alone.ring()
    assert alone.heard() != silent


def test_a_bell_that_cannot_be_rung_harms_nothing(tmp_path: Path) -> None:
    bell = Bell(tmp_path / "nowhere" / "written")
    bell.ring()
    assert bell.heard() == (1, 0)
