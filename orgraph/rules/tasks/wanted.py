"""What words of the definitions mean where somebody asks by them, and what comes nearest to those that mean nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orgraph.definitions.definitions import Definitions, words_of
from orgraph.domain.deadline import Light
from orgraph.domain.errors import InvalidInput
from orgraph.domain.listing import Order, Wanted
from orgraph.domain.nearest import instead_of
from orgraph.domain.text import spelled

Words = Mapping[str, frozenset[str]]
"""For each key of a section all that a person may call it."""


def states_known(definitions: Definitions) -> Words:
    """The states of every lifecycle."""
    return words_of(state for lifecycle in definitions.lifecycles for state in lifecycle.states.values())


def kinds_known(definitions: Definitions) -> Words:
    """The kinds of task."""
    return words_of(definitions.tasks)


def categories_known(definitions: Definitions) -> Words:
    """The categories, those of cities, too."""
    return words_of(definitions.categories)


def with_below(definitions: Definitions, keys: Iterable[str]) -> tuple[str, ...]:
    """Categories and all that lie below them."""
    wanted = set(keys)
    below = {one.key for one in definitions.categories if wanted & set(one.lineage)}
    return tuple(sorted(wanted | below))


def keys_meant(word: str, known: Words) -> tuple[str, ...]:
    """The keys that a person may mean by a word; none for a word that is not known."""
    meant = spelled(word)
    return tuple(key for key, names in known.items() if meant in names)


_LISTED = {"category": "categories", "role": "roles"}
"""Sections that are too long to be told whole."""


def unknown(what: str, word: str, known: Words) -> InvalidInput:
    """That a word is none of a section, with those that come nearest."""
    section = _LISTED.get(what)
    lists = f"orgraph definitions list {section} shows them all" if section else ""
    return InvalidInput(f"no {what} {word!r}", instead_of(word, known, lists))


def light_meant(word: str) -> Light:
    """A light by its key. Raises InvalidInput with the nearest."""
    return Light(_choice("light", word, [light.value for light in Light]))


def order_meant(word: str) -> Order:
    """An order by its key. Raises InvalidInput with the nearest."""
    return Order(_choice("order", word, [order.value for order in Order]))


def check_wanted(wanted: Wanted) -> None:
    """Raise InvalidInput for what no task can be."""
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise InvalidInput(f"the period ends on {wanted.until}, before it begins on {wanted.since}", "give a later end")
    if wanted.lights and wanted.ended:
        raise InvalidInput("what has ended has no light", "ask for open tasks, or for no light")


def _choice(what: str, word: str, known: list[str]) -> str:
    found = keys_meant(word, {key: frozenset((key,)) for key in known})
    if not found:
        raise unknown(what, word, {key: frozenset((key,)) for key in known})
    return found[0]
