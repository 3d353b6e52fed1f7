"""The root of all verbs: takes its options before or after the verb, and words every failure."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import typer
from typer.core import TyperGroup

from orgraph.cli.common import TYPED, Session, is_broken
from orgraph.cli.reader import LANG, language_of
from orgraph.cli.usage import Unusable, worded

ANYWHERE = frozenset({"--schema", "--seeds", "--store", "--folder", "--lang", "--world"})
"""Options of the root that may stand behind the verb as well."""

BROKEN_PIPE = 128 + 13


class Root(TyperGroup):
    """The group of all verbs."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, the root's own options wherever they stand; bytes that are no text are wrong usage."""
        ctx.meta[LANG] = language_of(args, getattr(ctx.obj, "overrides", {}))
        ctx.meta[TYPED] = tuple(args)
        try:
            for word in args:
                if is_broken(word):
                    raise Unusable("usage-broken", word=ascii(word))
            return super().parse_args(ctx, hoisted(args))
        except typer.TyperException as error:
            raise _told(error, ctx) from None

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Below the list of verbs an example of each."""
        with formatter.section("Examples"):
            for line in examples(self):
                formatter.write(f"  {line}\n")

    def invoke(self, ctx: Any) -> Any:
        """Run the verb; failures end in words on stderr and an exit code, never in a traceback."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except (typer.Exit, typer.Abort):
            raise
        except typer.TyperException as error:
            raise _told(error, ctx) from None
        except BrokenPipeError:
            _forget_stdout()
            raise typer.Exit(BROKEN_PIPE) from None
        except Exception as error:
            from orgraph.cli.failures import report

            if isinstance(ctx.obj, Session):
                ctx.obj.failure = str(getattr(error, "code", type(error).__name__))
            raise typer.Exit(report(error, ctx.obj)) from None


def _told(error: Exception, ctx: Any) -> Exception:
    """Say wrong usage on stderr; what ends the command then. Help that stands for missing words is told by itself."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return error
    from orgraph.domain.text import inert

    print(inert("\n".join(worded(error, ctx)), keep="\n\t"), file=sys.stderr)
    return typer.Exit(getattr(error, "exit_code", 2))


def run(command: Any, arguments: Sequence[str] | None, session: Session | None) -> int:
    """Run all verbs with `arguments` (None: those of the process) and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without some sign must not end an answer half way
    try:
        command(args=None if arguments is None else list(arguments), prog_name="orgraph", obj=session)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def examples(command: Any) -> Iterator[str]:
    """The first example in the help of each verb below `command`."""
    for below in getattr(command, "commands", {}).values():
        lines = (line.strip() for line in (below.help or "").splitlines())
        yield from islice((line for line in lines if line.startswith("orgraph ")), 1)
        yield from examples(below)


def hoisted(args: Sequence[str]) -> list[str]:
    """`args` with the root's own options brought to the front, in their order. Raises BadParameter for blank ones."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in ANYWHERE:
            value = next(words, None)
            if value is None:
                return [word]  # so that the parser says what is missing
            if not value.strip():
                raise Unusable("usage-empty", option=word)
            front += [word, value]
        else:
            name, _, value = word.partition("=")
            if name in ANYWHERE and not value.strip():
                raise Unusable("usage-empty", option=name)
            (front if name in ANYWHERE else rest).append(word)
    return front + rest


def _forget_stdout() -> None:
    """The reader has gone: without this the interpreter complains once more when it flushes at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = io.StringIO()
