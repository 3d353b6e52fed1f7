"""The shapes of nodes and relationships, from graph.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.source import LABEL, PROPERTY, RELATIONSHIP, Entry
from orgraph.domain.said import said

PROPERTY_TYPES = ("text", "texts", "whole", "truth", "day", "instant")


@dataclass(frozen=True, slots=True)
class NodeShape:
    """A kind of node: its labels, its unique key, its properties with their types, and the indexes it wants."""

    name: str
    labels: tuple[str, ...]
    key: str
    properties: dict[str, str]
    indexes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RelationshipShape:
    """A type of relationship: which nodes it joins and which properties it has."""

    type: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    properties: dict[str, str]

    @property
    def dated(self) -> bool:
        """Whether it holds for a period and belongs to a pack."""
        return "since" in self.properties


@dataclass(frozen=True, slots=True)
class GraphModel:
    """All node shapes and relationship shapes by name."""

    nodes: dict[str, NodeShape]
    relationships: dict[str, RelationshipShape]

    def unique_keys(self) -> tuple[tuple[str, str], ...]:
        """(label, property) pairs that must be unique: each shape's key on its first label, once."""
        return tuple(dict.fromkeys((shape.labels[0], shape.key) for shape in self.nodes.values()))

    def indexes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(label, properties) of every index, once."""
        return tuple(
            dict.fromkeys((shape.labels[0], index) for shape in self.nodes.values() for index in shape.indexes)
        )

    def dated_relationships(self) -> tuple[RelationshipShape, ...]:
        """Relationships that packs bring: those with a period and an id."""
        return tuple(shape for shape in self.relationships.values() if shape.dated)


def read_graph_model(entry: Entry) -> GraphModel:
    """graph.yaml: `nodes` and `relationships`."""
    nodes, relationships = entry.mapping("nodes", required=True), entry.mapping("relationships", required=True)
    model = GraphModel(
        {child.key: _node(child) for child in nodes.entries(LABEL)} if nodes else {},
        {child.key: _relationship(child) for child in relationships.entries(RELATIONSHIP)} if relationships else {},
    )
    entry.done()
    if relationships:
        _check_names(model, relationships)
    return model


def _node(entry: Entry) -> NodeShape:
    properties = _properties(entry)
    key = entry.text("key", required=True)
    shape = NodeShape(entry.key, entry.texts("labels", required=True), key, properties, _indexes(entry, properties))
    for label in shape.labels:
        if not LABEL.match(label):
            entry.fault(said("bad-label", name=label), said("mend-as-label"), "labels")
    if key and key not in properties:
        entry.fault(said("key-no-property", name=key), said("mend-add-below", name=key, below="properties"), "key")
    entry.done()
    return shape


def _indexes(entry: Entry, properties: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    indexes = entry.text_lists("indexes")
    for index in indexes:
        for name in index:
            if name not in properties:
                entry.fault(said("index-no-property", name=name), said("mend-use", these=tuple(properties)), "indexes")
    return indexes


def _relationship(entry: Entry) -> RelationshipShape:
    shape = RelationshipShape(
        entry.key, entry.refers_all("from", "nodes", True), entry.refers_all("to", "nodes", True), _properties(entry)
    )
    entry.done()
    return shape


def _properties(entry: Entry) -> dict[str, str]:
    properties = entry.mapping("properties", required=True)
    if properties is None:
        return {}
    for name in properties.names():
        if not PROPERTY.match(name):
            properties.fault(said("bad-key", name=name), said("mend-as-property"), line=properties.line_of(name))
    return {name: properties.choice(name, PROPERTY_TYPES, "text") for name in properties.names()}


def _check_names(model: GraphModel, relationships: Entry) -> None:
    """Labels and relationship types share one name space on some engines, whatever the case."""
    labels = {label.lower() for shape in model.nodes.values() for label in shape.labels}
    for type_ in model.relationships:
        if type_.lower() in labels:
            relationships.fault(said("label-and-relationship"), said("mend-rename-one"), type_)
