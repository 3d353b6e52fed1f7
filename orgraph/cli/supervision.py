"""orgraph supervision."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.choices import named, one_of
from orgraph.cli.common import AsJson, answer, parse_day, show
from orgraph.cli.files import Workbook
from orgraph.cli.usage import Unusable
from orgraph.domain.audit import Every

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.supervision import Counts, UnitSupervision


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("supervision")(supervision)


def supervision(
    ctx: typer.Context,
    area: Annotated[str, typer.Argument(metavar="AREA", help="A code, a path, or a name.")],
    since: Annotated[date, typer.Option("--from", parser=parse_day, metavar="DAY", help="The first day.")],
    until: Annotated[date, typer.Option("--to", parser=parse_day, metavar="DAY", help="The last day.")],
    by: Annotated[
        str, typer.Option("--by", metavar="LEVEL", help="Each area of a level below, in place of units.")
    ] = "",
    every: Annotated[
        Every | None,
        typer.Option(
            parser=one_of("every", Every),
            metavar=named("every"),
            help="Period by period, each so long, in place of units.",
        ),
    ] = None,
    xlsx: Workbook = None,
    as_json: AsJson = False,
) -> None:
    """How tasks were handled, by unit, area and month.

    \b
    orgraph supervision 本溪市/平山区 --from 2023-08-01 --to 2023-08-31
    orgraph supervision 本溪市 --from 2023-01-01 --to 2023-12-31 --by county
    orgraph supervision 本溪市 --from 2023-01-01 --to 2023-12-31 --every month
    """
    if by and every:
        raise Unusable("usage-by-or-every", hint="--every")

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.supervision import series_lines, supervision_lines

        supervisor, actor = services.supervisor, services.actor
        if by or every:
            rows = (
                await supervisor.by_area(actor, area, by, since, until)
                if every is None
                else await supervisor.by_period(actor, area, since, until, every)
            )
            if as_json:
                print(written(rows))
            if xlsx:
                _write(xlsx, speech, rows, as_json=as_json)
            elif not as_json:
                show(series_lines(rows, speech, by_period=every is not None))
            return
        found = await supervisor.supervision(actor, area, since, until)
        if as_json:
            print(written(found))
        if xlsx:
            _write(xlsx, speech, (found,), found.units, as_json=as_json)
        elif not as_json:
            show(supervision_lines(found, speech))

    answer(ctx, story)


def _write(
    file: Path, speech: Speech, rows: Sequence[Counts], units: Sequence[UnitSupervision] = (), *, as_json: bool
) -> None:
    """The workbook, and where it lies: said beside JSON, not in it."""
    from orgraph.cli.render.supervision_book import write_supervision

    write_supervision(file, speech, rows, units)
    print(speech("supervision-written", file=file), file=sys.stderr if as_json else sys.stdout)
