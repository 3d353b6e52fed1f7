"""Entries of the ledger."""

from __future__ import annotations

from datetime import datetime

import strawberry

from orgraph.api.schema.fields import computed, plain
from orgraph.domain import event as domain
from orgraph.domain.time import from_epoch_milliseconds


def _at(parent: strawberry.Parent[domain.Event]) -> datetime:
    return from_epoch_milliseconds(parent.at)


@strawberry.type(description="What a person typed into a field of an event (填写内容).")
class Content:
    """Shows the domain's Content."""

    field: str = plain("Which field (字段): text, basis, channel, meeting.place, proof, reason.")
    texts: list[str] = plain("What was typed (内容), numbers of persons masked; empty once it was taken out.")
    redacted: bool = plain("Whether it was taken out (是否脱敏).")


@strawberry.type(description="One entry of the ledger (台账事件).")
class Event:
    """Shows the domain's Event."""

    sequence: int = plain("Number within the task (序号), from 1.")
    book: str = plain("The book it stands in (账册), by area code.")
    position: int = plain("Place in the book (账册位置), without a gap.")
    at: datetime = computed(_at, "When (时间).")
    by: str = plain("Who did it (操作者).")
    type: str = plain("What happened (类型).")
    recorded_type: str = plain("The type over which the hash goes (入账类型): `acted` for every action.")
    payload: str = plain("Details (内容) as canonical JSON: identifiers, values and hashes of what was typed.")
    previous: str | None = plain("Hash of the position before (前一哈希).")
    hash: str = plain("Hash over the fields before it (哈希).")
    text: str | None = plain("Free text (内容), numbers of persons masked; kept apart, so that it can be redacted.")
    contents: list[Content] = plain("What was typed (填写内容), field by field.")
