"""orgraph import, orgraph imports."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import AsJson, answer, show

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.seeding.manifest import Manifest
    from orgraph.services.pack_planning import Prepared


def register(app: typer.Typer) -> None:
    """Add the verbs of this file."""
    app.command("import")(import_)
    app.command("imports")(imports)


def import_(
    ctx: typer.Context,
    packs: Annotated[list[str], typer.Argument(metavar="PACK…", help="Folders, or names of packs that are there.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and write nothing.")] = False,
    allow_ending: Annotated[int, typer.Option(metavar="N", min=0, help="Let up to N rows of a pack end.")] = 0,
    accept_hanging: Annotated[int, typer.Option(metavar="N", min=0, help="Leave N postings … at areas that end.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Load packs: the plan first, then the rows (导入).

    The same pack twice changes nothing.

    \b
    orgraph import liaoning benxi --dry-run
    orgraph import ./pingshan --allow-ending 40
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.packs import folder_of

        folders = [folder_of(pack, services.settings) for pack in dict.fromkeys(packs)]
        manifests = services.importing.ordered(folders)
        loader = _Loader(services, speech, dry_run, allow_ending, accept_hanging, as_json)
        for number, manifest in enumerate(manifests):
            await loader.load(manifest, {one.key for one in manifests[:number]})
        loader.end()

    answer(ctx, story, interrupted="interrupted-import")


class _Loader:
    """Loads one pack after the other and says what it does."""

    def __init__(
        self, services: Services, speech: Speech, dry_run: bool, allow_ending: int, accept_hanging: int, as_json: bool
    ) -> None:
        self._services = services
        self._speech = speech
        self._dry_run = dry_run
        self._allow_ending = allow_ending
        self._accept_hanging = accept_hanging
        self._as_json = as_json
        self._done: list[dict[str, object]] = []

    async def load(self, manifest: Manifest, before: set[str]) -> None:
        """Plan a pack and, unless this is a dry run, write it; `before` are the packs of the same command before it."""
        services = self._services
        if self._dry_run and before & set(manifest.requires) - (await services.importing.loaded(services.actor)).keys():
            self._say([self._speech("plan-later", pack=manifest.key, needed=", ".join(manifest.requires))])
            return
        prepared = await self._prepared(manifest)
        entry: dict[str, object] = {"plan": prepared.plan, "notices": prepared.notices, "imported": None}
        self._done.append(entry)
        self._show_plan(prepared)
        if not self._dry_run:
            entry["imported"] = await self._apply(prepared)

    async def _prepared(self, manifest: Manifest) -> Prepared:
        from orgraph.cli.progress import Progress

        with Progress(lambda: self._speech("progress-reading", pack=manifest.key)), _stopped_at_once():
            return await self._services.importing.prepare(self._services.actor, manifest)

    def _show_plan(self, prepared: Prepared) -> None:
        from orgraph.cli.packs import has_unread_definitions
        from orgraph.cli.render.plan import plan_lines

        folder = prepared.manifest.folder
        if has_unread_definitions(folder, self._services.settings):
            self._say([self._speech("plan-definitions", folder=folder)])
        self._say(plan_lines(prepared.plan, prepared.notices, self._speech))

    async def _apply(self, prepared: Prepared) -> object:
        from orgraph.cli.progress import Progress

        speech, services = self._speech, self._services
        with Progress(lambda: speech("progress-writing", pack=prepared.plan.pack)) as progress:
            imported = await services.importing.apply(
                services.actor, prepared, self._allow_ending, progress.update, self._accept_hanging
            )
            seconds = progress.seconds
        if imported.written:
            rate = imported.written / seconds
            self._say([speech("import-done", written=imported.written, seconds=seconds, rate=rate)])
        return imported

    def _say(self, lines: Sequence[str]) -> None:
        if not self._as_json:
            show(lines)
            sys.stdout.flush()

    def end(self) -> None:
        """Print what was done as JSON, if that was asked for."""
        from orgraph.cli.as_json import as_json

        if self._as_json:
            print(as_json(self._done))


@contextmanager
def _stopped_at_once() -> Iterator[None]:
    """Let Ctrl-C end a computation that never waits; nothing is written in it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def imports(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(metavar="[PACK]", help="A pack's name; without one, what is loaded.")] = "",
    as_json: AsJson = False,
) -> None:
    """What is loaded, or the imports of a pack (导入记录).

    \b
    orgraph imports
    orgraph imports benxi
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.plan import imports_lines

        if pack:
            found = await services.importing.history(services.actor, pack)
        else:
            loaded = tuple((await services.importing.loaded(services.actor)).values())
            found = (*await services.importing.unfinished(services.actor), *loaded)
        if as_json:
            print(written(found))
        else:
            show(imports_lines(found, speech))

    answer(ctx, story)
