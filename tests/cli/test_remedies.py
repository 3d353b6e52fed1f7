"""What an error tells one to do, done as it says, helps: each remedy is carried out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from typing import Any

import pytest
import typer.main

from orgraph.cli.main import app
from tests.small_world import ROOT

from .conftest import DAY, Answer, World

BLOW = ("whistle", "南河社区", "--category", "物业纠纷", "--text", "电梯停运")
CODE = r"\b(\d{12,17}|[a-z]+:[a-z-]+)\b"

ERRORS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "a name nearly right": (("who-covers", "河东区/南河街", "--on", DAY), CODE, "who-covers {0} --on 2023-08-22"),
    "a name of several": (("who-covers", "榆岭", "--on", DAY), CODE, "who-covers {0} --on 2023-08-22"),
    "a code mistyped": (("who-covers", "990102001999", "--on", DAY), CODE, "who-covers {0} --on 2023-08-22"),
    "a place that has ended": (("who-covers", "旧窑村", "--on", DAY), r"orgraph (.+? --on \d{4}-\d\d-\d\d)", "{0}"),
    "a place not there yet": (("who-covers", "新城社区", "--on", DAY), r"orgraph (.+? --on \d{4}-\d\d-\d\d)", "{0}"),
    "a unit nearly right": (("inbox", "河东区住建"), CODE, "inbox {0}"),
    "a unit that is not": (("covered-by", "没有的单位"), r"orgraph (search)", "{0} 河东区住建局"),
    "a role that is not": (("inbox", "gardener@南河街道"), r"orgraph (definitions list roles)", "{0}"),
    "a category that is not": (
        ("who-covers", "南河社区", "--category", "乱七八糟"),
        r"orgraph (definitions list categories)",
        "{0}",
    ),
    "an audit that is not": (("audit", "qqq"), r"orgraph (audits)", "{0} --on 2023-08-22"),
    "an audit nearly right": (("audit", "grid-leads"), r"did you mean (grid-lead);", "audit {0} --on 2023-08-22"),
    "a level nearly right": (("audit", "grid-lead", "--by", "vilage"), r"mean (village)", "audit grid-lead --by {0}"),
    "a pack nearly right": (("imports", "qingsh"), r"did you mean (qingshi); .*: orgraph imports", "imports {0}"),
    "a pack that is not": (("imports", "xxx"), r"they are qingshi, wanghai; .*: orgraph (imports)\n", "{0}"),
    "no pack at all": (("imports", ""), r"they are (qingshi), wanghai", "imports {0}"),
    "a folder that is not": (("import", "qinshi", "--dry-run"), r"did you mean (qingshi)", "import {0} --dry-run"),
    "a section nearly right": (("definitions", "list", "role"), r"did you mean (roles)", "definitions list {0}"),
    "an entry nearly right": (
        ("definitions", "show", "roles", "grid-leed"),
        r"mean (grid-lead)",
        "definitions show roles {0}",
    ),
    "a kind nearly right": (
        (*BLOW, "--by", "township-secretary", "--kind", "daily-wrk"),
        r"did you mean (daily-work)",
        "whistle 南河社区 --category 物业纠纷 --text 电梯停运 --by township-secretary --kind {0}",
    ),
    "a code nearly right": (("covered-by", "qingshi:housing-hedon"), CODE, "covered-by {0} --on 2023-08-22"),
    "an inbox nearly right": (("inbox", "qingshi:housing-hedon"), CODE, "inbox {0}"),
    "a unit of a filter nearly right": (
        ("tasks", "青石市", "--unit", "qingshi:housing-hedon"),
        CODE,
        "tasks 青石市 --unit {0}",
    ),
    "a beginning of an alias": (("who-covers", "江边", "--on", DAY), CODE, "who-covers {0} --on 2023-08-22"),
    "a building that is not": (("who-covers", "南河社区/九号楼", "--on", DAY), CODE, "who-covers {0} --on 2023-08-22"),
    "a task that is not": (("task", "show", "no-such"), r"orgraph (search no-such)", "{0}"),
    "a post that may not": (
        (*BLOW, "--by", "township-deputy", "--kind", "hard-problem", "--basis", "职责清单"),
        r"(township-secretary@\d{12})",
        "whistle 南河社区 --category 物业纠纷 --text 电梯停运 --kind hard-problem --basis 职责清单 --by {0}",
    ),
    "a unit that stands elsewhere": (
        (*BLOW, "--by", "township-secretary", "--kind", "daily-work", "--department", "qingshi:urban-yuling"),
        r"(who-covers)",
        "{0} 南河社区 --all --on 2023-08-22",
    ),
}
"""What goes wrong; what of the answer is taken (the first group); the command that it leads to."""


def verbs(command: Any, above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Every verb, with those above it."""
    below = getattr(command, "commands", {})
    return {above} | {found for name, one in below.items() for found in verbs(one, (*above, name))}


def carried_out(world: World, words: Sequence[str]) -> Answer:
    """Run what a remedy says."""
    return world(*words, "--lang", "en")


@pytest.mark.parametrize("what", ERRORS)
def test_a_remedy_carried_out_helps(world: World, what: str) -> None:
    wrong, taken, then = ERRORS[what]
    refused = world(*wrong, "--lang", "en")
    assert refused.code == 2, refused.out
    assert "what to do: " in refused.err
    found = re.search(taken, refused.err.split("\n", 1)[1] if taken == CODE else refused.err)
    assert found, refused.err

    done = carried_out(world, shlex.split(then.format(found[1])))
    assert done.code in (0, 1), done.err
    assert "error[" not in done.err


def test_what_who_covers_shows_can_be_asked_for_in_a_whistle(world: World) -> None:
    shown = world.text("who-covers", "南河社区", "--all", "--on", DAY)
    assert "qingshi:police-hedong" in shown
    done = world(*BLOW, "--by", "township-secretary", "--kind", "daily-work", "--department", "qingshi:police-hedong")
    assert done.code == 0, done.err


def test_a_key_that_stands_for_another_task_leads_to_it(world: World) -> None:
    first = world(*BLOW, "--by", "township-secretary", "--kind", "daily-work", "--key", "remedy", task="remedy-task")
    assert first.code == 0, first.err
    refused = world("whistle", "南河社区", *BLOW[2:4], "--text", "另一件", "--by", "township-secretary", "--kind",
                    "daily-work", "--key", "remedy", "--lang", "en")  # fmt: skip
    found = re.search(r"orgraph (task show \S+)", refused.err)
    assert found, refused.err
    assert world(*found[1].split()).code == 0


def test_every_command_that_is_recommended_is_there() -> None:
    known = verbs(typer.main.get_command(app))
    first = {verb[0] for verb in known if verb}
    said = [
        (path.name, words)
        for path in sorted((ROOT / "orgraph").rglob("*.py"))
        for words in re.findall(r'"[^"\n]*?\borgraph ((?:[a-z-]+ ?){1,3})', path.read_text(encoding="utf-8"))
    ]
    said += [
        (path.name, words)
        for path in sorted((ROOT / "schema" / "wording").glob("*.yaml"))
        for words in re.findall(r"run: .*?\borgraph ((?:[a-z-]+ ?){1,3})", path.read_text(encoding="utf-8"))
    ]
    recommended = [(name, words.split()) for name, words in said if words.split()[0] in first]
    assert len(recommended) > 15
    for name, words in recommended:
        group = [verb for verb in known if verb[:1] == (words[0],) and len(verb) > 1]
        assert not group or words[0] == "task" or tuple(words[:2]) in known, (name, words)
