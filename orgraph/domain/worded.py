"""What a key is called."""

from __future__ import annotations

from typing import NamedTuple


class Worded(NamedTuple):
    """What a key of the definitions is called, in Chinese and English."""

    key: str
    zh: str
    en: str
