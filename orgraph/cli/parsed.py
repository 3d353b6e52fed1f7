"""A command as the verbs read it, without being run: whether there is such a verb, and what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from orgraph.cli.common import Session
from orgraph.cli.reader import reader
from orgraph.cli.usage import problem_of

if TYPE_CHECKING:
    from orgraph.seeding.scripts import Problem

LASTING = ("demo", "serve")
"""Verbs that go on until they are told to end, or play scenarios themselves."""
ENDS_WITH = "once"
"""The option with which a verb that would go on ends."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a command takes: `key` once and no second time, `json` for programs; `opens`: it takes no task to act on."""

    verb: str
    key: bool
    json: bool
    given: bool
    opens: bool


def parsed(root: Any, words: Sequence[str], session: Session) -> Parsed:
    """How the verbs below `root` read a command. Raises TyperException for one that they cannot read."""
    command, context = root, root.make_context("orgraph", list(words), obj=session.copy())
    verb = ""
    while hasattr(command, "resolve_command"):
        rest = [*context._protected_args, *context.args]
        name, command, rest = command.resolve_command(context, rest)
        verb = verb or str(name)
        context = command.make_context(name, rest, parent=context)
    options = {word for one in command.params for word in one.opts}
    ends = verb not in LASTING and context.params.get(ENDS_WITH, True)
    if not ends:
        raise typer.BadParameter(verb)
    given = context.params.get("key") is not None
    return Parsed(verb, "--key" in options, "--json" in options, given, "identifier" not in context.params)


def problem_with(root: Any, words: Sequence[str], session: Session) -> Problem | None:
    """What is wrong with a command of a script, None where nothing is."""
    from orgraph.domain.said import said
    from orgraph.settings import shipped_words

    try:
        parsed(root, words, session)
    except typer.TyperException as error:
        context: Any = getattr(error, "ctx", None)
        if context is None:
            return said("command-lasts", verb=str(error.message)), said("mend-leave-out-command")
        lang = reader(context)
        why = problem_of(error, lang, shipped_words(lang))
        return said("command-unread", why=why), said("mend-command")
    except typer.Exit:
        return said("command-unread", why=" ".join(words)), said("mend-command")
    return None
