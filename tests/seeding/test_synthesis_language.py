"""synthesis.yaml: what a fault is, with its line; and steps that cannot be carried out."""

from __future__ import annotations

from datetime import date

import pytest

from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.domain.rows import AreaRow, OfficerRow, Origin, PostingRow, RelationRow, Row
from orgraph.seeding.synthesis import generate
from tests.said import assert_in_both, in_english

from .worlds import Desk

SINCE = date(2023, 1, 1)


def area(code: str, name: str, level: str, parent: str, kind: str) -> AreaRow:
    """A base area of a test."""
    return AreaRow(Origin("base", 1), code, name, level, parent, kind, SINCE)


BASE = (
    area("210502000000", "平山区", "county", "", "city-district"),
    area("210502001000", "南地街道", "township", "210502000000", "street"),
    area("210502001002", "南地社区居委会", "village", "210502001000", "residents-committee"),
    area("210502001202", "千金村村委会", "village", "210502001000", "villagers-committee"),
)


def rows_of(desk: Desk, steps: str) -> list[Row]:
    """What the steps make of the base areas."""
    desk.write("synthesis.yaml", "steps:\n" + steps)
    return list(generate(desk.read(), BASE, desk.definitions))


def faults_of(desk: Desk, steps: str) -> list[tuple[int, str]]:
    """Lines and problems of the faults of the steps."""
    with pytest.raises(DefinitionsFaulty) as caught:
        rows_of(desk, steps)
    for fault in caught.value.faults:
        assert_in_both(fault, desk.folder, names="".join(one.name for one in BASE))
    assert all(fault.file == "little/synthesis.yaml" and fault.remedy for fault in caught.value.faults)
    return [(fault.line, in_english(fault.problem)) for fault in caught.value.faults]


def test_names_and_codes_follow_the_village(desk: Desk) -> None:
    rows = rows_of(
        desk,
        "  - areas: {in: {level: village}, level: grid, kind: grid, number: 2, name: '{short}第{n}网格'}\n"
        "  - areas: {in: {level: grid, inside: [residents-committee]}, level: building, kind: building, number: 2,\n"
        "      name: '{short}{n}号楼', households: {from: 60, to: 60}}\n"
        "  - areas: {in: {level: grid, inside: [villagers-committee]}, level: household-group, kind: household-group,\n"
        "      number: 1, name: '{short}第{n}中心户'}\n",
    )
    made = {row.code: row for row in rows if isinstance(row, AreaRow)}
    assert made["210502001002002"].name == "南地社区第2网格"
    assert made["210502001202001"].name == "千金村第1网格"  # 千金村村委会 does not become 千金村村
    last = made["21050200100200004"]
    assert (last.name, last.parent, last.households) == ("南地社区4号楼", "210502001002002", 60)
    assert made["210502001202H0002"].parent == "210502001202002"
    assert all(row.synthetic for row in made.values())


def test_a_person_may_hold_several_posts(desk: Desk) -> None:
    rows = rows_of(
        desk,
        "  - organisations:\n"
        "      at: {level: township}\n"
        "      kinds: {police: '{short}派出所'}\n"
        "      relation: SERVES\n"
        "      posts:\n"
        "        - role: unit-leader\n"
        "          also: [{role: duty-contact}, {role: township-deputy, employment: seconded, home: true}]\n",
    )
    (officer,) = [row for row in rows if isinstance(row, OfficerRow)]
    posts = [(row.role, row.at, row.employment) for row in rows if isinstance(row, PostingRow)]
    assert officer.id == "little:o-police-210502001-1"
    assert posts == [
        ("unit-leader", "little:police-210502001", ""),
        ("duty-contact", "little:police-210502001", ""),
        ("township-deputy", "210502001000", "seconded"),
    ]


def test_what_other_steps_leave_of_a_total_is_exact(desk: Desk) -> None:
    rows = rows_of(
        desk,
        "  - officers: {at: {level: township}, role: township-grid-lead, number: 3, group: staff}\n"
        "  - officers: {at: {level: village}, role: village-grid-lead, total: 10, less: [staff], at_least: 2}\n",
    )
    assert len([row for row in rows if isinstance(row, OfficerRow)]) == 10


def test_each_holder_visits_the_place_once_within_the_days(desk: Desk) -> None:
    rows = rows_of(
        desk,
        "  - officers: {at: {level: village}, role: political-legal-officer, number: 2}\n"
        "  - officers: {at: {level: village}, role: grid-lead, number: 1}\n"
        "  - visits: {at: {level: village}, role: political-legal-officer, since: 2023-01-03, to: 2023-01-05}\n",
    )
    posted = {(row.officer, row.at) for row in rows if isinstance(row, PostingRow) and row.role != "grid-lead"}
    visits = [row for row in rows if isinstance(row, RelationRow)]
    assert {(row.source, row.target) for row in visits} == posted
    assert len(visits) == len(posted) == 4
    assert {row.type for row in visits} == {"VISITED"}
    assert {row.since.day for row in visits} <= {3, 4, 5}


def test_every_fault_of_the_file_is_named_with_its_line(desk: Desk) -> None:
    found = faults_of(
        desk,
        "  - officers: {at: {level: hamlet}, role: gridlead, number: 1}\n"
        "  - officers: {at: {level: village}, role: grid-lead, number: 1, total: 3}\n"
        "  - areas: {in: {level: village}, level: grid, kind: grid, from: 8, to: 4, name: '{village}'}\n"
        "  - people: {}\n"
        "  - organisations: {kinds: {police: x}, shape: round}\n"
        "  - responsibilities: {of: {kinds: [police]}, part: help}\n"
        "  - absences: {at: ['little:a'], role: unit-leader, reason: holidays, since: monday}\n"
        "  - officers: {at: {level: village}, role: grid-lead, total: 3, weights: {castle: 1}}\n"
        "  - visits: {at: {level: village}, role: grid-lead, since: 2023-02-01, to: 2023-01-31}\n",
    )
    assert [line for line, _ in found] == [2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 10], found


@pytest.mark.parametrize(
    ("steps", "line", "problem"),
    [
        ("  - officers: {at: {level: village}, role: grid-lead, total: 3, at_least: 2}\n", 2, "3 are too few"),
        ("  - officers: {at: {level: village, codes: ['1']}, role: grid-lead, number: 1}\n", 2, "does not exist"),
        (
            "  - officers: {at: {level: village}, role: grid-lead, number: 1, vacant: {'210502001009': gap}}\n",
            2,
            "does not exist",
        ),
        ("  - areas: {in: {level: village}, level: township, kind: town, number: 1, name: x}\n", 2, "cannot be made"),
        ("  - areas: {in: {level: village}, level: grid, kind: grid, number: 1000, name: x}\n", 2, "too many"),
        (
            "  - organisations: {at: {level: county}, kinds: {police: x}, under: {same_kind: true}}\n",
            2,
            "no police above",
        ),
        ("  - organisations: {at: {level: county}, kinds: {police: x}, number: 2}\n", 2, "made twice"),
        (
            "  - absences: {at: ['little:a'], role: unit-leader, reason: leave, since: 2023-01-01}\n",
            2,
            "nobody is unit-leader",
        ),
        ("  - pairings: {type: PAIRED_WITH, of: {kinds: [police]}, to: {level: village}}\n", 2, "no organisation"),
        ("  - visits: {at: {level: village}, role: grid-lead, to: 2023-02-01}\n", 2, "nobody is grid-lead there"),
    ],
)
def test_a_step_that_cannot_be_done_is_refused_with_its_line(desk: Desk, steps: str, line: int, problem: str) -> None:
    ((at, said),) = faults_of(desk, steps)
    assert at == line
    assert problem in said
