"""Days and spans that somebody names for what is to come: none in the past, none so far off that it was mistyped."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from orgraph.domain.deadline import MILLISECONDS, Unit, span_of
from orgraph.domain.errors import InvalidInput
from orgraph.domain.said import said

REVIEW = 731
"""Days from today within which what waits, or was left out of the rates, is looked at again."""

MEETING = 366
"""Days from the whistle within which the called meet."""

SPAN = 366
"""Days that an extension, or a limit that a meeting gives, may have."""


def check_review(review: date | None, today: date) -> None:
    """Raise InvalidInput unless a day of review lies behind today, and within two years."""
    if review is None:
        return
    if review <= today:
        raise InvalidInput(said("review-not-ahead", review=review, today=today), said("mend-day-after-today"))
    if (review - today).days > REVIEW:
        last = today + timedelta(days=REVIEW)
        raise InvalidInput(said("review-too-far", review=review), said("mend-day-until", last=last))


def check_meeting(meeting: datetime | None, called: datetime) -> None:
    """Raise InvalidInput unless an appointment lies behind the call for it, and within a year."""
    if meeting is None:
        return
    if meeting < called:
        raise InvalidInput(said("meeting-in-the-past", at=meeting), said("mend-when-to-meet"))
    if (meeting - called).days > MEETING:
        raise InvalidInput(said("meeting-too-far", at=meeting), said("mend-when-to-meet"))


_HALF_DAY = re.compile("半个?(?:天|日|工作日)|half a (?:working )?day")
"""Four hours to some, twelve to others: a limit must mean one thing."""


def check_span(text: str) -> None:
    """Raise InvalidInput unless a text is empty or a span of time that ends within a year on its own time line."""
    span = span_of(text) if text else None
    if text and span is None:
        if _HALF_DAY.search(text.casefold()):
            raise InvalidInput(said("half-a-day", text=text), said("mend-half-a-day"))
        raise InvalidInput(said("no-span", text=text), said("mend-span"))
    if span and span.milliseconds > SPAN * MILLISECONDS[Unit.DAYS]:
        raise InvalidInput(said("span-too-long", text=text), said("mend-span-at-most", days=SPAN))
