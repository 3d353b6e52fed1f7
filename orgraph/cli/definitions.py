"""orgraph definitions check, list, show, explain."""

from __future__ import annotations

import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import WRONG, AsJson, answer, settings_of, show
from orgraph.cli.files import STDOUT, to_write_or_print
from orgraph.cli.usage import Unusable

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.sections import Entry
    from orgraph.cli.speech import Speech
    from orgraph.definitions.definitions import Definitions
    from orgraph.definitions.titles import Title
    from orgraph.settings import Settings

app = typer.Typer(help="Levels, roles, categories, quotas, audits.", no_args_is_help=True, rich_markup_mode=None)


def register(root: typer.Typer) -> None:
    """Add the verbs of this file."""
    root.add_typer(app, name="definitions")


@app.command("check")
def check(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="A schema, a pack, a folder of packs, or one with schema/ and seeds/."),
    ] = None,
) -> None:
    """Check definitions and the YAML of packs, all at once.

    \b
    orgraph definitions check
    orgraph definitions check ./my-copy
    orgraph definitions check --schema ./my-schema
    """
    from orgraph.cli.checking import faults_of, places_of
    from orgraph.cli.sections import sections
    from orgraph.cli.wording import words_of

    settings = settings_of(ctx)
    words = words_of(settings)
    faults, definitions = faults_of(*places_of(folder, settings))
    show(words.say(fault.told) for fault in faults)
    if faults or definitions is None:
        print(words("definitions-faults", count=len(faults)), file=sys.stderr)
        raise typer.Exit(WRONG)
    counts = [f"{len(keys)} {words.of('section', name)}" for name, keys in sections(definitions).items()]
    print(words("definitions-ok", counts=words.joined(counts), hash=definitions.hash))


@app.command("list")
def list_(
    ctx: typer.Context,
    section: Annotated[str, typer.Argument(metavar="[SECTION]", help="Without one, the sections.")] = "",
    as_json: AsJson = False,
) -> None:
    """The keys of a section with their titles.

    \b
    orgraph definitions list
    orgraph definitions list categories
    """
    from orgraph.cli.render.definitions import section_lines, sections_lines
    from orgraph.cli.sections import sections
    from orgraph.cli.speech import Speech

    settings = settings_of(ctx)
    definitions = _definitions(settings)
    speech = Speech(definitions, settings.lang)
    if not section:
        show(sections_lines(sections(definitions), speech))
    elif as_json:
        _print_json([one.entry for one in _section(definitions, section)])
    else:
        show(section_lines(_section(definitions, section), speech))


@app.command("show")
def show_(
    ctx: typer.Context,
    section: Annotated[
        str,
        typer.Argument(metavar="SECTION|DIGEST", help="levels, roles, categories …; or a digest."),
    ],
    key: Annotated[str, typer.Argument(metavar="[KEY]", help="The key of an entry, or its title.")] = "",
) -> None:
    """All that an entry says, with what it inherits, as JSON.

    By the digest alone: what the store keeps of a definition that it once took over, or of a set of them.

    \b
    orgraph definitions show categories 路面塌陷
    orgraph definitions show 3f9c01d2
    """
    from orgraph.domain.errors import InvalidInput, NotFound
    from orgraph.domain.nearest import instead_of
    from orgraph.domain.said import Term, said
    from orgraph.domain.text import spelled

    if not key:
        if re.fullmatch(r"[0-9A-Fa-f]{8,64}", section.strip()):
            answer(ctx, partial(_kept, digest=section))
            return
        _section(_definitions(settings_of(ctx)), section)
        raise InvalidInput(
            said("which-entry", section=Term("section", section)), said("mend-see-section", section=section)
        )
    entries = _section(_definitions(settings_of(ctx)), section)
    found = [one.entry for one in entries if spelled(key) in one.called.names]
    if not found:
        known = {one.key: one.called for one in entries}
        remedy = instead_of(key, known, said("mend-see-section", section=section))
        raise NotFound(said("no-entry", key=key, section=Term("section", section)), remedy)
    _print_json(found)


@app.command("explain")
def explain(
    ctx: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="KIND|CATEGORY", help="The key of a kind of task, or of a category, or its title.")
    ],
    under: Annotated[
        str, typer.Option("--under", metavar="CODE", help="As it holds under this area; without it in general.")
    ] = "",
    svg: Annotated[
        Path | None,
        typer.Option(
            "--svg", parser=to_write_or_print, metavar="FILE", help="Draw its life into this file; - prints it."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """A kind of task and its life, or a category, in sentences.

    Who opens it, its limits, each state; who may lead, what is done first.

    \b
    orgraph definitions explain 应急处置哨
    orgraph definitions explain 路面塌陷
    orgraph definitions explain mediation --svg mediation.svg
    """
    from orgraph.cli.explaining import category_called, life_called
    from orgraph.cli.render.category import category_lines
    from orgraph.cli.render.kind import kind_lines
    from orgraph.cli.render.life_picture import drawn
    from orgraph.cli.render.svg import write
    from orgraph.cli.speech import Speech

    if svg == STDOUT and as_json:
        raise Unusable("usage-two-answers", one="--json", other="--svg -")
    settings = settings_of(ctx)
    definitions = _definitions(settings)
    speech, category = Speech(definitions, settings.lang), category_called(definitions, kind, under)
    if category is not None:
        if svg:
            raise Unusable("usage-no-life", word=category.key)
        show(category_lines(category, speech)) if not as_json else _print_json(category)
        return
    life = life_called(definitions, kind, under)
    if svg == STDOUT:
        print(drawn(life, speech), end="")
    elif svg:
        write(svg, drawn(life, speech))
    if as_json:
        _print_json(life)
    elif svg is None:
        show(kind_lines(life, speech))


async def _kept(services: Services, speech: Speech, digest: str) -> None:
    found = await services.upkeep.definition(services.actor, digest)
    _print_json({"digest": found.digest, "names": found.names, "says": json.loads(found.text)})


def _definitions(settings: Settings) -> Definitions:
    from orgraph.bootstrap import definitions_of

    return definitions_of(settings)


def _section(definitions: Definitions, section: str) -> tuple[Entry, ...]:
    """The entries of a section by its name or title. Raises NotFound."""
    from orgraph.cli.sections import sections
    from orgraph.definitions.definitions import called
    from orgraph.definitions.titles import with_key
    from orgraph.domain.errors import NotFound
    from orgraph.domain.nearest import instead_of
    from orgraph.domain.said import said
    from orgraph.domain.text import spelled

    known = sections(definitions)
    words = {name: called(name, _section_title(name), with_key) for name in known}
    meant = next((name for name, one in words.items() if spelled(section) in one.names), None)
    if meant is None:
        raise NotFound(said("no-section", section=section), instead_of(section, words, said("mend-list-sections")))
    return known[meant]


def _section_title(name: str) -> Title:
    from orgraph.settings import shipped_phrases

    return shipped_phrases()[f"section-{name}"]


def _print_json(entries: object) -> None:
    from orgraph.cli.as_json import as_json

    print(as_json(entries))
