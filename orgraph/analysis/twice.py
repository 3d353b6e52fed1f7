"""Rows that say the same thing twice: the store could hold only one of them."""

from __future__ import annotations

from collections.abc import Iterable

from orgraph.analysis.faulting import Checking
from orgraph.domain.records import PART_OF
from orgraph.domain.rows import AreaRow, Origin, PostingRow, RelationRow, Row
from orgraph.domain.said import said
from orgraph.rules.packs.rows import part_of_id, relationship_id


def check_twice(checking: Checking, rows: Iterable[Row]) -> frozenset[Origin]:
    """Note each posting or relation that another row has made already, by the same key or between the same ends."""
    first: dict[str, Origin] = {}
    found = set[Origin]()
    for row in rows:
        if isinstance(row, AreaRow) and row.parent:
            first.setdefault(part_of_id(row.code, row.parent, row.since), row.origin)
        if not isinstance(row, (PostingRow, RelationRow)):
            continue
        earlier = first.setdefault(relationship_id(row), row.origin)
        if earlier is not row.origin:
            found.add(row.origin)
            _note(checking, row, earlier)
    return frozenset(found)


def _note(checking: Checking, row: PostingRow | RelationRow, earlier: Origin) -> None:
    place = isinstance(row, RelationRow) and row.type == PART_OF
    if row.key and not place and not row.key.startswith(_made(row)):
        problem = said("duplicate-code", column="key", first=earlier.told)
        checking.add(row.origin, "key", row.key, problem, said("mend-own-key-or-remove"))
    else:
        problem = (
            said("same-relation-twice", type=row.type, first=earlier.told)
            if isinstance(row, RelationRow)
            else said("same-posting-twice", first=earlier.told)
        )
        checking.add(row.origin, "since", row.since.isoformat(), problem, said("mend-remove-one-row"))


def _made(row: PostingRow | RelationRow) -> str:
    """How a key begins that no person gave: what is held keeps the id that was made for it."""
    return f"{row.officer}:{row.role}:" if isinstance(row, PostingRow) else f"{row.source}:{row.target}:"
