"""orgraph settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import typer

from orgraph.cli.common import AsJson, session_of, settings_of, show

if TYPE_CHECKING:
    from orgraph.settings import Settings

ENV_FILE = ".env"


def register(app: typer.Typer) -> None:
    """Add the verb of this file."""
    app.command("settings")(settings)


def settings(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Every setting, and where it came from.

    \b
    orgraph settings
    ORGRAPH_LANG=en orgraph settings
    """
    from orgraph.cli.aligned import aligned, terminal_room
    from orgraph.cli.as_json import as_json as written
    from orgraph.cli.wording import words_of

    found = settings_of(ctx)
    words = words_of(found)
    rows = _rows(found, session_of(ctx).overrides)
    if as_json:
        print(written(rows))
        return
    shown = [[row["variable"], row["value"], words.of("from", row["from"]), row["about"]] for row in rows]
    show(aligned(shown, room=terminal_room()))


def _rows(found: Settings, overrides: dict[str, Any]) -> list[dict[str, str]]:
    """Every setting: its variable, its value with secrets masked, its origin, what it is for."""
    from orgraph.settings import purpose

    prefix, in_file = "ORGRAPH_", _env_file()
    environment = {name.upper() for name in os.environ}
    rows = []
    for name in type(found).model_fields:
        variable = (prefix + name).upper()
        origin = "option" if name in overrides else "environment" if variable in environment else "default"
        if origin == "default" and variable in in_file:
            origin = "file"
        about = purpose(name, found.lang)
        rows.append({"variable": variable, "value": _shown(getattr(found, name)), "from": origin, "about": about})
    return rows


def _env_file() -> set[str]:
    """The variables that .env sets."""
    from dotenv import dotenv_values

    return {name.upper() for name in dotenv_values(ENV_FILE)}


def _shown(value: object) -> str:
    """A value as text; an empty one as a dash. A secret's own text is stars, however long it is."""
    return "–" if value is None or str(value) == "" else str(value)
