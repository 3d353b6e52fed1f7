"""The lifecycle of a task: its states, and for each action when, by whom, with what, and what its clocks do then."""

from __future__ import annotations

from dataclasses import dataclass

from orgraph.definitions.titles import Title
from orgraph.domain.action import Action, Relation, Verb

CARRIES = ("text", "unit", "extension", "proof", "passed", "rating", "review", "into")
CHANGES = ("starts", "stops", "pauses", "resumes", "extends")
"""What an action does to clocks, as its event keeps it."""

COUNTS_AS = ("resolved", "unresolved", "carried-over", "excluded", "merged", "refused", "void")
"""What a task in a state counts as in supervision."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of a task; a final one leaves it in nobody's hand. `counts_as`: of COUNTS_AS, empty: open or handled."""

    key: str
    title: Title
    final: bool = False
    counts_as: str = ""


@dataclass(frozen=True, slots=True)
class Clocks:
    """
    Stages whose clocks an action starts, stops, pauses, resumes and extends; `runs_on` are those that it leaves alone
    though it pauses others: a word for the check, and for who reads the lifecycle.
    """

    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    runs_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionRule:
    """
    An action: the states it may happen in, the one it leads to (empty: it stays), and `back`, where a failed check
    leads, with the clocks that run on then; the relations that may act, and those that may not although they have
    another; what it must carry, and from whom a text besides; `within`: the stage whose limit must not have passed,
    empty: no matter.
    """

    action: Action
    title: Title
    verb: Verb
    states: tuple[str, ...]
    to: str
    back: str
    who: tuple[Relation, ...]
    never: tuple[Relation, ...]
    must_carry: tuple[str, ...]
    reason_from: tuple[Relation, ...]
    within: str
    clocks: Clocks
    back_clocks: Clocks


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """
    States and actions; `begins` and `clocks` hold for a task just dispatched, `arbiter_after` counts refusals; `admits`
    and `admission_clocks` for an ordinary matter just reported, empty where none are taken.
    """

    key: str
    title: Title
    begins: str
    disputed: str
    arbiter_after: int
    clocks: Clocks
    states: dict[str, State]
    actions: dict[Action, ActionRule]
    source: str
    under: str = ""
    admits: str = ""
    admission_clocks: Clocks = Clocks()

    def stages(self) -> tuple[str, ...]:
        """Stages whose clocks are started somewhere in it."""
        started = (
            self.admission_clocks.starts,
            self.clocks.starts,
            *(rule.clocks.starts for rule in self.actions.values()),
        )
        return tuple(dict.fromkeys(stage for some in started for stage in some))
