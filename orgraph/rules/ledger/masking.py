"""
Identity and phone numbers have no place in free text: they are masked before it is kept.

Digits count in whatever width they are typed, with spaces, hyphens, brackets and the like between groups. Codes of our
own stay: areas have 12 digits, grids 15, buildings 17. A number of 15 digits is an old identity number if it begins as
provinces do and digits 7 to 12 are the birthday of somebody who may live (1930 or later), unless it begins with the
code of the place that the text is about, or is called a grid or code just before. What is called an identity number
always is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

_GAP = r"[ \-._/,:，、：·()\u200b-\u200d\u2060\ufeff]{1,3}"
_BEGIN, _END = r"(?<![\d*])", r"(?!\d)"


def _grouped(*groups: int) -> str:
    return _GAP.join(rf"\d{{{size}}}" for size in groups)


def _behind(first: str, *groups: tuple[int, ...]) -> str:
    """Eleven digits that begin as mobile numbers do, in one of the ways in which people group them."""
    return rf"(?={first})(?:{'|'.join(_grouped(*one) for one in groups)})"


_GROUPS = ((11,), (3, 8), (3, 4, 4), (4, 3, 4), (7, 4), (5, 6), (3, 3, 5), (1,) * 11)
_MOBILE = re.compile(
    _BEGIN
    + r"(?P<country>(?:\(?\+?(?:00)?86\)?[ \-]{0,2})?\(?)"
    + rf"(?P<number>{_behind(f'1(?:{_GAP})?[3-9]', *_GROUPS)})"
    + _END
)
_LANDLINE = re.compile(
    _BEGIN
    + rf"\(?(?P<area>0\d{{2,3}})(?:{_GAP})?(?P<number>\d{{7,8}}|\d{{4}}{_GAP}\d{{4}}|\d{{3}}{_GAP}\d{{4}})"
    + _END
)
_IDENTITY = re.compile(_BEGIN + r"\d{17}[\dXx](?!\d)")
_IDENTITY_GROUPED = re.compile(
    _BEGIN + rf"\d{{6}}(?:{_GAP})?\d{{4}}(?:{_GAP})?\d{{2}}(?:{_GAP})?\d{{2}}(?:{_GAP})?\d{{3}}(?:{_GAP})?[\dXx](?!\d)"
)
_OLD_IDENTITY = re.compile(_BEGIN + rf"(?:\d{{15}}|\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{3}})" + _END)
_CODE_BEFORE = re.compile(r"(网格|编码|编号|代码|grid|code)\W{0,3}$", re.IGNORECASE)
_IDENTITY_BEFORE = re.compile(r"(身份证|身份号|证件|公民身份|\bID)\w{0,4}\W{0,3}$", re.IGNORECASE)
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]")
_BORN = 30
"""Two digits of the year from which on somebody with an identity number of 15 digits is taken to live."""


def masked(text: str, place: str = "") -> str:
    """
    `text` with the middle of identity numbers (18 or 15 digits), mobile and landline numbers starred out.

    `place` is the code of the place that the text is about, if it is about one.
    """
    ours = _prefix(place)
    text = _starred(text, _IDENTITY, _identity)
    text = _starred(text, _IDENTITY_GROUPED, _grouped_identity)
    text = _starred(text, _OLD_IDENTITY, lambda match: _old_identity(match, ours))
    text = _starred(text, _MOBILE, _mobile)
    return _starred(text, _LANDLINE, _landline)


def _prefix(place: str) -> str:
    """What codes of grids at a place begin with: the code of its village or, where it has none, of its township."""
    if len(place) < 12 or place[6:9] == "000":
        return ""
    return place[:9] if place[9:12] == "000" else place[:12]


def _starred(text: str, pattern: re.Pattern[str], star: Callable[[re.Match[str]], str | None]) -> str:
    """Replace what `pattern` finds in the text as its digits are meant, where `star` says by what."""
    flat, parts, done = "".join(map(_plain, text)), [], 0
    for match in pattern.finditer(flat):
        stars = star(match)
        if stars is not None:
            parts += [text[done : match.start()], stars]
            done = match.end()
    return "".join([*parts, text[done:]])


def _plain(sign: str) -> str:
    """One character as it is meant: digits and letters of any width, hyphens, brackets, spaces."""
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    category = unicodedata.category(sign)
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
