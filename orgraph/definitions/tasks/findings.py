"""Findings of supervision: what is counted against how a unit handled a task."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.sections import Section
from orgraph.definitions.source import Entry
from orgraph.definitions.tasks.stages import check_stages
from orgraph.definitions.titles import Title, read_source, read_title

IDLE, PASSED_ON, LATE, SENT_BACK = "idle", "passed-on", "late", "sent-back"
COUNTS = (IDLE, PASSED_ON, LATE, SENT_BACK)
STAGED = (IDLE, LATE)
"""Of these the stages count, of the others how often it happened."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is counted: for `idle` and `late` the limits of `stages`, for the others what happened `at_least` times."""

    key: str
    title: Title
    counts: str
    stages: tuple[str, ...]
    at_least: int
    source: Title
    under: str = ""


def read_finding(entry: Entry) -> Finding:
    """One entry of findings.yaml."""
    finding = Finding(
        key=entry.key,
        title=read_title(entry),
        counts=entry.choice("counts", COUNTS, required=True),
        stages=entry.texts("stages"),
        at_least=entry.whole("at_least", 1, low=1, high=100),
        source=read_source(entry),
        under=entry.text("under"),
    )
    entry.done()
    if finding.counts in STAGED and not finding.stages:
        entry.add("stages", list, f"counts: {finding.counts}")
    return finding


FINDINGS = Section("findings", read_finding, rooted=True, check=check_stages)
