"""What an officer or organisation covers."""

from __future__ import annotations

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.coverage import CoverageOf, CoveredArea
from orgraph.domain.organisation import Officer


def covered_by_lines(found: CoverageOf, speech: Speech) -> list[str]:
    """A line an area, with how and since when it is covered and how many buildings lie in it."""
    heading = speech("covered-heading", who=_who(found, speech), day=found.on.isoformat())
    total = speech("covered-total", areas=found.total, buildings=found.buildings)
    rows = [_line(area, speech) for area in found.areas]
    more = [speech("and-more", count=found.total - len(found.areas))] if found.truncated else []
    return [heading, total, "", *aligned(rows, right={4}, indent=2, room=terminal_room()), *more, *speech.notes()]


def _who(found: CoverageOf, speech: Speech) -> str:
    if isinstance(found.who, Officer):
        profession = f" ({speech.profession(found.who.profession)})" if found.who.profession else ""
        return speech.name(found.who) + profession
    return " ".join(part for part in (speech.name(found.who), found.who.duty_phone) if part)


def _line(area: CoveredArea, speech: Speech) -> list[str]:
    by = speech.role(area.by) if area.by in speech.definitions.roles else speech.of("relation", area.by)
    period = speech("period-open", since=area.since)
    if area.until.year < 9999:
        period = speech("period", since=area.since, until=area.until)
    path = area.path.rpartition("/")[0]
    name = speech.name(area.area)
    buildings = speech("buildings", count=area.buildings) if area.buildings else ""
    return [by, speech.level(area.area.level), f"{path}/{name}" if path else name, period, buildings]
