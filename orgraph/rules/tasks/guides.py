"""What whoever handles a task does first, by the definitions that prevail when it is read."""

from __future__ import annotations

from orgraph.definitions.prevailing import Prevailing
from orgraph.definitions.tasks.lifecycle import Lifecycle
from orgraph.domain.guide import NO_GUIDE, Guide
from orgraph.rules.tasks.past import Folded


def guide_of(rules: Prevailing, folded: Folded, ended: bool) -> Guide:
    """What the state of the task asks for, then what its category does; of one that has `ended` the state alone."""
    of_state = guide_in(rules.lifecycle(folded.kind), folded.state)
    category = None if ended else rules.category(folded.category)
    return of_state.then(category.guide) if category else of_state


def guide_in(lifecycle: Lifecycle | None, state: str) -> Guide:
    """What is to be done first in a state; nothing in one that is not defined any more."""
    found = lifecycle.states.get(state) if lifecycle else None
    return found.guide if found else NO_GUIDE
