"""Whether the service lives, whether it can answer, and what Prometheus reads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from orgraph.api.transport.metrics import Metrics
from orgraph.domain.errors import StoreUnavailable
from orgraph.domain.said import Said
from orgraph.services.background import PartState
from orgraph.services.upkeep import Upkeep

from .conftest import Caller, Changed, caller_of


class Silent:
    """A store that does not answer."""

    statements = 0

    async def read(self, *_: Any, **__: Any) -> None:
        """Fails."""
        raise StoreUnavailable(Said("gone"))


async def test_alive_and_ready(api: Caller) -> None:
    alive = await api.client.get("/healthz")
    ready = await api.client.get("/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (
        200,
        {"status": "ready", "definitions": api.services.definitions.hash},
    )
    assert (await api.client.post("/healthz")).status_code == 405


async def test_not_ready_with_the_reason(api: Caller) -> None:
    given = api.services
    unheard = Upkeep(Silent(), given.definitions, given.clock)  # type: ignore[arg-type]
    unlike = Upkeep(given.store, replace(given.definitions, hash="other"), given.clock)
    async with caller_of(Changed(given, upkeep=unheard)) as silent, caller_of(Changed(given, upkeep=unlike)) as foreign:
        away = await silent.client.get("/readyz")
        alive = await silent.client.get("/healthz")
        strange = await foreign.client.get("/readyz")

    assert (away.status_code, away.json()["reason"], alive.status_code) == (503, "store_unavailable", 200)
    assert (strange.status_code, strange.json()["reason"]) == (503, "store_mismatch")


class Working:
    """Background work that stands as a test says."""

    def __init__(self, *states: PartState) -> None:
        self._states = states

    def states(self) -> tuple[PartState, ...]:
        """As said."""
        return self._states


async def test_background_work_that_fails_is_told_part_by_part(api: Caller) -> None:
    escalation = PartState("escalation", "", 2, 0, "")
    once, often = (PartState("notices", "hotline", 5, row, "RuntimeError: no backend") for row in (1, 3))
    async with (
        caller_of(Changed(api.services, background=Working(escalation, once))) as fails,
        caller_of(Changed(api.services, background=Working(escalation, often))) as keeps,
    ):
        first, later = await fails.client.get("/readyz"), await keeps.client.get("/readyz")
        text = (await keeps.client.get("/metrics")).text

    told = {"escalation": "working", "notices to hotline": "failing: RuntimeError: no backend"}
    assert (first.status_code, first.json()["background"]) == (200, told)
    assert (later.status_code, later.json()["background"]) == (503, told)
    assert later.json()["reason"] == "notices to hotline: RuntimeError: no backend"
    samples = {
        (sample.name, sample.labels["part"], sample.labels["target"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "background" in sample.name
    }
    assert samples == {
        ("orgraph_background_failures_total", "escalation", ""): 2,
        ("orgraph_background_failures_total", "notices", "hotline"): 5,
        ("orgraph_background_failing", "escalation", ""): 0,
        ("orgraph_background_failing", "notices", "hotline"): 1,
    }


async def test_requests_are_counted_by_root_field_and_outcome(api: Caller) -> None:
    async with caller_of(api.services) as fresh:
        await fresh.ask('query Anything { whoCovers(place: "南河社区") { __typename } }')
        await fresh.ask('{ whoCovers(place: "榆岭") { __typename } }')
        await fresh.post("{ nonsense }")
        text = (await fresh.client.get("/metrics")).text

    samples = {
        (sample.name, sample.labels.get("operation"), sample.labels.get("outcome")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples["orgraph_requests_total", "whoCovers", "ok"] == 1
    assert samples["orgraph_requests_total", "whoCovers", "ambiguous_place"] == 1
    assert samples["orgraph_requests_total", "invalid", "invalid"] == 1
    assert samples["orgraph_request_seconds_count", "whoCovers", None] == 2
    assert samples["orgraph_statements_total", None, None] == api.services.store.statements
    assert "Anything" not in text


def test_whatever_a_target_is_called_prometheus_reads_it_as_one_label() -> None:
    names = ['a"b', "a\\b", "a\nb", '"} 1\nfake_metric{x="', "\\", "\u202e", "\x1b[31m", "东沟", "{", "\r", ""]
    states = [PartState("notices", name, number, 1, "") for number, name in enumerate(names)]
    metrics = Metrics(lambda: 1, lambda: states)
    metrics.observe('x"\n\\', "answered", 0.1)
    text = metrics.text().decode()
    families = {one.name: one for one in text_string_to_metric_families(text)}
    told = {sample.labels["target"]: sample.value for sample in families["orgraph_background_failures"].samples}
    assert told == {name: number for number, name in enumerate(names)}
    assert {sample.labels["operation"] for sample in families["orgraph_requests"].samples} == {'x"\n\\'}
    assert "fake_metric" not in families
    assert all(line.startswith(("#", "orgraph_")) for line in text.split("\n") if line)
