"""orgraph task: a task, what may be done to it, and a verb for each action of the lifecycles that would be loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command_from_info
from typer.models import CommandInfo

from orgraph.cli.chinese import TEXTS
from orgraph.cli.common import MANY, AsJson, answer, parse_day, parse_instant, show, typed, whole, words_typed
from orgraph.cli.drawn import Drawn, DrawnField, by_verb, drawn
from orgraph.cli.fields import known_fields, options, said_of, settings_or_shipped, takes
from orgraph.cli.reader import Lang, reader, spoken
from orgraph.cli.usage import Unusable
from orgraph.cli.whistle import ActingKey

if TYPE_CHECKING:
    from orgraph.bootstrap import Services
    from orgraph.cli.speech import Speech
    from orgraph.domain.action import ActionRequest, Rating


POINTER = "{command} ACTION --help says what an action takes."
VERBS = {
    "en": {"call": "call", "transfer": "transfer", "handle": "handle", "supervise": "supervise"},
    "zh": {"call": "呼", "transfer": "转", "handle": "办", "supervise": "督"},
}
"""What actions do, in a word."""
_HANGING: dict[str, Any] = {"initial_indent": "  ", "subsequent_indent": "      ", "break_on_hyphens": False}
"""How keys of actions are laid out: a key is not broken, it is to be typed."""


class TaskGroup(TyperGroup):
    """The verbs of `orgraph task`: those below and the actions of all lifecycles; an id alone shows the task."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All verbs, those of this file first."""
        return [*self.commands, *(key for key in _drawn(ctx) if key not in self.commands)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A verb; None where there is none of this name."""
        known = self.commands.get(cmd_name)
        if known is not None or cmd_name not in _drawn(ctx):
            return known
        info = CommandInfo(name=cmd_name, callback=_verb(_drawn(ctx)[cmd_name], known_fields(ctx), reader(ctx)))
        return spoken(get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The verbs, then the keys of the actions by their verbs, for which no command is made: all on one screen."""
        own = [(name, one.get_short_help_str(formatter.width)) for name, one in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(own)
        lang = reader(ctx)
        with formatter.section("Actions"):
            for verb, keys in by_verb(_drawn(ctx).values()).items():
                line = f"{VERBS[lang].get(verb, verb)}  {' '.join(keys)}"
                formatter.write(fill(line, formatter.width, **_HANGING) + "\n")
        formatter.write_paragraph()
        formatter.write_text((POINTER if lang == "en" else TEXTS[POINTER]).format(command=ctx.command_path))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The verb, `show` where there is none."""
        named = not args or args[0].startswith("-") or self.get_command(ctx, args[0]) is not None
        meant = "--by" in args or (len(args) > 1 and not args[1].startswith("-"))  # who shows a task says no more
        if not named and meant:
            near = _near(args[0], _drawn(ctx))
            raise Unusable("usage-no-action-near" if near else "usage-no-action", word=args[0], near=near)
        return super().resolve_command(ctx, args if named else ["show", *args])


def _drawn(ctx: Any) -> dict[str, Drawn]:
    """The actions that there are, read once a command; those shipped where the settings are bad: what runs says so."""
    kept: dict[str, Drawn] | None = ctx.meta.get(__name__)
    if kept is None:
        kept = ctx.meta[__name__] = drawn(settings_or_shipped(ctx))
    return kept


def _near(word: str, known: dict[str, Drawn]) -> tuple[str, ...]:
    """The actions that come nearest to a word, by key or title."""
    from orgraph.domain.nearest import nearest

    words = {key: [name for title in one.titles for name in title] for key, one in known.items()}
    return nearest(word, words)


def _titles(action: Drawn, lang: Lang) -> str:
    return "、".join(one.zh for one in action.titles) + "。" if lang == "zh" else _sentence(action)


def _sentence(action: Drawn) -> str:
    return ", ".join(dict.fromkeys(one.told("en") for one in action.titles)) + "."


app = typer.Typer(
    cls=TaskGroup, help="A task, and what may be done to it.", no_args_is_help=True, rich_markup_mode=None
)

TaskId = Annotated[str, typer.Argument(metavar="ID", help="The task's id, or key: and the key that opened it.")]
By = Annotated[
    str, typer.Option("--by", metavar="WHO", help="Who acts: role@area, or an organisation, by code or name.")
]

MARK = whole(1, 5)
"""A mark, 5 best."""

OPTIONS: dict[str, tuple[Any, Any]] = {
    "text": (Annotated[str, typer.Option("--text", help="In words; - reads it from standard input.")], ""),
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
    "contacted": (
        Annotated[
            bool | None,
            typer.Option("--contacted/--not-contacted", help="Was the unit in touch? As the resident says."),
        ],
        None,
    ),
    "solved": (Annotated[bool | None, typer.Option("--solved/--unsolved", help="As the resident says.")], None),
    "satisfaction": (
        Annotated[int | None, typer.Option(metavar="N", parser=MARK, help="How content is the resident?")],
        None,
    ),
    "arrival": (Annotated[int | None, typer.Option(metavar="N", parser=MARK, help="Did it arrive? 1 to 5.")], None),
    "attitude": (Annotated[int | None, typer.Option(metavar="N", parser=MARK, help="How did it act? 1 to 5.")], None),
    "result": (Annotated[int | None, typer.Option(metavar="N", parser=MARK, help="What came of it? 1 to 5.")], None),
    "review": (
        Annotated[date | None, typer.Option("--review", parser=parse_day, metavar="DAY", help="Looked at again on.")],
        None,
    ),
}
"""What an action may carry, as options."""

PART_OF = dict.fromkeys(("arrival", "attitude", "result"), "rating")
"""Options that are one field together."""


def register(root: typer.Typer) -> None:
    """Add the verbs of this file."""
    root.add_typer(app, name="task")


@app.command("show")
def show_task(ctx: typer.Context, identifier: TaskId, as_json: AsJson = False) -> None:
    """A task with its proof and everything that happened to it.

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
    """What may be done to a task now, and why not the rest.

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


def _verb(action: Drawn, fields: Mapping[str, DrawnField], lang: Lang) -> Callable[..., None]:
    """The command of an action: who, the options of what it carries, and the version that was seen."""
    carried = {name: one for name, one in fields.items() if name in action.carries}
    drawn_options = options(carried.values(), lang)

    def run(
        ctx: typer.Context, identifier: str, by: str, version: int | None, key: str | None, as_json: bool, **said: Any
    ) -> None:
        async def story(services: Services, speech: Speech) -> None:
            task = await services.tasks.identified(services.actor, identifier)
            if said.get("into"):
                said["into"] = await services.tasks.identified(services.actor, said["into"])
            await _act(services, speech, _request(action.key, task, by, version, key, said), as_json, words_typed(ctx))

        said["text"] = typed(said["text"])
        said["fields"] = said_of({name: said.pop(name) for name in drawn_options}, carried)
        answer(ctx, story)

    seen = typer.Option(
        "--version", metavar="N", parser=whole(0, MANY), help="The version that you saw; else as it is now."
    )
    parameters: dict[str, tuple[Any, Any]] = {
        "ctx": (typer.Context, ...),
        "identifier": (TaskId, ...),
        "by": (By, ...),
        **{name: option for name, option in OPTIONS.items() if PART_OF.get(name, name) in action.carries},
        **drawn_options,
        "version": (Annotated[int | None, seen], None),
        "key": (ActingKey, None),
        "as_json": (AsJson, False),
    }
    takes(run, parameters)
    run.__doc__ = f"{_titles(action, lang)}\n\n\b\norgraph task {action.key} 0c9f6f0e-… --by …"
    return run


def _request(
    action: str, task: str, by: str, version: int | None, key: str | None, said: dict[str, Any]
) -> ActionRequest:
    from orgraph.cli.whistle import key_or_new
    from orgraph.domain.action import ActionRequest

    marks = {name: said.pop(name, None) for name in PART_OF}
    for name in ("proof", "helpers"):
        if name in said:
            said[name] = tuple(said[name] or ())
    return ActionRequest(task, action, by, key_or_new(key), version, rating=_rating(marks), **said)


def _rating(marks: dict[str, int | None]) -> Rating | None:
    """The rating of all its marks, None of none. Raises InvalidInput for some of them."""
    from orgraph.domain.action import Rating
    from orgraph.domain.errors import InvalidInput
    from orgraph.domain.said import said

    given = {name: mark for name, mark in marks.items() if mark is not None}
    if given and len(given) < len(marks):
        missing = tuple(f"--{name}" for name in marks if name not in given)
        raise InvalidInput(said("marks-missing", count=len(marks), missing=missing), said("mend-all-marks"))
    return Rating(**given) if given else None


async def _act(
    services: Services, speech: Speech, request: ActionRequest, as_json: bool, words: tuple[str, ...]
) -> None:
    from orgraph.cli.as_json import as_json as written
    from orgraph.cli.as_json import plain
    from orgraph.cli.render.acted import acted_lines, proposed_by
    from orgraph.domain.errors import StoreUnavailable
    from orgraph.domain.said import said

    try:
        acted = await services.actions.act(services.actor, request)
    except StoreUnavailable as error:
        remedy = said("mend-act-again", key=request.key, words=words)
        raise StoreUnavailable(error.message, remedy) from error
    found = await services.tasks.task(services.actor, request.task)
    if as_json:
        proposal = {"proposal": found.proposal} if proposed_by(acted, found) else {}
        print(written({**plain(acted), "deadlines": found.deadlines, **proposal}))
    else:
        show(acted_lines(acted, found, speech))
