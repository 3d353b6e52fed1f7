"""The entry point: all verbs in one application. Nothing heavy is imported before a verb runs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.main import get_command

from orgraph import __version__
from orgraph.cli import (
    audit,
    counts,
    definitions,
    demo,
    figures,
    importing,
    ledger,
    lists,
    outbox,
    packs,
    search,
    serve,
    services,
    settings,
    supervision,
    tasks,
    upkeep,
    weak_points,
    whistle,
    who_covers,
    worker,
)
from orgraph.cli.common import Session
from orgraph.cli.group import Root
from orgraph.cli.group import run as run_all
from orgraph.cli.reader import spoken

HELP = """Who covers a place, who must come, where the gaps are.

Exit codes: 0 answered, 1 found something (--fail-on-gaps), 2 wrong usage, input or state, 70 a fault of ours.

The options below may also stand behind the verb; each setting can come from ORGRAPH_… or .env (orgraph settings).
"""

GARBAGE = 50_000
"""New objects between two searches for cycles. Imports and definitions make many and drop none: at the usual 700 the
searches are a fifth of the time that a short answer takes."""

app = typer.Typer(
    name="orgraph",
    cls=Root,
    help=HELP,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for group in (
    *(who_covers, services, search, whistle, tasks, lists, ledger, supervision, counts, audit, weak_points, figures),
    *(importing, packs, definitions, serve, worker, outbox, upkeep, settings, demo),
):
    group.register(app)


def _version(asked: bool) -> None:
    if asked:
        print(f"orgraph {__version__}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    schema: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of definitions of your own.")] = None,
    seeds: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of packs of your own.")] = None,
    store: Annotated[str | None, typer.Option(metavar="ADDRESS", help="embedded, or the address of a Neo4j.")] = None,
    folder: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the embedded store.")] = None,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option(help="Language of answers.")] = None,
    world: Annotated[str | None, typer.Option(metavar="NAME", help="Invented world of the pages: small.")] = None,
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_version, help="Print it.")] = False,
) -> None:
    """What every verb is told: settings given as options."""
    given = {"schema_dir": schema, "seeds_dir": seeds, "store": store, "folder": folder, "lang": lang, "world": world}
    session = ctx.obj if isinstance(ctx.obj, Session) else Session()
    session.overrides |= {name: value for name, value in given.items() if value is not None}
    ctx.obj = session
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())


def run(arguments: Sequence[str] | None = None, session: Session | None = None) -> int:
    """Run the command line `arguments` (default: those of the process) and return the exit code."""
    return run_all(_verbs(), arguments, session)


@cache
def _verbs() -> Any:
    """The tree of all verbs: to make it takes longer than many an answer."""
    return spoken(get_command(app))


def main() -> None:
    """The program `orgraph`."""
    gc.set_threshold(GARBAGE)
    code = run()
    sys.stdout.flush()
    sys.exit(code)


if __name__ == "__main__":
    main()
