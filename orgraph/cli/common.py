"""What all verbs share: settings with the options given, services for one answer, and the kinds of argument."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from orgraph.cli.usage import Unusable

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.time import Clock
    from orgraph.domain.typed import Mistyped
    from orgraph.settings import Settings

TYPED = "orgraph.typed"
"""Where a command finds the words that were typed in its context."""

INTERRUPTED = 128 + 2
FOUND = 1
WRONG = 2

Result = TypeVar("Result")


@dataclass
class Session:
    """
    What the root knows: settings given as options; tests and scenarios add a clock and identifiers of their own.

    `failure` is the code with which the command that was run under it was refused, empty where it was not.
    """

    overrides: dict[str, Any] = field(default_factory=dict)
    clock: Clock | None = None
    new_id: Callable[[], str] | None = None
    failure: str = ""

    def copy(self, clock: Clock | None = None) -> Session:
        """The same for one command more, by another clock if one is given."""
        return Session(dict(self.overrides), clock or self.clock, self.new_id)


def _mistyped(error: Mistyped) -> Unusable:
    return Unusable("usage-mistyped", text=error.text, problem=error.problem, remedy=error.remedy)


def parse_day(text: str) -> date:
    """A day as typed on the command line."""
    from orgraph.domain.typed import Mistyped, day_typed

    try:
        day = day_typed(text)
    except Mistyped as error:
        raise _mistyped(error) from None
    if day == date.max:
        raise Unusable("usage-no-end", text=text)
    return day


def parse_instant(text: str) -> datetime:
    """An instant as typed; without an offset it is meant in Asia/Shanghai."""
    from orgraph.domain.typed import Mistyped, instant_typed

    try:
        return instant_typed(text)
    except Mistyped as error:
        raise _mistyped(error) from None


def whole(low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number from `low` to `high`, in digits of any width, with commas between thousands or without."""

    def parse(text: str) -> int:
        from orgraph.domain.typed import Mistyped, whole_typed

        try:
            number = whole_typed(str(text))
        except Mistyped as error:
            raise _mistyped(error) from None
        if not low <= number <= high:
            raise Unusable("usage-bounds", text=text, low=low, high=high)
        return number

    return parse


MANY = 10**9
"""More than a store holds of anything."""

OnDay = Annotated[
    date | None, typer.Option("--on", parser=parse_day, metavar="DAY", help="The day asked for, as 2023-08-22; today.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Everything = Annotated[bool, typer.Option("--all", help="Print everything, not one line a level.")]


def session_of(ctx: typer.Context) -> Session:
    """The session that the root has made."""
    found = ctx.find_object(Session)
    return found if found is not None else Session()


def words_typed(ctx: typer.Context) -> tuple[str, ...]:
    """The words of the command line, without the program's name."""
    found: tuple[str, ...] = ctx.meta.get(TYPED, ())
    return found


def settings_of(ctx: typer.Context) -> Settings:
    """The settings, options before the environment before .env. Raises InvalidInput with every bad one."""
    return read_settings(session_of(ctx).overrides)


def read_settings(overrides: dict[str, Any]) -> Settings:
    """The settings under `overrides`. Raises InvalidInput with every bad one."""
    from pydantic import ValidationError

    from orgraph.settings import Settings

    broken = [(name, value) for name, value in _environment(Settings) if is_broken(value)]
    try:
        if broken:
            raise _faults().no_text(broken)
        return Settings(**overrides)
    except ValidationError as error:
        raise _faults().unfit(error, overrides) from None
    except UnicodeDecodeError:
        raise _faults().no_text_in_file() from None


def _faults() -> Any:
    """What words them, imported only if there is one: the help of `orgraph task` reads settings, too."""
    from orgraph.cli import bad_settings

    return bad_settings


def _environment(of: type[Settings]) -> Iterator[tuple[str, str]]:
    """The variables of the environment that are read."""
    known = {f"ORGRAPH_{name}".upper() for name in of.model_fields}
    return ((name, value) for name, value in os.environ.items() if name.upper() in known)


def typed(text: str) -> str:
    """A text as given, or what stands on standard input for `-`. Raises InvalidInput for bytes that are no text."""
    from orgraph.domain.errors import InvalidInput
    from orgraph.domain.said import said

    try:
        found = sys.stdin.read().strip() if text == "-" else text
    except UnicodeDecodeError:
        found = "\udcff"  # as Python reads such bytes where it is told to go on
    if is_broken(found):
        raise InvalidInput(said("input-not-utf8"), said("mend-save-as-utf8"))
    return found


def is_broken(text: str) -> bool:
    """Whether a text holds bytes that were none: Python keeps them as halves of a pair."""
    return not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text)


def answer(
    ctx: typer.Context,
    story: Callable[[Services, Speech], Awaitable[int | None]],
    check: bool = True,
    interrupted: str = "interrupted",
    new_loop: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> None:
    """
    Open the services, let `story` answer, close them. Its result is the exit code, None for 0.

    Without `check` a store of another format or other definitions is not refused. Ctrl-C says the phrase `interrupted`.
    `new_loop` makes the event loop, for a verb that wants another than Python's own.
    """
    from orgraph.cli.wording import words_of

    settings = settings_of(ctx)
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            code = runner.run(_asked(session_of(ctx), settings, story, check))
    except KeyboardInterrupt:
        print(f"\n{words_of(settings)(interrupted)}", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    if code:
        raise typer.Exit(code)


async def _asked(
    session: Session, settings: Settings, story: Callable[[Services, Speech], Awaitable[Result]], check: bool
) -> Result:
    from orgraph.bootstrap import open_services
    from orgraph.cli.progress import Progress
    from orgraph.cli.speech import Speech
    from orgraph.cli.wording import words_of

    given: dict[str, Any] = {"clock": session.clock} | ({"new_id": session.new_id} if session.new_id else {})
    async with AsyncExitStack() as stack:
        with Progress(lambda: words_of(settings)("progress-starting")):
            services = await stack.enter_async_context(open_services(settings, check=check, **given))
        return await story(services, Speech(services.definitions, settings.lang))


def show(lines: Iterable[str]) -> None:
    """Print lines on stdout, with nothing in them that a terminal would obey."""
    from orgraph.domain.text import inert

    for line in lines:
        print(inert(line, keep="\n\t"))
