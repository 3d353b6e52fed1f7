"""Audits: the list of them, a report for people, and its findings as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.definitions.demands.audits import Audit
from orgraph.domain.audit import (
    AuditReport,
    Change,
    Comparison,
    Gap,
    Mender,
    Notice,
    Score,
    Scorecard,
    ScoreLine,
    Trend,
)
from orgraph.domain.text import inert_cell

BYTE_ORDER_MARK = "\ufeff"
"""Office programs take a CSV for UTF-8 only if it begins with it."""

COLUMNS = (
    "audit", "on", "path", "area", "subject", "name", "what", "required", "present", "detail", "since",
    "mender_role", "mender_area", "mender_holder",
)  # fmt: skip
"""Columns of the CSV: stable for programs, in English."""

BAR, BARS = "█", 20
"""What a rate is drawn with, and how many of it are a full score."""


def audits_lines(found: Sequence[Audit], speech: Speech) -> list[str]:
    """A line an audit: its key, what it looks for, the area that it is defined for."""
    rows = [
        [one.key, one.title(speech.lang), one.under or speech("everywhere"), one.source(speech.lang)] for one in found
    ]
    return aligned(rows, room=terminal_room())


def scorecard_lines(found: Scorecard, speech: Speech) -> list[str]:
    """A line an audit: what it looks for, how many meet it, the rate; those with nothing to look at last."""
    heading = speech("scorecard-heading", area=speech.name(found.area), day=found.on)
    ordered = sorted(found.lines, key=lambda one: (one.rate is None, one.rate or 0, one.key))
    rows = [_score(one, speech) for one in ordered]
    return [
        *speech.warnings(found.incomplete),
        heading,
        *(notice(one, speech) for one in found.notices),
        *aligned(rows, indent=2, room=terminal_room()),
        *speech.notes(),
    ]


def _score(one: ScoreLine, speech: Speech) -> list[str]:
    title = speech.audit(one.key)
    if not one.audited:
        return [one.key, title, speech("scorecard-nothing"), ""]
    met = speech("scorecard-met", met=one.met, audited=one.audited)
    return [one.key, title, _percent(one.met, one.audited), met]


def audit_lines(found: AuditReport, speech: Speech) -> list[str]:
    """The rate with its counts, what is left out, gaps by area, and each finding with who could mend it."""
    heading = speech("audit-heading", title=speech.audit(found.key), area=speech.name(found.area), day=found.on)
    lines = [*speech.warnings(found.incomplete), heading]
    lines += [notice(one, speech) for one in found.notices]
    lines += [rate_line(found, speech), *_by_area(found, speech), *_findings(found, speech), *_left_out(found, speech)]
    return [*lines, *speech.notes()]


def notice(found: Notice, speech: Speech) -> str:
    """What the reader must know first."""
    return speech.of("notice", found.key, day=found.day, area=found.area, count=found.count)


def rate_line(found: AuditReport, speech: Speech) -> str:
    """The rate with its counts."""
    if found.rate is None:
        return speech("audit-nothing")
    values = {"audited": found.audited, "met": found.met, "gaps": found.gaps, "excluded": len(found.exclusions)}
    return speech("audit-rate", rate=_percent(found.met, found.audited), **values)


def _percent(met: int, audited: int) -> str:
    """The rate, rounded down, so that only a full score reads 100."""
    return f"{1000 * met // audited / 10:.1f}%"


def _by_area(found: AuditReport, speech: Speech) -> list[str]:
    rows = [
        [
            "/".join([*below(one.path, found.area.name)[:-1], speech.name(one.area)]),
            speech("audit-gaps", gaps=one.gaps, audited=one.audited),
        ]
        for one in found.by_area
        if one.gaps
    ]
    return ["", speech("audit-by-area"), *aligned(rows, indent=2)] if rows else []


def below(path: str, top: str) -> list[str]:
    """The names of a path from below an area down."""
    names = path.split("/")
    return names[names.index(top) + 1 :] if top in names else names


def _findings(found: AuditReport, speech: Speech) -> list[str]:
    rows = [_finding(one, speech) for one in found.findings.items]
    if not rows:
        return []
    rest = found.gaps - len(rows)
    more = [speech("audit-more", count=rest)] if found.findings.has_next else []
    return ["", speech("audit-findings"), *aligned(rows, indent=2, room=terminal_room()), *more]


def _finding(found: Gap, speech: Speech) -> list[str]:
    name = found.path if found.name == found.area.name else f"{found.path} {found.name}"
    asked = speech("audit-asked", what=speech.anything(found.what), required=found.required, present=found.present)
    there = f" ({speech.joined([speech.words(one, found.synthetic) for one in found.detail])})" if found.detail else ""
    since = [speech("audit-since", since=found.since)] if found.since else []
    return [name, speech("clause-separator").join([asked + there, *since]), _mender(found.mender, speech)]


def _mender(found: Mender | None, speech: Speech) -> str:
    if found is None:
        return speech("mender-none")
    holder = speech.words(found.holder, found.synthetic) if found.holder else speech("vacant-post")
    return speech("mender", area=speech.name(found.area), role=speech.role(found.role), holder=holder)


def _left_out(found: AuditReport, speech: Speech) -> list[str]:
    rows = [[one.code, one.name, one.reason] for one in found.exclusions]
    return ["", speech("audit-left-out"), *aligned(rows, indent=2, room=terminal_room())] if rows else []


def comparison_lines(found: Comparison, speech: Speech) -> list[str]:
    """How the audit stood on both days, and each gap that has opened or closed between them."""
    area = speech.name(found.area)
    lines = [speech("compared-heading", title=speech.audit(found.key), area=area)]
    lines += [notice(one, speech) for one in found.notices]
    lines += [
        speech("compared-score", day=one.on, met=one.met, audited=one.audited) for one in (found.before, found.now)
    ]
    counts = {"opened": len(found.opened), "closed": len(found.closed), "still": found.still_open}
    lines.append(speech("compared-counts", **counts))
    for heading, gaps in ((speech("compared-opened"), found.opened), (speech("compared-closed"), found.closed)):
        if gaps:
            rows = [_finding(one, speech) for one in gaps]
            lines += ["", heading, *aligned(rows, indent=2, room=terminal_room())]
    return [*lines, *speech.notes()]


def csv_head() -> str:
    """The mark and the heading that a CSV begins with."""
    return BYTE_ORDER_MARK + ",".join(COLUMNS) + "\r\n"


def csv_rows(found: AuditReport, speech: Speech) -> str:
    """Each finding of a page as a row; cells that a table program would take for a formula are made inert."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for one in found.findings.items:
        writer.writerow([inert_cell("" if cell is None else str(cell)) for cell in _row(found, one, speech)])
    return text.getvalue()


def trend_lines(found: Trend, speech: Speech) -> list[str]:
    """A line a day: the rate as number and bar, and its counts."""
    heading = speech("compared-heading", title=speech.audit(found.key), area=speech.name(found.area))
    rows = [_trend_row(one, speech) for one in found.scores]
    told = [notice(one, speech) for one in found.notices]
    return [heading, *told, *aligned(rows, indent=2), *speech.notes()]


def _trend_row(one: Score, speech: Speech) -> list[str]:
    if one.rate is None:
        return [one.on.isoformat(), "", "", speech("scorecard-nothing")]
    met = speech("scorecard-met", met=one.met, audited=one.audited)
    return [one.on.isoformat(), _percent(one.met, one.audited), BAR * (BARS * one.met // one.audited), met]


def change_lines(found: Change, at: str, speech: Speech) -> list[str]:
    """What has opened and closed since the last look; at the first how many gaps there are."""
    if found.first:
        return [speech("watch-first", at=at, gaps=found.gaps)]
    lines = [speech("watch-change", at=at, opened=len(found.opened), closed=len(found.closed), gaps=found.gaps)]
    for heading, gaps in ((speech("compared-opened"), found.opened), (speech("compared-closed"), found.closed)):
        if gaps:
            lines += [heading, *aligned([_finding(one, speech) for one in gaps], indent=2, room=terminal_room())]
    return lines


def _row(report: AuditReport, found: Gap, speech: Speech) -> tuple[object, ...]:
    mender = found.mender
    return (
        report.key,
        report.on,
        found.path,
        found.area.code,
        found.subject,
        found.name,
        speech.anything(found.what),
        found.required,
        found.present,
        speech.joined([speech.words(one, found.synthetic) for one in found.detail]),
        found.since,
        speech.role(mender.role) if mender else None,
        mender.area.code if mender else None,
        speech.words(mender.holder, mender.synthetic) if mender and mender.holder else None,
    )
