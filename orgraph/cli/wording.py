"""Phrases of the command line, from wording.yaml, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from orgraph.definitions.titles import Title
    from orgraph.settings import Settings

Lang = Literal["zh", "en"]


NEEDED = {"incomplete": "carry", "not-carried": "carry"}
"""By obstacle the words for what an action would take; others name relations, states, stages, units and tasks."""


class Words:
    """Phrases by key; called with a key and the values that fill its braces."""

    def __init__(self, phrases: Mapping[str, Title], lang: str) -> None:
        self._phrases = phrases
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """The phrase `key`; a schema of one's own may lack it, then the key and the values have to do."""
        phrase = self._phrases.get(key)
        if phrase is None:
            return " ".join([key, *(str(value) for value in values.values())])
        return phrase(self.lang).format(**values)

    def of(self, family: str, value: str, **values: object) -> str:
        """
        The word for one of a set: `relation` and `PAIRED_WITH` make the key relation-paired-with.

        What has no word is told as it is.
        """
        key = f"{family}-{value.lower().replace('_', '-')}"
        return self(key, **values) if key in self._phrases else " ".join([value, *map(str, values.values())])

    def joined(self, parts: list[str] | tuple[str, ...]) -> str:
        """Parts as a list: with 、 in Chinese, with commas in English."""
        return self("list-separator").join(parts)


def words_of(settings: Settings) -> Words:
    """The phrases alone, for what is said while the definitions are not loaded, or cannot be."""
    from orgraph.settings import schema_folder

    return Words(_read(schema_folder(settings) / "wording.yaml"), settings.lang)


def shipped_words(lang: Lang) -> Words:
    """The phrases that orgraph ships, for what is said while the settings cannot be read."""
    from orgraph.settings import Settings, schema_folder

    return Words(_read(schema_folder(Settings.model_construct(schema_dir=None)) / "wording.yaml"), lang)


def _read(path: Path) -> dict[str, Title]:
    from orgraph.definitions.source import Reading, read_file
    from orgraph.definitions.titles import Title

    top = read_file(Reading(), path, path.name) if path.is_file() else None
    return {entry.key: Title(entry.text("zh"), entry.text("en")) for entry in top.entries()} if top else {}
