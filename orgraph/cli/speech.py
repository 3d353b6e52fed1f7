"""Keys and names put into words: titles from the definitions, phrases from wording.yaml, a mark on what is invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from orgraph.definitions.definitions import Definitions, NamedByLives, Titled
from orgraph.definitions.tasks.kinds import WHISTLE
from orgraph.definitions.tasks.lifecycle import ActionRule
from orgraph.definitions.wording import Words
from orgraph.domain.area import Area, OtherName
from orgraph.domain.coverage import PlaceCoverage
from orgraph.domain.deadline import Span
from orgraph.domain.event import CALLED, DISPATCHED, ENGINE
from orgraph.domain.organisation import Officer, Organisation
from orgraph.domain.said import Said
from orgraph.domain.track_record import TRACK_KEYS
from orgraph.rules.tasks.fields import chosen
from orgraph.settings import shipped_phrases

MARK = "*"
"""Stands behind every name that is synthetic; a note below the answer says so."""


class Speech(Words):
    """Phrases and titles in one language; remembers whether something synthetic was named."""

    def __init__(self, definitions: Definitions, lang: str) -> None:
        super().__init__(definitions.wording, lang)
        self.definitions = definitions
        self._marked = False

    def say(self, what: Said | str | None) -> str:
        """A sentence in words: those of failures stand beside those of answers, and are read only when one is told."""
        return self._all_words.say(what)

    def run(self, what: Said | str | None) -> str:
        """The command that does what `what` advises."""
        return self._all_words.run(what)

    @cached_property
    def _all_words(self) -> Words:
        return Words({**shipped_phrases(), **self._phrases}, self.lang)

    def level(self, key: str) -> str:
        """The title of a level."""
        return self._title(self.definitions.levels, key)

    def role(self, key: str) -> str:
        """The title of a role."""
        return self._title(self.definitions.roles, key)

    def measure(self, key: str) -> str:
        """The title of a measure."""
        return self._title(self.definitions.measures, key)

    def profession(self, key: str) -> str:
        """The title of a profession."""
        return self._title(self.definitions.professions, key)

    def employment(self, key: str) -> str:
        """The title of an employment."""
        return self._title(self.definitions.employments, key)

    def absence(self, key: str) -> str:
        """The title of a reason of absence."""
        return self._title(self.definitions.absences, key) if key != "away" else self("away")

    def organisation_kind(self, key: str) -> str:
        """The title of a kind of organisation."""
        return self._title(self.definitions.organisation_kinds, key)

    def area_kind(self, key: str) -> str:
        """The title of a kind of area."""
        return self._title(self.definitions.area_kinds, key)

    def proposal(self, key: str) -> str:
        """The title of a rule by which organisations are proposed."""
        return self._variant(self.definitions.proposals, key)

    def tier(self, key: str) -> str:
        """The title of a tier."""
        return self._title(self.definitions.tiers, key)

    def required(self, key: str) -> str:
        """The title of what a quota asks for: a role, or a kind of organisation."""
        return self.role(key) if key in self.definitions.roles else self.organisation_kind(key)

    def category(self, key: str) -> str:
        """The title of a category."""
        return self._variant(self.definitions.categories, key)

    def whistle(self, key: str) -> str:
        """The title of a kind of whistle."""
        return self._variant(self.definitions.tasks, key)

    def door(self, key: str) -> str:
        """The door by which a kind begins; one that is not defined any more was a whistle."""
        return next((kind.door for kind in self.definitions.tasks if kind.key == key), WHISTLE)

    def state(self, key: str) -> str:
        """The title of a task's state."""
        return self._of_life("states", key)

    def stage(self, key: str) -> str:
        """The title of a stage, whose limit passes; of one that is not defined any more its key."""
        return self._of_life("stages", key)

    def relation(self, key: str) -> str:
        """The title of how a party stands to a task."""
        return self._of_life("relations", key)

    def memory(self, key: str) -> str:
        """The title of what a task remembers."""
        return self._of_life("memories", key)

    def _of_life(self, section: NamedByLives, key: str) -> str:
        """The title of what a lifecycle names; of what none names any more its key."""
        title = self.definitions.life_title(section, key)
        return title(self.lang) if title else key

    def action(self, key: str) -> str:
        """The title of an action, or of an event that is none; of an action that is not defined any more its key."""
        rule = self._action(key)
        return rule.title(self.lang) if rule else self.of("event", key) if key in ENGINE else key

    def verb(self, key: str) -> str:
        """The verb that an event belongs to, in words; none for an action that is not defined any more."""
        rule, own = self._action(key), {CALLED: "call", DISPATCHED: "transfer"}.get(key, "supervise")
        return self.of("verb", rule.verb.value if rule else own) if rule or key in ENGINE else ""

    def field(self, key: str) -> str:
        """The title of what a task or an action carries; of what no kind declares any more its name."""
        found = (field for kind in self.definitions.tasks for field in kind.fields if field.name == key)
        declared = next(found, None)
        return declared.title(self.lang) if declared else self.of("carry", key.replace(".", "-"))

    def chosen(self, tag: str) -> str:
        """What a task has in a field that is a choice."""
        field, value = chosen(self.definitions, tag)
        return self("field", field=field(self.lang), value=value(self.lang))

    def _action(self, key: str) -> ActionRule | None:
        rules = (rule for lifecycle in self.definitions.lifecycles for rule in lifecycle.actions.values())
        return next((rule for rule in rules if rule.key == key), None)

    def span(self, span: Span) -> str:
        """A span of time, as 3 working days."""
        return self.of("unit", span.unit.value, count=str(span.count))

    def finding(self, key: str) -> str:
        """The title of a finding of supervision."""
        return self._variant(self.definitions.findings, key)

    def campaign(self, key: str) -> str:
        """The title of a campaign."""
        return self._variant(self.definitions.campaigns, key)

    def audit(self, key: str) -> str:
        """The title of an audit."""
        return self._variant(self.definitions.audits, key)

    def anything(self, key: str) -> str:
        """The title of what an audit misses: a role, a kind of organisation, a profession and so on, or several."""
        if "|" in key:
            return "/".join(self.anything(one) for one in key.split("|"))
        if key in TRACK_KEYS:
            return self.of("recorded", key)
        for titled in (
            self.required,
            self.profession,
            self.whistle,
            self.category,
            self.level,
            self.area_kind,
            self.tier,
        ):
            if (title := titled(key)) != key:
                return title
        return self.of("relation", key) if key.isupper() else key

    def name(self, named: Area | Organisation | Officer) -> str:
        """A name, marked where it is synthetic."""
        return self.words(named.name, named.synthetic)

    def words(self, name: str, synthetic: bool) -> str:
        """A bare name, marked where it is synthetic."""
        self._marked = self._marked or synthetic
        return name + MARK if synthetic else name

    def path(self, areas: Iterable[Area]) -> str:
        """Names from the top down; `areas` come nearest first."""
        return "/".join(reversed([self.name(area) for area in areas]))

    def notes(self) -> list[str]:
        """What must stand below an answer: what the mark means, if it was used."""
        return ["", self("note-synthetic", mark=MARK)] if self._marked else []

    def warnings(self, incomplete: Iterable[str]) -> list[str]:
        """What must stand above an answer: packs whose import is not done."""
        packs = self.joined(list(incomplete))
        return [self("warning-incomplete", packs=packs)] if packs else []

    def heading(self, key: str, found: PlaceCoverage) -> list[str]:
        """Warnings, then the heading of an answer about a place on a day, and by which other names it was found."""
        place = self.path(level.area for level in found.levels)
        heading = self(key, place=place, day=found.on.isoformat())
        return [*self.warnings(found.incomplete), heading, *(self.otherwise(one, found.on) for one in found.otherwise)]

    def otherwise(self, one: OtherName, on: date) -> str:
        """Until when, or from when on, something has the name that was asked for, and what it is called on the day."""
        if one.until is not None and one.until <= on:
            return self("called-until", asked=one.asked, day=one.until, name=one.name)
        return self("called-since", asked=one.asked, day=one.since, name=one.name)

    def found_by(self, one: OtherName, on: date) -> str:
        """The same in brackets, behind a name."""
        if one.until is not None and one.until <= on:
            return self("found-formerly", asked=one.asked, day=one.until)
        return self("found-later", asked=one.asked, day=one.since)

    def _title(self, section: Mapping[str, Titled], key: str) -> str:
        return section[key].title(self.lang) if key in section else key

    def _variant(self, section: Iterable[Titled], key: str) -> str:
        return next((entry.title(self.lang) for entry in section if entry.key == key), key)
