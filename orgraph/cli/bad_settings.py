"""What is wrong with settings, each by the name under which it was set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any, get_args

from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import Said, said
from orgraph.settings import Settings, Unfit

if TYPE_CHECKING:
    from pydantic import ValidationError


def unfit(error: ValidationError, overrides: Mapping[str, Any]) -> InvalidInput:
    """The refusal of settings that mean nothing; those of `overrides` were given as options."""
    faults = (said("bad-setting", name=_origin(one, overrides), why=_why(one)) for one in error.errors())
    return _refusal(faults, said("mend-setting"))


def no_text(variables: Iterable[tuple[str, str]]) -> InvalidInput:
    """The refusal of variables whose bytes are no text."""
    faults = (said("bad-setting", name=name, why=said("not-utf8", value=ascii(value))) for name, value in variables)
    return _refusal(faults, said("mend-setting"))


def no_text_in_file() -> InvalidInput:
    """The refusal of a .env whose bytes are no text."""
    return InvalidInput(said("env-not-utf8"), said("mend-env"))


def _refusal(faults: Iterable[Said], remedy: Said) -> InvalidInput:
    told = reduce(lambda one, other: said("two-clauses", one=one, other=other), faults)
    return InvalidInput(said("bad-settings", faults=told), remedy)


def _origin(error: Mapping[str, Any], overrides: Mapping[str, Any]) -> str:
    """What a setting is called where it was set."""
    name = ".".join(str(part) for part in error["loc"])
    return f"--{name.removesuffix('_dir')}" if name in overrides else f"ORGRAPH_{name}".upper()


def _why(error: Mapping[str, Any]) -> Said:
    """Why a value is none of its setting."""
    value, facts = str(error["input"]), error.get("ctx", {})
    fault = facts.get("error")
    if isinstance(fault, Unfit):
        return fault.problem
    if "ge" in facts:
        return said("setting-too-small", value=value, least=f"{facts['ge']:g}")
    if "gt" in facts:
        return said("setting-not-above", value=value, bound=f"{facts['gt']:g}")
    if "le" in facts:
        return said("setting-too-large", value=value, most=f"{facts['le']:g}")
    choices = get_args(Settings.model_fields[str(error["loc"][0])].annotation)
    match error["type"]:
        case "literal_error":
            return said("setting-choice", value=value, choices=tuple(map(str, choices)))
        case "bool_parsing":
            return said("setting-no-truth", value=value)
        case "string_too_short":
            return said("setting-empty")
    return said("setting-no-number", value=value)
