"""What is due when: the clocks of a task, from the marks that its events left. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orgraph.definitions.prevailing import Prevailing
from orgraph.definitions.tasks.campaigns import Campaign
from orgraph.definitions.tasks.limits import Calendar, Deadlines, Limit
from orgraph.definitions.titles import NO_SOURCE, Title, worded
from orgraph.domain.canonical import Json
from orgraph.domain.deadline import FAR, MILLISECONDS, Deadline, Light, Span, Turns, Unit, span_of
from orgraph.domain.errors import InvalidInput
from orgraph.domain.field import FieldValue
from orgraph.domain.said import said
from orgraph.domain.time import from_epoch_milliseconds
from orgraph.rules.clocks.calendar import WORKING, advance, published, spent
from orgraph.rules.clocks.marks import EXTEND, PAUSE, RESUME, START, STOP, Mark
from orgraph.rules.ledger.campaigns import kept

_PLAIN = Calendar(
    "", Title("公布的工作日", "published working days"), ((0, 24 * 60),), frozenset(), frozenset(), NO_SOURCE
)
"""What limits count in where the definitions have no calendar any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Calendars(Mapping[str, Calendar]):
    """
    The calendars that hold at a place, by key. A limit may have been recorded by one that does not hold there any more:
    it is not `in` them, and is answered with `instead`, since no later definition ends what was recorded.
    """

    held: Mapping[str, Calendar]
    instead: Calendar

    def __getitem__(self, key: str) -> Calendar:
        return self.held.get(key, self.instead)

    def __contains__(self, key: object) -> bool:
        return key in self.held

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)


@dataclass(frozen=True, slots=True)
class Terms:
    """
    The limits that hold for one task, by stage, with the profile that gave all but those `given` at a meeting, and the
    campaign that the profile is of.
    """

    profile: str
    calendar: str
    yellow: int
    red: int
    limits: tuple[tuple[str, Span], ...]
    given: tuple[str, ...] = ()
    campaign: Campaign | None = None

    def giving(self, stage: str, span: Span) -> Terms:
        """The same with the limit of a stage that somebody gave, not the profile."""
        others = tuple(one for one in self.limits if one[0] != stage)
        return replace(self, limits=(*others, (stage, span)), given=(*self.given, stage))

    def start(self, stage: str, at: int = 0) -> Mark:
        """The mark of a clock that starts, with its limit: later definitions do not change it."""
        span = next((str(span) for key, span in self.limits if key == stage), "")
        profile = "" if stage in self.given else self.profile
        return Mark(stage, START, at, span, profile, self.calendar, self.yellow, self.red)

    def recorded(self, started: Iterable[Mark]) -> dict[str, Json]:
        """What an event says besides of clocks that it starts: of which campaign their profile is, if of any."""
        gave = self.campaign is not None and any(mark.span and mark.profile for mark in started)
        return {"terms": {"campaign": kept(self.campaign)}} if gave and self.campaign else {}


NO_FIELDS: Mapping[str, FieldValue] = {}
"""Of what declares none."""

NO_TERMS = Terms("", "", 0, 0, ())
"""For what starts no clock."""


@dataclass(frozen=True, slots=True)
class Running:
    """The clock of a stage: its limit and what was added, and when it ran; the last stretch may have no end."""

    stage: str
    spans: tuple[Span, ...]
    profile: str
    calendar: str
    yellow: int
    red: int
    stretches: tuple[tuple[int, int | None], ...]
    stopped: int | None = None

    @property
    def paused(self) -> bool:
        """Whether it stands still, but was not stopped."""
        return self.stopped is None and self.stretches[-1][1] is not None


def terms_of(
    prevailing: Prevailing,
    kind: str,
    lineage: Sequence[str],
    severity: int,
    fields: Mapping[str, FieldValue] = NO_FIELDS,
) -> Terms:
    """
    The limits of a task where these rules prevail, `lineage` its category and that one's parents, `fields` what it has
    in those that its kind declares.

    Raises InvalidInput where no limits hold.
    """
    profile = prevailing.limits
    if profile is None:
        raise InvalidInput(said("no-limits-in-force"), said("mend-define-limits"))
    limits = [
        (stage, limit)
        for stage, some in profile.stages.items()
        if (limit := _fitting(some, kind, lineage, severity, fields))
    ]
    campaign = prevailing.campaign_of("deadlines")
    return Terms(profile.key, profile.calendar, profile.yellow, profile.red, tuple(limits), campaign=campaign)


def _fitting(
    limits: Iterable[Limit], kind: str, lineage: Sequence[str], severity: int, fields: Mapping[str, FieldValue]
) -> Span | None:
    for one in limits:
        of_kind = not one.kinds or kind in one.kinds
        of_category = not one.categories or bool(set(one.categories) & set(lineage))
        of_fields = all(fields.get(name) in values for name, values in one.fields)
        if of_kind and of_category and of_fields and severity >= one.severity_from:
            return one.limit
    return None


def clocks(marks: Iterable[Mark]) -> tuple[Running, ...]:
    """The clocks of a task, in the order in which they last started; a stage without a limit has none."""
    found: dict[str, Running | None] = {}
    for stage, clock in _run(marks):
        found.pop(stage, None)
        found[stage] = clock
    return tuple(clock for clock in found.values() if clock)


def runs(marks: Iterable[Mark]) -> tuple[Running, ...]:
    """The same with those that were started anew since: what still ran stopped then."""
    return tuple(clock for _, clock in _run(marks) if clock)


def _run(marks: Iterable[Mark]) -> list[tuple[str, Running | None]]:
    """Each start of a clock, in order, with what became of it; None where it had no limit."""
    found: list[tuple[str, Running | None]] = []
    last: dict[str, int] = {}
    for mark in marks:
        at = last.get(mark.stage)
        before = found[at][1] if at is not None else None
        if at is not None and before is not None and before.stopped is None:
            found[at] = (mark.stage, _changed(before, replace(mark, change=STOP) if mark.change == START else mark))
        if mark.change == START:
            span = span_of(mark.span)
            last[mark.stage] = len(found)
            found.append((mark.stage, _started(mark, span) if span else None))
    return found


def _started(mark: Mark, span: Span) -> Running:
    return Running(mark.stage, (span,), mark.profile, mark.calendar, mark.yellow, mark.red, ((mark.at, None),))


def _changed(clock: Running, mark: Mark) -> Running:
    *before, (start, end) = clock.stretches
    closed = (*before, (start, max(start, mark.at) if end is None else end))
    if mark.change == STOP:
        return replace(clock, stretches=closed, stopped=mark.at)
    if mark.change == PAUSE:
        return replace(clock, stretches=closed)
    if mark.change == RESUME and end is not None:
        return replace(clock, stretches=(*clock.stretches, (mark.at, None)))
    if mark.change == EXTEND and (span := span_of(mark.span)):
        return replace(clock, spans=(*clock.spans, span))
    return clock


def due(clock: Running, calendar: Calendar, percent: int = 100) -> int | None:
    """When so many percent of the limit have passed, in epoch milliseconds; None while nobody can say: it is paused."""
    left = [(span.unit, span.milliseconds * percent // 100) for span in clock.spans]
    stretches = clock.stretches if clock.stopped is None else _reopened(clock)
    return _passed(left, stretches, calendar)[0]


def _reopened(clock: Running) -> tuple[tuple[int, int | None], ...]:
    """Of a clock that was stopped while it ran: as if it ran on, since its limit was a day like any other."""
    *before, (start, end) = clock.stretches
    return (*before, (start, None if end == clock.stopped else end))


def _passed(
    left: list[tuple[Unit, int]], stretches: Sequence[tuple[int, int | None]], calendar: Calendar
) -> tuple[int | None, list[tuple[Unit, int]]]:
    """The instant at which the last of `left` has passed, and what is left at the end where there is none."""
    at = stretches[0][0]
    for start, end in stretches:
        at = max(at, start)
        while left:
            unit, amount = left[0]
            room = amount if end is None else spent(calendar, unit, at, end)
            if room < amount:
                left[0] = (unit, amount - room)
                break
            at = advance(calendar, unit, at, amount)
            left.pop(0)
        if not left:
            return at, []
    return None, left


def missed(clock: Running, calendars: Mapping[str, Calendar], now: int) -> int | None:
    """When the limit of a stage passed, if it has passed while the clock ran; epoch milliseconds."""
    end = due(clock, calendars[clock.calendar])
    halted = clock.stretches[-1][1]
    seen = now if halted is None else halted
    return end if end is not None and seen > end else None


def overdue(marks: Iterable[Mark], calendars: Mapping[str, Calendar], now: int) -> frozenset[str]:
    """Stages whose limit has passed."""
    return frozenset(clock.stage for clock in clocks(marks) if missed(clock, calendars, now) is not None)


def deadline(
    clock: Running, profiles: Mapping[str, Deadlines], calendars: Mapping[str, Calendar], now: int
) -> Deadline:
    """How the clock of a stage stands at `now` (epoch milliseconds)."""
    calendar = calendars[clock.calendar]
    lost = clock.calendar not in calendars and any(span.unit in WORKING for span in clock.spans)
    ends = due(clock, calendar)
    halted = clock.stretches[-1][1]
    seen = now if halted is None else halted  # while it stands still it grows no later
    yellow, red = due(clock, calendar, clock.yellow), due(clock, calendar, clock.red)
    return Deadline(
        stage=clock.stage,
        limits=clock.spans,
        started=from_epoch_milliseconds(clock.stretches[0][0]),
        due=_instant(ends),
        yellow=_instant(yellow),
        red=_instant(red),
        stopped=_instant(clock.stopped),
        late=ends is not None and seen > ends,
        light=_light(clock, ends, yellow, red, seen),
        remaining=_remaining(clock, calendar, ends, seen),
        profile=clock.profile,
        source=worded(clock.profile, profiles[clock.profile].source) if clock.profile in profiles else None,
        unpublished=_unpublished(clock, ends, seen),
        lost_calendar=clock.calendar if lost else "",
    )


def _light(clock: Running, ends: int | None, yellow: int | None, red: int | None, seen: int) -> Light:
    if clock.stopped is not None:
        return Light.STOPPED
    if clock.paused and (ends is None or ends >= seen):
        return Light.PAUSED
    for light, at in ((Light.OVERDUE, ends), (Light.RED, red), (Light.YELLOW, yellow)):
        if at is not None and seen > at:
            return light
    return Light.GREEN


def _remaining(clock: Running, calendar: Calendar, ends: int | None, seen: int) -> float:
    """In units of the limit; what is left while it is paused, negative by how much it is late."""
    unit = clock.spans[0].unit
    if ends is None:
        left = [(span.unit, span.milliseconds) for span in clock.spans]
        _, rest = _passed(left, clock.stretches, calendar)
        return round(sum(amount / MILLISECONDS[each] for each, amount in rest), 2)
    passed = spent(calendar, unit, seen, ends) or -spent(calendar, unit, ends, seen)
    return round(passed / MILLISECONDS[unit], 2)


def _unpublished(clock: Running, ends: int | None, seen: int) -> tuple[int, ...]:
    if not any(span.unit in WORKING for span in clock.spans):
        return ()
    first = from_epoch_milliseconds(clock.stretches[0][0]).year
    last = from_epoch_milliseconds(max(seen, ends or 0)).year
    return tuple(year for year in range(first, last + 1) if not published(year))


def _instant(value: int | None) -> datetime | None:
    return None if value is None else from_epoch_milliseconds(value)


def turns(marks: Iterable[Mark], calendars: Mapping[str, Calendar]) -> Turns:
    """When the light of an open task turns: of its clocks that are not stopped the first to turn decides each time."""
    found = [_turning(clock, calendars[clock.calendar]) for clock in clocks(marks) if clock.stopped is None]
    if not found:
        return Turns(FAR, None, None)
    ends, yellow, red = (min(each) for each in zip(*found, strict=True))
    return Turns(ends, yellow, red)


def earliest_turns(marks: Iterable[Mark]) -> tuple[Turns, bool]:
    """
    When the light of an open task turns, whatever its calendars say: not before this, and just then where it is True
    that none of its clocks counts working time.
    """
    found = tuple(marks)
    natural = [replace(mark, span=mark.span.replace("working-", "").replace("working ", "")) for mark in found]
    spans = [span for clock in clocks(found) if clock.stopped is None for span in clock.spans]
    return turns(natural, Calendars({}, _PLAIN)), not any(span.unit in WORKING for span in spans)


def _turning(clock: Running, calendar: Calendar) -> tuple[int, int, int]:
    """When a clock ends, turns yellow and turns red: never, while it is paused in time."""
    ends, halted = due(clock, calendar), clock.stretches[-1][1]
    if ends is None or (halted is not None and ends >= halted):
        return FAR, FAR, FAR
    yellow, red = due(clock, calendar, clock.yellow), due(clock, calendar, clock.red)
    return ends, ends if yellow is None else yellow, ends if red is None else red


def calendars_of(prevailing: Prevailing) -> Calendars:
    """The calendars that prevail; in the place of one that is gone stands that of the limits which prevail."""
    held = {calendar.key: calendar for calendar in prevailing.calendars}
    profile = prevailing.limits
    named = held.get(profile.calendar) if profile else None
    return Calendars(held, named or next((held[key] for key in sorted(held)), _PLAIN))
