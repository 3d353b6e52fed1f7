"""orgraph backup, orgraph restore, orgraph upgrade."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import AsJson, answer, show
from orgraph.cli.files import to_write

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.progress import Progress
    from orgraph.cli.speech import Speech
    from orgraph.domain.upkeep import BackupSummary

File = Annotated[Path, typer.Argument(metavar="FILE", help="A file of lines of JSON.")]
NewFile = Annotated[Path, typer.Argument(parser=to_write, metavar="FILE", help="A file of lines of JSON.")]


def register(app: typer.Typer) -> None:
    """Add the verbs of this file."""
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("upgrade")(upgrade)


def backup(ctx: typer.Context, file: NewFile, as_json: AsJson = False) -> None:
    """Save everything to one file.

    \b
    orgraph backup 2023-08-22.ndjson
    """

    async def work(services: Services, progress: Progress) -> BackupSummary:
        return await services.upkeep.backup(services.actor, file, progress.update)

    _moved(ctx, work, "backup-done", file, as_json)


def restore(ctx: typer.Context, file: File, as_json: AsJson = False) -> None:
    """Bring a backup into an empty store, on any engine.

    \b
    orgraph restore 2023-08-22.ndjson --folder ./another
    """

    async def work(services: Services, progress: Progress) -> BackupSummary:
        return await services.upkeep.restore(services.actor, file, progress.update)

    _moved(ctx, work, "restore-done", file, as_json)


def _moved(
    ctx: typer.Context,
    work: Callable[[Services, Progress], Awaitable[BackupSummary]],
    said: str,
    file: Path,
    as_json: bool,
) -> None:
    """Save or bring back; what is saved may be of an older format, as that is the way back from an upgrade."""

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.progress import Progress

        with Progress(lambda: speech("progress-moving", file=file)) as progress:
            done = await work(services, progress)
        if as_json:
            print(written(done))
        else:
            values = {"nodes": done.nodes, "relationships": done.relationships, "digest": done.digest}
            print(speech(said, file=file, **values))

    answer(ctx, story, check=False)


def upgrade(
    ctx: typer.Context,
    adopt_definitions: Annotated[
        bool, typer.Option("--adopt-definitions", help="Take over the present definitions, too.")
    ] = False,
    accept_losses: Annotated[
        bool, typer.Option("--accept-losses", help="Even if open tasks need what these have not.")
    ] = False,
    recount: Annotated[
        bool, typer.Option("--recount", help="Find anew how what has ended was handled, by the present definitions.")
    ] = False,
) -> None:
    """Bring an older store to this version.

    \b
    orgraph upgrade
    orgraph upgrade --adopt-definitions --schema ./my-schema
    orgraph upgrade --recount
    """

    async def story(services: Services, speech: Speech) -> None:
        done = await services.upkeep.upgrade(
            services.actor, adopt_definitions, accept_losses=accept_losses, recount=recount
        )
        show([speech.say(one) for one in done] or [speech("upgrade-nothing")])

    answer(ctx, story, check=False)
