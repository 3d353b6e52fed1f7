"""Domain values as JSON for programs: keys in English, codes as they are, days in ISO, an open end as null."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from orgraph.domain.text import inert
from orgraph.domain.time import OPEN_END
from orgraph.domain.worded import Worded


def plain(value: object) -> Any:
    """`value` in terms of JSON. Dataclasses give their fields and then their properties, sets are sorted."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return None if value == OPEN_END else value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, Worded):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value


def as_json(value: object) -> str:
    """`value` as indented JSON text, with nothing in it that a terminal would obey."""
    return inert(json.dumps(plain(value), ensure_ascii=False, indent=2), keep="\n")


@cache
def _names(kind: type) -> list[str]:
    own = [field.name for field in fields(kind)]
    return own + [name for name, member in vars(kind).items() if isinstance(member, property)]
