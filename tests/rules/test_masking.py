"""Identity and phone numbers do not survive in free text; other numbers do."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orgraph.rules.ledger.masking import masked

SEEDS = Path(__file__).resolve().parents[2] / "seeds"

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


NUMERALS = (
    "零一二三四五六七八九",
    "〇一二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "⓿❶❷❸❹❺❻❼❽❾",
    "0⑴⑵⑶⑷⑸⑹⑺⑻⑼",
)
no_digits = st.text("东沟村，。的电话：张a", max_size=6)


def written(number: str, numerals: str) -> str:
    """A number in numerals of one kind; a letter at its end stays."""
    return "".join(numerals[int(one)] if one.isdigit() else one for one in number)


@given(
    no_digits,
    mobiles,
    no_digits,
    st.sampled_from(NUMERALS),
    st.sampled_from(["{0}{1}{2}", "{0}-{1}-{2}", "{0} {1} {2}"]),
)
def test_no_mobile_number_in_numerals_survives(before: str, number: str, after: str, numerals: str, shape: str) -> None:
    typed = shape.format(*(written(part, numerals) for part in (number[:3], number[3:7], number[7:])))
    assert masked(f"{before}{typed}{after}") == f"{before}{number[:3]}****{number[7:]}{after}"


@given(mobiles, st.lists(st.sampled_from(("0123456789", *NUMERALS)), min_size=11, max_size=11))
def test_no_mobile_number_in_numerals_of_several_kinds_survives(number: str, kinds: list[str]) -> None:
    typed = "".join(written(one, kind) for one, kind in zip(number, kinds, strict=True))
    assert masked(f"打{typed}找她") == f"打{number[:3]}****{number[7:]}找她"


@given(no_digits, identities, no_digits, st.sampled_from(NUMERALS))
def test_no_identity_number_in_numerals_survives(before: str, number: str, after: str, numerals: str) -> None:
    said = masked(f"{before}{written(number, numerals)}{after}")
    assert said == f"{before}{number[:3]}{'*' * 13}{number[-2:]}{after}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("①13912345678②13812345678", "①139****5678②138****5678"),
        ("手机一一三九一二三四五六七八", "手机一139****5678"),
        ("打一三九一二三四五六七八三次", "打139****5678三次"),
        ("第二13912345678", "第二139****5678"),
        ("八六一三九一二三四五六七八", "86139****5678"),
        ("幺三九幺二三四五六七八", "139****5678"),
        ("1️⃣3️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "139****5678️⃣"),
        ("〇四一四－二三四五六七八", "0414-*****78"),
        ("零二四二三四五六七八九", "0242-*****89"),
        ("二一〇五〇二九〇〇一〇一一二三", "210**********23"),
        ("二一〇五〇二一九九〇〇一〇一一二三七一人", "210*************37一人"),
    ],
)
def test_numbers_in_numerals_are_found_among_words_of_one_digit(typed: str, said: str) -> None:
    assert masked(f"来电{typed}。") == f"来电{said}。"


@pytest.mark.parametrize(
    "text",
    [
        "二〇二三年八月二十二日",
        "二〇二三〇八二二",
        "一、二、三、四、五、六、七、八、九、十、十一",
        "①漏水②停电③路面塌陷④噪声⑤⑥⑦⑧⑨⑩⑪",
        "三楼一三五室住户八一三人",
        "一千三百八十万一千二百三十四元五角六分",
        "21050200100100013二单元",
        "990102001001一号楼三单元",
        "二一〇五〇二〇〇一〇〇一社区",
        "第一三八次会议，一九九八年",
        "一二三四五六七八九〇一",
    ],
)
def test_codes_days_lists_and_prose_in_numerals_stay(text: str) -> None:
    assert masked(text) == text


@given(st.text(st.sampled_from("一三八〇①③⑧0138 -第号机*xX"), max_size=40))
def test_masking_numerals_twice_is_masking_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)


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


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "１３９１２３４５６７８",
            "139 1234 5678",
            "139-1234-5678",
            "(139)12345678",
            "（139）1234－5678",
            "1 3 9 1 2 3 4 5 6 7 8",
        ),
        *(
            "+86 13912345678",
            "（+86）139-1234-5678",
            "0086-139-1234-5678",
            "1391 234 5678",
            "139·1234·5678",
            "139\u200b12345678",
            *("139_1234_5678", "139/1234/5678", "139，1234，5678", "139、1234、5678", "139:1234:5678", "139—1234—5678"),
        ),
    ],
)
def test_a_mobile_number_is_found_however_it_is_typed(typed: str) -> None:
    said = masked(f"来电{typed}，张三")
    assert said.endswith("139****5678，张三") and "1234" not in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("210502199001011237", "210*************37"),
        ("21050219900101123X", "210*************3X"),
        ("２１０５０２１９９００１０１１２３Ｘ", "210*************3X"),
        ("210502 19900101 1237", "210*************37"),
        ("210502-1990-01-01-1237", "210*************37"),
        ("210502900101123", "210**********23"),
        ("210502 900101 123", "210**********23"),
        ("（0414）2345678", "0414-*****78"),
        ("０２４－２３４５６７８９", "024-*****89"),
    ],
)
def test_identity_and_landline_numbers_are_found_however_they_are_typed(typed: str, said: str) -> None:
    assert masked(f"身份{typed}。") == f"身份{said}。"


def test_our_own_codes_stay_and_an_identity_number_among_them_does_not() -> None:
    """All villages of Liaoning, each with a grid of its own, as its people write them; and buildings in them."""
    with (SEEDS / "liaoning" / "areas.csv").open(encoding="utf-8-sig") as table:
        villages = [row["code"] for row in csv.DictReader(table) if not row["code"].endswith("000")]
    assert len(villages) > 16_000
    starred = [code for code in villages[::7] if masked(f"{code}001") != f"{code}001"]
    assert len(starred) < 15, "in zones (400 and on) a village may look like a birthday in 1940"
    for code in (*starred, *villages[::101]):
        assert masked(f"{code}001漏水", code) == f"{code}001漏水"
        assert masked(f"网格{code}001漏水") == f"网格{code}001漏水"
        assert masked(f"{code}00013号楼") == f"{code}00013号楼"
        assert masked(f"身份证{code}001", code) == f"身份证{code[:3]}**********01"
        assert masked(f"{code[:6]}194002010123", code) == f"{code[:3]}*************23"
