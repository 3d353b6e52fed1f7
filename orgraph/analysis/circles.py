"""Relations in which nobody may stand above himself, however many packs the way goes through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from orgraph.domain.records import Change, Held
from orgraph.rules.packs.snapshot import Work

CIRCULAR = ("UNDER", "MEMBER_OF")
"""Relations from like to like. PART_OF goes by levels, OF joins what is unlike, and two may deputise for each other."""


@dataclass(frozen=True, slots=True)
class Tie:
    """
    A relation as it will be: its id, both ends and its period (ISO days); `ours` if the import writes it, `pack` who
    brought it, if that is another.
    """

    id: str
    start: str
    end: str
    since: str
    until: str
    ours: bool = False
    pack: str = ""


def ties_after(work: Work, held: Mapping[str, Held], type_: str) -> list[Tie]:
    """The relations of a type that the pack will have; none if the import writes none of them."""
    changes: dict[str, Change] = {}
    for change in work.changes.get(type_, ()):
        changes[change.held.id] = change
    adds = work.adds.get(type_, ())
    if not adds and not changes:
        return []
    kept = [_changed(one, changes.get(one.id)) for one in held.values() if one.table == type_]
    added = [
        Tie(one.id, one.start, one.end, str(one.values["since"]), str(one.values["until"]), ours=True) for one in adds
    ]
    return [*kept, *added]


def _changed(one: Held, change: Change | None) -> Tie:
    values = change.values if change else {}
    since, until = values.get("since") or one.since, values.get("until") or one.until
    return Tie(one.id, one.start, one.end, str(since), str(until), ours=change is not None)


def circles(ties: Iterable[Tie]) -> Iterator[tuple[Tie, ...]]:
    """Of each knot of ties one circle that is closed on some day, in its order; periods that never meet close none."""
    import networkx as nx  # here, so that commands which import nothing start without it

    by_ends: dict[tuple[str, str], list[Tie]] = {}
    for tie in ties:
        if tie.since < tie.until:
            by_ends.setdefault((tie.start, tie.end), []).append(tie)
    graph: nx.DiGraph[str] = nx.DiGraph(by_ends.keys())
    for knot in nx.strongly_connected_components(graph):
        inside = [tie for ends in graph.subgraph(knot).edges for tie in by_ends[ends]]
        found = _closed(inside)
        if found:
            yield found


def _closed(ties: list[Tie]) -> tuple[Tie, ...]:
    """A circle of ties that are in force together: if there is one, there is one on a day on which a tie begins."""
    import networkx as nx

    for day in sorted({tie.since for tie in ties}):
        there = {(tie.start, tie.end): tie for tie in ties if tie.since <= day < tie.until}
        try:
            return tuple(there[edge[0], edge[1]] for edge in nx.find_cycle(nx.DiGraph(there.keys())))
        except nx.NetworkXNoCycle:
            continue
    return ()
