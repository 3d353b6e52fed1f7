"""orgraph counts."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import AsJson, answer, parse_day, show
from orgraph.cli.files import Workbook

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("counts")(counts)


def counts(
    ctx: typer.Context,
    area: Annotated[
        str, typer.Argument(metavar="AREA", help="A code, a path, or a name; or an organisation by code or name.")
    ],
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", metavar="MEASURE", help="Only this, by key or title; repeatable."),
    ] = None,
    since: Annotated[
        date | None,
        typer.Option("--from", parser=parse_day, metavar="DAY", help="The first day; that of the year."),
    ] = None,
    until: Annotated[
        date | None, typer.Option("--to", parser=parse_day, metavar="DAY", help="The last day; today.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="LEVEL", help="Each area of a level below, too.")] = "",
    beside: Annotated[
        str,
        typer.Option(
            "--with", metavar="PERIOD", help="Beside another period: year-before, before, or 2022-01-01..2022-06-30."
        ),
    ] = "",
    xlsx: Workbook = None,
    as_json: AsJson = False,
) -> None:
    """What was counted in an area, and who has not reported.

    \b
    orgraph counts 青石市 --from 2023-01-01 --to 2023-06-30 --with year-before
    orgraph counts 河东区 --measure 事故 --from 2023-01-01 --to 2023-06-30 --by township
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.counts import counts_lines
        from orgraph.cli.render.counts_book import write_counts

        found = await services.counts.counts(services.actor, area, measure or (), since, until, by, beside)
        if as_json:
            print(written(found))
        if xlsx:
            write_counts(xlsx, speech, found)
            print(speech("counts-written", file=xlsx), file=sys.stderr if as_json else sys.stdout)
        elif not as_json:
            show(counts_lines(found, speech))

    answer(ctx, story)
