"""
What a demo loads and plays, as data, so that no code names a city: packs, then commands as one types them, when each is
given and what must come out. `demo.yaml` is the one of a folder of packs, `scenario.yaml` that of a pack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from orgraph.definitions.faults import use
from orgraph.definitions.source import IDENTIFIER, Entry, Reading, read_file
from orgraph.definitions.titles import NO_SOURCE, Title, read_title, read_words
from orgraph.domain.deadline import MILLISECONDS, Unit, span_of
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import Said, said
from orgraph.domain.time import CHINA
from orgraph.domain.typed import Mistyped, instant_typed
from orgraph.seeding.expected import Expectation, read_expectations

SCRIPT = "demo.yaml"
SCENARIO = "scenario.yaml"
PACK = "pack"
"""What commands of a scenario call the folder of its pack: {pack}."""
WORLDS = "worlds"
"""Folder of the shipped packs that holds the invented worlds, each with packs and a script of its own."""

_NAMED = re.compile(r"\{([a-z][a-z0-9-]*)\}")
_MINUTE = timedelta(minutes=1)
_NATURAL = (Unit.MINUTES, Unit.HOURS, Unit.DAYS)

Problem = tuple[Said, Said]
"""What is wrong with a command, and what would be right."""


MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Round:
    """
    One time of several that the same steps are played: the `number`th of `of`, from 1; the last begins `until`.

    `title`: what all are about; `opens`: the step is the first of its round; `ends`: it is the last of all.
    """

    title: Title
    number: int
    of: int
    until: datetime
    opens: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Step:
    """
    A command, and what is said before it.

    `at`: the instant at which it is given, None where the clock of the machine holds. `name`: later commands call the
    task that came out by it. `expects`: what its answer must say; `refused`: the code with which it must be refused.
    `round`: which time it is, where it is played several times.
    """

    title: Title
    command: tuple[str, ...]
    at: datetime | None = None
    name: str = ""
    expects: tuple[Expectation, ...] = ()
    refused: str = ""
    round: Round | None = None


@dataclass(frozen=True, slots=True)
class City:
    """A city of the list: what it is called, and what it shows, which its scenario says once there is one."""

    key: str
    title: Title
    shows: Title


@dataclass(frozen=True, slots=True)
class Script:
    """Packs to load, then steps to play; `now` is where the clock of an invented world stands, None elsewhere."""

    packs: tuple[str, ...]
    steps: tuple[Step, ...]
    now: datetime | None = None
    title: Title = NO_SOURCE
    shows: Title = NO_SOURCE
    cities: tuple[City, ...] = ()


def named_in(command: Sequence[str]) -> tuple[str, ...]:
    """The names in braces that a command calls tasks of earlier steps by."""
    return tuple(name for word in command for name in _NAMED.findall(word))


def filled(command: Sequence[str], tasks: Mapping[str, str]) -> tuple[str, ...]:
    """A command with the tasks in place of their names."""
    return tuple(_NAMED.sub(lambda found: tasks.get(found[1], found[0]), word) for word in command)


def read_script(path: Path, check: Callable[[tuple[str, ...]], Problem | None] | None = None) -> Script:
    """
    The script of a demo, with the cities that there are. Raises DefinitionsFaulty with all its faults.

    `check` says what is wrong with a command, by who knows the verbs.
    """
    reading, top = _opened(path)
    packs = top.texts("packs", required=True) if top else ()
    steps = _Steps(check).read(top) if top else ()
    now = _now(top) if top else None
    cities = _cities(top) if top else ()
    if top:
        top.done()
    reading.faults.raise_if_any()
    return Script(packs, steps, now, cities=cities)


def read_scenario(path: Path, check: Callable[[tuple[str, ...]], Problem | None] | None = None) -> Script:
    """What a pack plays; `packs` are those beside what it requires. Raises as `read_script` does."""
    reading, top = _opened(path)
    title = shows = NO_SOURCE
    packs, steps = tuple[str, ...](), tuple[Step, ...]()
    if top:
        title, packs = read_title(top), top.texts("packs")
        if below := top.mapping("shows", required=True):
            shows = read_words(below)
        steps = _Steps(check, dated=True).read(top)
        top.done()
    reading.faults.raise_if_any()
    return Script(packs, steps, title=title, shows=shows)


def world_folder(shipped: Path, world: str) -> Path:
    """The folder of an invented world among the `shipped` packs. Raises InvalidInput, naming those that there are."""
    there = sorted(path.parent.name for path in (shipped / WORLDS).glob(f"*/{SCRIPT}"))
    if world not in there:
        raise InvalidInput(said("no-such-world", name=world), use(set(there), world))
    return shipped / WORLDS / world


def _opened(path: Path) -> tuple[Reading, Entry | None]:
    reading, shown = Reading(), f"{path.resolve().parent.name}/{path.name}"
    top = read_file(reading, path, shown) if path.is_file() else None
    if top is None and not len(reading.faults):
        reading.faults.add(shown, 0, said("missing-or-empty"), said("mend-copy-shipped"))
    return reading, top


class _Steps:
    """Reads the steps one after the other: what a step may say depends on those before it."""

    def __init__(self, check: Callable[[tuple[str, ...]], Problem | None] | None, dated: bool = False) -> None:
        self._check = check
        self._dated = dated
        self._now: datetime | None = None
        self._names: set[str] = {PACK} if dated else set()

    def read(self, top: Entry) -> tuple[Step, ...]:
        """All steps; each that is wrong is a fault."""
        return tuple(step for entry in top.mappings("steps", required=True) for step in self._steps(entry))

    def _steps(self, entry: Entry) -> Sequence[Step]:
        return self._rounds(entry) if self._dated and entry.has("rounds") else (self._step(entry),)

    def _rounds(self, entry: Entry) -> Sequence[Step]:
        """The same steps several times, each time so much later than the time before."""
        title, times = read_title(entry), entry.whole("rounds", 2, low=2, high=MOST_ROUNDS)
        self._now = begun = self._instant(entry)
        apart = self._span(entry, "every")
        once = [self._step(below) for below in entry.mappings("steps", required=True)]
        entry.done()
        if begun is None or apart is None or not once:
            return ()
        lasts = (self._now or begun) - begun
        if lasts > apart:
            entry.fault(
                said("round-too-long", lasts=lasts // _MINUTE, apart=apart // _MINUTE),
                said("mend-longer-every"),
                "every",
            )
        until = begun + apart * (times - 1)
        self._now = until + lasts
        return [
            replace(
                step,
                at=(step.at or begun) + apart * n,
                round=Round(title, n + 1, times, until, step is once[0], step is once[-1] and n + 1 == times),
            )
            for n in range(times)
            for step in once
        ]

    def _step(self, entry: Entry) -> Step:
        title, command = read_title(entry), entry.texts("command", required=True)
        self._now = at = self._instant(entry)
        self._look_at(entry, command)
        name, refused = entry.text("as"), entry.text("refused")
        expects = read_expectations(entry)
        if refused and (entry.has("expect") or name):
            entry.one_of(("refused", "expect" if entry.has("expect") else "as"))
        if name:
            self._bind(entry, name)
        entry.done()
        return Step(title, command, at, name, expects, refused)

    def _bind(self, entry: Entry, name: str) -> None:
        if not IDENTIFIER.match(name):
            entry.fault(said("bad-key", name=name), said("mend-as-key"), "as")
        if name in self._names:
            entry.fault(said("name-taken", name=name), said("mend-another-name"), "as")
        self._names.add(name)

    def _look_at(self, entry: Entry, command: tuple[str, ...]) -> None:
        """What is wrong with the command: names of no task, and what who knows the verbs says."""
        unknown = [name for name in named_in(command) if name not in self._names]
        for name in unknown:
            entry.fault(said("no-such-name", name=name), use(self._names, name), "command")
        if command and self._check and (problem := self._check(command)):
            entry.fault(*problem, "command")

    def _instant(self, entry: Entry) -> datetime | None:
        """When the step is: at an instant, some time after the step before, else at once."""
        if not self._dated:
            return None
        before = self._now
        first = before is None and not entry.has("at")
        if entry.one_of(("at", "after"), required=first) == "after":
            return self._after(entry, before)
        if not entry.has("at"):
            return before
        text = entry.text("at", required=True)
        try:
            at = instant_typed(text) if text else before
        except Mistyped as error:
            entry.mistyped(error, "at")
            return before
        if at and before and at < before:
            entry.fault(said("time-goes-back", at=at, before=before), said("mend-later-time"), "at")
        return at

    def _after(self, entry: Entry, before: datetime | None) -> datetime | None:
        span = self._span(entry, "after")
        if before is None:
            entry.fault(said("after-nothing"), said("mend-begin-at", form="at: 2023-08-22 09:00"), "after")
        return before if before is None or span is None else before + span

    def _span(self, entry: Entry, name: str) -> timedelta | None:
        """A span of natural time, None where it is none."""
        text = entry.text(name, required=True)
        span = span_of(text) if text else None
        if text and (span is None or span.unit not in _NATURAL):
            entry.fault(said("no-natural-span", value=text), said("mend-write-as", form="30 minutes"), name)
        if span is None or span.unit not in _NATURAL:
            return None
        return timedelta(milliseconds=span.count * MILLISECONDS[span.unit])


def _cities(top: Entry) -> tuple[City, ...]:
    below = top.mapping("cities")
    found = []
    for entry in below.entries() if below else ():
        shows = entry.mapping("shows")
        found.append(City(entry.key, read_title(entry), read_words(shows) if shows else NO_SOURCE))
        entry.done()
    return tuple(found)


def _now(top: Entry) -> datetime | None:
    typed = top.text("now")
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=CHINA) if typed else None
    except ValueError:
        top.fault(
            said("mistyped", text=typed, problem=said("typed-no-time")),
            said("mend-write-as", form="2023-08-22T10:00"),
            "now",
        )
        return None
