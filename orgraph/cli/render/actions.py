"""What happened to a task, and what may happen next, as an official reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.render.fields import field_words
from orgraph.cli.speech import Speech
from orgraph.definitions.tasks.kinds import REPORT, WHISTLE
from orgraph.domain.action import Available
from orgraph.domain.content import MEETING_PLACE, PROOF, REASON, TEXT, reason_of
from orgraph.domain.deadline import span_of
from orgraph.domain.event import CALLED, CLOCK, DISPATCHED, ESCALATED, REDACTED, Event
from orgraph.domain.field import TYPED
from orgraph.domain.task import CalledTask
from orgraph.domain.time import from_epoch_milliseconds

NEEDED = {"incomplete": "carry", "not-carried": "carry"}
"""By obstacle the words for what an action would take; others name relations, states, stages, units and tasks."""

SHOWN_ELSEWHERE = (MEETING_PLACE, REASON)
"""Contents that stand in the heading, as the text of a whistle does, and in what is said of a redaction."""


def precision(instants: Iterable[int]) -> str:
    """How exactly epoch milliseconds are told, as isoformat names it: to the second where two share a minute."""
    seconds = {at // 1000 for at in instants}
    return "seconds" if len({second // 60 for second in seconds}) < len(seconds) else "minutes"


def timeline(found: CalledTask, speech: Speech) -> list[str]:
    """Everything that happened, each under its verb (呼 call, 转 transfer, 办 handle, 督 supervise), who and what."""
    exactly = precision(event.at for event in found.task.events)
    rows = [_event(event, found, exactly, speech) for event in found.task.events]
    return [speech("task-events"), *aligned(rows, right={0}, indent=2, room=terminal_room())]


def available_lines(found: Iterable[Available], speech: Speech) -> list[str]:
    """A line an action: possible, with what it must carry, or why not."""
    rows = [_available(one, speech) for one in found]
    return aligned(sorted(rows, key=lambda row: row[0] != speech("proof-chosen")), indent=0, room=terminal_room())


def _available(one: Available, speech: Speech) -> list[str]:
    own = one.words and one.words(speech.lang)
    why = own or (speech.of("obstacle", one.obstacle.value) if one.obstacle else "")
    needed = speech.joined([_needed(key, one, speech) for key in one.needed])
    mark = "proof-chosen" if one.possible else "proof-passed"
    return [speech(mark), one.action, one.title(speech.lang), why, needed]


def _needed(key: str, one: Available, speech: Speech) -> str:
    titled = next((title for title in one.titles if title.key == key), None)
    if titled is not None:
        return titled(speech.lang)
    family = NEEDED.get(one.obstacle.value) if one.obstacle else "carry"
    return speech.of(family, key) if family else key


def _event(event: Event, found: CalledTask, exactly: str, speech: Speech) -> list[str]:
    at = from_epoch_milliseconds(event.at).isoformat(timespec=exactly)
    said = event.said
    verb = speech.verb(event.type)
    who = _party(said["by"], found, speech) if "by" in said else _nobody(event, speech)
    fields = [one for one in found.said if one.sequence == event.sequence and one.type not in TYPED]
    details = [*_details(event, said, found, speech), *(field_words(one, speech) for one in fields)]
    what = speech.joined([*details, *_contents(event, speech)])
    where = speech("event-position", book=event.book, position=event.position)
    title = speech.action(event.type)
    door = speech.door(found.task.kind)
    if event.type == CALLED and door != WHISTLE:
        title = speech("event-reported") if door == REPORT else speech("event-opened")
    elif event.type == DISPATCHED and door == REPORT:
        title = speech("event-received")
    return [str(event.sequence), at, verb, title, who, what, where]


def _nobody(event: Event, speech: Speech) -> str:
    """Who did what no party did: the clock, the rules of routing, else the account that it was done from."""
    if event.by == CLOCK:
        return speech("by-clock")
    return speech("by-rules") if event.type == DISPATCHED else event.by


def _contents(event: Event, speech: Speech) -> Iterator[str]:
    """What was typed, the text last; of what was taken out that it was."""
    for one in sorted(event.contents, key=lambda content: content.field == TEXT):
        field = speech.field(one.field)
        if one.redacted:
            yield speech("content-redacted", field=field)
        elif one.field == TEXT and event.type == CALLED:
            continue
        elif one.field in (TEXT, PROOF):
            yield from one.texts
        elif one.field not in SHOWN_ELSEWHERE:
            yield f"{field} {speech.joined(one.texts)}"


def _details(event: Event, said: Mapping[str, Any], found: CalledTask, speech: Speech) -> Iterator[str]:
    if event.type == ESCALATED:
        yield from _escalation(said, found, speech)
        return
    if "unit" in said:
        yield _party(said["unit"], found, speech)
    if "when" in said:
        yield from_epoch_milliseconds(said["when"]).isoformat(timespec="minutes")
    if "child" in said:
        yield said["child"]
    if "into" in said:
        yield said["into"]
    if "callers" in said:
        yield speech.joined([_party(caller, found, speech) for caller in said["callers"]])
    if "passed" in said:
        yield speech.of("check", "passed" if said["passed"] else "not-passed")
    yield from _called_back(said, speech)
    if "rating" in said:
        yield speech("rated", **said["rating"])
    for name in ("extension", "review"):
        if name in said:
            span = span_of(str(said[name]))
            yield speech.of("carry", name) + " " + (speech.span(span) if span else str(said[name]))
    if event.type == REDACTED:
        number = said["event"] if "event" in said else int(said["of"].partition("#")[2] or "1")
        fields = [speech.field(one) for one in said.get("fields", (TEXT,))]
        reason = speech.say(reason_of(event))
        yield speech("redacted-of", sequence=number, fields=speech.joined(fields), reason=reason)


def _called_back(said: Mapping[str, Any], speech: Speech) -> Iterator[str]:
    """What the resident said who was called back."""
    for name in ("contacted", "solved"):
        if name in said:
            yield speech.of("said", name if said[name] else f"not-{name}")
    if "satisfaction" in said:
        yield speech("said-satisfaction", satisfaction=said["satisfaction"])


def _escalation(said: Mapping[str, Any], found: CalledTask, speech: Speech) -> Iterator[str]:
    """Which limit has passed, who is told, and who could not be."""
    due = from_epoch_milliseconds(said["due"]).isoformat(timespec="minutes")
    yield speech("escalated-stage", stage=speech.stage(said["stage"]), due=due)
    told = said.get("unit") or said.get("post")
    if told is None:
        yield speech("escalated-nobody")
    else:
        role = speech.role(said["role"]) if "unit" in said and "role" in said else ""
        deputy = speech("escalated-deputy") if "deputy" in said else ""
        named = (_party(told, found, speech), role, deputy)
        yield speech("escalated-told", who=" ".join(part for part in named if part))
    for one in said["skipped"]:
        yield speech("escalated-skipped", step=one["step"] + 1, reason=speech.of("skipped", one["reason"]))


def _party(code: str, found: CalledTask, speech: Speech) -> str:
    """The name of an organisation, or of a post with its area."""
    role, post, area = code.partition("@")
    if post:
        place = next((speech.name(one) for one in found.chain if one.code == area), area)
        return f"{place} {speech.role(role)}"
    return next((speech.name(one) for one in found.acting if one.code == code), code)
