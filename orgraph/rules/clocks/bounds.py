"""Days and spans that somebody names for what is to come: none in the past, none so far off that it was mistyped."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from orgraph.domain.deadline import MILLISECONDS, Unit, span_of
from orgraph.domain.errors import InvalidInput

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
        raise InvalidInput(f"the review is to be on {review}, but today is {today}", "give a day after today")
    if (review - today).days > REVIEW:
        last = today + timedelta(days=REVIEW)
        raise InvalidInput(f"the review is to be on {review}, more than two years from today", f"give a day to {last}")


def check_meeting(meeting: datetime | None, called: datetime) -> None:
    """Raise InvalidInput unless an appointment lies behind the call for it, and within a year."""
    if meeting is None:
        return
    said = meeting.isoformat(timespec="minutes")
    if meeting < called:
        raise InvalidInput(f"the meeting was {said}, before the whistle is blown", "give when they are to meet")
    if (meeting - called).days > MEETING:
        raise InvalidInput(f"the meeting is {said}, more than a year from the whistle", "give when they are to meet")


def check_span(said: str) -> None:
    """Raise InvalidInput unless a text is empty or a span of time that ends within a year on its own time line."""
    span = span_of(said) if said else None
    if said and span is None:
        raise InvalidInput(f"{said!r} is no span of time", "write it as '2 working days' or '2个工作日'")
    if span and span.milliseconds > SPAN * MILLISECONDS[Unit.DAYS]:
        raise InvalidInput(f"{said!r} is more than a year", f"give at most {SPAN} days")
