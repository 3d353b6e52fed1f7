"""What graphql-core finds wrong with a query is told in the reader's language: each of its messages is known."""

from __future__ import annotations

import time
from typing import Any

import pytest
from graphql import (
    GraphQLError,
    NoSchemaIntrospectionCustomRule,
    build_schema,
    execute_sync,
    parse,
    specified_rules,
    validate,
)

from orgraph.api.grammar import told_anew
from tests.reading import strange_in_chinese
from tests.said import in_chinese, in_english

SCHEMA = build_schema("""
type Query {
  a(x: Int!, y: [Lang!], z: In): T
  u: U
  s: String
  n(first: Int = 3): [T!]!
  one(o: One): Int
}
type T { id: ID! name: String t: T }
type O { k: Int }
union U = T | O
enum Lang { ZH EN }
input In { p: Int! q: String r: Lang }
input One @oneOf { a: Int b: Int }
""")

WRONG = (
    "{",
    "{ a(x:1) { id }",
    "{ a(x:1 { id } }",
    'query { a(x: "1) {id} }',
    "{ a(x: 1) { id ?} }",
    "{ s .. }",
    "query Q { s } query Q { s }",
    "{ s } query Q { s }",
    "type X { a: Int }",
    "subscription { s }",
    "mutation { s }",
    "{ b }",
    "{ nam s1: sx }",
    "{ a(x:1) { nam } }",
    "{ u { name } }",
    "{ a(x:1) }",
    "{ s { x } }",
    "{ ...F }",
    "fragment F on T { id } { s }",
    "fragment F on Lang { id } { s ...F }",
    "{ ... on Lang { id } s }",
    "{ ... on T { id } s }",
    "{ ...F } fragment F on T { id }",
    "{ a(x:1) { ...F } } fragment F on T { t { ...F } }",
    "{ a(x:1) { ...F } } fragment F on T { t { ...G } } fragment G on T { t { ...F } }",
    "{ ... on X { id } s }",
    "query($x: Tx) { s }",
    "query($x: T) { a(x:$x) {id} }",
    "query($x: Int, $x: Int) { a(x:$x) {id} }",
    "{ a(x:$x) {id} }",
    "query Q { a(x:$x) {id} }",
    "query Q($x: Int) { s }",
    "query ($x: Int) { s }",
    "query ($x: Int) { a(x:$x) {id} }",
    "{ s @foo }",
    "{ s @deprecated }",
    "{ s @skip(if: true) @skip(if: true) }",
    "{ s @skip }",
    "{ s @skip(iff: true) }",
    "{ a(xx:1, x:1) {id} }",
    "{ a(x:1, x:2) {id} }",
    "{ a {id} }",
    "{ a(x:null) {id} }",
    '{ a(x:"1") {id} }',
    "{ a(x:1.5) {id} }",
    "{ a(x:99999999999) {id} }",
    "{ a(x:1, y:[XX]) {id} }",
    '{ a(x:1, y:["ZH"]) {id} }',
    "{ a(x:1, z:{}) {id} }",
    "{ a(x:1, z:{p:1,pp:2}) {id} }",
    "{ a(x:1, z:3) {id} }",
    "{ a(x:1, z:{p:1,p:2}) {id} }",
    "{ a(x:1, z:{p:1,q:3}) {id} }",
    "{ one(o:{a:1,b:2}) }",
    "{ one(o:{a:null}) }",
    "{ x: s x: u { ... on T { id } } }",
    "{ x: a(x:1) {id} x: a(x:2) {id} }",
    "{ __schema { types { name } } }",
    '{ __type(name:"T") { fields { type { fields { type { fields { type { fields { name } } } } } } } } }',
    "{ a(x:1) { id \x01 } }",
    "{ s(\\u: 1) }",
    "{ a(x: 00) {id} }",
    "{ a(x: 1.) {id} }",
    '{ s(a: "\\q") }',
    "query ($x: Int = $y) { a(x: $x) { id } }",
    "fragment on on T { id } { s }",
    '"d" { s }',
    "{ a(x: true) { id } }",
    "{ n(first: {}) { id } }",
    "# nur",
)

VALUES: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "query($x: Int!) { a(x:$x) {id} }"),
    ({"x": None}, "query($x: Int!) { a(x:$x) {id} }"),
    ({"x": "a"}, "query($x: Int!) { a(x:$x) {id} }"),
    ({"z": {"p": 1, "k": 2}}, "query($z: In) { a(x:1,z:$z) {id} }"),
    ({"z": {}}, "query($z: In) { a(x:1,z:$z) {id} }"),
    ({"z": 3}, "query($z: In) { a(x:1,z:$z) {id} }"),
    ({"y": ["XX"]}, "query($y: [Lang!]) { a(x:1,y:$y) {id} }"),
    ({"y": [None]}, "query($y: [Lang!]) { a(x:1,y:$y) {id} }"),
    ({"y": [3]}, "query($y: [Lang!]) { a(x:1,y:$y) {id} }"),
    ({"s": 3}, "query($s: String) { a(x:1,z:{p:1,q:$s}) {id} }"),
    ({"x": 1099511627776}, "query($x: Int!) { a(x:$x) {id} }"),
    ({"x": True}, "query($x: Int!) { a(x:$x) {id} }"),
    ({"o": {"a": 1, "b": 2}}, "query($o: One) { one(o:$o) }"),
    ({"z": {"p": 1, "r": "ZZ"}}, "query($z: In) { a(x:1,z:$z) {id} }"),
    ({"i": "x"}, "query($i: Boolean!) { s @skip(if: $i) }"),
    ({"z": {"p": "q"}}, "query($z: In) { a(x:1,z:$z) {id} }"),
)


def complaints(query: str) -> list[str]:
    """What graphql-core says of a query."""
    rules = (*specified_rules, NoSchemaIntrospectionCustomRule) if "__" in query else specified_rules
    try:
        return [one.message for one in validate(SCHEMA, parse(query), rules)]
    except GraphQLError as error:
        return [error.message]


def read(message: str) -> None:
    """It is known, says the same in English, and reads as Chinese in Chinese."""
    told = told_anew(message)
    assert "core-other" not in str(told), message
    assert in_english(told) == message
    assert list(strange_in_chinese(in_chinese(told))) == []


@pytest.mark.parametrize("query", WRONG)
def test_what_is_wrong_with_a_query_is_told_in_chinese(query: str) -> None:
    found = complaints(query)
    assert found
    for message in found:
        read(message)


@pytest.mark.parametrize(("given", "query"), VALUES, ids=str)
def test_what_is_wrong_with_a_variable_is_told_in_chinese(given: dict[str, Any], query: str) -> None:
    found = execute_sync(SCHEMA, parse(query), variable_values=given).errors
    assert found
    for error in found:
        read(error.message)


def test_what_nobody_knows_is_quoted() -> None:
    assert in_chinese(told_anew("Something new.")) == "查询不合规范(原文：“Something new.”)"


def test_a_long_value_is_not_searched_for_long() -> None:
    message = "String cannot represent a non string value: " + " Did you mean 'a" * 100_000
    begun = time.perf_counter()
    assert in_english(told_anew(message)) == message
    assert time.perf_counter() - begun < 0.5
