"""What is told of an event, how it is signed, and when a notice that failed is tried again: pure rules."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orgraph.domain.notice import Target
from orgraph.domain.task import Event
from orgraph.domain.time import from_epoch_milliseconds

FIRST_WAIT = 5
MOST_WAIT = 3600
ATTEMPTS = 80
"""Five seconds, then twice as long each time up to an hour; after about three days it is given up."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One event for one target; the id is the same however often it is sent."""

    id: str
    event: str
    target: str
    at: int


def notices_of(events: Iterable[Event], targets: Iterable[Target]) -> list[Notice]:
    """The notices that a transaction's events call for."""
    wanted = list(targets)
    return [
        Notice(f"{event.id}@{target.key}", event.id, target.key, event.at)
        for event in events
        for target in wanted
        if target.wants(event)
    ]


def message(event: Event) -> bytes:
    """
    The body of a notice: a CloudEvents 1.0 event in JSON.

    It holds identifiers and values as the ledger does, no free text; its id is that of the event.
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
            "sequence": event.sequence,
            "position": event.position,
            "hash": event.hash,
            "said": json.loads(event.payload),
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
    wait: int = min(FIRST_WAIT << min(attempts, 20), MOST_WAIT)
    asked = headers.get("retry-after", "")
    if asked.isdigit():
        wait = max(wait, min(int(asked), MOST_WAIT))
    return now + wait * 1000
