"""Plays a script: says what is done, runs the command as one types it, holds its answer against what is expected."""

from __future__ import annotations

import io
import json
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from orgraph.cli.common import FOUND, INTERRUPTED, Session, show
from orgraph.cli.group import run
from orgraph.cli.parsed import Parsed, parsed
from orgraph.domain.time import CHINA

if TYPE_CHECKING:
    from orgraph.definitions.wording import Words
    from orgraph.seeding.expected import Expectation, Outcome
    from orgraph.seeding.scripts import Round, Step


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a script is played: the verbs, the settings, whose keys (`of`) it gives, and the words of its reader."""

    root: Any
    session: Session
    words: Words
    of: str


@dataclass(slots=True)
class Tally:
    """How many expectations there were, and how many held; where the clock stood last."""

    held: int = 0
    asked: int = 0
    at: datetime | None = None
    tasks: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> int:
        """The exit code: 0 only where every expectation held."""
        return 0 if self.held == self.asked else FOUND


def play(stage: Stage, steps: Sequence[Step], tally: Tally) -> None:
    """
    Play the steps one after the other, and count in `tally` what held.

    Raises typer.Exit with the code of a command that fails, since what follows has nothing to stand on.
    """
    for number, step in enumerate(steps, 1):
        if step.round:
            _play_again(stage, step, step.round, number, tally)
        else:
            _play(stage, step, number, tally)


def _play_again(stage: Stage, step: Step, turn: Round, number: int, tally: Tally) -> None:
    """A step that is played several times: what it is about is said the first time, its answer where it is wrong."""
    if turn.number == 1:
        if turn.opens:
            _open_rounds(stage, step, turn)
        show([step.title(stage.words.lang)])
        echo(_asked(stage, step, number, tally).typed)
    wrong, stopped = tally.asked - tally.held, None
    with _kept() as (out, err):
        try:
            _play(stage, step, number, tally)
        except typer.Exit as end:
            stopped = end
    if stopped or tally.asked - tally.held > wrong:
        print(out.getvalue(), end="")
        print(err.getvalue(), end="", file=sys.stderr)
    if stopped:
        raise stopped
    if turn.ends:
        show([stage.words("demo-rounds-done", of=turn.of), ""])


def _open_rounds(stage: Stage, step: Step, turn: Round) -> None:
    """What all rounds are about, how many there are, and until when."""
    words, until = stage.words, f"{turn.until.astimezone(CHINA):%Y-%m-%d}"
    at = f"{(step.at or turn.until).astimezone(CHINA):%Y-%m-%d %H:%M}"
    title = words("demo-rounds", title=turn.title(words.lang), of=turn.of, until=until)
    show([words("demo-step", at=at, title=title)])


@dataclass(frozen=True, slots=True)
class _Asked:
    """A command of a step: filled, as typed, with its key wherever it takes one, and what it takes."""

    command: tuple[str, ...]
    typed: tuple[str, ...]
    again: tuple[str, ...]
    takes: Parsed
    key: str


def _asked(stage: Stage, step: Step, number: int, tally: Tally) -> _Asked:
    from orgraph.seeding.scripts import filled

    command = filled(step.command, tally.tasks)
    takes, key = parsed(stage.root, command, stage.session), _key_of(step, stage.of, number)
    again = (*command, "--key", key) if takes.key and not takes.given else command
    return _Asked(command, again if takes.opens else command, again, takes, key)


def _play(stage: Stage, step: Step, number: int, tally: Tally) -> None:
    tally.at = step.at or tally.at
    asked = _asked(stage, step, number, tally)
    takes, typed = asked.takes, asked.typed
    _say(stage, step, typed)
    if step.refused:
        _refused(stage, step, typed, tally)
        return
    session = session_at(stage, tally.at)
    code = run(stage.root, typed if takes.opens else asked.again, session)
    sys.stdout.flush()
    if code not in (0, FOUND):
        raise typer.Exit(code)
    answer = answer_of(stage, asked.again, tally.at) if step.expects or step.name else None
    if step.name:
        tally.tasks[step.name] = _task_of(answer, takes, asked.key, asked.command)
    for expectation in step.expects:
        _look(stage, expectation, answer, tally)
    print()


def _key_of(step: Step, of: str, number: int) -> str:
    """The key of what a step does, so that it is done once however often it is asked."""
    again = f"-{step.round.number}" if step.round and step.name else ""
    return f"{of}-{step.name or number}{again}"


def _task_of(answer: Any, takes: Parsed, key: str, command: Sequence[str]) -> str:
    """How later commands call the task that came out: by its key where a verb opened it, else by its id."""
    if takes.opens:
        given = command[command.index("--key") + 1] if takes.given and "--key" in command else key
        return f"key:{given}"
    return str(next((one["id"] for one in answer.get("opened", ())), answer["task"]["id"]))


def _say(stage: Stage, step: Step, typed: Sequence[str]) -> None:
    """What a step is about, when it is, and its command."""
    words = stage.words
    title = step.title(words.lang)
    show([words("demo-step", at=f"{step.at.astimezone(CHINA):%Y-%m-%d %H:%M}", title=title) if step.at else title])
    echo(typed)


def echo(command: Sequence[str]) -> None:
    """Print a command as one types it."""
    show([f"$ orgraph {' '.join(_typed(word) for word in command)}"])
    sys.stdout.flush()


def _refused(stage: Stage, step: Step, typed: Sequence[str], tally: Tally) -> None:
    """Run a command that must be refused, and look with what code; its words are what is to be read."""
    session = session_at(stage, tally.at)
    with redirect_stderr(sys.stdout):
        code = run(stage.root, typed, session)
    if code == INTERRUPTED:
        raise typer.Exit(code)
    words, found = stage.words, session.failure or _ended(stage, code)
    held = bool(code) and found == step.refused
    _count(tally, held)
    line = words("expected-refused", code=step.refused)
    show([words("expectation-held", title=line) if held else words("expectation-not", title=line, found=found)])
    print()


def _ended(stage: Stage, code: int) -> str:
    """What came of a command that no failure ended."""
    return stage.words("expected-went") if code == 0 else str(code)


def _look(stage: Stage, expectation: Expectation, answer: Any, tally: Tally) -> None:
    from orgraph.seeding.expected import outcome

    words, title = stage.words, expectation.title(stage.words.lang)
    came = outcome(expectation, answer)
    _count(tally, came.held)
    show([words("expectation-held", title=title) if came.held else _not(words, title, expectation, came)])


def _not(words: Words, title: str, expectation: Expectation, came: Outcome) -> str:
    found = words.say(came.missing) if came.missing else came.found or words("expected-nothing")
    wanted = words.say(expectation.told)
    return words("expectation-not-at", title=title, of=expectation.of, wanted=wanted, found=found)


def _count(tally: Tally, held: bool) -> None:
    tally.asked += 1
    tally.held += held


def answer_of(stage: Stage, command: Sequence[str], at: datetime | None) -> Any:
    """The answer of a command as JSON. Raises typer.Exit with its code where it fails, its words on stderr."""
    with _kept() as (out, err):
        code = run(stage.root, [*command, "--json"], session_at(stage, at))
    if code not in (0, FOUND):
        print(err.getvalue(), end="", file=sys.stderr)
        raise typer.Exit(code)
    return json.loads(out.getvalue())


@contextmanager
def _kept() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        yield out, err


def session_at(stage: Stage, at: datetime | None) -> Session:
    """A session for one command, at an instant."""
    from orgraph.bootstrap import StandingClock

    return stage.session.copy(StandingClock(at) if at else None)


def _typed(word: str) -> str:
    """A word as one types it: quoted only where a shell would take it apart, Chinese as it is."""
    return word if word and not set(word) & set(" \t'\"\\$`&|;<>()*?[]{}~#!") else shlex.quote(word)
