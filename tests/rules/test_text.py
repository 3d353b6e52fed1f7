"""Blank is no text, what nobody sees is named, and one spelling is looked up for all."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgraph.domain.errors import InvalidInput
from orgraph.domain.text import beginnings, inert, is_blank, spelled, unseen_in
from orgraph.rules.ledger.contents import typed
from tests.said import fails


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
    with fails(InvalidInput, match=r"basis has U\+202E RIGHT-TO-LEFT OVERRIDE"):
        typed(basis="条例\u202e九第")
    with fails(InvalidInput, match="source has U\\+000A LINE FEED"):
        typed(channel="两\n行")
    assert typed(text="两\n行")[0].texts == ("两\n行",)


@given(st.text(max_size=20))
def test_a_spelling_is_one_and_stays_itself(text: str) -> None:
    assert spelled(spelled(text)) == spelled(text)
    assert spelled(f" {text}\u200b") == spelled(text)


def test_spellings_that_are_one() -> None:
    assert spelled("Ｎａｎｄｉ（一）街道") == spelled("Nandi (一)\u3000街道") == "Nandi(一)街道"
    assert spelled("南地\ufeff街道") == "南地街道"
    assert spelled("A´") == spelled(spelled("A´")) == "Á"


@pytest.mark.parametrize(
    ("text", "looked_up"),
    [
        *((f"南河社区{one}号楼", "南河社区1号楼") for one in ("一", "1", "１", "①", "壹")),
        *((one, "21号") for one in ("二十一号", "廿一号", "二一号", "贰拾壹号")),
        *((one, "101室") for one in ("一〇一室", "一零一室", "一○一室", "一百零一室", "一百〇一室")),
        *(("十号楼二单元", "10号楼2单元"), ("3#楼", "3号楼"), ("三＃楼", "3号楼"), ("第十一网格", "第11网格")),
        *(("一百一十二组", "112组"), ("一百十二组", "112组"), ("二百号", "200号"), ("〇〇七号", "007号")),
        *(
            (one, one)
            for one in ("三里社区", "八家子村", "百户村", "三一村", "九道街道", "第一社区", "十字街", "千山区")
        ),
        *((one, one) for one in ("十十号", "一千二百号", "百号", "三百百号", "task#3", "A#座")),
    ],
)
def test_numbers_of_buildings_and_the_like_are_looked_up_in_digits(text: str, looked_up: str) -> None:
    assert spelled(text) == looked_up


@given(st.integers(1, 999))
def test_every_number_is_read(number: int) -> None:
    digits = "〇一二三四五六七八九"
    one_by_one = "".join(digits[int(one)] for one in str(number))
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    said = f"{digits[hundreds]}百" if hundreds else ""
    said += f"{digits[tens]}十" if tens else "零" if hundreds and ones else ""
    said += digits[ones] if ones else ""
    assert spelled(f"{said}号楼") == spelled(f"{one_by_one}号楼") == spelled(f"{number}号楼") == f"{number}号楼"
    assert beginnings(f"南河{said}") == (f"南河{said}", f"南河{number}")


@given(st.text(st.sampled_from("〇一二三十百廿千号楼栋组#12①里 ")))
def test_a_number_that_is_spelled_stays(text: str) -> None:
    assert spelled(spelled(text)) == spelled(text)


@given(st.text())
def test_what_goes_out_moves_nothing(text: str) -> None:
    assert unseen_in(inert(text)) == []
