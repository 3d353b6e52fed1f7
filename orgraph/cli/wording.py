"""Phrases of the command line, from wording.yaml, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from orgraph.definitions.wording import Words, read_phrases, with_own

if TYPE_CHECKING:
    from orgraph.settings import Settings

Lang = Literal["zh", "en"]


def words_of(settings: Settings) -> Words:
    """The phrases alone, for what is said while the definitions are not loaded, or cannot be."""
    from orgraph.settings import schema_folder, shipped_phrases

    own = read_phrases(schema_folder(settings) / "wording.yaml") if settings.schema_dir else {}
    return Words(with_own(shipped_phrases(), own), settings.lang)
