"""Numbers of matters: how they are given, and that whatever is typed for one means it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.definitions.load import load_definitions
from orgraph.domain.area import Area
from orgraph.domain.canonical import canonical
from orgraph.domain.event import NUMBER, Event
from orgraph.domain.ledger import Damage
from orgraph.domain.numbering import MatterNumber, Namesake, NumberEnding, ending_typed, name_in_number, number_typed
from orgraph.domain.text import spelled
from orgraph.rules.ledger.serials import Given, run_on
from orgraph.rules.tasks.numbers import numbering

from ..small_world import ROOT

NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1).map(lambda name: name_in_number(spelled(name), "0"))
NUMBERS = st.builds(MatterNumber, NAMES, st.integers(1000, 9999), st.integers(1, 10**9))
DASHES = st.sampled_from(["-", "－", "—", "——", "–", "‐", "−", "ー", "~", "～", " - ", "　—　"])
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@given(NUMBERS, DASHES, DASHES, st.booleans(), st.integers(0, 8))
def test_however_it_is_typed_it_is_the_number(
    number: MatterNumber, first: str, second: str, wide: bool, zeros: int
) -> None:
    assert number_typed(str(number)) == number
    serial, year = "0" * (min(zeros, 12 - len(str(number.serial)))) + str(number.serial), str(number.year)
    if wide:
        serial, year = serial.translate(WIDE), year.translate(WIDE)
    assert number_typed(f" {number.name}{first}{year}{second}{serial} ") == number
    assert ending_typed(f"{year}{second}{serial}") == NumberEnding(number.year, number.serial)
    assert ending_typed(serial) == NumberEnding(None, number.serial)


@pytest.mark.parametrize(
    "text",
    [
        *("", "河东", "河东-2026", "河东-2026-000000", "河东-26-000123", "-2026-000123", "河东-2026-000123-1"),
        *("河-东-2026-1", "0f3c1e6a-1234-4321-2026-123456789012", "河东-2026-一二三", "key:2026-123"),
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert number_typed(text) is None


def test_a_county_of_its_citys_short_name_goes_by_its_own() -> None:
    city, county = Area("211200000000", "铁岭市", "city"), Area("211221000000", "铁岭县", "county")
    levels = load_definitions(ROOT / "schema").levels

    def name(area: Area | None, above: Area | None) -> str:
        return numbering("211221000000", area, above, levels, "").name

    assert (name(county, city), name(city, None), name(county, None)) == ("铁岭县", "铁岭", "铁岭")
    assert name(Area("211202000000", "银州区", "county"), city) == "银州"
    assert name(None, None) == "211221000000", "an area that is not there"
    assert name(Area("1", "东-西", "no level"), None) == "东西"


def test_counties_that_share_a_name_are_told_apart_by_their_cities() -> None:
    levels = load_definitions(ROOT / "schema").levels
    named = [
        numbering(
            "1",
            Area("1", county, "county"),
            Area("2", city, "city"),
            levels,
            "",
            [Namesake(frozenset(), frozenset(("3", "大连")))],
        ).name
        for city, county in (("沈阳市", "铁西区"), ("鞍山市", "铁西区"), ("铁岭市", "铁岭县"))
    ]
    assert named == ["沈阳铁西", "鞍山铁西", "铁岭县"]


@dataclass
class Place:
    """A county or city through time: its full names and, of a county, where it lay, the present last."""

    code: str
    names: list[str]
    lay: list[Place] = field(default_factory=list)

    def shorts(self) -> list[str]:
        return [one.rstrip("县区市") for one in self.names]

    def seen_by(self, other: Place) -> Namesake | None:
        """What the lock tells a county of this one."""
        if self is other or other.shorts()[-1] not in self.shorts():
            return None
        within = {word for up in self.lay for word in (up.code, *up.shorts())}
        return Namesake(frozenset(self.names), frozenset(within))


COUNTIES = st.sampled_from(["河东区", "河东县", "河西区", "青石县", "榆岭县"])
CITIES = st.sampled_from(["青石市", "河东市", "白塔市"])


@given(
    st.lists(st.tuples(COUNTIES, st.integers(0, 2)), min_size=2, max_size=5),
    st.lists(
        st.one_of(
            st.tuples(st.just("county"), st.integers(0, 4), COUNTIES),
            st.tuples(st.just("city"), st.integers(0, 2), CITIES),
            st.tuples(st.just("move"), st.integers(0, 4), st.integers(0, 2)),
        ),
        max_size=8,
    ),
)
def test_no_two_books_ever_give_numbers_of_one_name(
    begun: list[tuple[str, int]], decrees: list[tuple[str, int, Any]]
) -> None:
    levels = load_definitions(ROOT / "schema").levels
    cities = [Place(f"99{at}000000000", [name]) for at, name in enumerate(("青石市", "河东市", "白塔市"))]
    counties = [Place(f"99{up}{at:03}000000", [name], [cities[up]]) for at, (name, up) in enumerate(begun)]
    given: dict[str, str] = {}
    for decree in [None, *decrees]:
        match decree:
            case ("county", at, name):
                counties[at % len(counties)].names.append(name)
            case ("city", at, name):
                cities[at].names.append(name)
            case ("move", at, to):
                counties[at % len(counties)].lay.append(cities[to])
        for one in (*cities, *counties):
            above, others = one.lay[-1] if one.lay else None, (*cities, *(counties if one.lay else ()))
            told = [found for other in others if (found := other.seen_by(one))]
            area = Area(one.code, one.names[-1], "county" if one.lay else "city")
            up = Area(above.code, above.names[-1], "city") if above else None
            name = numbering(one.code, area, up, levels, "", told).name
            assert given.setdefault(name, one.code) == one.code, (name, decree)


@given(st.lists(st.tuples(st.integers(2025, 2027), st.sampled_from([0, 1, 1, 1, 1, 2])), max_size=30))
def test_a_number_that_is_left_out_or_given_twice_is_told(steps: list[tuple[int, int]]) -> None:
    given: Given = {}
    last: dict[int, int] = {}
    for position, (year, step) in enumerate(steps, 1):
        serial = max(1, last.get(year, 0) + step)
        payload = canonical({NUMBER: str(MatterNumber("河东", year, serial))})
        given, wrong = run_on(given, Event("t", 1, "b", position, 0, "", "called", payload, "", ""))
        twice, left_out = serial <= last.get(year, 0), serial > last.get(year, 0) + 1
        assert wrong == (Damage.NUMBER_TWICE if twice else Damage.NUMBER_GAP if left_out else None)
        last[year] = max(serial, last.get(year, 0))
    assert given == last
    assert run_on(given, Event("t", 1, "b", 1, 0, "", "called", "{}", "", "")) == (given, None), "of before"


def test_a_serial_has_six_digits_and_grows() -> None:
    assert str(MatterNumber("河东", 2026, 123)) == "河东-2026-000123"
    assert str(MatterNumber("河东", 2026, 1_000_000)) == "河东-2026-1000000"
    assert ending_typed("000000") is None and ending_typed("2026-") is None
    assert name_in_number("", "990102000000") == "990102000000" and name_in_number("东—西", "1") == "东西"
