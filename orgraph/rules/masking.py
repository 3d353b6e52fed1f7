"""Identity and phone numbers have no place in free text: they are masked before it is kept."""

from __future__ import annotations

import re

_PHONE = re.compile(r"(?<!\d)((?:86[- ]?)?1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- ]?\d{5,6}(\d{2})(?!\d)")


def masked(text: str) -> str:
    """`text` with the middle of identity numbers (18 or 15 digits), mobile and landline numbers starred out."""
    text = re.sub(r"(?<!\d)\d{6}\d{8}\d{3}[\dXx](?!\d)", lambda m: m[0][:3] + "*" * 13 + m[0][-2:], text)
    text = re.sub(r"(?<!\d)\d{15}(?!\d)", lambda m: m[0][:3] + "*" * 10 + m[0][-2:], text)
    text = _PHONE.sub(r"\1****\2", text)
    return _LANDLINE.sub(r"\1-*****\2", text)
