"""Where the points of a drawing stand."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from orgraph.analysis.layers import layered

POINTS = [f"p{number}" for number in range(8)]
WAYS = st.sets(st.tuples(st.sampled_from(POINTS), st.sampled_from(POINTS)), max_size=16)


@given(WAYS, st.sets(st.sampled_from(POINTS[1:])))
def test_each_point_stands_once_and_two_beside_each_other_where_one_may_give_way(
    ways: set[tuple[str, str]], aside: set[str]
) -> None:
    layers = layered(POINTS, POINTS[:1], ways, aside)

    assert sorted(point for layer in layers for point in layer) == POINTS
    assert all(layer for layer in layers)
    for number, layer in enumerate(layers):
        crowd = [point for point in layer if point not in aside]
        assert len(layer) <= max(2, len(crowd)) or number >= len(layers) - 1


@given(WAYS)
def test_ways_lead_down_where_none_leads_back(ways: set[tuple[str, str]]) -> None:
    down = {(start, end) for start, end in ways if start < end}
    at = {point: number for number, layer in enumerate(layered(POINTS, POINTS[:1], down)) for point in layer}
    graph: nx.DiGraph[str] = nx.DiGraph(down)

    assert nx.is_directed_acyclic_graph(graph)
    assert all(at[start] < at[end] for start, end in down)


def test_the_first_point_stays_first_though_ways_lead_back_to_it() -> None:
    ways = [("open", "done"), ("done", "open"), ("open", "shut"), ("shut", "open")]

    assert layered(["open", "done", "shut"], ["open"], ways, ["done", "shut"]) == [["open"], ["done", "shut"]]


def test_ends_for_which_there_is_no_room_stand_further_down() -> None:
    ways = [("a", "b"), ("b", "c"), *(("a", f"end{number}") for number in range(3))]

    assert layered(["a", "b", "c", "end0", "end1", "end2", "lone"], ["a"], ways, ["end0", "end1", "end2"]) == [
        ["a"],
        ["b", "end0"],
        ["c", "end1"],
        ["end2", "lone"],
    ]
