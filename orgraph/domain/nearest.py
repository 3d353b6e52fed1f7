"""What to try in place of a word that is not known: those that come nearest, and what lists all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from typing import NamedTuple

from orgraph.domain.said import Said, said
from orgraph.domain.text import spelled
from orgraph.domain.worded import Worded

NEAR = 3
"""Words that a refusal names."""

MANY = 20
"""Words up to which a refusal names them all where none comes near."""

ALIKE, ALIKE_LETTERS = 0.5, 0.7
"""How alike two words are, from 0 to 1, where one may be meant by the other; a letter says less than a sign."""


class Called(NamedTuple):
    """What a key is called: as it is told where it may be typed, and all that a person may write, spelled alike."""

    told: Worded
    names: frozenset[str]


Words = Mapping[str, Called]
"""For each key what it is called."""


def nearest(word: str, known: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """At most three keys of what is called most like `word`, the nearest first; `known` has the names of each key."""
    names = {spelled(name).casefold(): key for key, called in known.items() for name in (key, *called)}
    asked = spelled(word).casefold()
    close = [one for one in get_close_matches(asked, sorted(names), 2 * NEAR, ALIKE) if _near(asked, one)]
    return tuple(dict.fromkeys(names[name] for name in close))[:NEAR]


def _near(asked: str, name: str) -> bool:
    """Whether a name that is like what was asked is near it: the one is part of the other, or few letters differ."""
    if asked in name or name in asked or not (asked.isascii() and name.isascii()):
        return True
    return SequenceMatcher(None, name, asked).ratio() >= ALIKE_LETTERS


def instead_of(word: str, known: Words, lists: Said | None = None) -> Said:
    """
    The remedy for a `word` that is none of `known`: what comes nearest, else all of a few.

    `lists` says what lists them all; the command that does stands in its phrase, and is told with the remedy.
    """
    near = tuple(known[key].told for key in nearest(word, {key: one.names for key, one in known.items()}))
    if near:
        return said("mend-nearest-or-list", near=near, lists=lists) if lists else said("mend-nearest", near=near)
    if lists and (len(known) > MANY or not known):
        return lists
    if not known:
        return said("mend-none-there")
    several = tuple(known[key].told for key in sorted(known))
    return said("mend-known-or-list", known=several, lists=lists) if lists else said("mend-known", known=several)


def themselves(keys: Collection[str]) -> Words:
    """Keys that are called nothing else."""
    return {key: Called(Worded(key, key, key), frozenset({spelled(key)})) for key in keys}
