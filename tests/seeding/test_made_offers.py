"""Steps that make offers and rotations: who offers what, and who sits where in turn."""

from __future__ import annotations

from collections import Counter

import pytest

from orgraph.definitions.faults import DefinitionsFaulty
from orgraph.domain.rows import AreaRow, RelationRow
from orgraph.seeding.pack import Pack
from orgraph.seeding.synthesis import generate
from tests.said import in_chinese, in_english

from .worlds import Desk, areas_under

HEAD = """\
duty_phones: {area_code: "024", digits: 7}
steps:
  - organisations:
      at: {level: village}
      kinds: {talk-point: "{name}点"}
      relation: SERVES
  - organisations:
      at: {level: county}
      kinds: {justice: "{name}司法局", court: "{name}法院"}
      relation: SERVES
"""
SERVICES = "code,name,group\nlittle:s1,调解,调解\nlittle:s2,咨询,法律\nlittle:s3,援助,法律\n"


def made(desk: Desk, liaoning: Pack, steps: str) -> list[RelationRow]:
    """The relations that the steps make in 平山区."""
    desk.write("services.csv", SERVICES)
    desk.write("synthesis.yaml", HEAD + steps)
    base: tuple[AreaRow, ...] = tuple(areas_under(liaoning, "210502000000"))
    rows = generate(desk.read(), base, desk.definitions)
    return [row for row in rows if isinstance(row, RelationRow) and row.type in ("OFFERS", "SITS_AT")]


def test_each_of_the_chosen_offers_all_of_the_classes_that_are_named(desk: Desk, liaoning: Pack) -> None:
    rows = made(desk, liaoning, "  - offers: {of: {kinds: [justice]}, groups: [法律], weekdays: 周二、四}\n")
    assert [(row.source, row.target, row.weekdays, row.weeks) for row in rows] == [
        ("little:justice-210502", "little:s2", ("2", "4"), ()),
        ("little:justice-210502", "little:s3", ("2", "4"), ()),
    ]


def test_who_rotates_is_at_one_seat_a_day_and_each_seat_has_its_number(desk: Desk, liaoning: Pack) -> None:
    rotation = "  - rotations: {of: {level: county}, at: {kinds: [talk-point]}, one_in: township, number: 2}\n"
    rows = made(desk, liaoning, rotation)
    townships = {row.code for row in areas_under(liaoning, "210502000000") if row.level == "township"}
    assert set(Counter(row.target for row in rows).values()) == {2} and len(rows) == 2 * len(townships)
    turns = [(row.source, row.weekdays, row.weeks) for row in rows]
    assert len(set(turns)) == len(turns)
    assert {len(row.weekdays) for row in rows} == {len(row.weeks) for row in rows} == {1}


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("offers: {of: {kinds: [justice]}, groups: [法规]}", "no services of the class 法规"),
        ("offers: {of: {kinds: [police]}, groups: [法律]}", "no organisation is chosen"),
        ("offers: {of: {kinds: [justice]}, groups: [法律], weekdays: 周八}", "no weekdays"),
        ("offers: {of: {kinds: [justice]}, groups: [法律], weekdays: 2, weeks: 6}", "no weeks of a month"),
        ("rotations: {of: {kinds: [justice]}, at: {kinds: [talk-point]}}", "a month has 20 at most"),
        ("rotations: {of: {kinds: [justice]}, at: {kinds: [talk-point]}, one_in: hamlet}", "hamlet"),
        ("rotations: {of: {kinds: [police]}, at: {kinds: [talk-point]}}", "no organisation is chosen"),
    ],
)
def test_a_step_that_cannot_be_done_says_why_with_its_line(desk: Desk, liaoning: Pack, step: str, told: str) -> None:
    with pytest.raises(DefinitionsFaulty) as refused:
        made(desk, liaoning, f"  - {step}\n")
    (fault,) = refused.value.faults
    assert fault.line > HEAD.count("\n") and told in in_english(fault) and in_chinese(fault)
