"""Another process brings the store to a newer format: whoever still knows the one before writes nothing any more."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.domain.action import ActionRequest
from orgraph.domain.errors import StoreMismatch
from orgraph.domain.notice import DueNotice
from orgraph.domain.task import Task
from orgraph.domain.upkeep import FORMAT
from orgraph.domain.whistle import Whistle
from orgraph.graph import catalogue
from orgraph.graph.notices import claim_notices, retry_notices
from orgraph.graph.store import Transaction
from orgraph.graph.upkeep import begin_upgrade
from tests.said import fails, in_english

from ..clock import FixedClock
from ..ledger import raw
from ..packs import Desk
from ..small_world import TESTER
from .test_zz_every_statement import NAMES

HOUSING = "qingshi:housing-hedong"
_KEYS = count(1)

BEHIND_A_LOCK = {
    *("journal/write", "journal/open", "journal/redact"),
    *(f"importing/{name}" for name in ("add_nodes", "change_nodes", "change_relationships", "new_nodes")),
    *(f"importing/{name}" for name in ("new_relationships", "record_changes", "supersede")),
}
"""Statements that a transaction runs after the one that has locked."""

OF_UPKEEP = {
    "adopt",
    "begin_upgrade",
    "keep_definitions",
    "end_upgrade",
    "lock_books",
    "restore_relationships",
    "seal_requests",
    "complete_tasks",
    "project_tasks",
    "mark_routings",
    "lock_book",
    "forget_track_records",
    "keep_track_records",
}
"""What itself prepares, restores or upgrades a store; `adopt` looks at the format in its own way."""


def test_each_statement_that_begins_to_write_reads_the_format() -> None:
    writing = [name for name in NAMES if re.search(r"^(SET|CREATE|MERGE|DELETE)\b", catalogue.text(name), re.MULTILINE)]
    asking = {name for name in writing if catalogue.text(name).endswith("AS store_format")}
    upkeep = {f"upkeep/{name}" for name in OF_UPKEEP}
    assert set(writing) - asking == (BEHIND_A_LOCK | upkeep) & set(writing)
    assert len(asking) >= 10


@pytest.fixture
async def task(services: Services, clock: FixedClock) -> Task:
    """A task that was signed for; its contact is due at noon."""
    place, by = "990102001001", "township-head@990102001000"
    opened = await services.dispatch.blow(
        TESTER, Whistle(place, by, "emergency", "路面塌陷", f"formats-{next(_KEYS)}", "桥头塌了", again=True)
    )
    request = ActionRequest(opened.task.id, "sign-in", HOUSING, f"formats-{next(_KEYS)}", 2)
    return (await services.actions.act(TESTER, request)).task


@pytest.fixture
async def moved(services: Services, task: Task) -> AsyncIterator[None]:
    """The store is on its way to the next format."""
    await begin_upgrade(services.store, FORMAT + 1)
    yield
    await raw(services.store, "MATCH (s:Store) SET s.upgrading = null RETURN 1")


async def everything(services: Services) -> list[list[object]]:
    rows = await raw(services.store, "MATCH (n) RETURN labels(n)[0], count(*)")
    return sorted(
        [*rows, *await raw(services.store, "MATCH (n:Timer) WHERE n.lease > 0 RETURN 'leased', count(*)")], key=str
    )


async def test_nobody_writes(services: Services, task: Task, moved: None, clock: FixedClock, tmp_path: Path) -> None:
    desk = Desk(services, tmp_path)
    prepared = await desk.prepare()
    before = await everything(services)
    clock.move_by(timedelta(days=1))
    now = int(clock.now().timestamp() * 1000)

    async def claim(transaction: Transaction) -> object:
        return await claim_notices(transaction, [DueNotice("n", 0, "t", 1, 0)], now=now, until=now + 1, me="me")

    async def retry(transaction: Transaction) -> object:
        return await retry_notices(transaction, target="none", now=now, limit=1)

    writes: dict[str, Awaitable[object]] = {
        "whistle": services.dispatch.blow(
            TESTER,
            Whistle(
                "990102001001", "township-head@990102001000", "emergency", "路面塌陷", "formats-x", "塌了", again=True
            ),
        ),
        "action": services.actions.act(
            TESTER, ActionRequest(task.id, "note", HOUSING, "formats-y", task.version, text="到了")
        ),
        "redaction": services.ledger.redact(TESTER, task.id, 1, "当事人要求", "formats-z"),
        "escalation": services.escalation.turn(),
        "import": services.importing.apply(TESTER, prepared),
        "notices": services.store.write(claim),
        "retry": services.store.write(retry),
        "adopt": services.upkeep.adopt(),
    }
    for name, write in writes.items():
        with fails(StoreMismatch, match=f"format {FORMAT + 1} meanwhile") as refused:
            await write
        assert "start it again" in in_english(refused.value.remedy), name
    assert await everything(services) == before
