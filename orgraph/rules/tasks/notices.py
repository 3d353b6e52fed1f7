"""What is told of an event, how it is signed, and when a notice that failed is tried again: pure rules."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from itertools import groupby

from orgraph.domain.event import Event
from orgraph.domain.notice import DueNotice, Notice, Target
from orgraph.domain.time import epoch_milliseconds, from_epoch_milliseconds
from orgraph.rules.ledger.contents import without_typed

FIRST_WAIT = 5
MOST_WAIT = 3600
ATTEMPTS = 80
"""Five seconds, then twice as long each time up to an hour; after about three days it is given up."""

MOST_PAUSE = 300
"""Seconds that a target which does not answer is left alone at most, each time twice as long from FIRST_WAIT on."""

CHAIN = 5
"""Notices of one task that are sent one after the other under one lease."""

DOWN = frozenset({408, 425, 429, *range(500, 600)})
"""What a target says that can take nothing now, whatever the notice."""

GONE = 410
"""What a target says that wants no more of this."""


@dataclass(frozen=True, slots=True)
class Order:
    """What may be sent now, and what is put behind an earlier notice of its task, with when that one is due."""

    now: tuple[DueNotice, ...]
    behind: tuple[tuple[DueNotice, int], ...]


def notice_id(task: str, sequence: int, target: str) -> str:
    """The identifier of the notice of an event to a target."""
    return f"{task}#{sequence}@{target}"


def earlier_of(due: Iterable[DueNotice], target: str) -> list[str]:
    """Which notices would have to arrive before these, if they are still in the outbox."""
    most: dict[str, int] = {}
    for one in due:
        most[one.task] = max(most.get(one.task, 0), one.sequence)
    return [notice_id(task, number, target) for task, last in most.items() for number in range(1, last)]


def in_order(due: Iterable[DueNotice], waiting: Mapping[str, int], target: str, now: int, limit: int) -> Order:
    """
    Of each task the first notices, if all before them are among these; at most `limit`, the earliest tasks first.

    `waiting` has the notices of `earlier_of` that are still in the outbox, and when they are due. What waits for one
    that is due later than `now` waits as long; what waits for one that is under way is looked at again.
    """
    found = sorted(due, key=lambda one: (one.task, one.sequence))
    tasks = [list(ones) for _, ones in groupby(found, key=lambda one: one.task)]
    first: list[DueNotice] = []
    behind: list[tuple[DueNotice, int]] = []
    for ones in sorted(tasks, key=lambda ones: (min(one.at for one in ones), ones[0].task)):
        taken: set[str] = set()
        for one in ones:
            before = [earlier for earlier in earlier_of([one], target) if earlier in waiting and earlier not in taken]
            if not before and len(taken) < CHAIN and len(first) < limit:
                first.append(one)
                taken.add(one.id)
                continue
            latest = max((waiting[earlier] for earlier in before), default=0)
            if latest > now:
                behind.append((one, latest))
    return Order(tuple(first), tuple(behind))


def notices_of(events: Iterable[Event], targets: Iterable[Target]) -> list[Notice]:
    """The notices that a transaction's events call for."""
    wanted = list(targets)
    return [
        Notice(notice_id(event.task, event.sequence, target.key), event.id, target.key, event.at)
        for event in events
        for target in wanted
        if target.wants(event)
    ]


def message(event: Event, number: str | None) -> bytes:
    """
    The body of a notice: a CloudEvents 1.0 event in JSON, with the number of its task.

    It holds identifiers and values as the ledger does, nothing that a person has typed; its id is that of the event.
    """
    said = {
        "specversion": "1.0",
        "id": event.id,
        "source": f"/orgraph/books/{event.book}",
        "type": f"orgraph.task.{event.type}",
        "subject": event.task,
        "time": from_epoch_milliseconds(event.at).isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "task": event.task,
            "number": number,
            "sequence": event.sequence,
            "position": event.position,
            "hash": event.hash,
            "said": without_typed(event),
        },
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def signed(identifier: str, body: bytes, secret: bytes, seconds: int) -> dict[str, str]:
    """
    The headers of a notice: its id, when it was sent (seconds since 1970) and the signature over both and the body.

    Named and made as Standard Webhooks does: HMAC-SHA256 over id.timestamp.body, in base64 behind `v1,`.
    """
    signature = hmac.new(secret, f"{identifier}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": identifier,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }


def next_try(attempts: int, now: int, headers: Mapping[str, str]) -> int | None:
    """When a notice that failed `attempts` times before is tried again, in epoch milliseconds; None: it is given up."""
    if attempts + 1 >= ATTEMPTS:
        return None
    wait = min(FIRST_WAIT << min(attempts, 20), MOST_WAIT)
    return now + max(wait, asked_wait(now, headers)) * 1000


def pause_of(failures: int, now: int, headers: Iterable[Mapping[str, str]]) -> int:
    """Seconds that a target is left alone which could take nothing `failures` times in a row."""
    wait = min(FIRST_WAIT << min(failures - 1, 20), MOST_PAUSE)
    return max(wait, *(asked_wait(now, each) for each in headers), 0)


def asked_wait(now: int, headers: Mapping[str, str]) -> int:
    """Seconds to wait as `Retry-After` asks, a number or a date, at most MOST_WAIT; 0 if it says neither."""
    asked = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+", asked):
        return MOST_WAIT if len(asked) > 9 else min(int(asked), MOST_WAIT)
    try:
        until = parsedate_to_datetime(asked)
        then = epoch_milliseconds(until if until.tzinfo else until.replace(tzinfo=UTC))
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0
    return max(0, min(-(-(then - now) // 1000), MOST_WAIT))
