"""Options of the fields that kinds of task declare, drawn from their files."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand
from typer.main import get_command_from_info
from typer.models import CommandInfo

from orgraph.cli.common import settings_of
from orgraph.cli.drawn import DrawnField, drawn_fields
from orgraph.cli.reader import Lang, reader

if TYPE_CHECKING:
    from orgraph.domain.field import Said
    from orgraph.settings import Settings

SAID = "orgraph.fields"
"""Where a command finds what was said in fields: a tuple of Said."""

_PREFIX = "field_"

_ENDS = {"en": (".", "; repeatable."), "zh": ("。", "；可重复。")}
"""What stands behind the title of a field, and of one that may be said several times."""

_METAVARS = {
    "day": "DAY",
    "instant": "TIME",
    "span": "SPAN",
    "unit": "UNIT",
    "units": "UNIT",
    "place": "PLACE",
    "places": "PLACE",
    "post": "POST",
    "category": "C",
    "task": "ID",
    "whole": "N",
}
_SEVERAL = ("texts", "units", "places")

DOORS = {"whistle": "whistle", "report": "report"}
"""The door of the kinds that a verb opens; other verbs open all kinds."""


class Opening(TyperCommand):
    """A verb that opens tasks: besides its own options it has those of the fields of its kinds."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its parameters, the drawn ones before --help."""
        *own, last = super().get_params(ctx)
        door = DOORS.get(self.name or "")
        fields = [one for one in known_fields(ctx).values() if (door in one.doors if door else one.doors)]
        taken = {word for one in (*own, last) for word in (*one.opts, *one.secondary_opts)}
        return [*own, *(one for one in parameters(fields, reader(ctx)) if not taken.intersection(one.opts)), last]

    def invoke(self, ctx: Any) -> Any:
        """Run the verb; what was said in fields it finds in the context."""
        ctx.meta[SAID] = said_of(ctx.params, known_fields(ctx))
        ctx.params = {name: value for name, value in ctx.params.items() if not name.startswith(_PREFIX)}
        return super().invoke(ctx)


def said_in(ctx: typer.Context) -> tuple[Said, ...]:
    """What was said in the fields of the kinds that a verb opens."""
    found: tuple[Said, ...] = ctx.meta.get(SAID, ())
    return found


def known_fields(ctx: Any) -> dict[str, DrawnField]:
    """The fields that there are, read once a command; those shipped where the settings are bad: what runs says so."""
    kept: dict[str, DrawnField] | None = ctx.meta.get(__name__)
    if kept is None:
        kept = ctx.meta[__name__] = drawn_fields(settings_or_shipped(ctx))
    return kept


def settings_or_shipped(ctx: Any) -> Settings:
    """The settings; those of what is shipped where they are bad: what runs says so."""
    from orgraph.settings import Settings

    try:
        return settings_of(ctx)
    except Exception as error:
        from orgraph.domain.errors import InvalidInput  # here: help that comes at once does without

        if not isinstance(error, InvalidInput):
            raise
        return Settings.model_construct(schema_dir=None, seeds_dir=None, world="")


def options(fields: Iterable[DrawnField], lang: Lang) -> dict[str, tuple[Any, Any]]:
    """The options of fields by the name of their parameter: annotation and default."""
    return {_parameter(one.name): (_annotation(one, lang), None) for one in fields}


def parameters(fields: Iterable[DrawnField], lang: Lang) -> list[Any]:
    """The options of fields as a command has them."""

    def asks(**_: Any) -> None:
        """Takes them."""

    takes(asks, options(fields, lang))
    info = CommandInfo(name="asks", callback=asks)
    command: Any = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
    return list(command.params)


def takes(verb: Callable[..., None], parameters: Mapping[str, tuple[Any, Any]]) -> None:
    """Let a verb take parameters by name: of each its annotation, and its default or `...` where it must be given."""
    empty = inspect.Parameter.empty
    verb.__annotations__ = {name: kind for name, (kind, _) in parameters.items()} | {"return": None}
    verb.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=empty if default is ... else default, annotation=kind
            )
            for name, (kind, default) in parameters.items()
        ]
    )


def said_of(given: Mapping[str, Any], fields: Mapping[str, DrawnField]) -> tuple[Said, ...]:
    """What options say in fields; of what was not given nothing."""
    from orgraph.domain.field import Said

    values = ((name, given.get(_parameter(name))) for name in fields)
    return tuple(
        Said(name, tuple(value) if isinstance(value, list | tuple) else value)
        for name, value in values
        if value is not None and value != []
    )


def _parameter(name: str) -> str:
    return _PREFIX + name.replace("-", "_")


def _annotation(one: DrawnField, lang: Lang) -> Any:
    title, (stop, repeatable) = one.title.told(lang), _ENDS[lang]
    words, metavar = title + stop, "|".join(one.choices) or _METAVARS.get(one.type)
    if one.type == "truth":
        return Annotated[bool | None, typer.Option(f"--{one.name}/--no-{one.name}", help=words)]
    if one.type in _SEVERAL:
        option = typer.Option(f"--{one.name}", metavar=metavar, help=title + repeatable)
        return Annotated[list[str] | None, option]
    return Annotated[str | None, typer.Option(f"--{one.name}", metavar=metavar, help=words)]
