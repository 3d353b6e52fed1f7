"""What is drawn and shared out: the same everywhere, exact, and in no order."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.seeding.balance import assign
from orgraph.seeding.draw import Unshareable, distribute, draw, draw_between
from orgraph.seeding.names import GIVEN, SURNAMES, Mix, name_of
from tests.said import in_english

WEIGHTS = st.dictionaries(st.text("0123456789", min_size=1, max_size=6), st.integers(0, 50), min_size=1, max_size=60)


@given(WEIGHTS, st.integers(0, 5000), st.integers(0, 20))
def test_a_total_is_shared_out_exactly_or_refused(weights: dict[str, int], total: int, at_least: int) -> None:
    if total < at_least * len(weights) or (total > at_least * len(weights) and not any(weights.values())):
        with pytest.raises(Unshareable) as refused:
            distribute(total, weights, at_least)
        assert re.search(r"too few|cannot go", in_english(refused.value.why))
        return
    shares = distribute(total, weights, at_least)
    assert sum(shares.values()) == total
    assert min(shares.values()) >= at_least
    assert shares == distribute(total, dict(reversed(weights.items())), at_least)
    assert all(shares[key] == at_least for key, weight in weights.items() if not weight)


@given(WEIGHTS, st.integers(0, 5000))
def test_no_share_is_more_than_one_from_its_due(weights: dict[str, int], total: int) -> None:
    whole = sum(weights.values())
    if whole:
        for key, share in distribute(total, weights).items():
            assert abs(share - total * weights[key] / whole) < 1


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.sampled_from("xyz"), min_size=1, max_size=20),
    st.dictionaries(
        st.text("0123456789", min_size=1, max_size=4), st.lists(st.sampled_from("xyzw"), max_size=3), max_size=60
    ),
)
def test_an_assignment_is_level_and_complete(homes: dict[str, str], ways: dict[str, list[str]]) -> None:
    assigned = assign(homes, ways)
    load = Counter(assigned.values())
    loads = [load[body] for body in homes]
    assert assigned.keys() == ways.keys()
    assert max(loads) - min(loads) <= 1
    assert assigned == assign(dict(reversed(homes.items())), dict(reversed(ways.items())))


def test_an_area_goes_to_the_nearest_with_room() -> None:
    homes = {"a1": "a", "a2": "a", "b1": "b", "top": "t"}
    ways = {"1": ("a", "t"), "2": ("a", "t"), "3": ("b", "t"), "4": ("c", "t")}
    assigned = assign(homes, ways)
    assert {assigned["1"], assigned["2"]} == {"a1", "a2"}
    assert (assigned["3"], assigned["4"]) == ("b1", "top")


def test_draws_are_fixed_for_all_time() -> None:
    assert draw("210502001002001") == 6887374929426035987
    assert name_of(draw("benxi:o-210502001002001-1")) == "孙柏云"
    assert {draw_between(str(n), 4, 8) for n in range(200)} == {4, 5, 6, 7, 8}


def test_names_follow_the_population_and_our_own_list() -> None:
    names = [name_of(draw(str(n))) for n in range(20_000)]
    first = Counter(name[0] for name in names)
    assert set(first) <= set(SURNAMES)
    assert 0.8 < first["王"] / 20_000 / (SURNAMES["王"] / sum(SURNAMES.values())) < 1.2
    assert all(set(name[1:]) <= set(GIVEN) and 2 <= len(name) <= 3 for name in names)


def test_a_mix_follows_its_weights() -> None:
    drawn = Counter(Mix({"police-officer": 3, "judge": 1, "lawyer": 0}).of(draw(str(n))) for n in range(8_000))
    assert drawn["lawyer"] == 0
    assert 2.7 < drawn["police-officer"] / drawn["judge"] < 3.3
    assert Mix({}).of(1) == ""
