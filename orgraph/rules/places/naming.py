"""Names as people type them, and codes as levels make them."""

from __future__ import annotations

from collections.abc import Mapping

from orgraph.definitions.words.levels import Level
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


def code_fault(code: str, level: Level, leading: str, prefix_code: str) -> str:
    """
    What is wrong with the code of a new area, empty if nothing.

    `leading`: what counts of its parent's code; `prefix_code`: that of its superior of level `level.code.prefix`.
    """
    scheme = level.code
    if scheme.prefix:
        tail = code[len(prefix_code) + len(scheme.letter) :]
        wanted = f"{prefix_code}{scheme.letter} and {scheme.digits} digits"
        if not code.startswith(prefix_code + scheme.letter):
            return f"wrong prefix: a {level.key} here has {wanted}"
        return "" if len(tail) == scheme.digits and _is_digits(tail) else f"malformed: a {level.key} here has {wanted}"
    if len(code) != scheme.digits or not _is_digits(code):
        return f"malformed: a {level.key} has {scheme.digits} digits"
    if code[scheme.significant :].strip("0"):
        return f"malformed: a {level.key} has only zeros after digit {scheme.significant}"
    return "" if code.startswith(leading) else f"wrong prefix: a {level.key} here begins with {leading}"


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
