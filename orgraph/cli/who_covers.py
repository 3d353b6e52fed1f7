"""orgraph who-covers, orgraph covered-by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import AsJson, Everything, OnDay, answer, show

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech

Place = Annotated[str, typer.Argument(metavar="PLACE", help="A code, a path, or a name.")]


def register(app: typer.Typer) -> None:
    """Add the verbs of this file."""
    app.command("who-covers")(who_covers)
    app.command("covered-by")(covered_by)


def who_covers(
    ctx: typer.Context,
    place: Place,
    on: OnDay = None,
    category: Annotated[
        str, typer.Option("--category", metavar="C", help="Who acts on this category comes first.")
    ] = "",
    everything: Everything = False,
    as_json: AsJson = False,
) -> None:
    """Who covers a place, level by level upward.

    \b
    orgraph who-covers 本溪市/平山区/南地街道/南地社区 --on 2023-08-22
    orgraph who-covers 21050200100200001 --category 路面塌陷 --all
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.coverage import coverage_in_full, coverage_in_short

        found = await services.coverage.who_covers(services.actor, place, on, category)
        found = replace(found, sitting=await services.offers.sitting(found))
        if as_json:
            print(written(found))
        else:
            show(coverage_in_full(found, speech) if everything else coverage_in_short(found, speech))

    answer(ctx, story)


def covered_by(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help="The id of an officer or the code of a unit or branch.")],
    on: OnDay = None,
    everything: Everything = False,
    as_json: AsJson = False,
) -> None:
    """What an officer, unit or branch covers.

    \b
    orgraph covered-by benxi:housing-210502 --on 2023-08-22
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.covered_by import covered_by_lines

        found = await services.coverage.covered_by(services.actor, who, on, limit=10_000 if everything else 50)
        if as_json:
            print(written(found))
        else:
            show(covered_by_lines(found, speech))

    answer(ctx, story)
