"""Days and instants on the wire, and what a field without a resolver reads."""

from __future__ import annotations

import re
from datetime import date, datetime

from strawberry.types.scalar import ScalarDefinition

from orgraph.api.told import Told
from orgraph.domain.said import said
from orgraph.domain.time import CHINA, OPEN_END, instant_of

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OFFSET = re.compile(r"(Z|[+-]\d{2}:\d{2})$")


def attribute(source: object, name: str) -> object:
    """
    What a plain field shows that may be null: the attribute of the domain's object; an empty text and the open end are
    null. A field that may not be null shows the attribute as it is.
    """
    value = getattr(source, name)
    return None if value == "" or value == OPEN_END else value


def parse_day(value: object) -> date:
    """A business day as YYYY-MM-DD, nothing shorter. Raises Told."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Told(said("mistyped", text=str(value), problem=said("typed-no-day")), said("mend-write-a-day"))


def parse_instant(value: object) -> datetime:
    """An instant as RFC 3339 with its offset, brought to Asia/Shanghai. Raises Told."""
    try:
        if isinstance(value, str) and _OFFSET.search(value):
            return instant_of(value)
    except ValueError:
        pass
    raise Told(said("no-instant", value=str(value)), said("mend-write-an-instant"))


def _instant(value: datetime) -> str:
    return value.astimezone(CHINA).isoformat()


DATE = ScalarDefinition(
    name="Date",
    description="A business day (工作日期) in Asia/Shanghai, as YYYY-MM-DD.",
    specified_by_url=None,
    serialize=date.isoformat,
    parse_value=parse_day,
    parse_literal=None,
    origin=date,
)
DATE_TIME = ScalarDefinition(
    name="DateTime",
    description="An instant (时间) as RFC 3339 with offset; answers use +08:00.",
    specified_by_url=None,
    serialize=_instant,
    parse_value=parse_instant,
    parse_literal=None,
    origin=datetime,
)

SCALARS: dict[object, ScalarDefinition] = {date: DATE, datetime: DATE_TIME}
"""Scalars by the Python type they stand for."""
