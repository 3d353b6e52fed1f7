"""Bytes of a table as text: UTF-8, or GBK as older office programs save it; anything else is refused with its place."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from orgraph.domain.imports import RowFault
from orgraph.domain.said import Said, said


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file; `notice` says where it was not read as UTF-8."""

    text: str
    notice: Said | None = None


def decode(data: bytes, file: str) -> Decoded | RowFault:
    """The text of `data`, or the fault that names the first byte that cannot be read; `file` is how it is shown."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _fault(data, file, 0, said("file-utf-16"))
    if b"\0" in data:
        return _fault(data, file, data.index(b"\0"), said("file-no-text"))
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(body.decode())
    except UnicodeDecodeError as error:
        return _decode_gb18030(data, file, error.start + len(data) - len(body))


def _decode_gb18030(data: bytes, file: str, bad: int) -> Decoded | RowFault:
    if _is_damaged_utf8(data):
        return _fault(data, file, bad, said("file-utf-8-broken"))
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return _fault(data, file, bad, said("file-neither"))
    return Decoded(text, said("read-as-gbk", file=file))


def _is_damaged_utf8(data: bytes) -> bool:
    """
    Whether Chinese characters in UTF-8 outnumber what is broken: GB18030 would then succeed and make nonsense of them.

    Only sequences of three bytes count; two bytes of GBK often happen to be a good sequence of two.
    """
    text = data.decode(errors="replace")
    bad = text.count("\ufffd")
    return sum(character >= "\u0800" for character in text) - bad > bad


def _fault(data: bytes, file: str, at: int, problem: Said) -> RowFault:
    line = data.count(b"\n", 0, at) + 1
    byte = f"0x{data[at]:02x}"
    return RowFault(
        file, line, "", byte, said("at-byte", problem=problem, at=at, byte=byte), said("mend-save-csv-utf-8")
    )
