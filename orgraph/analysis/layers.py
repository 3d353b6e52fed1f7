"""Places for the points of a drawing: in layers, one below the other, so that most ways lead down and few cross."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

SWEEPS = 6
"""How often the layers are sorted by where their neighbours stand."""


def layered(
    points: Sequence[str],
    entrances: Sequence[str],
    ways: Collection[tuple[str, str]],
    aside: Collection[str] = (),
    beside: int = 2,
) -> list[list[str]]:
    """
    The points by layers from the top, within a layer from the left.

    A point stands below all from which a way leads to it, unless that way leads back to where one has come from, or
    begins at a point of `aside`: these stand to the right of their layer. Where a layer has more than `beside` points,
    those of `aside` go down to the next one with room. What has no way stands last.
    """
    import networkx as nx  # here, so that commands which draw nothing start without it

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(dict.fromkeys((*entrances, *points)))
    graph.add_edges_from((start, end) for start, end in ways if start != end and start not in aside)
    graph.remove_edges_from(list(_back({one: list(graph[one]) for one in graph})))
    lone = [one for one in points if not graph.degree(one) and one not in entrances]
    graph.remove_nodes_from(lone)
    layers = [sorted(layer, key=points.index) for layer in nx.topological_generations(graph)]
    neighbours = {one: [*graph.predecessors(one), *graph.successors(one)] for one in graph}
    for _ in range(SWEEPS):
        for number, layer in enumerate(layers):
            at = _positions(layers)
            layers[number] = sorted(layer, key=lambda one: (one in aside, _middle(neighbours[one], at), one))
    return _lowered([*layers, lone], aside, beside)


def _lowered(layers: Sequence[Sequence[str]], aside: Collection[str], beside: int) -> list[list[str]]:
    """The layers with what has no room in one of them further down."""
    found, over = list[list[str]](), list[str]()
    for layer in layers[:-1]:
        own = list(layer)
        while len(own) > beside and own[-1] in aside:
            over.insert(0, own.pop())
        room = max(beside - len(own), 0)
        moved = [one for one in over if one not in layer][:room]
        over = [one for one in over if one not in moved]
        found.append([*own, *moved])
    over += layers[-1]
    if found and len(found[-1]) < beside:
        room = beside - len(found[-1])
        found[-1] += over[:room]
        over = over[room:]
    return [*found, *(over[number : number + beside] for number in range(0, len(over), beside))]


def _back(graph: Mapping[str, Iterable[str]]) -> Iterable[tuple[str, str]]:
    """Ways that lead back to a point from which one has come, going deep first in the order of the points."""
    done: set[str] = set()
    for start in graph:
        way: list[tuple[str, list[str]]] = [] if start in done else [(start, list(graph[start]))]
        on_it = {start}
        while way:
            point, ahead = way[-1]
            if not ahead:
                way.pop()
                on_it.discard(point)
                done.add(point)
            elif (following := ahead.pop(0)) in on_it:
                yield point, following
            elif following not in done:
                way.append((following, list(graph[following])))
                on_it.add(following)


def _positions(layers: Iterable[Sequence[str]]) -> dict[str, float]:
    return {one: place / len(layer) for layer in layers for place, one in enumerate(layer)}


def _middle(neighbours: Sequence[str], at: Mapping[str, float]) -> float:
    return sum(at[one] for one in neighbours) / len(neighbours) if neighbours else 0.0
