"""What a task keeps of its fold, so that lists need not ask for its events."""

from __future__ import annotations

from collections.abc import Mapping

from orgraph.definitions.tasks.limits import Calendar
from orgraph.domain.deadline import ENDED
from orgraph.domain.journal import Projected
from orgraph.rules.clocks.deadlines import turns
from orgraph.rules.tasks.past import Folded


def projected(folded: Folded, calendars: Mapping[str, Calendar]) -> Projected:
    """A task as its events leave it, its clocks counted by `calendars`; of one that has ended none runs."""
    then = ENDED if folded.final else turns(folded.marks, calendars)
    return Projected(folded.state, folded.final, folded.ended_at, then)
