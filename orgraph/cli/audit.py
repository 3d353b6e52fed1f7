"""orgraph audits, orgraph audit."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import FOUND, AsJson, Everything, OnDay, answer, parse_day, show

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.audit import AuditReport

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
    """The audits that are defined (有哪些检查).

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
    key: Annotated[str, typer.Argument(metavar="KEY", help="An audit: orgraph audits lists them.")],
    area: Annotated[str, typer.Option(metavar="A", help="Only in this area.")] = "",
    on: OnDay = None,
    scope: Annotated[ScopeChoice, typer.Option(help="all: also what the pack's scope leaves out.")] = ScopeChoice.pack,
    everything: Everything = False,
    as_json: AsJson = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print every finding as CSV (UTF-8 with mark, opens in Excel).")
    ] = False,
    compared: Annotated[
        date | None,
        typer.Option("--with", parser=parse_day, metavar="DAY", help="Compare with an earlier day: opened, closed."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say what it demands, with its statement; run nothing.")
    ] = False,
    fail_on_gaps: Annotated[bool, typer.Option("--fail-on-gaps", help="Exit with 1 if there are gaps.")] = False,
) -> None:
    """Where posts and organisations are missing (缺口检查).

    Says the rate with its counts, and of each gap what is asked, what is there, and who could mend it.

    \b
    orgraph audit dual-officers --area 丹东市 --on 2023-08-22
    orgraph audit grid-lead --csv > gaps.csv
    orgraph audit dual-officers --on 2024-03-01 --with 2024-02-29
    orgraph audit grid-lead --explain
    """

    async def story(services: Services, speech: Speech) -> int | None:
        from orgraph.cli.progress import Progress
        from orgraph.cli.render.explained import explained_lines

        if explain:
            told = await services.audits.explain(services.actor, key, area)
            show(explained_lines(told.audit, told.demands, told.statement, speech))
            return None
        if compared:
            await _compared(services, speech, key, area, compared, on, scope is ScopeChoice.all, as_json)
            return None
        audits, whole = services.audits, scope is ScopeChoice.all
        with Progress(lambda: speech("progress-auditing")):
            if everything or as_json or as_csv:
                found = await audits.everything(services.actor, key, area, on, whole)
            else:
                found = await audits.run(services.actor, key, area, on, SHOWN, whole=whole)
        _print(found, speech, as_json, as_csv)
        return FOUND if fail_on_gaps and found.gaps else None

    answer(ctx, story)


async def _compared(
    services: Services,
    speech: Speech,
    key: str,
    area: str,
    since: date,
    on: date | None,
    whole: bool,
    as_json: bool,
) -> None:
    from orgraph.cli.as_json import as_json as written
    from orgraph.cli.render.audit import comparison_lines

    found = await services.audits.compare(services.actor, key, since, on, area, whole)
    if as_json:
        print(written(found))
    else:
        show(comparison_lines(found, speech))


def _print(found: AuditReport, speech: Speech, as_json: bool, as_csv: bool) -> None:
    from orgraph.cli.as_json import as_json as written
    from orgraph.cli.render.audit import audit_csv, audit_lines

    if as_json:
        print(written(found))
    elif as_csv:
        print(audit_csv(found, speech), end="")
    else:
        show(audit_lines(found, speech))
