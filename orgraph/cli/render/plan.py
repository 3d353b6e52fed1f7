"""What an import will do, and what imports have done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.speech import Speech
from orgraph.domain.imports import ImportRecord, Plan, PlannedChange, TableCount

SHOWN = 20
"""Rows of a plan that are shown one by one."""

COUNTS = ("add", "change", "end", "same")


def plan_lines(plan: Plan, notices: Sequence[str], speech: Speech) -> list[str]:
    """Rows to be added, changed, ended and left by table, the first changes and ends one by one, and notices."""
    title = plan.title_en if speech.lang == "en" else plan.title_zh
    heading = speech("plan-heading", title=title, pack=plan.pack, mode=speech.of("mode", plan.mode), day=plan.as_of)
    lines = [heading, *(f"  {notice}" for notice in notices)]
    if not plan.changes:
        return [*lines, "  " + speech("plan-unchanged")]
    lines += aligned(_table(plan, speech), right={1, 2, 3, 4}, indent=2)
    lines += [f"  {line}" for line in _shown(plan, speech)]
    lines += [f"  {line}" for line in _hanging(plan, speech)]
    if plan.synthetic:
        lines.append("  " + speech("plan-synthetic", count=plan.synthetic))
    return lines


def _table(plan: Plan, speech: Speech) -> list[list[str]]:
    head = ["", *(speech.of("plan", name) for name in COUNTS)]
    rows = [[speech.of("table", _key(count.table)), *_numbers(count)] for count in plan.counts]
    total = [speech("plan-total"), *(f"{sum(getattr(one, name) for one in plan.counts):,}" for name in COUNTS)]
    return [head, *rows, total]


def _numbers(count: TableCount) -> list[str]:
    return [f"{getattr(count, name):,}" for name in COUNTS]


def _key(table: str) -> str:
    """The word key of a label or relationship type: PartyOrganisation makes party-organisation."""
    if "_" in table or table.isupper():
        return table
    return "".join(f"-{sign.lower()}" if sign.isupper() and at else sign for at, sign in enumerate(table))


def _shown(plan: Plan, speech: Speech) -> list[str]:
    rows = [_change(change, speech) for change in plan.shown]
    rest = sum(count.change + count.end for count in plan.counts) - len(rows)
    return [*aligned(rows, room=terminal_room()), *([speech("and-more", count=rest)] if rows and rest > 0 else [])]


def _hanging(plan: Plan, speech: Speech) -> list[str]:
    """What would be left at areas that end, by name and path."""
    if not plan.hanging:
        return []
    rows = [
        [
            one.path or one.area,
            speech.of("table", _key(one.table)),
            " ".join(part for part in (one.name, one.detail, one.key) if part),
            f"[{one.pack}]" if one.pack else "",
        ]
        for one in plan.hanging[:SHOWN]
    ]
    rest = len(plan.hanging) - len(rows)
    more = [speech("and-more", count=rest)] if rest else []
    return [speech("plan-hanging", count=len(plan.hanging)), *aligned(rows, room=terminal_room(), indent=2), *more]


def _change(change: PlannedChange, speech: Speech) -> list[str]:
    row = [speech.of("plan", change.action), speech.of("table", _key(change.table)), change.id]
    return [*row, _difference(change, speech)]


def _difference(change: PlannedChange, speech: Speech) -> str:
    """The values that are new, with the old ones where the plan has them."""
    before, after = _values(change.before), _values(change.after)
    if after is None:
        return change.after
    old = before or {}
    return speech.joined([_new(key, old, value) for key, value in after.items() if key not in old or old[key] != value])


def _new(key: str, old: Mapping[str, object], value: object) -> str:
    return f"{key}: {old[key]} → {value}" if key in old else f"{key}: {value}"


def _values(text: str) -> dict[str, object] | None:
    """A row of the plan, or None where it is not JSON."""
    try:
        values = json.loads(text)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


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
