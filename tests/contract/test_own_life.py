"""A kind of task that a pack brings lives on every engine as the API has it, without a line of code."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from orgraph.bootstrap import Services
from orgraph.definitions.load import load_definitions
from orgraph.domain.content import reason_of
from orgraph.domain.ledger import Damage
from orgraph.domain.time import start_of
from orgraph.graph.ledger import retained, typed_before
from orgraph.graph.store import Store
from orgraph.services.retention import AGAIN, Retention
from tests.said import in_chinese

from ..api.conftest import Caller, caller_of
from ..api.test_acting import act, available, opened
from ..clock import FixedClock
from ..ledger import raw
from ..own_life import packs_with_it
from ..small_world import ROOT, under


@pytest.fixture
async def own(services: Services, tmp_path: Path) -> AsyncIterator[Caller]:
    """The API over the same store, where a pack brings a kind with a life of its own."""
    seeds = packs_with_it(tmp_path)
    packs = sorted(path.parent for path in seeds.glob("*/pack.yaml"))
    async with caller_of(under(services, load_definitions(ROOT / "schema", packs))) as caller:
        caller.client.headers["accept-language"] = "en"
        yield caller


FORM = """query ($task: ID!, $by: String!) { availableActions(task: $task, by: $by) {
  ... on AvailableActions { actions { action form {
    name declared type required title(lang: en) choices { key title(lang: zh) } atLeast atMost notBefore group } } } } }"""
KIND = """{ definitions { taskKinds { key fields {
  name type required title(lang: zh) choices { key title(lang: en) } atLeast atMost notBefore group(lang: en) } } } }"""
FIELDS = """query ($id: ID!) { task(id: $id) {
  fields { name title(lang: en) type texts words(lang: en) sequence redacted } said { name sequence current }
  deadlines { stage limits } } }"""
BIG = [
    {"name": "room", "value": {"choice": "big"}},
    {"name": "seats", "value": {"whole": 12}},
    {"name": "from-when", "value": {"instant": "2023-08-25T15:00:00+08:00"}},
    {"name": "caller", "value": {"contact": "王某 13812345678"}},
    {"name": "guests", "value": {"texts": ["甲村", "乙村"]}},
    {"name": "invited", "value": {"units": ["南河司法所"]}},
    {"name": "held-at", "value": {"place": "南河社区"}},
]
DAY = {"name": "key-until", "value": {"day": "2023-08-26"}}
WHOLE = {"name": "damaged", "value": {"truth": False}}


async def test_a_kind_of_a_pack_lives_by_the_api_without_a_line_of_code(own: Caller, clock: FixedClock) -> None:
    begun = await opened(own, "lending", "own-life", fields=BIG)
    task, keeper = begun["task"]["key"], begun["lead"]["organisation"]["code"]
    possible = await available(own, task, keeper)
    given = {"passed": True, "text": "完好", "fields": [WHOLE]}
    early = await act(own, task, "give-back", keeper, 2, **given)
    bare = await act(own, task, "hand-over", keeper, 2)
    handed = await act(own, task, "hand-over", keeper, 2, proof=["照片"], fields=[DAY])
    back = await act(own, task, "give-back", keeper, 3, **given)
    strange = await act(own, task, "sign-in", keeper, 4)

    assert (begun["task"]["state"], begun["task"]["kindTitle"]) == ("asked", "lending of a room")
    assert list(possible) == ["hand-over", "add-chairs", "give-back"]
    assert possible["hand-over"]["en"] == "hand over the key"
    assert [one["name"] for one in possible["hand-over"]["form"]] == ["key-until", "proof", "room", "text"]
    assert possible["hand-over"]["words"] == ["key back by"]
    assert (possible["give-back"]["obstacle"], possible["give-back"]["why"], possible["give-back"]["warum"]) == (
        *("UNMET", "the key was never handed over", "钥匙尚未交出"),
    )
    assert (early["obstacle"], early["message"]) == (
        *("UNMET", "give back was not done: the key was never handed over"),
    )
    assert (bare["obstacle"], bare["needed"]) == ("INCOMPLETE", ["key-until"])
    assert (handed["before"], handed["after"]) == ("asked", "lent")
    assert (back["before"], back["after"], back["task"]["state"]) == ("lent", "back", "back")
    assert strange["__typename"] == "InvalidInput" and "hand-over" in strange["remedy"]
    assert (await own.services.ledger.verify(own.services.actor)).broken == ()


async def test_forms_tell_the_fields_that_a_kind_declares(own: Caller) -> None:
    begun = await opened(own, "lending", "own-forms", fields=BIG[:1], again=True)
    task, keeper = begun["task"]["key"], begun["lead"]["organisation"]["code"]
    actions = (await own.ask(FORM, task=task, by=keeper))["availableActions"]["actions"]
    form = {one["name"]: one for one in next(one for one in actions if one["action"] == "hand-over")["form"]}
    kinds = (await own.ask(KIND))["definitions"]["taskKinds"]
    fields = {one["name"]: one for one in next(one for one in kinds if one["key"] == "lending")["fields"]}

    assert form["room"] == {
        "name": "room",
        "declared": True,
        "type": "CHOICE",
        "required": False,
        "title": "room",
        "group": None,
        "choices": [{"key": "big", "title": "大会议室"}, {"key": "small", "title": "小会议室"}],
        "atLeast": None,
        "atMost": None,
        "notBefore": None,
    }
    assert (form["key-until"]["required"], form["key-until"]["notBefore"]) == (True, "today")
    assert (form["proof"]["declared"], form["proof"]["title"], form["proof"]["choices"]) == (False, "proof", [])
    assert (fields["seats"]["atLeast"], fields["seats"]["atMost"], fields["seats"]["title"]) == (2, 80, "人数")
    assert (fields["room"]["required"], fields["until-when"]["group"]) == (True, "times")


async def test_what_was_said_in_fields_stands_in_the_task_event_by_event(own: Caller) -> None:
    begun = await opened(own, "lending", "own-fields", fields=BIG, again=True)
    task, keeper = begun["task"]["key"], begun["lead"]["organisation"]["code"]
    small = {"name": "room", "value": {"choice": "小会议室"}}
    handed = await act(own, task, "hand-over", keeper, 2, fields=[DAY, small])
    shown = (await own.ask(FIELDS, id=task))["task"]
    fields = {one["name"]: one for one in shown["fields"]}

    assert handed["__typename"] == "Acted"
    assert (fields["room"]["texts"], fields["room"]["words"], fields["room"]["sequence"]) == (
        *(["small"], ["small room"]),
        3,
    )
    assert [one for one in shown["said"] if one["name"] == "room"] == [
        {"name": "room", "sequence": 1, "current": False},
        {"name": "room", "sequence": 3, "current": True},
    ]
    assert fields["caller"]["texts"] == ["王某 138****5678"] and fields["guests"]["texts"] == ["甲村", "乙村"]
    assert fields["invited"]["words"] == ["南河司法所"] and fields["held-at"]["texts"] == ["990102001001"]
    assert (fields["seats"]["texts"], fields["key-until"]["texts"]) == (["12"], ["2023-08-26"])
    assert {one["stage"]: one["limits"] for one in shown["deadlines"]}["answer"] == ["1 hours"]
    assert (await own.services.ledger.verify(own.services.actor)).broken == ()


LISTED = """query ($area: String!, $fields: [ChoiceFilter!]!) {
  tasks(area: $area, where: {fields: $fields, since: "2024-04-02", until: "2024-04-02"}) {
    ... on TaskConnection { edges { node { key choices { name value title(lang: en) valueTitle(lang: zh) } } } }
    ... on InvalidInput { message remedy } }
  taskCounts(area: $area, where: {fields: $fields, since: "2024-04-02", until: "2024-04-02"}) {
    ... on TaskCounts { total } } }"""


async def test_lists_are_filtered_by_choices_and_show_them(own: Caller, clock: FixedClock) -> None:
    """As they stand, not as they were said first; by keys or titles in either language."""
    clock.move_to("2024-04-02")
    small = {"name": "room", "value": {"choice": "small"}}
    big, moved = [
        (await opened(own, "lending", f"own-listed-{number}", fields=BIG[:1], again=True))["task"]["key"]
        for number in range(2)
    ]
    keeper = "qingshi:justice-nanhe"
    until = {"name": "key-until", "value": {"day": "2024-04-03"}}
    await act(own, moved, "hand-over", keeper, 2, fields=[until, small])

    async def listed(name: str, *values: str) -> list[str]:
        found = await own.ask(LISTED, area="990102001000", fields=[{"name": name, "values": list(values)}])
        tasks = {one["node"]["key"]: one["node"]["choices"] for one in found["tasks"]["edges"]}
        assert found["taskCounts"]["total"] == len(tasks)
        return sorted(tasks)

    assert await listed("room", "small") == await listed("会议室", "小会议室") == [moved]
    assert await listed("room", "big room") == [big]
    assert await listed("room", "big", "small") == sorted((big, moved))
    assert await listed("room") == sorted((big, moved))
    given = {"area": "990102001000", "fields": [{"name": "room", "values": ["small"]}]}
    (edge,) = (await own.ask(LISTED, **given))["tasks"]["edges"]
    assert edge["node"]["choices"] == [{"name": "room", "value": "small", "title": "room", "valueTitle": "小会议室"}]
    for name, value, message, remedy in (
        ("romo", "big", "no field 'romo'", "did you mean room"),
        ("seats", "12", "no field 'seats'", "they are room"),
        ("room", "huge", "no choice 'huge'", "they are big, small"),
    ):
        refused = (await own.ask(LISTED, area="990102001000", fields=[{"name": name, "values": [value]}]))["tasks"]
        assert (refused["message"], refused["remedy"]) == (message, remedy)
    verified = await own.services.ledger.verify(own.services.actor)
    assert verified.broken == ()
    await raw(own.services.store, "MATCH (t:Task {id: $id}) SET t.tags = ['room=big'] RETURN t.id", id=moved)
    (broken,) = (await own.services.ledger.verify(own.services.actor)).broken
    assert (broken.task, broken.damage) == (moved, Damage.PROJECTION)
    await raw(own.services.store, "MATCH (t:Task {id: $id}) SET t.tags = ['room=small'] RETURN t.id", id=moved)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ([], "must carry: room"),
        ([{"name": "room", "value": {"text": "big"}}], "is a choice, not a text"),
        ([{"name": "room", "value": {"choice": "big"}}, {"name": "seats", "value": {"whole": 81}}], "seats"),
        ([{"name": "romo", "value": {"choice": "big"}}], "lending of a room has no field 'romo'"),
        ([{"name": "room", "value": {"choice": "big"}}] * 2, "room is said twice"),
        ([{"name": "room", "value": {"choice": "big"}}, WHOLE], "damaged (damaged) is said later"),
    ],
)
async def test_a_field_that_does_not_hold_is_refused(own: Caller, fields: list[object], wrong: str) -> None:
    refused = await opened(own, "lending", "own-refused", fields=fields)

    assert refused["__typename"] == "InvalidInput" and wrong in refused["message"]


async def test_what_an_action_does_not_carry_it_does_not_take(own: Caller) -> None:
    begun = await opened(own, "lending", "own-strange", fields=BIG[:1], again=True)
    task, keeper = begun["task"]["key"], begun["lead"]["organisation"]["code"]
    refused = await act(own, task, "hand-over", keeper, 2, fields=[DAY, BIG[1]])
    first = await act(own, task, "hand-over", keeper, 2, fields=[DAY], key="own-strange-1")
    again = await act(own, task, "hand-over", keeper, 2, fields=[DAY], key="own-strange-1")
    other = await act(own, task, "hand-over", keeper, 2, fields=[DAY, BIG[0]], key="own-strange-1")

    assert (refused["obstacle"], refused["needed"]) == ("NOT_CARRIED", ["seats"])
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert other["code"] == "idempotency_conflict"


async def test_a_kind_of_a_pack_is_escalated_supervised_and_replayed_as_any_other(
    own: Caller, clock: FixedClock
) -> None:
    services = own.services
    clock.move_to(date(2024, 5, 6))
    begun = await opened(own, "lending", "own-whole", fields=BIG[:1], again=True)
    task, keeper = begun["task"]["key"], begun["lead"]["organisation"]["code"]
    clock.move_by(timedelta(minutes=61))
    while await services.escalation.turn():
        pass
    told = (await services.tasks.task(services.actor, task)).task.events[-1]
    until = {"name": "key-until", "value": {"day": "2024-05-07"}}
    broken = {"name": "damaged", "value": {"truth": True}}
    handed = await act(own, task, "hand-over", keeper, told.sequence, fields=[until])
    back = await act(own, task, "give-back", keeper, told.sequence + 1, passed=True, text="收回", fields=[broken])
    day = clock.today()
    found = await services.supervisor.supervision(services.actor, "990102001000", day, day)
    replayed = await services.ledger.replay(services.actor, day)

    assert (told.type, told.said["stage"], told.said["unit"]) == ("escalated", "answer", "qingshi:centre-hedong")
    assert (told.said["step"], told.said["skipped"]) == (1, [{"step": 0, "reason": "others"}])
    assert (handed["after"], back["after"]) == ("lent", "broken")
    (unit,) = found.units
    assert (found.found, unit.organisation.code, unit.tasks) == (1, keeper, 1)
    assert [one.task for one in replayed.differences] == [] and replayed.decisions >= 1
    assert (await services.ledger.verify(services.actor)).broken == ()


@pytest.mark.full
async def test_a_step_that_asks_for_a_field_tells_somebody_of_such_tasks_only(own: Caller, clock: FixedClock) -> None:
    services = own.services
    clock.move_to(date(2024, 5, 13))
    small = [{"name": "room", "value": {"choice": "small"}}]
    begun = await opened(own, "lending", "own-small", fields=small, again=True)
    clock.move_by(timedelta(minutes=241))
    while await services.escalation.turn():
        pass
    told = (await services.tasks.task(services.actor, begun["task"]["key"])).task.events[-1]

    assert (told.type, told.said["step"], told.said["skipped"]) == ("escalated", 0, [])
    assert told.said["next"] is not None


async def test_what_a_kind_keeps_no_longer_is_taken_out_and_that_is_on_record(own: Caller, clock: FixedClock) -> None:
    services = own.services
    clock.move_to(date(2024, 8, 5))
    begun = await opened(own, "lending", "own-kept", fields=[BIG[0], BIG[3]], again=True)
    task, keeper = begun["task"]["key"], begun["lead"]["organisation"]["code"]
    await act(own, task, "hand-over", keeper, 2, proof=["照片"], fields=[day_of("2024-08-06")])
    await act(own, task, "give-back", keeper, 3, passed=True, text="完好", fields=[WHOLE])

    async def kept() -> dict[str, tuple[str, ...]]:
        events = (await services.tasks.task(services.actor, task)).task.events
        return {
            f"{one.sequence}.{each.field}": each.texts for one in events for each in one.contents if not each.redacted
        }

    everything = await kept()
    clock.move_to(date(2024, 9, 4))
    await services.retention.turn()
    on_the_last_day = await kept()
    clock.move_to(date(2024, 9, 5))
    first, second = await services.retention.turn(), await services.retention.turn()
    without_contact = await kept()
    clock.move_to(date(2026, 8, 6))
    await services.retention.expire()
    at_last = await kept()
    events = (await services.tasks.task(services.actor, task)).task.events

    assert set(everything) == {"1.caller", "1.text", "3.proof", "4.text"} and on_the_last_day == everything
    assert set(everything) - set(without_contact) == {"1.caller"} and (first >= 1, second) == (True, 0)
    assert {one for one in at_last if not one.endswith(".reason")} == {"3.proof"}, (
        "nothing says how long proofs are kept"
    )
    assert [(one.type, one.by, one.said["event"], one.said["fields"]) for one in events[4:]] == [
        ("redacted", "orgraph:retention", 1, ["caller"]),
        ("redacted", "orgraph:retention", 1, ["text"]),
        ("redacted", "orgraph:retention", 4, ["text"]),
    ]
    assert in_chinese(reason_of(events[4])) == "保存期满(30天)"
    assert await services.retention.expire() == 0
    assert (await services.ledger.verify(services.actor)).broken == ()


@pytest.mark.full
async def test_what_became_due_while_no_worker_ran_is_taken_out_however_long_that_was(
    own: Caller, clock: FixedClock
) -> None:
    services = own.services
    clock.move_to(date(2027, 3, 3))
    begun = await opened(own, "lending", "own-long", fields=[BIG[0], BIG[3]], again=True)
    task, keeper = begun["task"]["key"], begun["lead"]["organisation"]["code"]
    await act(own, task, "hand-over", keeper, 2, fields=[day_of("2027-03-04")])
    await act(own, task, "give-back", keeper, 3, passed=True, text="完好", fields=[WHOLE])
    clock.move_to(date(2027, 3, 4))
    await _worker(services).turn()
    clock.move_to(date(2028, 1, 15))  # nobody ran for ten months
    again = _worker(services)
    taken = await again.turn()
    noted = json.loads(await retained(services.store))

    first = (await services.tasks.task(services.actor, task)).task.events[0]
    looked: list[int] = []

    def look(store: Store, kinds: Sequence[str], since: int, before: int) -> AsyncIterator[Any]:
        looked.append(since)
        return typed_before(store, kinds, since, before)

    with patch("orgraph.services.retention.typed_before", look):
        afterwards = await _worker(services).turn()

    assert taken >= 1 and {one.field: one.redacted for one in first.contents} == {"caller": True, "text": False}
    until = noted["until"]["contact 30 days"]
    assert until == start_of(date(2027, 12, 16))
    assert afterwards == 0 and min(looked) >= min(noted["until"].values()) - AGAIN, "what was looked through is done"


def _worker(services: Services) -> Retention:
    """A process that begins anew and knows nothing but what the store has noted."""
    return Retention(services.store, services.definitions, services.ledger, services.clock)


def day_of(day: str) -> dict[str, object]:
    return {"name": "key-until", "value": {"day": day}}
