"""
Plain selections, compiled once a document: fields that only read attributes are most of an answer, and walking them
anew for each request is most of its cost.

A plan covers an object whose selected fields all read an attribute of their own name, down to the leaves: no resolver,
argument, directive, interface or union. Everything else takes graphql-core's way, and so does a value that a plan
cannot show, so that errors and nulls are always graphql-core's own.

This module is the only one that reaches into the libraries: `Executor` of graphql-core 3.3 with `complete_object_value`
and `complete_list_value`, and strawberry's `is_basic_field` under `DEFINITION_BACKREF`. tests/api/test_plans.py holds
both ways equal, and fails when a hook has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any, cast

from graphql import (
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    SelectionSetNode,
    Undefined,
    execute,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails
from graphql.execution.executor import Executor
from graphql.pyutils import Path
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

from orgraph.api.context import Context
from orgraph.api.schema.scalars import DATE, attribute
from orgraph.api.transport.prepared import Plan, Plans
from orgraph.domain.time import OPEN_END

_LEAST, _MOST = -(2**31), 2**31 - 1
_LISTS = (tuple, list)
SHARED = ("RelatedOrganisation",)
"""Types whose values come again and again, answer after answer: what the city's and county's organisations are."""

_SIMPLE: dict[str, type] = {"String": str, "ID": str, "Boolean": bool}
"""Scalars that show a value as it is."""

_NULLED = (str, date)
"""Types of which `attribute` takes some values for null."""


class Unplanned(Exception):
    """A value that graphql-core must complete itself."""


async def run(schema: GraphQLSchema, context: Context, operation: str | None, variables: dict[str, Any]) -> Any:
    """The ExecutionResult of the context's document, which was validated before."""
    assert context.prepared is not None and context.prepared.document is not None
    result = execute(
        schema,
        context.prepared.document,
        context_value=context,
        variable_values=variables,
        operation_name=operation,
        executor_class=PlannedExecutor,
        is_awaitable=cast(Any, optimized_is_awaitable),
    )
    return result if isinstance(result, ExecutionResult) else await result


class PlannedExecutor(Executor[Any]):
    """graphql-core's executor, which takes a plan where there is one."""

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_details_list: list[FieldDetails],
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """An object as its selection wants it."""
        plan = self._plan(return_type, field_details_list)
        if plan is not None:
            try:
                return plan(result)
            except Exception:  # noqa: S110 (whatever it is, graphql-core finds it again and says where)
                pass
        return super().complete_object_value(return_type, field_details_list, info, path, result, position_context)

    def complete_list_value(
        self,
        return_type: GraphQLList[GraphQLOutputType],
        field_details_list: list[FieldDetails],
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """A list as its selection wants it."""
        plan = self._plan(return_type, field_details_list)
        if plan is not None:
            try:
                return plan(result)
            except Exception:  # noqa: S110
                pass
        return super().complete_list_value(return_type, field_details_list, info, path, result, position_context)

    def _plan(
        self, shown: GraphQLObjectType | GraphQLList[GraphQLOutputType], details: Sequence[FieldDetails]
    ) -> Plan | None:
        prepared = self.context_value.prepared
        if prepared is None or prepared.plans is None:
            return None
        plans: Plans = prepared.plans
        key = (shown, *(id(one.node) for one in details))
        if key not in plans:
            plans[key] = _Compiler(self.schema, self.fragments).plan(shown, [one.node for one in details])
        return plans[key]


@dataclass(frozen=True)
class _Compiler:
    """Makes plans for selections of one document; None stands for: there can be none."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDetails]

    def plan(self, shown: GraphQLOutputType, nodes: Sequence[FieldNode]) -> Plan | None:
        """A plan for a value of this type; one for null only where the type allows it."""
        if isinstance(shown, GraphQLNonNull):
            return self.plan(shown.of_type, nodes)
        if isinstance(shown, GraphQLList):
            inner = self.plan(shown.of_type, nodes)
            return _list_of(inner, _null_of(shown.of_type)) if inner else None
        if isinstance(shown, GraphQLObjectType):
            return self._object(shown, nodes)
        return _leaf(shown) if is_leaf_type(shown) else None

    def _object(self, shown: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Plan | None:
        readers: list[tuple[str, Plan]] = []
        try:
            grouped = self._grouped(shown, nodes)
        except Unplanned:
            return None
        for key, selected in grouped.items():
            reader = self._reader(shown, selected)
            if reader is None:
                return None
            readers.append((key, reader))
        belongs = shown.is_type_of
        fitting: set[type] = set()

        def complete(value: Any) -> Any:
            if type(value) not in fitting:
                if belongs is not None and belongs(value, cast(Any, None)) is not True:
                    raise Unplanned
                fitting.add(type(value))
            return {key: read(value) for key, read in readers}

        return partial(_seen, complete) if shown.name in SHARED else complete

    def _grouped(self, shown: GraphQLObjectType, nodes: Sequence[FieldNode]) -> dict[str, list[FieldNode]]:
        """The fields selected on a type, by their keys in the answer, in its order."""
        grouped: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for node in nodes:
            for selected in self._selected(shown, node.selection_set, seen):
                grouped.setdefault((selected.alias or selected.name).value, []).append(selected)
        return grouped

    def _selected(
        self, shown: GraphQLObjectType, selection: SelectionSetNode | None, seen: set[str]
    ) -> Iterator[FieldNode]:
        """Fields of a selection with its fragments put in; each named one once, as graphql-core has it."""
        for node in selection.selections if selection else ():
            if node.directives:
                raise Unplanned  # whether it counts is another question for each request
            if isinstance(node, FieldNode):
                yield node
                continue
            if isinstance(node, FragmentSpreadNode):
                if node.name.value in seen:
                    continue
                seen.add(node.name.value)
                fragment: FragmentDefinitionNode | InlineFragmentNode = self.fragments[node.name.value].definition
            else:
                fragment = cast(InlineFragmentNode, node)
            if self._holds_for(shown, fragment.type_condition):
                yield from self._selected(shown, fragment.selection_set, seen)

    def _holds_for(self, shown: GraphQLObjectType, condition: NamedTypeNode | None) -> bool:
        if condition is None or condition.name.value == shown.name:
            return True
        found = self.schema.get_type(condition.name.value)
        return is_abstract_type(found) and self.schema.is_sub_type(found, shown)

    def _reader(self, shown: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Plan | None:
        name = nodes[0].name.value
        if name == "__typename":
            return lambda _source: shown.name
        field = shown.fields.get(name)
        plain = plain_field(field) if field else None
        if field is None or plain is None:
            return None
        plan = self.plan(field.type, nodes)
        return _reading(field, plain.python_name, plan) if plan else None


@lru_cache(maxsize=8192)
def _seen(complete: Plan, value: Any) -> Any:
    """A frozen value of the domain as a plan shows it, worked out once."""
    return complete(value)


def _null_of(shown: GraphQLOutputType) -> Callable[[], Any]:
    """Gives null where the type has it."""

    def refuse() -> None:
        raise Unplanned

    return refuse if isinstance(shown, GraphQLNonNull) else lambda: None


def _list_of(inner: Plan, null: Callable[[], Any]) -> Plan:
    def complete(value: Any) -> Any:
        if type(value) not in _LISTS:
            raise Unplanned
        return [null() if one is None else inner(one) for one in value]

    return complete


def _leaf(shown: GraphQLScalarType | GraphQLEnumType) -> Plan:
    coerce = shown.coerce_output_value

    def complete(value: Any) -> Any:
        found = coerce(value)
        if found is None or found is Undefined:
            raise Unplanned
        return found

    return complete


def plain_field(field: GraphQLField) -> StrawberryField | None:
    """Strawberry's definition of a field that reads an attribute, as its own resolver does, and nothing more."""
    definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    plain = isinstance(definition, StrawberryField) and definition.is_basic_field and not field.args
    return definition if plain else None


def _reading(field: GraphQLField, name: str, plan: Plan) -> Plan:
    """Reads a field's attribute and shows it, asking `attribute` only where null is not plain to see."""
    null = _null_of(field.type)
    shown = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    if isinstance(field.type, GraphQLNonNull) and isinstance(shown, GraphQLScalarType):
        return _reading_all(shown.name, name, plan)

    def read(source: Any) -> Any:
        value = attribute(source, name)
        return null() if value is None else plan(value)

    def read_list(source: Any) -> Any:
        value = getattr(source, name)
        return plan(value) if type(value) in _LISTS else read(source)

    def read_object(source: Any) -> Any:
        value = getattr(source, name)
        if value is None:
            return null()
        return read(source) if type(value) in _NULLED else plan(value)

    if isinstance(shown, GraphQLList):
        return read_list
    if isinstance(shown, GraphQLObjectType):
        return read_object
    return _reading_leaf(shown.name, name, null, read)


def _reading_all(shown: str, name: str, plan: Plan) -> Plan:
    """Reads an attribute of which no value stands for null."""
    simple = _SIMPLE.get(shown)

    def read(source: Any) -> Any:
        value = getattr(source, name)
        if type(value) is simple:
            return value
        if value is None:
            raise Unplanned
        return plan(value)

    def read_whole(source: Any) -> Any:
        value = getattr(source, name)
        return value if type(value) is int and _LEAST <= value <= _MOST else plan(value)

    def read_day(source: Any) -> Any:
        value = getattr(source, name)
        return value.isoformat() if type(value) is date else plan(value)

    return {"Int": read_whole, DATE.name: read_day}.get(shown, read)


def _reading_leaf(shown: str, name: str, null: Callable[[], Any], read: Plan) -> Plan:
    """Reads an attribute which is what its scalar shows, or nearly; `read` is asked about everything else."""

    def read_text(source: Any) -> Any:
        value = getattr(source, name)
        if type(value) is str:
            return value if value else null()
        return null() if value is None else read(source)

    def read_truth(source: Any) -> Any:
        value = getattr(source, name)
        return value if value is True or value is False else read(source)

    def read_whole(source: Any) -> Any:
        value = getattr(source, name)
        return value if type(value) is int and _LEAST <= value <= _MOST else read(source)

    def read_day(source: Any) -> Any:
        value = getattr(source, name)
        if type(value) is date:
            return value.isoformat() if value != OPEN_END else null()
        return null() if value is None else read(source)

    fast = {"String": read_text, "ID": read_text, "Boolean": read_truth, "Int": read_whole, DATE.name: read_day}
    return fast.get(shown, read)
