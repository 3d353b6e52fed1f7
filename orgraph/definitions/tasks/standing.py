"""
How the clocks of a lifecycle may stand in each of its states.

Found by reachability: from the entrances every action is tried in every state that it may happen in, on every way that
it may go, with what it does to the clock of a stage.
"""

from __future__ import annotations

from orgraph.definitions.tasks.lifecycle import Clocks, Lifecycle

RUNS, RESTS = "runs", "rests"
"""How the clock of a stage stands; the empty text: it never started, or was stopped."""

Situation = tuple[str, str]
"""A state of a task, and how the clock of one stage stands in it."""


def situations(lifecycle: Lifecycle, stage: str) -> set[Situation]:
    """Every state that a task can reach, with each way in which the clock of a stage may stand there."""
    outcomes = tuple((rule.states, way) for rule in lifecycle.actions.values() for way in rule.ways)
    found = set[Situation]()
    ahead = {(one.state, RUNS if stage in one.starts else "") for one in lifecycle.entrances.values()}
    while ahead:
        found.add(now := ahead.pop())
        fitting = [way for states, way in outcomes if now[0] in states]
        ahead |= {(way.to or now[0], _moved(now[1], way.clocks, stage)) for way in fitting} - found
    return found


def _moved(standing: str, clocks: Clocks, stage: str) -> str:
    """How a clock stands after an action, in the order in which an event changes it."""
    standing = RUNS if stage in clocks.starts else standing
    standing = "" if stage in clocks.stops else standing
    standing = RESTS if stage in clocks.pauses and standing == RUNS else standing
    return RUNS if stage in clocks.resumes and standing == RESTS else standing
