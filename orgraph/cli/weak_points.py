"""orgraph weak-points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.choices import named, one_of
from orgraph.cli.common import AsJson, Everything, OnDay, answer, show
from orgraph.domain.weak_point import WeakPointKind

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech

SHOWN, ALL = 20, 1000
"""How many people are shown, and with --all."""


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("weak-points")(weak_points)


def weak_points(
    ctx: typer.Context,
    area: Annotated[str, typer.Argument(metavar="AREA", help="A code, a path, or a name.")],
    on: OnDay = None,
    only: Annotated[
        WeakPointKind | None,
        typer.Option(parser=one_of("only", WeakPointKind), metavar=named("only"), help="Only these."),
    ] = None,
    everything: Everything = False,
    as_json: AsJson = False,
) -> None:
    """Whose absence leaves a place or a category alone.

    Officers, units and branches on which something hangs alone, most buildings first; then reporting lines.

    \b
    orgraph weak-points 本溪市/平山区
    orgraph weak-points 本溪市 --only branch
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.weak_points import weak_points_lines

        found = await services.weak_points.of(services.actor, area, on, ALL if everything else SHOWN, only=only)
        if as_json:
            print(written(found))
        else:
            show(weak_points_lines(found, speech))

    answer(ctx, story)
