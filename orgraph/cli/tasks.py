"""orgraph task, orgraph tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import AsJson, answer, show

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech


def register(app: typer.Typer) -> None:
    """Add the verbs of this file."""
    app.command("task")(task)
    app.command("tasks")(tasks)


def task(
    ctx: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The task's id.")],
    as_json: AsJson = False,
) -> None:
    """A task with its proof and its events (任务).

    \b
    orgraph task 0c9f6f0e-…
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.whistle import task_lines

        found = await services.tasks.task(services.actor, identifier)
        if as_json:
            print(written(found))
        else:
            show(task_lines(found, speech))

    answer(ctx, story)


def tasks(
    ctx: typer.Context,
    area: Annotated[str, typer.Argument(metavar="AREA", help="A code, a path, or a name.")],
    first: Annotated[int, typer.Option(metavar="N", help="At most so many, 1 to 100.")] = 20,
    after: Annotated[str, typer.Option(metavar="CURSOR", help="Those behind this cursor.")] = "",
    as_json: AsJson = False,
) -> None:
    """Tasks at places in an area, the last first (辖区任务).

    \b
    orgraph tasks 本溪市/平山区 --first 50
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.whistle import tasks_lines

        found = await services.tasks.tasks(services.actor, area, first, after)
        if as_json:
            print(written(found))
        else:
            show(tasks_lines(found.items, found.cursors[-1] if found.has_next else "", speech))

    answer(ctx, story)
