"""Identity and phone numbers do not survive in free text; other numbers do."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orgraph.rules.masking import masked

digits = st.text("0123456789", min_size=1)
mobiles = st.builds(
    lambda head, rest: f"1{head}{rest}", st.sampled_from("3456789"), st.text("0123456789", min_size=9, max_size=9)
)
identities = st.builds(
    lambda area, year, month, day, rest, last: f"{area}{year}{month:02}{day:02}{rest}{last}",
    st.sampled_from(["210502", "210681", "990102"]),
    st.integers(1930, 2023),
    st.integers(1, 12),
    st.integers(1, 28),
    st.text("0123456789", min_size=3, max_size=3),
    st.sampled_from("0123456789Xx"),
)
words = st.text(st.characters(categories=["Lo", "Ll", "Po", "Zs"]), max_size=8)


@given(words, mobiles, words, st.sampled_from(["", "+86", "+86 ", "86-", "0086", "电话", "（"]))
def test_no_mobile_number_survives(before: str, number: str, after: str, prefix: str) -> None:
    said = masked(f"{before} {prefix}{number}{after}")
    assert number[3:8] not in said and number[:8] not in said


@given(mobiles, st.sampled_from(["{0}-{1}-{2}", "{0} {1} {2}"]))
def test_no_mobile_number_survives_with_its_parts_set_apart(number: str, shape: str) -> None:
    said = masked("打" + shape.format(number[:3], number[3:7], number[7:]))
    assert said == f"打{number[:3]}****{number[7:]}"


@given(words, identities, words)
def test_no_identity_number_survives(before: str, number: str, after: str) -> None:
    said = masked(f"{before} {number} {after}")
    assert number not in said
    assert number[6:14] not in said, "the day of birth"


@pytest.mark.parametrize("number", ["024-12345678", "0414-1234567", "02412345678", "0414 1234567"])
def test_no_landline_survives(number: str) -> None:
    said = masked(f"办公室{number}转")
    assert re.sub(r"\D", "", number) not in re.sub(r"\D", "", said)


@given(words, digits, words)
def test_other_numbers_stay_as_they_are(before: str, number: str, after: str) -> None:
    assume(len(number) not in (15, 18) and not re.search(r"1[3-9]\d{9}", number) and not number.startswith("0"))
    text = f"{before}第{number}号{after}"
    assert masked(text) == text


@pytest.mark.parametrize(
    "text",
    ["210502001001号社区", "21050200100100001号楼", "2023-08-22", "310室", "110", "12345", "损失1380000元", "9人"],
)
def test_codes_days_and_amounts_stay(text: str) -> None:
    assert masked(text) == text


@given(words)
def test_text_without_numbers_stays(text: str) -> None:
    assert masked(text) == text


@given(st.text(max_size=40))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)
