"""orgraph pack new; and which folders packs are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import answer, show

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.settings import Settings

MANIFEST = "pack.yaml"

app = typer.Typer(help="Start a pack of one's own.", no_args_is_help=True, rich_markup_mode=None)


def register(root: typer.Typer) -> None:
    """Add the verbs of this file."""
    root.add_typer(app, name="pack")


def shipped(settings: Settings) -> list[Path]:
    """The folders of the packs that the settings name, by name."""
    from orgraph.settings import seeds_folder

    return packs_in(seeds_folder(settings))


def packs_in(seeds: Path) -> list[Path]:
    """The folders of the packs in `seeds`, by name."""
    return sorted(path.parent for path in seeds.glob(f"*/{MANIFEST}"))


def has_unread_definitions(folder: Path, settings: Settings) -> bool:
    """Whether a pack brings definitions that nobody reads, since it lies elsewhere than the packs of the settings."""
    from orgraph.definitions.source import Reading, read_file
    from orgraph.settings import seeds_folder

    if folder.resolve().parent == seeds_folder(settings).resolve():
        return False
    files = (folder / "definitions").rglob("*.yaml")
    return any(read_file(Reading(), path, path.name) is not None for path in files)


def folder_of(pack: str, settings: Settings) -> Path:
    """The folder that `pack` means: a folder, or the name of a pack that is there. Raises InvalidInput."""
    from orgraph.domain.errors import InvalidInput
    from orgraph.domain.nearest import instead_of, themselves
    from orgraph.domain.said import said

    if (Path(pack) / MANIFEST).is_file():
        return Path(pack)
    known = {folder.name: folder for folder in shipped(settings)}
    if pack in known:
        return known[pack]
    what = said("folder-without-manifest", folder=pack) if Path(pack).is_dir() else said("no-such-pack", pack=pack)
    raise InvalidInput(what, said("mend-name-a-pack", packs=instead_of(Path(pack).name, themselves(known))))


@app.command("new")
def new(
    ctx: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder; its name becomes the pack's.")],
    under: Annotated[str, typer.Option("--under", metavar="CODE", help="The area it is about: code, path or name.")],
) -> None:
    """Write an empty pack about an area.

    With a list of its places and of the posts to fill.

    \b
    orgraph pack new --under 210502000000 pingshan
    """

    async def story(services: Services, speech: Speech) -> None:
        written = await services.skeletons.write(services.actor, under, target)
        show([speech("pack-written", place=written.area.name, count=written.places)])
        show([*(f"  {path}" for path in written.files), speech("pack-next", target=target)])

    answer(ctx, story)
