"""A world by chance in a province of its own: areas that come and go, persons in several posts, visits, absences."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from shutil import copytree

from orgraph.seeding.manifest import load_manifest

from .packs import Desk
from .small_world import TESTER

POSTS = {
    "grid": ["grid-lead", "grid-worker", "grid-professional"],
    "village": ["village-secretary", "political-legal-officer", "legal-adviser"],
    "township": ["township-secretary", "township-head"],
    "organisation": ["duty-contact", "unit-leader", "branch-secretary"],
}
PROFESSIONS = ["police-officer", "judge", "justice-officer", "cadre", "grid-staff", "resident", ""]
KINDS = ["governance-centre", "police", "housing", "talk-point", "political-legal-branch", "grid-branch", "justice"]
DAYS = ["2021-01-01", "2022-03-15", "2022-12-31", "2023-05-01", "2023-08-01", "2023-08-22"]
LATER = ["", "", "", "2023-01-01", "2023-08-10", "2023-08-22", "2024-01-01"]


def period(chance: random.Random) -> str:
    """Two cells: since, and until, which is often open and sometimes the same day."""
    since, until = chance.choice(DAYS), chance.choice(LATER)
    return f"{since},{until if not until or until >= since else since}"


def fill(desk: Desk, seed: int) -> None:
    """Add the rows of world `seed` to the tables of a desk, which has a city with two counties."""
    chance = random.Random(seed)
    places = {level: [desk.said(code) for code in codes] for level, codes in _areas(desk, chance).items()}
    everywhere = [code for codes in places.values() for code in codes]
    _widen(desk, "officers", "tier")
    persons = [f"{desk.key}:r{number}" for number in range(14)]
    for number, person in enumerate(persons):
        tier = chance.choice(["", "", "first", "second"])
        desk.add("officers", f"{person},人{number},{chance.choice(PROFESSIONS)},{tier}")
    units = [f"{desk.key}:u{number}" for number in range(12)]
    kinds = {unit: chance.choice(KINDS) for unit in units} | {units[0]: "justice"}
    for number, unit in enumerate(units):
        tier, phone = chance.choice(["first", "second", "third", ""]), chance.choice(["", "0997-0000002"])
        desk.add("organisations", f"{unit},机构{number},{kinds[unit]},{tier},{phone}")
    desk.add("relations", f"SERVES,{units[0]},{places['village'][-1]},2021-01-01,,,,,")
    posts = {
        (chance.choice(persons), level, chance.choice([*places.get(level, units)]))
        for level in POSTS
        for _ in range(16)
    }
    for person, level, place in sorted(posts):
        principal, employment = chance.choice(["", "true"]), chance.choice(["", "full-time", "part-time"])
        desk.add(
            "postings", f"{person},{chance.choice(POSTS[level])},{place},{period(chance)},{principal},{employment}"
        )
    ways = {
        (type_, chance.choice(units), chance.choice(everywhere)) for type_ in ("SERVES", "LEADS") for _ in range(14)
    }
    ways |= {("PAIRED_WITH", chance.choice(units), chance.choice(places["village"])) for _ in range(14)}
    for type_ in ("UNDER", "MEMBER_OF"):  # always from a later unit to an earlier one: a circle is refused
        pairs = [chance.sample(range(len(units)), 2) for _ in range(8)]
        ways |= {(type_, units[max(one)], units[min(one)]) for one in pairs}
    branches = [unit for unit, kind in kinds.items() if "branch" in kind]
    ways |= {("OF", branch, chance.choice(sorted(kinds.keys() - branches))) for branch in branches}
    ways |= {("VISITED", person, place) for person, _, place in posts if chance.random() < 0.6}
    for _ in range(4):
        deputy, absent = chance.sample(persons, 2)
        ways.add(("DEPUTISES_FOR", deputy, absent))
    for type_, source, target in sorted(ways):
        desk.add("relations", f"{type_},{source},{target},{period(chance)},,,,")
    for person, place in sorted({(person, place) for person, _, place in posts if chance.random() < 0.25}):
        desk.add("relations", f"AWAY,{person},{place},{period(chance)},,,,leave")


async def lived(desk: Desk, scratch: Path) -> None:
    """Import a world as it comes about: everything is there first, then areas end, and what hangs on them is left there."""
    before = copytree(desk.folder, scratch / "before" / desk.key)
    path = before / "areas.csv"
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    code, until = header.index("code"), header.index("until")
    ends = [(row[code], row[until]) for row in rows if row[until]]
    open_ended = [[*row[:until], "", *row[until + 1 :]] for row in rows]
    path.write_text("\n".join(",".join(row) for row in [header, *open_ended]) + "\n", encoding="utf-8")
    importing = desk.services.importing
    await importing.apply(TESTER, await importing.prepare(TESTER, load_manifest(before)))
    after = scratch / "after" / desk.key
    after.mkdir(parents=True)
    (after / "pack.yaml").write_text(f"pack: {desk.key}\nmode: changes\nas_of: 2023-08-22\n", encoding="utf-8")
    ended = "".join(f"end,{area},,,,{day}\n" for area, day in ends)
    (after / "areas.csv").write_text(f"change,code,name,level,parent,until\n{ended}", encoding="utf-8")
    prepared = await importing.prepare(TESTER, load_manifest(after))
    await importing.apply(TESTER, prepared, allow_ending=1000, accept_hanging=len(prepared.plan.hanging))


def _widen(desk: Desk, table: str, *columns: str) -> None:
    """Give a table more columns; the rows that are there leave them empty."""
    path = desk.folder / f"{table}.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    rows = [row + "," * len(columns) for row in rows]
    path.write_text("\n".join([",".join([header, *columns]), *rows]) + "\n", encoding="utf-8")


def _areas(desk: Desk, chance: random.Random) -> dict[str, list[str]]:
    """More villages and grids, some of which have ended or moved, by level."""
    _widen(desk, "areas", "households", "since", "until")
    found = {
        "county": ["{p}0101000000", "{p}0102000000"],
        "township": ["{p}0101001000", "{p}0102100000"],
        "village": ["{p}0101001001", "{p}0102100200"],
        "grid": [],
    }
    for number in range(2, 5):
        for township, suffix in (("{p}0101001", f"{number:03}"), ("{p}0102100", f"{number + 200:03}")):
            kind = chance.choice(["residents-committee", "villagers-committee"])
            desk.add("areas", f"{township}{suffix},{{n}}{suffix}村,village,{township}000,{kind},,,{_life(chance)}")
            found["village"].append(f"{township}{suffix}")
    moved = "{p}0101001009"  # and then ended
    desk.add("areas", f"{moved},{{n}}迁村,village,,villagers-committee,,,2021-01-01,2023-05-01")
    desk.add("relations", f"PART_OF,{moved},{{p}}0101001000,2021-01-01,2022-03-15,,,,")
    desk.add("relations", f"PART_OF,{moved},{{p}}0102100000,2022-03-15,2023-05-01,,,,")
    found["village"].append(moved)
    for village in found["village"]:
        for number in range(1, chance.randint(1, 3)):
            households = chance.choice(["", "40", "120", "300"])
            desk.add("areas", f"{village}{number:03},第{number}网格,grid,{village},grid,,{households},{_life(chance)}")
            found["grid"].append(f"{village}{number:03}")
            for building in range(1, chance.randint(1, 3)):
                code = f"{village}{number * 10 + building:05}"
                desk.add(
                    "areas", f"{code},{number}{building}号楼,building,{village}{number:03},building,,,{_life(chance)}"
                )
    return found


def _life(chance: random.Random) -> str:
    return chance.choice(
        ["2021-01-01,", "2021-01-01,", "2021-01-01,2023-05-01", "2022-03-15,", "2021-01-01,2024-01-01"]
    )
