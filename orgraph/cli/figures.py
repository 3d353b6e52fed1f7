"""orgraph figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import AsJson, answer, show

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("figures")(figures)


def figures(
    ctx: typer.Context,
    pack: Annotated[
        str | None, typer.Argument(metavar="[PACK]", help="A pack's name or folder; all that are loaded.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Published figures beside the graph's count.

    \b
    orgraph figures benxi
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.progress import Progress
        from orgraph.cli.render.figures import figures_lines
        from orgraph.seeding.manifest import load_manifest

        days, folders = {}, await _folders(services, pack)
        with Progress(lambda: speech("progress-counting")):
            found = {}
            for folder in folders:
                manifest = load_manifest(folder)
                days[manifest.key] = manifest.reference_date
                found[manifest.key] = await services.figures.check(services.actor, folder)
        if as_json:
            print(written(found))
        else:
            show(figures_lines(found, days, speech))

    answer(ctx, story)


async def _folders(services: Services, pack: str | None) -> list[Path]:
    from orgraph.cli.packs import folder_of, shipped

    if pack is not None:
        return [folder_of(pack, services.settings)]
    loaded = await services.importing.loaded(services.actor)
    return [folder for folder in shipped(services.settings) if folder.name in loaded]
