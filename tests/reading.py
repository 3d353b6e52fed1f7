"""Reading what people are told: in Chinese no English, no key and no jargon, in English no Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

SENTENCE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,},? [a-z]{2,}")
"""Three English words in a row."""

KEY = re.compile(r"(?<![\w./:@{<=~-])[a-z]{2,}(?:-[a-z]+)+(?![\w./:@}>-])")
"""Words with hyphens between them, as keys of the definitions have and nothing that people say in Chinese."""

JARGON = ("幂等键", "节点", "关系", "摘要", "哈希", "图引擎")
CHINESE = re.compile(r"[一-鿿、，。：；“”（）]")
QUOTED = re.compile(r"“[^”]*”")
COMMAND = re.compile(
    r"`[^`\n]*`|pip install \S+|arcadedb-embedded|\borgraph [^\n，。；、）)]*|--[a-z-]+(?:[ =][A-Z]+)?"
)


def strange_in_chinese(text: str) -> Iterator[str]:
    """What a Chinese reader stumbles over; commands, and what was typed, stand as they are."""
    plain = COMMAND.sub(" ", QUOTED.sub(" ", text))
    yield from SENTENCE.findall(plain)
    yield from KEY.findall(plain)
    yield from (word for word in JARGON if word in plain)


def strange_in_english(text: str, names: str = "") -> Iterator[str]:
    """Chinese in an English text, but for what stands in `names`: places, people, what was typed."""
    plain = COMMAND.sub(" ", text)
    yield from (run for run in re.findall(r"[一-鿿、，。：；“”（）]+", plain) if run not in names)
