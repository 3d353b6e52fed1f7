"""orgraph outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from orgraph.cli.common import AsJson, answer, show

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.notice import Waiting


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("outbox")(outbox)


def outbox(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Notices that wait, and those given up (待发通知).

    \b
    orgraph outbox
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.aligned import aligned
        from orgraph.cli.as_json import as_json as written

        found = await services.notifier.waiting(services.actor)
        if as_json:
            print(written(found))
        elif not found:
            print(speech("outbox-empty"))
        else:
            show(aligned([_row(one, speech) for one in found]))

    answer(ctx, story)


def _row(one: Waiting, speech: Speech) -> list[str]:
    return [one.target, speech("outbox-waiting", count=one.waiting), speech("outbox-dead", count=one.dead), one.why]
