"""Names as people type them, and codes as levels make them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orgraph.definitions.definitions import Definitions
from orgraph.rules.places.naming import answers_to, code_fault, forms, keys_typed, short_name

from ..said import in_english

STEMS = st.text(st.sampled_from("边门南河东西榆岭石桥头沟"), min_size=2, max_size=4)
LEVELS = ("province", "city", "county", "township", "village", "grid", "building")


@pytest.mark.parametrize(
    ("name", "level", "shown"),
    [
        ("边门村委会", "village", ("边门村委会", "边门村", "边门")),
        ("边门村村民委员会", "village", ("边门村村民委员会", "边门村村", "边门村", "边门")),
        ("东村村委会", "village", ("东村村委会", "东村村", "东村")),
        ("南地社区居民委员会", "village", ("南地社区居民委员会", "南地社区", "南地")),
        ("东村", "village", ("东村",)),
        ("桓仁满族自治县", "county", ("桓仁满族自治县", "桓仁县", "桓仁")),
        ("南地街道办事处", "township", ("南地街道办事处", "南地街道", "南地")),
        ("本溪市", "city", ("本溪市", "本溪")),
        ("南河社区第1网格", "grid", ("南河社区第1网格",)),
    ],
)
def test_the_forms_of_a_name(name: str, level: str, shown: tuple[str, ...], definitions: Definitions) -> None:
    assert forms(name, definitions.levels[level]) == shown


@given(stem=STEMS, key=st.sampled_from(LEVELS), data=st.data())
def test_every_form_of_a_name_is_found_under_one_short_name(
    stem: str, key: str, data: st.DataObject, definitions: Definitions
) -> None:
    level = definitions.levels[key]
    ending = data.draw(st.sampled_from(["", *(ending for ending, _ in level.endings)]))
    name = stem + ending
    for form in forms(name, level):
        assert answers_to(form, name, level)
        assert short_name(form, level) == short_name(name, level)
        assert short_name(name, level) in keys_typed(form, definitions.levels)
        assert len(form) >= 2 or form == name


@given(one=STEMS, other=STEMS, key=st.sampled_from(LEVELS))
def test_a_name_is_not_mistaken_for_another(one: str, other: str, key: str, definitions: Definitions) -> None:
    level = definitions.levels[key]
    assume(not set(forms(one, level)) & set(forms(other, level)))
    assert not answers_to(one, other, level)


def test_a_body_may_have_another_ending_and_a_word_of_the_name_may_not(definitions: Definitions) -> None:
    village = definitions.levels["village"]
    assert answers_to("边门村民委员会", "边门村委会", village)
    assert answers_to("边门社区居委会", "边门社区居民委员会", village)
    assert not answers_to("边门村", "边门社区居委会", village)
    assert not answers_to("边门社区", "边门村委会", village)


DIGITS = st.text("0123456789", min_size=12, max_size=12)
CODED = ("city", "county", "township", "village")


def chain_of_codes(digits: str) -> dict[str, str]:
    """A province and what lies below it down to a village, as codes."""
    return {
        "province": digits[:2].ljust(12, "0"),
        "city": digits[:4].ljust(12, "0"),
        "county": digits[:6].ljust(12, "0"),
        "township": digits[:9].ljust(12, "0"),
        "village": digits,
    }


@given(digits=DIGITS, key=st.sampled_from(CODED))
def test_a_code_of_the_scheme_is_no_fault(digits: str, key: str, definitions: Definitions) -> None:
    codes = chain_of_codes(digits)
    above = {"city": "province", "county": "city", "township": "county", "village": "township"}[key]
    assert fault(codes[key], key, codes[above], above, definitions) == ""


@given(mine=DIGITS, theirs=DIGITS, key=st.sampled_from(CODED))
def test_a_code_that_does_not_begin_as_its_parent_is_a_fault(
    mine: str, theirs: str, key: str, definitions: Definitions
) -> None:
    above = {"city": "province", "county": "city", "township": "county", "village": "township"}[key]
    code, parent = chain_of_codes(mine)[key], chain_of_codes(theirs)[above]
    digits = definitions.levels[above].code.significant
    assume(code[:digits] != parent[:digits])
    assert "wrong prefix" in fault(code, key, parent, above, definitions)


def fault(code: str, key: str, parent: str, above: str, definitions: Definitions) -> str:
    found = code_fault(code, definitions.levels[key], parent[: definitions.levels[above].code.significant], "")
    return in_english(found) if found else ""


@pytest.mark.parametrize(
    ("code", "level", "problem"),
    [
        ("21050200100", "village", "malformed"),
        ("2105020010011", "village", "malformed"),
        ("21050200100a", "village", "malformed"),
        ("２１０５０２００１００１", "village", "malformed"),
        ("210502001001", "township", "malformed"),
        ("210502001000", "township", ""),
        ("210502001001001", "grid", ""),
        ("21050200100101", "grid", "malformed"),
        ("2105020010010011", "grid", "malformed"),
        ("210502001002001", "grid", "wrong prefix"),
        ("21050200100100001", "building", ""),
        ("210502001001H0001", "household-group", ""),
        ("2105020010010001", "household-group", "wrong prefix"),
        ("210502001001H001", "household-group", "malformed"),
        ("210502001001H00a1", "household-group", "malformed"),
    ],
)
def test_codes_that_fit_and_do_not(code: str, level: str, problem: str, definitions: Definitions) -> None:
    parent = "210502001" if level == "village" else "210502"
    found = code_fault(code, definitions.levels[level], parent, "210502001001")
    assert (in_english(found) if found else "").partition(":")[0] == problem
