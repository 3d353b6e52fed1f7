"""How large a query may be. Each fragment is looked at once, so that looking takes less than running could."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
)

from orgraph.api.told import Told
from orgraph.domain.said import Said, said

if TYPE_CHECKING:
    from orgraph.settings import Settings

CODE = "query_too_large"
ROWS = "first"
"""The argument that says how many rows a field may give."""


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What a document may come to, each after the setting limit_… of its name.

    `fields`, `aliases`, `spreads` and `directives` count with every fragment put in where it is spread; `cost` is the
    number of fields with `first` multiplied through.
    """

    tokens: int = 2_000
    depth: int = 20
    fields: int = 400
    aliases: int = 15
    spreads: int = 100
    directives: int = 50
    cost: int = 60_000
    rows: int = 100

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits that the settings give."""
        return cls(**{name: getattr(settings, f"limit_{name}") for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Size:
    """What running a selection comes to."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    spreads: int = 0
    directives: int = 0


_BOUNDED: dict[str, Callable[[int], Said]] = {
    "depth": lambda found: said("query-levels", found=found),
    "spreads": lambda found: said("query-spreads", found=found),
    "aliases": lambda found: said("query-aliases", found=found),
    "directives": lambda found: said("query-directives", found=found),
    "fields": lambda found: said("query-fields", found=found),
}


def excess(document: DocumentNode, limits: Limits) -> Told | None:
    """What about a document is too large, None if nothing. Looks at it as it is, valid or not."""
    sizes = _Sizes({node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)})
    for node in document.definitions:
        if not isinstance(node, (OperationDefinitionNode, FragmentDefinitionNode)):
            continue
        size = sizes.selection(node.selection_set)
        for name, problem in _BOUNDED.items():
            found, most = getattr(size, name), getattr(limits, name)
            if name == "directives":
                found += len(node.directives or ())
            if found > most:
                return too_large(problem(found), name, most)
    return None


def too_large(problem: Said, name: str, most: int, **facts: int) -> Told:
    """A refusal that names what is too large; its extensions name the limit as the settings do, for programs."""
    return Told(problem, said("mend-ask-for-less", most=most), code=CODE, limit=name, most=most, **facts)


@dataclass
class _Sizes:
    fragments: dict[str, FragmentDefinitionNode]
    known: dict[str, Size] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    def selection(self, selected: SelectionSetNode | None) -> Size:
        """The size of a selection, spreads expanded."""
        depth = fields = aliases = spreads = directives = 0
        for node in selected.selections if selected else ():
            if isinstance(node, FragmentSpreadNode):
                inner = self.fragment(node.name.value)
                spreads += 1
            elif isinstance(node, InlineFragmentNode):
                inner = self.selection(node.selection_set)
            else:
                assert isinstance(node, FieldNode)
                below = self.selection(node.selection_set)
                inner = Size(below.depth + 1, below.fields + 1, below.aliases, below.spreads, below.directives)
                aliases += node.alias is not None
            depth = max(depth, inner.depth)
            fields += inner.fields
            aliases += inner.aliases
            spreads += inner.spreads
            directives += inner.directives + len(node.directives or ())
        return Size(depth, fields, aliases, spreads, directives)

    def fragment(self, name: str) -> Size:
        """The size of a fragment, measured once; validation refuses those that are unknown or spread themselves."""
        if name in self.open or name not in self.fragments:
            return Size()
        if name not in self.known:
            self.open.add(name)
            self.known[name] = self.selection(self.fragments[name].selection_set)
            self.open.discard(name)
        return self.known[name]


def row_variables(document: DocumentNode) -> tuple[str, ...]:
    """The variables that stand for numbers of rows somewhere in the document: those that its cost depends on."""
    found: set[str] = set()
    open_ = [node.selection_set for node in document.definitions if hasattr(node, "selection_set")]
    while open_:
        for node in open_.pop().selections:
            for argument in getattr(node, "arguments", None) or ():
                if argument.name.value == ROWS and isinstance(argument.value, VariableNode):
                    found.add(argument.value.name.value)
            inner = getattr(node, "selection_set", None)
            if inner:
                open_.append(inner)
    return tuple(sorted(found))


def cost(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    rows: int,
) -> int:
    """
    The fields that an operation of a valid document may show, `first` multiplied through, each `first` at most `rows`.

    Lists without `first` count once: what they hold is bounded by the levels of the tree or by what was written.
    """
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    given = dict(variables)
    for one in operation.variable_definitions or ():
        if isinstance(one.default_value, IntValueNode):
            given.setdefault(one.variable.name.value, int(one.default_value.value))
    root = schema.get_root_type(operation.operation)
    return _Costs(schema, fragments, given, rows).selection(operation.selection_set, root)


@dataclass
class _Costs:
    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    rows: int
    known: dict[str, int] = field(default_factory=dict)

    def selection(self, selected: SelectionSetNode | None, shown: GraphQLNamedType | None) -> int:
        total = 0
        for node in selected.selections if selected else ():
            if isinstance(node, FragmentSpreadNode):
                total += self.fragment(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                inner = self.schema.get_type(condition.name.value) if condition else shown
                total += self.selection(node.selection_set, inner)
            elif isinstance(node, FieldNode):
                total += self.field(node, shown)
        return total

    def field(self, node: FieldNode, shown: GraphQLNamedType | None) -> int:
        known = shown.fields if isinstance(shown, (GraphQLObjectType, GraphQLInterfaceType)) else {}
        found = known.get(node.name.value)
        if found is None or node.selection_set is None:
            return 1
        return 1 + self.times(node, found) * self.selection(node.selection_set, get_named_type(found.type))

    def fragment(self, name: str) -> int:
        if name not in self.known:
            node = self.fragments[name]
            self.known[name] = self.selection(node.selection_set, self.schema.get_type(node.type_condition.name.value))
        return self.known[name]

    def times(self, node: FieldNode, found: GraphQLField) -> int:
        """How many rows a field may give; one that says nothing wrong about them is refused by the field itself."""
        if ROWS not in found.args:
            return 1
        given = {argument.name.value: argument.value for argument in node.arguments or ()}.get(ROWS)
        number = self.number(given) if given is not None else None
        if number is None:
            default = found.args[ROWS].default_value
            number = default if isinstance(default, int) else self.rows
        return max(1, min(number, self.rows))

    def number(self, value: ValueNode) -> int | None:
        if isinstance(value, IntValueNode):
            return int(value.value)
        known = self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
        return known if isinstance(known, int) else None
