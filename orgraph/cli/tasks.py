"""orgraph task with a verb an action."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from orgraph.cli.common import AsJson, answer, parse_day, parse_instant, show
from orgraph.cli.whistle import ActingKey

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.action import ActionRequest


class TaskGroup(TyperGroup):
    """The verbs of `orgraph task`; an identifier alone shows the task."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The verb, `show` where there is none."""
        named = not args or args[0] in self.commands or args[0].startswith("-")
        return super().resolve_command(ctx, args if named else ["show", *args])


app = typer.Typer(
    cls=TaskGroup, help="A task, and what may be done to it (任务).", no_args_is_help=True, rich_markup_mode=None
)

TaskId = Annotated[str, typer.Argument(metavar="ID", help="The task's id, or key: and the key that opened it.")]
By = Annotated[
    str, typer.Option("--by", metavar="WHO", help="Who acts: role@area, or an organisation, by code or name.")
]

OPTIONS: dict[str, tuple[Any, Any]] = {
    "text": (Annotated[str, typer.Option("--text", help="In words.")], ""),
    "unit": (Annotated[str, typer.Option("--unit", metavar="UNIT", help="The unit meant, by code or name.")], ""),
    "when": (
        Annotated[datetime | None, typer.Option("--at", parser=parse_instant, metavar="TIME", help="When; else now.")],
        None,
    ),
    "helpers": (
        Annotated[
            list[str] | None,
            typer.Option("--helper", metavar="UNIT", help="A unit that helps, by code or name; repeatable."),
        ],
        None,
    ),
    "place": (Annotated[str, typer.Option("--place", metavar="PLACE", help="Where; else as its parent.")], ""),
    "limit": (Annotated[str, typer.Option("--within", metavar="SPAN", help="Its limit: '3 days'.")], ""),
    "into": (Annotated[str, typer.Option("--into", metavar="ID", help="The earlier task.")], ""),
    "across": (Annotated[bool, typer.Option("--across", help="Though it is of another category; say why.")], False),
    "extension": (Annotated[str, typer.Option("--for", metavar="SPAN", help="How much: '2 working days'.")], ""),
    "proof": (Annotated[list[str] | None, typer.Option("--proof", metavar="REF", help="A photo; repeatable.")], None),
    "passed": (Annotated[bool | None, typer.Option("--passed/--failed", help="The result of the check.")], None),
    "arrival": (Annotated[int, typer.Option(min=1, max=5, help="Did it arrive? 1 to 5.")], ...),
    "attitude": (Annotated[int, typer.Option(min=1, max=5, help="How did it act? 1 to 5.")], ...),
    "result": (Annotated[int, typer.Option(min=1, max=5, help="What came of it? 1 to 5.")], ...),
    "review": (
        Annotated[date | None, typer.Option("--review", parser=parse_day, metavar="DAY", help="Looked at again on.")],
        None,
    ),
}
"""What an action may carry, as options."""

VERBS: dict[str, tuple[tuple[str, ...], str]] = {
    "accept": (("text",), "Admit a reported matter (受理)."),
    "refuse-admission": (("text",), "Do not admit it, with the reason (不予受理)."),
    "open": (("text",), "Open what was not admitted (责令受理)."),
    "dispatch": (("text",), "Send it to who answers for it (派遣)."),
    "sign-in": (("text",), "Sign for a task as its lead (签收)."),
    "decline": (("text",), "Decline it, with the reason (退单)."),
    "transfer": (("unit", "text"), "Let another unit lead (转派)."),
    "rule": (("unit", "text"), "Rule which unit leads to the end (裁定权属)."),
    "contest": (("unit", "text"), "Say whose it is, and work on: an emergency (权属异议)."),
    "settle": (("unit", "text"), "Rule on what was contested (事后裁定)."),
    "add-helper": (("unit", "text"), "Let a unit help, too (增加协办)."),
    "release-helper": (("unit", "text"), "Let a helper leave (协办撤离)."),
    "acknowledge": (("text",), "Sign for it as a helper (协办签收)."),
    "assign": (("unit", "helpers", "place", "limit", "text"), "Make a task of its own for a unit (会商交办)."),
    "arrive": (("unit", "when", "text"), "Confirm that a unit has arrived (确认到场)."),
    "note": (("text",), "Say what was done meanwhile (进展)."),
    "ask-extension": (("extension", "text"), "Ask for more time (申请延期)."),
    "grant-extension": (("text",), "Grant the time asked for (批准延期)."),
    "submit": (("text", "proof"), "Submit what was done (提交办结)."),
    "verify": (("passed", "text"), "Check what was submitted (核查)."),
    "call-back": (("text",), "Record what the callers say of it (回访)."),
    "close": (("text",), "Close it (办结)."),
    "rate": (("unit", "arrival", "attitude", "result", "text"), "Rate a unit (评价)."),
    "reply": (("text",), "Reply to a rating (评价申辩)."),
    "reopen": (("text",), "Let a closed task go on (重启)."),
    "urge": (("text",), "Urge the unit (催办)."),
    "carry-over": (("text", "review"), "Let it wait until a review (结转)."),
    "resume": (("text",), "Let it go on (恢复办理)."),
    "exclude": (("text", "review"), "Leave it out of the rates (剔除考核)."),
    "merge": (("into", "across", "text"), "Merge a duplicate into the earlier task (并案)."),
    "void": (("text",), "It should not have been opened (作废)."),
}
"""Each action's options, and what it does."""


def register(root: typer.Typer) -> None:
    """Add the verbs of this file."""
    for action, (options, does) in VERBS.items():
        app.command(action)(_verb(action, options, does))
    root.add_typer(app, name="task")


@app.command("show")
def show_task(ctx: typer.Context, identifier: TaskId, as_json: AsJson = False) -> None:
    """A task with its proof and everything that happened to it (任务).

    \b
    orgraph task show 0c9f6f0e-…
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


@app.command("actions")
def actions(ctx: typer.Context, identifier: TaskId, by: By, as_json: AsJson = False) -> None:
    """What may be done to a task now, and why not the rest (可用操作).

    \b
    orgraph task actions 0c9f6f0e-… --by township-secretary@210502001000
    """

    async def story(services: Services, speech: Speech) -> None:
        from orgraph.cli.as_json import as_json as written
        from orgraph.cli.render.actions import available_lines

        task = await services.tasks.identified(services.actor, identifier)
        found = await services.actions.available(services.actor, task, by)
        if as_json:
            print(written(found))
        else:
            show(available_lines(found, speech))

    answer(ctx, story)


def _verb(action: str, options: tuple[str, ...], does: str) -> Callable[..., None]:
    """The command of an action: who, the options it takes, and the version that was seen."""

    def run(
        ctx: typer.Context, identifier: str, by: str, version: int | None, key: str | None, as_json: bool, **said: Any
    ) -> None:
        async def story(services: Services, speech: Speech) -> None:
            task = await services.tasks.identified(services.actor, identifier)
            if "into" in said:
                said["into"] = await services.tasks.identified(services.actor, said["into"])
            await _act(services, speech, _request(action, task, by, version, key, said), as_json)

        answer(ctx, story)

    seen = typer.Option("--version", metavar="N", help="The version that you saw; else as it is now.")
    parameters: dict[str, tuple[Any, Any]] = {
        "ctx": (typer.Context, ...),
        "identifier": (TaskId, ...),
        "by": (By, ...),
        **{name: OPTIONS[name] for name in options},
        "version": (Annotated[int | None, seen], None),
        "key": (ActingKey, None),
        "as_json": (AsJson, False),
    }
    run.__annotations__ = {name: kind for name, (kind, _) in parameters.items()} | {"return": None}
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [_parameter(name, kind, default) for name, (kind, default) in parameters.items()]
    )
    run.__doc__ = f"{does}\n\n\b\norgraph task {action} 0c9f6f0e-… --by …"
    return run


def _parameter(name: str, kind: Any, default: Any) -> inspect.Parameter:
    given = inspect.Parameter.empty if default is ... else default
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=given, annotation=kind)


def _request(
    action: str, task: str, by: str, version: int | None, key: str | None, said: dict[str, Any]
) -> ActionRequest:
    from orgraph.cli.whistle import key_or_new
    from orgraph.domain.action import ActionRequest, Rating

    marks = [said.pop(name) for name in ("arrival", "attitude", "result") if name in said]
    for name in ("proof", "helpers"):
        if name in said:
            said[name] = tuple(said[name] or ())
    return ActionRequest(task, action, by, key_or_new(key), version, rating=Rating(*marks) if marks else None, **said)


async def _act(services: Services, speech: Speech, request: ActionRequest, as_json: bool) -> None:
    from orgraph.cli.as_json import as_json as written
    from orgraph.cli.render.whistle import task_lines
    from orgraph.domain.errors import StoreUnavailable

    try:
        acted = await services.actions.act(services.actor, request)
    except StoreUnavailable as error:
        version = "" if request.expected_version is None else f" --version {request.expected_version}"
        remedy = f"repeat it with --key {request.key}{version}: it acts once"
        raise StoreUnavailable(error.message, remedy) from error
    if as_json:
        print(written(acted))
    else:
        show(task_lines(await services.tasks.task(services.actor, request.task), speech, proof=False))
