"""Names as people type them, and codes as levels make them."""

from __future__ import annotations

from collections.abc import Mapping

from orgraph.definitions.titles import by_title
from orgraph.definitions.words.levels import Level
from orgraph.domain.said import Said, said
from orgraph.domain.text import spelled

BODY = 3
"""Characters from which on an ending names a body, 村委会, and not a part of the name, 村."""


def forms(name: str, level: Level) -> tuple[str, ...]:
    """
    Every form that people type of an official name, the longest first: 边门村委会, 边门村, 边门.

    An ending is taken off as long as two characters stay, so that 东村 keeps its name.
    """
    found = [name]
    while (shorter := _without_ending(found[-1], level)) is not None and shorter not in found:
        found.append(shorter)
    return tuple(found)


def short_name(name: str, level: Level) -> str:
    """The shortest form as it is looked up: what the store indexes."""
    return spelled(forms(name, level)[-1])


def keys_typed(text: str, levels: Mapping[str, Level]) -> tuple[str, ...]:
    """Every short name that `text` may stand for, however it is spelled and whatever the level it belongs to."""
    text = spelled(text)
    return tuple(dict.fromkeys(short_name(text, level) for level in levels.values()))


def answers_to(text: str, name: str, level: Level) -> bool:
    """
    Whether an area of this name and level may be called `text`.

    边门村 and 边门村民委员会 both mean 边门村委会, but 边门村 is not 边门社区: an ending of three or more characters
    names a body and may be another one, a shorter one belongs to the name.
    """
    text, mine = spelled(text), forms(spelled(name), level)
    return text in mine or _without_body(text, level) in mine


def _without_body(text: str, level: Level) -> str:
    for ending, rest in level.endings:
        if len(ending) >= BODY and text.endswith(ending):
            return text[: len(text) - len(ending)] + rest
    return text


def _without_ending(name: str, level: Level) -> str | None:
    for ending, rest in level.endings:
        if name.endswith(ending) and ending != rest:
            stem = name[: len(name) - len(ending)] + rest
            if len(stem) >= 2:
                return stem
    return None


def code_fault(code: str, level: Level, leading: str, prefix_code: str) -> Said | None:
    """
    What is wrong with the code of a new area, None if nothing.

    `leading`: what counts of its parent's code; `prefix_code`: that of its superior of level `level.code.prefix`.
    """
    scheme, own = level.code, by_title(level.key, level.title)
    if scheme.prefix:
        begins = prefix_code + scheme.letter
        tail = code[len(begins) :]
        if not code.startswith(begins):
            return said("code-begins-otherwise", level=own, begins=begins, digits=scheme.digits)
        fits = len(tail) == scheme.digits and _is_digits(tail)
        return None if fits else said("code-goes-on-otherwise", level=own, begins=begins, digits=scheme.digits)
    if len(code) != scheme.digits or not _is_digits(code):
        return said("code-digits", level=own, digits=scheme.digits)
    if code[scheme.significant :].strip("0"):
        return said("code-zeros", level=own, digits=scheme.significant)
    return None if code.startswith(leading) else said("code-not-of-parent", level=own, leading=leading)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
