"""Who has a task in hand, or had it at the end, and whom to call there today: a pure rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from orgraph.domain.organisation import Organisation, PostHolder, Staffed
from orgraph.domain.task import Called
from orgraph.rules.tasks.past import Folded
from orgraph.rules.whistles.duty import on_duty
from orgraph.rules.whistles.opening import Calls


def handling(
    folded: Folded,
    decided: str,
    following: Sequence[str],
    staffed: Mapping[str, Staffed],
    named: Callable[[str], Organisation],
    duty_roles: Sequence[str],
    *,
    ended: bool,
    backstop: bool,
) -> Calls:
    """
    Whom to call for a task as it stands.

    `decided` is the unit that its last routing chose, `following` those that it named next: of these come who neither
    leads it, nor was passed over for who leads now, nor refused it. The head of the lead, where somebody else is called
    there, comes before them. Nobody comes next of a task that has `ended`.
    """

    def call(code: str) -> Called:
        found = staffed.get(code, Staffed(there=False))
        person = on_duty(found.contacts, duty_roles) if found.there else None
        return Called(named(code), _told(person) if person else None, not found.there)

    lead = call(folded.lead)
    passed = {folded.lead, decided, *folded.declined}
    heads = _heads(staffed.get(folded.lead, Staffed(there=False)), duty_roles)
    following = [code for code in dict.fromkeys(following) if code not in passed]
    after = (*(Called(lead.organisation, head) for head in heads[:1]), *(call(code) for code in following))
    return Calls(lead, tuple(call(code) for code in folded.helpers), () if ended else after, backstop)


def _heads(found: Staffed, duty_roles: Sequence[str]) -> list[PostHolder]:
    """Who heads a unit where somebody else is called."""
    if not found.there:
        return []
    called = on_duty(found.contacts, duty_roles)
    return [_told(one) for one in found.contacts if one.principal and one.acting and one != called]


def _told(person: PostHolder) -> PostHolder:
    """Why somebody is away is not for everybody who reads of a task."""
    return replace(person, away="away") if person.away else person


def units_of(folded: Folded, following: Sequence[str]) -> tuple[str, ...]:
    """Every unit that `handling` may call."""
    return tuple(dict.fromkeys((*folded.in_hand, *following)))
