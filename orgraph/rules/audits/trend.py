"""How an audit stood on each of many days, from the periods in which everything was there."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from orgraph.definitions.demands.requirements import MOST, MustMeasure, Requirement
from orgraph.domain.audit import Every, Score
from orgraph.domain.trend import Period, Spell, Watched

MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


def days_of(start: date, end: date, every: Every, most: int) -> tuple[date, ...]:
    """
    Days from `start` to `end`, at most `most` and one: the last of a shorter month stands for a day that it lacks.
    """
    found: list[date] = []
    while len(found) <= most:
        day = _step(start, every, len(found))
        if day is None or day > end:
            break
        found.append(day)
    return tuple(found)


def _step(start: date, every: Every, number: int) -> date | None:
    """The day so many steps after the first; None where the calendar has ended."""
    try:
        if every not in MONTHS:
            return start + timedelta(days=number * (7 if every is Every.WEEK else 1))
        years, month = divmod(start.month - 1 + number * MONTHS[every], 12)
        year = start.year + years
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None


def trend(measure: MustMeasure, watched: Iterable[Watched], days: Sequence[date]) -> tuple[Score, ...]:
    """
    How many were looked at and how many met what is demanded, on each of `days` (in order).

    The same as the audit of each day would say: subjects times demands.
    """
    calendar = _Calendar(days)
    rows: dict[str, Watched] = {}
    looked_at: dict[str, int] = {}
    for one in watched:  # one that stands to several areas, or has moved, comes several times
        rows.setdefault(one.subject, one)
        looked_at[one.subject] = looked_at.get(one.subject, 0) | calendar.within(one.period)
    alike: Counter[tuple[int, ...]] = Counter()  # most subjects fare alike: each way to fare is counted out once
    for subject, row in rows.items():
        standing = _standing(measure, row, looked_at[subject], calendar)
        if standing:
            demands = zip(measure.must, row.demands, strict=False)
            verdicts = (_fulfilled(asked, there, of, row.households, calendar) for asked, (there, of) in demands)
            alike[standing, *verdicts] += 1
    audited, met = [0] * len(days), [0] * len(days)
    for (standing, *good), number in alike.items():
        for day in calendar.each(standing):
            audited[day] += number * len(good)
            met[day] += number * sum(one >> day & 1 for one in good)
    return tuple(Score(*one) for one in zip(days, audited, met, strict=True))


def _standing(measure: MustMeasure, row: Watched, looked_at: int, calendar: _Calendar) -> int:
    """Days on which a subject is looked at: there, meeting all of `having` and none of `without`."""
    having, without = measure.subject.having, measure.subject.without
    narrowing = row.demands[len(measure.must) :]
    for requirement, (there, of) in zip(having, narrowing, strict=False):
        looked_at &= _fulfilled(requirement, there, of, row.households, calendar)
    for requirement, (there, of) in zip(without, narrowing[len(having) :], strict=True):
        looked_at &= ~_fulfilled(requirement, there, of, row.households, calendar)
    return looked_at


def _fulfilled(
    asked: Requirement, there: Sequence[Spell], of: Sequence[Spell], households: int, calendar: _Calendar
) -> int:
    """Days on which a demand is met."""
    if asked.balance is not None:
        numbers = _apart(there, calendar, ratio=asked.balance.ratio)
    else:
        numbers = calendar.different(there)
    sizes = calendar.different(of)
    if len(set(numbers)) == len(set(sizes)) == 1:
        least, most = _bounds(asked, households, sizes[0])
        return calendar.all if least <= numbers[0] <= most else 0
    days = 0
    for day, number in enumerate(numbers):
        least, most = _bounds(asked, households, sizes[day])
        days |= (least <= number <= most) << day
    return days


def _bounds(asked: Requirement, households: int, size: int) -> tuple[int, int]:
    least, most = asked.at_least, asked.at_most
    if asked.percent_of is not None:
        return -(-least * size // 100), most if most == MOST else most * size // 100
    if not asked.per:
        return least, most
    times = -(-(households if asked.per == "households" else size) // asked.per_so_many)
    return least * times, most if most == MOST else most * times


def _apart(spells: Sequence[Spell], calendar: _Calendar, *, ratio: bool) -> list[int]:
    """How far the shares of those who have any are apart, day by day."""
    places: dict[tuple[str, str], int] = {}
    for one in spells:
        key = one.who, one.area
        places[key] = places.get(key, 0) | calendar.present(one)
    found = []
    for day in range(len(calendar)):
        shares = Counter(who for (who, _), days in places.items() if days >> day & 1)
        most, fewest = max(shares.values(), default=0), min(shares.values(), default=0)
        found.append((100 * most // fewest if fewest else 0) if ratio else most - fewest)
    return found


class _Calendar:
    """Days as bits of a number: the first is the lowest."""

    def __init__(self, days: Sequence[date]) -> None:
        self._days = [day.isoformat() for day in days]
        self.all = (1 << len(days)) - 1
        """All of the days."""

    def __len__(self) -> int:
        return len(self._days)

    def each(self, days: int) -> Iterator[int]:
        """The numbers of some days."""
        return (number for number in range(len(self._days)) if days >> number & 1)

    def within(self, period: Period) -> int:
        """The days of a period."""
        since, until = period
        if since >= until:
            return 0
        first, after = bisect_left(self._days, since), bisect_left(self._days, until)
        return ((1 << after) - 1) & ~((1 << first) - 1)

    def present(self, spell: Spell) -> int:
        """The days on which somebody was there, or stood in."""
        days, away = self.within(spell.period), self._any(spell.absences)
        if not days & away:
            return days
        stood_in = 0
        for period, absences in spell.deputies:
            stood_in |= self.within(period) & ~self._any(absences)
        return days & (~away | stood_in)

    def _any(self, periods: Iterable[Period]) -> int:
        days = 0
        for period in periods:
            days |= self.within(period)
        return days

    def different(self, spells: Iterable[Spell]) -> list[int]:
        """How many different ones were there, day by day."""
        there: dict[str, int] = {}
        for one in spells:
            there[one.who] = there.get(one.who, 0) | self.present(one)
        always = sum(days == self.all for days in there.values())
        numbers = [always] * len(self._days)
        for days in there.values():
            if days != self.all:
                for number in self.each(days):
                    numbers[number] += 1
        return numbers
