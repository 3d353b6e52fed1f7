"""Idempotency keys: the one rule for what may be one, and for what it stands for. Whoever takes a key asks here."""

from __future__ import annotations

import unicodedata

from orgraph.domain.errors import IdempotencyConflict, InvalidInput
from orgraph.domain.said import said
from orgraph.domain.sealing import Seal

MOST = 200
"""Characters that a key may have: an identifier of another system, not a text."""

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of characters that nobody sees in a line: control, format, halves of a pair, ends of lines."""


def check_key(key: str) -> None:
    """
    Raise InvalidInput unless `key` may be an idempotency key: one line of at most `MOST` characters that can be seen.

    It counts as it was given, character by character: nothing is trimmed, so that two keys never become one.
    """
    if not "".join(one for one in unicodedata.normalize("NFKC", key) if not _unseen(one)).strip():
        raise InvalidInput(said("no-key"), said("mend-give-key"))
    if len(key) > MOST:
        raise InvalidInput(said("key-too-long", length=len(key)), said("mend-shorter-key", most=MOST))
    if unseen := sorted({f"U+{ord(one):04X}" for one in key if _unseen(one)}):
        raise InvalidInput(said("key-with-unseen", signs=unseen), said("mend-plain-key"))


def check_same(key: str, claimed: Seal, body: str, task: str, before: str = "") -> None:
    """
    Raise IdempotencyConflict unless what a key was `claimed` for is what is asked for now; `task` is what it did then.
    `before` is the body as format 1 would have written it.

    A key belongs to one actor and one request: of another kind, or with other content, nothing is done under it.
    """
    if claimed.forgotten:
        raise IdempotencyConflict(said("key-of-redacted", key=key), said("mend-key-of-redacted", task=task), task)
    if not claimed.fits(body, before):
        raise IdempotencyConflict(said("key-used", key=key, task=task), said("mend-key-used", task=task), task)


def _unseen(one: str) -> bool:
    return unicodedata.category(one) in _UNSEEN
