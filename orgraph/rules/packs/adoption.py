"""
What is kept of definitions that are taken over, and what open tasks would lose by it: words that their events speak and
nobody defines.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from orgraph.definitions.definitions import Definitions
from orgraph.definitions.prevailing import prevailing
from orgraph.domain.canonical import hash_of
from orgraph.domain.event import Event
from orgraph.domain.upkeep import KeptDefinition
from orgraph.rules.clocks.calendar import WORKING
from orgraph.rules.clocks.deadlines import calendars_of, clocks
from orgraph.rules.tasks.matter import chain_of
from orgraph.rules.tasks.past import Folded, fold

WHOLE_SET = "definitions"
"""What a whole set is called among what is kept."""

MEASURING = ("findings/", "calendars/", "campaigns/")
"""How names of entries begin that say what the handling of a task is measured by."""


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
    lifecycle, calendars = rules.lifecycle(folded.kind), calendars_of(rules)
    if rules.kind(folded.kind) is None:
        yield "tasks", folded.kind
    elif lifecycle is None or folded.state not in lifecycle.states:
        yield "states", folded.state
    for clock in clocks(folded.marks):
        if clock.stopped is not None:
            continue
        if rules.kind(folded.kind) and (lifecycle is None or clock.stage not in lifecycle.stages):
            yield "stages", clock.stage
        if clock.calendar not in calendars and any(span.unit in WORKING for span in clock.spans):
            yield "calendars", clock.calendar
    if definitions.categories.find(folded.category, chain) is None:
        yield "categories", folded.category
    for post in (folded.whistler, *folded.callers):
        role = post.partition("@")[0]
        if role not in definitions.roles:
            yield "roles", role


def losses(found: Mapping[tuple[str, str], Iterable[str]]) -> tuple[Loss, ...]:
    """The words that some tasks need, in order, each with all of these."""
    return tuple(Loss(section, key, tuple(sorted(tasks))) for (section, key), tasks in sorted(found.items()))


def kept_of(content: str, texts: Mapping[str, str]) -> tuple[KeptDefinition, ...]:
    """
    What is kept of a set of definitions, given the digests of its entries by name, as JSON, and what entries say: the
    set itself, and those of its entries whose text is among `texts`. By digest.
    """
    names = defaultdict(list)
    for name, digest in digests_of(content).items():
        names[digest].append(name)
    entries = [KeptDefinition(one, tuple(sorted(names[one])), texts[one]) for one in names if one in texts]
    whole = KeptDefinition(hash_of(content), (WHOLE_SET,), content)
    return tuple(sorted((whole, *entries), key=lambda one: one.digest))


def digests_of(content: str) -> dict[str, str]:
    """The digests of the entries of a set, by name."""
    found: dict[str, str] = json.loads(content)
    return found


def measured_otherwise(before: str, now: str) -> tuple[str, ...]:
    """Names of the entries, of two sets as JSON, in which these differ and that say what handling is measured by."""
    one, other = digests_of(before), digests_of(now)
    differ = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    return tuple(sorted(name for name in differ if name.startswith(MEASURING)))
