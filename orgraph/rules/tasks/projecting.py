"""What a task keeps of its fold, so that lists need not ask for its events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.tasks.limits import Calendar
from orgraph.domain.deadline import ENDED
from orgraph.domain.event import Event
from orgraph.domain.field import tags_of
from orgraph.domain.journal import Projected
from orgraph.rules.clocks.deadlines import turns
from orgraph.rules.tasks.past import Folded
from orgraph.rules.tasks.summaries import summary_of


def projected(
    definitions: Definitions, events: Sequence[Event], folded: Folded, calendars: Mapping[str, Calendar]
) -> Projected:
    """
    A task as its events, given with their fold, leave it, its clocks counted by `calendars`.

    Of one that has ended none runs, and how it was handled is kept by what `definitions` held for it on its last day.
    """
    tags = tags_of(folded.fields)
    if folded.final:
        return Projected(folded.state, True, folded.ended_at, ENDED, summary_of(definitions, events), tags)
    return Projected(folded.state, False, None, turns(folded.marks, calendars), tags=tags)
