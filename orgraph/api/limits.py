"""How large a query may be. Each fragment is looked at once, so that looking takes less than running could."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
)

TOKENS = 2_000
"""Words and signs in a document: parsing and validation grow with them."""
DEPTH = 20
"""Levels of fields within one another; introspection needs fifteen."""
FIELDS = 1_500
"""Fields when every fragment is put in where it is spread."""


@dataclass(frozen=True, slots=True)
class Size:
    """What running a selection comes to."""

    depth: int = 0
    fields: int = 0


@dataclass
class _Measuring:
    fragments: dict[str, FragmentDefinitionNode]
    known: dict[str, Size] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    def selection(self, selected: SelectionSetNode | None) -> Size:
        """The size of a selection, spreads expanded."""
        depth = fields = 0
        for node in selected.selections if selected else ():
            if isinstance(node, FragmentSpreadNode):
                size = self.fragment(node.name.value)
            else:
                inner = self.selection(node.selection_set)  # type: ignore[attr-defined]
                own = 1 if isinstance(node, FieldNode) else 0
                size = Size(inner.depth + own, inner.fields + own)
            depth, fields = max(depth, size.depth), fields + size.fields
        return Size(depth, fields)

    def fragment(self, name: str) -> Size:
        """The size of a fragment, measured once; validation refuses those that are unknown or spread themselves."""
        if name in self.open or name not in self.fragments:
            return Size()
        if name not in self.known:
            self.open.add(name)
            self.known[name] = self.selection(self.fragments[name].selection_set)
            self.open.discard(name)
        return self.known[name]


def over_limits(document: DocumentNode) -> GraphQLError | None:
    """What about a document is too large, None if nothing."""
    nodes = document.definitions
    measuring = _Measuring({node.name.value: node for node in nodes if isinstance(node, FragmentDefinitionNode)})
    for operation in (node for node in nodes if isinstance(node, OperationDefinitionNode)):
        size = measuring.selection(operation.selection_set)
        if size.depth > DEPTH:
            return _excess(f"the query is {size.depth} fields deep", f"ask for at most {DEPTH}", operation)
        if size.fields > FIELDS:
            return _excess(f"the query has {size.fields} fields", f"ask for at most {FIELDS}", operation)
    return None


def _excess(message: str, remedy: str, operation: OperationDefinitionNode) -> GraphQLError:
    return GraphQLError(
        f"{message}; {remedy}", nodes=operation, extensions={"code": "query_too_large", "remedy": remedy}
    )
