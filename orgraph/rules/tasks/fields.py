"""What is said in the fields that a kind declares: read as what the field is, held to its bounds, put into events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from orgraph.definitions.definitions import Definitions, called, words_of
from orgraph.definitions.tasks.fields import TODAY, Field
from orgraph.definitions.tasks.kinds import TaskKind
from orgraph.definitions.titles import Title, with_key, worded
from orgraph.domain.action import FormField
from orgraph.domain.canonical import Json
from orgraph.domain.deadline import span_of
from orgraph.domain.errors import InvalidInput, OrgraphError
from orgraph.domain.event import Event
from orgraph.domain.field import LISTS, TYPED, FieldType, FieldValue, Kept, Said, TaskField, kept_in, texts_of
from orgraph.domain.nearest import instead_of
from orgraph.domain.said import Said as Saying
from orgraph.domain.said import Term, said
from orgraph.domain.text import is_blank, spelled
from orgraph.domain.time import CHINA, business_day
from orgraph.domain.typed import Mistyped, day_typed, instant_typed, whole_typed
from orgraph.domain.worded import Worded
from orgraph.rules.clocks.bounds import REVIEW, check_span

_YEARS = range(1900, 2200)
"""Years that a day in a field may lie in: what is beyond was mistyped."""


def read(field: Field, given: Said) -> Said:
    """
    What is said, as what the field is; units, places, posts and tasks still as they were named.

    Raises InvalidInput for what it cannot be.
    """
    if given.type not in (None, field.type):
        types = (_of_type(field.type), _of_type(given.type or field.type))
        raise wrong(field, said("field-of-type", type=types[0], given=types[1]), _example(field))
    value = given.value
    if field.type in LISTS:
        texts = (value,) if isinstance(value, str) else value
        if not isinstance(texts, tuple):
            raise wrong(field, said("field-is", value=str(texts)), _example(field))
        return Said(field.name, tuple(one for one in texts if not is_blank(one)), field.type)
    if isinstance(value, tuple):
        if len(value) != 1:
            raise wrong(field, said("field-holds-one", count=len(value)), said("mend-give-once"))
        (value,) = value
    return Said(field.name, _single(field, value), field.type)


def _single(field: Field, value: str | int | bool) -> FieldValue:
    if field.type is FieldType.TRUTH:
        return _truth(field, value)
    if field.type is FieldType.WHOLE:
        return _whole(field, value)
    if not isinstance(value, str) or is_blank(value):
        empty = isinstance(value, str)
        raise wrong(field, said("field-empty") if empty else said("field-is", value=str(value)), _example(field))
    match field.type:
        case FieldType.DAY:
            return _day(field, value).isoformat()
        case FieldType.INSTANT:
            return _instant(field, value).isoformat(timespec="minutes")
        case FieldType.CHOICE:
            return _choice(field, value)
        case FieldType.SPAN:
            return _span(field, value)
    return value


def _span(field: Field, value: str) -> str:
    try:
        check_span(value)
    except InvalidInput as error:
        raise named(field, error) from None
    return str(span_of(value))


def _truth(field: Field, value: str | int | bool) -> bool:
    known = {"true": True, "false": False}
    if not isinstance(value, bool) and value not in known:
        raise wrong(field, said("field-is", value=str(value)), _example(field))
    return value if isinstance(value, bool) else known[str(value)]


def _whole(field: Field, value: str | int | bool) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return whole_typed(str(value))
    except Mistyped as error:
        raise _mistyped(field, error) from None


def _day(field: Field, value: str) -> date:
    try:
        return _plausible(field, day_typed(value))
    except Mistyped as error:
        raise _mistyped(field, error) from None


def _instant(field: Field, value: str) -> datetime:
    try:
        at = instant_typed(value)
    except Mistyped as error:
        raise _mistyped(field, error) from None
    _plausible(field, at.date())
    return at.astimezone(CHINA)


def _plausible(field: Field, day: date) -> date:
    if day.year not in _YEARS:
        remedy = said("mend-year-between", low=str(_YEARS[0]), high=str(_YEARS[-1]))
        raise wrong(field, said("field-in-year", year=str(day.year)), remedy)
    return day


def _choice(field: Field, value: str) -> str:
    words = words_of(field.of)
    meant = spelled(value)
    found = [key for key, one in words.items() if value == key or meant in one.names]
    if not found:
        raise wrong(field, said("field-cannot-be", value=value), instead_of(value, words))
    return found[0]


def check_bounds(fields: Sequence[Field], given: Sequence[Said], before: Mapping[str, Kept], now: datetime) -> None:
    """
    Raise InvalidInput for a value out of the bounds of its field, at an instant; `before` is what the task has.

    What is repeated was asked before: a day that was to come then may have passed.
    """
    known = {name: kept.value for name, kept in before.items()} | {one.name: one.value for one in given}
    for one in given:
        field = next((each for each in fields if each.name == one.name), None)
        if field is not None:
            _check_size(field, one.value)
            _check_before(field, one.value, known, now)


def _check_size(field: Field, value: FieldValue) -> None:
    low, high = field.at_least, field.at_most
    size = value if isinstance(value, int) else len(value)
    if (low is not None and size < low) or (high is not None and size > high):
        what = {
            FieldType.WHOLE: said("field-is-number", value=size),
            FieldType.TEXT: said("field-has-characters", count=size),
        }.get(field.type, said("field-has", count=size))
        raise wrong(field, what, within(low, high))


def _check_before(field: Field, value: FieldValue, known: Mapping[str, FieldValue | None], now: datetime) -> None:
    if not field.not_before:
        return
    day = date.fromisoformat(str(value)[:10])
    if field.not_before == TODAY:
        today = business_day(now)
        passed = day < today or (field.type is FieldType.INSTANT and datetime.fromisoformat(str(value)) < now)
        if passed:
            raise wrong(field, said("field-has-passed", value=str(value)), said("mend-from-day-on", day=today))
        if day > today + timedelta(days=REVIEW):
            raise wrong(field, said("field-too-far", value=str(value)), said("mend-what-was-meant"))
        return
    other = known.get(field.not_before)
    if isinstance(other, str) and str(value)[: len(other)] < other[: len(str(value))]:
        what = said("field-before-other", value=str(value), other=field.not_before, than=other)
        raise wrong(field, what, said("mend-later-one"))


def within(low: int | None, high: int | None) -> Saying:
    """The remedy for what is out of bounds, of which at least one is given."""
    if low is None or high is None:
        return said("mend-at-most", high=high or 0) if low is None else said("mend-at-least", low=low)
    return said("mend-between", low=low, high=high)


def wrong(field: Field, what: Saying, remedy: Saying) -> InvalidInput:
    """That what is said in a field cannot be."""
    return InvalidInput(said("field-wrong", field=field.name, title=worded(field.name, field.title), what=what), remedy)


def named(field: Field, error: OrgraphError) -> OrgraphError:
    """What is wrong with what a field names, or with how it is written, with the field put before it."""
    title = worded(field.name, field.title)
    return type(error)(said("field-names", field=field.name, title=title, problem=error.message), error.remedy)


def _mistyped(field: Field, error: Mistyped) -> InvalidInput:
    title = worded(field.name, field.title)
    problem = said("field-mistyped", field=field.name, title=title, text=error.text, problem=error.problem)
    return InvalidInput(problem, error.remedy)


def _of_type(type_: FieldType) -> Term:
    return Term("field-type", type_.value)


def _example(field: Field) -> Saying:
    return {
        FieldType.TRUTH: said("mend-true-or-false"),
        FieldType.DAY: said("mend-typed-no-day"),
        FieldType.INSTANT: said("mend-typed-no-time"),
        FieldType.CHOICE: said("mend-use-one-of", known=tuple(worded(one.key, one.title) for one in field.of)),
        FieldType.SPAN: said("mend-span"),
    }.get(field.type, said("mend-give-type", type=_of_type(field.type)))


def strange(kind: TaskKind, given: Iterable[Said]) -> InvalidInput | None:
    """That nothing is said in a field of a name when one of a kind is opened; None: in all of them something is."""
    asked = [one for one in kind.fields if not one.later]
    words = {one.name: called(one.name, one.title, with_key) for one in asked}
    name = next((one.name for one in given if one.name not in words), None)
    if name is None:
        return None
    if field := kind.field(name):
        return wrong(field, said("field-said-later"), said("mend-leave-to-actions"))
    remedy = instead_of(name, words) if words else said("mend-no-fields")
    return InvalidInput(said("no-such-field", kind=worded(kind.key, kind.title), field=name), remedy)


def missing(kind: TaskKind, said: Sequence[Said]) -> tuple[str, ...]:
    """Fields without which nothing of the kind is opened, and that say nothing."""
    given = {one.name for one in said if one.value != ()}
    return tuple(one.name for one in kind.fields if one.required and one.name not in given)


def typed_in(said: Iterable[Said]) -> dict[str, str | tuple[str, ...]]:
    """What was typed, which is kept apart, by the name of the field."""
    return {one.name: _texts(one.value) for one in said if one.type in TYPED}


def _texts(value: FieldValue) -> str | tuple[str, ...]:
    return value if isinstance(value, tuple) else str(value)


def declared(said: Iterable[Said]) -> dict[str, Json]:
    """How an event keeps what is said: of each its type and, unless it was typed, its value; nothing of nothing."""
    rows: dict[str, Json] = {one.name: _row(one) for one in said if one.type is not None and one.value != ()}
    return {"declared": rows} if rows else {}


def _row(one: Said) -> Json:
    assert one.type is not None
    value: Json = list(one.value) if isinstance(one.value, tuple) else one.value
    return {"type": one.type.value} if one.type in TYPED else {"type": one.type.value, "value": value}


def body_of(said: Iterable[Said], mask: Callable[[str], str]) -> list[Json]:
    """All that is said, for what an idempotency key stands for; what was typed as `mask` leaves it."""
    return [[one.name, _masked(one, mask)] for one in sorted(said, key=lambda one: one.name)]


def _masked(one: Said, mask: Callable[[str], str]) -> Json:
    if one.type not in TYPED:
        return list(one.value) if isinstance(one.value, tuple) else one.value
    return [mask(text) for text in one.value] if isinstance(one.value, tuple) else mask(str(one.value))


def values_of(before: Mapping[str, Kept], said: Iterable[Said]) -> dict[str, FieldValue]:
    """What stands in fields by name: what is said now, else what the task has; without what lies apart."""
    known = {name: kept.value for name, kept in before.items() if kept.value is not None}
    return known | {one.name: one.value for one in said if one.type not in TYPED}


def form_field(field: Field, *, required: bool) -> FormField:
    """A field as forms show it."""
    return FormField(
        field.name,
        required,
        field.type,
        worded(field.name, field.title),
        tuple(worded(one.key, one.title) for one in field.of),
        worded(field.name, field.group) if field.group else None,
        field.at_least,
        field.at_most,
        field.not_before,
    )


def shown(
    definitions: Definitions, events: Sequence[Event], current: Mapping[str, Kept], names: Mapping[str, str]
) -> Iterator[TaskField]:
    """
    All that was said in fields, event by event; `current` is what the task has by now, `names` what codes are called.

    What is not declared any more is shown by its name.
    """
    known = definitions.declared_fields
    order = [*known]
    for event in events:
        said = kept_in(event.said, event.sequence)
        for name in sorted(said, key=lambda name: (order.index(name) if name in known else len(order), name)):
            kept, field = said[name], known.get(name)
            content = next((one for one in event.contents if one.field == name), None)
            texts = content.texts if content and kept.type in TYPED else texts_of(kept.value)
            yield TaskField(
                name,
                field_title(name, field),
                kept.type,
                texts,
                tuple(_words(definitions, field, kept, texts, names)),
                event.sequence,
                current=name in current and current[name].sequence == event.sequence,
                redacted=content.redacted if content else False,
            )


def field_title(name: str, field: Field | None) -> Worded:
    """What a field is called; one that is not declared any more by its name."""
    return worded(name, field.title) if field else Worded(name, name, name)


def chosen(definitions: Definitions, tag: str) -> tuple[Worded, Worded]:
    """The field and the value of a tag in words; of what is not declared any more the keys."""
    name, _, key = tag.partition("=")
    field = definitions.declared_fields.get(name)
    titles = {one.key: one.title for one in field.of} if field else {}
    value = worded(key, titles[key]) if key in titles else Worded(key, key, key)
    return field_title(name, field), value


def standing(definitions: Definitions, said: Iterable[TaskField]) -> tuple[TaskField, ...]:
    """What stands in fields now, in the order in which they are declared."""
    order = [*definitions.declared_fields]
    rank = {name: number for number, name in enumerate(order)}
    return tuple(
        sorted((one for one in said if one.current), key=lambda one: (rank.get(one.name, len(order)), one.name))
    )


def _words(
    definitions: Definitions, field: Field | None, kept: Kept, texts: Sequence[str], names: Mapping[str, str]
) -> Iterator[Worded]:
    choices = {one.key: one.title for one in field.of} if field else {}
    for text in texts:
        if text in choices:
            yield worded(text, choices[text])
        elif kept.type is FieldType.CATEGORY:
            yield from (worded(text, one.title) for one in definitions.categories.of(text)[:1])
        elif kept.type is FieldType.POST:
            role, _, area = text.partition("@")
            title = definitions.roles[role].title if role in definitions.roles else Title(role, role)
            yield Worded(text, f"{names.get(area, area)}{title.zh}", f"{names.get(area, area)} {title.en}")
        elif kept.type in (FieldType.UNIT, FieldType.UNITS, FieldType.PLACE, FieldType.PLACES):
            yield Worded(text, names.get(text, text), names.get(text, text))


def codes_in(events: Iterable[Event]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of areas, and of organisations, that fields name."""
    areas: dict[str, None] = {}
    organisations: dict[str, None] = {}
    for event in events:
        for kept in kept_in(event.said, event.sequence).values():
            texts = texts_of(kept.value)
            if kept.type in (FieldType.PLACE, FieldType.PLACES):
                areas |= dict.fromkeys(texts)
            elif kept.type in (FieldType.UNIT, FieldType.UNITS):
                organisations |= dict.fromkeys(texts)
            elif kept.type is FieldType.POST:
                areas |= dict.fromkeys(text.partition("@")[2] for text in texts)
    return tuple(areas), tuple(organisations)
