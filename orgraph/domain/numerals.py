"""Numbers as they are written in Chinese: what stands before 号楼, 栋, 单元, 组 and the like is read as a number."""

from __future__ import annotations

import re

DIGITS = {
    **{sign: number for number, sign in enumerate("〇一二三四五六七八九")},
    **{sign: number for number, sign in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **dict.fromkeys("○◯", 0),
}
"""Digits of one character: as one writes them, as banks do, and circles in place of 〇."""

_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100}
_OLD = {"廿": "二十", "卅": "三十"}
_SIGNS = "".join([*DIGITS, *_TENS, *_OLD])
_COUNTED = "号|栋|幢|座|单元|组|队|网格|层|室|排|期"
"""What is numbered: a village 三里社区 or 八家子 is not."""

_NUMBERED = re.compile(rf"(?<![{_SIGNS}千万亿\d])[{_SIGNS}]+(?={_COUNTED})")
_HASH = re.compile(rf"(?<=[{_SIGNS}\d])#(?=楼|栋|幢|座|单元)")
_IS_NUMBERED = re.compile(rf"第?\d+(?:{_COUNTED})")
_LAST = re.compile(rf"(?<![{_SIGNS}千万亿\d])[{_SIGNS}]+$")


def numbered(text: str) -> str:
    """`text` with the numbers of buildings, units, groups and the like in digits: 廿一号楼 is 21号楼, 3#楼 is 3号楼."""
    if "#" in text:
        text = _HASH.sub("号", text)
    return text if text.isascii() else _NUMBERED.sub(_written, text)


def is_numbered(text: str) -> bool:
    """Whether a text that is looked up begins with the number of a building or the like, as 1号楼 does, and no name."""
    return _IS_NUMBERED.match(text) is not None


def number_begun(text: str) -> str:
    """`text` with a number at its end in digits, too, of what may yet be numbered: 南河社区二 is typed for 2号楼."""
    return _LAST.sub(_written, text)


def in_digits(numeral: str) -> str:
    """A Chinese numeral below a thousand in digits, read digit by digit or by its tens; empty if it is none."""
    for sign, twenty in _OLD.items():
        numeral = numeral.replace(sign, twenty)
    if all(one in DIGITS for one in numeral):
        return "".join(str(DIGITS[one]) for one in numeral)
    total, below = 0, 1000
    digit: int | None = None
    for sign in numeral:
        if (tens := _TENS.get(sign)) is None:
            if digit:  # two digits in a row, among tens; 零 before a digit says that a place is empty
                return ""
            digit = DIGITS[sign]
        elif tens >= below or digit == 0 or (digit is None and tens > 10):
            return ""
        else:
            total, digit, below = total + (digit or 1) * tens, None, tens
    return "" if digit == 0 else str(total + (digit or 0))


def _written(match: re.Match[str]) -> str:
    return in_digits(match[0]) or match[0]
