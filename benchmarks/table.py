"""The result as a table to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_HEAD = (
    "engine",
    "question",
    "arm",
    "at once",
    "p50 ms",
    "p99 ms",
    "req/s",
    "ours µs",
    "engine µs",
    "total µs",
    "× floor",
)


def printed(result: dict[str, Any]) -> str:
    """The whole result."""
    parts = [
        _aligned([_HEAD, *_rows(result)]),
        *_imports(result),
        *_workers(result),
        *_pace(result),
        *_backlog(result),
        *_million(result),
        *_year(result),
        *_flat(result),
        *_great_city(result),
        *_counts(result),
        *_targets(result),
    ]
    return "\n".join(part for part in parts if part)


def _rows(result: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, engine in result["engines"].items():
        for asked in engine.get("questions", {}).values():
            for cell in asked["cells"]:
                cpu = cell["cpu_us"]
                yield (
                    *(name, asked["name"], cell["arm"], str(cell["concurrency"])),
                    *(f"{cell['p50_ms']:.1f}", f"{cell['p99_ms']:.1f}", str(cell["per_second"])),
                    *(str(cpu["ours"]), str(cpu["engine"]), str(cpu["total"]), f"{cell['times_floor']:.2f}"),
                )


def _aligned(rows: list[tuple[str, ...]]) -> str:
    """Words to the left, numbers to the right."""
    if len(rows) == 1:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 3 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _imports(result: dict[str, Any]) -> Iterator[str]:
    for name, engine in result["engines"].items():
        for one in engine.get("imports", ()):
            ours, theirs = (one[f"prepare_cpu_{whose}"] + one[f"apply_cpu_{whose}"] for whose in ("ours", "engine"))
            yield (
                f"import {one['pack']} on {name}: {one['rows']} rows in {one['prepare_seconds']} + "
                f"{one['apply_seconds']} s, {one['rows_a_second']} rows/s; CPU ours {ours:.1f} s, "
                f"engine {theirs:.1f} s; at most {one['peak_megabytes']} MB"
            )


def _workers(result: dict[str, Any]) -> Iterator[str]:
    for name, engine in result["engines"].items():
        if found := engine.get("workers"):
            rates = ", ".join(f"{number}: {rate}/s" for number, rate in found["per_second"].items())
            grown = f"× {found['growth']:.2f} on {found['processors']} processors"
            yield f"who-covers on {name} by workers: {rates}; {grown}"


def _pace(result: dict[str, Any]) -> Iterator[str]:
    for name, engine in result["engines"].items():
        if found := engine.get("pace"):
            yield (
                f"{found['actions']} actions in a minute on {name}: "
                f"p50 {found['p50_ms']} ms, p99 {found['p99_ms']} ms, "
                f"{found['failed']} failed; of {found['limits']} limits that passed {found['told']} were told, "
                f"{found['lag_p50_s']} s later (p50), {found['lag_most_s']} s at most"
            )


def _backlog(result: dict[str, Any]) -> Iterator[str]:
    for name, engine in result["engines"].items():
        if found := engine.get("backlog"):
            for said, times in (("alone", found["alone"]), (f"with {found['closed']} closed", found)):
                yield (
                    f"{found['open']} open tasks on {name}, {said}: inbox of a unit {times['inbox_ms']} ms, "
                    f"of a post {times['whistlers_inbox_ms']} ms, scan for timers {times['timers_ms']} ms (p50)"
                )


def _million(result: dict[str, Any]) -> Iterator[str]:
    for name, engine in result["engines"].items():
        if found := engine.get("million"):
            times = ", ".join(f"{key[:-3].replace('_', ' ')} {took} ms" for key, took in found.items() if "_ms" in key)
            yield f"{found['tasks']} tasks on {name}, {found['open']} of them open: {times} (p50)"


def _year(result: dict[str, Any]) -> Iterator[str]:
    for name, engine in result["engines"].items():
        if found := engine.get("year"):
            yield (
                f"supervision of {found['found']} tasks with {found['events']} events on {name}: "
                f"{found['p50_s']} s p50, the first time {found['first_s']} s; {found['findings']} findings on "
                f"{found['units']} units; our process {found['megabytes_before']} → {found['peak_megabytes']} MB"
            )


def _flat(result: dict[str, Any]) -> Iterator[str]:
    for name, engine in result["engines"].items():
        if flat := engine.get("flat"):
            sizes = " → ".join(f"{size} areas" for size in flat["areas"].values())
            yield f"who-covers on {name}, {sizes}: × {flat['cpu_ratio']} CPU, × {flat['p50_ratio']} p50"


def _great_city(result: dict[str, Any]) -> Iterator[str]:
    for name, engine in result["engines"].items():
        if found := engine.get("great_city"):
            slowest = ", ".join(f"{key} {seconds} s" for key, seconds in found["slowest_s"].items())
            yield (
                f"{found['audits']} audits over {found['nodes']} nodes on {name}: {found['scorecard_s']} s "
                f"(the first time {found['first_s']} s); slowest: {slowest}"
            )


def _counts(result: dict[str, Any]) -> Iterator[str]:
    for name, engine in result["engines"].items():
        if found := engine.get("counts"):
            yield from _imports({"engines": {name: found}})
            yield (
                f"counts on {name}: planned again after one change in {found['again_s']} s; a province by city beside "
                f"the period before in {found['province_s']} s, a city by county in {found['city_s']} s"
            )


def _targets(result: dict[str, Any]) -> Iterator[str]:
    for target in result["targets"]:
        word = "holds" if target["held"] else "MISSED"
        yield f"{word}: {target['target']}: {target['measured']} (wanted {target['wanted']})"
