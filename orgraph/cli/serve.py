"""orgraph serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import answer, session_of

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("serve")(serve)


def serve(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Only loopback without an authenticator.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0: any free one.")] = None,
) -> None:
    """Serve GraphQL and its playground until Ctrl-C (服务).

    The playground needs no internet.

    \b
    orgraph serve --port 8080
    """
    given = {"host": host, "port": port}
    session_of(ctx).overrides |= {name: value for name, value in given.items() if value is not None}
    serve_until_stopped(ctx)


def serve_until_stopped(ctx: typer.Context) -> None:
    """Serve under the settings of the session, and say where; Ctrl-C ends it in peace."""

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.api.server import serve as run

        await run(services, services.settings, lambda address: print(speech("serving", address=address), flush=True))
        print(speech("served"))

    answer(ctx, story)
