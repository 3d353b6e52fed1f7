"""What is asked of an installed orgraph: each verb at least once, in an order in which each finds what it needs."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

HOUSING, CENTRE, CITY = "qingshi:housing-hedong", "qingshi:centre-hedong", "qingshi:centre"
POLICE, JUSTICE = "qingshi:police-hedong", "qingshi:justice-hedong"
SECRETARY = "township-secretary@990102001000"
REVIEW = "2023-09-22"


@dataclass(frozen=True)
class Step:
    """A command, what the task of its answer is called from then on, and its exit code."""

    words: tuple[str, ...]
    keep: str = ""
    code: int = 0

    @property
    def line(self) -> str:
        """As a person types it."""
        return shlex.join(self.words)


def step(line: str, keep: str = "", code: int = 0) -> Step:
    """A step from a line as a person types it."""
    return Step(tuple(shlex.split(line)), keep, code)


def blown(keep: str, kind: str = "emergency", category: str = "路面塌陷", more: str = "") -> Step:
    """A whistle in 南河社区."""
    once = "--again" if kind == "emergency" else ""
    said = f"--by {SECRETARY} --kind {kind} --category {category} --text 桥头塌了 --key {keep} --json {once} {more}"
    return step(f"whistle 南河社区 {said}", keep)


def act(action: str, task: str, by: str, said: str = "", code: int = 0) -> Step:
    """An action on a task that was kept."""
    return step(f"task {action} {{{task}}} --by {by} {said}", code=code)


FIRST = [
    step("import qingshi wanghai"),
    step("imports"),
    step("definitions check"),
    step("definitions list roles"),
    step("definitions explain mediation"),
    step("definitions show roles township-secretary"),
    step("settings"),
    step("upgrade"),
    step("figures"),
    step("who-covers 南河社区"),
    step("search 南河"),
    step("covered-by qingshi:housing-hedong"),
    step("audits"),
    step("audit unit-reachable --area 青石市"),
    step("audit unit-reachable --area 青石市 --csv"),
    step("audit unit-reachable --area 青石市 --svg gaps.svg"),
    step("audit unit-reachable --area 青石市 --xlsx gaps.xlsx"),
    step("weak-points 青石市"),
]

LIFE = [
    blown("life"),
    step("task show {life}"),
    step("task actions {life} --by qingshi:housing-hedong"),
    act("sign-in", "life", HOUSING),
    act("add-helper", "life", SECRETARY, f"--unit {JUSTICE}"),
    act("acknowledge", "life", JUSTICE),
    act("note", "life", HOUSING, "--text 已到"),
    act("ask-extension", "life", HOUSING, "--text 要延 --for '1 working days'"),
    act("grant-extension", "life", CENTRE),
    act("arrive", "life", SECRETARY, f"--unit {HOUSING}"),
    act("urge", "life", SECRETARY, "--text 快"),
    act("carry-over", "life", CENTRE, f"--text 等料 --review {REVIEW}"),
    act("resume", "life", HOUSING),
    act("release-helper", "life", SECRETARY, f"--unit {JUSTICE}"),
    act("submit", "life", HOUSING, "--text 好了 --proof photo-1"),
    act("verify", "life", CENTRE, "--passed"),
    act("call-back", "life", SECRETARY, "--text 满意"),
    act("rate", "life", SECRETARY, f"--unit {HOUSING} --arrival 5 --attitude 5 --result 5"),
    act("reply", "life", HOUSING, "--text 谢"),
    act("contest", "life", HOUSING, f"--unit {POLICE} --text 不归我"),
    act("settle", "life", CENTRE, f"--unit {HOUSING} --text 归你"),
    act("close", "life", SECRETARY),
    act("reopen", "life", SECRETARY, "--text 又塌了"),
    act("exclude", "life", CENTRE, f"--text 剔除 --review {REVIEW}"),
]

QUARREL = [
    blown("quarrel", "daily-work", "物业纠纷"),
    act("decline", "quarrel", HOUSING, "--text 不归我"),
    act("transfer", "quarrel", SECRETARY, f"--unit {POLICE} --text 归你"),
    act("decline", "quarrel", POLICE, "--text 也不归我"),
    act("rule", "quarrel", CENTRE, f"--unit {HOUSING} --text 归住建"),
    act("assign", "quarrel", SECRETARY, f"--unit {JUSTICE} --text 交办"),
]

REPORTED = [
    step(f"report 南河社区 --by {SECRETARY} --category 路面塌陷 --text 坑 --key matter --json", "matter"),
    act("refuse-admission", "matter", "qingshi:centre-nanhe", "--text 不属本街道"),
    act("open", "matter", CENTRE, "--text 应当受理"),
    step(f"open matter 南河社区 --by {SECRETARY} --category 路面塌陷 --text 坑 --key other --json", "other"),
    act("accept", "other", "qingshi:centre-nanhe"),
    act("dispatch", "other", "qingshi:centre-nanhe"),
    blown("earlier", "daily-work", "物业纠纷"),
    blown("later", "daily-work", "物业纠纷"),
    act("merge", "later", SECRETARY, "--into {earlier} --text 同一件"),
    act("void", "earlier", SECRETARY, "--text 误报"),
]

LAST = [
    step("tasks 青石市"),
    step(f"inbox {HOUSING}"),
    step("supervision 青石市 --from 2023-08-01 --to 2023-09-01"),
    step("counts 青石市 --from 2023-01-01 --to 2023-06-30 --by county --with year-before --xlsx counts.xlsx"),
    step("counts qingshi:talk-beita --measure talks --from 2023-01-01 --to 2023-06-30"),
    step("services 南河社区 --item 调解"),
    step("replay --since 2023-08-22"),
    step("ledger verify"),
    step("ledger redact {life} --event 1 --reason 本人要求"),
    step("ledger expire"),
    step("outbox"),
    step("outbox retry nobody", code=2),
    step("worker --once"),
    step("pack new --under 青石市/榆岭满族自治县 yuling"),
    step("backup all.ndjson"),
    step("demo --once"),
]

EVERY = [*FIRST, *LIFE, *QUARREL, *REPORTED, *LAST]

ELSEWHERE = [step("restore all.ndjson"), step("who-covers 南河社区"), step("tasks 青石市"), step("ledger verify")]
"""Into a new store."""

ALONE = {"serve"}
"""Verbs that go on until they are told to end; they have tests of their own."""
