"""Entries of the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from orgraph.api.schema.fields import Info, computed, in_words, plain
from orgraph.api.schema.registry import Area, Officer, Organisation
from orgraph.domain import acting
from orgraph.domain import event as domain
from orgraph.domain.content import REASON, reason_of
from orgraph.domain.time import business_day, from_epoch_milliseconds


def _at(parent: strawberry.Parent[domain.Event]) -> datetime:
    return from_epoch_milliseconds(parent.at)


@strawberry.type(description="A post (岗位) that did something.")
class ActingPost:
    """Shows the domain's ActingPost."""

    role: str = plain("Role (岗位) by key.")
    role_title: str | None = in_words("roles", "role", "Role (岗位) in words.")
    area: Area = plain("Where the post is (区域).")
    officers: list[Officer] = plain("Who held it on the day of the event (当日任职人员); nobody where it was vacant.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, acting.ActingPost)


@strawberry.type(description="A clock (时钟): it acts when nobody did in time.")
class ActingClock:
    """Shows the domain's ActingClock."""

    stage: str = plain("The stage (环节) whose limit had passed, by key.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Whether a value of the domain is shown as this type."""
        return isinstance(value, acting.ActingClock)


ActingParty = Annotated[
    ActingPost | Organisation | ActingClock,
    strawberry.union("ActingParty", description="Who did something (操作方): a post, an organisation or a clock."),
]


async def _party(parent: strawberry.Parent[domain.Event], info: Info) -> acting.ActingParty | None:
    party = acting.party_of(parent)
    if not party:
        return acting.clock_of(parent)
    return await info.context.loaders.parties.load((party, business_day(from_epoch_milliseconds(parent.at))))


@strawberry.type(description="What a person typed into a field of an event (填写内容).")
class Content:
    """Shows the domain's Content."""

    field: str = plain("Which field (字段): text, basis, channel, meeting.place, proof, reason.")
    texts: list[str] = plain("What was typed (内容), numbers of persons masked; empty once it was taken out.")
    redacted: bool = plain("Whether it was taken out (是否脱敏).")


def _contents(parent: strawberry.Parent[domain.Event], info: Info) -> list[Content]:
    """What was typed, and in the reader's language why something was taken out that nobody typed a reason for."""

    def shown(one: domain.Content) -> Content:
        why = one.field == REASON and not one.redacted
        texts = [info.context.say(reason_of(parent))] if why else list(one.texts)
        return Content(field=one.field, texts=texts, redacted=one.redacted)

    return [shown(one) for one in parent.contents]


@strawberry.type(description="One entry of the ledger (台账事件).")
class Event:
    """Shows the domain's Event."""

    sequence: int = plain("Number within the task (序号), from 1.")
    book: str = plain("The book it stands in (台账), by area code.")
    position: int = plain("Place in the book (台账位置), without a gap.")
    at: datetime = computed(_at, "When (时间).")
    by: str = plain("Who entered it (操作者).")
    party: ActingParty | None = computed(
        _party, "Who did it (操作方); null for what follows by rule, and for who is not known any more."
    )
    type: str = plain("What happened (类型).")
    recorded_type: str = plain("The type over which the hash goes (入账类型): `acted` for every action.")
    payload: str = plain("Details (内容) as canonical JSON: identifiers, values and hashes of what was typed.")
    previous: str | None = plain("Hash of the position before (前一条校验值).")
    hash: str = plain("Hash over the fields before it (校验值).")
    text: str | None = plain("Free text (内容), numbers of persons masked; kept apart, so that it can be redacted.")
    contents: list[Content] = computed(_contents, "What was typed (填写内容), field by field.")
