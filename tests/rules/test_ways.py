"""The way up from a place on a day, also where something on it has ended."""

from __future__ import annotations

from datetime import date

from orgraph.domain.time import OPEN_END
from orgraph.domain.ways import Passed, Step, way_up

SINCE = date(2020, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def step(area: str, above: str, since: str = "2020-01-01", until: str = "9999-12-31") -> Step:
    return Step(area, above, day(since), day(until))


def ends(**known: str) -> dict[str, date]:
    """Village, two towns, two counties, city: open but for those named."""
    return dict.fromkeys(("village", "town", "other", "county", "second", "city"), OPEN_END) | {
        code: day(until) for code, until in known.items()
    }


STEPS = [step("village", "town"), step("town", "county"), step("county", "city"), step("other", "county")]


def codes(way: tuple[Passed, ...]) -> list[str]:
    return [one.code for one in way]


def test_what_is_there_goes_the_way_of_the_day() -> None:
    moved = [step("village", "town", until="2023-05-01"), step("village", "other", "2023-05-01"), *STEPS[1:]]
    assert codes(way_up("village", day("2023-04-30"), ends(), moved)) == ["village", "town", "county", "city"]
    assert codes(way_up("village", day("2023-05-01"), ends(), moved)) == ["village", "other", "county", "city"]


def test_what_has_ended_goes_the_way_of_its_last_day() -> None:
    steps = [
        step("village", "town", until="2023-05-01"),
        step("town", "county", until="2023-08-01"),
        step("town", "second", "2023-08-01"),
        step("county", "city"),
        step("second", "city"),
    ]
    way = way_up("village", day("2024-01-01"), ends(village="2023-05-01"), steps)
    assert codes(way) == ["village", "town", "county", "city"]
    assert (way[0].ended, way[1].ended) == (day("2023-05-01"), None)


def test_below_what_has_ended_the_way_goes_on_as_on_its_last_day() -> None:
    steps = [STEPS[0], step("town", "county", until="2023-05-01"), STEPS[2]]
    way = way_up("village", day("2023-08-22"), ends(town="2023-05-01"), steps)
    assert [(one.code, one.ended) for one in way] == [
        ("village", None),
        ("town", day("2023-05-01")),
        ("county", None),
        ("city", None),
    ]


def test_one_that_is_part_of_nothing_goes_on_as_it_went() -> None:
    steps = [step("village", "town", until="2023-05-01"), *STEPS[1:]]
    way = way_up("village", day("2023-08-22"), ends(), steps)
    assert codes(way) == ["village", "town", "county", "city"]
    assert (way[0].ended, way[0].left) == (None, day("2023-05-01"))


def test_what_was_taken_back_or_comes_later_is_no_way_and_circles_end() -> None:
    steps = [step("village", "other", "2023-05-01", "2023-05-01"), step("village", "town", "2024-01-01"), *STEPS[1:]]
    assert codes(way_up("village", day("2023-08-22"), ends(), steps)) == ["village"]
    circle = [step("town", "county"), step("county", "town")]
    assert codes(way_up("town", day("2023-08-22"), ends(), circle)) == ["town", "county"]
