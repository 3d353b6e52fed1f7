"""orgraph ledger verify, orgraph ledger redact, orgraph replay."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orgraph.cli.common import FOUND, MANY, AsJson, answer, parse_day, show, whole
from orgraph.cli.files import to_write
from orgraph.cli.whistle import ActingKey

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.ledger import BookEnd, Verification

app = typer.Typer(help="The ledger of all tasks.", no_args_is_help=True, rich_markup_mode=None)

TaskId = Annotated[str, typer.Argument(metavar="ID", help="The task's id, or key: and the key that opened it.")]


def register(root: typer.Typer) -> None:
    """Add the verbs of this file."""
    root.add_typer(app, name="ledger")
    root.command("replay")(replay)


@app.command("verify")
def verify(
    ctx: typer.Context,
    against: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Ends of books that were kept: each must still be there.")
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(parser=to_write, metavar="FILE", help="Write the ends of all books there, if everything holds."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every book and every task of the ledger.

    Names the first row of a book that was edited, deleted or moved, and each task or text that is not what its events
    say. Exit code 1 if something does not hold. A tail cut off together with its book shows only against kept ends.

    \b
    orgraph ledger verify --keep 2026-11-27.json
    orgraph ledger verify --against 2026-11-27.json
    """

    async def story(services: Services, speech: Speech) -> int | None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.progress import Progress
        from orgraph.cli.render.ledger import verification_lines

        kept = _read_ends(against) if against else ()
        with Progress(lambda: speech("progress-verifying")) as progress:
            found = await services.ledger.verify(services.actor, kept, lambda done: progress.update(done, 0))
        if as_json:
            print(written(found))
        else:
            show(verification_lines(found, speech))
        if keep and not found.broken:
            _write_ends(keep, found)
        return FOUND if found.broken else None

    answer(ctx, story)


@app.command("redact")
def redact(
    ctx: typer.Context,
    identifier: TaskId,
    event: Annotated[int, typer.Option(metavar="N", parser=whole(1, MANY), help="The event from which it is taken.")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the ledger.")],
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help="text, basis, channel, meeting.place, proof, reason; else all."),
    ] = None,
    key: ActingKey = None,
) -> None:
    """Take what was typed into an event out of the ledger for good; the ledger holds as before.

    \b
    orgraph ledger redact 0c9f6f0e-… --event 1 --reason 当事人要求
    orgraph ledger redact 0c9f6f0e-… --event 8 --field proof --reason 当事人要求
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.render.ledger import redaction_lines
        from orgraph.cli.whistle import key_or_new

        task, given = await services.tasks.identified(services.actor, identifier), tuple(field or ())
        done = await services.ledger.redact(services.actor, task, event, reason, key_or_new(key), given)
        show(redaction_lines(done, task, event, speech))

    answer(ctx, story)


@app.command("expire")
def expire(ctx: typer.Context) -> None:
    """Take out what kinds of task keep no longer, of all tasks that have ended.

    A worker does so once a day, of what became due in the last month.

    \b
    orgraph ledger expire
    """

    async def story(services: Services, speech: Speech) -> None:
        print(speech("expired", count=await services.retention.expire()))

    answer(ctx, story)


def replay(
    ctx: typer.Context,
    since: Annotated[date, typer.Option(parser=parse_day, metavar="DAY", help="Decisions of this day and later.")],
    as_json: AsJson = False,
) -> None:
    """Run past decisions again from their recorded input. Exit code 1 if one comes out differently.

    \b
    orgraph replay --since 2023-08-22
    """

    async def story(services: Services, speech: Speech) -> int | None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.progress import Progress
        from orgraph.cli.render.ledger import replay_lines

        with Progress(lambda: speech("progress-replaying")) as progress:
            found = await services.ledger.replay(services.actor, since, lambda done: progress.update(done, 0))
        if as_json:
            print(written(found))
        else:
            show(replay_lines(found, speech))
        return FOUND if found.differences else None

    answer(ctx, story)


def _read_ends(file: Path) -> tuple[BookEnd, ...]:
    import json

    from orgraph.domain.errors import InvalidInput
    from orgraph.domain.ledger import BookEnd
    from orgraph.domain.said import said
    from orgraph.domain.system import system_says

    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(rows, list):
            raise TypeError(rows)
        return tuple(BookEnd(str(row["book"]), int(row["position"]), str(row["hash"])) for row in rows)
    except OSError as error:
        problem = said("file-unread", file=str(file), why=system_says(error))
        raise InvalidInput(problem, said("mend-check-name")) from None
    except (ValueError, TypeError, KeyError):
        raise InvalidInput(said("no-ends-of-books", file=str(file)), said("mend-kept-ends")) from None


def _write_ends(file: Path, found: Verification) -> None:
    from orgraph.cli.as_json import as_json
    from orgraph.cli.files import written

    with written(file):
        file.write_text(as_json(found.ends) + "\n", encoding="utf-8")
