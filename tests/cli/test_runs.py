"""The command that stands behind a remedy, run as it was printed: each phrase that has one is carried out here."""

from __future__ import annotations

import re
import shlex
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from orgraph.definitions.wording import Phrase, Words
from orgraph.domain.errors import StoreUnavailable
from orgraph.domain.said import Said, Value
from orgraph.services.actions import Actions
from orgraph.services.dispatch import Dispatch
from orgraph.settings import shipped_phrases

from ..contract.test_campaigns import CAMPAIGNS
from ..small_world import ROOT, SMALL
from .conftest import DAY, World, orgraph

BLOW = ("whistle", "南河社区", "--by", "township-secretary", "--kind", "daily-work", "--category", "物业纠纷")
HOUSING = "qingshi:housing-hedong"
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
    "mend-organisation-ended": ("covered-by", "qingshi:centre-yuling", "--on", DAY),
    "mend-organisation-not-yet": ("covered-by", "qingshi:police", "--on", "2020-01-01"),
    "mend-see-possible": ("task", "add-helper", "runs-task", "--by", HOUSING, "--unit", HOUSING),
    "mend-see-tasks": ("ledger", "redact", "no-such", "--event", "1", "--reason", "有误"),
    "mend-key-used": (*BLOW, "--text", "别的事", "--key", "runs-key"),
    "mend-key-of-redacted": (*BLOW, "--text", "电梯停运", "--key", "runs-forgotten"),
    "mend-kept-ends": ("ledger", "verify", "--against", str(ROOT / "README.md")),
}
"""What goes wrong at the command line, by the phrase whose command it then prints."""

VALUES: dict[str, dict[str, Value]] = {
    "mend-units-of-other-place": {"place": "990102001000"},
    "mend-day-of-campaign": {},
    "mend-run-anything": {},
    "mend-definitions": {},
    "mend-define-again": {},
    "mend-upgrade": {},
    "ended-keeps-findings": {},
    "mend-complete-upgrade": {},
    "mend-see-outbox": {},
    "mend-list-cities": {},
}
"""What takes more than one command to come about: what stands in the blanks of its command."""

TOLD_BY_SERVE = ("mend-another-port", "mend-another-address", "mend-look-at-log")
"""Commands that go on until they are told to end: that they are taken is seen by their help."""

OF_PACKS = ("mend-load-first", "mend-allow-ending", "mend-accept-hanging", "mend-allow-both", "mend-name-an-area")
"""What imports are refused for, told below one after the other."""

ELSEWHERE = ("mend-open-again", "mend-act-again", "mend-open-another", "mend-name-somebody-or-campaign")
"""Repeated commands, told below."""

WITH_RUN = {key: one for key, one in shipped_phrases().items() if isinstance(one, Phrase) and one.run}


@pytest.fixture(scope="module")
def ran(world: World) -> World:
    """The world with a task that its lead has signed for, a key that stands for it, and one whose text was taken out."""
    for words, task in (
        ((*BLOW, "--text", "电梯停运", "--again", "--key", "runs-key"), "runs-task"),
        (("task", "sign-in", "runs-task", "--by", HOUSING), ""),
        ((*BLOW, "--text", "电梯停运", "--again", "--key", "runs-forgotten"), "runs-redacted"),
        (("ledger", "redact", "runs-redacted", "--event", "1", "--reason", "有误"), ""),
    ):
        done = world(*words, task=task)
        assert done.code == 0, done.err
    return world


def test_each_command_of_a_remedy_is_carried_out_here() -> None:
    assert {*STORIES, *VALUES, *TOLD_BY_SERVE, *OF_PACKS, *ELSEWHERE} == set(WITH_RUN)


@pytest.mark.parametrize("code", STORIES)
def test_the_command_that_is_printed_does_what_the_remedy_says(
    ran: World, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
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
    succeeds(ran, told)


@pytest.mark.parametrize("code", TOLD_BY_SERVE)
def test_a_command_that_goes_on_is_taken(code: str) -> None:
    assert orgraph(*shlex.split(WITH_RUN[code].run)[1:], "--help").code == 0


def test_what_an_import_is_refused_for_is_done_as_printed(tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(SMALL, tmp_path / "seeds"))
    pack, ends = seeds / "qingshi", tmp_path / "ends"
    new = partial(orgraph, seeds=seeds, folder=tmp_path / "store")

    def refused(code: str, *words: str | Path) -> None:
        """It is refused, and what is printed for it is then done."""
        answer = new(*words, "--lang", "en")
        pattern = re.sub(r"\\\{.*?\\\}", ".+", re.escape(WITH_RUN[code].run))
        printed = re.search(rf"what to do: .*: ({pattern})$", answer.err, re.M)
        assert answer.code == 2 and printed, answer.err
        done = new(*shlex.split(printed[1])[1:])
        assert (done.code, done.err) == (0, ""), done.err

    refused("mend-load-first", "import", "qingshi")
    assert new("import", "qingshi").code == 0

    postings = (pack / "postings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (pack / "postings.csv").write_text("".join(one for one in postings if "building-head" not in one), encoding="utf-8")
    refused("mend-allow-ending", "import", pack)

    ends.mkdir()
    (ends / "pack.yaml").write_text("pack: wanghai\nmode: changes\nas_of: 2023-09-01\n", encoding="utf-8")
    (ends / "areas.csv").write_text("change,code\nend,990102002001\n", encoding="utf-8")
    refused("mend-accept-hanging", "import", ends)

    areas = seeds / "wanghai" / "areas.csv"
    rows = areas.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = ("990102001001,", "990102001002,", "990102002001,")
    areas.write_text("".join(one for one in rows if not one.startswith(gone)), encoding="utf-8")
    manifest = seeds / "wanghai" / "pack.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("2023-08-22", "2023-09-02"), encoding="utf-8")
    refused("mend-allow-both", "import", "wanghai")

    for name, area in (("wanghai", "990102000000"), ("qingshi", "990121000000")):
        with (seeds / name / "definitions" / "categories.yaml").open("a", encoding="utf-8") as file:
            file.write(f"night-noise: {{under: '{area}', title: {{zh: 夜间噪声, en: noise}}, parent: dispute}}\n")
    refused("mend-name-an-area", "definitions", "explain", "night-noise")


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
