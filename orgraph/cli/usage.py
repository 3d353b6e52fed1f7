"""Wrong usage in the reader's language: what the parser finds, and what verbs find in words that were typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer

from orgraph.cli.reader import Lang, reader, value_in_chinese

if TYPE_CHECKING:
    from orgraph.definitions.wording import Words
    from orgraph.domain.said import Value

_QUOTED = re.compile(r"'([^']*)'")


class Unusable(typer.BadParameter):
    """A word that cannot be used: the phrase of wording.yaml that says why, with its values."""

    def __init__(self, phrase: str, hint: str | None = None, **values: Value) -> None:
        super().__init__(phrase, param_hint=hint)
        self.phrase = phrase
        self.values = values


def usage_lines(error: Any, lang: Lang, words: Words) -> list[str]:
    """How the verb is used, where its help is, and what is wrong."""
    lines = []
    if error.ctx is not None:
        help_ = f"{error.ctx.command_path} {error.ctx.help_option_names[0]}"
        lines = [error.ctx.get_usage(), words("usage-help", command=help_), ""]
    return [*lines, words("usage-error", message=problem_of(error, lang, words))]


def problem_of(error: Any, lang: Lang, words: Words) -> str:
    """What is wrong, in one sentence."""
    kind, said = type(error).__name__, str(error.message)
    named = _QUOTED.findall(said)
    match kind:
        case "NoSuchOption":
            near = words.joined(sorted(error.possibilities or ()))
            told = words("usage-no-option", option=error.option_name)
            return told + (words("usage-nearest", near=near) if near else "")
        case "MissingParameter":
            return words.of("usage-missing", error.param.param_type_name, what=_name(error, lang))
        case "BadOptionUsage":
            bare = "does not take a value" in said
            return words("usage-no-value" if bare else "usage-value-missing", option=error.option_name)
    if isinstance(error, typer.BadParameter):
        why = _why(error, words)
        return words("usage-bad", what=_name(error, lang), why=why) if _name(error, lang) else why
    if said.startswith("No such command") and named:
        near = words.joined(named[1:])
        return words("usage-no-command", word=named[0]) + (words("usage-nearest", near=near) if near else "")
    if said.startswith("Got unexpected extra"):
        return words("usage-too-many", rest=said.partition("(s) (")[2].removesuffix(")"))
    return words("usage-no-verb") if said.startswith("Missing command") else said


def _name(error: Any, lang: Lang) -> str:
    """The option or argument that is meant."""
    if error.param is None:
        named = error.param_hint or ""
        return value_in_chinese(named) if lang == "zh" else named
    if error.param.param_type_name == "option":
        return " / ".join(error.param.opts)
    named = error.param.metavar or str(error.param.name).upper()
    return value_in_chinese(named) if lang == "zh" else named


def _why(error: Any, words: Words) -> str:
    if isinstance(error, Unusable):
        from orgraph.domain.said import Said

        return words.say(Said(error.phrase, tuple(error.values.items())))
    found: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    if found:
        value, *choices = _QUOTED.findall(str(found[0]["msg"])) or [found[0]["input"]]
        return words("usage-choice" if choices else "usage-not-read", value=value, choices=words.joined(choices))
    file = _QUOTED.findall(str(error.message))
    return words("usage-file", file=file[0]) if file else str(error.message)


def worded(error: Any, ctx: Any) -> list[str]:
    """Wrong usage in the language of the reader of `ctx`."""
    from orgraph.settings import shipped_words

    lang = reader(ctx)
    return usage_lines(error, lang, shipped_words(lang))
