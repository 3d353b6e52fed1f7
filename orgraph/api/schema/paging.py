"""Lists inside an answer whose page is looked up together with the answer: their arguments are read ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import strawberry
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionNode,
    get_argument_values,
)

from orgraph.api.context import Asked, Run
from orgraph.api.schema.fields import Info, computed
from orgraph.api.schema.relay import After, Connection, First, connection


async def with_page(info: Info, type_name: str, field: str, run: Run) -> Any:
    """
    The answer of a root field with the page that `field` of this type asks for below it; one row if nobody asks.

    Raises InvalidInput for a number of rows out of bounds.
    """
    first, after = _read_ahead(info, type_name, field)
    asked = Asked(info.context.rows(first), after, run)
    info.context.note_page(info.path, asked)
    return await run(asked.first, asked.after)


def page_field(attribute: str, description: str) -> Any:
    """The connection that shows the page in the source's `attribute`; asked for once more with other arguments."""

    async def page(
        parent: strawberry.Parent[Any], info: Info, first: First = 50, after: After = None
    ) -> Connection[Any]:
        asked, shown = info.context.page_asked(info.path), parent
        if (first, after or "") != (asked.first, asked.after):
            shown = await asked.run(info.context.rows(first), after or "")
        return connection(getattr(shown, attribute), after)

    return computed(page, description)


def _read_ahead(info: Info, type_name: str, field: str) -> tuple[int, str]:
    raw: GraphQLResolveInfo[Any] = info._raw_info
    shown = raw.schema.get_type(type_name)
    assert isinstance(shown, GraphQLObjectType)
    for node in raw.field_nodes:
        selected = node.selection_set.selections if node.selection_set else ()
        for below in _fields(selected, raw):
            if below.name.value == field:
                given = get_argument_values(shown.fields[field], below, raw.variable_values)
                return given["first"], given.get("after") or ""
    return 1, ""


def _fields(selected: Sequence[SelectionNode], raw: GraphQLResolveInfo[Any]) -> Iterator[FieldNode]:
    """The fields of a selection with its fragments put in; a validated document has no circles."""
    for node in selected:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, FragmentSpreadNode):
            yield from _fields(raw.fragments[node.name.value].selection_set.selections, raw)
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set.selections, raw)
