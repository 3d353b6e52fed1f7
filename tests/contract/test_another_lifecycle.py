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
from orgraph.definitions.load import load_definitions
from orgraph.domain.action import Action, ActionRequest, Rating
from orgraph.domain.task import CalledTask
from orgraph.domain.whistle import Whistle
from orgraph.services.adoption import losses_by

from ..clock import FixedClock
from ..small_world import PACKS, ROOT, TESTER, under

HEDONG, DAY = "990102000000", date(2023, 8, 22)
WHISTLER, HOUSING, BUREAU = "township-head@990102001000", "qingshi:housing-hedong", "qingshi:housing"
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


@pytest.fixture(scope="module")
def other(embedded_services: Services, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The same store under a lifecycle in which every state has another name, every clock too, and half of all actions are gone."""
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
    for action in (
        "contest",
        "settle",
        "rate",
        "reply",
        "urge",
        "call-back",
        "reopen",
        "note",
        "ask-extension",
        "grant-extension",
    ):
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
    """A task that was called in today and went to one of the ENDS."""
    whistle = Whistle("990102001001", WHISTLER, "daily-work", "路面塌陷", f"other-{next(_KEYS)}", "桥头塌了")
    task = (await services.dispatch.blow(TESTER, whistle)).task
    for version, (action, by, said) in enumerate(ENDS.get(end, ()), task.version):
        request = ActionRequest(task.id, action, by, f"other-act-{next(_KEYS)}", version, **said)
        await services.actions.act(TESTER, request)
    return await services.tasks.task(TESTER, task.id)


async def test_what_has_ended_answers_as_before(
    embedded_services: Services, other: Services, clock: FixedClock
) -> None:
    services = embedded_services
    tasks = {end: (await led_to(services, end)).task for end in (*ENDS, "open")}
    assert [tasks[end].state for end in ENDS] == list(ENDS)
    assert not {tasks[end].state for end in ENDS} & set(other.definitions.lifecycle.entries[0].states)

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
    for end, task in tasks.items():
        now = (await other.tasks.task(TESTER, task.id)).task
        assert (now.state, now.lead, now.handled, now.events) == (task.state, task.lead, task.handled, task.events), end


async def test_what_is_open_is_named_before_such_definitions_are_taken_over(
    embedded_services: Services, other: Services, clock: FixedClock
) -> None:
    open_ = [(await led_to(embedded_services, end)).task for end in ("open", "carried-over")]
    ended = (await led_to(embedded_services, "closed")).task
    lost = await losses_by(embedded_services.store, other.definitions, DAY)
    named = {(one.section, one.key) for one in lost for task in open_ if task.id in one.tasks}
    assert {("states", "dispatched"), ("states", "carried-over"), ("stages", "sign-in"), ("stages", "report")} <= named
    assert not any(ended.id in one.tasks for one in lost)
