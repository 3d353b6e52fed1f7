"""Everything in a store as a stream of lines, and back: independent of the engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from orgraph.definitions.graph_model import GraphModel, NodeShape
from orgraph.graph.store import Store, Transaction, statement


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A node: the name of its shape and its properties."""

    shape: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RelationshipLine:
    """A relationship: its type, the shapes and keys of its ends, its properties."""

    type: str
    source_shape: str
    source: str
    target_shape: str
    target: str
    values: dict[str, Any]


async def all_nodes(store: Store, model: GraphModel, only: str = "") -> AsyncIterator[NodeLine]:
    """Every node, shape by shape; with `only` those of one shape."""
    for shape in (model.nodes[only],) if only else _one_a_label(model):
        async for labels, values in store.stream(statement("upkeep/all_nodes", shape=shape.name)):
            yield NodeLine(_shape_of(labels, model), values)


async def all_relationships(store: Store, model: GraphModel) -> AsyncIterator[RelationshipLine]:
    """Every relationship, type by type."""
    for relationship in model.relationships.values():
        starts = {model.nodes[name].labels[0]: model.nodes[name] for name in relationship.starts}
        for start in starts.values():
            asked = statement("upkeep/all_relationships", source=start.name, type=relationship.type)
            async for source, labels, target, values in store.stream(asked):
                end = _shape_of(labels, model)
                yield RelationshipLine(relationship.type, start.name, source, end, target, values)


async def restore_nodes(store: Store, shape: str, rows: Sequence[dict[str, Any]], model: GraphModel) -> None:
    """Create nodes of one shape; properties that a row lacks stay unset."""
    wanted = model.nodes[shape].properties
    complete = [dict.fromkeys(wanted) | row for row in rows]

    async def work(transaction: Transaction) -> None:
        await transaction.run(statement("importing/add_nodes", shape=shape), rows=complete)

    await store.write(work)


async def restore_relationships(store: Store, rows: Sequence[RelationshipLine]) -> None:
    """Create relationships that share type and shapes of ends."""
    first = rows[0]
    asked = statement(
        "upkeep/restore_relationships", type=first.type, source=first.source_shape, target=first.target_shape
    )
    values = [{"from_key": row.source, "to_key": row.target, "values": row.values} for row in rows]

    async def work(transaction: Transaction) -> None:
        await transaction.run(asked, rows=values)

    await store.write(work)


def _one_a_label(model: GraphModel) -> tuple[NodeShape, ...]:
    """Shapes that share a first label (units, party organisations) are read together."""
    return tuple({shape.labels[0]: shape for shape in model.nodes.values()}.values())


def _shape_of(labels: Sequence[str], model: GraphModel) -> str:
    return next(name for name, shape in model.nodes.items() if set(shape.labels) == set(labels))
