"""Rows that say the same thing twice: the store could hold only one of them."""

from __future__ import annotations

from collections.abc import Iterable

from orgraph.analysis.faulting import Checking
from orgraph.domain.records import PART_OF
from orgraph.domain.rows import AreaRow, Origin, PostingRow, RelationRow, Row
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
    type_ = row.type if isinstance(row, RelationRow) else "posting"
    if row.key and type_ != PART_OF and not row.key.startswith(_made(row)):
        remedy = "give each row a key of its own, or remove one of the two"
        checking.add(row.origin, "key", row.key, f"duplicate key, first at {earlier}", remedy)
    else:
        problem = f"the same {type_} twice, first at {earlier}"
        checking.add(row.origin, "since", row.since.isoformat(), problem, "remove one of the two rows")


def _made(row: PostingRow | RelationRow) -> str:
    """How a key begins that no person gave: what is held keeps the id that was made for it."""
    return f"{row.officer}:{row.role}:" if isinstance(row, PostingRow) else f"{row.source}:{row.target}:"
