"""An even load: every area to one organisation, no organisation with two more than another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def assign(homes: Mapping[str, str], ways: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """
    An organisation for each area: `homes` of the organisations, `ways` from each area up to the top, nearest first.

    An area goes to an organisation at home in the nearest area above it that has one with room, and otherwise to
    whichever has the fewest; afterwards the loads are levelled. Orders of the mappings do not matter.
    """
    at_home: dict[str, list[str]] = {}
    for body in sorted(homes):
        at_home.setdefault(homes[body], []).append(body)
    load: dict[str, list[str]] = {body: [] for body in sorted(homes)}
    room = -(-len(ways) // len(homes))
    for area in sorted(ways):
        near = (min(at_home[above], key=lambda body: len(load[body])) for above in ways[area] if above in at_home)
        chosen = next((body for body in near if len(load[body]) < room), None)
        load[chosen or min(load, key=lambda body: len(load[body]))].append(area)
    _level(load)
    return {area: body for body in load for area in load[body]}


def _level(load: dict[str, list[str]]) -> None:
    """Move areas from the fullest to the emptiest until they differ by one at most."""
    while True:
        most, least = (choose(load, key=lambda body: len(load[body])) for choose in (max, min))
        if len(load[most]) - len(load[least]) <= 1:
            return
        load[least].append(load[most].pop())
