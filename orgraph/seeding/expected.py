"""
What a step of a scenario expects of an answer: a path into its JSON, and what must stand there.

A path is names with dots: `lead.organisation.kind`. Of a list it takes every item, `helpers.organisation.kind` being a
list again, or the one at a number, `helpers.0.organisation.kind`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from orgraph.definitions.source import Entry
from orgraph.definitions.titles import Title, read_title
from orgraph.domain.nearest import nearest
from orgraph.domain.said import Said, said


class Look(StrEnum):
    """How what stands at a path is looked at."""

    IS = "is"
    HAS = "has"
    LACKS = "lacks"
    COUNT = "count"
    AT_LEAST = "at_least"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Expectation:
    """
    What must come out, in words, and how it is seen: at the path `of` stands `wanted`.

    is: just this, or a list of it alone; has: a list holds it, or a text contains it; lacks: neither; count: a list has
    so many items; at_least: a number is, or a list has, so many at least; none: nothing stands there, though it might.
    """

    title: Title
    of: str
    test: Look
    wanted: str

    @property
    def told(self) -> Said:
        """What must stand there."""
        match self.test:
            case Look.IS:
                return said("expected-is", wanted=self.wanted)
            case Look.HAS:
                return said("expected-has", wanted=self.wanted)
            case Look.LACKS:
                return said("expected-lacks", wanted=self.wanted)
            case Look.COUNT:
                return said("expected-count", wanted=self.wanted)
            case Look.AT_LEAST:
                return said("expected-at-least", wanted=self.wanted)
            case Look.NONE:
                return said("expected-none")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether an expectation held, and what came out; `missing` says which name of its path there is not."""

    held: bool
    found: str
    missing: Said | None = None


def read_expectations(step: Entry) -> tuple[Expectation, ...]:
    """The expectations under `expect` of a step."""
    return tuple(_expectation(entry) for entry in step.mappings("expect"))


def _expectation(entry: Entry) -> Expectation:
    title, of = read_title(entry), entry.text("of", required=True)
    test = Look(entry.one_of(tuple(Look)) or Look.NONE)
    wanted = ""
    if test in (Look.COUNT, Look.AT_LEAST):
        wanted = str(entry.whole(test, required=True))
    elif test is Look.NONE:
        if entry.has(test) and not entry.truth(test):
            entry.only_true(test)
    else:
        values = entry.values(test)
        if len(values) > 1:
            entry.fault(said("several-values"), said("mend-one-value"), test)
        wanted = _text(values[0]) if values else ""
    entry.done()
    return Expectation(title, of, test, wanted)


def outcome(expectation: Expectation, answer: Any) -> Outcome:
    """Whether an answer, as it is in JSON, says what is expected."""
    try:
        found = _at(answer, expectation.of.split("."))
    except _Missing as error:
        return Outcome(False, "", error.told)
    return Outcome(_held(expectation, found), _shown(found))


class _Missing(Exception):
    """A name of a path that nothing has."""

    def __init__(self, told: Said) -> None:
        super().__init__(str(told))
        self.told = told


def _at(value: Any, path: list[str]) -> Any:
    """What stands at a path. Raises _Missing for a name that is not there."""
    if not path:
        return value
    name, *rest = path
    if isinstance(value, list):
        if name.isdecimal():
            return _at(value[int(name)], rest) if int(name) < len(value) else None
        found = [_at(item, path) for item in value]
        return [one for item in found for one in (item if isinstance(item, list) else [item])]
    if value is None:
        return None
    if isinstance(value, dict) and name in value:
        return _at(value[name], rest)
    known = list(value) if isinstance(value, dict) else []
    near = tuple(nearest(name, dict.fromkeys(known, ()))) or tuple(known[:8])
    raise _Missing(said("answer-lacks", name=name, near=near) if near else said("answer-lacks-any", name=name))


def _held(expectation: Expectation, found: Any) -> bool:
    wanted = expectation.wanted
    match expectation.test:
        case Look.IS:
            one = found[0] if isinstance(found, list) and len(found) == 1 else found
            return not isinstance(one, (list, dict)) and _same(one, wanted)
        case Look.HAS | Look.LACKS:
            there = any(_same(one, wanted) for one in found) if isinstance(found, list) else wanted in _text(found)
            return there is (expectation.test is Look.HAS)
        case Look.COUNT:
            return isinstance(found, (list, dict)) and len(found) == int(wanted)
        case Look.AT_LEAST:
            return _number(len(found) if isinstance(found, (list, dict)) else found) >= int(wanted)
        case Look.NONE:
            return found in (None, "", [], {}) or (isinstance(found, list) and all(one in (None, "") for one in found))


def _same(found: Any, wanted: str) -> bool:
    if _text(found) == wanted:
        return True
    with suppress(ValueError):
        return isinstance(found, (int, float)) and not isinstance(found, bool) and float(found) == float(wanted)
    return False


def _number(found: Any) -> float:
    return found if isinstance(found, (int, float)) and not isinstance(found, bool) else float("-inf")


def _text(value: Any) -> str:
    """A value as one writes it in YAML."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


_ITEMS = 6
"""Items of a list that are shown where something else was expected."""


def _shown(found: Any) -> str:
    if isinstance(found, list):
        texts = [_text(one) if not isinstance(one, dict) else "{…}" for one in found]
        return ", ".join(texts[:_ITEMS]) + (f", … ({len(texts)})" if len(texts) > _ITEMS else "")
    return "{…}" if isinstance(found, dict) else _text(found)
