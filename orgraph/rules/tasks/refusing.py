"""Why an action was refused, in words, and what to do instead."""

from __future__ import annotations

from orgraph.definitions.tasks.lifecycle import Lifecycle
from orgraph.domain.errors import ActionRefused
from orgraph.domain.worded import Worded
from orgraph.rules.tasks.fields import worded
from orgraph.rules.tasks.past import Folded
from orgraph.rules.tasks.possible import Refusal


def refused(
    lifecycle: Lifecycle, folded: Folded, action: str, refusal: Refusal, titles: tuple[Worded, ...] = ()
) -> ActionRefused:
    """The error of a refusal; `titles` are what else it names is called."""
    needed = ", ".join(refusal.needed)
    worded = {
        "wrong-state": f"not in the state {folded.state}",
        "not-entitled": "this party may not, or is no longer what it was",
        "incomplete": f"it must carry: {needed}",
        "unknown-unit": f"no unit {needed} today",
        "in-hand-already": f"{needed} has it in hand already",
        "no-helper": "the unit does not help in it",
        "not-asked": "nobody has asked for an extension",
        "never-called": "the unit was never called to it",
        "not-rated": "the unit was not rated",
        "not-mergeable": f"{needed} is no open task of this ledger that was called no later",
        "children-open": "tasks that were assigned at its meeting are still open",
        "parent-ended": "the task that it belongs to has ended",
        "too-late": f"the limit for {needed} has passed",
        "work-first": "an emergency is worked on first",
        "no-emergency": "only an emergency is argued over while it is worked on",
        "not-contested": "nobody contests it",
        "not-carried": f"it takes no {needed}",
        "unmet": refusal.title.en if refusal.title else "",
        "other-category": f"the two are of different categories, {needed}",
    }[refusal.obstacle.value]
    remedies = {
        "wrong-state": f"possible in: {needed or 'no state of this lifecycle'}",
        "not-entitled": f"it takes: {needed}",
        "incomplete": "add what is missing",
        "not-carried": "leave it away",
        "unknown-unit": "use a code that who-covers shows",
        "not-mergeable": "merge the later call into the earlier one",
        "children-open": f"close first: {needed}",
        "parent-ended": "reopen that one first",
        "other-category": "merge them across categories (across: true, --across) and say why in the text",
        "too-late": "availableActions tells what is possible afterwards",
        "work-first": "availableActions tells how it is argued over while it is worked on",
        "no-emergency": "availableActions tells how it is argued over before",
    }
    fallback = f"fitting: {needed}" if needed else "see availableActions"
    remedy = remedies.get(refusal.obstacle.value, fallback)
    title = lifecycle.actions[action].title("en") if action in lifecycle.actions else action
    return ActionRefused(
        f"{title}: {worded}",
        remedy,
        action,
        refusal.obstacle.value,
        refusal.needed,
        (*_titles(lifecycle, action, refusal), *titles),
    )


def _titles(lifecycle: Lifecycle, action: str, refusal: Refusal) -> tuple[Worded, ...]:
    """What the action, all states, stages and relations are called, and an obstacle that only its lifecycle words."""
    some = (lifecycle.stages, lifecycle.relations, lifecycle.states)
    titled = {key: one.title for section in some for key, one in section.items()}
    if refusal.title:
        titled[refusal.obstacle.value] = refusal.title
    if action in lifecycle.actions:
        titled[action] = lifecycle.actions[action].title
    return tuple(worded(key, title) for key, title in titled.items())
