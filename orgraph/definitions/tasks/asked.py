"""What limits and steps of ladders ask of the fields of a task: one of some values in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from orgraph.definitions.sections import Whole
from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.action_reader import FIELDS
from orgraph.definitions.tasks.kinds import TaskKind, fields_of_any, shown, unlike
from orgraph.domain.said import Said, said

Asked = tuple[str, tuple[str | bool, ...]]
"""A field, and the values of which a task has one in it."""


def read_asked(entry: Entry, words: Sequence[str]) -> Iterator[Asked]:
    """What an entry asks of fields: every key besides its own `words` is the name of one."""
    for name in entry.names():
        if name not in words:
            entry.refer(name, FIELDS)
            yield name, entry.values(name)


def wrong_asked(
    asked: Iterable[Asked], kinds: Sequence[TaskKind], whole: Whole, who: Said
) -> Iterator[tuple[Said, Said]]:
    """Fields that none of the kinds declares, or that in none of them can ever be what is asked; `who` asks."""
    for name, values in asked:
        found = [field for kind in kinds if (field := kind.field(name)) is not None]
        if not found and name in fields_of_any(whole):
            yield said("asks-no-field", who=who, name=name), said("mend-declare")
        for value in values if found else ():
            wrong = [unlike(field, value) for field in found]
            if all(wrong) and wrong[0]:
                why, remedy = wrong[0]
                yield said("never-so", who=who, name=name, value=shown(value), why=why), remedy
