"""What to try in place of a word that is not known: those that come nearest, and what lists all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from orgraph.domain.said import Said, said
from orgraph.domain.text import spelled
from orgraph.domain.worded import Worded

NEAR = 3
"""Words that a refusal names."""

MANY = 40
"""Words up to which a refusal names them all where none comes near."""

ALIKE = 0.5
"""How alike two words are, from 0 to 1, where one may be meant by the other."""

Words = Mapping[str, Collection[str]]
"""For each key all that a person may call it."""


def nearest(word: str, known: Words) -> tuple[str, ...]:
    """At most three keys of what is called most like `word`, the nearest first."""
    names = {spelled(name).casefold(): key for key, called in known.items() for name in (key, *called)}
    close = get_close_matches(spelled(word).casefold(), sorted(names), 2 * NEAR, ALIKE)
    return tuple(dict.fromkeys(names[name] for name in close))[:NEAR]


def instead_of(
    word: str, known: Words, lists: Said | None = None, titles: Mapping[str, Worded] = MappingProxyType({})
) -> Said:
    """
    The remedy for a `word` that is none of `known`: what comes nearest, else all of a few.

    `lists` says what lists them all; the command that does stands in its phrase, and is told with the remedy. What has
    a title among `titles` is told by it.
    """
    near = tuple(titles.get(key, key) for key in nearest(word, known))
    if near:
        return said("mend-nearest-or-list", near=near, lists=lists) if lists else said("mend-nearest", near=near)
    if lists and (len(known) > MANY or not known):
        return lists
    if not known:
        return said("mend-none-there")
    several = tuple(titles.get(key, key) for key in sorted(known))
    return said("mend-known-or-list", known=several, lists=lists) if lists else said("mend-known", known=several)


def themselves(keys: Collection[str]) -> Words:
    """Keys that are called nothing else."""
    return dict.fromkeys(keys, ())
