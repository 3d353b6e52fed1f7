"""orgraph whistle."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import AsJson, answer, parse_instant, show, typed
from orgraph.cli.who_covers import Place

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.task import CalledTask
    from orgraph.domain.whistle import Whistle


OpeningKey = Annotated[
    str | None, typer.Option("--key", metavar="TEXT", help="Idempotency key: the same one opens no second task.")
]
Again = Annotated[bool, typer.Option("--again", help="Another one, though such a task is open there.")]
ActingKey = Annotated[
    str | None, typer.Option("--key", metavar="TEXT", help="Idempotency key: the same one acts once.")
]


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("whistle")(whistle)
    app.command("report")(report)


def whistle(
    ctx: typer.Context,
    place: Place,
    by: Annotated[str, typer.Option("--by", metavar="POST", help="Who blows: role@area, or a role alone.")],
    kind: Annotated[str, typer.Option("--kind", metavar="K", help="The kind of whistle, by key or title.")],
    category: Annotated[str, typer.Option("--category", metavar="C", help="The matter, by key or title.")],
    text: Annotated[str, typer.Option("--text", help="What happened; - reads it from standard input.")] = "",
    basis: Annotated[str, typer.Option("--basis", help="The rule it rests on.")] = "",
    department: Annotated[
        list[str] | None, typer.Option(metavar="UNIT", help="A unit asked for, by code or name; repeatable.")
    ] = None,
    also: Annotated[
        list[str] | None, typer.Option(metavar="PLACE", help="A place in another area, too; repeatable.")
    ] = None,
    meeting_at: Annotated[
        datetime | None, typer.Option(parser=parse_instant, metavar="TIME", help="When they meet: 2023-08-22T14:00.")
    ] = None,
    meeting_place: Annotated[str, typer.Option(help="Where they meet.")] = "",
    channel: Annotated[str, typer.Option(help="Where the matter came from (来源渠道).")] = "",
    severity: Annotated[int | None, typer.Option(min=1, max=5, help="1 to 5, 5 gravest; else the category's.")] = None,
    blown_at: Annotated[
        datetime | None,
        typer.Option(parser=parse_instant, metavar="TIME", help="Entered afterwards: when blown."),
    ] = None,
    again: Again = False,
    key: OpeningKey = None,
    as_json: AsJson = False,
) -> None:
    """Call who must come to a place (吹哨).

    Says who leads, whom to call there, who helps, who is next, and why they.

    \b
    orgraph whistle 南地社区 --by township-secretary --kind emergency --category 路面塌陷 --text 3号楼前塌陷
    """
    from orgraph.domain.errors import InvalidInput
    from orgraph.domain.whistle import Meeting, Whistle

    if (meeting_at is None) != (not meeting_place):
        raise InvalidInput("a meeting has a time and a place", "give both --meeting-at and --meeting-place")
    called = Whistle(
        place=place,
        by=by,
        kind=kind,
        category=category,
        key=key_or_new(key),
        text=typed(text),
        basis=basis,
        departments=tuple(department or ()),
        meeting=Meeting(meeting_at, meeting_place) if meeting_at else None,
        channel=channel,
        severity=severity,
        blown_at=blown_at,
        also=tuple(also or ()),
        again=again,
    )

    _told(ctx, called, as_json)


def key_or_new(given: str | None) -> str:
    """The key that was given, be it a good one or not; one of its own for a command that was given none."""
    from uuid import uuid4

    return str(uuid4()) if given is None else given


def report(
    ctx: typer.Context,
    place: Place,
    by: Annotated[str, typer.Option("--by", metavar="POST", help="Who reports: role@area, or a role alone.")],
    category: Annotated[str, typer.Option("--category", metavar="C", help="The matter, by key or title.")],
    text: Annotated[str, typer.Option("--text", help="What is the matter; - reads it from standard input.")],
    channel: Annotated[str, typer.Option(help="Where the matter came from (来源渠道).")] = "",
    severity: Annotated[int | None, typer.Option(min=1, max=5, help="1 to 5, 5 gravest; else the category's.")] = None,
    again: Again = False,
    key: OpeningKey = None,
    as_json: AsJson = False,
) -> None:
    """Report an ordinary matter to the lowest centre (上报事项).

    It admits the matter and sends it on, or says why not: see `orgraph task accept`, `dispatch` and `refuse-admission`.

    \b
    orgraph report 南地社区 --by grid-worker --category 路面积水 --text 3号楼前积水
    """
    from orgraph.domain.whistle import Whistle

    said = typed(text)
    matter = Whistle(place, by, "", category, key_or_new(key), said, channel=channel, severity=severity, again=again)
    _told(ctx, matter, as_json, reported=True)


def _told(ctx: typer.Context, called: Whistle, as_json: bool, *, reported: bool = False) -> None:
    """Call or report, and show the answer."""

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.whistle import called_lines

        found = await _answered(services, called, reported)
        if as_json:
            print(written(found))
        else:
            show(called_lines(found, speech))

    answer(ctx, story)


async def _answered(services: Services, called: Whistle, reported: bool) -> CalledTask:
    """Call or report, and if the answer does not arrive say how to ask again without a second task."""
    from orgraph.domain.errors import StoreUnavailable

    try:
        if reported:
            return await services.dispatch.report(services.actor, called)
        return await services.dispatch.blow(services.actor, called)
    except StoreUnavailable as error:
        remedy = f"repeat the command with --key {called.key}: it opens no second task"
        raise StoreUnavailable(error.message, remedy) from error
