"""Faults of the fields that kinds declare, and of what lifecycles, limits and ladders ask of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgraph.definitions.load import load_definitions
from tests.own_life import packs_with_it

from .spoiling import SCHEMA, faults_of, spoil

KIND, LIFE, LIMITS = "tasks/lending.yaml", "lifecycles/lending.yaml", "deadlines.yaml"
LADDERS = "ladders.yaml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of definitions of a pack whose kind declares fields."""
    return packs_with_it(tmp_path) / "qingshi" / "definitions"


def packs(own: Path) -> list[Path]:
    """The packs beside whose definitions these lie."""
    return sorted(path.parent for path in own.parents[1].glob("*/pack.yaml"))


def faults(own: Path) -> list[str]:
    return faults_of(SCHEMA, *packs(own))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (KIND, "seats: {type: whole", "seats: {type: number", "'number' is not known; use text"),
        (KIND, "seats: {type: whole, title: {zh: 人数, en: seats}", "seats: {type: whole", "'title' is missing"),
        (KIND, "    seats: {", "    unit: {", "unit: it is the name of something that tasks or commands have already"),
        (KIND, "    seats: {", "    no-seats: {", "no-seats: it is the name of something"),
        (KIND, "    seats: {", "    Seats: {", "bad identifier 'Seats'"),
        (KIND, "at_least: 2, at_most", "at_least: 90, at_most", "seats.at_least: at_least 90 is more than at_most 80"),
        (KIND, "caller: {type: contact", "caller: {at_most: 3, type: contact", "a contact has no bounds"),
        (KIND, "caller: {type: contact", "caller: {not_before: today, type: contact", "only a day and an instant"),
        (KIND, "caller: {type: contact", "caller: {of: {a: {zh: 甲, en: a}}, type: contact", "only a choice has choices"),
        (KIND, "room: {type: choice", "room: {type: text", "only a choice has choices"),
        (KIND, "not_before: from-when", "not_before: seats", "'seats' is no day or instant of this kind; use today"),
        (KIND, "later: true}", "later: true, required: true}", "do not go together: required, later"),
        (KIND, "{type: text, title: {zh: 备注, en: remarks}", "{later: 1, type: text, title: {zh: 备注, en: remarks}",
         "'1' is not true or false"),
        (KIND, "en: big room", "en: yes", "'yes' is not text; write text, this in quotes: YAML reads yes and no"),
        (KIND, "contact: 30 days", "contact: a while", "'a while' is no such time; write it as 30 days or 5 years"),
        (KIND, "contact: 30 days", "contact: 101 years", "'101 years' is no such time"),
        (KIND, "contact: 30 days", "contacts: 30 days", "unknown key 'contacts'; use contact, text, proof"),
        (LIFE, "required: [seats]", "required: [seat]", "'seat' is not among the fields"),
        (LIFE, "sets: [seats]", "sets: [room]", "add-chairs.sets: sets 'room', which is no field of the kind that it carries"),
        (LIFE, "sets: [seats]", "sets: [unit]", "sets 'unit', which is no field of the kind"),
        (LIFE, "damaged: true, room", "unit: true, room", "nothing is told by 'unit'"),
        (LIFE, "damaged: true, room", "wounded: true, room", "'wounded' is not among the fields"),
        (LIFE, "{field: room, is: [big]", "{field: romo, is: [big]", "'romo' is not among the fields"),
        (LIMITS, "{room: [big], limit", "{romo: [big], limit", "'romo' is not among the fields"),
        (KIND, "zh: 备注, en: remarks}", "zh: 备注, en: remarks}, summed: true", "a text cannot be summed"),
        (LADDERS, "{room: [small], title", "{romo: [small], title", "'romo' is not among the fields"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_line_and_remedy(own: Path, file: str, old: str, new: str, said: str) -> None:
    text = (own / file).read_text(encoding="utf-8")
    spoil(own, file, old, new)
    told = [fault for fault in faults(own) if said in fault]

    line = text[: text.index(old)].count("\n") + 1
    assert told, faults(own)
    assert "; " in told[0]
    assert told[0].startswith(f"qingshi/definitions/{file}:{line}: "), (line, told)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (LIFE, "room: [big]}, to", "room: [middle]}, to", "give-back asks whether room is 'middle', none of its choices"),
        (LIFE, "room: [big]}, to", "room: yes}, to", "is 'true', and is a choice; use big, small; what YAML reads as true"),
        (LIFE, "damaged: true, room", "seats: true, room", "give-back asks whether seats is 'true', and is a whole"),
        (LIFE, "damaged: true, room", "damaged: [big], room", "whether damaged is 'big', which is true or false"),
        (LIMITS, "{room: [big], limit", "{room: [middle], limit", "asks whether room is 'middle', none of its choices"),
        (LADDERS, "{room: [small], title", "{room: [tiny], title", "step 1 asks whether room is 'tiny', none of its choices"),
        (LADDERS, "{room: [small], title", "{seats: ['2'], title", "step 1 asks whether seats is '2', and is a whole"),
        (LADDERS, "{room: [small], title", "{visitors: ['2'], title", "step 1 asks for the field 'visitors', which none of"),
        (LADDERS, "governance-centre], level", "governance-centre], room: [big], level", "the last step asks for fields"),
        (KIND, "    remarks: {type: text", "    remark: {type: text", "'remarks' is not among the fields"),
        (KIND, "zh: 备注, en: remarks}, at_most: 200", "zh: 备注, en: remarks}, at_most: 200, later: true", ""),
        (KIND, "en: seats}", "en: seats}, later: true", ""),
        (KIND, "en: contact}", "en: contact}, later: true", "nobody ever gives caller, which comes later"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_a_fault(own: Path, file: str, old: str, new: str, said: str) -> None:
    spoil(own, file, old, new)
    if said:
        assert any(said in fault for fault in faults(own)), faults(own)
    else:
        load_definitions(SCHEMA, packs(own))


ROUTING = """by-room:
  under: "990102001000"
  lead: [responsible, backstop]
  order: [distance, id]
  backstop: [governance-centre]
  source: an example
  serving:
    - ROW
"""


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{room: [big], kinds: [talk-point], level: village}", ""),
        (
            "{romo: [big], kinds: [talk-point]}",
            "qingshi/definitions/routing.yaml:8: 'romo' is not among",
        ),
        ("{room: [middle], kinds: [talk-point]}", "a routing asks whether room is 'middle', none of its choices"),
        ("{room: [big]}", "'kinds' is missing"),
        ("{room: [big], kinds: [talk-pint]}", "'talk-pint' is not among"),
        ("{room: [big], kinds: [talk-point], level: vilage}", "'vilage' is not among"),
        ("{kinds: [talk-point]}", "asks of no field; say of which field"),
        ("{seats: ['2'], kinds: [talk-point]}", "a routing asks whether seats is '2', and is a whole"),
    ],
)
def test_what_a_routing_asks_of_fields_is_checked(own: Path, row: str, said: str) -> None:
    (own / "routing.yaml").write_text(ROUTING.replace("ROW", row), encoding="utf-8")
    if said:
        assert any(said in fault for fault in faults(own)), faults(own)
    else:
        load_definitions(SCHEMA, packs(own))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("{type: text, title: {zh: 人数, en: seats}}", "seats is a text here and a whole there (in lending)"),
        ("{type: whole, title: {zh: 座位, en: seats}}", "seats is 座位 here and 人数 there (in lending)"),
    ],
)
def test_one_name_has_one_type_and_one_title_in_all_kinds(own: Path, other: str, said: str) -> None:
    second = (own / KIND).read_text(encoding="utf-8").split("  fields:")[0].replace("lending:\n", "letting:\n", 1)
    (own / "tasks" / "letting.yaml").write_text(f"{second}  fields:\n    seats: {other}\n", encoding="utf-8")

    assert any(said in fault for fault in faults(own)), faults(own)


def test_a_choice_of_one_name_has_one_title_in_all_kinds(own: Path) -> None:
    text = (own / KIND).read_text(encoding="utf-8")
    second = text.replace("lending:\n", "letting:\n", 1).replace("zh: 大会议室", "zh: 大厅")
    (own / "tasks" / "letting.yaml").write_text(second, encoding="utf-8")

    assert any("room has big as 大厅 here and as 大会议室 there" in fault for fault in faults(own)), faults(own)


def test_a_field_that_there_is_not_is_one_fault(own: Path) -> None:
    spoil(own, "deadlines.yaml", "{room: [big], limit", "{rom: [big], limit")

    (fault,) = faults(own)
    assert "'rom' is not among the fields" in fault
