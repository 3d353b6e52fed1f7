"""What words of the definitions mean where somebody asks by them, and what comes nearest to those that mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orgraph.definitions.definitions import Definitions, called, words_of
from orgraph.domain.errors import InvalidInput, NotFound
from orgraph.domain.field import FieldType
from orgraph.domain.listing import Wanted
from orgraph.domain.nearest import Words, instead_of
from orgraph.domain.said import said
from orgraph.domain.text import spelled

_EQUALS = re.compile("[=＝:：]")
"""What may stand between a field and its value."""


def states_known(definitions: Definitions) -> Words:
    """The states of every lifecycle."""
    return words_of(state for lifecycle in definitions.lifecycles for state in lifecycle.states.values())


def kinds_known(definitions: Definitions) -> Words:
    """The kinds of task."""
    return words_of(definitions.tasks)


def categories_known(definitions: Definitions) -> Words:
    """The categories, those of cities, too."""
    return words_of(definitions.categories)


@dataclass(frozen=True, slots=True)
class Choices:
    """The fields that are choices: what each may be called, and what each of its values may be."""

    names: Words
    values: Mapping[str, Words]

    def meant(self, name: str, value: str) -> tuple[str, tuple[str, ...]]:
        """The field that is meant by a word, or the word, and the values of it that may be meant by another."""
        key = next(iter(keys_meant(name, self.names)), name)
        return key, keys_meant(value, self.values.get(key, {}))


def choices_known(definitions: Definitions) -> Choices:
    """The choices that kinds of task declare, those of one name put together."""
    choices = [field for field in definitions.declared_fields.values() if field.type is FieldType.CHOICE]
    names = {one.name: called(one.name, one.title) for one in choices}
    return Choices(names, {one.name: words_of(one.of) for one in choices})


def no_choice(name: str, value: str, choices: Choices) -> InvalidInput:
    """That a word is no field that is a choice, or another no value of it, with those that come nearest."""
    if not choices.names:
        return InvalidInput(said("no-such", what=said("noun-field"), word=name), said("mend-no-choices"))
    key, _ = choices.meant(name, value)
    return (
        unknown("choice", value, choices.values[key])
        if key in choices.values
        else unknown("field", name, choices.names)
    )


def field_meant(text: str) -> tuple[str, str]:
    """The field and its value, still as words, of what is written as field=value. Raises InvalidInput."""
    name, equals, value = (part.strip() for part in _EQUALS.sub("=", text, count=1).partition("="))
    if not (name and equals and value):
        raise InvalidInput(said("no-field-with-value", text=text), said("mend-field-with-value"))
    return name, value


def with_below(definitions: Definitions, keys: Iterable[str]) -> tuple[str, ...]:
    """Categories and all that lie below them."""
    wanted = set(keys)
    below = {one.key for one in definitions.categories if wanted & set(one.lineage)}
    return tuple(sorted(wanted | below))


def keys_meant(word: str, known: Words) -> tuple[str, ...]:
    """The keys that a person may mean by a word; none for a word that is not known."""
    meant = spelled(word)
    return tuple(key for key, one in known.items() if meant in one.names)


_SECTIONS = {
    "category": said("noun-category"),
    "role": said("noun-role"),
    "level": said("noun-level"),
    "measure": said("noun-measure"),
    "kind": said("noun-kind-of-task"),
    "state": said("noun-state"),
    "field": said("noun-field"),
    "choice": said("noun-choice"),
}
"""What is asked by words of the definitions, and of lists."""

_LISTED = {"category": "categories", "role": "roles", "measure": "measures"}
"""Sections that are too long to be told whole."""


def unknown(what: str, word: str, known: Words) -> InvalidInput:
    """That a word is none of a section, with those that come nearest."""
    section = _LISTED.get(what)
    lists = said("mend-see-section", section=section) if section else None
    return InvalidInput(said("no-such", what=_SECTIONS[what], word=word), instead_of(word, known, lists))


def no_task(task: str) -> NotFound:
    """That there is no such task."""
    return NotFound(said("no-such", what=said("noun-task"), word=task), said("mend-see-tasks", task=task))


def check_wanted(wanted: Wanted) -> None:
    """Raise InvalidInput for what no task can be."""
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise InvalidInput(said("period-backwards", since=wanted.since, until=wanted.until), said("mend-later-end"))
    if wanted.lights and wanted.ended:
        raise InvalidInput(said("ended-has-no-light"), said("mend-light-or-ended"))
