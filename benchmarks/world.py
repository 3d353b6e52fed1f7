"""What is asked about: places, names and whistles of the world that was loaded, the same ones in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from uuid import uuid4

from benchmarks.floor import Floor
from orgraph.domain.whistle import Whistle

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
BASE = SEEDS / "liaoning"
CITY = SEEDS / "benxi"
OTHER_CITY = SEEDS / "dandong"
CITY_PACK = "benxi"
CITY_ROOT = "210500000000"
DAY = "2023-08-22"
AFTER_THE_ROUND = "2026-06-01"
"""A day on which every village of Dandong lacks its two officers: a full page of findings."""

_BUILDINGS = """
MATCH (a:Area) WHERE a.level = 'building' AND a.pack = $pack WITH a.code AS code ORDER BY code
RETURN collect(code) AS codes
"""
_VILLAGES = """
MATCH (a:Area)<-[:PAIRED_WITH]-() WITH DISTINCT a WITH a.code AS code ORDER BY code RETURN collect(code) AS codes
"""
_NAMES = """
MATCH (a:Area) WHERE a.level = 'village' WITH a.name AS name, count(a) AS times WHERE times = 1
WITH name ORDER BY name RETURN collect(name) AS names
"""
_TOWNS = """
MATCH (v:Area)-[:PART_OF]->(t:Area) WHERE v.level = 'village' AND t.code STARTS WITH '2105'
WITH t.code AS code, count(v) AS villages WHERE villages >= 12 AND villages <= 24
WITH code ORDER BY code RETURN collect(code) AS codes
"""
_LISTS = (_BUILDINGS, _VILLAGES, _NAMES, _TOWNS)
_MATTERS = (
    "road-collapse",
    "water-main-burst",
    "wage-arrears-dispute",
    "medical-dispute",
    "property-management-dispute",
)
_AUDITS = (
    ("grid-full-time-worker", CITY_ROOT, DAY),
    ("grid-lead", CITY_ROOT, DAY),
    ("dual-officers", "", AFTER_THE_ROUND),
)


@dataclass(frozen=True, slots=True)
class Audited:
    """One audit of an area on a day."""

    key: str
    area: str
    on: str


@dataclass
class World:
    """What can be asked; every list in an order drawn once."""

    buildings: list[str]
    villages: list[str]
    names: list[str]
    towns: list[str]
    """Townships of a size that makes about 200 objects with their villages and the posts there."""
    audits: Sequence[Audited] = tuple(Audited(*one) for one in _AUDITS)

    def __post_init__(self) -> None:
        self._places = cycle(self.villages)
        self._matters = cycle(_MATTERS)

    def whistles(self) -> Iterator[Whistle]:
        """Whistles without end, each with a key of its own."""
        while True:
            yield Whistle(
                place=next(self._places),
                by="township-head",
                kind="daily-work",
                category=next(self._matters),
                key=f"bench-{uuid4()}",
                text="路面塌陷，影响通行",
            )


async def world_of(floor: Floor, most: int) -> World:
    """Up to `most` places of each sort from the store."""
    chance = random.Random(20230822)
    buildings, villages, names, towns = [(await floor.values(text, pack=CITY_PACK))[0] for text in _LISTS]
    for found in (buildings, villages, names, towns):
        chance.shuffle(found)
    return World(buildings[:most], villages[:most], names[:most], towns[:most])
