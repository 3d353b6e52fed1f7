"""orgraph whistle, report and open: the doors by which tasks begin."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from orgraph.cli.common import AsJson, answer, parse_instant, show, typed, whole, words_typed
from orgraph.cli.fields import Opening, said_in
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


Category = Annotated[str, typer.Option("--category", metavar="C", help="The matter, by key or title.")]
CategoryOfKind = Annotated[
    str, typer.Option("--category", metavar="C", help="The matter, by key or title; not needed where a kind has one.")
]
Text = Annotated[str, typer.Option("--text", help="What happened; - reads it from standard input.")]
Basis = Annotated[str, typer.Option("--basis", help="The rule it rests on.")]
Departments = Annotated[
    list[str] | None,
    typer.Option("--department", metavar="UNIT", help="A unit asked for, by code or name; repeatable."),
]
Also = Annotated[
    list[str] | None, typer.Option("--also", metavar="PLACE", help="A place in another area, too; repeatable.")
]
MeetingAt = Annotated[
    datetime | None,
    typer.Option("--meeting-at", parser=parse_instant, metavar="TIME", help="When they meet: 2023-08-22T14:00."),
]
MeetingPlace = Annotated[str, typer.Option("--meeting-place", help="Where they meet.")]
Channel = Annotated[str, typer.Option("--channel", help="Where the matter came from.")]
Severity = Annotated[
    int | None,
    typer.Option("--severity", metavar="N", parser=whole(1, 5), help="1 to 5, 5 gravest; else the category's."),
]
BlownAt = Annotated[
    datetime | None,
    typer.Option("--blown-at", parser=parse_instant, metavar="TIME", help="Entered afterwards: when blown."),
]


def register(app: typer.Typer) -> None:
    """Add the verbs of this file."""
    app.command("whistle", cls=Opening)(whistle)
    app.command("report", cls=Opening)(report)
    app.command("open", cls=Opening)(open_task)


def whistle(
    ctx: typer.Context,
    place: Place,
    by: Annotated[str, typer.Option("--by", metavar="POST", help="Who blows: role@area, or a role alone.")],
    kind: Annotated[str, typer.Option("--kind", metavar="K", help="The kind of whistle, by key or title.")],
    category: Category,
    text: Text = "",
    basis: Basis = "",
    department: Departments = None,
    also: Also = None,
    meeting_at: MeetingAt = None,
    meeting_place: MeetingPlace = "",
    channel: Channel = "",
    severity: Severity = None,
    blown_at: BlownAt = None,
    again: Again = False,
    key: OpeningKey = None,
    as_json: AsJson = False,
) -> None:
    """Call who must come to a place.

    Says who leads, whom to call there, who helps, who is next, and why they.

    \b
    orgraph whistle 南地社区 --by township-secretary --kind emergency --category 路面塌陷 --text 3号楼前塌陷
    """
    said = (basis, department, also, meeting_at, meeting_place, channel, severity, blown_at, again, key)
    _told(ctx, _asked(place, by, kind, category, text, *said), as_json, "blow")


def open_task(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="The kind of task, by key or title.")],
    place: Place,
    by: Annotated[str, typer.Option("--by", metavar="POST", help="Who opens it: role@area, or a role alone.")],
    category: CategoryOfKind = "",
    text: Text = "",
    basis: Basis = "",
    department: Departments = None,
    also: Also = None,
    meeting_at: MeetingAt = None,
    meeting_place: MeetingPlace = "",
    channel: Channel = "",
    severity: Severity = None,
    blown_at: BlownAt = None,
    again: Again = False,
    key: OpeningKey = None,
    as_json: AsJson = False,
) -> None:
    """Open a task of any kind.

    Kinds are data: `orgraph definitions list tasks` tells which there are, those of packs among them. What may be done
    to it then, `orgraph task actions` says.

    \b
    orgraph open daily-work 南地社区 --by township-secretary --category 物业纠纷 --text 两家争车位
    """
    said = (basis, department, also, meeting_at, meeting_place, channel, severity, blown_at, again, key)
    _told(ctx, _asked(place, by, kind, category, text, *said), as_json, "open")


def _asked(
    place: str,
    by: str,
    kind: str,
    category: str,
    text: str,
    basis: str,
    departments: list[str] | None,
    also: list[str] | None,
    meeting_at: datetime | None,
    meeting_place: str,
    channel: str,
    severity: int | None,
    blown_at: datetime | None,
    again: bool,
    key: str | None,
) -> Whistle:
    """What is asked for. Raises InvalidInput for half a meeting."""
    from orgraph.domain.errors import InvalidInput
    from orgraph.domain.said import said
    from orgraph.domain.whistle import Meeting, Whistle

    if (meeting_at is None) != (not meeting_place):
        raise InvalidInput(
            said("half-a-meeting"), said("mend-half-a-meeting", options=("--meeting-at", "--meeting-place"))
        )
    return Whistle(
        place=place,
        by=by,
        kind=kind,
        category=category,
        key=key_or_new(key),
        text=typed(text),
        basis=basis,
        departments=tuple(departments or ()),
        meeting=Meeting(meeting_at, meeting_place) if meeting_at else None,
        channel=channel,
        severity=severity,
        blown_at=blown_at,
        also=tuple(also or ()),
        again=again,
    )


def key_or_new(given: str | None) -> str:
    """The key that was given, be it a good one or not; one of its own for a command that was given none."""
    from uuid import uuid4

    return str(uuid4()) if given is None else given


def report(
    ctx: typer.Context,
    place: Place,
    by: Annotated[str, typer.Option("--by", metavar="POST", help="Who reports: role@area, or a role alone.")],
    category: Category,
    text: Annotated[str, typer.Option("--text", help="What is the matter; - reads it from standard input.")],
    channel: Channel = "",
    severity: Severity = None,
    again: Again = False,
    key: OpeningKey = None,
    as_json: AsJson = False,
) -> None:
    """Report an ordinary matter to the lowest centre.

    It admits the matter and sends it on, or says why not: see `orgraph task accept`, `dispatch` and `refuse-admission`.

    \b
    orgraph report 南地社区 --by grid-worker --category 道路积水 --text 3号楼前积水
    """
    from orgraph.domain.whistle import Whistle

    said = typed(text)
    matter = Whistle(place, by, "", category, key_or_new(key), said, channel=channel, severity=severity, again=again)
    _told(ctx, matter, as_json, "report")


Door = Literal["blow", "report", "open"]


def _told(ctx: typer.Context, asked: Whistle, as_json: bool, door: Door) -> None:
    """Blow, report or open, and show the answer."""
    from dataclasses import replace

    asked = replace(asked, fields=said_in(ctx))

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.whistle import called_lines

        found = await _answered(services, asked, door, words_typed(ctx))
        if as_json:
            print(written(found))
        else:
            show(called_lines(found, speech))

    answer(ctx, story)


async def _answered(services: Services, asked: Whistle, door: Door, words: tuple[str, ...]) -> CalledTask:
    """
    Blow, report or open. If the answer does not arrive, say how to ask again without a second task; if such a one is
    open, how to have another.
    """
    from orgraph.domain.errors import AlreadyOpen, StoreUnavailable
    from orgraph.domain.said import said

    dispatch = services.dispatch
    opened = {"blow": dispatch.blow, "report": dispatch.report, "open": dispatch.open}[door]
    try:
        return await opened(services.actor, asked)
    except StoreUnavailable as error:
        remedy = said("mend-open-again", key=asked.key, words=words)
        raise StoreUnavailable(error.message, remedy) from error
    except AlreadyOpen as error:
        advice = error.remedy or said("mend-try-again")
        raise AlreadyOpen(error.message, said("mend-open-another", remedy=advice, words=words), error.tasks) from error
