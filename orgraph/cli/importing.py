"""orgraph import, orgraph imports."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import MANY, AsJson, answer, show, whole
from orgraph.cli.files import to_write_plan

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.imports import ImportRecord, PlannedChange
    from orgraph.seeding.manifest import Manifest
    from orgraph.services.pack_planning import Prepared


SCREEN = 200
"""Rows of a plan that are aligned with one another."""


def register(app: typer.Typer) -> None:
    """Add the verbs of this file."""
    app.command("import")(import_)
    app.command("imports")(imports)


def import_(
    ctx: typer.Context,
    packs: Annotated[list[str], typer.Argument(metavar="PACK…", help="Folders, or names of packs that are there.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and write nothing.")] = False,
    allow_ending: Annotated[
        int, typer.Option(metavar="N", parser=whole(0, MANY), help="Let up to N rows of a pack end.")
    ] = 0,
    accept_hanging: Annotated[
        int, typer.Option(metavar="N", parser=whole(0, MANY), help="Leave what hangs on what ends: just N.")
    ] = 0,
    whole: Annotated[bool, typer.Option("--all", help="Show every row of the plan.")] = False,
    out: Annotated[
        Path | None, typer.Option(parser=to_write_plan, metavar="FILE", help="Write the plan to a .csv or .xlsx.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Load packs: the plan first, then the rows.

    The same pack twice changes nothing.

    \b
    orgraph import liaoning benxi --dry-run
    orgraph import ./pingshan --allow-ending 40
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.packs import folder_of

        folders = [folder_of(pack, services.settings) for pack in dict.fromkeys(packs)]
        manifests = services.importing.ordered(folders)
        loader = _Loader(services, speech, _Wanted(dry_run, allow_ending, accept_hanging, whole, out, as_json))
        try:
            for number, manifest in enumerate(manifests):
                await loader.load(manifest, {one.key for one in manifests[:number]})
        finally:
            loader.close()
        loader.end()

    answer(ctx, story, interrupted="interrupted-import")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The options of an import."""

    dry_run: bool
    allow_ending: int
    accept_hanging: int
    whole: bool
    out: Path | None
    as_json: bool


class _Loader:
    """Loads one pack after the other and says what it does."""

    def __init__(self, services: Services, speech: Speech, wanted: _Wanted) -> None:
        from orgraph.cli.render.plan_file import PlanFile

        self._services = services
        self._speech = speech
        self._wanted = wanted
        self._file = PlanFile(wanted.out, speech) if wanted.out else None
        self._done: list[dict[str, object]] = []

    async def load(self, manifest: Manifest, before: set[str]) -> None:
        """Plan a pack and, unless this is a dry run, write it; `before` are the packs of the same command before it."""
        services = self._services
        if (
            self._wanted.dry_run
            and before & set(manifest.requires) - (await services.importing.loaded(services.actor)).keys()
        ):
            self._say([self._speech("plan-later", pack=manifest.key, needed=", ".join(manifest.requires))])
            return
        prepared = await self._prepared(manifest)
        notices = [self._speech.say(one) for one in prepared.notices]
        entry: dict[str, object] = {"plan": prepared.plan, "notices": notices, "imported": None}
        self._done.append(entry)
        self._show_plan(prepared)
        await self._show_rows(prepared)
        if self._wanted.dry_run:
            entry["refused"] = self._objections(prepared)
        else:
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
        self._say(plan_lines(prepared.plan, prepared.notices, self._speech, self._wanted.whole))

    async def _show_rows(self, prepared: Prepared) -> None:
        """Every row of the plan, on the screen or in a file: one after the other, however many there are."""
        from orgraph.cli.render.plan import after_rows, row_lines

        telling = prepared.telling
        if telling and self._file:
            await self._file.add(prepared.plan, telling.rows())
        if telling and self._wanted.whole and not self._wanted.as_json:
            some: list[PlannedChange] = []
            async for row in telling.rows():
                some.append(row)
                if len(some) == SCREEN:
                    self._say([f"  {line}" for line in row_lines(some, self._speech)])
                    some.clear()
            self._say([f"  {line}" for line in row_lines(some, self._speech)])

        self._say(after_rows(prepared.plan, self._speech, self._wanted.whole))

    def _objections(self, prepared: Prepared) -> list[dict[str, str]]:
        """Why the import itself would be refused, with the same options, and what to do about it."""
        from orgraph.services.importing import objections

        speech, found = self._speech, list[dict[str, str]]()
        for one in objections(prepared, self._wanted.allow_ending, self._wanted.accept_hanging):
            what, remedy, run = speech.say(one.what), speech.say(one.remedy), speech.run(one.remedy)
            self._say([speech("plan-refused", why=what), speech("error-remedy-run", remedy=remedy, run=run)])
            found.append({"what": what, "remedy": remedy, "run": run})
        return found

    async def _apply(self, prepared: Prepared) -> object:
        from orgraph.cli.progress import Progress

        speech, services = self._speech, self._services
        with Progress(lambda: speech("progress-writing", pack=prepared.plan.pack)) as progress:
            imported = await services.importing.apply(
                services.actor, prepared, self._wanted.allow_ending, progress.update, self._wanted.accept_hanging
            )
            seconds = progress.seconds
        if imported.written:
            rate = imported.written / seconds
            self._say([speech("import-done", written=imported.written, seconds=seconds, rate=rate)])
        return imported

    def _say(self, lines: Sequence[str]) -> None:
        if not self._wanted.as_json:
            show(lines)
            sys.stdout.flush()

    def close(self) -> None:
        """Complete the file of the plan, which tells what was refused, too."""
        if self._file:
            self._file.close()
        if self._file and self._done:
            self._say([self._speech("plan-written", count=self._file.rows, file=self._wanted.out)])

    def end(self) -> None:
        """Print what was done as JSON, if that was asked for."""
        from orgraph.cli.as_json import as_json

        if self._wanted.as_json:
            print(as_json(self._done))


@contextmanager
def _stopped_at_once() -> Iterator[None]:
    """Let Ctrl-C end a computation that never waits; nothing is written in it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


async def _history(services: Services, pack: str) -> tuple[ImportRecord, ...]:
    from orgraph.cli.packs import shipped
    from orgraph.domain.errors import NotFound
    from orgraph.domain.said import said

    try:
        return await services.importing.history(services.actor, pack)
    except NotFound:
        if pack not in {folder.name for folder in shipped(services.settings)}:
            raise
        raise NotFound(said("pack-not-loaded", pack=pack), said("mend-load-first", packs=pack)) from None


def imports(
    ctx: typer.Context,
    pack: Annotated[
        str | None, typer.Argument(metavar="[PACK]", help="A pack's name; without one, what is loaded.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What is loaded, or the imports of a pack.

    \b
    orgraph imports
    orgraph imports benxi
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.plan import imports_lines

        if pack is not None:
            found = await _history(services, pack)
        else:
            loaded = tuple((await services.importing.loaded(services.actor)).values())
            found = (*await services.importing.unfinished(services.actor), *loaded)
        if as_json:
            print(written(found))
        else:
            show(imports_lines(found, speech))

    answer(ctx, story)
