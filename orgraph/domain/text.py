"""Text as people type it: when it says nothing, which characters nobody sees, how it is looked up, how it is shown."""

from __future__ import annotations

import re
import unicodedata

from orgraph.domain.numerals import number_begun, numbered

BLANKS = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f"
"""Letters and marks that show nothing: Hangul fillers, the empty Braille pattern, joiners, selectors."""

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Variation selectors: part of the writing of rare names and of signs, seen with the character before them only."""

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000110bd\U000110cd\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001-\U000e007f]"
)
"""Control and format characters, halves of pairs, ends of lines, what is no character. Rare names may be written with
characters for private use or newer than our tables: they are none of these."""

_IN_LINES = "\t\n\r\u200c\u200d"
"""What a text of several lines may hold: its lines, tabs, and what joins signs and letters."""

NAMES = {"\t": "CHARACTER TABULATION", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE", "\x00": "NULL"}
"""Control characters that have no name in Unicode and come up."""

_NOT_LOOKED_UP = re.compile(rf"[\s{BLANKS}{_SELECTORS}]|{_UNSEEN.pattern}")


def is_blank(text: str) -> bool:
    """Whether `text` says nothing: empty, spaces of any width, characters that nobody sees."""
    return not _NOT_LOOKED_UP.sub("", text)


def unseen_in(text: str, *, lines: bool = False) -> list[str]:
    """The characters of `text` that nobody sees or can mean, each once, by number and name: U+200B ZERO WIDTH SPACE."""
    found = dict.fromkeys(_UNSEEN.findall(text))
    return [_named(one) for one in found if not (lines and one in _IN_LINES)]


def spelled(text: str) -> str:
    """
    `text` as it is looked up: compatibility forms folded (NFKC), without spaces and characters that nobody sees,
    numbers of buildings and the like in digits.

    Ｎａｎｄｉ 街道 and Nandi街道 are one, 一号楼, ①号楼 and 1号楼 are; what is kept and shown is the original.
    """
    if text.isalnum() and (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return numbered(text)  # as nearly every name is
    bare = _NOT_LOOKED_UP.sub("", unicodedata.normalize("NFKC", text))
    return numbered(unicodedata.normalize("NFKC", bare))  # what a space kept apart may belong together


def beginnings(text: str) -> tuple[str, ...]:
    """What a name that is looked up begins with while `text` is typed: it, and with the number at its end in digits."""
    return tuple(dict.fromkeys((spelled(text), number_begun(spelled(text)))))


def inert(text: str, keep: str = "") -> str:
    """
    `text` as it may go to a terminal, into a line or a picture: characters that nobody sees, but those to `keep`, are
    written out as JSON writes them, \\u001b.
    """
    if not _UNSEEN.search(text):
        return text
    return _UNSEEN.sub(lambda match: match[0] if match[0] in keep else _written_out(match[0]), text)


_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What the text of a cell begins with that a table program computes."""


def inert_cell(text: str) -> str:
    """`text` as it may stand in a CSV: no table program computes it, and no terminal obeys it."""
    return "'" * text.lstrip(" ").startswith(_ACTIVE) + inert(text, keep="\n\t")


def _written_out(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _named(sign: str) -> str:
    name = NAMES.get(sign) or unicodedata.name(sign, "CONTROL CHARACTER")
    return f"U+{ord(sign):04X} {name}"
