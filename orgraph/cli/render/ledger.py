"""Whether the ledger holds, in words."""

from __future__ import annotations

from collections.abc import Iterator

from orgraph.cli.speech import Speech
from orgraph.domain.ledger import Broken, Damage, Redaction, Replay, Verification

OF_BOOKS = (Damage.CUT, Damage.ANCHOR)


def verification_lines(found: Verification, speech: Speech) -> Iterator[str]:
    """What was looked at, then a line for each row that does not hold."""
    counts = {"books": len(found.ends), "events": found.events, "tasks": found.tasks}
    yield speech("ledger-looked-at", **counts)
    if found.redacted:
        yield speech("ledger-redacted", count=found.redacted)
    if found.measured_otherwise:
        names = speech("ledger-differing", names=speech.joined(found.measured_by_others))
        counted = speech("ledger-measured-otherwise", count=found.measured_otherwise)
        yield counted + (names if found.measured_by_others else "")
    if not found.broken:
        yield speech("ledger-holds")
    for one in found.broken:
        yield "  " + _broken(one, speech)


def _broken(one: Broken, speech: Speech) -> str:
    what, where = speech.of("damage", one.damage.value), speech("event-position", book=one.book, position=one.position)
    if one.definition:
        where = speech("ledger-definition", digest=one.definition)
    whose = speech("ledger-row", task=one.task, sequence=one.sequence) if one.task else ""
    return speech.joined([part for part in (where, whose) if part]) + speech("ledger-colon") + what


def replay_lines(found: Replay, speech: Speech) -> Iterator[str]:
    """How many decisions ran again, then each that came out differently."""
    counts = {"since": found.since, "decisions": found.decisions, "differences": len(found.differences)}
    yield speech("replay-done", **counts)
    for one in found.differences:
        yield speech("replay-difference", task=one.task, recorded=one.recorded, now=one.now)


def redaction_lines(found: Redaction, task: str, sequence: int, speech: Speech) -> Iterator[str]:
    """What was taken out, what could not be, and where the same words stand once more."""
    named = [speech.joined([speech.field(one) for one in some]) for some in (found.fields, found.remaining)]
    yield speech("redact-done", sequence=sequence, task=task, fields=named[0])
    if found.remaining:
        yield speech("redact-remains", fields=named[1])
    if found.copies:
        yield speech("redact-copies", events=speech.joined(found.copies))
