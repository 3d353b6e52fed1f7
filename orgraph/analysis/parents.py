"""An area is part of one other at a time, whatever packs and tables say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from orgraph.analysis.circles import Tie, ties_after
from orgraph.domain.records import PART_OF, Held
from orgraph.rules.packs.snapshot import Work


def gained(work: Work) -> dict[str, str]:
    """The places that `work` begins or lengthens, by id, each with the area that gets it."""
    found = {one.id: one.start for one in work.adds.get(PART_OF, ())}
    for change in work.changes.get(PART_OF, ()):
        since, until = str(change.values.get("since", "9999")), str(change.values.get("until", ""))
        if since < change.held.since or until > change.held.until:
            found[change.held.id] = change.held.start
    return found


def two_parents(work: Work, held: Mapping[str, Held], others: Iterable[Tie]) -> Iterator[tuple[Tie, Tie]]:
    """
    Each place that `work` begins or lengthens and that meets another of the same area, with that other.

    `others` are the places by other packs. What has met before is no fault of this import.
    """
    new = gained(work)
    if not new:
        return
    children = set(new.values())
    by_child: dict[str, list[Tie]] = {}
    for tie in (*others, *ties_after(work, held, PART_OF)):
        if tie.start in children and tie.since < tie.until:
            by_child.setdefault(tie.start, []).append(tie)
    for several in by_child.values():
        for at, tie in enumerate(several):
            before = [one for one in several[:at] if _meet(one, tie)]
            after = [one for one in several[at + 1 :] if _meet(one, tie) and one.id not in new]
            if tie.id in new and (before or after):
                yield tie, (before or after)[0]


def _meet(one: Tie, other: Tie) -> bool:
    return max(one.since, other.since) < min(one.until, other.until)
