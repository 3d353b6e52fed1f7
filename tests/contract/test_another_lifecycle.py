"""An edit of the lifecycle re-interprets no past: what has ended answers as before, and what is open is named first."""

from __future__ import annotations

import re
import shutil
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from orgraph.bootstrap import Services
from orgraph.cli.speech import Speech
from orgraph.definitions.load import load_definitions
from orgraph.domain.action import Action, ActionRequest, Rating
from orgraph.domain.task import CalledTask, Task
from orgraph.domain.whistle import Whistle
from orgraph.services.adoption import losses_by

from ..clock import FixedClock
from ..small_world import PACKS, ROOT, TESTER, under

pytestmark = pytest.mark.neo4j_in_full

HEDONG, DAY = "990102000000", date(2023, 8, 22)
WHISTLER, HOUSING, BUREAU = "township-head@990102001000", "qingshi:housing-hedong", "qingshi:housing"
POLICE, STREET, DISTRICT, CITY = (
    *("qingshi:police-hedong", "qingshi:centre-nanhe", "qingshi:centre-hedong", "qingshi:centre"),
)
_KEYS = count(1)

ENDS: dict[str, list[tuple[Action, str, dict[str, Any]]]] = {
    "closed": [
        (Action.SIGN_IN, HOUSING, {}),
        (Action.ARRIVE, WHISTLER, {"unit": HOUSING}),
        (Action.SUBMIT, HOUSING, {"text": "已修复"}),
        (Action.VERIFY, WHISTLER, {"passed": True}),
        (Action.CLOSE, WHISTLER, {}),
        (Action.RATE, WHISTLER, {"unit": HOUSING, "rating": Rating(5, 4, 5)}),
    ],
    "void": [(Action.VOID, WHISTLER, {"text": "误吹"})],
    "excluded": [
        (Action.SIGN_IN, HOUSING, {}),
        (Action.EXCLUDE, BUREAU, {"text": "涉诉", "review": date(2023, 12, 1)}),
    ],
    "carried-over": [
        (Action.SIGN_IN, HOUSING, {}),
        (Action.CARRY_OVER, BUREAU, {"text": "待雨停", "review": date(2023, 9, 30)}),
    ],
}
"""Ways to some states of the lifecycle, by their names."""

WAYS: dict[str, list[tuple[Action, str, dict[str, Any]]]] = {
    **ENDS,
    "quarrelled over": [
        (Action.DECLINE, HOUSING, {"text": "非我职责"}),
        (Action.TRANSFER, WHISTLER, {"unit": BUREAU, "text": "请市局承办"}),
        (Action.DECLINE, BUREAU, {"text": "属区里"}),
        (Action.RULE, CITY, {"unit": HOUSING, "text": "区局承办到底"}),
        (Action.CARRY_OVER, DISTRICT, {"text": "待雨停", "review": date(2023, 9, 30)}),
        (Action.RESUME, HOUSING, {}),
    ],
    "sent back": [
        (Action.ACKNOWLEDGE, POLICE, {}),
        (Action.SIGN_IN, HOUSING, {}),
        (Action.RELEASE_HELPER, WHISTLER, {"unit": POLICE}),
        (Action.ADD_HELPER, WHISTLER, {"unit": POLICE}),
        (Action.ASK_EXTENSION, HOUSING, {"extension": "2 days", "text": "雨天"}),
        (Action.GRANT_EXTENSION, BUREAU, {}),
        (Action.SUBMIT, HOUSING, {"text": "已修复"}),
        (Action.VERIFY, WHISTLER, {"passed": False}),
        (Action.SUBMIT, HOUSING, {"text": "又修复"}),
        (Action.VERIFY, WHISTLER, {"passed": True}),
        (Action.CALL_BACK, WHISTLER, {"text": "满意"}),
        (Action.CLOSE, WHISTLER, {}),
        (Action.RATE, WHISTLER, {"unit": HOUSING, "rating": Rating(1, 2, 2)}),
        (Action.REPLY, HOUSING, {"text": "已尽力"}),
        (Action.REOPEN, WHISTLER, {"text": "又塌了"}),
        (Action.ASSIGN, WHISTLER, {"unit": POLICE, "limit": "1 days", "text": "疏导交通"}),
    ],
    "contested": [
        (Action.SIGN_IN, HOUSING, {}),
        (Action.CONTEST, HOUSING, {"unit": BUREAU, "text": "属市局"}),
        (Action.SETTLE, CITY, {"unit": BUREAU, "text": "市局承办"}),
    ],
    "refused and opened": [
        (Action.REFUSE_ADMISSION, STREET, {"text": "非辖区"}),
        (Action.OPEN, DISTRICT, {"text": "应受理"}),
        (Action.DISPATCH, STREET, {}),
    ],
    "accepted": [(Action.ACCEPT, STREET, {})],
    "called twice": [(Action.MERGE, WHISTLER, {"text": "同一处"})],
    "open": [],
}
"""Everything that the lifecycle knows, but for what the one that takes its place knows."""

KINDS = {"contested": "emergency", "refused and opened": "", "accepted": ""}
"""How a task begins: without a kind it is reported."""

BARE = """standard:
  title: {zh: 另一种流程, en: another life}
  source: none
  begins: x-dispatched
  disputed: x-disputed
  arbiter_after: 2
  starts: [x-sign-in, x-contact, x-report]
  admits: x-reported
  admission_starts: [x-admission, x-report]
  states:
    x-reported: {title: {zh: 甲, en: a}}
    x-dispatched: {title: {zh: 乙, en: b}}
    x-disputed: {title: {zh: 丙, en: c}}
    x-closed: {title: {zh: 丁, en: d}, final: true, counts_as: resolved}
  actions:
    urge: {title: {zh: 催, en: urge}, verb: supervise, in: [x-dispatched], to: x-disputed, who: [whistler]}
    note:
      title: {zh: 记, en: note}
      verb: handle
      in: [x-reported, x-dispatched, x-disputed]
      to: x-closed
      who: [whistler]
      stops: [x-admission, x-sign-in, x-contact, x-report]
"""
"""A lifecycle that has no state, clock or action of the one that is shipped, but two."""


HALF = ("contest", "settle", "rate", "reply", "urge", "call-back", "reopen", "ask-extension", "grant-extension")


@pytest.fixture(scope="module", params=["half", "bare"])
def other(
    request: pytest.FixtureRequest, embedded_services: Services, tmp_path_factory: pytest.TempPathFactory
) -> Services:
    """The same store under a lifecycle in which every state and clock has another name and half of all actions are gone, or all."""
    schema = Path(shutil.copytree(ROOT / "schema", tmp_path_factory.mktemp("other") / "schema"))
    there = embedded_services
    lifecycle = there.definitions.lifecycle.find("standard")
    assert lifecycle is not None
    words = sorted({*lifecycle.states, *lifecycle.stages()}, key=len, reverse=True)
    for file in ("lifecycle.yaml", "deadlines.yaml", "ladders.yaml", "findings.yaml"):
        text = (schema / file).read_text(encoding="utf-8")
        lines = [renamed(line, words, file) for line in text.splitlines()]
        (schema / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = (schema / "lifecycle.yaml").read_text(encoding="utf-8")
    if request.param == "bare":
        text = BARE
    for action in HALF:
        text = re.sub(rf"(?m)^    {action}:\n(?:      .*\n)+", "", text)
    (schema / "lifecycle.yaml").write_text(text, encoding="utf-8")
    return under(there, load_definitions(schema, PACKS))


def renamed(line: str, words: list[str], file: str) -> str:
    """A line of YAML with other names for states and stages wherever these are meant, actions and titles left alone."""
    if line.lstrip().startswith(("#", "title", "source", "verb", "who", "never", "must_carry", "reason_from")):
        return line
    if file == "deadlines.yaml":
        return re.sub(rf"^(    )({'|'.join(map(re.escape, words))}):", r"\1x-\2:", line)
    if re.match(r"    [a-z-]+:$", line):  # an action has the name of a stage
        return line
    head, titled, tail = line.partition("{title:")
    pattern = rf"(?<![a-z-])({'|'.join(map(re.escape, words))})(?![a-z-])"
    if titled:
        return re.sub(pattern, r"x-\1", head) + titled + tail
    name, colon, value = line.partition(":")
    if re.match(
        r"\s+(in|to|back|begins|disputed|admits|starts|stops|pauses|resumes|extends|runs_on|within|back_resumes|admission_starts|stages)$",
        name,
    ):
        return name + colon + re.sub(pattern, r"x-\1", value)
    return line


async def led_to(services: Services, end: str) -> CalledTask:
    """A task that was called in today and went one of the WAYS."""

    async def begun(kind: str) -> Task:
        whistle = Whistle("990102001001", WHISTLER, kind, "路面塌陷", f"other-{next(_KEYS)}", "桥头塌了", again=True)
        dispatch = services.dispatch
        return (await (dispatch.blow(TESTER, whistle) if kind else dispatch.report(TESTER, whistle))).task

    earlier = (await begun("daily-work")).id if end == "called twice" else ""
    task = await begun(KINDS.get(end, "daily-work"))
    for version, (action, by, said) in enumerate(WAYS[end], task.version):
        said = said | ({"into": earlier} if action is Action.MERGE else {})
        request = ActionRequest(task.id, action, by, f"other-act-{next(_KEYS)}", version, **said)
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
    assert {str(action) for action in Action} - {"note", "urge"} <= happened
    lifecycle = other.definitions.lifecycle.entries[0]
    assert not {one.task.state for one in shown.values()} & set(lifecycle.states)
    assert len(lifecycle.actions) > 2 or not happened & {str(action) for action in lifecycle.actions}

    before = await services.supervisor.supervision(TESTER, HEDONG, DAY, DAY)
    after = await other.supervisor.supervision(TESTER, HEDONG, DAY, DAY)
    assert (after.found, after.open, after.excluded, after.void, after.carried_over, after.resolved) == (
        *(before.found, before.open, before.excluded, before.void, before.carried_over, before.resolved),
    )
    assert [(one.organisation.code, one.resolution, one.satisfaction) for one in after.units] == [
        (one.organisation.code, one.resolution, one.satisfaction) for one in before.units
    ]
    assert (await other.ledger.verify(TESTER)).broken == ()
    assert (await other.ledger.replay(TESTER, DAY)).differences == ()
    for way, before_ in shown.items():
        assert answered(await other.tasks.task(TESTER, before_.task.id)) == answered(before_), way


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
