"""What an action has changed: the state, who has the task now, which clocks run, what to do first, tasks it opened."""

from __future__ import annotations

from orgraph.cli.aligned import aligned, terminal_room
from orgraph.cli.render.deadlines import running_lines
from orgraph.cli.render.guide import guide_lines
from orgraph.cli.render.whistle import call_lines, linked_row, named_lines, proposal_lines
from orgraph.cli.speech import Speech
from orgraph.domain.action import Acted
from orgraph.domain.task import CalledTask


def acted_lines(acted: Acted, found: CalledTask, speech: Speech) -> list[str]:
    """A few lines, however much has happened to the task; `found` is the task as it is now."""
    task, ended = found.task, found.task.ended_at is not None
    before, after = speech.state(acted.before), speech.state(acted.after)
    lines = [
        speech("acted", action=speech.action(acted.event.type), before=before, after=after)
        if acted.before != acted.after
        else speech("acted-stays", action=speech.action(acted.event.type), state=after),
        *named_lines(task, speech),
        *([speech("acted-repeated")] if acted.repeated else []),
        *([] if ended else call_lines(found.lead, found.helpers, (), speech)),
        *([] if ended else running_lines(found.deadlines, speech)),
    ]
    lines += proposal_lines(found, speech) if proposed_by(acted, found) else []
    lines += guide_lines(acted.guide, speech)
    if acted.opened:
        rows = [linked_row(one, speech) for one in acted.opened]
        lines += [speech("acted-opened"), *aligned(rows, indent=2, room=terminal_room())]
    return [*lines, *speech.notes()]


def proposed_by(acted: Acted, found: CalledTask) -> bool:
    """Whether it was this action that proposed whom the task shows as proposed."""
    return found.proposal is not None and found.proposal.sequence == acted.event.sequence
