"""orgraph demo."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import Session, session_of, settings_of, show

if TYPE_CHECKING:
    from orgraph.definitions.titles import Title

SCRIPT = "demo.yaml"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question in words, and the command that asks it."""

    title: Title
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """What the demo loads and asks: data, so that no code names a city."""

    packs: tuple[str, ...]
    asks: tuple[Ask, ...]


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("demo")(demo)


def demo(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="End after the answers; else serve until Ctrl-C.")] = False,
) -> None:
    """Load real divisions, ask three questions, serve (演示).

    \b
    orgraph demo --once
    """
    from orgraph.bootstrap import seeds_folder
    from orgraph.cli.wording import words_of

    settings, session = settings_of(ctx), session_of(ctx)
    words, seeds = words_of(settings), seeds_folder(settings)
    script = read_script(seeds / SCRIPT)
    packs = [pack for pack in script.packs if (seeds / pack / "pack.yaml").is_file()]
    show([words("demo-heading", folder=settings.folder if settings.store == "embedded" else settings.store), ""])
    _ask(["import", *packs], words("demo-import"), session)
    for ask in script.asks:
        _ask(ask.command, ask.title(words.lang), session)
    if not once:
        from orgraph.cli.serve import serve_until_stopped

        show([words("demo-serve")])
        _echo(["serve"])
        serve_until_stopped(ctx)


def _ask(command: Sequence[str], title: str, session: Session) -> None:
    """Say a question, the command that asks it, and what it answers; a command that fails ends the demo."""
    from orgraph.cli.main import run

    show([title])
    _echo(command)
    sys.stdout.flush()
    code = run(command, Session(dict(session.overrides), session.clock, session.new_id))
    if code:
        raise typer.Exit(code)
    print()


def _echo(command: Sequence[str]) -> None:
    print(f"$ orgraph {' '.join(_typed(word) for word in command)}")


def _typed(word: str) -> str:
    """A word as one types it: quoted only where a shell would take it apart, Chinese as it is."""
    return word if word and not set(word) & set(" \t'\"\\$`&|;<>()*?[]{}~#!") else shlex.quote(word)


def read_script(path: Path) -> Script:
    """The demo's script. Raises DefinitionsFaulty with all its faults."""
    from orgraph.definitions.source import Reading, read_file
    from orgraph.definitions.titles import read_title

    reading, shown = Reading(), f"{path.parent.name}/{path.name}"
    top = read_file(reading, path, shown) if path.is_file() else None
    if top is None:
        reading.faults.add(shown, 1, "missing or empty", "copy it from the packs that orgraph ships")
    packs = top.texts("packs", required=True) if top else ()
    asks = tuple(
        Ask(read_title(one), one.texts("command", required=True))
        for one in (top.mappings("asks", required=True) if top else ())
    )
    reading.faults.raise_if_any()
    return Script(packs, asks)
