"""What a key is called."""

from __future__ import annotations

from typing import NamedTuple


class Worded(NamedTuple):
    """What a key of the definitions is called, in Chinese and English."""

    key: str
    zh: str
    en: str

    def __call__(self, lang: str) -> str:
        """The words in `lang`: en, or Chinese for anything else."""
        return self.en if lang == "en" else self.zh
