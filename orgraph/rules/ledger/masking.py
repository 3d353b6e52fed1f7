"""
Identity and phone numbers have no place in free text: they are masked before it is kept.

Digits count in whatever width they are typed, with spaces, hyphens, brackets and the like between groups, and so do
numerals, 一三八 or ①③⑧: these are looked at last, since ① before a number is a mark of a list and the 一 of 手机一 a
word. Codes of our own stay: areas have 12 digits, grids 15, buildings 17. A number of 15 digits is an old identity
number if it begins as provinces do and digits 7 to 12 are the birthday of somebody who may live (1930 or later), unless
it begins with the code of the place that the text is about, or is called a grid or code just before. What is called an
identity number always is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from orgraph.domain.numerals import DIGITS

_GAP = r"[ \-._/,:，、：·()\u200b-\u200d\u2060\ufeff\ufe0f\u20e3]{1,3}"
_GROUPS = ((11,), (3, 8), (3, 4, 4), (4, 3, 4), (7, 4), (5, 6), (3, 3, 5), (1,) * 11)
"""How people group the eleven digits of a mobile number."""


def _grouped(*groups: int) -> str:
    return _GAP.join(rf"\d{{{size}}}" for size in groups)


class _Patterns:
    """What numbers look like between a beginning and an end."""

    def __init__(self, begin: str, end: str, last: str) -> None:
        """`end` comes behind a digit, `last` behind the last sign of an identity number, which may be a letter."""
        eleven = rf"(?=1(?:{_GAP})?[3-9])(?:{'|'.join(_grouped(*one) for one in _GROUPS)})"
        apart = rf"(?:{_GAP})?".join((r"\d{6}", r"\d{4}", r"\d{2}", r"\d{2}", r"\d{3}", r"[\dXx]"))
        landline = rf"\d{{7,8}}|\d{{4}}{_GAP}\d{{4}}|\d{{3}}{_GAP}\d{{4}}"
        self.identity = re.compile(begin + r"\d{17}[\dXx]" + last)
        self.identity_grouped = re.compile(begin + apart + last)
        self.old_identity = re.compile(begin + rf"(?:\d{{15}}|\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{3}})" + end)
        self.mobile = re.compile(
            begin + rf"(?P<country>(?:\(?\+?(?:00)?86\)?[ \-]{{0,2}})?\(?)(?P<number>{eleven})" + end
        )
        self.landline = re.compile(begin + rf"\(?(?P<area>0\d{{2,3}})(?:{_GAP})?(?P<number>{landline})" + end)


_TYPED = _Patterns(r"(?<![\d*])", r"(?!\d)", r"(?!\d)")
_SPOKEN = _Patterns(r"(?:(?<![\d*])|(?<=[机话码号线]\d))", r"(?!\d\d)", r"(?!\d\d)")
"""Of numbers in numerals: a digit before, 手机一, or behind, 三次, may belong to the words around."""

_CODE_BEFORE = re.compile(r"(网格|编码|编号|代码|grid|code)\W{0,3}$", re.IGNORECASE)
_IDENTITY_BEFORE = re.compile(r"(身份证|身份号|证件|公民身份|\bID)\w{0,4}\W{0,3}$", re.IGNORECASE)
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]")
_NUMERALS = {**DIGITS, "幺": 1}
"""Those that stand for one digit, 幺 as one says it on the telephone."""

_BORN = 30
"""Two digits of the year from which on somebody with an identity number of 15 digits is taken to live."""


def masked(text: str, place: str = "") -> str:
    """
    `text` with the middle of identity numbers (18 or 15 digits), mobile and landline numbers starred out.

    `place` is the code of the place that the text is about, if it is about one.
    """
    ours = _prefix(place)
    text = _starred(text, _TYPED.identity, _identity)
    text = _starred(text, _TYPED.identity_grouped, _grouped_identity)
    text = _starred(text, _TYPED.old_identity, lambda match: _old_identity(match, ours))
    text = _starred(text, _TYPED.mobile, _mobile)
    text = _starred(text, _TYPED.landline, _landline)
    if not any(map(_is_numeral, text)):
        return text
    text = _starred(text, _SPOKEN.identity, _grouped_identity, spoken=True)
    text = _starred(text, _SPOKEN.identity_grouped, _grouped_identity, spoken=True)
    text = _starred(text, _SPOKEN.old_identity, lambda match: _old_identity(match, ours), spoken=True)
    text = _starred(text, _SPOKEN.mobile, _mobile, spoken=True)
    return _starred(text, _SPOKEN.landline, _landline, spoken=True)


def _prefix(place: str) -> str:
    """What codes of grids at a place begin with: the code of its village or, where it has none, of its township."""
    if len(place) < 12 or place[6:9] == "000":
        return ""
    return place[:9] if place[9:12] == "000" else place[:12]


def _starred(
    text: str, pattern: re.Pattern[str], star: Callable[[re.Match[str]], str | None], *, spoken: bool = False
) -> str:
    """
    Replace what `pattern` finds in the text as its digits are meant, where `star` says by what.

    With `spoken` numerals are digits, too, and only numbers with some of these are looked at.
    """
    flat, parts, done = "".join(map(_spoken if spoken else _plain, text)), [], 0
    for match in pattern.finditer(flat):
        if spoken and not _is_spoken(text, match.start(), match.end()):
            continue
        stars = star(match)
        if stars is not None:
            parts += [text[done : match.start()], stars]
            done = match.end()
    return "".join([*parts, text[done:]])


def _is_spoken(text: str, start: int, end: int) -> bool:
    """Whether a number has numerals; where a word of one digit stands beside it, both must be numerals throughout."""
    before, number, behind = text[max(0, start - 1) : start], text[start:end], text[end : end + 1]
    beside = [one for one in before + behind if _spoken(one).isdigit()]
    if beside:
        return all(_is_numeral(one) for one in beside) and not any(one.isdecimal() for one in number)
    return any(map(_is_numeral, number))


def _is_numeral(sign: str) -> bool:
    return _spoken(sign).isdigit() and not sign.isdecimal()


def _spoken(sign: str) -> str:
    """One character as it is meant where Chinese numerals, circled and other decorated ones are digits."""
    if sign.isascii():
        return sign
    if unicodedata.category(sign) == "No":
        value = unicodedata.numeric(sign)
        return str(int(value)) if value in range(10) else sign
    sign = _plain(sign)
    return str(_NUMERALS.get(sign, sign))


def _plain(sign: str) -> str:
    """One character as it is meant: digits and letters of any width, hyphens, brackets, spaces."""
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    category = unicodedata.category(sign)
    if category == "No":
        return sign
    if category in ("Pd", "Zs", "Ps", "Pe"):
        return {"Pd": "-", "Zs": " ", "Ps": "(", "Pe": ")"}[category]
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else sign


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isalnum())


def _identity(match: re.Match[str]) -> str:
    return match[0][:3] + "*" * 13 + match[0][-2:]


def _grouped_identity(match: re.Match[str]) -> str | None:
    said = _digits(match[0])
    born = _day(int(said[6:10]), said[10:12], said[12:14])
    return said[:3] + "*" * 13 + said[-2:] if born and born.year >= 1900 else None


def _old_identity(match: re.Match[str], ours: str) -> str | None:
    before, said = match.string[max(0, match.start() - 12) : match.start()], _digits(match[0])
    code = _CODE_BEFORE.search(before) or (ours and said.startswith(ours)) or not _is_old_identity(said)
    if code and not _IDENTITY_BEFORE.search(before):
        return None
    return said[:3] + "*" * 10 + said[-2:]


def _is_old_identity(digits: str) -> bool:
    born = _day(1900 + int(digits[6:8]), digits[8:10], digits[10:12])
    return bool(_PROVINCES.match(digits)) and born is not None and born.year >= 1900 + _BORN


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _mobile(match: re.Match[str]) -> str:
    number = _digits(match["number"])
    return (
        f"{match['country'].rstrip('(') if match['country'] == '(' else match['country']}{number[:3]}****{number[-4:]}"
    )


def _landline(match: re.Match[str]) -> str:
    return f"{match['area']}-*****{_digits(match['number'])[-2:]}"


_PHONE_1 = re.compile(r"(?<!\d)((?:86[- ]?)?1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE_1 = re.compile(r"(?<!\d)(0\d{2,3})[- ]?\d{5,6}(\d{2})(?!\d)")


def masked_by_format_1(text: str) -> str:
    """`text` as format 1 masked it: what its requests were made of, to be known when they are repeated."""
    text = re.sub(r"(?<!\d)\d{6}\d{8}\d{3}[\dXx](?!\d)", lambda m: m[0][:3] + "*" * 13 + m[0][-2:], text)
    text = re.sub(r"(?<!\d)\d{15}(?!\d)", lambda m: m[0][:3] + "*" * 10 + m[0][-2:], text)
    text = _PHONE_1.sub(r"\1****\2", text)
    return _LANDLINE_1.sub(r"\1-*****\2", text)
