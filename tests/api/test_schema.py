"""The schema as exported, described throughout, and true to the domain."""

from __future__ import annotations

from enum import Enum

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    get_named_type,
)

from orgraph.api.schema import audits, definitions, figures, registry, tasks, whistles
from orgraph.api.schema.whole import make_schema, sdl
from orgraph.definitions.words.categories import ADMISSIONS
from orgraph.domain import whistle
from orgraph.domain.figures import Comparator

from ..small_world import ROOT

SCHEMA = make_schema().graphql
OWN = {name: type_ for name, type_ in SCHEMA.type_map.items() if not name.startswith("__")}


def test_the_exported_schema_is_this_one() -> None:
    exported = (ROOT / "schema" / "orgraph.graphql").read_text(encoding="utf-8")

    assert exported == sdl(), "the API has changed: python -m orgraph.api.schema.whole > schema/orgraph.graphql"


def test_everything_is_described() -> None:
    silent = [name for name, type_ in OWN.items() if not type_.description]
    for name, type_ in OWN.items():
        if isinstance(type_, GraphQLEnumType):
            silent += [f"{name}.{value}" for value, one in type_.values.items() if not one.description]
        elif isinstance(type_, (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)):
            silent += [f"{name}.{field}" for field, one in type_.fields.items() if not one.description]
        if isinstance(type_, GraphQLObjectType):
            silent += [
                f"{name}.{field}({arg}:)"
                for field, one in type_.fields.items()
                for arg, argument in one.args.items()
                if not argument.description
            ]

    assert silent == []


@pytest.mark.parametrize(
    ("shown", "values"),
    [
        (whistles.Source, [one.value for one in whistle.Source]),
        (whistles.Reason, [one.value for one in whistle.Reason]),
        (figures.Comparator, [one.value for one in Comparator]),
        (definitions.Admission, list(ADMISSIONS)),
        (registry.ResponsiblePart, ["lead", "assist"]),
        (tasks.TaskPartKind, ["lead", "helper"]),
        (audits.Scope, ["defined", "all"]),
    ],
)
def test_enums_are_those_of_the_code(shown: type[Enum], values: list[str]) -> None:
    assert [one.value for one in shown] == values


def test_members_of_a_union_can_be_asked_for_together() -> None:
    """Fields of one name have one type: else a query that asks several members for it is invalid."""
    clashes = []
    for name, union in OWN.items():
        if not isinstance(union, GraphQLUnionType):
            continue
        seen: dict[str, str] = {}
        for member in union.types:
            for field, one in member.fields.items():
                if seen.setdefault(field, str(one.type)) != str(one.type):
                    clashes.append(f"{name}: {member.name}.{field}")

    assert clashes == []


def test_members_of_unions_are_told_apart() -> None:
    """A member is either made here, as errors and pages are, or says which objects of the domain it shows."""
    members = {member for union in OWN.values() if isinstance(union, GraphQLUnionType) for member in union.types}
    made_here = {member for member in members if "Error" in {one.name for one in member.interfaces}}
    made_here |= {member for member in members if member.name.endswith("Connection")}

    assert [member.name for member in members - made_here if member.is_type_of is None] == []


def test_lists_that_can_grow_are_paged() -> None:
    connections = [type_ for name, type_ in OWN.items() if name.endswith("Connection")]
    for type_ in connections:
        assert isinstance(type_, GraphQLObjectType)
        assert set(type_.fields) == {"edges", "pageInfo", "totalCount"}
        assert set(get_named_type(type_.fields["edges"].type).fields) == {"cursor", "node"}
    assert len(connections) >= 7


def test_connections_take_a_number_of_rows_and_a_cursor() -> None:
    """Those inside a union take them from the root field, which is the list."""
    bare = [
        f"{name}.{field}"
        for name, type_ in OWN.items()
        if isinstance(type_, GraphQLObjectType)
        for field, one in type_.fields.items()
        if any(shown.name.endswith("Connection") for shown in shown_by(one.type))
        and not {"first", "after"} <= set(one.args)
    ]

    assert bare == []


def shown_by(type_: GraphQLOutputType) -> list[GraphQLNamedType]:
    named = get_named_type(type_)
    return list(named.types) if isinstance(named, GraphQLUnionType) else [named]


def test_names_that_generators_make_of_types_and_fields_are_made_once() -> None:
    """graphql-codegen names the arguments of a field after its type and itself: AreaKind.title was Area.kindTitle."""
    made = [
        f"{name}{field[0].upper()}{field[1:]}".lower()
        for name, type_ in OWN.items()
        if isinstance(type_, GraphQLObjectType)
        for field, one in type_.fields.items()
        if one.args
    ]

    assert sorted(made) == sorted(set(made))


def test_a_rate_is_a_fraction_and_says_so_everywhere() -> None:
    rates = [
        one.description or ""
        for type_ in OWN.values()
        if isinstance(type_, GraphQLObjectType)
        for field, one in type_.fields.items()
        if field == "rate"
    ]

    assert len(rates) >= 4 and all("0 to 1" in one for one in rates)


def test_a_period_ends_on_its_last_day_everywhere() -> None:
    assert SCHEMA.query_type is not None
    ends = [one.args["to"].description or "" for one in SCHEMA.query_type.fields.values() if "to" in one.args]

    assert len(ends) == 5 and all("The last day" in one for one in ends)


def test_mutations_take_one_input_and_give_a_union() -> None:
    assert SCHEMA.mutation_type is not None
    for field in SCHEMA.mutation_type.fields.values():
        assert list(field.args) == ["input"]
        assert isinstance(get_named_type(field.type), GraphQLUnionType)
