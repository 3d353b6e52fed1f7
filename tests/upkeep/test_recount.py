"""Definitions that are taken over change nothing of what has ended, until it is asked for; then it is found anew."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.definitions import Definitions
from orgraph.definitions.variants import Variants
from orgraph.definitions.wording import Words
from orgraph.domain.actor import Actor
from orgraph.domain.canonical import canonical, hash_of
from orgraph.domain.supervision import Supervision
from orgraph.graph.definitions import all_kept
from orgraph.rules.tasks.summaries import summary_of
from orgraph.settings import shipped_phrases
from tests.said import in_english

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
    said = json.loads(definitions.content)
    digests = {name.replace("findings/", "findings/x-"): digest for name, digest in said.items()}
    content = canonical(digests)
    return replace(definitions, findings=Variants(renamed), hash=hash_of(content), content=content)


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
    assert Words(shipped_phrases(), "en").run(done[-1]) == "orgraph upgrade --recount"
    assert await raw(services.store, KEPT) == kept
    mixed = await looked_at(later, actor)
    ended = {row[0] for row in kept if row[1]}
    assert {one.key.startswith("x-") for one in mixed.findings if one.task in ended} == {False}
    assert {one.key.startswith("x-") for one in mixed.findings if one.task not in ended} == {True}
    assert (mixed.rates.completion, mixed.findings_in_all) == (before.rates.completion, before.findings_in_all)
    verified = await later.ledger.verify(actor)
    assert (verified.broken, verified.measured_otherwise) == ((), len(ended))
    names = {one.key for one in services.definitions.findings}
    assert set(verified.measured_by_others) == {f"findings/{before}{key}" for key in names for before in ("", "x-")}

    (line,) = await later.upkeep.upgrade(actor, recount=True)
    changed = sum(bool(row[4]) for row in kept)
    assert (
        in_english(line)
        == f"found anew how {len(ended)} ended tasks were handled; of {changed} something else is kept than before"
    )
    assert told(await looked_at(later, actor)) == await supervised(later, TOWN, FIRST, LAST)
    verified = await later.ledger.verify(actor)
    assert (verified.broken, verified.measured_otherwise, verified.measured_by_others) == ((), 0, ())

    await services.upkeep.upgrade(actor, adopt_definitions=True, recount=True)
    assert await raw(services.store, KEPT) == kept
    assert told(await looked_at(services, actor)) == told(before)


async def test_definitions_that_were_taken_over_are_kept_under_their_digests(services: Services, actor: Actor) -> None:
    """Of a set before these its names and digests, and what it said as far as it is said still; once each."""
    kept = {one.digest: one async for one in all_kept(services.store)}
    assert all(hash_of(one.text) == one.digest for one in kept.values())
    sets = [json.loads(one.text) for one in kept.values() if one.names == ("definitions",)]
    assert json.loads(services.definitions.content) in sets and len(sets) > 1
    older = next(one for one in sets if one != json.loads(services.definitions.content))
    assert older.keys() & json.loads(services.definitions.content).keys()
    for digest, text in services.definitions.texts.items():
        assert kept[digest].text == text
    await services.upkeep.adopt()
    assert {one.digest: one async for one in all_kept(services.store)} == kept
