"""Kinds of task, a file each: who may open one, what it must carry, which lifecycle it has and how it enters that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgraph.definitions.faults import define_or_use, some_of, use
from orgraph.definitions.sections import Section, Whole
from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.fields import Field, disagreement, read_fields
from orgraph.definitions.tasks.keeping import Keeping, read_keeping
from orgraph.definitions.tasks.lifecycle import CARRIES as OWN
from orgraph.definitions.tasks.lifecycle import ActionRule
from orgraph.definitions.tasks.lifecycle_reader import LIFECYCLES
from orgraph.definitions.titles import Title, read_title
from orgraph.domain.deadline import Span, Unit, span_of
from orgraph.domain.field import FieldType
from orgraph.domain.said import Said, said

CARRIES = ("text", "basis", "departments", "meeting", "channel")

WHISTLE, REPORT = "whistle", "report"
DOORS = (WHISTLE, REPORT)
"""Doors with a name of their own: a whistle is blown, an ordinary matter reported; all else is opened by its kind."""


@dataclass(frozen=True, slots=True)
class TaskKind:
    """
    A kind of task: roles that may open one, what it must carry, its lifecycle and how it enters that,
    its limits and its ladder, by keys.

    `door`: of DOORS, empty for all other kinds. `severity_at_least`: the least severity that it gives a matter;
    `afterwards`: how long afterwards it may be entered; None: at once only. Until `grace` after a meeting began nobody
    is late. What is `work_first` is worked on first and argued over later. What is `once` is not opened for a second
    time at a place, in the same category, while the first is open, unless by somebody who says so. `fields` are those
    that it declares; `keeps`: for how long after its end what was typed is kept, for ever what is not named there.
    `categories`: it is opened in these and those below them only, in every one where there is none.
    """

    key: str
    title: Title
    lifecycle: str
    entrance: str
    limits: str
    ladder: str
    opened_by: tuple[str, ...]
    must_carry: tuple[str, ...]
    door: str = ""
    severity_at_least: int = 1
    afterwards: Span | None = None
    grace: Span | None = None
    work_first: bool = False
    once: bool = False
    fields: tuple[Field, ...] = ()
    keeps: tuple[Keeping, ...] = ()
    categories: tuple[str, ...] = ()
    under: str = ""

    def field(self, name: str) -> Field | None:
        """A field that it declares."""
        return next((one for one in self.fields if one.name == name), None)


def read_kind(entry: Entry) -> TaskKind:
    """One entry of a file below tasks/."""
    kind = TaskKind(
        key=entry.key,
        title=read_title(entry),
        lifecycle=entry.refers("lifecycle", "lifecycles", required=True),
        entrance=entry.text("entrance", required=True),
        limits=entry.refers("limits", "deadlines", required=True),
        ladder=entry.refers("ladder", "ladders", required=True),
        opened_by=entry.refers_all("opened_by", "roles", required=True),
        must_carry=entry.choices("must_carry", CARRIES),
        door=entry.choice("door", DOORS),
        afterwards=_natural(entry, "afterwards", "24 hours"),
        grace=_natural(entry, "grace", "15 minutes"),
        work_first=entry.truth("work_first"),
        once=entry.truth("once"),
        severity_at_least=entry.whole("severity_at_least", 1, low=1, high=5),
        fields=read_fields(entry),
        keeps=read_keeping(entry),
        categories=entry.refers_all("categories", "categories"),
        under=entry.text("under"),
    )
    entry.done()
    return kind


def _natural(entry: Entry, name: str, example: str) -> Span | None:
    typed = entry.text(name)
    span = span_of(typed) if typed else None
    if typed and (span is None or span.unit in (Unit.WORKING_HOURS, Unit.WORKING_DAYS)):
        entry.fault(said("no-natural-time", value=typed), said("mend-write-as", form=example), name)
    return span


def _check_kinds(kinds: Sequence[TaskKind], whole: Whole) -> Iterator[tuple[TaskKind, Said, Said]]:
    """Each kind enters its lifecycle, in every variant of that, where there is an entrance, and declares its fields."""
    first: dict[str, tuple[Field, str]] = {}
    somewhere = fields_of_any(whole)
    for kind in kinds:
        for field in kind.fields:
            known, where = first.setdefault(field.name, (field, kind.key))
            if wrong := disagreement(known, field, where):
                yield kind, *wrong
        for lifecycle in whole.of(LIFECYCLES):
            if lifecycle.key != kind.lifecycle:
                continue
            if kind.entrance and kind.entrance not in lifecycle.entrances:
                problem = said("no-such-entrance", life=lifecycle.key, name=kind.entrance)
                yield kind, problem, use(set(lifecycle.entrances), kind.entrance)
            for rule in lifecycle.actions.values():
                yield from ((kind, *wrong) for wrong in _undeclared(kind, rule, somewhere))
        yield from _never_asked(kind, whole)


def fields_of_any(whole: Whole) -> frozenset[str]:
    """Fields that some kind declares: of what none does it is told already that there is no such field."""
    return frozenset(field.name for kind in whole.items.get("tasks", ()) for field in kind.fields)


def _undeclared(kind: TaskKind, rule: ActionRule, somewhere: frozenset[str]) -> Iterator[tuple[Said, Said]]:
    """Fields that an action uses, and the kind does not declare, or not so that they can be what is asked of them."""
    declared = {field.name: field for field in kind.fields}
    named = {name for name in rule.carried if name not in OWN}
    for name in sorted(((named | set(rule.asks_fields)) & somewhere) - set(declared)):
        yield said("action-of-no-field", action=rule.key, name=name), define_or_use(set(declared), name)
    for name, values in rule.field_values:
        field = declared.get(name)
        for value in values if field else ():
            assert field is not None
            if wrong := unlike(field, value):
                yield said("never-so", who=rule.key, name=name, value=shown(value), why=wrong[0]), wrong[1]


def shown(value: str | bool) -> str:
    """A value that is asked of a field, as it is written."""
    return value if isinstance(value, str) else str(value).lower()


def unlike(field: Field, value: object) -> tuple[Said, Said] | None:
    """Why a field can never be what is asked of it, and the remedy; None: it can."""
    if field.type is FieldType.TRUTH:
        return (
            None
            if isinstance(value, bool)
            else (said("never-but-truth"), said("mend-write-kind", kind=said("a-truth")))
        )
    if field.type is FieldType.CHOICE:
        keys = {one.key for one in field.of}
        if isinstance(value, bool):
            return said("never-truth"), said("mend-use-quoted", these=some_of(keys))
        return None if value in keys else (said("never-such-choice"), use(keys, str(value)))
    return said("never-asked", type=field.type.value), said("mend-ask-choice")


def _never_asked(kind: TaskKind, whole: Whole) -> Iterator[tuple[TaskKind, Said, Said]]:
    """A field that comes later comes by some action."""
    carried = {
        name
        for lifecycle in whole.of(LIFECYCLES)
        for rule in lifecycle.actions.values()
        for name in rule.carried
        if lifecycle.key == kind.lifecycle
    }
    for field in kind.fields:
        if field.later and field.name not in carried:
            yield kind, said("never-given", name=field.name), said("mend-carry-later")


KINDS = Section("tasks", read_kind, rooted=True, folder=True, check=_check_kinds)
