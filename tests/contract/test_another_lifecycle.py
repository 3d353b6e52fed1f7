"""An edit of the lifecycle re-interprets no past: what has ended answers as before, and what is open is named first."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.speech import Speech
from orgraph.definitions.load import load_definitions
from orgraph.domain.action import ActionRequest, Rating
from orgraph.domain.task import CalledTask, Task
from orgraph.domain.whistle import Whistle
from orgraph.services.adoption import losses_by

from ..clock import FixedClock
from ..lifecycles import all_actions
from ..renaming import PREFIX, renamed_schema
from ..small_world import PACKS, TESTER, under
from .cases import minute

pytestmark = pytest.mark.full

HEDONG, DAY = "990102000000", date(2023, 8, 22)
WHISTLER, HOUSING, BUREAU = "township-head@990102001000", "qingshi:housing-hedong", "qingshi:housing"
POLICE, STREET, DISTRICT, CITY = (
    *("qingshi:police-hedong", "qingshi:centre-nanhe", "qingshi:centre-hedong", "qingshi:centre"),
)
_KEYS = count(1)

ENDS: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "closed": [
        ("sign-in", HOUSING, {}),
        ("arrive", WHISTLER, {"unit": HOUSING}),
        ("submit", HOUSING, {"text": "已修复"}),
        ("verify", WHISTLER, {"passed": True}),
        ("close", WHISTLER, {}),
        ("rate", WHISTLER, {"unit": HOUSING, "rating": Rating(5, 4, 5)}),
    ],
    "void": [("void", WHISTLER, {"text": "误吹"})],
    "excluded": [
        ("sign-in", HOUSING, {}),
        ("exclude", BUREAU, {"text": "涉诉", "review": date(2023, 12, 1)}),
    ],
    "carried-over": [
        ("sign-in", HOUSING, {}),
        ("carry-over", BUREAU, {"text": "待雨停", "review": date(2023, 9, 30)}),
    ],
}
"""Ways to some states of the lifecycle, by their names."""

WAYS: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    **ENDS,
    "quarrelled over": [
        ("decline", HOUSING, {"text": "非我职责"}),
        ("transfer", WHISTLER, {"unit": BUREAU, "text": "请市局承办"}),
        ("decline", BUREAU, {"text": "属区里"}),
        ("rule", CITY, {"unit": HOUSING, "text": "区局承办到底"}),
        ("carry-over", DISTRICT, {"text": "待雨停", "review": date(2023, 9, 30)}),
        ("resume", HOUSING, {}),
    ],
    "sent back": [
        ("acknowledge", POLICE, {}),
        ("sign-in", HOUSING, {}),
        ("release-helper", WHISTLER, {"unit": POLICE}),
        ("add-helper", WHISTLER, {"unit": POLICE}),
        ("ask-extension", HOUSING, {"extension": "2 days", "text": "雨天"}),
        ("grant-extension", BUREAU, {}),
        ("submit", HOUSING, {"text": "已修复"}),
        ("verify", WHISTLER, {"passed": False}),
        ("submit", HOUSING, {"text": "又修复"}),
        ("verify", WHISTLER, {"passed": True}),
        ("call-back", WHISTLER, {"text": "满意"}),
        ("close", WHISTLER, {}),
        ("rate", WHISTLER, {"unit": HOUSING, "rating": Rating(1, 2, 2)}),
        ("reply", HOUSING, {"text": "已尽力"}),
        ("reopen", WHISTLER, {"text": "又塌了"}),
        ("assign", WHISTLER, {"unit": POLICE, "limit": "1 days", "text": "疏导交通"}),
    ],
    "contested": [
        ("sign-in", HOUSING, {}),
        ("contest", HOUSING, {"unit": BUREAU, "text": "属市局"}),
        ("settle", CITY, {"unit": BUREAU, "text": "市局承办"}),
    ],
    "refused and opened": [
        ("refuse-admission", STREET, {"text": "非辖区"}),
        ("open", DISTRICT, {"text": "应受理"}),
        ("dispatch", STREET, {}),
    ],
    "accepted": [("accept", STREET, {})],
    "called twice": [("merge", WHISTLER, {"text": "同一处"})],
    "open": [],
}
"""Everything that the lifecycle knows, but for what the one that takes its place knows."""

KINDS = {"contested": "emergency", "refused and opened": "", "accepted": ""}
"""How a task begins: without a kind it is reported."""

BARE = """x-standard:
  title: {zh: 另一种流程, en: another life}
  source: none
  entrances:
    x-called: {state: y-dispatched, starts: [x-sign-in, x-contact, x-report]}
  relations:
    x-whistler: {title: {zh: 吹哨人, en: whistler}, is: opener}
  states:
    y-dispatched: {title: {zh: 乙, en: b}}
    y-disputed: {title: {zh: 丙, en: c}}
    y-closed: {title: {zh: 丁, en: d}, final: true, counts_as: resolved}
  stages:
    x-sign-in: {title: {zh: 签收, en: sign-in}}
    x-contact: {title: {zh: 到场(联系), en: contact}}
    x-report: {title: {zh: 办结, en: report}}
  actions:
    urge: {title: {zh: 催, en: urge}, verb: supervise, in: [y-dispatched], to: y-disputed, who: [x-whistler]}
    note:
      title: {zh: 记, en: note}
      verb: handle
      in: [y-dispatched, y-disputed]
      to: y-closed
      who: [x-whistler]
      clocks: {stop: [x-sign-in, x-contact, x-report]}
"""
"""A lifecycle that has no state, clock, relation, memory or action of the one that is shipped, but two actions."""


@pytest.fixture(scope="module", params=["renamed", "bare"])
def other(
    request: pytest.FixtureRequest, embedded_services: Services, tmp_path_factory: pytest.TempPathFactory
) -> Services:
    """The same store under a lifecycle in which everything has another name, or is gone."""
    schema = renamed_schema(tmp_path_factory.mktemp("other"), kinds=False)
    if request.param == "bare":
        (schema / "lifecycles" / "standard.yaml").write_text(BARE, encoding="utf-8")
    return under(embedded_services, load_definitions(schema, PACKS))


async def led_to(services: Services, end: str, prefix: str = "") -> CalledTask:
    """A task that was called in today and went one of the WAYS, by actions whose names begin with `prefix`."""

    async def begun(kind: str) -> Task:
        key = prefix + kind if kind else ""
        whistle = Whistle("990102001001", WHISTLER, key, "路面塌陷", f"other-{next(_KEYS)}", "桥头塌了", again=True)
        dispatch = services.dispatch
        return (await (dispatch.blow(TESTER, whistle) if kind else dispatch.report(TESTER, whistle))).task

    earlier = (await begun("daily-work")).id if end == "called twice" else ""
    task = await begun(KINDS.get(end, "daily-work"))
    for version, (action, by, said) in enumerate(WAYS[end], task.version):
        said = said | ({"into": earlier} if action == "merge" else {})
        request = ActionRequest(task.id, prefix + action, by, f"other-act-{next(_KEYS)}", version, **said)
        await services.actions.act(TESTER, request)
    return await services.tasks.task(TESTER, task.id)


def answered(shown: CalledTask) -> list[Any]:
    """What is told of a task whatever is defined."""
    task, clocks = shown.task, [(one.stage, one.limits, one.due, one.stopped, one.light) for one in shown.deadlines]
    told = [shown.decisions, shown.decision, shown.attendance, shown.lead, shown.helpers, shown.following, clocks]
    return [task.state, task.lead, task.parts, task.handled, task.due, task.linked, task.events, *told]


async def test_what_has_ended_answers_as_before(
    embedded_services: Services, other: Services, clock: FixedClock
) -> None:
    services = embedded_services
    shown = {way: await led_to(services, way) for way in WAYS}
    assert [shown[end].task.state for end in ENDS] == list(ENDS)
    happened = {event.type for one in shown.values() for event in one.task.events}
    assert set(all_actions()) - {"note", "urge"} <= happened
    for lifecycle in other.definitions.lifecycles:
        assert not {one.task.state for one in shown.values()} & set(lifecycle.states)
        assert not happened & set(lifecycle.actions) - {"note", "urge"}

    before = await services.supervisor.supervision(TESTER, HEDONG, DAY, DAY)
    after = await other.supervisor.supervision(TESTER, HEDONG, DAY, DAY)
    assert (after.found, after.open, after.excluded, after.void, after.carried_over, after.rates.completion) == (
        *(before.found, before.open, before.excluded, before.void, before.carried_over, before.rates.completion),
    )
    assert [(one.organisation.code, one.rates.completion, one.rates.ratings) for one in after.units] == [
        (one.organisation.code, one.rates.completion, one.rates.ratings) for one in before.units
    ]
    assert (await other.ledger.verify(TESTER)).broken == ()
    assert (await other.ledger.replay(TESTER, DAY)).differences == ()
    for way, before_ in shown.items():
        assert answered(await other.tasks.task(TESTER, before_.task.id)) == answered(before_), way


async def test_a_task_lives_in_other_names_as_it_does_in_ours(
    embedded_services: Services, tmp_path: Path, clock: FixedClock
) -> None:
    """No code knows the name of an action, a state, a stage, a memory or a relation: every way leads to the same."""
    renamed = under(embedded_services, load_definitions(renamed_schema(tmp_path), PACKS))
    for way in WAYS:
        ours, theirs = await led_to(embedded_services, way), await led_to(renamed, way, PREFIX)
        assert theirs.task.state == PREFIX + ours.task.state, way
        assert came_to(theirs, renamed) == came_to(ours, embedded_services), way
    day = clock.today()
    assert (await renamed.ledger.verify(TESTER)).broken == ()
    assert (await renamed.ledger.replay(TESTER, day)).differences == ()


def came_to(shown: CalledTask, services: Services) -> list[Any]:
    """What a task came to, without the names that its lifecycle gives."""

    def at(instant: datetime | None) -> datetime | None:
        return instant and minute(instant)

    task = shown.task
    clocks = [(one.stage.removeprefix(PREFIX), at(one.due), at(one.stopped), one.light) for one in shown.deadlines]
    told = [(one.organisation.code, one.presence) for one in shown.attendance]
    hands = [(one.organisation.code, one.part) for one in (*task.parts, *task.handled)]
    next_ = [one.organisation.code for one in shown.following]
    return [task.light, at(task.ended_at), at(task.due), shown.lead.organisation.code, clocks, told, hands, next_]


async def test_what_is_open_is_named_before_such_definitions_are_taken_over(
    embedded_services: Services, other: Services, clock: FixedClock
) -> None:
    open_ = [(await led_to(embedded_services, end)).task for end in ("open", "carried-over")]
    ended = (await led_to(embedded_services, "closed")).task
    lost = await losses_by(embedded_services.store, other.definitions, DAY)
    named = {(one.section, one.key) for one in lost for task in open_ if task.id in one.tasks}
    assert {("states", "dispatched"), ("states", "carried-over"), ("stages", "sign-in"), ("stages", "report")} <= named
    assert not any(ended.id in one.tasks for one in lost)


def test_what_is_not_defined_any_more_is_told_by_its_key(other: Services) -> None:
    speech = Speech(other.definitions, "en")
    assert (speech.action("reopen"), speech.verb("reopen")) == ("reopen", "")
    assert (speech.action("joined"), speech.verb("dispatched"), speech.state("closed")) == (
        "joined",
        "transfer",
        "closed",
    )
