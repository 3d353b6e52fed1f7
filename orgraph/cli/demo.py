"""orgraph demo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from orgraph.cli.common import INTERRUPTED, Session, session_of, settings_of, show
from orgraph.cli.group import run

if TYPE_CHECKING:
    from orgraph.cli.cities import Playable
    from orgraph.cli.player import Stage, Tally
    from orgraph.definitions.wording import Words
    from orgraph.seeding.scripts import Problem, Step
    from orgraph.settings import Settings

CITY = "--city"


class Demo(TyperCommand):
    """The verb; its --city may stand without a name, which asks for the list."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, --city without a name as one with an empty name."""
        read = []
        for at, word in enumerate(args):
            last = at + 1 == len(args) or args[at + 1].startswith("-")
            read.append(f"{word}=" if word == CITY and last else word)
        found: list[str] = super().parse_args(ctx, read)
        return found


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("demo", cls=Demo)(demo)


def demo(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="End after the answers; else serve until Ctrl-C.")] = False,
    city: Annotated[
        str | None, typer.Option(CITY, metavar="CITY", help="Play a city's scenario; without a name: list them.")
    ] = None,
) -> None:
    """Load real divisions, ask three questions, serve.

    With --world small it is the invented world of the pages.

    With --city a city's mechanism is played, in a store of its own that is made anew.

    \b
    orgraph demo --once
    orgraph demo --world small --once
    orgraph demo --city 本溪 --once
    orgraph demo --city
    """
    from orgraph.cli.wording import words_of

    settings = settings_of(ctx)
    words = words_of(settings)
    try:
        if city is not None:
            _city(ctx, settings, words, city, once)
        else:
            _questions(ctx, settings, words, once)
    except KeyboardInterrupt:
        print(f"\n{words('interrupted')}", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None


def _questions(ctx: typer.Context, settings: Settings, words: Words, once: bool) -> None:
    """Load what the folder of packs says, ask its questions, serve."""
    from orgraph.cli.player import Stage, Tally, play
    from orgraph.seeding.scripts import SCRIPT, read_script
    from orgraph.settings import seeds_folder

    root, session, seeds = ctx.find_root().command, session_of(ctx), seeds_folder(settings)
    script = read_script(seeds / SCRIPT, lambda command: _problem(root, command, session))
    packs = [pack for pack in script.packs if (seeds / pack / "pack.yaml").is_file()]
    where = settings.store_folder if settings.store == "embedded" else settings.store
    show([words("demo-heading", folder=where), ""])
    stage, tally = Stage(root, session, words, "demo"), Tally()
    load = words("demo-import-world") if settings.world else words("demo-import")
    play(stage, [_load(packs, load), *script.steps], tally)
    if settings.world:
        show([words("demo-world", world=settings.world), f"export ORGRAPH_WORLD={settings.world}"])
    if not once:
        _serve(ctx, words)
    raise typer.Exit(tally.code)


def _city(ctx: typer.Context, settings: Settings, words: Words, name: str, once: bool) -> None:
    """List the cities, or play one in a store of its own."""
    from orgraph.cli.cities import cities, cities_lines, city_named
    from orgraph.domain.errors import InvalidInput
    from orgraph.domain.said import said
    from orgraph.graph.engines.renewed import renewed_store
    from orgraph.settings import seeds_folder

    seeds = seeds_folder(settings)
    known = cities(seeds)
    if not name.strip():
        show(cities_lines(known, words, settings.lang))
        return
    chosen = city_named(name, known)
    if settings.store != "embedded":
        raise InvalidInput(said("demo-own-store", store=settings.store), said("mend-demo-own-store"))
    with renewed_store(demo_folder(settings, chosen.key)) as folder:
        given = session_of(ctx)
        given.overrides |= {"folder": _near(folder), "linger": 0.0} | (
            {"world": "", "seeds_dir": seeds} if settings.world else {}
        )
        tally = perform(ctx.find_root().command, given, words, chosen)
        show([words("demo-ask-on", folder=_near(folder))])
        if not once:
            from orgraph.bootstrap import StandingClock

            given.clock = StandingClock(tally.at) if tally.at else given.clock
            _serve(ctx, words, "--folder", str(_near(folder)))
    raise typer.Exit(tally.code)


def demo_folder(settings: Settings, key: str) -> Path:
    """Where a city is played: beside the folder of the store."""
    named = settings.store_folder
    named = named if named.name not in ("", "..") else named.expanduser().resolve()
    return named.parent / f"{named.name}-demo-{key}"


def _near(path: Path) -> Path:
    """A path as it is shown: from here where it is below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def perform(root: Any, session: Session, words: Words, chosen: Playable) -> Tally:
    """
    Load a city's pack and what it requires, hold its published figures, play its scenario; say at the end what held.

    Raises DefinitionsFaulty for the scenario, typer.Exit with the code of a command that fails.
    """
    from orgraph.cli.player import Stage, Tally, play
    from orgraph.seeding.scripts import PACK, SCENARIO, read_scenario

    assert chosen.folder is not None
    folder = chosen.folder
    script = read_scenario(folder / SCENARIO, lambda command: _problem(root, command, session))
    lang = words.lang
    show([words("demo-city", city=chosen.title(lang), title=script.title(lang)), words("demo-made-up"), ""])
    stage = Stage(root, session, words, folder.name)
    tally = Tally(at=script.steps[0].at if script.steps else None, tasks={PACK: str(_near(folder.resolve()))})
    try:
        packs = [*needed(folder), *script.packs, folder.name]
        play(stage, [_load(packs, words("demo-import-city"))], tally)
        _figures(stage, folder, tally)
        play(stage, script.steps, tally)
    except typer.Exit as end:
        if end.exit_code != INTERRUPTED:
            show(["", words("demo-stopped", held=tally.held, asked=tally.asked)])
        raise
    if tally.code:
        show([words("demo-not-held", held=tally.held, asked=tally.asked)])
    else:
        show([words("demo-held", asked=tally.asked)])
    return tally


def needed(folder: Path) -> list[str]:
    """The packs that a pack requires, and that these do, those first that others stand on."""
    from orgraph.seeding.manifest import load_manifest

    found: list[str] = []
    for pack in load_manifest(folder).requires:
        below = folder.parent / pack
        found += [*(needed(below) if below.is_dir() else ()), pack]
    return list(dict.fromkeys(found))


def _figures(stage: Stage, folder: Path, tally: Tally) -> None:
    """Hold what was published against the graph: each figure that can be counted there is an expectation."""
    from orgraph.cli.player import answer_of, echo, session_at
    from orgraph.seeding.figures import FIGURES

    if not (folder / FIGURES).is_file():
        return
    command, words = ["figures", folder.name], stage.words
    show([words("demo-figures")])
    echo(command)
    if code := run(stage.root, command, session_at(stage, tally.at)):
        raise typer.Exit(code)
    checks = answer_of(stage, command, tally.at)[folder.name]
    counted = [one for one in checks if one["holds"] is not None]
    held = sum(one["holds"] for one in counted)
    tally.asked, tally.held = tally.asked + len(counted), tally.held + held
    line = words("demo-figures-held", held=held, counted=len(counted), published=len(checks) - len(counted))
    show(
        [words("expectation-held", title=line) if held == len(counted) else words("expectation-failed", title=line), ""]
    )


def _load(packs: list[str], title: str) -> Step:
    from orgraph.definitions.titles import Title
    from orgraph.seeding.scripts import Step

    return Step(Title(title, title), ("import", *dict.fromkeys(packs)))


def _problem(root: Any, command: tuple[str, ...], session: Session) -> Problem | None:
    from orgraph.cli.parsed import problem_with

    return problem_with(root, command, session)


def _serve(ctx: typer.Context, words: Words, *options: str) -> None:
    from orgraph.cli.player import echo
    from orgraph.cli.serve import serve_until_stopped

    show([words("demo-serve")])
    echo(["serve", *options])
    serve_until_stopped(ctx)
