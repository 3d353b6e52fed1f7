"""orgraph outbox, orgraph outbox retry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import AsJson, answer, show

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.notice import Waiting

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


def register(root: typer.Typer) -> None:
    """Add the verbs of this file."""
    root.add_typer(app, name="outbox")


@app.callback()
def outbox(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Notices that wait, and those given up.

    Only what is entered while ORGRAPH_WEBHOOKS names a target is ever told to it.

    \b
    orgraph outbox
    orgraph outbox retry hotline
    """
    if ctx.invoked_subcommand is not None:
        return

    async def story(services: Services, speech: Speech) -> None:
        from dataclasses import replace

        from orgraph.cli.aligned import aligned
        from orgraph.cli.as_json import as_json as written

        found = await services.notifier.waiting(services.actor)
        if as_json:
            print(written([replace(one, why=speech.say(one.why)) for one in found]))
            return
        show(aligned([_row(one, speech) for one in found]) if found else [speech("outbox-empty")])
        known = services.notifier.targets
        show(speech("outbox-unknown", target=one.target) for one in found if one.target not in known)
        show([speech("outbox-told", targets=", ".join(known)) if known else speech("outbox-nobody")])

    answer(ctx, story)


@app.command("retry")
def retry(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A target of ORGRAPH_WEBHOOKS, by its key.")],
) -> None:
    """Send again what was given up, and now what waits for a later try.

    \b
    orgraph outbox retry hotline
    """

    async def story(services: Services, speech: Speech) -> None:
        print(speech("outbox-retried", count=await services.notifier.retry(services.actor, target), target=target))

    answer(ctx, story)


def _row(one: Waiting, speech: Speech) -> list[str]:
    return [
        one.target,
        speech("outbox-waiting", count=one.waiting),
        speech("outbox-dead", count=one.dead),
        speech.say(one.why),
    ]
