"""Fields that kinds of task declare: what may be said in one, and what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from orgraph.domain.worded import Worded


class FieldType(StrEnum):
    """What is said in a field; `texts`, `units` and `places` are lists; a `mark` is 1 to 5, a rating three of them."""

    TEXT = "text"
    TEXTS = "texts"
    CONTACT = "contact"
    WHOLE = "whole"
    TRUTH = "truth"
    MARK = "mark"
    DAY = "day"
    INSTANT = "instant"
    CHOICE = "choice"
    SPAN = "span"
    UNIT = "unit"
    UNITS = "units"
    PLACE = "place"
    PLACES = "places"
    POST = "post"
    CATEGORY = "category"
    TASK = "task"
    RATING = "rating"


TYPED = (FieldType.TEXT, FieldType.TEXTS, FieldType.CONTACT)
"""What a person types into these is kept apart, as every text is, so that it can be taken out."""

LISTS = (FieldType.TEXTS, FieldType.UNITS, FieldType.PLACES)
"""Types of which one field holds several."""

FieldValue = str | int | bool | tuple[str, ...]
"""Codes and keys, days and instants in ISO, texts; a whole number; a truth; of a list all of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """
    What is said in a field that a kind declares, by its name.

    `type` is what it was said as; None, as on a command line: what the field is, once somebody has looked.
    """

    name: str
    value: FieldValue
    type: FieldType | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A field of a task as the event `sequence` said it; `value` None: it was typed, and lies apart."""

    type: FieldType
    value: FieldValue | None
    sequence: int


@dataclass(frozen=True, slots=True)
class TaskField:
    """
    A field as it was said in the event `sequence`, and whether it is still what the task has in it.

    `texts` are the codes, keys and days, or what was typed; `words` what those are called that have a name.
    `redacted`: what was typed was taken out.
    """

    name: str
    title: Worded
    type: FieldType
    texts: tuple[str, ...]
    words: tuple[Worded, ...]
    sequence: int
    current: bool
    redacted: bool = False


def kept_in(payload: Mapping[str, Any], sequence: int) -> dict[str, Kept]:
    """The declared fields that an event says, by name, as its payload has them under `declared`."""
    said: Mapping[str, Any] = payload.get("declared", {})
    return {name: Kept(FieldType(one["type"]), _value(one.get("value")), sequence) for name, one in said.items()}


def tag(name: str, value: str) -> str:
    """A value of a field that is a choice, as tasks are found by it."""
    return f"{name}={value}"


def tags_of(fields: Mapping[str, Kept]) -> tuple[str, ...]:
    """The tags of a task that has these fields."""
    return tuple(sorted(tag(name, str(one.value)) for name, one in fields.items() if one.type is FieldType.CHOICE))


def texts_of(value: FieldValue | None) -> tuple[str, ...]:
    """A value as it is shown where it has no words: a truth as true or false."""
    if value is None:
        return ()
    if isinstance(value, tuple):
        return value
    return (str(value).lower() if isinstance(value, bool) else str(value),)


def named(names: Iterable[str], said: Iterable[Said]) -> tuple[Said, ...]:
    """What is said in the fields of these names."""
    wanted = frozenset(names)
    return tuple(one for one in said if one.name in wanted)


def _value(said: Any) -> FieldValue | None:
    return tuple(said) if isinstance(said, list) else said
