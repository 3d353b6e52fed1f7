"""How one task was handled, by whom, from its events: pure rules for supervision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orgraph.definitions.tasks.findings import IDLE, LATE, PASSED_ON, SENT_BACK, Finding
from orgraph.domain import event
from orgraph.domain.event import ANSWERED, RATED, REACHED, REPLIED, UNREACHED
from orgraph.domain.supervision import CalledBack, Outcome, counts
from orgraph.rules.clocks.deadlines import clocks, missed, runs
from orgraph.rules.tasks.effects import Noted
from orgraph.rules.tasks.measures import Measures
from orgraph.rules.tasks.past import Folded, Past

GOOD = 4
"""The mean of its marks from which on a rating counts as satisfied, and so does a resident; out of 5. Our reading."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding on a unit; `at` in epoch milliseconds."""

    key: str
    unit: str
    at: int


@dataclass(frozen=True, slots=True)
class Handled:
    """
    How a task was handled: `lead` is who leads it now or at the end; `answered` whether it was signed for in time, None
    while that is open; `ratings` are (unit, mean mark), `replied` the units that answered on it; `called_back` is what
    the resident said last, None where none was called back; `outcome` is that of what is rated by it. A task that does
    not count has none of ratings, findings, call-back and outcome. `sums` is what it adds to each sum, counting or not.
    """

    counts_as: str
    lead: str
    final: bool
    answered: bool | None
    overdue: bool
    ratings: tuple[tuple[str, float], ...]
    findings: tuple[Found, ...]
    replied: tuple[str, ...]
    called_back: CalledBack | None = None
    outcome: Outcome | None = None
    sums: tuple[tuple[str, int], ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it counts in the rates."""
        return counts(self.counts_as)


def handled(past: Past, measures: Measures, now: int) -> Handled:
    """
    How a task was handled up to `now` (epoch milliseconds), by what prevails for it: measures_at tells.

    A clock that nothing has stopped ends with its task.
    """
    folded, told = past.folded, tuple(past.told)
    seen = now if folded.ended_at is None else folded.ended_at
    ends = {clock.stage: missed(clock, measures.calendars, seen) for clock in clocks(folded.marks)}
    ever = [(clock.stage, missed(clock, measures.calendars, seen)) for clock in runs(folded.marks)]
    rated = counts(folded.counts_as)
    signed = any(one.mark == ANSWERED for one in told)
    ratings = {one.unit: sum(one.value) / len(one.value) for one in told if one.mark == RATED}
    return Handled(
        counts_as=folded.counts_as,
        lead=folded.lead,
        final=folded.final,
        answered=_answered(signed, ends.get(folded.answered_within)),
        overdue=not folded.final and any(end is not None for end in _running(folded, ends)),
        ratings=tuple(ratings.items() if rated else ()),
        findings=tuple(found for one in measures.findings if rated for found in _found(one, past, ever)),
        replied=tuple(dict.fromkeys(one.unit for one in told if one.mark == REPLIED)),
        called_back=_called_back(told) if rated else None,
        outcome=_outcome(folded, told) if rated else None,
        sums=measures.sums(folded),
    )


def _outcome(folded: Folded, told: Iterable[Noted]) -> Outcome | None:
    """None of what is rated by whether it was closed. What came to an outcome was accepted, whoever said so."""
    if not folded.by_outcome:
        return None
    accepted = any(one.mark == ANSWERED and one.unit == folded.lead for one in told)
    return Outcome(accepted or bool(folded.outcome), folded.outcome)


def _called_back(told: Iterable[Noted]) -> CalledBack | None:
    """
    What the resident said last, of the unit that led then; who was tried and never reached has said nothing.
    """
    tried = [one for one in told if (one.mark == REACHED and one.value) or one.mark == UNREACHED]
    if not tried:
        return None
    said = [one for one in tried if one.mark == REACHED]
    if not said:
        return CalledBack(tried[-1].unit)
    contacted, solved, satisfaction = said[-1].value
    return CalledBack(said[-1].unit, True, bool(contacted), bool(solved), satisfaction >= GOOD)


def _running(folded: Folded, ends: Mapping[str, int | None]) -> list[int | None]:
    return [ends[clock.stage] for clock in clocks(folded.marks) if clock.stopped is None]


def _answered(signed: bool, missed: int | None) -> bool | None:
    if missed is not None:
        return False
    return True if signed else None


def _found(finding: Finding, past: Past, ends: Iterable[tuple[str, int | None]]) -> list[Found]:
    """What is found by all that ever ran, `ends` when which limit passed: who is in time later was late before."""
    missed = [end for stage, end in ends if stage in finding.stages and end is not None]
    if finding.counts == LATE:
        return _once([Found(finding.key, past.lead_at(end), end) for end in sorted(missed)])
    if finding.counts == IDLE:
        idle = [Found(finding.key, past.lead_at(end), end) for end in sorted(missed)]
        return _once([one for one in idle if not any(by == one.unit and at <= one.at for at, by in past.acts)])
    declined = past.folded.declined
    if finding.counts == PASSED_ON and len(declined) >= finding.at_least:
        last = max(at for at, by in past.acts if by in declined)
        return [Found(finding.key, unit, last) for unit in dict.fromkeys(declined)]
    if finding.counts == SENT_BACK:
        counted: dict[str, list[int]] = {}
        for one in past.told:
            if one.mark == event.SENT_BACK:
                counted.setdefault(one.unit, []).append(one.at)
        return [Found(finding.key, unit, at[-1]) for unit, at in counted.items() if len(at) >= finding.at_least]
    return []


def _once(found: Iterable[Found]) -> list[Found]:
    """The first of each unit."""
    first: dict[str, Found] = {}
    for one in found:
        first.setdefault(one.unit, one)
    return list(first.values())
