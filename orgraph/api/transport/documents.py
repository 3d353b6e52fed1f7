"""Query texts, parsed, checked and bounded once each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)

from orgraph.api.told import Told
from orgraph.api.transport.limits import Limits, cost, excess, row_variables, too_large
from orgraph.api.transport.prepared import Prepared
from orgraph.domain.said import said

KEPT_BYTES = 32 * 2**20
"""What all documents that are kept may take, as `_weight` has it."""
PER_TOKEN = 1_200
"""Bytes that a word or sign of a document takes, with what plans are made for it."""
PER_ERROR = 1_500
"""Bytes that an error takes beside its message."""
KEPT_LENGTH = 20_000
"""Characters of a text beyond which its document is not kept."""
KEPT_COSTS = 100
"""Costs kept of one document: one for each combination of numbers of rows."""


class Documents:
    """Remembers the documents used last: parsing and validation cost more than most answers."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, introspection: bool = True) -> None:
        """Without `introspection`, errors do not suggest names of the schema either."""
        self._schema = schema
        self._limits = limits
        self._open = introspection
        self._rules = specified_rules if introspection else (*specified_rules, NoSchemaIntrospectionCustomRule)
        self._kept: OrderedDict[str, Prepared] = OrderedDict()
        self._weights: dict[str, int] = {}
        self.bytes = 0
        """What all that is kept takes, about."""

    def prepare(self, text: str) -> Prepared:
        """The document of `text`, or every error that graphql-core or the limits find in it."""
        if text in self._kept:
            self._kept.move_to_end(text)
            return self._kept[text]
        prepared = self._prepare(text)
        if len(text) <= KEPT_LENGTH:
            self._kept[text] = prepared
            self._weigh(text, _weight(text, prepared))
        return prepared

    def keep_answer(self, text: str, operation: OperationDefinitionNode, body: bytes) -> None:
        """Keep the body of an answer that is always the same with the document of `text`."""
        if text in self._kept:
            self._kept[text].answers[id(operation)] = body
            self._weigh(text, len(body))

    def _weigh(self, text: str, more: int) -> None:
        """A document weighs so much more; those that were not used for longest go until all may stay."""
        self._weights[text] = self._weights.get(text, 0) + more
        self.bytes += more
        while self.bytes > KEPT_BYTES:
            gone, _ = self._kept.popitem(last=False)
            self.bytes -= self._weights.pop(gone)

    def _prepare(self, text: str) -> Prepared:
        limits = self._limits
        try:
            document = parse(text, max_tokens=limits.tokens)
            large = excess(document, limits)  # before validation, which takes its time on what is too large
            errors = [large] if large else self._validate(document)
        except GraphQLError as error:
            return Prepared(None, (_alone(self._named(error)),))
        except RecursionError:  # validation of what parsing just let pass
            return Prepared(None, (self._too_deep(),))
        if errors:
            return Prepared(None, tuple(map(_alone, errors)))
        return Prepared(document, costed_by=row_variables(document))

    def _named(self, error: GraphQLError) -> GraphQLError:
        """graphql-core's own refusals of size, in our words, which name the setting."""
        if "nested too deeply" in error.message:
            return self._too_deep()
        if "tokens" in error.message and "Parsing aborted" in error.message:
            tokens = self._limits.tokens
            return too_large(said("query-words", most=tokens), "tokens", tokens)
        return error

    def _too_deep(self) -> Told:
        return too_large(said("query-nested"), "depth", self._limits.depth)

    def _validate(self, document: DocumentNode) -> list[GraphQLError]:
        return validate(self._schema, document, self._rules, max_errors=20, hide_suggestions=not self._open)

    def cost(self, prepared: Prepared, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> int:
        """What an operation may come to with these variables: fields, with numbers of rows multiplied through."""
        assert prepared.document is not None
        numbers = [variables.get(name) for name in prepared.costed_by]
        key = (id(operation), *(number if isinstance(number, int) else None for number in numbers))
        if key not in prepared.costs:
            if len(prepared.costs) >= KEPT_COSTS:
                prepared.costs.clear()
            prepared.costs[key] = cost(self._schema, prepared.document, operation, variables, self._limits.rows)
        return prepared.costs[key]

    def over_budget(self, found: int) -> Told | None:
        """The refusal of a cost, None if it is within the limit."""
        if found <= self._limits.cost:
            return None
        return too_large(said("query-cost", found=found), "cost", self._limits.cost, cost=found)


def _weight(text: str, prepared: Prepared) -> int:
    """About how many bytes a document takes with all that is worked out for it."""
    if prepared.document is None:
        return 2_000 + 4 * len(text) + sum(PER_ERROR + 4 * len(error.message) for error in prepared.errors)
    return 2_000 + 4 * len(text) + PER_TOKEN * (prepared.document.token_count or len(text))


def _alone(error: GraphQLError) -> GraphQLError:
    """An error with its places and without the document, which it would hold for as long as it is kept."""
    if isinstance(error, Told):
        return error
    alone = GraphQLError(error.message, path=error.path, extensions=error.extensions)
    alone.locations = error.locations
    return alone


def asks_for_the_schema(document: DocumentNode, operation: OperationDefinitionNode) -> bool:
    """Whether an operation asks for nothing but the schema, so that its answer is always the same."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    open_ = [operation.selection_set]
    while open_:
        for node in open_.pop().selections:
            if isinstance(node, FragmentSpreadNode):
                open_.append(fragments[node.name.value].selection_set)
            elif isinstance(node, InlineFragmentNode):
                open_.append(node.selection_set)
            elif isinstance(node, FieldNode) and node.name.value not in ("__schema", "__type", "__typename"):
                return False
    return not operation.variable_definitions


def root_field(operation: OperationDefinitionNode | None) -> str:
    """The first root field of an operation: for metrics a label of few values, whatever clients call theirs."""
    selections = operation.selection_set.selections if operation else ()
    return next((node.name.value for node in selections if isinstance(node, FieldNode)), "none")


def is_query(operation: OperationDefinitionNode) -> bool:
    """Whether an operation only reads."""
    return operation.operation is OperationType.QUERY
