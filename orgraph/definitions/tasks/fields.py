"""Fields that a kind of task declares: what is asked for when one is opened, and what its actions may carry besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from orgraph.definitions.source import IDENTIFIER, Entry
from orgraph.definitions.tasks.lifecycle import CARRIES
from orgraph.definitions.titles import Title, otherwise, read_title, read_words
from orgraph.domain.field import LISTS, FieldType
from orgraph.domain.said import Said, said

TYPES = tuple(one for one in FieldType if one not in (FieldType.RATING, FieldType.MARK))
"""Types that a kind may declare: marks are of units, or of how content a resident is, and actions carry them."""

TODAY = "today"
"""A day or an instant that is `not_before` it is to come."""

_BOUNDED = (FieldType.WHOLE, FieldType.TEXT, *LISTS)
_DATED = (FieldType.DAY, FieldType.INSTANT)

RESERVED = frozenset(
    (
        *CARRIES,
        *("basis", "departments", "department", "meeting", "channel", "reason", "contents"),
        *("kind", "category", "severity", "also", "again", "meeting-at", "meeting-place", "blown-at"),
        *("by", "key", "version", "json", "help", "identifier", "id", "task", "action"),
        *("at", "for", "helper", "failed", "arrival", "attitude", "result"),
        *("lang", "store", "schema", "seeds", "folder", "world", TODAY),
    )
)
"""Names that something else has: what every task says, what actions carry by themselves, options of commands."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a choice."""

    key: str
    title: Title


@dataclass(frozen=True, slots=True)
class Field:
    """
    A field by its name.

    `required`: nothing is opened without it; `later`: it is not asked for then, but by actions. `of`: the values of a
    choice. `at_least`, `at_most`: bounds of a whole number, of how many a list holds, of the length of a text.
    `not_before`: TODAY, or the name of another day or instant that this one does not lie before. `group`: the heading
    that forms show it under. `summed`: supervision adds up what it holds, over all tasks that are counted.
    """

    name: str
    type: FieldType
    title: Title
    required: bool = False
    later: bool = False
    of: tuple[Choice, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    not_before: str = ""
    group: Title | None = None
    summed: bool = False


def read_fields(entry: Entry) -> tuple[Field, ...]:
    """The `fields` of a kind, in the order in which forms show them."""
    below = entry.mapping("fields")
    fields = tuple(_field(one) for one in below.entries(IDENTIFIER)) if below else ()
    dated = [one.name for one in fields if one.type in _DATED]
    for one in fields:
        others = [name for name in dated if name != one.name]
        if below and one.not_before and one.not_before != TODAY and one.not_before not in others:
            remedy = said("mend-use", these=(TODAY, *others))
            below.fault(said("no-day-field", name=one.not_before), remedy, one.name)
    return fields


def _field(one: Entry) -> Field:
    if one.key in RESERVED or one.key.startswith("no-"):
        one.fault(said("reserved-name"), said("mend-other-name"))
    type_ = FieldType(one.choice("type", [each.value for each in TYPES], "text", required=True))
    group = one.mapping("group")
    found = Field(
        one.key,
        type_,
        read_title(one),
        required=one.truth("required"),
        later=one.truth("later"),
        of=tuple(_choices(one)),
        at_least=one.whole("at_least") if one.has("at_least") else None,
        at_most=one.whole("at_most") if one.has("at_most") else None,
        not_before=one.text("not_before"),
        group=read_words(group) if group else None,
        summed=one.truth("summed"),
    )
    one.done()
    if type_ is FieldType.CHOICE and not found.of:
        one.add("of", dict, f"type: {type_.value}")
    if found.required and found.later:
        one.one_of(("required", "later"))
    for problem, remedy, where in _wrong(found):
        one.fault(problem, remedy, where)
    return found


def _choices(one: Entry) -> Iterator[Choice]:
    below = one.mapping("of")
    for value in below.entries(IDENTIFIER) if below else ():
        yield Choice(value.key, read_words(value))


def _wrong(field: Field) -> Iterator[tuple[Said, Said, str]]:
    """What does not go together: the problem, the remedy, the word that it is about."""
    if field.of and field.type is not FieldType.CHOICE:
        yield said("choices-of-none"), said("mend-leave-out", name="of"), "of"
    if field.type not in _BOUNDED and (field.at_least is not None or field.at_most is not None):
        what = "at_least" if field.at_least is not None else "at_most"
        yield said("no-bounds", type=field.type.value), said("mend-leave-out", name=what), what
    if field.at_least is not None and field.at_most is not None and field.at_least > field.at_most:
        problem = said("least-above-most", least=field.at_least, most=field.at_most)
        yield problem, said("mend-swap"), "at_least"
    if field.summed and field.type is not FieldType.WHOLE:
        yield said("sum-of-no-number", type=field.type.value), said("mend-leave-out", name="summed"), "summed"
    if field.not_before and field.type not in _DATED:
        yield said("not-before-undated"), said("mend-leave-out", name="not_before"), "not_before"


def disagreement(known: Field, other: Field, where: str) -> tuple[Said, Said] | None:
    """How a field differs from that of its name in the kind `where`, in what lists show beside each other; or None."""
    if known.type is not other.type:
        here, there = other.type.value, known.type.value
        problem = said("field-typed-otherwise", name=other.name, here=here, there=there, where=where)
        return problem, said("mend-same-type")
    if known.title != other.title:
        problem = said("field-titled-otherwise", name=other.name, **otherwise(other.title, known.title), where=where)
        return problem, said("mend-same-title")
    titles = {choice.key: choice.title for choice in known.of}
    for choice in other.of:
        if titles.get(choice.key, choice.title) != choice.title:
            differ = otherwise(choice.title, titles[choice.key])
            problem = said("choice-titled-otherwise", name=other.name, choice=choice.key, **differ, where=where)
            return problem, said("mend-same-title")
    return None


def together(fields: Iterable[Field]) -> dict[str, Field]:
    """Fields by name, those of one name put together: a choice has the choices of all."""
    found: dict[str, Field] = {}
    for one in fields:
        first = found.get(one.name)
        found[one.name] = _both(first, one) if first else one
    return found


def _both(one: Field, other: Field) -> Field:
    of: Sequence[Choice] = tuple({choice.key: choice for choice in (*one.of, *other.of)}.values())
    required, later = one.required and other.required, one.later and other.later
    return Field(one.name, one.type, one.title, required, later, tuple(of), summed=one.summed or other.summed)
