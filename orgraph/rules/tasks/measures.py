"""What the handling of a task is measured by: the findings and calendars that prevail for it. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.tasks.findings import Finding
from orgraph.definitions.tasks.limits import Calendar
from orgraph.domain.canonical import Json, digest
from orgraph.domain.time import business_day, from_epoch_milliseconds
from orgraph.rules.clocks.calendar import WORKING, worked
from orgraph.rules.clocks.deadlines import Running, calendars_of, runs
from orgraph.rules.tasks.matter import chain_of, matter_at
from orgraph.rules.tasks.past import Folded, Past

RULE = 2
"""Of the rule that finds; the next number when the same findings and days would make it find something else."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Measures:
    """
    The findings that are looked for, the calendars in which limits are counted, by key, and the fields that are summed.
    """

    findings: tuple[Finding, ...]
    calendars: Mapping[str, Calendar]
    summed: frozenset[str] = frozenset()

    def sums(self, folded: Folded) -> tuple[tuple[str, int], ...]:
        """What a task adds to each sum, by the field's name: what stands in its fields that are summed."""
        found = ((name, one.value) for name, one in sorted(folded.fields.items()) if name in self.summed)
        return tuple((name, value) for name, value in found if isinstance(value, int))

    def digest(self, folded: Folded, until: int) -> str:
        """
        A digest of what of them a task, looked at up to `until` (epoch milliseconds), was measured by.

        Titles are not in it, nor is any day but those on which its clocks could have run: an edit of what did not
        matter for it leaves it as it was.
        """
        findings: list[Json] = [[one.key, one.counts, sorted(one.stages), one.at_least] for one in self.findings]
        running = runs(folded.marks)
        days: list[Json] = [list(self._days(clock, until)) for clock in running if _counts_work(clock)]
        summed: list[Json] = [name for name, _ in self.sums(folded)]
        return digest([RULE, findings, days, *([summed] if summed else [])])

    def _days(self, clock: Running, until: int) -> Iterator[Json]:
        """The office hours of the calendar of a clock, and the days that it has otherwise than Monday to Friday."""
        calendar = self.calendars[clock.calendar]
        yield [list(one) for one in calendar.hours]
        for day in _between(clock.stretches[0][0], until):
            if worked(calendar, day) != (day.weekday() < _SATURDAY):
                yield day.isoformat()


def measures_at(definitions: Definitions, past: Past, now: int) -> Measures:
    """What prevails for a task: on the day of its end or, while it is open, `now` (epoch milliseconds)."""
    at = now if past.folded.ended_at is None else past.folded.ended_at
    on = business_day(from_epoch_milliseconds(at))
    rules = matter_at(definitions, chain_of(past.events), on, past.folded)
    kind = rules.kind(past.folded.kind)
    summed = frozenset(one.name for one in kind.fields if one.summed) if kind else frozenset[str]()
    return Measures(rules.findings, calendars_of(rules), summed)


def _counts_work(clock: Running) -> bool:
    return any(span.unit in WORKING for span in clock.spans)


def _between(start: int, until: int) -> Iterable[date]:
    """Both days included."""
    first, last = business_day(from_epoch_milliseconds(start)), business_day(from_epoch_milliseconds(until))
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
