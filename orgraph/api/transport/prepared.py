"""A query text that was read once, with what was worked out for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import DocumentNode, GraphQLError, OperationDefinitionNode

Plan = Callable[[Any], Any]
"""Shows a value as the selection wants it. Raises anything where graphql-core must look itself."""

Plans = dict[tuple[object, ...], Plan | None]
"""Plans of one document by type and field nodes; they live and end with it, so its nodes are told by identity."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query text: its document with the plans made for it, or what is wrong with it."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()
    plans: Plans | None = field(default_factory=dict, compare=False)
    """None: show everything in graphql-core's own way."""
    costed_by: tuple[str, ...] = ()
    """Variables that its cost depends on."""
    costs: dict[tuple[object, ...], int] = field(default_factory=dict, compare=False)
    answers: dict[int, bytes] = field(default_factory=dict, compare=False)
    """Bodies of answers that are always the same, by operation."""

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The operation that a request means; None if the document does not say."""
        found = [
            node
            for node in (self.document.definitions if self.document else ())
            if isinstance(node, OperationDefinitionNode) and (not name or (node.name and node.name.value == name))
        ]
        return found[0] if len(found) == 1 else None
