"""What open tasks would lose if other definitions took over: the words that their events speak and nobody defines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.event import Event
from orgraph.rules.clocks.calendar import WORKING
from orgraph.rules.clocks.deadlines import calendars_of, clocks
from orgraph.rules.tasks.matter import chain_of
from orgraph.rules.tasks.past import Folded, fold


@dataclass(frozen=True, slots=True)
class Loss:
    """A word of a section (states and stages are of the lifecycle) that open tasks need, and their ids, sorted."""

    section: str
    key: str
    tasks: tuple[str, ...]


def lost_words(events: Sequence[Event], definitions: Definitions, on: date) -> tuple[tuple[str, str], ...]:
    """Section and key of each word that an open task needs and `definitions` have not, given its events in order."""
    return tuple(dict.fromkeys(_lost(fold(events), chain_of(events), definitions, on)))


def _lost(folded: Folded, chain: Sequence[str], definitions: Definitions, on: date) -> Iterator[tuple[str, str]]:
    rules = prevailing(definitions, chain, on)
    lifecycle, calendars = rules.lifecycle, calendars_of(rules)
    if lifecycle is None or folded.state not in lifecycle.states:
        yield "states", folded.state
    for clock in clocks(folded.marks):
        if clock.stopped is not None:
            continue
        if lifecycle is None or clock.stage not in lifecycle.stages():
            yield "stages", clock.stage
        if clock.calendar not in calendars and any(span.unit in WORKING for span in clock.spans):
            yield "calendars", clock.calendar
    if definitions.whistles.find(folded.kind, chain) is None:
        yield "whistles", folded.kind
    if definitions.categories.find(folded.category, chain) is None:
        yield "categories", folded.category
    for post in (folded.whistler, *folded.callers):
        role = post.partition("@")[0]
        if role not in definitions.roles:
            yield "roles", role


def losses(found: Mapping[tuple[str, str], Iterable[str]]) -> tuple[Loss, ...]:
    """The words that some tasks need, in order, each with all of these."""
    return tuple(Loss(section, key, tuple(sorted(tasks))) for (section, key), tasks in sorted(found.items()))
