"""Blank is no text, what nobody sees is named, and one spelling is looked up for all."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.domain.errors import InvalidInput
from orgraph.domain.text import inert, is_blank, spelled, unseen_in
from orgraph.rules.ledger.contents import typed


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b", "\ufeff \t", "\u2800", "\u3164", "\xa0\u00ad", "\n\r"])
def test_blank_is_no_text(text: str) -> None:
    assert is_blank(text)
    assert typed(text=text, proof=(text, text)) == ()


@given(st.text(st.characters(categories=["Lo", "Nd", "Ll"]), min_size=1, max_size=9))
def test_what_shows_something_is_not_blank(text: str) -> None:
    assert not is_blank(text) or unicodedata.category(text[0]) == "Lo"


def test_every_character_that_nobody_sees_is_told_by_number_and_name() -> None:
    hieroglyphs = range(0x13430, 0x13440)  # they join signs of Egyptian writing
    for number in range(sys.maxunicode + 1):
        hidden = unicodedata.category(chr(number)) in ("Cc", "Cf", "Cs", "Zl", "Zp") and number not in hieroglyphs
        assert not hidden or unseen_in(chr(number)), hex(number)
    assert unseen_in("东\u200b沟\x1b村") == ["U+200B ZERO WIDTH SPACE", "U+001B ESCAPE"]
    assert unseen_in("东沟村（北）·Ａ\u30001\ue000𬱖𲎯") == []
    assert unseen_in("两行\n👨\u200d👩", lines=True) == []


def test_a_text_with_what_nobody_can_have_meant_is_refused_with_its_field_and_name() -> None:
    with pytest.raises(InvalidInput, match=r"basis has U\+202E RIGHT-TO-LEFT OVERRIDE"):
        typed(basis="条例\u202e九第")
    with pytest.raises(InvalidInput, match="channel has U\\+000A LINE FEED"):
        typed(channel="两\n行")
    assert typed(text="两\n行")[0].texts == ("两\n行",)


@given(st.text(max_size=20))
def test_a_spelling_is_one_and_stays_itself(text: str) -> None:
    assert spelled(spelled(text)) == spelled(text)
    assert spelled(f" {text}\u200b") == spelled(text)


def test_spellings_that_are_one() -> None:
    assert spelled("Ｎａｎｄｉ（一）街道") == spelled("Nandi (一)\u3000街道") == "Nandi(一)街道"
    assert spelled("南地\ufeff街道") == "南地街道"


@given(st.text())
def test_what_goes_out_moves_nothing(text: str) -> None:
    assert unseen_in(inert(text)) == []
