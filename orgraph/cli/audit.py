"""orgraph audits, orgraph audit."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.choices import named, one_of
from orgraph.cli.common import FOUND, AsJson, Everything, OnDay, answer, parse_day, show
from orgraph.cli.files import Workbook, alone, apart, to_write
from orgraph.cli.usage import Unusable
from orgraph.domain.audit import Every

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.audit import AuditReport

LOOK_AGAIN = 5.0
"""Seconds between two looks of --watch."""

SHOWN = 20
"""Findings that people are shown unless they ask for all."""


class ScopeChoice(StrEnum):
    """What an audit looks at."""

    pack = "pack"
    all = "all"


def register(app: typer.Typer) -> None:
    """Add the verbs of this file."""
    app.command("audits")(audits)
    app.command("audit")(audit)


def audits(
    ctx: typer.Context,
    area: Annotated[str, typer.Option(metavar="A", help="How this area stands in each.")] = "",
    on: OnDay = None,
    as_json: AsJson = False,
) -> None:
    """The audits that are defined.

    With an area: how it stands in every audit that holds there.

    \b
    orgraph audits
    orgraph audits --area 本溪市/平山区
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.audit import audits_lines, scorecard_lines

        if area:
            scored = await services.audits.scorecard(services.actor, area, on)
            if as_json:
                print(written(scored))
            else:
                show(scorecard_lines(scored, speech))
            return
        found = services.audits.all(services.actor)
        if as_json:
            print(written(found))
        else:
            show(audits_lines(found, speech))

    answer(ctx, story)


def audit(
    ctx: typer.Context,
    said: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY",
            help="An audit: orgraph audits lists them. explain KEY: what it demands, with its statement.",
        ),
    ],
    area: Annotated[str, typer.Option(metavar="A", help="Only in this area.")] = "",
    on: OnDay = None,
    scope: Annotated[
        ScopeChoice,
        typer.Option(
            parser=one_of("scope", ScopeChoice),
            metavar=named("scope"),
            help="all: also what the pack's scope leaves out.",
        ),
    ] = ScopeChoice.pack,
    by: Annotated[
        str, typer.Option(metavar="LEVEL", help="Count by areas of this level: city, county, township…")
    ] = "",
    everything: Everything = False,
    as_json: AsJson = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print every finding as CSV (UTF-8 with mark, opens in Excel).")
    ] = False,
    xlsx: Workbook = None,
    svg: Annotated[
        Path | None, typer.Option(parser=to_write, metavar="FILE", help="Draw the area's tree with its gaps.")
    ] = None,
    compared: Annotated[
        date | None,
        typer.Option("--with", parser=parse_day, metavar="DAY", help="Compare with an earlier day: opened, closed."),
    ] = None,
    start: Annotated[
        date | None, typer.Option("--from", parser=parse_day, metavar="DAY", help="The rate from this day on.")
    ] = None,
    every: Annotated[
        Every,
        typer.Option(
            parser=one_of("every", Every), metavar=named("every"), help="How far the days of --from are apart."
        ),
    ] = Every.MONTH,
    watch: Annotated[bool, typer.Option("--watch", help="Say what opens and closes, until Ctrl-C.")] = False,
    fail_on_gaps: Annotated[bool, typer.Option("--fail-on-gaps", help="Exit with 1 if there are gaps.")] = False,
) -> None:
    """Where posts and organisations are missing.

    Says the rate with its counts, and of each gap what is asked, what is there, and who could mend it.

    \b
    orgraph audit dual-officers --area 丹东市 --on 2023-08-22
    orgraph audit grid-lead --area 平山区 --by township
    orgraph audit grid-lead --csv > gaps.csv
    orgraph audit grid-lead --xlsx gaps.xlsx --svg gaps.svg
    orgraph audit dual-officers --on 2024-03-01 --with 2024-02-29
    orgraph audit dual-officers --from 2023-01-01 --on 2025-12-31 --every quarter
    orgraph audit grid-lead --watch
    orgraph audit explain grid-lead
    """
    explain = len(said) == 2 and said[0] == "explain"
    if len(said) != 1 and not explain:
        raise Unusable("usage-one-audit", hint="KEY", said=" ".join(said))
    key = said[-1]
    ways = {"explain": explain, "--with": compared, "--from": start, "--watch": watch}
    alone(ways)
    apart(ways, {"--csv": as_csv, "--xlsx": xlsx, "--svg": svg})
    apart({"--json": as_json}, {"explain": explain, "--watch": watch, "--csv": as_csv})

    async def story(services: Services, speech: Speech) -> int | None:
        from orgraph.cli.progress import Progress
        from orgraph.cli.render.explained import explained_lines

        if explain:
            told = await services.audits.explain(services.actor, key, area)
            show(explained_lines(told.audit, told.demands, told.statement, speech))
            return None
        asked = _Asked(services, speech, key, area, on, scope is ScopeChoice.all, by)
        if compared:
            await _compared(asked, compared, as_json)
            return None
        if start:
            await _trend(asked, start, every, as_json)
            return None
        if watch:
            await _watch(asked)
            return None
        if as_csv or xlsx or svg:
            gaps = await _export(asked, as_csv, xlsx, svg, as_json)
        else:
            with Progress(lambda: speech("progress-auditing")):
                if everything or as_json:
                    found = await asked.everything()
                else:
                    found = await services.audits.run(services.actor, key, area, on, SHOWN, whole=asked.whole, by=by)
            _print(found, speech, as_json)
            gaps = found.gaps
        return FOUND if fail_on_gaps and gaps else None

    answer(ctx, story)


@dataclass(frozen=True)
class _Asked:
    """An audit as it was asked for."""

    services: Services
    speech: Speech
    key: str
    area: str
    on: date | None
    whole: bool
    by: str

    async def everything(self) -> AuditReport:
        """All pages of it at once."""
        services = self.services
        return await services.audits.everything(services.actor, self.key, self.area, self.on, self.whole, self.by)

    async def at_once(self) -> AsyncIterator[AuditReport]:
        """All pages as one."""
        yield await self.everything()

    def pages(self) -> AsyncIterator[AuditReport]:
        """One page after the other."""
        services = self.services
        return services.audits.pages(services.actor, self.key, self.area, self.on, self.whole, self.by)


async def _compared(asked: _Asked, since: date, as_json: bool) -> None:
    from orgraph.cli.as_json import as_json as written
    from orgraph.cli.render.audit import comparison_lines

    services = asked.services
    found = await services.audits.compare(services.actor, asked.key, since, asked.on, asked.area, asked.whole)
    if as_json:
        print(written(found))
    else:
        show(comparison_lines(found, asked.speech))


async def _trend(asked: _Asked, start: date, every: Every, as_json: bool) -> None:
    from orgraph.cli.as_json import as_json as written
    from orgraph.cli.render.audit import trend_lines

    services = asked.services
    found = await services.audits.trend(services.actor, asked.key, start, asked.on, every, asked.area, asked.whole)
    if as_json:
        print(written(found))
    else:
        show(trend_lines(found, asked.speech))


async def _watch(asked: _Asked) -> None:
    from orgraph.cli.render.audit import change_lines
    from orgraph.domain.time import CHINA

    services = asked.services
    looks = services.audits.changes(
        services.actor, asked.key, asked.area, asked.on, asked.whole, lambda: asyncio.sleep(LOOK_AGAIN)
    )
    async for change in looks:
        at = services.clock.now().astimezone(CHINA)
        show(change_lines(change, f"{at:%Y-%m-%d %H:%M:%S}", asked.speech))


async def _export(asked: _Asked, as_csv: bool, xlsx: Path | None, svg: Path | None, as_json: bool) -> int:
    """
    Every gap into the files that were asked for, page by page; how many there are. With JSON beside them all at once.
    """
    from orgraph.cli.as_json import as_json as written
    from orgraph.cli.render.audit import csv_head, csv_rows
    from orgraph.cli.render.explained import demand_lines
    from orgraph.cli.render.gap_tree import GapTree
    from orgraph.cli.render.svg import write
    from orgraph.cli.render.workbook import AuditWorkbook

    services, speech = asked.services, asked.speech
    book = AuditWorkbook(xlsx, speech) if xlsx else None
    tree: GapTree | None = None
    first: AuditReport | None = None
    async for page in asked.at_once() if as_json else asked.pages():
        if as_json:
            print(written(page))
        if as_csv:
            print(("" if first else csv_head()) + csv_rows(page, speech), end="")
        if book:
            book.add(page)
        first = first or page
        if svg:
            tree = tree or GapTree(page, speech)
            tree.add(page)
    assert first is not None  # there is always a page
    told_on = sys.stderr if as_csv or as_json else sys.stdout
    if book:
        told = await services.audits.explain(services.actor, asked.key, asked.area)
        book.close(first, demand_lines(told.audit, told.demands, speech))
        print(speech("audit-written", count=book.rows, file=xlsx), file=told_on)
    if svg and tree:
        write(svg, tree.drawn())
        print(speech("audit-drawn", count=first.gaps, file=svg), file=told_on)
    return first.gaps


def _print(found: AuditReport, speech: Speech, as_json: bool) -> None:
    from orgraph.cli.as_json import as_json as written
    from orgraph.cli.render.audit import audit_lines

    if as_json:
        print(written(found))
    else:
        show(audit_lines(found, speech))
