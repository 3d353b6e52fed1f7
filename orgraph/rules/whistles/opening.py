"""What a new task consists of, and its first two events: called, then dispatched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgraph.definitions.tasks.lifecycle import Lifecycle
from orgraph.domain.canonical import Json
from orgraph.domain.content import Text
from orgraph.domain.deadline import Turns
from orgraph.domain.event import CALLED, DISPATCHED, Event
from orgraph.domain.field import kept_in, tags_of
from orgraph.domain.new_task import NewTask
from orgraph.domain.organisation import PostHolder
from orgraph.domain.task import Called
from orgraph.domain.whistle import Candidate, Decision
from orgraph.rules.clocks.deadlines import Terms
from orgraph.rules.clocks.marks import Mark, rows_of
from orgraph.rules.ledger.chain import draft
from orgraph.rules.ledger.contents import hashes
from orgraph.rules.ledger.rerun import Recorded
from orgraph.rules.tasks.effects import sent_to
from orgraph.rules.tasks.resolving import entered
from orgraph.rules.whistles.duty import on_duty
from orgraph.rules.whistles.meaning import Understood


@dataclass(frozen=True, slots=True)
class Calls:
    """Whom a decision calls: the lead's contact, those of the helpers, who comes next; whether it is a backstop."""

    lead: Called
    helpers: tuple[Called, ...]
    following: tuple[Called, ...]
    backstop: bool


def calls_of(decision: Decision, duty_roles: tuple[str, ...]) -> Calls:
    """Whom to call: in the lead its contact on duty, then its head, then those who follow."""
    lead = _call(decision.lead, duty_roles)
    heads = [one for one in decision.lead.contacts if one.principal and one.acting and one != lead.person]
    return Calls(
        lead,
        tuple(_call(one, duty_roles) for one in decision.helpers),
        (
            *(Called(lead.organisation, head) for head in heads[:1]),
            *(_call(one, duty_roles) for one in decision.following),
        ),
        decision.backstop,
    )


def new_task(
    understood: Understood,
    decision: Decision,
    task: str,
    state: str,
    at: int,
    called_at: int,
    turns: Turns,
    texts: tuple[Text, ...],
    definitions: str,
    backstop: bool,
) -> NewTask:
    """The new task; `texts` is what was typed, as it is kept, `definitions` is their hash."""
    helpers = ((one.organisation.code, "helper") for one in decision.helpers)
    return NewTask(
        task=task,
        state=state,
        kind=understood.kind.key,
        category=understood.category.key,
        severity=understood.severity,
        place=understood.place.code,
        called_by=str(understood.by),
        at=at,
        called_at=called_at,
        turns=turns,
        backstop=backstop,
        definitions=definitions,
        texts=texts,
        tags=tags_of(kept_in(understood.details(), 1)),
        parent=understood.parent,
        parts=((decision.lead.organisation.code, "lead"), *helpers),
    )


def first_events(
    new: NewTask,
    actor: str,
    details: Mapping[str, Json],
    recorded: Recorded,
    calls: Calls,
    clocks: Sequence[Mark],
    terms: Terms,
    lifecycle: Lifecycle,
) -> tuple[Event, Event]:
    """
    The events of a whistle, still without their place in the book: what was called for, and who was sent.

    `details` is what the whistle says; what was typed is in it as salted hashes only, so that it can be redacted later.
    `recorded` is the whole input of the decision, `clocks` those that start with their limits, which are from `terms`;
    `lifecycle` says by which of them the lead has to answer, and whether the task is rated by its outcome.
    """
    called = {**details, **hashes(new.texts)}
    does: dict[str, Json] = {
        **entered(lifecycle.states[new.state]),
        **sent(recorded, calls),
        "clocks": rows_of(clocks),
        "answered_within": lifecycle.answered_within,
        **({"by_outcome": True} if lifecycle.by_outcome else {}),
    }
    if new.called_at != new.at:
        does["called_at"] = new.called_at  # entered afterwards: the clocks began when it was blown
    dispatched: dict[str, Json] = {
        "definitions": new.definitions,
        **routed(recorded, calls),
        **terms.recorded(clocks),
        "does": does,
    }
    return _event(new, actor, 1, CALLED, called), _event(new, actor, 2, DISPATCHED, dispatched)


def routed(recorded: Recorded, calls: Calls) -> dict[str, Json]:
    """How an event keeps a decision: its whole input, and whom it calls."""
    result: dict[str, Json] = {
        "backstop": calls.backstop,
        "lead": _recorded(calls.lead),
        "helpers": [_recorded(one) for one in calls.helpers],
        "following": [_recorded(one) for one in calls.following],
    }
    return {"input": dict(recorded), "result": result}


def sent(recorded: Recorded, calls: Calls) -> dict[str, Json]:
    """What a decision does: who has the task in hand by it, and how far above its place each candidate stood."""
    helpers = [one.organisation.code for one in calls.helpers]
    return sent_to(calls.lead.organisation.code, helpers, recorded["candidates"])


def _event(new: NewTask, actor: str, sequence: int, type_: str, payload: Mapping[str, Json]) -> Event:
    return draft(new.task, sequence, new.at, actor, type_, dict(payload))


def _call(candidate: Candidate, duty_roles: tuple[str, ...]) -> Called:
    return Called(candidate.organisation, on_duty(candidate.contacts, duty_roles))


def _recorded(called: Called) -> dict[str, Json]:
    person = called.person
    return {
        "organisation": called.organisation.code,
        "role": person.role if person else None,
        "officer": person.officer.id if person else None,
        "deputy": _deputy(person),
    }


def _deputy(person: PostHolder | None) -> str | None:
    return person.deputy.id if person and person.away and person.deputy else None
