"""Queries by chance over the whole schema: every field and argument, with values that nobody means."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_composite_type,
    is_required_argument,
    is_required_input_field,
)

Given = GraphQLArgument | GraphQLInputField
Composite = GraphQLObjectType | GraphQLInterfaceType


def _identifier(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


NASTY = {
    "String": (
        "", " ", "\u3000", "\u200b", "\u202e", "\x00", "\x1b[31m", "\n", "9" * 40, "-1", "字" * 3000, "%", "a|b|c|d",
        "9999999999999999999999|x", "-9999999999999999999999|x", "1|", "|", "|x", "²|x", "１|x", "NaN|x", "1e9|x", "@",
        "@@", "a@", "@990102001000", "x@9999999999999", "township-secretary@无此地", "9999-12-31", "0001-01-01", "null",
        "/", "//", "望海省//", "mca:", "mca:９", "990102001000 ", "９９０１０２００１０００", "'}) RETURN 1 //", "$on", "*",
        "🙂", "e\u0301", "0 days", "-1 days", "99999999999 days", "9999999999999999999 working-days", "1.5 days", "days",
        "三天", "3 days", "2 working days", "1 hour", "99999999 hours", "AND", "OR *", "\\", '"', "\u2028", "qingshi:", "key:", "key:\x00", "key:chance-0", ":",
    ),
    "ID": ("", " ", "x", "::", _identifier("Area:"), _identifier(":"), _identifier("Door:1"), _identifier("Task:none"),
           _identifier("Area:\x00"), _identifier("Officer:无"), _identifier("Area:990102000000@9999-12-31"), "=" * 9),
    "Int": (0, -1, 1, 2, 5, 100, 101, 2**31 - 1, -(2**31)),
    "Boolean": (True, False),
    "Date": ("0001-01-01", "0001-01-02", "9999-12-31", "9999-12-30", "1969-12-31", "1582-10-10", "2024-02-29"),
    "DateTime": ("0001-01-01T00:00:00+08:00", "0001-01-01T08:00:00Z", "9999-12-31T23:59:59.999999+08:00",
                 "9999-12-30T23:59:00-12:00", "1969-12-31T23:59:59Z", "1900-01-01T00:00:00Z"),
}  # fmt: skip
"""Values that programs send and nobody means, by scalar."""

WRONG = {
    "Date": ("2023-02-29", "2023-8-2", "", "２０２３-08-22", "10000-01-01", "0000-01-01", 20230822),
    "DateTime": ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00", "2016-12-31T23:59:60Z",
                 "2023-08-22T10:00:00", "2023-08-22T10:00:00+99:00", "2023-08-22", "", 1692669600),
    "Int": (2**31, -(2**31) - 1, 10**30, 1.5, "1", True),
    "String": (0, True, ["x"], {"x": 1}),
}  # fmt: skip
"""Values that no scalar of this name has: the whole query is refused, so they come rarely."""


@dataclass
class Asker:
    """
    Makes queries by chance; `known` are values that mean something, by name of argument.

    What was asked for least comes first, so that some hundred queries have asked for every field there is: `asked`
    counts them as Type.field.
    """

    schema: GraphQLSchema
    random: Random
    known: dict[str, tuple[Any, ...]]
    depth: int = 4
    sane: float = 0.6
    asked: Counter[str] = field(default_factory=Counter)
    variables: dict[str, Any] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)

    def operation(self, root: GraphQLObjectType) -> tuple[str, dict[str, Any]]:
        """One operation with one or two root fields, and its variables."""
        self.variables, self.declared = {}, []
        self.sane = self.random.choice((0.4, 0.7, 0.95))
        fields = " ".join(
            self.field(root, name, self.depth)
            for name in self.some(root, list(root.fields), self.random.choice((1, 1, 2)))
        )
        word = "mutation" if root is self.schema.mutation_type else "query"
        head = f"({', '.join(self.declared)})" if self.declared else ""
        return f"{word} {head} {{ {fields} }}", self.variables

    def some(self, shown: GraphQLNamedType, names: list[str], most: int) -> list[str]:
        """At most so many of a type's fields, those asked for least before others."""
        order = sorted(names, key=lambda name: (self.asked[f"{shown.name}.{name}"], self.random.random()))
        return order[:most]

    def field(self, shown: Composite, name: str, depth: int) -> str:
        """A field with arguments and what is selected below it, under a key that no other has."""
        self.asked[f"{shown.name}.{name}"] += 1
        found = shown.fields[name]
        key = f"{name}_{shown.name}{len(self.declared)}"
        arguments = self.arguments(found)
        inner = get_named_type(found.type)
        below = self.selection(inner, depth - 1) if is_composite_type(inner) else ""
        return f"{key}: {name}{arguments}{below}"

    def arguments(self, found: GraphQLField) -> str:
        """All that are required, and some of the others."""
        given = [
            f"{name}: {self.variable(name, one)}"
            for name, one in found.args.items()
            if is_required_argument(one) or self.random.random() < 0.5
        ]
        return f"({', '.join(given)})" if given else ""

    def variable(self, name: str, one: Given) -> str:
        """A value sent as a variable of the argument's own type."""
        variable = f"v{len(self.declared)}"
        self.declared.append(f"${variable}: {one.type}")
        self.variables[variable] = self.value(name, one.type)
        return f"${variable}"

    def value(self, name: str, type_: Any) -> Any:
        """A value of a type: one that means something, or one that does not."""
        if isinstance(type_, GraphQLNonNull):
            return self.meant(name, type_.of_type)
        return None if self.random.random() < 0.05 else self.meant(name, type_)

    def meant(self, name: str, type_: Any) -> Any:
        """The same, never null."""
        if isinstance(type_, GraphQLList):
            return [self.value(name, type_.of_type) for _ in range(self.random.choice((0, 1, 2)))]
        if isinstance(type_, GraphQLInputObjectType):
            return {
                inner: self.value(inner, one.type)
                for inner, one in type_.fields.items()
                if is_required_input_field(one) or self.random.random() < 0.4
            }
        if isinstance(type_, GraphQLEnumType):
            return self.random.choice(list(type_.values))
        if name in self.known and self.random.random() < self.sane:
            return self.random.choice(self.known[name])
        pool = WRONG if type_.name in WRONG and self.random.random() < 0.03 else NASTY
        return self.random.choice(pool[type_.name])

    def selection(self, shown: GraphQLNamedType, depth: int) -> str:
        """What is selected of a type: some leaves, and something composed while there is depth."""
        if isinstance(shown, GraphQLUnionType):
            answer, *others = shown.types
            failures = sorted(others, key=lambda one: (self.asked[f"{one.name}.__typename"], self.random.random()))
            return f" {{ __typename {' '.join(self.member(one, depth) for one in (answer, *failures[:3]))} }}"
        assert isinstance(shown, (GraphQLObjectType, GraphQLInterfaceType))
        self.asked[f"{shown.name}.__typename"] += 1
        leaves = [name for name, one in shown.fields.items() if not is_composite_type(get_named_type(one.type))]
        composed = [name for name in shown.fields if name not in leaves] if depth > 0 else []
        chosen = [*self.some(shown, leaves, 4), *self.some(shown, composed, self.random.choice((1, 1, 2)))]
        fields = [self.field(shown, name, depth) for name in chosen]
        if isinstance(shown, GraphQLInterfaceType) and shown.name == "Node":
            fields += [self.member(one, depth) for one in self.schema.get_possible_types(shown)]
        return f" {{ __typename {' '.join(fields)} }}"

    def member(self, one: GraphQLObjectType, depth: int) -> str:
        """What is selected where a value is of this type."""
        return f"... on {one.name}{self.selection(one, depth)}"
