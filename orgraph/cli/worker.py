"""orgraph worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import answer

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("worker")(worker)


def worker(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
) -> None:
    """Act when limits pass and send notices, until Ctrl-C.

    `orgraph serve` does the same; any number may run on one store, also on several machines.

    \b
    orgraph worker
    """

    async def story(services: Services, speech: Speech) -> None:
        import asyncio
        import signal

        from orgraph.api.transport.logs import log_to_stderr

        log_to_stderr()
        if once:
            print(speech("worker-once", count=await services.background.once("escalation")))
            if told := await services.background.once("notices"):
                print(speech("worker-told", count=told))
            if taken := await services.background.once("retention"):
                print(speech("expired", count=taken))
            return
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        print(speech("worker-works"), flush=True)
        await services.background.run(stop)
        print(speech("worker-ended"))

    answer(ctx, story)
