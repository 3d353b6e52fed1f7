"""Phrases in both languages, from files; what is to be told put into one of them."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from string import Formatter

from orgraph.definitions.source import Entry, Reading, read_file
from orgraph.definitions.titles import Title
from orgraph.domain.deadline import Span
from orgraph.domain.said import Lines, Said, Term, Value, said
from orgraph.domain.worded import Worded


@dataclass(frozen=True, slots=True)
class Phrase(Title):
    """A phrase; `run`, of what can be done about something, is the command that does it, with braces as the phrase."""

    run: str = ""


COUNTS = ("count", "days", "years", "steps", "total", "gaps", "written")
"""Blanks of phrases that hold a number of things: one thing has a phrase of its own where it is said otherwise."""


class Words:
    """Phrases by key; called with a key and the values that fill its braces."""

    def __init__(self, phrases: Mapping[str, Title], lang: str) -> None:
        self._phrases = phrases
        self.lang = lang

    def __call__(self, key: str, /, **values: object) -> str:
        """
        The phrase `key`, which is always there: those shipped stand in where a schema of one's own lacks one.

        Of a single thing it is that of `key` with -one, if there is one: 1 working hour.
        """
        single = self._phrases.get(f"{key}-one") if any(str(values.get(name)) == "1" for name in COUNTS) else None
        return (single or self._phrases[key])(self.lang).format(**values)

    def of(self, family: str, value: str, /, **values: object) -> str:
        """
        The word for one of a set: `relation` and `PAIRED_WITH` make the key relation-paired-with.

        Only what was recorded under a word that nobody has any more is told as it is: of our own sets each has a word.
        """
        key = f"{family}-{value.lower().replace('_', '-')}"
        return self(key, **values) if key in self._phrases else " ".join([value, *map(str, values.values())])

    def joined(self, parts: list[str] | tuple[str, ...]) -> str:
        """Parts as a list: with 、 in Chinese, with commas in English."""
        return self("list-separator").join(parts)

    def say(self, what: Said | str | None) -> str:
        """A sentence in words; what is in words already, and what another version stored under a code, as it is."""
        if what is None or isinstance(what, str):
            return what or ""
        if what.code not in self._phrases:
            return str(what)
        return self(what.code, **{name: self._told(value) for name, value in what.values})

    def run(self, what: Said | str | None) -> str:
        """The command that does what `what`, or a saying in it, advises, ready to be typed; empty without one."""
        if what is None or isinstance(what, str):
            return ""
        phrase = self._phrases.get(what.code)
        if isinstance(phrase, Phrase) and phrase.run:
            return phrase.run.format(**{name: _typed(value) for name, value in what.values})
        return next(filter(None, (self.run(value) for _, value in what.values if isinstance(value, Said))), "")

    def _told(self, value: Value) -> object:
        match value:
            case Said():
                return self.say(value)
            case Worded():
                return value(self.lang)
            case Term(family=family, key=key):
                return self.of(family, key)
            case Span(count=count, unit=unit):
                return self.of("unit", unit.value, count=str(count))
            case Lines(each=each):
                return "\n".join(self.say(one) for one in each)
            case tuple():
                return self.joined([str(self._told(one)) for one in value])
            case datetime():
                return value.isoformat(timespec="minutes")
            case date():
                return value.isoformat()
        return value


def _typed(value: Value) -> str:
    """A value as a command takes it: titles by their key, several words one after the other."""
    if isinstance(value, Worded):
        return shlex.quote(value.key)
    return shlex.join(map(str, value)) if isinstance(value, tuple) else shlex.quote(str(value))


def read_phrases(*files: Path) -> dict[str, Title]:
    """The phrases of files that orgraph ships; of none that is not there. What is wrong in one is passed over."""
    found: dict[str, Title] = {}
    for path in files:
        top = read_file(Reading(), path, path.name) if path.is_file() else None
        for entry in top.entries() if top else ():
            found[entry.key] = Phrase(entry.text("zh"), entry.text("en"), entry.text("run"))
    return found


def read_own(top: Entry, shipped: Mapping[str, Title]) -> dict[str, Title]:
    """The phrases of a schema of one's own by key; blanks that nothing fills are faults."""
    found: dict[str, Title] = {}
    for entry in top.entries():
        found[entry.key] = own = Title(entry.text("zh", required=True), entry.text("en", required=True))
        known = shipped.get(entry.key)
        if known and not _fits(own, known):
            blanks = [f"{{{one}}}" for one in sorted(_blanks(known.en) or ())]
            remedy = said("mend-use", these=blanks) if blanks else said("mend-no-blanks")
            entry.fault(said("blank-unfilled"), remedy)
        entry.done()
    return found


def with_own(shipped: Mapping[str, Title], own: Mapping[str, Title]) -> dict[str, Title]:
    """`shipped` with one's own phrases in their place, as far as these can be filled."""
    return {**shipped, **{key: one for key, one in own.items() if key not in shipped or _fits(one, shipped[key])}}


def _fits(said: Title, known: Title) -> bool:
    """Whether a phrase can be filled with what fills a known one."""
    given = _blanks(known.zh) or set()
    return all(blanks is not None and blanks <= given for blanks in (_blanks(said.zh), _blanks(said.en)))


def _blanks(text: str) -> set[str] | None:
    """The names in braces; None where the braces are broken."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None
