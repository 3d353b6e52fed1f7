"""What an audit or a quota demands can be there: a role is posted at such places, a level lies below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from orgraph.definitions.demands.requirements import AreaCount, MustMeasure, PostCount
from orgraph.definitions.faults import some_of
from orgraph.definitions.sections import Whole
from orgraph.definitions.words.kinds import ROLES, Role
from orgraph.definitions.words.levels import LEVELS
from orgraph.domain.said import Said, said


class Demanding(Protocol):
    """An entry that measures what must be there, or something else."""

    @property
    def key(self) -> str:
        """What it is called by."""
        ...

    @property
    def measure(self) -> object:
        """What it measures."""
        ...


Demand = TypeVar("Demand", bound=Demanding)


def check_demands(entries: Sequence[Demand], whole: Whole) -> Iterator[tuple[Demand, Said, Said]]:
    """That nothing is demanded where it cannot be."""
    roles = {role.key: role for role in whole.of(ROLES)}
    ranks = {level.key: level.rank for level in whole.of(LEVELS)}
    for one in entries:
        if isinstance(one.measure, MustMeasure):
            for problem, remedy in _impossible(one.measure, roles, ranks):
                yield one, problem, remedy


def _impossible(
    measure: MustMeasure, roles: Mapping[str, Role], ranks: Mapping[str, int]
) -> Iterator[tuple[Said, Said]]:
    subject = measure.subject
    for demand in (*measure.must, *subject.having, *subject.without):
        level = demand.balance.over if demand.balance else subject.level
        for count in filter(None, (demand.count, demand.percent_of)):
            if isinstance(count, PostCount) and count.roles and roles.keys() >= set(count.roles):
                yield from _nobody(count, [roles[key] for key in count.roles], level, ranks)
            elif isinstance(count, AreaCount) and not _may_lie_below(count.level, subject.level, ranks):
                yield said("no-level-below", level=count.level, above=subject.level), said("mend-level-below")


def _may_lie_below(level: str, above: str, ranks: Mapping[str, int]) -> bool:
    """Whether a level may lie below another; one that is not known has a fault of its own."""
    return not {level, above} <= ranks.keys() or ranks[level] > ranks[above]


def _nobody(
    count: PostCount, roles: Sequence[Role], level: str, ranks: Mapping[str, int]
) -> Iterator[tuple[Said, Said]]:
    """That none of some roles is posted where it is asked for: at a level or above it, or in organisations."""
    if not level and not any(role.organisations for role in roles):
        yield said("nobody-in-organisations", roles=count.roles), said("mend-other-roles")
    at = {key for role in roles for key in role.levels}
    near = range(ranks[level] - count.up, ranks[level] + 1) if level in ranks else ()
    if level in ranks and not any(ranks.get(key) in near for key in at):
        remedy = said("mend-ask-at", levels=some_of(at)) if at else said("mend-other-roles")
        yield said("nobody-at-level", roles=count.roles, level=level), remedy
