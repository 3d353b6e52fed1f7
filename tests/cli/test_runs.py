"""The command that stands behind a remedy, run as it was printed: each phrase that has one is carried out here."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from orgraph.definitions.wording import Phrase, Words
from orgraph.domain.errors import StoreUnavailable
from orgraph.domain.said import Said, Value
from orgraph.domain.worded import Worded
from orgraph.services.actions import Actions
from orgraph.services.dispatch import Dispatch
from orgraph.settings import shipped_phrases

from ..contract.test_campaigns import CAMPAIGNS
from ..small_world import ROOT
from .conftest import DAY, World, orgraph

BLOW = ("whistle", "南河社区", "--by", "township-secretary", "--kind", "daily-work", "--category", "物业纠纷")
OPEN = ("open", "daily-work", "南河社区", "--by", "township-secretary", "--text", "电梯停运")
PRESSING = ("whistle", "南河社区", "--by", "township-secretary", "--kind", "emergency", "--category", "路面塌陷")

STORIES: dict[str, tuple[str, ...]] = {
    "mend-list-kinds": ("definitions", "explain", "zzzqqq"),
    "mend-same-everywhere": ("definitions", "explain", "mediation", "--under", "110000000000"),
    "mend-list-sections": ("definitions", "list", "zzzqqq"),
    "mend-see-section": ("inbox", "gardener@南河街道"),
    "mend-search": ("covered-by", "没有的单位"),
    "mend-place-ended": ("who-covers", "旧窑村", "--on", DAY),
    "mend-place-not-yet": ("who-covers", "新城社区", "--on", DAY),
    "mend-see-audits": ("audit", "zzzqqq"),
    "mend-units-of-place": (*BLOW, "--text", "停运", "--department", "qingshi:urban-yuling", "--again"),
    "category-missing-any": OPEN,
    "mend-list-imports": ("imports", "zzzqqq"),
    "mend-search-number": ("task", "show", "HXPC-2023-999999"),
}
"""What goes wrong at the command line, by the phrase whose command it then prints."""

VALUES: dict[str, dict[str, Value]] = {
    "mend-name-an-area": {"of": Worded("mediation", "", ""), "area": ""},
    "mend-organisation-ended": {"code": "qingshi:police", "day": DAY},
    "mend-organisation-not-yet": {"code": "qingshi:police", "day": DAY},
    "mend-units-of-other-place": {"place": "990102001000"},
    "mend-see-possible": {"task": "runs-task", "by": "township-secretary@990102001000"},
    "mend-key-of-redacted": {"task": "runs-task"},
    "mend-key-used": {"task": "runs-task"},
    "mend-see-tasks": {"task": "no-such-task"},
    "mend-kept-ends": {},
    "mend-day-of-campaign": {},
    "mend-load-first": {"packs": ("wanghai", "qingshi")},
    "mend-allow-ending": {"folder": "wanghai", "ends": 3},
    "mend-accept-hanging": {"folder": "wanghai", "hanging": 3},
    "mend-allow-both": {"folder": "wanghai", "ends": 3, "hanging": 3},
    "mend-run-anything": {},
    "mend-definitions": {},
    "mend-define-again": {},
    "mend-upgrade": {},
    "ended-keeps-findings": {},
    "mend-complete-upgrade": {},
    "mend-see-outbox": {},
}
"""What takes more than one command to come about: what stands in the blanks of its command."""

TOLD_BY_SERVE = ("mend-another-port", "mend-another-address", "mend-look-at-log")
"""Commands that go on until they are told to end: that they are taken is seen by their help."""

ELSEWHERE = ("mend-open-again", "mend-act-again", "mend-open-another", "mend-name-somebody-or-campaign")
"""Repeated commands, told below."""

WITH_RUN = {key: one for key, one in shipped_phrases().items() if isinstance(one, Phrase) and one.run}


@pytest.fixture(scope="module")
def ran(world: World) -> World:
    """The world with a task of its own."""
    done = world(*BLOW, "--text", "电梯停运", "--again", task="runs-task")
    assert done.code == 0, done.err
    return world


def test_each_command_of_a_remedy_is_carried_out_here() -> None:
    assert {*STORIES, *VALUES, *TOLD_BY_SERVE, *ELSEWHERE} == set(WITH_RUN)


@pytest.mark.parametrize("code", STORIES)
def test_the_command_that_is_printed_does_what_the_remedy_says(ran: World, code: str) -> None:
    for lang in ("en", "zh"):
        refused = ran(*STORIES[code], "--lang", lang)
        assert refused.code == 2, refused.out
        pattern = re.sub(r"\\\{.*?\\\}", ".+", re.escape(WITH_RUN[code].run))
        printed = re.search(rf"[：:] ?({pattern})$", refused.err, re.M)
        assert printed, refused.err
        succeeds(ran, printed[1])


@pytest.mark.parametrize("code", VALUES)
def test_a_command_that_is_rarely_printed_does_what_the_remedy_says(
    ran: World, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = Words(WITH_RUN, "en").run(Said(code, tuple(VALUES[code].items())))
    succeeds(ran, told.replace(" --under ''", ""))


@pytest.mark.parametrize("code", TOLD_BY_SERVE)
def test_a_command_that_goes_on_is_taken(code: str) -> None:
    assert orgraph(*shlex.split(WITH_RUN[code].run)[1:], "--help").code == 0


def succeeds(world: World, command: str) -> None:
    """Run a printed command; an answer that there is nothing is one."""
    name, *words = shlex.split(command)
    done = world(*words, "--lang", "en")
    assert name == "orgraph" and done.code in (0, 1) and done.err == "", (command, done.err)


def going_away(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
    """The store does what it is told, once, and goes away before it says so."""
    real, gone = getattr(owner, name), list[bool]()

    async def once(*given: Any, **named: Any) -> Any:
        found = await real(*given, **named)
        if not gone:
            gone.append(True)
            raise StoreUnavailable(Said("gone"))
        return found

    monkeypatch.setattr(owner, name, once)


def test_a_whistle_of_which_nothing_is_known_is_blown_again_as_printed(
    ran: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_away(monkeypatch, Dispatch, "blow")
    lost = ran(*BLOW, "--text", "it's 停运", "--again", "--lang", "en", task="runs-lost")
    printed = re.search(r"it opens no second task: (orgraph .*)", lost.err)
    assert lost.code == 2 and printed, lost.err
    done = ran(*shlex.split(printed[1])[1:], task="runs-second")
    assert done.code == 0 and "runs-lost" in done.out and "runs-second" not in done.out, done.err


def test_an_action_of_which_nothing_is_known_is_done_again_as_printed(
    ran: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_away(monkeypatch, Actions, "act")
    words = ("task", "urge", "runs-task", "--by", "township-secretary@990102001000", "--text", "请尽快")
    lost = ran(*words, "--lang", "en")
    printed = re.search(r"it acts once: (orgraph .*)", lost.err)
    assert lost.code == 2 and printed, lost.err
    before = ran("task", "show", "runs-task").out
    done = ran(*shlex.split(printed[1])[1:])
    assert done.code == 0, done.err
    assert ran("task", "show", "runs-task").out == before


def test_a_whistle_that_is_open_already_is_blown_again_as_printed(ran: World) -> None:
    assert ran(*PRESSING, "--text", "塌陷", "--again").code == 0
    refused = ran(*PRESSING, "--text", "又塌陷", "--lang", "en")
    printed = re.search(r"it is blown again: (orgraph whistle .* --again)$", refused.err, re.M)
    assert refused.code == 2 and printed, refused.err
    done = ran(*shlex.split(printed[1])[1:], task="runs-again")
    assert done.code == 0 and "runs-again" in done.out, done.err


def test_a_campaign_during_which_nobody_answers_is_shown_as_printed(tmp_path: Path) -> None:
    schema = Path(shutil.copytree(ROOT / "schema", tmp_path / "schema"))
    (schema / "campaigns.yaml").write_text(CAMPAIGNS, encoding="utf-8")
    told = Words(WITH_RUN, "en").run(Said("mend-name-somebody-or-campaign", (("key", "floods"),)))
    shown = orgraph(*shlex.split(told)[1:], "--schema", schema)
    assert (shown.code, shown.err) == (0, "") and "floods" in shown.out
