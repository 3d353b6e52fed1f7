"""orgraph serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import answer, session_of, whole

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("serve")(serve)


def serve(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Only loopback without an authenticator.")] = None,
    port: Annotated[int | None, typer.Option(metavar="N", parser=whole(0, 65535), help="0: any free one.")] = None,
    workers: Annotated[
        int,
        typer.Option(metavar="N", parser=whole(1, 64), help="Processes that answer; /metrics is that of one of them."),
    ] = 1,
) -> None:
    """Serve GraphQL and its playground until Ctrl-C.

    The playground needs no internet.

    \b
    orgraph serve --port 8080
    """
    given = {"host": host, "port": port}
    session_of(ctx).overrides |= {name: value for name, value in given.items() if value is not None}
    serve_until_stopped(ctx, workers)


def serve_until_stopped(ctx: typer.Context, workers: int = 1) -> None:
    """Serve under the settings of the session, and say where; Ctrl-C ends it in peace."""

    def new_loop() -> AbstractEventLoop:
        from orgraph.api.transport.server import new_loop as fast_loop

        return fast_loop()

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.api.transport.server import serve as serve_here
        from orgraph.api.transport.workers import serve_by_workers

        def say(address: str) -> None:
            print(speech("serving", address=address), flush=True)

        if workers == 1:
            await serve_here(services, services.settings, say)
        else:
            await serve_by_workers(services.settings, workers, say)
        print(speech("served"))

    answer(ctx, story, new_loop=new_loop)
