"""Which step of a ladder is due, and whom it finds: pure rules over the fold of a task and the graph of the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgraph.definitions.tasks.campaigns import Campaign
from orgraph.definitions.tasks.ladders import LEAD, POST, Ladder, Step
from orgraph.definitions.tasks.limits import Calendar
from orgraph.domain.area import Area
from orgraph.domain.canonical import Json
from orgraph.domain.field import FieldValue
from orgraph.domain.organisation import PostHolder, Staffed
from orgraph.domain.standing import HeldPost, Standing
from orgraph.rules.clocks.calendar import advance
from orgraph.rules.clocks.deadlines import Running, clocks, due
from orgraph.rules.ledger.campaigns import kept
from orgraph.rules.tasks.past import Folded
from orgraph.rules.whistles.duty import on_duty

VACANT, AWAY, NO_UNIT, OFF_DUTY, ENDED, OTHERS = "vacant", "away", "no-unit", "off-duty", "ended", "others"
"""Why a step is skipped: nobody holds the post, who holds it is away without a deputy, there is no such unit, nobody
there can be reached, the unit that leads, or the area of the step, is no more, or it is for other tasks, by fields."""


@dataclass(frozen=True, slots=True)
class DueStep:
    """A limit that has passed, `due` in epoch milliseconds, and the step (from 0) that is to be tried now."""

    stage: str
    calendar: str
    due: int
    step: int


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a step tells: an organisation or a post (role@area), and the officer there; the top may have no officer."""

    step: int
    organisation: str = ""
    post: str = ""
    role: str = ""
    officer: str = ""
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """
    The place and the areas above it, posts held there, how organisations stand to them, who answers phones.

    `lead` is the unit that leads, wherever it stands, None if it is not known; `ended` are areas of the chain that are
    no more; `centres` are kinds of organisation of which the highest is told where the top of a ladder has none.
    """

    chain: Sequence[Area]
    held: Sequence[HeldPost]
    standings: Sequence[Standing]
    duty_roles: Sequence[str]
    lead: Staffed | None = None
    ended: frozenset[str] = frozenset()
    centres: Sequence[str] = ()

    def gone(self, level: str) -> bool:
        """Whether the areas of a level on the way up, of which there are some, are no more."""
        there = [area.code in self.ended for area in self.chain if area.level == level]
        return bool(there) and all(there)


def wakes(ladder: Ladder | None, folded: Folded, calendars: Mapping[str, Calendar]) -> int | None:
    """When the next step is due, in epoch milliseconds; None while none will be."""
    steps = _steps(ladder, folded, calendars) if ladder else []
    return min((at for at, _ in steps), default=None)


def due_steps(ladder: Ladder, folded: Folded, calendars: Mapping[str, Calendar], now: int) -> tuple[DueStep, ...]:
    """Steps that are due at `now`, the earliest first: one a stage, whatever time has passed."""
    return tuple(step for at, step in sorted(_steps(ladder, folded, calendars), key=_order) if at <= now)


def _order(one: tuple[int, DueStep]) -> tuple[int, str]:
    return one[0], one[1].stage


def _steps(ladder: Ladder, folded: Folded, calendars: Mapping[str, Calendar]) -> list[tuple[int, DueStep]]:
    """For each clock that runs: when its next step is due, and which."""
    found = []
    told = {one.stage: one for one in folded.escalated}
    for clock in clocks(folded.marks):
        if clock.stage not in ladder.stages or not _runs(clock):
            continue
        end = due(clock, calendars[clock.calendar])
        before = told.get(clock.stage)
        if end is None or (before is not None and before.next is None):
            continue
        at = end if before is None or before.next is None else max(end, before.next)
        step = 0 if before is None else before.step + 1
        found.append((at, DueStep(clock.stage, clock.calendar, end, step)))
    return found


def _runs(clock: Running) -> bool:
    return clock.stopped is None and not clock.paused


def climb(
    ladder: Ladder, first: int, lead: str, fields: Mapping[str, FieldValue], around: Around
) -> tuple[Found | None, tuple[tuple[int, str], ...]]:
    """
    Whom the first step from `first` on finds that finds anybody, and the steps that were skipped, with why; `fields`
    are those of the task, `lead` the unit that leads.

    At the top the organisation is told even if nobody there can be reached; None only if there is no such organisation.
    """
    skipped: list[tuple[int, str]] = []
    for number in range(first, len(ladder.steps)):
        step, top = ladder.steps[number], number == len(ladder.steps) - 1
        meant = all(fields.get(name) in values for name, values in step.fields)
        found = _find(number, step, lead, around, top=top) if meant else OTHERS
        if isinstance(found, Found):
            return found, tuple(skipped)
        skipped.append((number, found))
    return None, tuple(skipped)


def _find(number: int, step: Step, lead: str, around: Around, *, top: bool) -> Found | str:
    if step.of == LEAD:
        return _of_lead(number, step, lead, around)
    if step.of == POST:
        return _of_post(number, step, around)
    return _of_organisation(number, step, around, top=top)


def _of_lead(number: int, step: Step, lead: str, around: Around) -> Found | str:
    if around.lead is None:
        return NO_UNIT
    if not around.lead.there:
        return ENDED
    person = _present([one for one in around.lead.contacts if one.role in step.roles])
    return person if isinstance(person, str) else _found(number, person, organisation=lead)


def _of_post(number: int, step: Step, around: Around) -> Found | str:
    held = [one for one in around.held if one.area.level == step.level and one.holder.role in step.roles]
    person = _present([one.holder for one in held])
    if isinstance(person, str):
        return ENDED if around.gone(step.level) else person
    area = next(one.area.code for one in held if one.holder == person)
    return _found(number, person, post=f"{person.role}@{area}")


def _of_organisation(number: int, step: Step, around: Around, *, top: bool) -> Found | str:
    fitting = [
        one
        for one in around.standings
        if one.organisation.kind in step.kinds and step.level in ("", around.chain[one.distance].level)
    ]
    if not fitting and top:  # never vacant: the highest of the kind that there is, else the highest centre
        fitting = _highest(around, step.kinds) or _highest(around, around.centres)
    for one in fitting:
        person = on_duty(one.contacts, around.duty_roles)
        if person is not None:
            return _found(number, person, organisation=one.organisation.code)
    if not fitting:
        return ENDED if around.gone(step.level) else NO_UNIT
    return Found(number, organisation=fitting[0].organisation.code) if top else OFF_DUTY


def _highest(around: Around, kinds: Sequence[str]) -> list[Standing]:
    return sorted((one for one in around.standings if one.organisation.kind in kinds), key=_height)


def _height(standing: Standing) -> tuple[int, str]:
    return -standing.distance, standing.organisation.code


def _present(holders: Sequence[PostHolder]) -> PostHolder | str:
    """Who is there, else whose deputy is, else why nobody is."""
    there = sorted((one for one in holders if one.acting is not None), key=lambda one: (bool(one.away), one.officer.id))
    if there:
        return there[0]
    return AWAY if holders else VACANT


def _found(number: int, person: PostHolder, organisation: str = "", post: str = "") -> Found:
    deputy = person.deputy.id if person.away and person.deputy else ""
    return Found(number, organisation, post, person.role, person.officer.id, deputy)


def recorded(
    ladder: Ladder,
    step: DueStep,
    found: Found | None,
    skipped: Sequence[tuple[int, str]],
    calendar: Calendar,
    now: int,
    campaign: Campaign | None = None,
) -> dict[str, Json]:
    """
    The payload of the event that a step leaves; `next` is when the step after it is due, null at the top; `campaign` is
    the one that the ladder is of.
    """
    number = found.step if found else len(ladder.steps) - 1
    within = ladder.steps[number].within
    said: dict[str, Json] = {
        "stage": step.stage,
        "ladder": ladder.key,
        "step": number,
        "due": step.due,
        "next": advance(calendar, within.unit, now, within.milliseconds) if within and found else None,
        "skipped": [{"step": each, "reason": reason} for each, reason in skipped],
    }
    if campaign is not None:
        said["campaign"] = kept(campaign)
    if found is not None:
        named = {"unit": found.organisation, "post": found.post, "role": found.role}
        named |= {"officer": found.officer, "deputy": found.deputy}
        said |= {name: value for name, value in named.items() if value}
    return said
