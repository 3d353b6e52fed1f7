"""Definitions that are taken over change nothing of what has ended, until it is asked for; then it is found anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.variants import Variants
from orgraph.domain.actor import Actor
from orgraph.domain.supervision import Supervision
from orgraph.rules.tasks.summaries import summary_of

from ..ledger import raw
from ..oracle.supervision import supervised, told
from ..small_world import under

pytestmark = pytest.mark.xdist_group("embedded")

TOWN, FIRST, LAST = "990000000000", date(2020, 1, 1), date(2029, 12, 31)
KEPT = "MATCH (t:Task) RETURN t.id, t.final, t.tally, t.measured_by, t.findings, t.found_at ORDER BY t.id"


@pytest.fixture(scope="module")
async def services(brought_up: Services, actor: Actor) -> Services:
    """A store that format 2 has written, brought up."""
    await brought_up.upkeep.upgrade(actor, adopt_definitions=True)
    return brought_up


@pytest.fixture
def stricter(definitions: Definitions) -> Definitions:
    """Definitions by which whoever is sent back or late is called otherwise."""
    renamed = tuple(replace(one, key=f"x-{one.key}") for one in definitions.findings)
    return replace(definitions, findings=Variants(renamed), hash="stricter")


async def looked_at(services: Services, actor: Actor) -> Supervision:
    return await services.supervisor.supervision(actor, TOWN, FIRST, LAST)


async def test_an_upgrade_brings_what_has_ended_its_summary(services: Services, definitions: Definitions) -> None:
    rows = await raw(services.store, KEPT)
    assert {row[1] for row in rows} == {True, False}
    for task, final, *kept in rows:
        found = await services.tasks.task(services.actor, task)
        expected = summary_of(definitions, found.task.events)
        assert (expected is not None) is final
        assert kept == (
            [expected.tally, expected.measured_by, expected.findings, expected.found_at] if expected else [None] * 4
        )
    assert any(row[4] for row in rows), "a task that has ended and on which something was found"


async def test_what_has_ended_keeps_what_was_found_until_it_is_found_anew(
    services: Services, stricter: Definitions, actor: Actor
) -> None:
    before, kept = await looked_at(services, actor), await raw(services.store, KEPT)
    assert told(before) == await supervised(services, TOWN, FIRST, LAST)
    later = under(services, stricter)

    done = await later.upkeep.upgrade(actor, adopt_definitions=True)
    assert "orgraph upgrade --recount" in done[-1]
    assert await raw(services.store, KEPT) == kept
    mixed = await looked_at(later, actor)
    ended = {row[0] for row in kept if row[1]}
    assert {one.key.startswith("x-") for one in mixed.findings if one.task in ended} == {False}
    assert {one.key.startswith("x-") for one in mixed.findings if one.task not in ended} == {True}
    assert (mixed.resolved, mixed.findings_in_all) == (before.resolved, before.findings_in_all)
    verified = await later.ledger.verify(actor)
    assert (verified.broken, verified.measured_otherwise) == ((), len(ended))

    (line,) = await later.upkeep.upgrade(actor, recount=True)
    changed = sum(bool(row[4]) for row in kept)
    assert (
        line == f"found anew how {len(ended)} ended tasks were handled; of {changed} something else is kept than before"
    )
    assert told(await looked_at(later, actor)) == await supervised(later, TOWN, FIRST, LAST)
    verified = await later.ledger.verify(actor)
    assert (verified.broken, verified.measured_otherwise) == ((), 0)

    await services.upkeep.upgrade(actor, adopt_definitions=True, recount=True)
    assert await raw(services.store, KEPT) == kept
    assert told(await looked_at(services, actor)) == told(before)
