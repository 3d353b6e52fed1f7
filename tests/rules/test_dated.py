"""Values that hold from a day to a day."""

from __future__ import annotations

from typing import Any

import pytest

from orgraph.domain.dated import held_values
from orgraph.domain.records import AREA

AT_FIRST = {"name": "青山乡", "short": "青山", "kind": "township", "mca": "990102200", "since": "2019-01-01"}
TOWN = {"name": "青山镇", "short": "青山", "kind": "town"}
STREET = {"name": "河口街道", "short": "河口", "kind": "street"}


def after(*changes: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """The properties after some changes, each with its day (empty: a correction)."""
    stands: dict[str, Any] = dict(AT_FIRST)
    for day, wanted in changes:
        stands |= held_values(AREA, stands, wanted, day)
    return {name: value for name, value in stands.items() if value is not None}


def on(stands: dict[str, Any], day: str) -> tuple[str, str]:
    """Name and kind on a day, as the catalogue reads them."""
    if stands.get("changed", "") <= day:
        return stands["name"], stands["kind"]
    place = next(number for number, until in enumerate(stands["past_until"]) if day < until)
    return stands["past_name"][place], stands["past_kind"][place]


def test_a_name_holds_until_the_day_of_its_change() -> None:
    stands = after(("2020-05-01", TOWN), ("2022-01-01", STREET))
    assert [on(stands, day) for day in ("2019-01-01", "2020-04-30", "2020-05-01", "2021-12-31", "2022-01-01")] == [
        ("青山乡", "township"),
        ("青山乡", "township"),
        ("青山镇", "town"),
        ("青山镇", "town"),
        ("河口街道", "street"),
    ]
    assert stands["was"] == "青山"
    assert "earlier" not in stands


def test_what_was_never_changed_has_no_past() -> None:
    assert after(("2020-05-01", {"households": 12})) == AT_FIRST | {"households": 12}
    assert after(("2020-05-01", dict(AT_FIRST))) == AT_FIRST


def test_two_changes_of_one_day_leave_nothing_between_them() -> None:
    stands = after(
        ("2020-05-01", {"name": "青山镇"}), ("2020-05-01", {"name": "河口街道", "short": "河口", "kind": "street"})
    )
    assert stands["past_name"] == ["青山乡"]
    assert on(stands, "2020-05-01") == ("河口街道", "street")


def test_a_change_dated_before_the_last_one_holds_until_that() -> None:
    stands = after(("2022-01-01", {"name": "河口街道"}), ("2020-05-01", TOWN))
    assert on(stands, "2020-04-30") == ("青山乡", "township")
    assert on(stands, "2021-12-31") == ("青山镇", "town")
    assert on(stands, "2022-01-01") == ("河口街道", "town"), "of the kind the later change said nothing"


def test_a_correction_puts_right_what_stands_as_far_back_as_it_has_stood() -> None:
    stands = after(("2020-05-01", {"kind": "town"}), ("", {"name": "清山乡", "short": "清山"}))
    assert on(stands, "2019-06-01") == ("清山乡", "township")
    assert on(stands, "2020-05-01") == ("清山乡", "town")
    assert "was" not in stands, "it was never called otherwise"


def test_a_correction_leaves_a_former_name_alone() -> None:
    stands = after(("2020-05-01", {"name": "河口镇", "short": "河口"}), ("", {"name": "河口街道"}))
    assert stands["past_name"] == ["青山乡"]
    assert stands["name"] == "河口街道"


@pytest.mark.parametrize("day", ["2018-01-01", "2019-01-01"])
def test_a_change_by_the_first_day_is_a_correction(day: str) -> None:
    assert after((day, TOWN)) == AT_FIRST | TOWN


def test_a_change_that_is_taken_back_as_if_it_had_never_been_leaves_no_trace() -> None:
    assert after(("2020-05-01", TOWN), ("2020-05-01", {name: AT_FIRST[name] for name in TOWN})) == AT_FIRST


def test_all_former_short_names_and_codes_are_kept_for_the_look_up() -> None:
    stands = after(
        ("2020-05-01", {"name": "河口镇", "short": "河口", "mca": "990102101"}),
        ("2021-05-01", {"name": "新城镇", "short": "新城"}),
        ("2022-05-01", {"name": "河口街道", "short": "河口"}),
    )
    assert stands["was"] == "新城"
    assert stands["earlier"] == ["青山", "mca:990102200"]
    assert stands["renamed"]


def test_relationships_and_officers_have_one_value() -> None:
    assert held_values("POSTED_TO", {"role": "x"}, {"employment": "part-time"}, "2020-05-01") == {
        "employment": "part-time"
    }
    assert held_values("Officer", {"name": "文一"}, {"name": "文二"}, "2020-05-01") == {"name": "文二"}
