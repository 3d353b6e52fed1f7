"""A server plans a statement once, however many are asked about."""

from __future__ import annotations

import pytest

from orgraph.bootstrap import Services
from orgraph.graph.store import statement

AREAS = statement("registry/areas")
CODES = ["990000000000", "990100000000", "990102000000"]


@pytest.mark.neo4j_too
async def test_a_list_of_any_length_is_asked_about_by_one_plan(services: Services, engine: str) -> None:
    """Neo4j keeps plans by the lengths of lists, but not of those within a map; the embedded engine's indexes want no map."""
    sent = [services.store.sent(AREAS, {"codes": CODES * many, "on": "2023-08-22"}) for many in (0, 1, 500)]
    assert len({text for text, _ in sent}) == 1
    assert {tuple(sorted(given)) for _, given in sent} == {("codes", "on") if engine == "embedded" else ("lists", "on")}
    for codes in (CODES[:1], CODES, [*CODES, *map(str, range(2000))]):
        (found,) = await services.store.read(AREAS, codes=codes, on="2023-08-22")
        assert [one[0] for one in found] == [code for code in CODES if code in codes]
