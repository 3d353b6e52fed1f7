"""orgraph search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import FOUND, MANY, AsJson, OnDay, answer, show, whole

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("search")(search)


def search(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, its beginning, a code or a path.")],
    on: OnDay = None,
    first: Annotated[
        int, typer.Option(metavar="N", parser=whole(0, MANY), help="At most so many of each, 1 to 100.")
    ] = 20,
    as_json: AsJson = False,
) -> None:
    """Areas and organisations by name, tasks by number.

    A beginning of the name is enough, also of an alias or of a name of another day; what is not there on the day comes
    last. A place is found by its code, a path, or names written together, too, an organisation by its code. Of a number
    the end is enough: 000123, 2026-123. Persons are not searched. Exit code 1 if there is nothing.

    \b
    orgraph search 南地街
    orgraph search 河东-2026-000123
    """

    async def story(services: Services, speech: Speech) -> int | None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.search import found_lines

        found = await services.registry.search(services.actor, name, on, first)
        if as_json:
            print(written(found))
        else:
            show(found_lines(found, name, services.registry.day(on), speech))
        return None if found.areas or found.organisations or found.tasks else FOUND

    answer(ctx, story)
