"""orgraph tasks and orgraph inbox: lists, and how many there are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.choices import one_of
from orgraph.cli.common import MANY, AsJson, answer, parse_day, show, whole
from orgraph.domain.deadline import Light
from orgraph.domain.listing import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.listing import TaskCounts, Wanted
    from orgraph.domain.page import Page
    from orgraph.domain.task import Task

    Lines = Callable[[Sequence[Task], str, Speech], list[str]]

First = Annotated[int, typer.Option(metavar="N", parser=whole(0, MANY), help="At most so many, 1 to 100.")]
After = Annotated[str, typer.Option(metavar="CURSOR", help="Those behind this cursor.")]
States = Annotated[
    list[str] | None, typer.Option("--state", metavar="STATE", help="In this state, by key or title; repeatable.")
]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", metavar="KIND", help="Of this kind, by key or title; repeatable.")
]
Categories = Annotated[
    list[str] | None,
    typer.Option("--category", metavar="CATEGORY", help="Of this category or one below it; repeatable."),
]
Lights = Annotated[
    list[Light] | None,
    typer.Option(
        "--light",
        parser=one_of("light", Light),
        metavar="LIGHT",
        help="green, yellow, red, overdue, paused, or stopped: no clock runs; repeatable.",
    ),
]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="FIELD=VALUE", help="With this choice in a field, by keys or titles; repeatable."),
]
Unit = Annotated[
    str | None,
    typer.Option("--unit", metavar="UNIT", help="In the hands of this unit, or so at its end; by code or name."),
]
Since = Annotated[
    date | None, typer.Option("--from", parser=parse_day, metavar="DAY", help="Called on this day or later.")
]
Until = Annotated[
    date | None, typer.Option("--to", parser=parse_day, metavar="DAY", help="Called on this day or earlier.")
]
Ended = Annotated[bool | None, typer.Option("--ended/--open", help="Only those that have ended, or only open ones.")]
Counted = Annotated[bool, typer.Option("--counts", help="How many there are, by state and by light, instead.")]
OrderBy = Annotated[
    Order,
    typer.Option(
        "--order",
        parser=one_of("order", Order),
        metavar="ORDER",
        help="called: the last first; due, severity, ended: likewise.",
    ),
]


def register(root: typer.Typer) -> None:
    """Add the verbs of this file."""
    root.command("tasks")(tasks)
    root.command("inbox")(inbox)


def tasks(
    ctx: typer.Context,
    area: Annotated[str, typer.Argument(metavar="AREA", help="A code, a path, or a name.")],
    state: States = None,
    kind: Kinds = None,
    category: Categories = None,
    light: Lights = None,
    field: Fields = None,
    unit: Unit = None,
    since: Since = None,
    until: Until = None,
    ended: Ended = None,
    order: OrderBy = Order.CALLED,
    counts: Counted = False,
    first: First = 20,
    after: After = "",
    as_json: AsJson = False,
) -> None:
    """Tasks at places in an area, the last first.

    \b
    orgraph tasks 本溪市/平山区 --open --light red --light overdue --order due
    orgraph tasks 本溪市 --from 2023-08-01 --to 2023-08-31 --counts
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.render.lists import tasks_lines

        wanted = _wanted(state, kind, category, light, field, unit, since, until, ended)
        if counts:
            return _counts(await services.tasks.counts(services.actor, area, wanted), speech, as_json)
        found = await services.tasks.tasks(services.actor, area, first, after, wanted, order)
        return _page(found, tasks_lines, speech, as_json)

    answer(ctx, story)


def inbox(
    ctx: typer.Context,
    of: Annotated[str, typer.Argument(metavar="WHO", help="An organisation by code or name, or a post as role@area.")],
    state: States = None,
    kind: Kinds = None,
    category: Categories = None,
    light: Lights = None,
    field: Fields = None,
    unit: Unit = None,
    since: Since = None,
    until: Until = None,
    order: OrderBy = Order.DUE,
    counts: Counted = False,
    first: First = 20,
    after: After = "",
    as_json: AsJson = False,
) -> None:
    """Open tasks of a unit or a post, the most pressing first.

    \b
    orgraph inbox 平山区住房和城乡建设局
    orgraph inbox township-secretary@210502001000 --light overdue
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.render.lists import inbox_lines

        wanted = _wanted(state, kind, category, light, field, unit, since, until)
        if counts:
            return _counts(await services.tasks.inbox_counts(services.actor, of, wanted), speech, as_json)
        found = await services.tasks.inbox(services.actor, of, first, after, wanted, order)
        return _page(found, inbox_lines, speech, as_json)

    answer(ctx, story)


def _counts(number: TaskCounts, speech: Speech, as_json: bool) -> None:
    from orgraph.cli.render.lists import counts_lines

    _tell(number, counts_lines(number, speech), as_json)


def _page(found: Page[Task], lines: Lines, speech: Speech, as_json: bool) -> None:
    _tell(found, lines(found.items, found.cursors[-1] if found.has_next else "", speech), as_json)


def _tell(found: TaskCounts | Page[Task], lines: list[str], as_json: bool) -> None:
    from orgraph.cli.as_json import as_json as written

    if as_json:
        print(written(found))
    else:
        show(lines)


def _wanted(
    states: list[str] | None,
    kinds: list[str] | None,
    categories: list[str] | None,
    lights: list[Light] | None,
    fields: list[str] | None,
    unit: str | None,
    since: date | None,
    until: date | None,
    ended: bool | None = None,
) -> Wanted:
    """What is wanted, from the options. Raises InvalidInput for a field without a value."""
    from orgraph.domain.listing import Wanted
    from orgraph.rules.tasks.wanted import field_meant

    words = [tuple(some or ()) for some in (states, kinds, categories)]
    choices = tuple(field_meant(one) for one in fields or ())
    return Wanted(words[0], words[1], words[2], tuple(lights or ()), choices, unit, since, until, ended)
