"""What an import will do, and what imports have done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.render.plan_file import table_key
from orgraph.cli.render.plan_values import detail, named_values, told_values
from orgraph.cli.speech import Speech
from orgraph.domain.imports import Group, ImportRecord, Mode, Plan, PlannedChange, TableCount
from orgraph.domain.said import Said

SHOWN = 20
"""Rows of a plan that are shown one by one."""

COUNTS = ("add", "change", "end", "same")


def plan_lines(plan: Plan, notices: Sequence[Said], speech: Speech, whole: bool = False) -> list[str]:
    """
    Rows to be added, changed, ended and left by table, the groups, the first rows one by one, and notices.

    With `whole` the caller shows all rows instead. `after_rows` follow either way.
    """
    title = plan.title_en if speech.lang == "en" else plan.title_zh
    heading = speech("plan-heading", title=title, pack=plan.pack, mode=speech.of("mode", plan.mode), day=plan.as_of)
    lines = [heading, *(f"  {speech.say(notice)}" for notice in notices)]
    if plan.older_than is not None:
        lines.append("  " + _older(plan, plan.older_than, speech))
    if not plan.changes:
        return [*lines, "  " + (_empty(plan, speech) or speech("plan-unchanged"))]
    if _empty(plan, speech):
        lines.append("  " + _empty(plan, speech))
    lines += aligned(_table(plan, speech), right={1, 2, 3, 4}, indent=2)
    return [*lines, *(f"  {line}" for line in _shown(plan, speech, whole))]


def after_rows(plan: Plan, speech: Speech, whole: bool = False) -> list[str]:
    """What would be left hanging, all of it with `whole`, and how much is invented."""
    lines = [f"  {line}" for line in hanging_lines(plan, speech, whole)]
    if plan.synthetic and plan.changes:
        lines.append("  " + speech("plan-synthetic", count=plan.synthetic))
    return lines


def _empty(plan: Plan, speech: Speech) -> str:
    """That there is nothing in the folder, if that is so."""
    if plan.tableless and plan.changes:
        return speech("plan-tableless-ends")
    if plan.tableless:
        return speech("plan-tableless")
    if not plan.empty:
        return ""
    tables = speech.joined(plan.empty)
    return speech("plan-empty-ends", tables=tables) if plan.changes else speech("plan-empty", tables=tables)


def _older(plan: Plan, last: date, speech: Speech) -> str:
    if plan.mode is Mode.SNAPSHOT:
        return speech("plan-older-snapshot", day=plan.as_of, last=last)
    return speech("plan-older-changes", day=plan.as_of, last=last)


def _table(plan: Plan, speech: Speech) -> list[list[str]]:
    head = ["", *(speech.of("plan", name) for name in COUNTS)]
    rows = [[speech.of("table", table_key(count.table)), *_numbers(count)] for count in plan.counts]
    total = [speech("plan-total"), *(f"{sum(getattr(one, name) for one in plan.counts):,}" for name in COUNTS)]
    return [head, *rows, total]


def _numbers(count: TableCount) -> list[str]:
    return [f"{getattr(count, name):,}" for name in COUNTS]


def _shown(plan: Plan, speech: Speech, whole: bool) -> list[str]:
    """The groups with their counts, ends by level, and the first rows by name and path."""
    if all(count.group is Group.BEGUN for count in plan.groups):
        return []
    counts = [
        [
            speech.of("group", count.group),
            speech.level(count.level) if count.level else speech.of("table", table_key(count.table)),
            f"{count.count:,}",
        ]
        for count in plan.groups
        if count.group is not Group.BEGUN
    ]
    if whole:
        return aligned(counts, right={2})
    rest = sum(count.count for count in plan.groups if count.group is not Group.BEGUN) - len(plan.shown)
    more = [speech("plan-more", count=rest)] if rest > 0 else []
    return [*aligned(counts, right={2}), *row_lines(plan.shown, speech), *more]


def row_lines(rows: Sequence[PlannedChange], speech: Speech) -> list[str]:
    """A line a row of the plan."""
    return aligned([_change(row, speech) for row in rows], room=terminal_room())


def hanging_lines(plan: Plan, speech: Speech, whole: bool = False) -> list[str]:
    """What would be left at areas and units that end, by name and path."""
    if not plan.hanging:
        return []
    rows = [
        [
            one.path or one.ended,
            speech.of("table", table_key(one.table)),
            " ".join(part for part in (one.name, detail(one.table, one.detail, speech), one.key) if part),
            f"[{one.pack}]" if one.pack else "",
        ]
        for one in plan.hanging[: None if whole else SHOWN]
    ]
    rest = len(plan.hanging) - len(rows)
    more = [speech("and-more", count=rest)] if rest else []
    head = speech("plan-hanging", count=len(plan.hanging))
    return [head, *aligned(rows, room=terminal_room(), indent=2), *more, *_deeper(plan, speech)]


def _deeper(plan: Plan, speech: Speech) -> list[str]:
    """How much lies deeper below what ends and stays."""
    counts = [f"{speech.of('table', table_key(one.table))} {one.count:,}" for one in plan.deeper]
    return [speech("plan-deeper", counts=speech.joined(counts))] if counts else []


def _change(change: PlannedChange, speech: Speech) -> list[str]:
    """Group, table, name, place and what becomes different; the code of an area, as it is used further."""
    known = change.key if change.table in NODES else ""
    named = " ".join(part for part in (change.name, detail(change.table, change.detail, speech), known) if part)
    other = speech("plan-other", code=change.other) if change.other else ""
    return [
        speech.of("group", change.group),
        speech.of("table", table_key(change.table)),
        named,
        change.path,
        speech.joined([part for part in (_difference(change, speech), other) if part]),
    ]


NODES = ("Area", "Unit", "PartyOrganisation", "Officer", "Service")


def _difference(change: PlannedChange, speech: Speech) -> str:
    """The values that are new, with the old ones where the plan has them; what never was and is not goes without."""
    old = told_values(change.before, change.table, speech) or {}
    new = told_values(change.after, change.table, speech)
    if new is None:
        return change.after
    none = speech("plan-none")
    now = {title: _turned(old, title, value) for title, value in new.items() if old.get(title, none) != value}
    return named_values(now, speech)


def _turned(old: Mapping[str, str], title: str, value: str) -> str:
    return f"{old[title]} → {value}" if title in old else value


def imports_lines(found: Sequence[ImportRecord], speech: Speech) -> list[str]:
    """A line an import, the last first; and what to do about those that were left half way."""
    if not found:
        return [speech("imports-none")]
    columns = ("pack", "as-of", "state", "added", "changed", "ended", "started", "id")
    rows = [[speech(f"imports-{name}") for name in columns], *(_import(record, speech) for record in found)]
    stopped = dict.fromkeys(record.pack for record in found if record.state == "stopped")
    return [*aligned(rows, right={3, 4, 5}), *(speech("imports-complete", pack=pack) for pack in stopped)]


def _import(record: ImportRecord, speech: Speech) -> list[str]:
    return [
        record.pack,
        record.as_of.isoformat(),
        speech.of("imported", record.state),
        f"{record.added:,}",
        f"{record.changed:,}",
        f"{record.ended:,}",
        record.started.isoformat(timespec="seconds"),
        record.id,
    ]
