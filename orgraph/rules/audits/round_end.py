"""Whether a round has ended: what was in force everywhere lapsed on one day, and nothing followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from orgraph.domain.audit import Gap, GapCount

SHARE = 0.5
"""Share of all audited places that must fall short before single vacancies count as the end of a round."""


def round_ended(findings: Sequence[Gap], by_area: Sequence[GapCount], on: date) -> date | None:
    """
    The day on which the round ended, None if it has not by `on`.

    It has when at least half of the audited places fall short and most of the findings at hand have nobody and were
    held until one and the same day.
    """
    audited, gaps = sum(count.audited for count in by_area), sum(count.gaps for count in by_area)
    if not findings or gaps < SHARE * audited:
        return None
    days = Counter(
        finding.since for finding in findings if finding.since and finding.since <= on and not finding.present
    )
    day, often = days.most_common(1)[0] if days else (None, 0)
    return day if often > SHARE * len(findings) else None
