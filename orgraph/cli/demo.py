"""orgraph demo."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from orgraph.cli.common import Session, session_of, settings_of, show
from orgraph.cli.group import run


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("demo")(demo)


def demo(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="End after the answers; else serve until Ctrl-C.")] = False,
) -> None:
    """Load real divisions, ask three questions, serve.

    With --world small it is the invented world of the pages.

    \b
    orgraph demo --once
    orgraph demo --world small --once
    """
    from orgraph.cli.wording import words_of
    from orgraph.seeding.scripts import SCRIPT, read_script
    from orgraph.settings import seeds_folder

    settings = settings_of(ctx)
    words, seeds = words_of(settings), seeds_folder(settings)
    script = read_script(seeds / SCRIPT)
    packs = [pack for pack in script.packs if (seeds / pack / "pack.yaml").is_file()]
    where = settings.store_folder if settings.store == "embedded" else settings.store
    show([words("demo-heading", folder=where), ""])
    _ask(ctx, ["import", *packs], words("demo-import-world") if settings.world else words("demo-import"))
    for ask in script.asks:
        _ask(ctx, ask.command, ask.title(words.lang))
    if settings.world:
        show([words("demo-world", world=settings.world), f"export ORGRAPH_WORLD={settings.world}"])
    if not once:
        from orgraph.cli.serve import serve_until_stopped

        show([words("demo-serve")])
        _echo(["serve"])
        serve_until_stopped(ctx)


def _ask(ctx: typer.Context, command: Sequence[str], title: str) -> None:
    """Say a question, the command that asks it, and what it answers; a command that fails ends the demo."""
    show([title])
    _echo(command)
    sys.stdout.flush()
    session = session_of(ctx)
    code = run(ctx.find_root().command, command, Session(dict(session.overrides), session.clock, session.new_id))
    if code:
        raise typer.Exit(code)
    print()


def _echo(command: Sequence[str]) -> None:
    print(f"$ orgraph {' '.join(_typed(word) for word in command)}")


def _typed(word: str) -> str:
    """A word as one types it: quoted only where a shell would take it apart, Chinese as it is."""
    return word if word and not set(word) & set(" \t'\"\\$`&|;<>()*?[]{}~#!") else shlex.quote(word)
