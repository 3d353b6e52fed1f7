"""What a name, or the beginning of one, finds: names of the day first, then those of other days; a pure rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from orgraph.definitions.words.levels import Level
from orgraph.domain.area import AreaPath, Candidate, NameSpan, OtherName
from orgraph.domain.organisation import Organisation
from orgraph.domain.registry import FoundBesides, FoundElsewhen, FoundOtherwise, NamedOrganisation
from orgraph.domain.text import beginnings, spelled
from orgraph.rules.places.meant import called_besides
from orgraph.rules.places.naming import answers_to, forms


def other_name(names: Iterable[NameSpan], called: str, fits: Callable[[str], bool]) -> OtherName | None:
    """The last of some names that fits, for something that is `called` another on the day; None if none does."""
    spans = [span for span in names if fits(span.name)]
    return OtherName(spans[-1].name, spans[-1].since, spans[-1].until, called) if spans else None


def areas_searched(
    text: str, found: Iterable[Candidate], levels: Mapping[str, Level], on: date
) -> tuple[list[AreaPath], list[AreaPath], list[Candidate]]:
    """
    Of areas those that are called `text` on the day, or whose name begins so, then those of which that is true of an
    alias; those of which it is true of a name of another day; those that are not there on the day, whatever name of
    theirs it is true of. Each says by which alias or name of another day it was found.
    """
    then: dict[str, AreaPath] = {}
    besides: dict[str, AreaPath] = {}
    otherwise: dict[str, AreaPath] = {}
    elsewhen: dict[str, Candidate] = {}
    for one in found:
        area, level = one.found.area, levels[one.found.area.level]
        told = other_name(one.names, area.name, partial(_fits, text, level))
        by_alias = None if told else called_besides(one, beginnings(text))
        if not one.there(on):
            if (told or by_alias) and one.ever:
                elsewhen.setdefault(area.code, by_alias or one)
        elif _fits(text, level, area.name):
            then.setdefault(area.code, one.found)
        elif told:
            otherwise.setdefault(area.code, replace(one.found, otherwise=(*one.found.otherwise, told)))
        elif by_alias:
            besides.setdefault(area.code, by_alias.found)
    return [*then.values(), *besides.values()], [*otherwise.values()], [*elsewhen.values()]


def _fits(text: str, level: Level, name: str) -> bool:
    begun = beginnings(text)
    return any(form.startswith(begun) for form in forms(spelled(name), level)) or answers_to(text, name, level)


@dataclass(frozen=True, slots=True)
class Searched:
    """
    Organisations that a search finds, the best first; the names of other days and the aliases by which some were found,
    and which are not there on the day.
    """

    organisations: tuple[Organisation, ...]
    otherwise: tuple[FoundOtherwise, ...]
    elsewhen: tuple[FoundElsewhen, ...]
    besides: tuple[FoundBesides, ...]

    def first(self, limit: int) -> Searched:
        """The first of them, and what is said of these."""
        shown = self.organisations[:limit]
        codes = {one.code for one in shown}
        return Searched(
            shown,
            tuple(one for one in self.otherwise if one.code in codes),
            tuple(one for one in self.elsewhen if one.code in codes),
            tuple(one for one in self.besides if one.code in codes),
        )


def organisations_searched(text: str, found: Iterable[NamedOrganisation], on: date) -> Searched:
    """
    Of organisations those whose name on the day begins with `text`, then those of another name or an alias, which is
    told, then those that are not there on the day, which is told, too.
    """
    then, otherwise, gone = list[Organisation](), list[Organisation](), list[Organisation]()
    names, days, besides = list[FoundOtherwise](), list[FoundElsewhen](), list[FoundBesides]()
    begun = beginnings(text)
    for one in found:
        organisation = one.organisation
        if not one.there(on):
            gone.append(organisation)
            days.append(_elsewhen(one, on))
        elif spelled(organisation.name).startswith(begun):
            then.append(organisation)
            continue
        told = other_name(one.names, organisation.name, lambda name: spelled(name).startswith(begun))
        alias = "" if told else next((alias for alias in one.aliases if spelled(alias).startswith(begun)), "")
        if (told or alias) and one.there(on):
            otherwise.append(organisation)
        if told and not spelled(organisation.name).startswith(begun):
            names.append(FoundOtherwise(organisation.code, told))
        if alias:
            besides.append(FoundBesides(organisation.code, alias))
    return Searched((*then, *otherwise, *gone), tuple(names), tuple(days), tuple(besides))


def with_coded(coded: Iterable[NamedOrganisation], called: Searched, on: date) -> Searched:
    """Organisations that were found by their code, and then those by their name."""
    first = {one.organisation.code: one for one in coded}
    others = tuple(one for one in called.organisations if one.code not in first)
    gone = (_elsewhen(one, on) for one in first.values() if not one.there(on))
    every = (*(one.organisation for one in first.values()), *others)
    return replace(called, organisations=every, elsewhen=(*gone, *called.elsewhen))


def _elsewhen(one: NamedOrganisation, on: date) -> FoundElsewhen:
    ended = one.until <= on
    return FoundElsewhen(one.organisation.code, None if ended else one.since, one.until if ended else None)


def organisations_called(text: str, found: Iterable[NamedOrganisation]) -> tuple[Organisation, ...]:
    """
    Of organisations of a name those that have it on the day; if there are none, those of which it is an alias; if there
    are none, those that have it on another.
    """
    every = list(found)
    called = [one for one in every if spelled(one.organisation.name) == text]
    called = called or [one for one in every if text in map(spelled, one.aliases)]
    return tuple(one.organisation for one in called or every)
