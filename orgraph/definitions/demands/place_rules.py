"""What an audit demands of what stands at places: that these, and all above them, have not ended."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.demands.requirements import STANDING
from orgraph.definitions.source import Entry
from orgraph.domain.said import said

STANDING_THERE = ("relations", "units", "tasks")
"""What may be looked at: relations of units to areas, units themselves, open tasks."""


@dataclass(frozen=True, slots=True)
class PlacesMeasure:
    """
    Of `what`, one of STANDING_THERE, those whose place, or an area above it, has ended.

    `relations`: of units that live, in one of `types`; `units`: those that live and stand to no other area, nor the
    unit that they are `OF`, looked at where they stand or last stood; `tasks`: those in hand now. `kinds` (none: all)
    are of the units.
    """

    what: str
    types: tuple[str, ...] = STANDING
    kinds: tuple[str, ...] = ()


def asks_for_places(each: Entry | None) -> bool:
    """Whether `each` of an audit names what stands at places."""
    return each is not None and any(each.has(name) for name in STANDING_THERE)


def read_places(entry: Entry) -> PlacesMeasure:
    """The keys `each`, with one of STANDING_THERE, and `must`, with `place_there`, of an audit."""
    each = entry.mapping("each", required=True)
    measure = PlacesMeasure(each.one_of(STANDING_THERE) if each else STANDING_THERE[0])
    below = each.mapping(measure.what, required=True) if each else None
    if each and below:
        types, kinds = measure.types, measure.kinds
        if measure.what == "relations":
            types = below.choices("types", STANDING) or types
        if measure.what != "tasks":
            kinds = below.refers_all("kinds", "organisations")
        measure = PlacesMeasure(measure.what, types, kinds)
        below.done()
        each.done()
    must = entry.mappings("must", required=True)
    if len(must) != 1 or not must[0].truth("place_there"):
        remedy = said("mend-write", form="must: [{place_there: true}]")
        entry.fault(said("only-place-there", what=measure.what), remedy, "must")
    for rule in must:
        rule.truth("place_there")
        rule.done()
    return measure
