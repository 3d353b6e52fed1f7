"""Why an action was refused, as it is told, and what to do instead."""

from __future__ import annotations

from orgraph.definitions.tasks.lifecycle import Lifecycle
from orgraph.definitions.titles import worded
from orgraph.domain.action import FIELD_TYPES, ActionRequest, Obstacle
from orgraph.domain.errors import ActionRefused
from orgraph.domain.said import Said, Term, Value, said
from orgraph.domain.worded import Worded
from orgraph.rules.ledger.contents import carried
from orgraph.rules.tasks.past import Folded
from orgraph.rules.tasks.possible import Refusal


def refused(
    lifecycle: Lifecycle, folded: Folded, request: ActionRequest, refusal: Refusal, titles: tuple[Worded, ...] = ()
) -> ActionRefused:
    """The error of a refusal; `titles` are what else it names is called."""
    known = {one.key: one for one in (*titles, *_titles(lifecycle))}
    needed = tuple(known.get(key) or (carried(key) if key in FIELD_TYPES else key) for key in refusal.needed)
    action = request.action
    rule = lifecycle.actions.get(action)
    why = _why(refusal, known.get(folded.state, folded.state), needed)
    return ActionRefused(
        said("action-refused", action=worded(action, rule.title) if rule else action, why=why),
        _remedy(refusal.obstacle, needed, folded, request),
        action,
        refusal.obstacle.value,
        refusal.needed,
    )


def _why(refusal: Refusal, state: Value, needed: tuple[Value, ...]) -> Said:
    key = refusal.obstacle.value
    if refusal.title or refusal.obstacle is Obstacle.UNMET:
        return said("condition-unmet", condition=worded(key, refusal.title) if refusal.title else Term("obstacle", key))
    if refusal.obstacle is Obstacle.WRONG_STATE:
        return said("not-in-this-state", state=state)
    return {
        Obstacle.NOT_ENTITLED: said("not-this-party"),
        Obstacle.INCOMPLETE: said("lacks", needed=needed),
        Obstacle.UNKNOWN_UNIT: said("no-such-unit-today", unit=needed),
        Obstacle.IN_HAND_ALREADY: said("in-hand-already", unit=needed),
        Obstacle.NO_HELPER: said("no-helper"),
        Obstacle.NOT_ASKED: said("nobody-asked"),
        Obstacle.NEVER_CALLED: said("never-called"),
        Obstacle.NOT_RATED: said("not-rated"),
        Obstacle.NOT_MERGEABLE: said("not-mergeable", task=needed),
        Obstacle.CHILDREN_OPEN: said("children-open"),
        Obstacle.PARENT_ENDED: said("parent-ended"),
        Obstacle.TOO_LATE: said("limit-passed", stage=needed),
        Obstacle.WORK_FIRST: said("work-first"),
        Obstacle.NO_EMERGENCY: said("no-emergency"),
        Obstacle.NOT_CONTESTED: said("not-contested"),
        Obstacle.OTHER_CATEGORY: said("other-category", categories=needed),
        Obstacle.NOT_CARRIED: said("takes-no", needed=needed),
    }[refusal.obstacle]


def _remedy(obstacle: Obstacle, needed: tuple[Value, ...], folded: Folded, request: ActionRequest) -> Said:
    possible = said("mend-see-possible", task=request.task, by=request.by)
    fitting = {
        Obstacle.WRONG_STATE: said("mend-possible-in", states=needed) if needed else said("mend-possible-in-none"),
        Obstacle.NOT_ENTITLED: said("mend-only-by", parties=needed),
        Obstacle.INCOMPLETE: said("mend-add-missing"),
        Obstacle.NOT_CARRIED: said("mend-leave-away"),
        Obstacle.UNKNOWN_UNIT: said("mend-units-of-place", place=folded.place),
        Obstacle.NOT_MERGEABLE: said("mend-merge-later-one"),
        Obstacle.CHILDREN_OPEN: said("mend-close-first", tasks=needed),
        Obstacle.PARENT_ENDED: said("mend-reopen-that-first"),
        Obstacle.OTHER_CATEGORY: said("mend-merge-across"),
        Obstacle.TOO_LATE: possible,
        Obstacle.IN_HAND_ALREADY: possible,
    }
    return fitting.get(obstacle) or (said("mend-fitting", parties=needed) if needed else possible)


def _titles(lifecycle: Lifecycle) -> tuple[Worded, ...]:
    """What all states, stages and relations are called."""
    some = (lifecycle.stages, lifecycle.relations, lifecycle.states)
    return tuple(worded(key, one.title) for section in some for key, one in section.items())
