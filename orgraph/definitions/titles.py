"""Titles in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.source import Entry
from orgraph.domain.worded import Worded


@dataclass(frozen=True, slots=True)
class Title:
    """What people read, in Chinese and English."""

    zh: str
    en: str

    def __call__(self, lang: str) -> str:
        """The title in `lang`: en, or Chinese for anything else."""
        return self.en if lang == "en" else self.zh


NO_SOURCE = Title("", "")
"""Of what no definition says: a rule as a decision recorded it, what stands in for one that is gone."""


def by_title(key: str, title: Title) -> Worded:
    """A key as it is told where it may be typed: in Chinese by its title, in English, whose word it is, as it is."""
    return Worded(key, title.zh, key)


def with_key(key: str, title: Title) -> Worded:
    """A key that was typed so or by its title: in Chinese both, in English the key."""
    return Worded(key, f"{title.zh}({key})", key)


def worded(key: str, title: Title) -> Worded:
    """A title with the key that it belongs to."""
    return Worded(key, title.zh, title.en)


def read_title(entry: Entry) -> Title:
    """The `title` of an entry; both languages are required."""
    title = entry.mapping("title", required=True)
    if title is None:
        return Title(entry.key, entry.key)
    return read_words(title)


def read_source(entry: Entry) -> Title:
    """The `source` of an entry."""
    return read_text(entry, "source")


def read_text(entry: Entry, name: str) -> Title:
    """What an entry says under a name: in both languages, or as one text, which is told in both."""
    if entry.one_value(name):
        text = entry.text(name, required=True)
        return Title(text, text)
    both = entry.mapping(name, required=True)
    return read_words(both) if both else NO_SOURCE


def read_words(said: Entry) -> Title:
    """What a mapping of both languages says; both are required."""
    read = Title(said.text("zh", required=True), said.text("en", required=True))
    said.done()
    return read


def otherwise(here: Title, there: Title) -> dict[str, str]:
    """Two titles of one key as a fault tells them, in the language in which they differ."""
    lang = "zh" if here.zh != there.zh else "en"
    return {"here": here(lang), "there": there(lang)}
