"""Which areas a name means on a day: the names of that day come first, then those of other days; a pure rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from orgraph.definitions.words.levels import Level
from orgraph.domain.area import AreaPath, Candidate, NameSpan, OtherName
from orgraph.domain.text import spelled
from orgraph.rules.places.naming import answers_to


@dataclass(frozen=True, slots=True)
class Meant:
    """Areas that are called so on the day, that are called so on another, and that are not there on the day."""

    then: tuple[Candidate, ...]
    otherwise: tuple[Candidate, ...]
    gone: tuple[Candidate, ...]

    @property
    def there(self) -> tuple[Candidate, ...]:
        """Those that the name means on the day."""
        return self.then or self.otherwise

    @property
    def all(self) -> tuple[Candidate, ...]:
        """All of them."""
        return (*self.then, *self.otherwise, *self.gone)


def meant(text: str, found: Sequence[Candidate], levels: Mapping[str, Level], on: date) -> Meant:
    """
    Of areas with a fitting short name those that answer to `text`, those written exactly so before those that
    are called exactly so, and these before others.

    One that does under a name of another day says so.
    """
    then, otherwise, gone = [], [], []
    for one in found:
        level = levels[one.found.area.level]
        spans = [span for span in one.names if answers_to(text, span.name, level)]
        if not one.there(on):
            if spans and one.ever:
                gone.append(one)
        elif answers_to(text, one.found.area.name, level):
            then.append(one)
        elif spans:
            otherwise.append(_said(one, spans[-1]))
    written = tuple(one for one in then if one.found.area.name == text)
    exact = written or tuple(one for one in then if spelled(one.found.area.name) == spelled(text))
    return Meant(exact or tuple(then), tuple(otherwise), tuple(gone))


def _said(one: Candidate, span: NameSpan) -> Candidate:
    told = OtherName(span.name, span.since, span.until, one.found.area.name)
    return replace(one, found=replace(one.found, otherwise=(*one.found.otherwise, told)))


def called_besides(one: Candidate, begun: tuple[str, ...]) -> Candidate | None:
    """An area with an alias that begins, as looked up, with one of `begun`, which it says; None if it has none."""
    alias = next((alias for alias in one.aliases if spelled(alias).startswith(begun)), "")
    return replace(one, found=replace(one.found, alias=alias)) if alias else None


def besides(name: str, found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Of areas those that carry an alias, those that are written so before those that are looked up so."""
    text = spelled(name)
    told = [
        replace(one, found=replace(one.found, alias=next(alias for alias in one.aliases if spelled(alias) == text)))
        for one in found
        if any(spelled(alias) == text for alias in one.aliases)
    ]
    return tuple([one for one in told if name in one.aliases and one.found.alias == name] or told)


def below(above: Sequence[Candidate], found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """What was found below some areas, with the names of another day by which all of those were found."""
    told = {one.found.otherwise for one in above}
    if len(told) != 1 or not (names := told.pop()):
        return tuple(found)
    return tuple(replace(one, found=replace(one.found, otherwise=(*names, *one.found.otherwise))) for one in found)


def nearest_in_time(gone: Sequence[Candidate], on: date) -> tuple[Candidate, ...]:
    """Areas that are not there on a day: those that have ended, the last first, then those that begin later."""
    ended = sorted((one for one in gone if one.until <= on), key=lambda one: one.until, reverse=True)
    return (*ended, *sorted((one for one in gone if on < one.since), key=lambda one: one.since))


def dated_path(one: Candidate, found: AreaPath, on: date) -> AreaPath:
    """The path of an area on its first or last day, with the day that says why it is not there on `on`."""
    found = replace(found, alias=one.found.alias)
    return replace(found, until=one.until) if one.until <= on else replace(found, since=one.since)
