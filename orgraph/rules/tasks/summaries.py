"""What a task that has ended keeps of how it was handled, so that nobody folds it again: pure rules."""

from __future__ import annotations

import json
from collections.abc import Sequence

from orgraph.definitions.definitions import Definitions
from orgraph.domain.canonical import Json, canonical, hash_of
from orgraph.domain.event import Event
from orgraph.domain.supervision import CalledBack, Outcome, Summary, Tally, UnitFinding
from orgraph.domain.time import from_epoch_milliseconds
from orgraph.rules.tasks.measures import measures_at
from orgraph.rules.tasks.past import past_of
from orgraph.rules.tasks.supervision import GOOD, Handled, handled

DIGITS = 16
"""Of the digest of a tally: a store has thousands of these, and 64 bits keep them apart."""


def summary_of(definitions: Definitions, events: Sequence[Event]) -> Summary | None:
    """The summary of a task by what prevailed for it as it ended, given its events in order; None while it is open."""
    past = past_of(events)
    ended_at = past.folded.ended_at
    if ended_at is None:
        return None
    measures = measures_at(definitions, past, ended_at)
    found = handled(past, measures, ended_at)
    listed: list[Json] = [[one.key, one.unit, one.at, one.unit in found.replied] for one in found.findings]
    tally = _text(tally_of(found))
    return Summary(
        tally=tally,
        counted_as=counted_as(tally),
        measured_by=measures.digest(past.folded, ended_at),
        findings=canonical(listed) if listed else None,
        found_at=max((one.at for one in found.findings), default=None),
        measured_in=definitions.hash,
    )


def tally_of(found: Handled) -> Tally:
    """What a task is counted as."""
    return Tally(
        counts_as=found.counts_as,
        counts=found.counts,
        lead=found.lead,
        final=found.final,
        answered=found.answered if found.counts else None,
        overdue=found.overdue,
        ratings=tuple(sorted((unit, mark >= GOOD) for unit, mark in found.ratings)),
        findings=tuple(sorted((one.key, one.unit) for one in found.findings)),
        called_back=found.called_back,
        outcome=found.outcome,
        sums=found.sums,
    )


def findings_of(task: str, found: Handled) -> list[UnitFinding]:
    """The findings on units in a task."""
    return [
        UnitFinding(one.key, task, one.unit, from_epoch_milliseconds(one.at), one.unit in found.replied)
        for one in found.findings
    ]


def counted_as(tally: str) -> str:
    """What stands for a tally where many are counted: the first digits of its digest."""
    return hash_of(tally)[:DIGITS]


def _text(tally: Tally) -> str:
    """
    Without any task and instant, so that many tasks have the same. What was never called back says nothing of that, as
    what ended before there were call-backs; nor of its outcome what is not rated by it, nor of sums what adds to none.
    """
    one = tally.called_back
    back: dict[str, Json] = (
        {"called back": [one.unit, one.reached, one.contacted, one.solved, one.satisfied]} if one else {}
    )
    outcome: dict[str, Json] = {"outcome": [tally.outcome.accepted, tally.outcome.stands]} if tally.outcome else {}
    return canonical(
        {
            **back,
            **outcome,
            **({"sums": [list(one) for one in tally.sums]} if tally.sums else {}),
            "as": tally.counts_as,
            "counts": tally.counts,
            "lead": tally.lead,
            "answered": tally.answered,
            "ratings": [list(one) for one in tally.ratings],
            "findings": [list(one) for one in tally.findings],
        }
    )


def read_tally(text: str) -> Tally:
    """The tally that a summary keeps."""
    said = json.loads(text)
    return Tally(
        counts_as=said["as"],
        counts=said["counts"],
        lead=said["lead"],
        final=True,
        answered=said["answered"],
        overdue=False,
        ratings=tuple((unit, good) for unit, good in said["ratings"]),
        findings=tuple((key, unit) for key, unit in said["findings"]),
        called_back=CalledBack(*said["called back"]) if "called back" in said else None,
        outcome=Outcome(*said["outcome"]) if "outcome" in said else None,
        sums=tuple((name, value) for name, value in said.get("sums", ())),
    )


def agree(one: Tally, other: Tally) -> bool:
    """Whether two tallies say the same of what no finding and no calendar changes."""
    first, second = (
        (tally.counts_as, tally.counts, tally.lead, tally.ratings, tally.called_back, tally.outcome)
        for tally in (one, other)
    )
    return first == second


def read_findings(task: str, text: str) -> list[UnitFinding]:
    """The findings that a summary keeps."""
    return [
        UnitFinding(key, task, unit, from_epoch_milliseconds(at), replied)
        for key, unit, at, replied in json.loads(text)
    ]
