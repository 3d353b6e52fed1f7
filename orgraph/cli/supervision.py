"""orgraph supervision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import AsJson, answer, parse_day, show

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("supervision")(supervision)


def supervision(
    ctx: typer.Context,
    area: Annotated[str, typer.Argument(metavar="AREA", help="A code, a path, or a name.")],
    since: Annotated[date, typer.Option("--from", parser=parse_day, metavar="DAY", help="The first day.")],
    until: Annotated[date, typer.Option("--to", parser=parse_day, metavar="DAY", help="The last day.")],
    as_json: AsJson = False,
) -> None:
    """How the tasks of a period were handled, unit by unit.

    \b
    orgraph supervision 本溪市/平山区 --from 2023-08-01 --to 2023-08-31
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.supervision import supervision_lines

        found = await services.supervisor.supervision(services.actor, area, since, until)
        if as_json:
            print(written(found))
        else:
            show(supervision_lines(found, speech))

    answer(ctx, story)
