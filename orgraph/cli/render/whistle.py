"""A whistle's answer: who leads, whom to call there, who helps, who is next, and the proof."""

from __future__ import annotations

from collections.abc import Sequence

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.render.actions import precision, timeline
from orgraph.cli.render.deadlines import deadline_lines
from orgraph.cli.render.fields import field_words
from orgraph.cli.render.guide import guide_lines
from orgraph.cli.render.lists import ended
from orgraph.cli.render.posts import post
from orgraph.cli.speech import Speech
from orgraph.definitions.tasks.kinds import REPORT, WHISTLE
from orgraph.domain.campaign import Applied
from orgraph.domain.task import Attendance, Called, CalledTask, LinkedTask, Presence, Task
from orgraph.domain.time import from_epoch_milliseconds
from orgraph.domain.whistle import Candidate, Decision, Reason, Verdict

FIRST = (Reason.LEADS, Reason.HELPS, Reason.NEXT)
"""Whom people look for first in a proof; the others follow in the order of the rule."""


def called_lines(found: CalledTask, speech: Speech) -> list[str]:
    """The task, whom to call, what they do first, and why they."""
    lines = [*_heading(found, speech), "", *_calls(found, speech), *_guide(found, speech)]
    lines += ["", *_proof(found.decision, speech), *_precedents(found, speech)]
    return [*lines, *speech.notes()]


def task_lines(found: CalledTask, speech: Speech, *, proof: bool = True) -> list[str]:
    """A task as it stands: who was called, its text, the proof and everything that happened to it."""
    lines = [*_heading(found, speech), "", *_calls(found, speech)]
    if found.task.text:
        lines += ["", speech("task-text", text=found.task.text)]
    lines += _guide(found, speech)
    if found.meeting or any(one.presence is not Presence.CALLED for one in found.attendance):
        exactly = precision(event.at for event in found.task.events)
        rows = [_attended(one, exactly, speech) for one in found.attendance]
        lines += ["", speech("attendance"), *aligned(rows, indent=2, room=terminal_room())]
    if found.task.linked:
        rows = [linked_row(one, speech) for one in found.task.linked]
        lines += ["", speech("linked"), *aligned(rows, indent=2, room=terminal_room())]
    if found.deadlines:
        lines += ["", *deadline_lines(found.deadlines, speech)]
    lines += ["", *proposal_lines(found, speech)] if found.proposal else []
    if proof:
        lines += ["", *_proof(found.decision, speech), *_precedents(found, speech)]
    return [*lines, "", *timeline(found, speech), *speech.notes()]


def _guide(found: CalledTask, speech: Speech) -> list[str]:
    lines = guide_lines(found.guide, speech)
    return ["", *lines] if lines else []


def _attended(one: Attendance, exactly: str, speech: Speech) -> list[str]:
    at = one.arrived or one.signed
    return [
        speech.name(one.organisation),
        speech.of("presence", one.presence),
        at.isoformat(timespec=exactly) if at else "",
        speech("released-at", at=one.released.isoformat(timespec=exactly)) if one.released else "",
    ]


def linked_row(one: LinkedTask, speech: Speech) -> list[str]:
    """A task that belongs to another: how, its id and state, who leads it, where."""
    lead = speech.name(one.lead) if one.lead else speech("nobody")
    return [
        speech.of("link", one.kind),
        one.number or "",
        one.id,
        speech.state(one.state),
        lead,
        speech.name(one.place),
    ]


def named_lines(task: Task, speech: Speech) -> list[str]:
    """The number of a task, if it has one, then its id and state."""
    number = [speech("whistle-number", number=task.number)] if task.number else []
    return [*number, speech("whistle-task", id=task.id, state=speech.state(task.state))]


def _heading(found: CalledTask, speech: Speech) -> list[str]:
    task = found.task
    door = {WHISTLE: "whistle", REPORT: "matter"}.get(speech.door(task.kind), "task")
    return [
        speech.of(door, "heading", kind=speech.whistle(task.kind), place=_path(found, speech)),
        speech("whistle-matter", category=speech.category(task.category), severity=task.severity),
        speech.of(door, "by", post=_post(found, speech), at=task.called_at.isoformat(timespec="minutes")),
        *named_lines(task, speech),
        *(field_words(one, speech) for one in found.fields),
        *_afterwards(found, speech),
        *_meeting(found, speech),
        *([speech("whistle-repeated")] if found.repeated else []),
        *([speech("whistle-backstop")] if task.backstop else []),
        *(_campaign(one, speech) for one in found.campaigns),
    ]


def _campaign(one: Applied, speech: Speech) -> str:
    """Which of its rules came from a campaign."""
    given = speech.joined([speech.of("of-campaign", each) for each in one.given])
    return speech("whistle-campaign", title=speech.campaign(one.key), since=one.since, last=one.last, given=given)


def _meeting(found: CalledTask, speech: Speech) -> list[str]:
    meeting = found.meeting
    return [speech("meeting", at=meeting.at.isoformat(timespec="minutes"), place=meeting.place)] if meeting else []


def _afterwards(found: CalledTask, speech: Speech) -> list[str]:
    """A mark on what was entered after it was blown."""
    if not found.task.events or from_epoch_milliseconds(found.task.events[0].at) == found.task.called_at:
        return []
    entered = from_epoch_milliseconds(found.task.events[0].at)
    return [speech("whistle-afterwards", at=entered.isoformat(timespec="minutes"))]


def _path(found: CalledTask, speech: Speech) -> str:
    """The place under all areas above it, and since when it is no more."""
    return speech.path(found.chain) + ended(found.task.place_ended, speech)


def _post(found: CalledTask, speech: Speech) -> str:
    """The post that blew, with the name of its area."""
    role, _, code = found.task.called_by.partition("@")
    area = next((speech.name(area) for area in found.chain if area.code == code), code)
    return f"{area} {speech.role(role)}"


def _calls(found: CalledTask, speech: Speech) -> list[str]:
    return call_lines(found.lead, found.helpers, found.following, speech)


def call_lines(lead: Called, helpers: Sequence[Called], following: Sequence[Called], speech: Speech) -> list[str]:
    """Whom to call: a line for who leads, and each who helps or comes next."""
    rows = [_call("call-lead", lead, speech)]
    rows += [_call("call-helper", one, speech) for one in helpers]
    rows += [_call("call-next", one, speech) for one in following]
    return aligned(rows, indent=2, room=terminal_room())


def _call(key: str, called: Called, speech: Speech) -> list[str]:
    nobody = speech("unit-ended") if called.ended else speech("nobody-on-duty")
    person = post(called.person, speech) if called.person else nobody
    phone = called.organisation.duty_phone or speech("no-phone")
    return [speech(key), speech.name(called.organisation), phone, person]


def _proof(decision: Decision, speech: Speech) -> list[str]:
    order = speech.joined([speech.of("order", key) for key in decision.order])
    verdicts = sorted(decision.proof, key=lambda one: FIRST.index(one.reason) if one.reason in FIRST else len(FIRST))
    rows = [_verdict(verdict, speech) for verdict in verdicts]
    return [speech("proof-heading", order=order), *aligned(rows, indent=2, room=terminal_room())]


def _verdict(verdict: Verdict, speech: Speech) -> list[str]:
    one = verdict.candidate
    return [
        speech("proof-chosen" if verdict.chosen else "proof-passed"),
        speech.name(one.organisation),
        speech.of("source", one.source),
        speech(verdict.reason.value),
        " → ".join(one.path[:-1]),
        *filter(None, [weighed_words(one, speech)]),
    ]


def weighed_words(one: Candidate, speech: Speech) -> str:
    """What only some orders weigh of a candidate: what it is best at, and its track record."""
    best = [speech.category(key) for key in one.organisation.specialty] if one.best_at is not None else []
    said = [speech("weighed-specialty", categories=speech.joined(best))] if best else []
    if one.track:
        of = {"months": one.track.months, "tried": one.track.tried, "done": one.track.done}
        if one.track.rate is None:
            said.append(speech("weighed-no-rate", at_least=one.track.at_least, **of))
        else:
            said.append(speech("weighed-rate", rate=one.track.rate, **of))
        said.append(speech("weighed-done", **of))
    return speech.joined(said)


def proposal_lines(found: CalledTask, speech: Speech) -> list[str]:
    """Who was proposed last to take the task, who was turned down, and who comes behind; why in this order."""
    one = found.proposal
    if one is None:
        return []
    order = speech.joined([speech.of("order", key) for key in one.order])
    rows = []
    for candidate in one.candidates:
        code, words = candidate.organisation.code, weighed_words(candidate, speech)
        said = [speech("proposal-first")] if code in one.proposed else []
        said += [speech("proposal-passed-over")] if code in one.turned_down else []
        said += [speech("proposal-lead")] if found.lead.organisation.code == code else []
        row = [
            speech("proof-chosen" if code in one.proposed else "proof-passed"),
            speech.name(candidate.organisation),
            speech.joined(said) or speech("proposal-behind"),
            candidate.path[-2],
        ]
        rows.append([*row, words] if words else row)
    left = [] if one.proposed else [speech("proposal-nobody")]
    return [speech("proposal-heading", order=order), *aligned(rows, indent=2, room=terminal_room()), *left]


def _precedents(found: CalledTask, speech: Speech) -> list[str]:
    """Earlier rulings on such a matter: who had to take it, by whose ruling, and why."""
    if not found.precedents:
        return []
    rows = [
        [
            one.at.date().isoformat(),
            speech.name(one.unit),
            speech("precedent-by", by=speech.name(one.by)),
            one.text,
            one.task,
        ]
        for one in found.precedents
    ]
    return ["", speech("precedents"), *aligned(rows, indent=2, room=terminal_room())]
