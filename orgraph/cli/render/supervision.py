"""How tasks were handled, as an official reads it: counts before rates, units in the order of their codes."""

from __future__ import annotations

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.supervision import Share, Supervision, UnitFinding, UnitSupervision


def supervision_lines(found: Supervision, speech: Speech) -> list[str]:
    """The counts of the area, a line a unit, and the findings."""
    area = speech.name(found.area)
    lines = [speech("supervision-heading", area=area, since=found.first, until=found.last), _counts(found, speech)]
    if found.units:
        heads = ("unit", "tasks", "response", "resolution", "satisfaction")
        head = [*(speech.of("supervision", name) for name in heads), ""]
        rows = [head, *(_unit(one, speech) for one in found.units)]
        lines += ["", *aligned(rows, right={1}, indent=2, room=terminal_room())]
    if found.findings:
        units = {one.organisation.code: speech.name(one.organisation) for one in found.units}
        rows = [_finding(one, units, speech) for one in found.findings]
        lines += ["", speech("supervision-findings"), *aligned(rows, indent=2, room=terminal_room())]
    if found.truncated:
        listed = len(found.findings)
        lines.append(speech("supervision-truncated", number=found.findings_in_all, listed=listed))
    return [*lines, *speech.notes()]


def _counts(found: Supervision, speech: Speech) -> str:
    return speech(
        "supervision-counts",
        found=found.found,
        closed=found.resolved.count,
        of=found.resolved.of,
        rate=_rate(found.resolved, speech),
        excluded=found.excluded,
        merged=found.merged,
        refused=found.refused,
        void=found.void,
        carried=found.carried_over,
        spot=found.on_the_spot,
        open=found.open,
        overdue=found.overdue,
    )


def _unit(one: UnitSupervision, speech: Speech) -> list[str]:
    findings = [speech("supervision-finding", title=speech.finding(key), count=count) for key, count in one.findings]
    shares = (one.response, one.resolution, one.satisfaction)
    return [
        speech.name(one.organisation),
        str(one.tasks),
        *(_share(share, speech) for share in shares),
        speech.joined(findings),
    ]


def _share(share: Share, speech: Speech) -> str:
    return speech("supervision-share", count=share.count, of=share.of, rate=_rate(share, speech))


def _rate(share: Share, speech: Speech) -> str:
    return speech("supervision-none") if share.rate is None else f"{round(100 * share.rate, 2):g}%"


def _finding(one: UnitFinding, units: dict[str, str], speech: Speech) -> list[str]:
    replied = speech("supervision-replied") if one.replied else ""
    return [speech.finding(one.key), units[one.unit], one.at.isoformat(timespec="minutes"), one.task, replied]
