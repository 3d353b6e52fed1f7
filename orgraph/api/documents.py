"""Query texts, parsed, checked and bounded once each."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)

from orgraph.api.limits import TOKENS, over_limits
from orgraph.api.plans import Plans

KEPT = 500
"""Documents kept."""
KEPT_LENGTH = 20_000
"""Characters of a text beyond which its document is not kept."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query text: its document with the plans made for it, or what is wrong with it."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()
    plans: Plans | None = field(default_factory=dict, compare=False)
    """None: show everything in graphql-core's own way."""

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The operation that a request means; None if the document does not say."""
        found = [
            node
            for node in (self.document.definitions if self.document else ())
            if isinstance(node, OperationDefinitionNode) and (not name or (node.name and node.name.value == name))
        ]
        return found[0] if len(found) == 1 else None


class Documents:
    """Remembers the documents used last: parsing and validation cost more than most answers."""

    def __init__(self, schema: GraphQLSchema, introspection: bool = True) -> None:
        self._schema = schema
        self._rules = specified_rules if introspection else (*specified_rules, NoSchemaIntrospectionCustomRule)
        self._kept: OrderedDict[str, Prepared] = OrderedDict()

    def prepare(self, text: str) -> Prepared:
        """The document of `text`, or every error that graphql-core or the limits find in it."""
        if text in self._kept:
            self._kept.move_to_end(text)
            return self._kept[text]
        prepared = self._prepare(text)
        if len(text) <= KEPT_LENGTH:
            self._kept[text] = prepared
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return prepared

    def _prepare(self, text: str) -> Prepared:
        try:
            document = parse(text, max_tokens=TOKENS)
        except GraphQLError as error:
            return Prepared(None, (error,))
        excess = over_limits(document)  # before validation, which takes its time on what is too large
        errors = [excess] if excess else validate(self._schema, document, self._rules, max_errors=20)
        return Prepared(None if errors else document, tuple(errors))


def root_field(operation: OperationDefinitionNode | None) -> str:
    """The first root field of an operation: for metrics a label of few values, whatever clients call theirs."""
    selections = operation.selection_set.selections if operation else ()
    return next((node.name.value for node in selections if isinstance(node, FieldNode)), "none")


def is_query(operation: OperationDefinitionNode) -> bool:
    """Whether an operation only reads."""
    return operation.operation is OperationType.QUERY
