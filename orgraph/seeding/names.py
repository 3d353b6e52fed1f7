"""
Names of people who do not exist.

Surnames come with their share of the population in thousandths of a per cent, rounded: facts, taken from the zh_CN
provider of Faker (MIT), of which the 60 most frequent are kept. Given names are put together from a list of our own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

SURNAMES = {
    "王": 7170, "李": 7000, "张": 6740, "刘": 5100, "陈": 4610, "杨": 3220, "黄": 2450, "吴": 2000,
    "赵": 2000, "周": 1900, "徐": 1450, "孙": 1380, "马": 1290, "朱": 1280, "胡": 1160, "林": 1130,
    "郭": 1130, "何": 1060, "高": 1000, "罗": 950, "郑": 930, "梁": 850, "谢": 760, "宋": 700,
    "唐": 690, "许": 660, "邓": 620, "冯": 620, "韩": 610, "曹": 600, "曾": 580, "彭": 580,
    "萧": 560, "蔡": 530, "潘": 520, "田": 520, "董": 510, "袁": 500, "于": 480, "余": 480,
    "叶": 480, "蒋": 480, "杜": 470, "苏": 460, "魏": 450, "程": 450, "吕": 450, "丁": 430,
    "沈": 410, "任": 410, "姚": 400, "卢": 400, "傅": 400, "钟": 400, "姜": 390, "崔": 380,
    "谭": 380, "廖": 370, "范": 360, "汪": 360,
}  # fmt: skip

GIVEN = (
    "安禾川知予秋景木青舟宁远岚若溪云言恒宜初南越朗和书简松柏清晏时雨"
    "望山海星文行修齐正平允嘉善信守拙然以成至诚思敏学勤谨致用向桐泽朔"
)
"""64 characters, so that six bits choose one."""

_NAMES = tuple(SURNAMES)
_ENDS = tuple(accumulate(SURNAMES.values()))


def name_of(chance: int) -> str:
    """A surname with one or two characters, from a number below 2**64."""
    surname = _NAMES[bisect_right(_ENDS, (chance & 0xFFFFFFFF) % _ENDS[-1])]
    first, second = GIVEN[chance >> 32 & 63], GIVEN[chance >> 38 & 63]
    return surname + first if chance >> 44 & 3 == 0 or first == second else surname + first + second


class Mix:
    """Keys drawn by weight; none where there are no weights."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._keys = tuple(weights)
        self._ends = tuple(accumulate(weights.values()))

    def of(self, chance: int) -> str:
        """The key for a number below 2**64; uses bits that `name_of` does not."""
        return self._keys[bisect_right(self._ends, (chance >> 46) % self._ends[-1])] if self._keys else ""
