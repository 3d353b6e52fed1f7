"""A kind of task that a pack brings lives on every engine as the API has it, without a line of code."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.load import load_definitions

from ..api.conftest import Caller, caller_of
from ..api.test_acting import act, available, opened
from ..clock import FixedClock
from ..own_life import packs_with_it
from ..small_world import ROOT, under

pytestmark = pytest.mark.neo4j_in_full


@pytest.fixture
async def own(services: Services, tmp_path: Path) -> AsyncIterator[Caller]:
    """The API over the same store, where a pack brings a kind with a life of its own."""
    seeds = packs_with_it(tmp_path)
    packs = sorted(path.parent for path in seeds.glob("*/pack.yaml"))
    async with caller_of(under(services, load_definitions(ROOT / "schema", packs))) as caller:
        yield caller


async def test_a_kind_of_a_pack_lives_by_the_api_without_a_line_of_code(own: Caller, clock: FixedClock) -> None:
    begun = await opened(own, "lending", "own-life")
    task, keeper = begun["task"]["key"], begun["lead"]["organisation"]["code"]
    possible = await available(own, task, keeper)
    early = await act(own, task, "give-back", keeper, 2, passed=True, text="完好")
    handed = await act(own, task, "hand-over", keeper, 2, proof=["照片"])
    back = await act(own, task, "give-back", keeper, 3, passed=True, text="完好")
    strange = await act(own, task, "sign-in", keeper, 4)

    assert (begun["task"]["state"], begun["task"]["kindTitle"]) == ("asked", "lending of a room")
    assert list(possible) == ["hand-over", "give-back"]
    assert possible["hand-over"]["en"] == "hand over the key"
    assert [one["name"] for one in possible["hand-over"]["form"]] == ["proof", "text"]
    assert (possible["give-back"]["obstacle"], possible["give-back"]["why"], possible["give-back"]["warum"]) == (
        *("UNMET", "the key was never handed over", "钥匙尚未交出"),
    )
    assert [(one["name"], one["required"]) for one in possible["give-back"]["form"]] == [
        ("passed", True),
        ("text", True),
    ]
    assert (early["obstacle"], early["message"]) == ("UNMET", "give back: the key was never handed over")
    assert (handed["before"], handed["after"]) == ("asked", "lent")
    assert (back["before"], back["after"], back["task"]["state"]) == ("lent", "back", "back")
    assert strange["__typename"] == "InvalidInput" and "hand-over" in strange["remedy"]
    assert (await own.services.ledger.verify(own.services.actor)).broken == ()
