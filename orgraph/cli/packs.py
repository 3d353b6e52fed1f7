"""orgraph pack new; and which folders packs are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import answer, show

if TYPE_CHECKING:
    from datetime import date

    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.area import Area
    from orgraph.settings import Settings

MANIFEST = "pack.yaml"
PAGE = 100

app = typer.Typer(help="Start a pack of one's own (数据包).", no_args_is_help=True, rich_markup_mode=None)


def register(root: typer.Typer) -> None:
    """Add the verbs of this file."""
    root.add_typer(app, name="pack")


def shipped(settings: Settings) -> list[Path]:
    """The folders of the packs that the settings name, by name."""
    from orgraph.bootstrap import seeds_folder

    return packs_in(seeds_folder(settings))


def packs_in(seeds: Path) -> list[Path]:
    """The folders of the packs in `seeds`, by name."""
    return sorted(path.parent for path in seeds.glob(f"*/{MANIFEST}"))


def has_unread_definitions(folder: Path, settings: Settings) -> bool:
    """Whether a pack brings definitions that nobody reads, since it lies elsewhere than the packs of the settings."""
    from orgraph.bootstrap import seeds_folder
    from orgraph.definitions.source import Reading, read_file

    if folder.resolve().parent == seeds_folder(settings).resolve():
        return False
    files = (folder / "definitions").rglob("*.yaml")
    return any(read_file(Reading(), path, path.name) is not None for path in files)


def folder_of(pack: str, settings: Settings) -> Path:
    """The folder that `pack` means: a folder, or the name of a pack that is there. Raises InvalidInput."""
    from orgraph.domain.errors import InvalidInput

    if (Path(pack) / MANIFEST).is_file():
        return Path(pack)
    known = {folder.name: folder for folder in shipped(settings)}
    if pack in known:
        return known[pack]
    what = "a folder without pack.yaml" if Path(pack).is_dir() else "no folder and no pack"
    remedy = f"name a folder with a pack.yaml, or one of: {', '.join(known) or 'none is here'}"
    raise InvalidInput(f"{pack!r} is {what}", remedy)


@app.command("new")
def new(
    ctx: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder; its name becomes the pack's.")],
    under: Annotated[str, typer.Option("--under", metavar="CODE", help="The area it is about: code, path or name.")],
) -> None:
    """Write an empty pack about an area (新建).

    With a list of its places and of the posts to fill.

    \b
    orgraph pack new --under 210502000000 pingshan
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.seeding.skeleton import write_skeleton

        day = services.registry.day()
        root = (await services.places.find(under, day)).area
        places = await _beneath(services, root, day)
        written = write_skeleton(target, Place.of(root, ""), places, services.definitions, day)
        show([speech("pack-written", place=root.name, count=len(places)), *(f"  {path}" for path in written)])
        show([speech("pack-next", target=target)])

    answer(ctx, story)


@dataclass(frozen=True, slots=True)
class Place:
    """An area with the code of the one it is part of."""

    code: str
    name: str
    level: str
    kind: str
    parent: str

    @classmethod
    def of(cls, area: Area, parent: str) -> Place:
        """The place that an area is."""
        return cls(area.code, area.name, area.level, area.kind, parent)


async def _beneath(services: Services, root: Area, day: date) -> list[Place]:
    """The real areas under `root`, level by level; what a pack invented is not offered to be filled."""
    found: list[Place] = []
    parents = [root.code]
    while parents:
        below = [place async for place in _children(services, parents, day)]
        found += below
        parents = [place.code for place in below]
    return found


async def _children(services: Services, parents: Sequence[str], day: date) -> AsyncIterator[Place]:
    for start in range(0, len(parents), PAGE):
        pages = await services.registry.children(services.actor, parents[start : start + PAGE], day, PAGE)
        for parent, first in pages.items():
            page = first
            while True:
                for area in page.items:
                    if not area.synthetic:
                        yield Place.of(area, parent)
                if not page.has_next:
                    break
                after = page.cursors[-1]
                page = (await services.registry.children(services.actor, [parent], day, PAGE, after))[parent]
