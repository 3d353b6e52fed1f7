"""The supervision of an area by the long way: every task of the store folded again, places found by their whole way up."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from orgraph.bootstrap import Services
from orgraph.domain.event import Event
from orgraph.domain.supervision import Rates, Supervision
from orgraph.domain.time import CHINA, epoch_milliseconds
from orgraph.domain.ways import Step, way_up
from orgraph.rules.tasks.measures import measures_at
from orgraph.rules.tasks.past import past_of
from orgraph.rules.tasks.supervision import Handled, handled

from ..ledger import raw

_TASKS = """
MATCH (t:Task)-[:AT]->(a:Area) WHERE t.called_at >= $since AND t.called_at < $until
RETURN t.id, a.code, t.opened_on, COLLECT {
  MATCH (t)-[:HAS_EVENT]->(e:Event)
  RETURN [e.task, e.sequence, e.book, e.position, e.at, e.by, e.type, e.payload, e.previous, e.hash] ORDER BY e.sequence
}
"""
_AREAS = "MATCH (a:Area) RETURN a.code, a.until"
_STEPS = "MATCH (a:Area)-[r:PART_OF]->(b:Area) RETURN a.code, b.code, r.since, r.until"
COUNTS_APART = ("excluded", "merged", "refused", "void", "on-the-spot", "carried-over")
LEFT_OUT = COUNTS_APART[:5]

Answer = dict[str, Any]


async def supervised(services: Services, area: str, first: date, last: date) -> Answer:
    """What is said of the tasks called in an area (by code) on these days, everything counted anew."""
    start, end = (epoch_milliseconds(datetime.combine(day, time(), CHINA)) for day in (first, last + timedelta(days=1)))
    ends = {code: date.fromisoformat(until) for code, until in await raw(services.store, _AREAS)}
    steps: defaultdict[str, list[Step]] = defaultdict(list)
    for code, above, since, until in await raw(services.store, _STEPS):
        steps[code].append(Step(code, above, date.fromisoformat(since), date.fromisoformat(until)))
    every = [step for some in steps.values() for step in some]
    sums = Counter[str]()
    now, found, stands = epoch_milliseconds(services.clock.now()), [], dict[str, Stands | None]()
    for task, place, opened, rows in await raw(services.store, _TASKS, since=start, until=end):
        if area in [one.code for one in way_up(place, date.fromisoformat(opened), ends, every)]:
            events = [Event(*row) for row in rows]
            past = past_of(events)
            found.append((task, handled(past, measures_at(services.definitions, past, now), now)))
            stands[task] = _stands(events)
            sums.update({"visitors": brought} if (brought := _visitors(events)) else {})
    return _counted(found, stands, sums)


def _visitors(events: Iterable[Event]) -> int:
    """How many came, as the first event of a task says it; nothing changes that."""
    said = json.loads(next(iter(events)).payload).get("declared", {})
    return int(said["visitors"]["value"]) if "visitors" in said else 0


class Stands(NamedTuple):
    """How a task stands that is rated by its outcome, as its events say it."""

    accepted: bool
    outcome: str | None


def _stands(events: Iterable[Event]) -> Stands | None:
    """None: it is rated by whether it was closed."""
    by_outcome, outcome, lead, accepting = False, None, "", set[str]()
    for event in events:
        does = json.loads(event.payload).get("does", {})
        by_outcome, lead = by_outcome or "by_outcome" in does, does.get("lead", lead)
        outcome = does.get("outcome") if "state" in does else outcome
        accepting |= {one["unit"] for one in does.get("marks", ()) if one["mark"] == "answered"}
    return Stands(lead in accepting, outcome) if by_outcome else None


def _counted(found: list[tuple[str, Handled]], stands: Mapping[str, Stands | None], sums: Counter[str]) -> Answer:
    rated = [one for _, one in found if one.counts_as not in LEFT_OUT]
    units = {one.lead for _, one in found} | {unit for one in rated for unit, _ in one.ratings}
    units |= {each.unit for one in rated for each in one.findings}
    units |= {one.called_back.unit for one in rated if one.called_back}
    listed = [
        (-each.at, task, each.unit, each.key, each.unit in one.replied) for task, one in found for each in one.findings
    ]
    return {
        "found": len(found),
        "rates": {
            **_rates(rated, [mark for one in rated for _, mark in one.ratings], rated),
            **_by_outcome(found, stands),
        },
        **{key: sum(one.counts_as == key for _, one in found) for key in COUNTS_APART},
        "open": sum(not one.final for _, one in found),
        "overdue": sum(one.overdue for _, one in found),
        "sums": sorted(sums.items()),
        "units": {unit: _unit(unit, found, rated, stands) for unit in sorted(units)},
        "findings": sorted(listed)[:100],
        "in all": len(listed),
    }


def _by_outcome(found: list[tuple[str, Handled]], stands: Mapping[str, Stands | None], unit: str = "") -> Answer:
    """What was closed of all, and of what is rated otherwise how it stands; of those that a unit led, or of all."""
    of = [(one, stands[task]) for task, one in found if unit in ("", one.lead) and one.counts_as not in LEFT_OUT]
    closing, some = [one for one, how in of if how is None], [how for _, how in of if how is not None]
    ended = [one.outcome for one in some if one.outcome]
    return {
        "completion": (_closed(closing), len(closing)),
        "settlement": (ended.count("settled"), sum(one.accepted or bool(one.outcome) for one in some)),
        "success": (len(ended) - ended.count("failed"), len(ended)),
    }


def _closed(some: Iterable[Handled]) -> int:
    return sum(one.counts_as == "resolved" for one in some)


def _rates(led: list[Handled], marks: list[float], all_: list[Handled]) -> Answer:
    backs = [one.called_back for one in all_ if one.called_back]
    reached = [one for one in backs if one.reached]
    return {
        "response": (sum(one.contacted for one in reached), len(reached)),
        "resolution": (sum(one.solved for one in reached), len(reached)),
        "satisfaction": (sum(one.satisfied for one in reached), len(reached)),
        "not reached": len(backs) - len(reached),
        "signing": (sum(one.answered is True for one in led), sum(one.answered is not None for one in led)),
        "ratings": (sum(mark >= 4 for mark in marks), len(marks)),
    }


def _unit(
    unit: str, found: list[tuple[str, Handled]], rated: list[Handled], stands: Mapping[str, Stands | None]
) -> Answer:
    led = [one for one in rated if one.lead == unit]
    marks = [mark for one in rated for rated_unit, mark in one.ratings if rated_unit == unit]
    keys = [each.key for one in rated for each in one.findings if each.unit == unit]
    return {
        "tasks": sum(one.lead == unit for _, one in found),
        "rates": {
            **_rates(led, marks, [one for one in rated if one.called_back and one.called_back.unit == unit]),
            **_by_outcome(found, stands, unit),
        },
        "findings": sorted(Counter(keys).items()),
    }


def told(found: Supervision) -> Answer:
    """An answer of the service in the same words."""
    return {
        "found": found.found,
        "rates": _told(found.rates),
        "excluded": found.excluded,
        "merged": found.merged,
        "refused": found.refused,
        "void": found.void,
        "carried-over": found.carried_over,
        "on-the-spot": found.on_the_spot,
        "open": found.open,
        "overdue": found.overdue,
        "sums": [(one.name, one.value) for one in found.sums],
        "units": {
            one.organisation.code: {
                "tasks": one.tasks,
                "rates": _told(one.rates),
                "findings": list(one.findings),
            }
            for one in found.units
        },
        "findings": [(-epoch_milliseconds(one.at), one.task, one.unit, one.key, one.replied) for one in found.findings],
        "in all": found.findings_in_all,
    }


def _told(rates: Rates) -> Answer:
    shares = {name: (share.count, share.of) for name, share in rates.by_name().items()}
    return {**shares, "not reached": rates.not_reached}
