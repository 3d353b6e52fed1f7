"""orgraph services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import AsJson, OnDay, answer, show

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("services")(services_)


def services_(
    ctx: typer.Context,
    place: Annotated[str, typer.Argument(metavar="PLACE", help="A code, a path, or a name.")],
    item: Annotated[
        str,
        typer.Option("--item", metavar="ITEM", help="Only what is called so: a service, a part of its name, a class."),
    ] = "",
    on: OnDay = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All who offer each service, not only the three nearest.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """What is offered at a place, by whom, on which days.

    \b
    orgraph services 南河社区 --on 2023-08-22
    orgraph services 南河社区 --item 劳动
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.services import services_lines

        found = await services.offers.services(services.actor, place, item, on)
        if as_json:
            print(written(found))
        else:
            show(services_lines(found, speech, everything))

    answer(ctx, story)
