"""Global identifiers and pages as Relay has them."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import strawberry

from orgraph.api.schema.fields import Info, computed, plain
from orgraph.domain.page import Page

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

T = TypeVar("T")
MOST = 100

First = Annotated[int, strawberry.argument(description=f"How many rows (条数) at most: 1 to {MOST}.")]
After = Annotated[str | None, strawberry.argument(description="Cursor (游标): rows behind this one, from endCursor.")]


@strawberry.interface(description="Something with a global identifier (全局标识), for node(id:).")
class Node:
    """What node(id:) finds again."""

    global_id: strawberry.ID = plain("Global identifier (全局标识) over all types.", name="id")


def identified(type_name: str, attribute: str) -> Any:
    """The field `id` of a type whose key is in the source's `attribute`."""

    def resolve(parent: strawberry.Parent[Any], info: Info) -> strawberry.ID:
        return global_id(type_name, getattr(parent, attribute), info.context.asked_day(info.path))

    return computed(resolve, "Global identifier (全局标识) over all types.", name="id")


@dataclass(frozen=True, slots=True)
class Identified:
    """What a global identifier means: a type, a key, and the day it was asked for if it was not today."""

    type: str
    key: str
    on: date | None = None


def global_id(type_name: str, key: str, on: date | None = None) -> strawberry.ID:
    """The identifier that node(id:) takes back; what is as of a day is another thing than what is today."""
    day = f"@{on.isoformat()}" if on and type_name != "Task" else ""
    return strawberry.ID(base64.b64encode(f"{type_name}:{key}{day}".encode()).decode())


def parse_id(text: str) -> Identified | None:
    """What a global identifier means; None if it is none."""
    try:
        type_name, _, key = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    rest, _, day = key.rpartition("@")
    if rest and _DAY.fullmatch(day):
        try:
            return Identified(type_name, rest, date.fromisoformat(day))
        except ValueError:
            return None
    return Identified(type_name, key) if key else None


def key_of(text: str, type_name: str) -> str:
    """The key in a global identifier of this type; anything else is taken for the key itself."""
    return dated(text, None, type_name)[0]


def dated(text: str, on: date | None, *types: str) -> tuple[str, date | None]:
    """The key in a global identifier of one of these types, and its day where `on` gives none."""
    found = parse_id(text)
    return (found.key, on or found.on) if found and found.type in types else (text, on)


@strawberry.type(description="Where a page (分页) stands in its list.")
class PageInfo:
    """Relay's PageInfo."""

    has_next_page: bool = plain("Whether rows follow (是否还有下一页).")
    has_previous_page: bool = plain("Whether the page was asked for behind a cursor (是否有上一页).")
    start_cursor: str | None = plain("Cursor (游标) of the first row.")
    end_cursor: str | None = plain("Cursor (游标) of the last row: `after` for the next page.")


@strawberry.type(description="A row (行) of a page with its cursor.")
class Edge(Generic[T]):
    """Relay's edge."""

    cursor: str = plain("Cursor (游标) of this row.")
    node: T = plain("The row itself (内容).")


@strawberry.type(description="A page (分页) of a list that can grow.")
class Connection(Generic[T]):
    """Relay's connection."""

    edges: list[Edge[T]] = plain("Rows (行) of the page, in order.")
    page_info: PageInfo = plain("Where the page stands (分页信息).")
    total_count: int | None = plain("All rows of the list (总数), where counting is cheap.")


def connection(page: Page[Any], after: str | None = None) -> Connection[Any]:
    """A page of the domain as a connection; `after` is the cursor it was asked with."""
    return Connection(
        edges=[Edge(cursor=cursor, node=item) for item, cursor in zip(page.items, page.cursors, strict=True)],
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=bool(after),
            start_cursor=page.cursors[0] if page.cursors else None,
            end_cursor=page.cursors[-1] if page.cursors else None,
        ),
        total_count=page.total,
    )


def paged(loader: str, key: str, description: str) -> Any:
    """A connection that a loader of the request fills, for the source's attribute `key` on the day asked for."""

    async def page(
        parent: strawberry.Parent[Any], info: Info, first: First = 50, after: After = None
    ) -> Connection[Any]:
        asked = (getattr(parent, key), info.context.day(info.path), info.context.rows(first), after or "")
        return connection(await getattr(info.context.loaders, loader).load(asked), after)

    return computed(page, description)
