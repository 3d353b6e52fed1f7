"""Text as people type it: when it says nothing, which characters nobody sees, and how it is looked up."""

from __future__ import annotations

import re
import unicodedata

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that nobody sees or can mean: control, format, surrogates, unassigned, ends of lines."""

BLANKS = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f"
"""Letters and marks that show nothing: Hangul fillers, the empty Braille pattern, joiners and selectors."""

_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def is_blank(text: str) -> bool:
    """Whether `text` says nothing: empty, spaces of any width, characters that nobody sees."""
    return not any(_shows(one) for one in text)


def _shows(one: str) -> bool:
    return not (one.isspace() or unicodedata.category(one) in UNSEEN or one in BLANKS or _SELECTORS.match(one))
